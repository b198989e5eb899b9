#include <gtest/gtest.h>

#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

AmendCall amend() {
  AmendCall c;
  c.call = CallId{"C"};
  return c;
}

AmendCall amend_deadline(std::string_view date) {
  auto c = amend();
  c.deadline = day(date);
  return c;
}

/// A paper file that came in at this moment.
SubmitProject paper(std::string_view id, std::string_view received_at) {
  auto c = submit(id);
  c.received_at = moment(received_at);
  c.evidence = any_hash();
  return c;
}

void set_state(World& w, CallState state) { w.state.calls.change(CallId{"C"}).state = state; }

TEST(Call, NeedsItsProgramme) {
  World w;
  EXPECT_EQ(w.send(admin, open_call()), "REFUSED UNKNOWN_TARGET");
}

TEST(Call, ClosesNoEarlierThanTheDayAfterItsDeadline) {
  auto w = with_call();
  w.on("2016-09-05");
  EXPECT_EQ(w.send(admin, CloseCall{CallId{"C"}}), "REFUSED DATE");
  w.on("2016-09-06");
  EXPECT_EQ(w.send(admin, CloseCall{CallId{"C"}}), "CallClosed");
  EXPECT_EQ(w.send(admin, CloseCall{CallId{"C"}}), "REFUSED STATE");
}

TEST(Call, DoesNotEndBeforeItBegins) {
  auto w = with_programme();
  auto c = open_call();
  c.deadline = c.opening->plus_days(-1);
  EXPECT_EQ(w.on("2016-06-01").send(admin, c), "REFUSED DATE");
}

TEST(Call, IsOpenedOnce) {
  auto w = with_call();
  EXPECT_EQ(w.send(admin, open_call()), "REFUSED STATE");
}

TEST(Call, IsNotAmendedBeforeItsLatestVersion) {
  auto w = with_call();
  w.on("2016-07-25").given(admin, amend_deadline("2016-09-20"));
  w.on("2016-07-26");
  EXPECT_EQ(w.send(admin, amend_deadline("2016-09-30"), effective("2016-07-24")), "REFUSED DATE");
  EXPECT_EQ(w.send(admin, amend_deadline("2016-09-30"), effective("2016-07-25")), "CallAmended");
}

TEST(Call, IsShortenedToADayStillAhead) {
  auto w = with_call();
  w.on("2016-07-25");
  EXPECT_EQ(w.send(admin, amend_deadline("2016-07-24")), "REFUSED DATE");
  EXPECT_EQ(w.send(admin, amend_deadline("2016-07-25")), "CallAmended");
}

TEST(Call, DoesNotShutOutAProjectItReceived) {
  auto w = with_submission();
  auto c = amend();
  c.departments = {DepartmentCode{"24"}};
  EXPECT_EQ(w.send(admin, c), "REFUSED EXCLUDES_RECEIVED");
  c.departments = {DepartmentCode{"33"}};
  EXPECT_EQ(w.send(admin, c), "CallAmended");
  auto kinds = amend();
  kinds.applicant_kinds = {LegalKind::company};
  EXPECT_EQ(w.send(admin, kinds), "REFUSED EXCLUDES_RECEIVED");
  kinds.applicant_kinds = LegalKinds{};
  EXPECT_EQ(w.send(admin, kinds), "CallAmended");
}

TEST(Call, IsAmendedByActOnceAnAwardIsDecided) {
  auto w = with_award();
  auto c = amend();
  c.project_cap = eur(30'000);
  EXPECT_EQ(w.send(admin, c), "REFUSED ACT_REQUIRED");
  EXPECT_EQ(w.send(admin, c, with_act), "CallAmended");
}

TEST(Call, InClosedStateIsAmendedByActButItsDeadlineStays) {
  auto w = with_call();
  w.on("2016-09-06").given(admin, CloseCall{CallId{"C"}});
  EXPECT_EQ(w.send(admin, amend_deadline("2016-10-01"), with_act), "REFUSED STATE");
  auto c = amend();
  c.waitlist = Choice::yes;
  EXPECT_EQ(w.send(admin, c), "REFUSED ACT_REQUIRED");
  EXPECT_EQ(w.send(admin, c, with_act), "CallAmended");
}

TEST(Call, SettledOrCancelledIsNotAmended) {
  for (auto const state : {CallState::settled, CallState::cancelled}) {
    auto w = with_call();
    set_state(w, state);
    EXPECT_EQ(w.send(admin, amend_deadline("2016-10-01"), with_act), "REFUSED STATE");
  }
}

TEST(Call, KeepsOldAndNewConditionsInAnAmendment) {
  auto w = with_call();
  w.on("2016-07-25").given(admin, amend_deadline("2016-09-20"));
  auto const& event = std::get<CallAmended>(w.events.back().body);
  EXPECT_EQ(event.before.deadline, day("2016-09-05"));
  EXPECT_EQ(event.after.deadline, day("2016-09-20"));
  EXPECT_EQ(event.version, 2U);
}

TEST(Submission, EndsWithTheDeadlinesLastSecondInParis) {
  auto w = with_call();
  EXPECT_EQ(w.at("2016-09-05T21:59:59Z").send(portal, submit("P1")), "ProjectSubmitted");
  EXPECT_EQ(w.at("2016-09-05T22:00:00Z").send(portal, submit("P2")), "REFUSED DEADLINE_PASSED");
}

TEST(Submission, IsTakenFromTheOpeningOn) {
  auto w = with_call([](OpenCall& c) { c.opening = day("2016-06-10"); });
  EXPECT_EQ(w.at("2016-06-09T21:59:59Z").send(portal, submit("P1")), "REFUSED CALL_NOT_OPEN");
  EXPECT_EQ(w.at("2016-06-09T22:00:00Z").send(portal, submit("P2")), "ProjectSubmitted");
}

TEST(Submission, ToAClosedCallIsAPaperFileReceivedInTime) {
  auto w = with_call();
  w.on("2016-09-06").given(admin, CloseCall{CallId{"C"}});
  EXPECT_EQ(w.send(anne, submit("P1")), "REFUSED CALL_NOT_OPEN");
  EXPECT_EQ(w.send(anne, paper("P2", "2016-09-05T22:00:00Z")), "REFUSED CALL_NOT_OPEN");
  EXPECT_EQ(w.send(anne, paper("P3", "2016-09-05T21:59:59Z")), "ProjectSubmitted");
  EXPECT_EQ(w.events.back().envelope.effective_date, day("2016-09-05"));
}

TEST(Submission, ToACallInAnyOtherStateIsRefused) {
  for (auto const state : {CallState::draft, CallState::settled, CallState::cancelled}) {
    auto w = with_call();
    set_state(w, state);
    EXPECT_EQ(w.on("2016-08-01").send(portal, submit()), "REFUSED CALL_NOT_OPEN") << name(state);
  }
}

TEST(Submission, HasAnIdOfItsOwn) {
  auto w = with_submission();
  EXPECT_EQ(w.send(portal, submit()), "REFUSED ID_TAKEN");
}

TEST(Submission, IsOnePerApplicantWhereTheCallSaysSo) {
  auto w = with_submission([](OpenCall& c) { c.one_per_applicant = true; });
  EXPECT_EQ(w.send(portal, submit("P2")), "REFUSED ALREADY_APPLIED");
  // 00000101600021 is another establishment of the same SIREN.
  EXPECT_EQ(w.send(portal, submit("P3", "00000101600021")), "REFUSED ALREADY_APPLIED");
  EXPECT_EQ(w.send(portal, submit("P4", "73282932000074")), "ProjectSubmitted");
}

TEST(Submission, ComesFromTheTerritory) {
  auto w = with_call();
  auto c = submit();
  c.locations.push_back({CommuneCode{"75056"}, DepartmentCode{"75"}});
  EXPECT_EQ(w.on("2016-08-01").send(portal, c), "REFUSED TERRITORY");
  EXPECT_EQ(w.refusal.actual, "75");
}

TEST(Submission, ComesFromTheKindsThatTheCallIsFor) {
  auto w = with_call();
  auto c = submit();
  c.applicant.legal_kind = LegalKind::public_body;
  EXPECT_EQ(w.on("2016-08-01").send(portal, c), "REFUSED APPLICANT_KIND");
}

TEST(Submission, MeetsTheVersionOfItsDayOfReceipt) {
  auto w = with_call();
  auto c = amend();
  c.departments = {DepartmentCode{"24"}};
  w.on("2016-07-25").given(admin, c);
  EXPECT_EQ(w.send(anne, paper("P1", "2016-07-20T10:00:00Z")), "ProjectSubmitted");
  EXPECT_EQ(std::get<ProjectSubmitted>(w.events.back().body).call_version, 1U);
  EXPECT_EQ(w.send(anne, paper("P2", "2016-07-25T10:00:00Z")), "REFUSED TERRITORY");
  EXPECT_EQ(w.refusal.call_version, 2U);
}

TEST(Submission, OnPaperIsEnteredByAnInstructorWithEvidence) {
  auto w = with_call();
  w.on("2016-08-02");
  EXPECT_EQ(w.send(portal, paper("P", "2016-08-01T10:00:00Z")), "REFUSED FORBIDDEN");
  auto c = paper("P", "2016-08-01T10:00:00Z");
  c.evidence.reset();
  EXPECT_EQ(w.send(anne, c), "REFUSED EVIDENCE_REQUIRED");
  EXPECT_EQ(w.send(anne, paper("P", "2016-08-02T12:00:01Z")), "REFUSED DATE");
  EXPECT_EQ(w.send(anne, paper("P", "2016-08-02T12:00:00Z")), "ProjectSubmitted");
}

TEST(Submission, HasNoOtherDateThanItsReceipt) {
  auto w = with_call();
  w.on("2016-08-02");
  EXPECT_EQ(w.send(portal, submit(), effective("2016-08-01")), "REFUSED DATE");
  EXPECT_EQ(w.send(portal, submit(), effective("2016-08-02")), "ProjectSubmitted");
}

TEST(Submission, OfANaturalPersonKeepsItsNameSealed) {
  auto w = with_call([](OpenCall& c) { c.applicant_kinds.clear(); });
  auto c = submit();
  c.applicant = {};
  c.applicant.person = "p-1";
  c.applicant.legal_kind = LegalKind::person;
  c.applicant.person_name.clear = "Jean Exemple";
  EXPECT_EQ(w.on("2016-08-01").send(portal, c), "ProjectSubmitted");
  auto const& event = std::get<ProjectSubmitted>(w.events.back().body);
  EXPECT_TRUE(event.applicant.name.open.empty());
  EXPECT_FALSE(event.applicant.name.sealed.empty());
}

}  // namespace
}  // namespace gl::ledger::testing
