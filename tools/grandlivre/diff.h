#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/view.h"
#include "tools/grandlivre/render.h"

namespace gl::tools {

/// One end of a difference: what is known after a position, dated by a day if one is given.
struct DiffPoint {
  Position position;
  std::optional<CivilDate> effective;

  [[nodiscard]] bool counts(ledger::StatementLine const& line) const {
    return line.position <= position && (!effective || line.effective_date <= *effective);
  }
};

/// How one account moved between two points.
struct AccountDiff {
  ledger::Money before;
  ledger::Money after;
  std::vector<ledger::StatementLine> moves;  ///< `amount` as it moved the account here

  [[nodiscard]] ledger::Money difference() const { return subtract(after, before); }
};

/// Which accounts of a programme moved between two points, and by which events: a fold over the
/// lines of its statement. A line moves an account if it counts at one of the points alone.
class Diff {
 public:
  Diff(DiffPoint from, DiffPoint to) : from_(from), to_(to) {}

  /// The statement that has every line that matters: up to this position and day …
  [[nodiscard]] ledger::AsOf as_of() const;
  /// … after this one: what both points know of is skipped where a balance tells what it came to.
  [[nodiscard]] Position after() const;

  /// The next line of that statement.
  void take(ledger::StatementLine const& line);

  [[nodiscard]] DiffPoint const& from() const { return from_; }
  [[nodiscard]] DiffPoint const& to() const { return to_; }
  /// The accounts that moved, also those that moved back.
  [[nodiscard]] std::map<ledger::Account, AccountDiff> accounts() const;
  /// What the differences sum to: nothing, unless lines are missing.
  [[nodiscard]] ledger::Money sum() const;

 private:
  DiffPoint from_;
  DiffPoint to_;
  std::map<ledger::Account, AccountDiff> accounts_;
};

[[nodiscard]] Json to_json(Diff const& diff);
/// A line for each event that moved an account; the account's own cells stand once if `for_people`.
[[nodiscard]] Table to_table(Diff const& diff, bool for_people);

}  // namespace gl::tools
