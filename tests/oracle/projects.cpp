#include <algorithm>

#include "oracle/attempt.h"

/// Projects before an award: domain §3 (state × command), §4 (receipt), §6 rule 4.
namespace gl::oracle {

bool Attempt::handle_project() {
  auto const& type = command_.type;
  std::string const open = "Submitted Incomplete Complete Eligible Assessed Waitlisted";
  if (type == "SubmitProject") return submit_project(), true;
  if (type == "AmendProject") return amend_project(), true;
  if (type == "RequestCompletion") return request_completion(), true;
  if (type == "CompleteProject") return complete_project(), true;
  if (type == "DeclareComplete") {
    return move_project("Submitted", "Complete", "ProjectDeclaredComplete"), true;
  }
  if (type == "DeclareEligible") {
    return move_project("Complete", "Eligible", "EligibilityDecided"), true;
  }
  if (type == "DeclareIneligible") {
    return move_project("Complete", "Ineligible", "EligibilityDecided"), true;
  }
  if (type == "CloseAssessment") {
    return move_project("Eligible", "Assessed", "AssessmentClosed"), true;
  }
  if (type == "RejectProject") {
    return move_project("Eligible Assessed Waitlisted", "Rejected", "ProjectRejected"), true;
  }
  if (type == "OrientProject") {
    std::string const from = "Complete Eligible Ineligible Assessed Waitlisted";
    return move_project(from, "Oriented", "ProjectOriented"), true;
  }
  if (type == "WithdrawProject") return move_project(open, "Withdrawn", "ProjectWithdrawn"), true;
  if (type == "CloseWithoutDecision") {
    return move_project(open, "NoAction", "ProjectClosedWithoutDecision"), true;
  }
  if (type == "RecordAssessment") return record_assessment(), true;
  if (type == "WaitlistProject") return waitlist_project(), true;
  if (type == "ReopenProject") return reopen_project(), true;
  if (type == "NotifyApplicant" || type == "DeclareConflict" || type == "PublishGrant" ||
      type == "NotifyStateAid") {
    return note_project(), true;
  }
  return false;
}

void Attempt::require_state(Project const& project, std::string const& states) {
  auto const allowed = split(states, ' ');
  refuse_if(std::ranges::find(allowed, project.state) == allowed.end(), "STATE");
}

/// §2: a declared conflict of interest bars its sender from assessing and deciding.
void Attempt::check_conflict(Project const& project) {
  auto const barred = split(
      "RecordAssessment CloseAssessment DecideAward RejectProject OrientProject WaitlistProject "
      "AmendAward CancelAward WithdrawDecision",
      ' ');
  if (std::ranges::find(barred, command_.type) == barred.end()) return;
  for (auto const& record : history_) {
    refuse_if(record.type == "ConflictDeclared" && record.project == project.id &&
                  record.person == command_.person,
              "CONFLICT_OF_INTEREST");
  }
}

/// §4: `received_at` decides lateness, else the moment of recording.
Instant Attempt::receipt() const { return command_.received_at.value_or(command_.recorded_at); }

/// §3: the call is open from its opening to its deadline while Open; a paper file received in time
/// may be entered after the closing. §4: no other effective date than the day of receipt.
void Attempt::check_receipt(Call const& call) {
  Day const received = paris_day(receipt());
  auto const& terms = in_force(call, received);
  bool const has_begun = received >= terms.opening;
  bool const is_in_time = receipt() < paris_midnight_after(terms.deadline);
  bool const is_paper_in_time =
      call.state == "Closed" && command_.received_at.has_value() && is_in_time;
  refuse_if(!has_begun || (call.state != "Open" && !is_paper_in_time), "CALL_NOT_OPEN");
  refuse_if(call.state == "Open" && !is_in_time, "DEADLINE_PASSED");
  bool const is_new = command_.type == "SubmitProject";  // an amendment acts on the submission
  refuse_if(is_new && received < call.versions.front().in_force_from, "DATE");
  refuse_if(effective_ != received, "DATE");
  refuse_if(receipt() > command_.recorded_at, "DATE");
}

/// §4: a paper file needs evidence of its receipt.
void Attempt::check_evidence() {
  refuse_if(command_.received_at.has_value() && !has("evidence"), "EVIDENCE_REQUIRED");
}

/// §6 rule 4, by the version in force on the day of receipt.
void Attempt::check_applicant(Project const& project) {
  auto const& terms = in_force(call_of(project), paris_day(receipt()));
  auto const lacks = [](std::vector<std::string> const& allowed, std::string const& value) {
    return !allowed.empty() && std::ranges::find(allowed, value) == allowed.end();
  };
  for (auto const& department : project.departments) {
    refuse_if(lacks(terms.departments, department), "TERRITORY");
  }
  refuse_if(lacks(terms.applicant_kinds, project.applicant_kind), "APPLICANT_KIND");
  for (auto const& [id, other] : state_.projects) {
    bool const same = id != project.id && other.call == project.call &&
                      other.state != "Withdrawn" &&
                      legal_unit(other.applicant) == legal_unit(project.applicant);
    refuse_if(terms.one_per_applicant && same, "ALREADY_APPLIED");
  }
}

void Attempt::read_project(Project& project) const {
  for (auto const* const key : {"applicant.siret", "applicant.rna", "applicant.person"}) {
    if (has(key)) project.applicant = text(key);
  }
  if (has("applicant.legal_kind")) project.applicant_kind = text("applicant.legal_kind");
  if (has("locations")) {
    project.departments.clear();
    for (auto const& place : list("locations")) {
      project.departments.push_back(split(place, ':').at(1));
    }
  }
  if (has("eligible_cost")) project.eligible_cost = amount("eligible_cost");
  if (has("asked_amount")) project.asked_amount = amount("asked_amount");
  if (has("other_funders")) {
    project.other_funders.clear();
    for (auto const& funder : list("other_funders")) {
      auto const parts = split(funder, ':');
      auto const units = parse_amount(parts.at(1), decimals_of(currency())).value_or(0);
      project.other_funders.push_back({units, parts.size() > 2 && parts[2] == "true"});
    }
  }
  if (has("de_minimis_declared")) project.de_minimis_declared = amount("de_minimis_declared");
  for (auto const* const key : {"contact", "applicant.person_name", "applicant.person_address"}) {
    if (has(key)) project.has_personal_texts = true;
  }
}

void Attempt::submit_project() {
  Project submitted;
  submitted.id = text("project");
  submitted.call = text("call");
  submitted.state = "Submitted";
  submitted.submitted = effective_;
  read_project(submitted);
  refuse_if(state_.projects.contains(submitted.id), "ID_TAKEN");
  check_receipt(call());
  check_applicant(submitted);
  check_evidence();
  emit("ProjectSubmitted");
  state_.projects[submitted.id] = submitted;
}

/// §3: until the deadline.
void Attempt::amend_project() {
  Project amended = project();
  read_project(amended);
  require_state(project(), "Submitted");
  not_before(project().submitted);
  check_receipt(call_of(project()));
  check_applicant(amended);
  check_evidence();
  emit("ProjectAmended");
  project() = amended;
}

void Attempt::request_completion() {
  require_state(project(), "Submitted Complete");
  not_before(project().submitted);
  refuse_if(day("time_limit") < effective_, "DATE");
  emit("CompletionRequested");
  project().documents_asked = list("documents");
  project().time_limit = day("time_limit");
  project().state = "Incomplete";
}

/// §3 (a): by its own time limit, with exactly the kinds of document asked for.
void Attempt::complete_project() {
  require_state(project(), "Incomplete");
  not_before(project().submitted);
  refuse_if(effective_ != paris_day(receipt()), "DATE");
  refuse_if(receipt() > command_.recorded_at, "DATE");
  refuse_if(receipt() >= paris_midnight_after(project().time_limit), "DEADLINE_PASSED");
  auto asked = project().documents_asked;
  auto given = first_parts("documents");
  std::ranges::sort(asked);
  std::ranges::sort(given);
  refuse_if(asked != given, "DOCUMENTS_MISMATCH");
  check_evidence();
  emit("ProjectCompleted");
  project().state = "Complete";
}

void Attempt::move_project(std::string const& from, std::string const& to,
                           std::string const& event_type) {
  require_state(project(), from);
  not_before(project().submitted);
  check_conflict(project());
  emit(event_type);
  project().state = to;
}

void Attempt::record_assessment() {
  require_state(project(), "Eligible");
  not_before(project().submitted);
  check_conflict(project());
  emit("AssessmentRecorded");
}

/// §3 (b), (c): by the version in force on the effective date.
void Attempt::waitlist_project() {
  auto const& terms = in_force(call_of(project()), effective_);
  require_state(project(), "Eligible Assessed");
  refuse_if(!terms.waitlist, "STATE");
  refuse_if(project().state == "Eligible" && terms.assessment_required, "STATE");
  not_before(project().submitted);
  check_conflict(project());
  emit("ProjectWaitlisted");
  project().state = "Waitlisted";
}

/// §3 (d): award, agreement and report start anew.
void Attempt::reopen_project() {
  auto& reopened = project();
  require_state(reopened, "Ineligible Rejected Oriented NoAction Cancelled");
  not_before(reopened.submitted);
  for (auto const* const account : {"committed", "payable", "disbursed", "recoverable"}) {
    refuse_if(project_sum(account, reopened) != 0, "MONEY_MOVING");
  }
  for (auto const& [id, payment] : state_.payments) {
    refuse_if(payment.project == reopened.id && payment.state == "Requested", "MONEY_MOVING");
  }
  refuse_if(!command_.has_act || command_.reason_code.empty(), "ACT_REQUIRED");
  emit("ProjectReopened");
  reopened.state = "Complete";
  reopened.award.reset();
  reopened.agreement.reset();
  reopened.reported_other_funding.reset();
  reopened.account_accepted = false;
}

/// What leaves the project as it is. §3; a date given is between submission (or award) and the
/// effective date.
void Attempt::note_project() {
  auto const& noted = project();
  bool const is_notice = command_.type == "NotifyApplicant";
  Day earliest = noted.submitted;
  if (command_.type == "PublishGrant" || command_.type == "NotifyStateAid") {
    require_state(noted, "Awarded Contracted Cancelled Settled");
    if (noted.award) earliest = noted.award->decided;
  }
  not_before(earliest);
  Day const date = has("date") ? day("date") : effective_;
  refuse_if(date > effective_ || date < earliest, "DATE");
  if (command_.type == "DeclareConflict") return emit("ConflictDeclared");
  if (is_notice) return emit("ApplicantNotified");
  emit(command_.type == "PublishGrant" ? "GrantPublished" : "StateAidNotified");
}

}  // namespace gl::oracle
