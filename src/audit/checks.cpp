#include "audit/checks.h"

#include <algorithm>

#include "audit/check_kinds.h"
#include "ledger/text.h"

namespace gl::audit {
namespace {

using namespace ledger;

std::string nothing(Parameters const&) { return {}; }

std::string thresholds(Parameters const& p) {
  std::string text;
  for (auto const& threshold : p.thresholds) {
    text += (text.empty() ? "thresholds " : ", ") + to_string(threshold);
  }
  return text + ", margin " + to_string(p.margin);
}

std::string split(Parameters const& p) {
  return say("threshold ", to_string(p.split_threshold), ", within ", p.split_days, " days");
}

std::string account_days(Parameters const& p) { return say("within ", p.account_days, " days"); }
std::string late_days(Parameters const& p) { return say("more than ", p.late_days, " days"); }

/// Of their names; a number's has a `#` behind it.
std::vector<Column> columns(std::string_view names) {
  std::vector<Column> all;
  while (!names.empty()) {
    auto const end = std::min(names.find(' '), names.size());
    auto const name = names.substr(0, end);
    bool const number = name.ends_with('#');
    all.push_back({name.substr(0, name.size() - (number ? 1 : 0)), number});
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return all;
}

std::vector<CheckSpec> make_checks() {
  return {
      {"own-preparation",
       "who approved, handed over or paid what they had prepared, or paid what they had approved",
       nothing,
       columns("position# event_type payment project person had at_position# amount# currency"),
       make_own_preparation},
      {"near-thresholds", "awards at a threshold or just below it", thresholds,
       columns("position# event_type project applicant decided_by amount# threshold# below_by# "
               "currency"),
       make_near_thresholds},
      {"split-awards", "awards to one beneficiary, each within a threshold and together above it",
       split, columns("beneficiary awards# from to total# currency projects positions"),
       make_split_awards},
      {"account-changes", "bank accounts changed shortly before a payment to them", account_days,
       columns("position# payment payee amount# currency paid_on changed_on days# changed_by "
               "changed_at# verified_by"),
       make_account_changes},
      {"late-entries",
       "events recorded long after the day on which they take effect; imports left out", late_days,
       columns("position# event_type stream effective_date recorded_on days# actor"),
       make_late_entries},
      {"reversals", "every event that was reversed, by whom and why", nothing,
       columns("position# target# target_type stream effective_date recorded_on actor reason_code "
               "amount# currency"),
       make_reversals},
      {"order-gaps",
       "numbers that no order to pay bears, between two that one does, by budget year", nothing,
       columns("budget_year# after before missing# after_position# before_position#"),
       make_order_gaps},
  };
}

}  // namespace

std::span<CheckSpec const> all_checks() {
  static auto const checks = make_checks();
  return checks;
}

CheckSpec const* find_check(std::string_view name) {
  auto const checks = all_checks();
  auto const at = std::ranges::find(checks, name, &CheckSpec::name);
  return at == checks.end() ? nullptr : &*at;
}

std::string in_words(Actor const& actor) {
  auto text = say(actor.person, " (", name(actor.role), ")");
  if (!actor.acting_for.empty()) text += say(" for ", actor.acting_for);
  return text;
}

}  // namespace gl::audit
