#include "ledger/archive_check.h"

#include <algorithm>
#include <array>

#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

constexpr ProjectStates with_award{ProjectState::awarded, ProjectState::contracted,
                                   ProjectState::settled, ProjectState::cancelled};

template <class Key, class Value>
bool has(Table<Key, Value> const& table, Place<Value> place) {
  return !place.is_none() && place.index() < table.size();
}

template <class Key, class Value>
bool has_or_none(Table<Key, Value> const& table, Place<Value> place) {
  return place.is_none() || has(table, place);
}

bool none_negative(std::initializer_list<Money> amounts) {
  return std::ranges::none_of(amounts, [](Money amount) { return amount.is_negative(); });
}

bool is_right(Programme const& programme) {
  auto const& a = programme.authority;
  return none_negative({a.voted, a.available, a.committed, a.payable, a.disbursed, a.recoverable,
                        a.recovered, a.written_off, a.lapsed, programme.allocated,
                        programme.credits_voted}) &&
         programme.allocated <= a.available;
}

bool is_right(State const& state, Call const& call) {
  return has(state.programmes, call.programme) && !call.versions.empty() &&
         none_negative({call.available});
}

bool is_right(PlannedPayments const& plan) {
  return plan.advance_share.ppm() + plan.instalment_share.ppm() <= Rate::ppm_max &&
         none_negative({plan.advance_amount, plan.instalment_amount});
}

bool is_right(Award const& award, Call const& call) {
  std::int64_t shares = 0;
  for (auto const& payee : award.payees) shares += payee.share.ppm();
  return none_negative({award.amount, award.cost_base}) && is_right(award.plan) &&
         (award.payees.empty() || shares == Rate::ppm_max) && award.call_version >= 1 &&
         award.call_version <= call.versions.size();
}

bool is_right(State const& state, Place<Project> place, Project const& project) {
  if (!has(state.calls, project.call)) {
    return false;
  }
  auto const& b = project.balances;
  if (!none_negative({project.eligible_cost, project.asked, project.secured_funding,
                      project.de_minimis_declared, project.pending, b.committed, b.payable,
                      b.disbursed, b.recoverable, b.recovered, b.written_off})) {
    return false;
  }
  if (project.state == ProjectState::incomplete && !state.completions.contains(place)) return false;
  if (!project.award) return !with_award.has(project.state);
  bool const aid_known =
      project.award->aid_regime != AidRegime::de_minimis || state.de_minimis.contains(place);
  auto const& agreement = project.agreement;
  bool const agreed = !agreement || !agreement->plan || is_right(*agreement->plan);
  return aid_known && agreed && is_right(*project.award, state.calls.at(project.call));
}

bool is_right(State const& state, Payment const& payment) {
  return has(state.projects, payment.project) &&
         payment.award <= state.projects.at(payment.project).awards &&
         has_or_none(state.persons, payment.preparer) &&
         has_or_none(state.persons, payment.approver) &&
         none_negative({payment.amount, payment.requested});
}

bool is_right(CreditLine const& line) {
  return none_negative({line.voted, line.carried, line.available, line.consumed, line.lapsed});
}

bool projects_right(State const& state, std::vector<Place<Project>> const& projects) {
  return std::ranges::all_of(projects, [&](auto place) { return has(state.projects, place); });
}

bool is_right(State const& state, Tie tie) {
  switch (tie.kind) {
    case TieKind::none: return tie == Tie{};
    case TieKind::programme: return tie.index < state.programmes.size();
    case TieKind::project: return tie.index < state.projects.size();
    case TieKind::payee: return tie.index < state.payees.size();
  }
  return false;
}

/// What a subject was tied to before is further up in the table: following it comes to an end.
bool is_right(State const& state, std::size_t at, SubjectTieKey const& key, Tie before) {
  if (!has(state.subjects, key.subject) || !is_right(state, key.tie)) return false;
  if (before == Tie{}) return true;
  auto const place = state.ties.place_of({key.subject, before});
  return !place.is_none() && place.index() < at;
}

bool ties_right(State const& state) {
  std::size_t at = 0;
  return std::ranges::all_of(
      state.ties, [&](auto const& tie) { return is_right(state, at++, tie.first, tie.second); });
}

/// `check(place, value)` for every entry.
template <class Key, class Value, class Check>
bool every(Table<Key, Value> const& table, Check const& check) {
  std::uint32_t index = 0;
  return std::ranges::all_of(
      table, [&](auto const& entry) { return check(Place<Value>{index++}, entry.second); });
}

template <class Key, class Value, class Check>
bool every_key(Table<Key, Value> const& table, Check const& check) {
  return std::ranges::all_of(table, [&](auto const& entry) { return check(entry.first); });
}

bool persons_right(State const& s) {
  auto const given = [&](auto delegation) { return has(s.delegations, delegation); };
  return every(s.persons,
               [&](auto, Person const& x) { return std::ranges::all_of(x.delegations, given); }) &&
         every(s.delegations, [&](auto, Delegation const& x) { return has(s.persons, x.from); }) &&
         every_key(s.conflicts, [&](auto const& key) {
           return has(s.projects, key.project) && has(s.persons, key.person);
         });
}

bool lists_right(State const& s) {
  return every(s.beneficiaries,
               [&](auto, Beneficiary const& x) { return projects_right(s, x.projects); }) &&
         every(s.undertakings,
               [&](auto, Undertaking const& x) { return projects_right(s, x.projects); }) &&
         every_key(s.completions, [&](auto place) { return has(s.projects, place); }) &&
         every_key(s.de_minimis, [&](auto place) { return has(s.projects, place); }) &&
         every_key(s.applications, [&](auto const& key) { return has(s.calls, key.call); }) &&
         every_key(s.credit_lines,
                   [&](auto const& key) { return has(s.programmes, key.programme); });
}

bool log_key_right(State::Scalars const& x) {
  return x.log_key.empty() == (x.log_key_since == Position{}) && x.log_key_since <= x.head;
}

}  // namespace

bool holds_together(State const& s) {
  return log_key_right(s.scalars) &&
         every(s.programmes, [](auto, Programme const& x) { return is_right(x); }) &&
         every(s.calls, [&](auto, Call const& x) { return is_right(s, x); }) &&
         every(s.projects, [&](auto at, Project const& x) { return is_right(s, at, x); }) &&
         every(s.payments, [&](auto, Payment const& x) { return is_right(s, x); }) &&
         every(s.recoveries,
               [&](auto, Recovery const& x) {
                 return has(s.projects, x.project) && none_negative({x.outstanding});
               }) &&
         every(s.payees,
               [&](auto, Payee const& x) { return has_or_none(s.persons, x.entered_by); }) &&
         every(s.credit_lines, [](auto, CreditLine const& x) { return is_right(x); }) &&
         every(s.subjects, [&](auto, Subject const& x) { return is_right(s, x.latest); }) &&
         ties_right(s) && persons_right(s) && lists_right(s);
}

}  // namespace gl::ledger
