#include "ledger/fold.h"

namespace gl::ledger {

// A project until its award.

Project& Fold::enter_state(ProjectId const& id, ProjectState state) {
  auto& project = this->project(id);
  advance(project.stream, StreamKind::project, id.view());
  project.state = state;
  fixed_for_project(project);
  return project;
}

void Fold::read_application(Project& project, Application const& application) {
  project.applicant = application.applicant.id;
  project.legal_kind = application.applicant.legal_kind;
  project.call_version = application.call_version;
  project.eligible_cost = application.eligible_cost;
  project.asked = application.asked_amount;
  project.de_minimis_declared = application.de_minimis_declared;
  project.secured_funding = {};
  for (auto const& funder : application.other_funders) {
    if (funder.secured) project.secured_funding = add(project.secured_funding, funder.amount);
  }
  project.departments = {};
  for (auto const& location : application.locations) project.departments.add(location.department);
}

/// Counts the project among those that its call received and that are not withdrawn, or no longer.
void Fold::count_received(Project const& project, bool received) {
  auto const count = [received](std::uint32_t& projects) { projects += received ? 1U : -1U; };
  auto& call = state_.calls.change_at(project.call);
  count(call.received_of[static_cast<std::size_t>(project.legal_kind)]);
  for (unsigned bit = 0; bit < DepartmentSet::bits; ++bit) {
    if (project.departments.has(bit)) count(call.received_from[bit]);
  }
  count(state_.applications.change({project.call, beneficiary_of(project.applicant.view())}));
}

void Fold::operator()(ProjectSubmitted const& event) {
  auto& project = state_.projects.change(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  project.call = state_.calls.place_of(event.call);
  project.state = ProjectState::submitted;
  project.submitted_on = day();
  read_application(project, event);
  ++this->call(event.call).projects;
  count_received(project, true);
  fixed_for_project(project);
}

void Fold::operator()(ProjectAmended const& event) {
  auto& project = enter_state(event.project, ProjectState::submitted);
  count_received(project, false);
  read_application(project, event);
  count_received(project, true);
}

void Fold::operator()(CompletionRequested const& event) {
  enter_state(event.project, ProjectState::incomplete);
  state_.completions.change(state_.projects.place_of(event.project)) = {event.documents,
                                                                        event.time_limit};
}

void Fold::operator()(ProjectCompleted const& event) {
  enter_state(event.project, ProjectState::complete);
}

void Fold::operator()(ProjectDeclaredComplete const& event) {
  enter_state(event.project, ProjectState::complete);
}

void Fold::operator()(EligibilityDecided const& event) {
  enter_state(event.project, event.eligible ? ProjectState::eligible : ProjectState::ineligible);
}

void Fold::operator()(AssessmentRecorded const& event) {
  enter_state(event.project, ProjectState::eligible);
}

void Fold::operator()(AssessmentClosed const& event) {
  enter_state(event.project, ProjectState::assessed);
}

void Fold::operator()(ProjectRejected const& event) {
  enter_state(event.project, ProjectState::rejected);
}

void Fold::operator()(ProjectOriented const& event) {
  enter_state(event.project, ProjectState::oriented);
}

void Fold::operator()(ProjectWaitlisted const& event) {
  enter_state(event.project, ProjectState::waitlisted);
}

void Fold::operator()(ProjectWithdrawn const& event) {
  count_received(enter_state(event.project, ProjectState::withdrawn), false);
}

void Fold::operator()(ProjectClosedWithoutDecision const& event) {
  enter_state(event.project, ProjectState::no_action);
}

void Fold::operator()(ProjectReopened const& event) {
  auto& project = enter_state(event.project, ProjectState::complete);
  project.award.reset();
  project.agreement.reset();
  project.report_filed = false;
  project.final_account = {};
  project.cancelled = {};
  project.reopened = position();
}

void Fold::operator()(ApplicantNotified const& event) {
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  touch(project);
}

void Fold::operator()(GrantPublished const& event) {
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  fixed_for_project(project);
}

void Fold::operator()(StateAidNotified const& event) {
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  fixed_for_project(project);
}

}  // namespace gl::ledger
