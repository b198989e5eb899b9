#pragma once

#include <map>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "ledger/event.h"
#include "ledger/view.h"

namespace gl::projections {

/// The balances of all accounts as a plain fold over the events: what `replay` prints and what the
/// views must agree with. Shares no code with them. A value; thread: one.
class TrialBalance {
 public:
  /// Adds the event's postings. Events come in order, each once: another position is a check.
  void apply(ledger::Event const& event);

  /// The last event applied; 0 before the first.
  [[nodiscard]] Position position() const { return position_; }

  /// SHA-256 over one line per account that any event has posted to, also at zero: the account's
  /// name (`to_string`), a tab, its balance in minor units (decimal, `-` in front when negative),
  /// a line feed; lines by name, bytewise.
  [[nodiscard]] Hash digest() const;

  /// Every account that any event has posted to, with its balance.
  [[nodiscard]] std::map<ledger::Account, ledger::Money> const& accounts() const {
    return accounts_;
  }

  /// The programmes created so far.
  [[nodiscard]] std::vector<ledger::ProgrammeId> programmes() const;

  /// Errors: not_found.
  [[nodiscard]] Result<ledger::ProgrammeBalances> balances(
      ledger::ProgrammeId const& programme) const;

 private:
  Position position_;
  Instant recorded_at_;
  std::map<ledger::Account, ledger::Money> accounts_;
  std::map<ledger::ProgrammeId, ledger::Currency> programmes_;
};

}  // namespace gl::projections
