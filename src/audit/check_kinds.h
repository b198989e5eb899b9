#pragma once

#include <memory>

#include "audit/checks.h"

namespace gl::audit {

// Each question, as docs/audit.md has it.
[[nodiscard]] std::unique_ptr<Check> make_own_preparation(Parameters const& parameters);
[[nodiscard]] std::unique_ptr<Check> make_near_thresholds(Parameters const& parameters);
[[nodiscard]] std::unique_ptr<Check> make_split_awards(Parameters const& parameters);
[[nodiscard]] std::unique_ptr<Check> make_account_changes(Parameters const& parameters);
[[nodiscard]] std::unique_ptr<Check> make_late_entries(Parameters const& parameters);
[[nodiscard]] std::unique_ptr<Check> make_reversals(Parameters const& parameters);
[[nodiscard]] std::unique_ptr<Check> make_order_gaps(Parameters const& parameters);

/// From the first day to the second; negative when that one is earlier.
[[nodiscard]] constexpr std::int32_t days_between(CivilDate first, CivilDate second) {
  return second.days() - first.days();
}

/// "boris (officer)", "boris (officer) for adele".
[[nodiscard]] std::string in_words(ledger::Actor const& actor);

}  // namespace gl::audit
