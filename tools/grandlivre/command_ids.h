#pragma once

#include <functional>
#include <optional>

#include "audit/finding.h"
#include "base/result.h"
#include "ledger/command_hash.h"
#include "ledger/event.h"
#include "sequencer/fingerprints.h"

namespace gl::tools {

/// Sees a command that counts twice: an id that an earlier command bears already (domain §6 rule
/// 12). About 15 bytes an id; a match is looked up in the event itself.
class CommandIds {
 public:
  using Earlier = std::function<Result<ledger::Event>(Position)>;

  explicit CommandIds(Earlier earlier) : earlier_(std::move(earlier)) {}

  /// The next event, in order. Errors: those of `Earlier`.
  [[nodiscard]] Result<std::optional<audit::Finding>> take(ledger::Event const& event);

 private:
  [[nodiscard]] Result<std::optional<Position>> first_use(Uuid const& id);

  Earlier earlier_;
  std::optional<ledger::CommandHash> hash_;
  sequencer::Fingerprints known_;
  Uuid last_;
  std::size_t in_a_row_ = 0;
};

}  // namespace gl::tools
