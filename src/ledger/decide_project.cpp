#include "ledger/agreement_rules.h"
#include "ledger/decisions.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

constexpr ProjectStates to_orient{ProjectState::complete, ProjectState::eligible,
                                  ProjectState::ineligible, ProjectState::assessed,
                                  ProjectState::waitlisted};

/// The rules of a step before the award, in the order of domain §6.
Objection check_step(Case const& c, ProjectFile const& file, ProjectStates from) {
  if (auto no = check_access(c, file.project.stream)) return no;
  if (auto no = check_project_state(c, file, from)) return no;
  if (auto no = check_since_submission(c, file)) return no;
  return c.check_delegation();
}

Objection still_moving(Case const& c, ProjectFile const& file, std::string_view what,
                       Money amount) {
  return c.refuse(Rule::money_moving,
                  say("project ", file.id, " has ", Sum{amount, file.currency()}, " ", what,
                      ": bring that to an end first"),
                  to_string(Money{}, file.currency()), to_string(amount, file.currency()));
}

/// MONEY_MOVING (domain §3 (g)).
Objection check_money_rests(Case const& c, ProjectFile const& file) {
  auto const& balances = file.project.balances;
  if (balances.committed.is_positive())
    return still_moving(c, file, "committed", balances.committed);
  if (balances.payable.is_positive()) return still_moving(c, file, "payable", balances.payable);
  if (balances.recoverable.is_positive()) {
    return still_moving(c, file, "recoverable", balances.recoverable);
  }
  if (file.project.pending.is_positive()) {
    return still_moving(c, file, "requested and not approved", file.project.pending);
  }
  bool const accepted = file.project.final_account.value() != 0;
  auto const over = subtract(balances.disbursed, file.award().amount);
  if (accepted && over.is_positive()) {
    return still_moving(c, file, "to recover by the accepted account", over);
  }
  return {};
}

}  // namespace

Decision decide_on(Case& c, DeclareComplete const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_step(c, *file, {ProjectState::submitted})) return refused(no);
  return c.accept(stream_of(*file), Currency{}, ProjectDeclaredComplete{command.project});
}

Decision decide_on(Case& c, DeclareEligible const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_step(c, *file, {ProjectState::complete})) return refused(no);
  return c.accept(stream_of(*file), Currency{},
                  EligibilityDecided{command.project, true, command.criteria});
}

Decision decide_on(Case& c, OrientProject const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_step(c, *file, to_orient)) return refused(no);
  return c.accept(stream_of(*file), Currency{},
                  ProjectOriented{command.project, command.target_scheme});
}

Decision decide_on(Case& c, SettleProject const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_access(c, file->project.stream)) return refused(no);
  if (auto no = check_project_state(c, *file, running)) return refused(no);
  if (auto no = check_since_award(c, *file)) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  if (auto no = check_money_rests(c, *file)) return refused(no);
  if (auto no = check_agreement_signed(c, *file)) return refused(no);
  return c.accept(stream_of(*file), Currency{}, ProjectSettled{command.project});
}

}  // namespace gl::ledger
