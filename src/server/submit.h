#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <vector>

#include "base/time.h"
#include "journal/journal.h"
#include "keys/key_store.h"
#include "ledger/answer.h"
#include "ledger/command.h"
#include "ledger/event.h"
#include "server/config.h"
#include "wire/messages.h"

namespace gl::server {

/// A list of commands on its way to the sequencer: what goes there, and the answers that are known
/// already, because a command was not well formed.
struct PreparedSubmit {
  std::vector<ledger::Command> commands;
  /// Empty unless one of the commands reverses an event; else one a command.
  std::vector<std::shared_ptr<ledger::Event const>> targets;
  /// Of each of `commands`: its place in the list and so in `answers`.
  std::vector<std::uint32_t> places;
  std::vector<ledger::Answer> answers;
};

/// What making a list ready needs.
struct SubmitParts {
  journal::Journal const& journal;
  keys::KeyStore& keys;
  Limits const& limits;
  bool simulated = false;
};

/// Everything that can be done before the sequencer, on the session's thread: limits, the sender
/// put into each command as the certificate says it, form, targets of reversals read, personal
/// texts sealed, digests. A command that is not well formed is answered with MALFORMED and the
/// others go on; in an atomic list none goes on (NOT_TRIED). A failure is the answer to the whole
/// submit: an empty or too long list, a time given to a ledger with a real clock, keys or journal
/// not readable.
[[nodiscard]] std::expected<PreparedSubmit, wire::Failure> prepare(wire::Submit submit,
                                                                   wire::Principal const& sender,
                                                                   SubmitParts const& parts);

/// The reply, once the sequencer has answered what it was given, in its order.
[[nodiscard]] wire::SubmitReply complete(std::vector<ledger::Answer> answers,
                                         std::vector<std::uint32_t> const& places,
                                         std::vector<ledger::Answer> decided);

/// Takes the sentences and values out of the refusals, leaving the rules: a reply that would be
/// longer than the peer takes must still say what became of each command.
void shorten(wire::SubmitReply& reply);

}  // namespace gl::server
