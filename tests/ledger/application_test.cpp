#include <gtest/gtest.h>

#include "ledger/project_states.h"

namespace gl::ledger::testing {
namespace {

AmendProject amend(std::string_view id = "P") {
  AmendProject c;
  c.project = ProjectId{id};
  return c;
}

AmendProject retitle() {
  auto c = amend();
  c.title = "Another";
  return c;
}

ProjectAmended const& last_amendment(World const& w) {
  return std::get<ProjectAmended>(w.events.back().body);
}

SubmitProject full_submission() {
  auto c = submit();
  c.partners = {{PayeeId{"73282932000074"}, Rate{250'000}}};
  c.other_funders = {{"Department", eur(10'000), true}};
  c.start = day("2016-10-01");
  c.end = day("2017-09-30");
  c.documents = {{ReasonCode{"statutes"}, any_hash()}};
  c.contact.clear = "Ada, ada@example.org";
  c.de_minimis_declared = eur(500);
  return c;
}

TEST(Amendment, OfAnApplicationChangesTheFieldsThatAreGivenAndNoOther) {
  auto w = with_call();
  w.on("2016-08-01").given(portal, full_submission());
  auto const before = std::get<ProjectSubmitted>(w.events.back().body);
  auto c = amend();
  c.asked_amount = eur(30'000);
  c.end = day("2017-12-31");
  w.on("2016-08-10");
  EXPECT_EQ(w.send(portal, c), "ProjectAmended");
  auto const& after = last_amendment(w);
  EXPECT_EQ(after.asked_before, euros(40'000));
  EXPECT_EQ(after.asked_amount, euros(30'000));
  EXPECT_EQ(after.end, day("2017-12-31"));
  EXPECT_EQ(after.title, before.title);
  EXPECT_EQ(after.applicant, before.applicant);
  EXPECT_EQ(after.partners, before.partners);
  EXPECT_EQ(after.locations, before.locations);
  EXPECT_EQ(after.eligible_cost, before.eligible_cost);
  EXPECT_EQ(after.other_funders, before.other_funders);
  EXPECT_EQ(after.start, before.start);
  EXPECT_EQ(after.documents, before.documents);
  EXPECT_EQ(after.contact, before.contact);
  EXPECT_EQ(after.de_minimis_declared, before.de_minimis_declared);
  EXPECT_EQ(after.call, before.call);
  EXPECT_EQ(after.programme, before.programme);
}

TEST(Amendment, OfAnApplicationCountsInTheAward) {
  auto w = with_call();
  w.on("2016-08-01").given(portal, full_submission());
  auto c = amend();
  c.asked_amount = eur(20'000);
  c.eligible_cost = eur(60'000);
  c.other_funders = {{"Department", eur(45'000), true}, {"Sponsor", eur(9'000), false}};
  w.given(portal, c);
  EXPECT_EQ(w.project().asked, euros(20'000));
  EXPECT_EQ(w.project().eligible_cost, euros(60'000));
  EXPECT_EQ(w.project().secured_funding, euros(45'000));
  w.given(anne, DeclareComplete{ProjectId{"P"}}).given(anne, DeclareEligible{ProjectId{"P"}, {}});
  EXPECT_EQ(w.send(board, award(eur(20'000, 1))), "REFUSED ASKED_EXCEEDED");
  EXPECT_EQ(w.send(board, award(eur(15'000, 1))), "REFUSED OVERFUNDING");
  EXPECT_EQ(w.send(board, award(eur(15'000))), "AwardDecided");
}

TEST(Amendment, OfAnApplicationBuildsOnTheOneBefore) {
  auto w = with_submission();
  w.given(portal, retitle());
  w.given(anne, NotifyApplicant{ProjectId{"P"}, "letter", {}});
  w.given(anne, DeclareConflict{ProjectId{"P"}});
  auto c = amend();
  c.eligible_cost = eur(90'000);
  EXPECT_EQ(w.send(portal, c), "ProjectAmended");
  EXPECT_EQ(last_amendment(w).title, "Another");
  EXPECT_EQ(last_amendment(w).asked_before, euros(40'000));
}

TEST(Amendment, OfAnApplicationIsTakenUntilTheDeadline) {
  auto w = with_submission();
  w.at("2016-09-05T21:59:59Z");
  EXPECT_EQ(w.send(portal, retitle()), "ProjectAmended");
  w.at("2016-09-05T22:00:00Z");
  EXPECT_EQ(w.send(portal, retitle()), "REFUSED DEADLINE_PASSED");
  w.on("2016-09-06").given(admin, CloseCall{CallId{"C"}});
  EXPECT_EQ(w.send(portal, retitle()), "REFUSED CALL_NOT_OPEN");
}

TEST(Amendment, OnPaperIsEnteredByAnInstructorWithEvidence) {
  auto w = with_submission();
  w.on("2016-09-06").given(admin, CloseCall{CallId{"C"}});
  auto c = retitle();
  c.received_at = moment("2016-09-05T08:00:00Z");
  EXPECT_EQ(w.send(portal, c), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send(anne, c), "REFUSED EVIDENCE_REQUIRED");
  c.evidence = any_hash();
  EXPECT_EQ(w.send(anne, c, effective("2016-09-06")), "REFUSED DATE");
  c.received_at = moment("2016-09-06T13:00:00Z");
  EXPECT_EQ(w.send(anne, c), "REFUSED CALL_NOT_OPEN");
  c.received_at = moment("2016-09-05T08:00:00Z");
  EXPECT_EQ(w.send(anne, c), "ProjectAmended");
  EXPECT_EQ(w.events.back().envelope.effective_date, day("2016-09-05"));
}

TEST(Amendment, OfAnApplicationIsNotReceivedAheadNorBeforeTheSubmission) {
  auto w = with_submission();
  auto c = retitle();
  c.evidence = any_hash();
  c.received_at = moment("2016-08-01T13:00:00Z");
  EXPECT_EQ(w.send(anne, c), "REFUSED DATE");
  c.received_at = moment("2016-07-31T13:00:00Z");
  EXPECT_EQ(w.send(anne, c), "REFUSED DATE");
}

TEST(Amendment, OfAnApplicationStaysWithinTerritoryAndKinds) {
  auto w = with_submission();
  auto away = amend();
  away.locations = {{CommuneCode{"75056"}, DepartmentCode{"75"}}};
  EXPECT_EQ(w.send(portal, away), "REFUSED TERRITORY");
  auto other = amend();
  other.applicant = submit().applicant;
  other.applicant.legal_kind = LegalKind::public_body;
  EXPECT_EQ(w.send(portal, other), "REFUSED APPLICANT_KIND");
}

/// The version in force on the day of the receipt, not the one of the submission.
TEST(Amendment, OfAnApplicationMeetsTheVersionInForce) {
  auto w = with_submission();
  AmendCall wider;
  wider.call = CallId{"C"};
  wider.departments = {DepartmentCode{"33"}, DepartmentCode{"24"}, DepartmentCode{"40"}};
  w.on("2016-08-10").given(admin, wider);
  auto c = amend();
  c.locations = {{CommuneCode{"40307"}, DepartmentCode{"40"}}};
  c.received_at = moment("2016-08-09T08:00:00Z");
  c.evidence = any_hash();
  EXPECT_EQ(w.send(anne, c), "REFUSED TERRITORY");
  c.received_at.reset();
  EXPECT_EQ(w.send(anne, c), "ProjectAmended");
  EXPECT_EQ(last_amendment(w).call_version, 2U);
}

TEST(Amendment, OfTheApplicantKeepsOneProjectPerApplicant) {
  auto w = with_submission([](OpenCall& c) { c.one_per_applicant = true; });
  EXPECT_EQ(w.send(portal, retitle()), "ProjectAmended") << "its own project does not count";
  w.given(portal, submit("P2", "73282932000074"));
  auto c = amend();
  c.applicant = submit("P2", "73282932000074").applicant;
  EXPECT_EQ(w.send(portal, c), "REFUSED ALREADY_APPLIED");
  w.given(portal, WithdrawProject{ProjectId{"P2"}});
  EXPECT_EQ(w.send(portal, c), "ProjectAmended");
  EXPECT_EQ(w.send(portal, submit("P3")), "ProjectSubmitted") << "the applicant before is free";
  EXPECT_EQ(w.send(portal, submit("P4", "73282932000074")), "REFUSED ALREADY_APPLIED");
}

TEST(Amendment, OfPlaceAndKindMovesTheCallsCounts) {
  auto w = with_submission([](OpenCall& c) { c.applicant_kinds.clear(); });
  auto c = amend();
  c.locations = {{CommuneCode{"24322"}, DepartmentCode{"24"}}};
  c.applicant = submit().applicant;
  c.applicant.legal_kind = LegalKind::public_body;
  w.given(portal, c);
  AmendCall narrower;
  narrower.call = CallId{"C"};
  narrower.departments = {DepartmentCode{"33"}};
  EXPECT_EQ(w.send(admin, narrower), "REFUSED EXCLUDES_RECEIVED");
  narrower.departments = {DepartmentCode{"24"}};
  narrower.applicant_kinds = LegalKinds{LegalKind::private_body};
  EXPECT_EQ(w.send(admin, narrower), "REFUSED EXCLUDES_RECEIVED");
  narrower.applicant_kinds = LegalKinds{LegalKind::public_body};
  EXPECT_EQ(w.send(admin, narrower), "CallAmended");
}

TEST(Amendment, DoesNotEndAProjectBeforeItStarts) {
  auto w = with_call();
  w.on("2016-08-01").given(portal, full_submission());
  auto c = amend();
  c.end = day("2016-09-30");
  EXPECT_EQ(w.send(portal, c), "REFUSED DATE");
  c.start = day("2016-10-01");
  EXPECT_EQ(w.send(portal, c), "REFUSED MALFORMED");
}

TEST(Amendment, OfAnUnknownProjectHasNoTarget) {
  auto w = with_submission();
  auto c = amend("Q");
  c.title = "Another";
  EXPECT_EQ(w.send(portal, c), "REFUSED UNKNOWN_TARGET");
}

TEST(Withdrawal, FreesTheApplicantAndTheCallsCounts) {
  auto w = with_submission([](OpenCall& c) { c.one_per_applicant = true; });
  EXPECT_EQ(w.send(portal, submit("P2")), "REFUSED ALREADY_APPLIED");
  AmendCall narrower;
  narrower.call = CallId{"C"};
  narrower.departments = {DepartmentCode{"24"}};
  EXPECT_EQ(w.send(admin, narrower), "REFUSED EXCLUDES_RECEIVED");
  w.given(portal, WithdrawProject{ProjectId{"P"}});
  EXPECT_EQ(w.send(portal, submit("P2")), "ProjectSubmitted");
  w.given(portal, WithdrawProject{ProjectId{"P2"}});
  EXPECT_EQ(w.send(admin, narrower), "CallAmended");
}

TEST(Completion, IsAskedForWithTimeLeft) {
  auto w = with_submission();
  auto c = completion_request();
  c.time_limit = day("2016-07-31");
  EXPECT_EQ(w.send(anne, c), "REFUSED DATE");
  c.time_limit = day("2016-08-01");
  EXPECT_EQ(w.send(anne, c), "CompletionRequested");
}

TEST(Completion, HasExactlyTheDocumentsAskedForEachOnce) {
  auto w = with_submission();
  auto asked = completion_request();
  asked.documents = {ReasonCode{"statutes"}, ReasonCode{"budget"}};
  w.given(anne, asked);
  CompleteProject c{ProjectId{"P"}, {{ReasonCode{"budget"}, any_hash()}}, {}, {}};
  EXPECT_EQ(w.send(portal, c), "REFUSED DOCUMENTS_MISMATCH") << "one is missing";
  EXPECT_EQ(w.refusal.limit, "budget, statutes");
  c.documents.push_back({ReasonCode{"statutes"}, any_hash()});
  c.documents.push_back({ReasonCode{"statutes"}, any_hash()});
  EXPECT_EQ(w.send(portal, c), "REFUSED DOCUMENTS_MISMATCH") << "one came twice";
  c.documents.back().kind = ReasonCode{"other"};
  EXPECT_EQ(w.send(portal, c), "REFUSED DOCUMENTS_MISMATCH") << "one was not asked for";
  c.documents.pop_back();
  EXPECT_EQ(w.send(portal, c), "ProjectCompleted");
}

/// Condition (a): the call's deadline is 5 September.
TEST(Completion, IsTakenAfterTheCallsDeadlineUntilItsOwn) {
  auto w = with_submission();
  w.given(anne, completion_request());
  w.on("2016-09-06").given(admin, CloseCall{CallId{"C"}});
  auto other = w;
  other.at("2016-09-30T21:59:59Z");
  EXPECT_EQ(other.send(portal, completion()), "ProjectCompleted");
  w.at("2016-09-30T22:00:00Z");
  EXPECT_EQ(w.send(portal, completion()), "REFUSED DEADLINE_PASSED");
}

TEST(Completion, OnPaperIsEnteredByAnInstructorWithEvidence) {
  auto w = with_submission();
  w.given(anne, completion_request());
  w.on("2016-10-05");
  auto c = completion();
  c.received_at = moment("2016-09-30T08:00:00Z");
  EXPECT_EQ(w.send(portal, c), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send(anne, c), "REFUSED EVIDENCE_REQUIRED");
  c.evidence = any_hash();
  EXPECT_EQ(w.send(anne, c, effective("2016-10-01")), "REFUSED DATE");
  EXPECT_EQ(w.send(anne, c), "ProjectCompleted");
  EXPECT_EQ(w.events.back().envelope.effective_date, day("2016-09-30"));
}

TEST(Completion, CanBeAskedForAgain) {
  auto w = with_submission();
  w.given(anne, completion_request()).given(portal, completion());
  w.given(anne, completion_request("budget"));
  EXPECT_EQ(w.send(portal, completion()), "REFUSED DOCUMENTS_MISMATCH");
  EXPECT_EQ(w.send(portal, completion("budget")), "ProjectCompleted");
}

TEST(Assessment, RecordsTheScoreAndSealsTheComment) {
  auto w = with_eligible();
  RecordAssessment c{ProjectId{"P"}, ReasonCode{"need"}, 4, 5, Rate{300'000}, {}};
  c.comment.clear = "promising";
  EXPECT_EQ(w.send(anne, c), "AssessmentRecorded");
  auto const& event = std::get<AssessmentRecorded>(w.events.back().body);
  EXPECT_EQ(event.score, 4U);
  EXPECT_EQ(event.scale, 5U);
  EXPECT_EQ(event.weight, Rate{300'000});
  EXPECT_EQ(event.comment.subject, subject_of("project/P"));
  c.score = 6;
  EXPECT_EQ(w.send(anne, c), "REFUSED MALFORMED");
}

TEST(Eligibility, SaysWhichCriteriaAreMet) {
  auto w = project_in(ProjectState::complete);
  w.given(anne, DeclareIneligible{ProjectId{"P"}, {{ReasonCode{"seat"}, false}}});
  auto const& event = std::get<EligibilityDecided>(w.events.back().body);
  EXPECT_FALSE(event.eligible);
  EXPECT_EQ(event.criteria, (std::vector<CriterionResult>{{ReasonCode{"seat"}, false}}));
}

}  // namespace
}  // namespace gl::ledger::testing
