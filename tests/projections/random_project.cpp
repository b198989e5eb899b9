#include <algorithm>
#include <string>
#include <utility>

#include "projections/random_ledger.h"
#include "projections/random_words.h"

namespace gl::projections::testing {

using namespace ledger;  // NOLINT: every name here is a word of the ledger

bool RandomLedger::submit() {
  if (projects_.size() >= habits_.projects_max) return false;
  auto const call_id = calls_[draw(calls_.size())];
  auto const& call = state_.calls.at(state_.calls.place_of(call_id));
  if (call.state != CallState::open && call.state != CallState::closed) return false;
  ProjectSubmitted event;
  event.project = ProjectId{"P" + std::to_string(draw(1'000)) + "-" + std::to_string(++number_)};
  event.call = call_id;
  event.programme = state_.programmes.key_at(call.programme);
  event.call_version = static_cast<std::uint32_t>(call.versions.size());
  event.title = "project number " + std::to_string(number_);
  event.applicant.id = PayeeId{"W" + std::to_string(100'000'000 + draw(5))};
  event.applicant.legal_kind = LegalKind::private_body;
  event.applicant.name.open = "association";
  event.eligible_cost = cents(8'000'000);
  event.asked_amount = cents(1 + draw(4'000'000));
  projects_.push_back(event.project);
  add(stream(StreamKind::project, event.project.view()), event);
  return true;
}

bool RandomLedger::step_of_project(ProjectId const& id) {
  auto const& project = state_.projects.at(state_.projects.place_of(id));
  if (chance(10)) return notice(id, project);
  switch (project.state) {
    case ProjectState::submitted:
    case ProjectState::incomplete:
    case ProjectState::complete: return step_of_file(id, project);
    case ProjectState::eligible:
    case ProjectState::assessed:
    case ProjectState::waitlisted: return step_before_award(id, project);
    case ProjectState::awarded:
    case ProjectState::contracted: return step_of_award(id, project);
    case ProjectState::cancelled:
      return step_of_payment(id, project) || step_of_recovery(id, project) || reopen(id, project);
    case ProjectState::settled: return step_of_payment(id, project);
    case ProjectState::ineligible:
    case ProjectState::rejected:
    case ProjectState::oriented:
    case ProjectState::no_action: return reopen(id, project);
    default: return false;
  }
}

/// Facts that change neither state nor money.
bool RandomLedger::notice(ProjectId const& id, Project const& project) {
  auto const its = stream(StreamKind::project, id.view());
  auto const today = paris_date(now_);
  switch (draw(4)) {
    case 0: add(its, ApplicantNotified{id, "letter", today}); return true;
    case 1: add(its, ConflictDeclared{id}); return true;
    default: break;
  }
  bool const was_granted =
      project.state == ProjectState::awarded || project.state == ProjectState::contracted ||
      project.state == ProjectState::cancelled || project.state == ProjectState::settled;
  if (!was_granted) return false;
  Publication const publication{id, "data.gouv.fr", today, {}};
  if (chance(50)) {
    add(its, GrantPublished{publication});
  } else {
    add(its, StateAidNotified{publication});
  }
  return true;
}

bool RandomLedger::reopen(ProjectId const& id, Project const& project) {
  auto const& balances = project.balances;
  bool const moves = !balances.committed.is_zero() || !balances.payable.is_zero() ||
                     !balances.disbursed.is_zero() || !balances.recoverable.is_zero() ||
                     !project.pending.is_zero();
  if (moves || !chance(30)) return false;
  last_payments_.erase(id.string());
  add(stream(StreamKind::project, id.view()), ProjectReopened{id, project.state});
  return true;
}

/// The file is looked through: until it is complete and eligible.
bool RandomLedger::step_of_file(ProjectId const& id, Project const& project) {
  auto const its = stream(StreamKind::project, id.view());
  if (project.state == ProjectState::incomplete) {
    add(its, ProjectCompleted{id, {}, {}, {}});
    return true;
  }
  if (chance(5)) {
    if (chance(50)) {
      add(its, ProjectWithdrawn{id});
    } else {
      add(its, ProjectClosedWithoutDecision{id});
    }
    return true;
  }
  if (chance(25)) {
    add(its, CompletionRequested{id, {ReasonCode{"statutes"}}, paris_date(now_).plus_days(30)});
    return true;
  }
  if (project.state == ProjectState::submitted) {
    if (chance(30)) {
      amend(id, project);
    } else {
      add(its, ProjectDeclaredComplete{id});
    }
    return true;
  }
  add(its, EligibilityDecided{id, !chance(10), {}});
  return true;
}

/// Another title and amount: the application as it is from now on.
void RandomLedger::amend(ProjectId const& id, Project const& project) {
  auto const& call = state_.calls.at(project.call);
  ProjectAmended event;
  event.project = id;
  event.call = state_.calls.key_at(project.call);
  event.programme = state_.programmes.key_at(call.programme);
  event.call_version = project.call_version;
  event.title = "project amended " + std::to_string(++number_);
  event.applicant.id = project.applicant;
  event.applicant.legal_kind = project.legal_kind;
  event.applicant.name.open = "association";
  event.eligible_cost = project.eligible_cost;
  event.asked_before = project.asked;
  event.asked_amount = cents(1 + draw(4'000'000));
  add(stream(StreamKind::project, id.view()), event);
}

bool RandomLedger::step_before_award(ProjectId const& id, Project const& project) {
  auto const its = stream(StreamKind::project, id.view());
  if (chance(30)) {
    if (project.state == ProjectState::eligible && chance(60)) {
      if (chance(70)) {
        add(its, AssessmentRecorded{id, ReasonCode{"impact"}, 7, 10, Rate{500'000}, {}});
      } else {
        add(its, AssessmentClosed{id});
      }
      return true;
    }
    if (project.state != ProjectState::waitlisted && chance(60)) {
      add(its, ProjectWaitlisted{id, static_cast<std::uint32_t>(1 + draw(9))});
    } else {
      add(its, ProjectRejected{id});
    }
    return true;
  }
  if (chance(5)) {
    add(its, ProjectOriented{id, "AIDE-ESS"});
    return true;
  }
  return award(id, project);
}

bool RandomLedger::award(ProjectId const& id, Project const& project) {
  auto const& call = state_.calls.at(project.call);
  if (call.state != CallState::open && call.state != CallState::closed) return false;
  AwardDecided event;
  event.project = id;
  event.call = state_.calls.key_at(project.call);
  event.programme = state_.programmes.key_at(call.programme);
  event.amount = part_of(project.asked);
  if (left_for(call) < event.amount) return false;
  event.rate = Rate{500'000};
  event.call_version = project.call_version;
  event.cost_base = project.eligible_cost;
  event.payees = {{project.applicant, Rate{Rate::ppm_max}}};
  event.pool = pool_of(call);
  event.state_before = project.state;
  add(stream(StreamKind::project, id.view()), event);
  return true;
}

bool RandomLedger::step_of_award(ProjectId const& id, Project const& project) {
  auto const its = stream(StreamKind::project, id.view());
  auto const& balances = project.balances;
  switch (draw(10)) {
    case 0: return sign(id, project);
    case 1: return change_award(id, project);
    case 2:
      if (project.report_filed) return false;
      add(its, FinalReportFiled{id, cents(7'000'000), {}, {}});
      return true;
    case 3: return accept_account(id, project);
    case 4: return end_award(id, project);
    case 5:
      if (!balances.committed.is_zero() || !balances.payable.is_zero()) return false;
      if (!balances.recoverable.is_zero()) return false;
      add(its, ProjectSettled{id});
      return true;
    case 6:
      add(its, AwardProlonged{id, project.award->valid_until, civil_date(2030, 1, 1)});
      return true;
    case 7: return step_of_recovery(id, project);
    default: return step_of_payment(id, project) || request_payment(id, project);
  }
}

bool RandomLedger::sign(ProjectId const& id, Project const& project) {
  ConventionTerms terms;
  terms.project = id;
  terms.number = ActNumber{"conv/" + std::to_string(++number_)};
  terms.amount = project.award->amount;
  auto const its = stream(StreamKind::project, id.view());
  if (project.state == ProjectState::awarded) {
    add(its, ConventionSigned{terms});
    return true;
  }
  add(its, ConventionAmended{terms});
  return true;
}

bool RandomLedger::accept_account(ProjectId const& id, Project const& project) {
  auto const& balances = project.balances;
  if (!balances.payable.is_zero() || project.final_account >= Position{1}) return false;
  auto const& call = state_.calls.at(project.call);
  FinalAmountSet event;
  event.project = id;
  event.call = state_.calls.key_at(project.call);
  event.programme = state_.programmes.key_at(call.programme);
  event.real_eligible_cost = cents(7'000'000);
  event.amount_before = project.award->amount;
  event.decommitted = cents(static_cast<std::uint64_t>(balances.committed.minor_units()) / 2);
  event.amount = subtract(event.amount_before, event.decommitted);
  event.pool = pool_of(call);
  add(stream(StreamKind::project, id.view()), event);
  return true;
}

bool RandomLedger::end_award(ProjectId const& id, Project const& project) {
  if (!chance(25)) return false;
  auto const& call = state_.calls.at(project.call);
  AwardEnd end;
  end.project = id;
  end.call = state_.calls.key_at(project.call);
  end.programme = state_.programmes.key_at(call.programme);
  end.ground = CancelGround::renounced;
  end.decommitted = project.balances.committed;
  end.pool = pool_of(call);
  end.state_before = project.state;
  auto const its = stream(StreamKind::project, id.view());
  if (chance(40)) {
    end.ground = CancelGround::illegal;
    add(its, DecisionWithdrawn{end});
  } else {
    add(its, AwardCancelled{end});
  }
  return true;
}

bool RandomLedger::change_award(ProjectId const& id, Project const& project) {
  auto const& call = state_.calls.at(project.call);
  AwardChange change;
  change.project = id;
  change.call = state_.calls.key_at(project.call);
  change.programme = state_.programmes.key_at(call.programme);
  change.amount_before = project.award->amount;
  change.rate_before = project.award->rate;
  change.rate_after = Rate{static_cast<std::int32_t>(1 + draw(1'000'000))};
  change.pool = pool_of(call);
  auto const its = stream(StreamKind::project, id.view());
  if (chance(50)) {
    change.difference = cents(1 + draw(100'000));
    change.amount_after = ledger::add(change.amount_before, change.difference);
    if (left_for(call) < change.difference) return false;
    add(its, AwardIncreased{change});
    return true;
  }
  if (project.balances.committed.is_zero()) return false;
  change.difference = part_of(project.balances.committed);
  change.amount_after = subtract(change.amount_before, change.difference);
  add(its, AwardReduced{change});
  return true;
}

}  // namespace gl::projections::testing
