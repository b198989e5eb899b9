#include "ledger/agreement_rules.h"
#include "ledger/call_terms.h"
#include "ledger/decisions.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

constexpr ProjectStates to_orient{ProjectState::complete, ProjectState::eligible,
                                  ProjectState::ineligible, ProjectState::assessed,
                                  ProjectState::waitlisted};

constexpr ProjectStates to_reject{ProjectState::eligible, ProjectState::assessed,
                                  ProjectState::waitlisted};
constexpr ProjectStates to_waitlist{ProjectState::eligible, ProjectState::assessed};
constexpr ProjectStates to_waitlist_scored{ProjectState::assessed};
/// Neither decided on nor found ineligible: what the applicant may withdraw and files may end in.
constexpr ProjectStates undecided{ProjectState::submitted, ProjectState::incomplete,
                                  ProjectState::complete,  ProjectState::eligible,
                                  ProjectState::assessed,  ProjectState::waitlisted};
constexpr ProjectStates to_reopen{ProjectState::ineligible, ProjectState::rejected,
                                  ProjectState::oriented, ProjectState::no_action,
                                  ProjectState::cancelled};

Objection check_waitlist(Case const& c, ProjectFile const& file, CallTerms const& terms) {
  if (terms.waitlist) return {};
  return c.refuse(
      Rule::state,
      say("call ", file.call_id, " has no waitlist: award, reject or orient the project instead"),
      "a call with a waitlist", "none");
}

/// The rules of a place on the waitlist, in the order of domain §6.
Objection check_waitlisting(Case const& c, ProjectFile const& file, CallTerms const& terms) {
  if (auto no = check_access(c, file.project.stream)) return no;
  auto const from = terms.assessment_required ? to_waitlist_scored : to_waitlist;
  if (auto no = check_project_state(c, file, from)) return no;
  if (auto no = check_waitlist(c, file, terms)) return no;
  if (auto no = check_since_submission(c, file)) return no;
  if (auto no = c.check_delegation()) return no;
  return check_conflict(c, file);
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

/// MONEY_MOVING (domain §3 (d)): what was recovered or written off stays with the old award; a
/// request of it does not become one of the next.
Objection check_money_gone(Case const& c, ProjectFile const& file) {
  auto const& balances = file.project.balances;
  if (balances.committed.is_positive())
    return still_moving(c, file, "committed", balances.committed);
  if (balances.payable.is_positive()) return still_moving(c, file, "payable", balances.payable);
  if (balances.disbursed.is_positive()) {
    return still_moving(c, file, "disbursed and not recovered", balances.disbursed);
  }
  if (balances.recoverable.is_positive()) {
    return still_moving(c, file, "recoverable", balances.recoverable);
  }
  if (file.project.pending.is_positive()) {
    return still_moving(c, file, "requested and not approved", file.project.pending);
  }
  return {};
}

}  // namespace

Decision decide_on(Case& c, OrientProject const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_impartial_step(c, *file, to_orient)) return refused(no);
  return c.accept(stream_of(*file), Currency{},
                  ProjectOriented{command.project, command.target_scheme});
}

Decision decide_on(Case& c, RejectProject const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_impartial_step(c, *file, to_reject)) return refused(no);
  return c.accept(stream_of(*file), Currency{}, ProjectRejected{command.project});
}

Decision decide_on(Case& c, WaitlistProject const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  auto const in_force = version_on(file->call, c.effective());
  c.apply_version(in_force.number);
  if (auto no = check_waitlisting(c, *file, in_force.terms())) return refused(no);
  return c.accept(stream_of(*file), Currency{}, ProjectWaitlisted{command.project, command.rank});
}

Decision decide_on(Case& c, WithdrawProject const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_step(c, *file, undecided)) return refused(no);
  return c.accept(stream_of(*file), Currency{}, ProjectWithdrawn{command.project});
}

Decision decide_on(Case& c, CloseWithoutDecision const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_step(c, *file, undecided)) return refused(no);
  return c.accept(stream_of(*file), Currency{}, ProjectClosedWithoutDecision{command.project});
}

Decision decide_on(Case& c, ReopenProject const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_step(c, *file, to_reopen)) return refused(no);
  if (auto no = check_money_gone(c, *file)) return refused(no);
  if (auto no = c.check_act(say("reopening project ", file->id, " needs a decision"))) {
    return refused(no);
  }
  return c.accept(stream_of(*file), Currency{},
                  ProjectReopened{command.project, file->project.state});
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
