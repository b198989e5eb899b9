#pragma once

#include <optional>
#include <set>
#include <string>

#include "ledger/event.h"
#include "ledger/state.h"

// What the server does for somebody without a command: whether it would have done so.

namespace gl::audit {

/// Why the server would not have moved a consumer so for this person, when the last event was
/// `head`; nothing if it would have.
[[nodiscard]] std::optional<std::string> refuse_reset(ledger::Actor const& actor,
                                                      ledger::ConsumerReset const& reset,
                                                      Position head);

/// The changes of the ledger's key, one after the other.
class KeyRotations {
 public:
  /// Why this is no change that the server makes on this state; nothing if it is one.
  [[nodiscard]] std::optional<std::string> refuse(ledger::State const& state,
                                                  ledger::Actor const& actor,
                                                  ledger::LogKeyRotated const& rotated) const;
  /// One that was not refused.
  void take(ledger::LogKeyRotated const& rotated) { retired_.insert(rotated.retired); }

 private:
  std::set<ledger::LogKey> retired_;
};

}  // namespace gl::audit
