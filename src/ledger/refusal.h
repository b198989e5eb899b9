#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/values.h"

namespace gl::ledger {

/// The rules' codes (domain §6), in the order in which they are reported. Numbers are frozen: they
/// stand in events and go over the wire.
enum class Rule : std::uint16_t {
  none = 0,
  malformed = 1,
  duplicate_command_mismatch = 2,
  unknown_target = 3,
  forbidden = 4,
  version_conflict = 5,
  id_taken = 6,
  state = 7,
  call_not_open = 8,
  already_reversed = 9,
  not_reversible = 10,
  date = 11,
  deadline_passed = 12,
  year_closed = 13,
  not_delegated = 14,
  conflict_of_interest = 15,
  four_eyes = 16,
  authority_exceeded = 17,
  commitment_exceeded = 18,
  money_moving = 19,
  credits_exceeded = 20,
  project_cap_exceeded = 21,
  asked_exceeded = 22,
  rate_exceeded = 23,
  overfunding = 24,
  amount_mismatch = 25,
  territory = 26,
  applicant_kind = 27,
  already_applied = 28,
  excludes_received = 29,
  documents_mismatch = 30,
  evidence_required = 31,
  act_required = 32,
  hearing_required = 33,
  convention_required = 34,
  final_report_required = 35,
  final_account_required = 36,
  below_minimum = 37,
  plan_exceeded = 38,
  request_exceeded = 39,
  account_not_verified = 40,
  de_minimis_exceeded = 41,
  recovery_exceeded = 42,
  dependent_events = 43,
  retention = 44,
  amount_overflow = 45,
};

/// The code as users see it: "PROJECT_CAP_EXCEEDED".
[[nodiscard]] std::string_view name(Rule rule);
/// The rule with this code, if there is one.
[[nodiscard]] std::optional<Rule> parse_rule(std::string_view code);

/// Whether a refusal by this rule becomes an event and uses its command id up (domain §9).
[[nodiscard]] constexpr bool is_recorded(Rule rule) {
  return rule != Rule::malformed && rule != Rule::duplicate_command_mismatch &&
         rule != Rule::unknown_target;
}

/// True for a rule that the past may have broken: an imported event bears it as a flag. What keeps
/// the books whole is refused always: ids, states, closed years, every amount that the ledger's own
/// balances limit (domain §11).
[[nodiscard]] constexpr bool is_flag(Rule rule) {
  switch (rule) {
    case Rule::call_not_open:
    case Rule::date:
    case Rule::deadline_passed:
    case Rule::not_delegated:
    case Rule::conflict_of_interest:
    case Rule::four_eyes:
    case Rule::project_cap_exceeded:
    case Rule::asked_exceeded:
    case Rule::rate_exceeded:
    case Rule::overfunding:
    case Rule::territory:
    case Rule::applicant_kind:
    case Rule::already_applied:
    case Rule::excludes_received:
    case Rule::documents_mismatch:
    case Rule::evidence_required:
    case Rule::act_required:
    case Rule::hearing_required:
    case Rule::convention_required:
    case Rule::final_report_required:
    case Rule::final_account_required:
    case Rule::below_minimum:
    case Rule::plan_exceeded:
    case Rule::account_not_verified:
    case Rule::de_minimis_exceeded: return true;
    default: return false;
  }
}

/// The business says no: which rule, in a sentence with the way out, and the values compared.
struct Refusal {
  Rule rule = Rule::none;
  std::string sentence;            ///< no personal data: ids and values only
  std::string limit;               ///< e.g. "40000.00", a state, a date; may be empty
  std::string actual;              ///< what was asked or found
  std::uint32_t call_version = 0;  ///< the version of the call that was applied; 0: none

  friend bool operator==(Refusal const&, Refusal const&) = default;
};

}  // namespace gl::ledger
