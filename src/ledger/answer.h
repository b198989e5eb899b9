#pragma once

#include <cstdint>

#include "base/strong.h"
#include "base/uuid.h"
#include "ledger/refusal.h"

namespace gl::ledger {

/// What became of a command. Numbers are frozen: they go over the wire.
enum class Outcome : std::uint8_t {
  none = 0,
  accepted = 1,      ///< its events are durable at `first` to `last`
  refused = 2,       ///< a rule said no; recorded at `first` unless the rule is not recorded
  would_accept = 3,  ///< dry run only: nothing was written
  not_tried = 4,     ///< another command of its atomic list was not well formed
};

/// The ledger's answer to one command: for ever the same for the same id (design §1 promise 5).
struct Answer {
  Uuid command_id;
  Outcome outcome = Outcome::none;
  bool repeated = false;  ///< the command was known: this is the first answer again
  Position first;         ///< of its events, or of its recorded refusal; 0: nothing is recorded
  Position last;
  StreamVersion stream_version;  ///< of the last event's stream; 0 for refusals
  Refusal refusal;               ///< when refused
  std::uint32_t list_index = 0;  ///< of an atomic list: the command that broke

  friend bool operator==(Answer const&, Answer const&) = default;
};

}  // namespace gl::ledger
