#include <gtest/gtest.h>

#include "ledger/archive.h"
#include "ledger/project_states.h"

namespace gl::ledger::testing {
namespace {

ProjectId const p{"P"};

EraseSubject erase(std::string_view label) { return {subject_of(label), "RGPD art. 17"}; }

SubmitProject with_contact(std::string_view id = "P", std::string_view siret = "00000101600013") {
  auto c = submit(id, siret);
  c.contact.clear = "Ada, ada@example.org";
  return c;
}

SubmitProject of_a_person(std::string_view id, std::string_view person) {
  auto c = submit(id);
  c.applicant = {};
  c.applicant.person = person;
  c.applicant.legal_kind = LegalKind::person;
  c.applicant.person_name.clear = "Ada";
  return c;
}

/// A call whose programme keeps records for so many years, open to all, projects in August 2016.
World keeping(std::uint16_t years, AidRegime regime = AidRegime::none) {
  World w;
  auto g = programme();
  g.retention_years = years;
  g.aid_regime = regime;
  w.given(admin, g).given(council, VoteAuthority{ProgrammeId{"G"}, eur(100'000)});
  auto call = open_call();
  call.applicant_kinds.clear();
  call.departments.clear();
  w.on("2016-06-01").given(admin, call);
  w.on("2016-08-01");
  return w;
}

/// The subject is kept on the day before `date`, and erased on it.
void expect_kept_until(World w, std::string_view label, std::string_view date) {
  auto const eve = to_string(day(date).plus_days(-1));
  EXPECT_EQ(w.on(eve).send(paul, erase(label)), "REFUSED RETENTION") << label << " " << eve;
  EXPECT_EQ(w.refusal.limit, date);
  EXPECT_EQ(w.on(date).send(paul, erase(label)), "SubjectErased") << w.refusal.sentence;
}

TEST(Erasure, DestroysTheKeyOnceAndSaysSo) {
  auto w = keeping(1);
  w.given(portal, with_contact());
  w.on("2017-08-01");
  EXPECT_EQ(w.send(paul, erase("project/Q")), "REFUSED UNKNOWN_TARGET");
  EXPECT_EQ(w.send(boris, erase("project/P")), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send(paul, erase("project/P")), "SubjectErased");
  auto const& event = std::get<SubjectErased>(w.events.back().body);
  EXPECT_EQ(event.subject, subject_of("project/P"));
  EXPECT_EQ(event.keys_destroyed, 1U);
  EXPECT_EQ(event.ground, "RGPD art. 17");
  EXPECT_EQ(to_string(w.events.back().envelope.stream),
            "subject/" + to_hex(subject_of("project/P")));
  EXPECT_EQ(w.send(paul, erase("project/P")), "REFUSED STATE");
}

TEST(Erasure, IsNotDatedAhead) {
  auto w = keeping(1);
  w.given(portal, with_contact());
  EXPECT_EQ(w.send(paul, erase("project/P"), effective("2017-08-01")), "REFUSED DATE");
}

TEST(Erasure, WaitsForTheProgrammesYearsAfterTheProjectsLastEvent) {
  auto w = keeping(3);
  w.given(portal, with_contact());
  expect_kept_until(w, "project/P", "2019-08-01");
  w.on("2016-12-24").given(anne, NotifyApplicant{p, "letter", {}});
  expect_kept_until(w, "project/P", "2019-12-24");
  w.on("2017-02-01").given(anne, DeclareComplete{p}, effective("2016-10-01"));
  expect_kept_until(w, "project/P", "2019-12-24");
}

/// Ten years unless the programme says otherwise.
TEST(Erasure, WaitsTenYearsByDefault) {
  auto w = with_call();
  w.on("2016-08-01").given(portal, with_contact());
  expect_kept_until(w, "project/P", "2026-08-01");
}

TEST(Erasure, CountsTheDaysThatEventsTookEffectNotWhenTheyWereRecorded) {
  auto w = keeping(1);
  w.given(portal, with_contact());
  w.on("2016-12-31").given(anne, DeclareComplete{p}, effective("2016-08-03"));
  expect_kept_until(w, "project/P", "2017-08-03");
}

TEST(Erasure, WaitsTenYearsAtLeastForStateAid) {
  auto w = keeping(10, AidRegime::exempted);
  w.given(portal, with_contact());
  expect_kept_until(w, "project/P", "2026-08-01");
  auto longer = keeping(12, AidRegime::notified);
  longer.given(portal, with_contact());
  expect_kept_until(longer, "project/P", "2028-08-01");
}

/// The award's own regime counts, also once the award is gone.
TEST(Erasure, WaitsTenYearsAfterAnAwardOfStateAid) {
  auto w = keeping(1);
  w.given(portal, with_contact());
  w.given(anne, DeclareComplete{p}).given(anne, DeclareEligible{p, {}});
  auto c = award(eur(1'000));
  c.aid_regime = AidRegime::de_minimis;
  w.given(board, c);
  expect_kept_until(w, "project/P", "2026-08-01");
  w.given(board, CancelAward{p, CancelGround::renounced, {}});
  w.given(board, ReopenProject{p}, with_act);
  expect_kept_until(w, "project/P", "2026-08-01");
}

TEST(Erasure, WaitsForTheLastOfTheProjectsThatAPersonApplied) {
  auto w = keeping(2);
  w.given(portal, of_a_person("P", "ada")).given(portal, of_a_person("P2", "ada"));
  w.given(portal, of_a_person("P3", "ada")).given(portal, of_a_person("P4", "bob"));
  w.on("2016-09-10").given(anne, DeclareComplete{ProjectId{"P2"}});
  w.on("2016-09-20").given(anne, DeclareComplete{ProjectId{"P4"}});
  expect_kept_until(w, "person/ada", "2018-09-10");
}

TEST(Erasure, OfAPayeeNeverAwardedWaitsTenYearsAfterItsLastEvent) {
  auto w = keeping(1);
  w.given(anne, payee());
  w.on("2016-08-20").given(chloe, VerifyPayeeAccount{PayeeId{"00000101600013"}});
  expect_kept_until(w, "person/00000101600013", "2026-08-20");
}

TEST(Erasure, OfAPayeeWaitsForTheProjectsAwardedToIt) {
  auto w = keeping(3);
  w.given(anne, payee());
  w.given(portal, submit());
  w.given(anne, DeclareComplete{p}).given(anne, DeclareEligible{p, {}});
  w.on("2016-11-14").given(board, award(eur(1'000)));
  expect_kept_until(w, "person/00000101600013", "2019-11-14");
  ChangePayeeAccount change{PayeeId{"00000101600013"}, {}};
  change.iban.clear = "FR7630006000011234567890189";
  w.on("2016-12-01").given(anne, change);
  expect_kept_until(w, "person/00000101600013", "2019-12-01");
}

TEST(Erasure, OfAReasonsTextWaitsForWhatItIsAbout) {
  auto const because = [](CommandHeader& header) { header.reason_text.clear = "parce que"; };
  auto w = keeping(2);
  w.given(portal, submit()).given(anne, DeclareComplete{p}, because);
  w.on("2016-10-01").given(anne, DeclareEligible{p, {}});
  expect_kept_until(w, "reason/DeclareComplete", "2018-10-01");
  w.given(council, VoteAuthority{ProgrammeId{"G"}, eur(1)}, because);
  expect_kept_until(w, "reason/VoteAuthority", "2018-10-01");
  GiveDelegation c{DelegationId{"D"}, PersonId{"a"},
                   PersonId{"b"},     {CommandName{"DecideAward"}},
                   day("2016-08-01"), {}};
  w.given(boris, c, because);
  expect_kept_until(w, "reason/GiveDelegation", "2026-10-01");
}

TEST(Erasure, OfARecoverysGroundAndAnAssessorsCommentWaitsForTheProject) {
  auto w = with_recovery();  // the award was cancelled on 2016-12-09, recovery ordered on the 16th
  auto order = recovery(eur(1), "T2");
  order.ground.clear = "liquidated";
  EXPECT_EQ(w.send(boris, order), "REFUSED RECOVERY_EXCEEDED");
  w.given(chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(1), {}});
  EXPECT_EQ(w.send(paul, erase("project/P")), "REFUSED UNKNOWN_TARGET");
  auto assessed = keeping(1);
  assessed.given(portal, submit());
  assessed.given(anne, DeclareComplete{p}).given(anne, DeclareEligible{p, {}});
  RecordAssessment c{p, ReasonCode{"need"}, 1, 5, {}, {}};
  c.comment.clear = "promising";
  assessed.given(anne, c);
  expect_kept_until(assessed, "project/P", "2017-08-01");
}

TEST(Erasure, SurvivesASnapshot) {
  auto w = keeping(2);
  w.given(portal, of_a_person("P", "ada")).given(portal, of_a_person("P2", "ada"));
  w.on("2016-09-10").given(anne, DeclareComplete{p});
  w.state = *load(save(w.state));
  expect_kept_until(w, "person/ada", "2018-09-10");
}

}  // namespace
}  // namespace gl::ledger::testing
