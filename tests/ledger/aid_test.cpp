#include "ledger/aid.h"

#include <gtest/gtest.h>

#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

/// A ledger with large awards under de minimis, and projects A, B, C of one SIREN, D of another.
World with_aid(CreateProgramme g = programme()) {
  World w;
  g.aid_regime = AidRegime::de_minimis;
  w.given(admin, g).given(council, VoteAuthority{ProgrammeId{"G"}, eur(10'000'000)});
  auto call = open_call();
  call.project_cap.reset();
  w.on("2016-06-01").given(admin, call);
  for (auto const& [id, siret] : {std::pair{"A", "00000101600013"},
                                  {"B", "00000101600021"},
                                  {"C", "00000101600013"},
                                  {"D", "73282932000074"}}) {
    auto c = submit(id, siret);
    c.eligible_cost = eur(1'000'000);
    c.asked_amount = eur(500'000);
    w.given(portal, c);
    w.given(anne, DeclareComplete{ProjectId{id}}).given(anne, DeclareEligible{ProjectId{id}, {}});
  }
  return w;
}

AmendAward amend(std::string_view id, Amount amount) { return {ProjectId{id}, amount, {}, {}}; }

TEST(DeMinimis, AddsUpForTheSirenWhenTheRightIsGranted) {
  auto w = with_aid();
  EXPECT_EQ(w.send(board, award(eur(200'000, 1), "A")), "REFUSED DE_MINIMIS_EXCEEDED");
  w.given(board, award(eur(150'000), "A"));
  EXPECT_EQ(w.send(board, award(eur(50'000, 1), "B")), "REFUSED DE_MINIMIS_EXCEEDED");
  EXPECT_EQ(w.refusal.limit, "200000.00");
  EXPECT_EQ(w.refusal.actual, "200000.01");
  EXPECT_EQ(w.send(board, award(eur(50'000), "B")), "AwardDecided");
  EXPECT_EQ(w.send(board, award(eur(200'000), "D")), "AwardDecided") << "another undertaking";
}

TEST(DeMinimis, CountsASingleUndertakingAcrossItsCompanies) {
  auto w = with_aid();
  auto a = award(eur(150'000), "A");
  a.undertaking = "GROUP";
  auto d = award(eur(50'000, 1), "D");
  d.undertaking = "GROUP";
  w.given(board, a);
  EXPECT_EQ(w.send(board, d), "REFUSED DE_MINIMIS_EXCEEDED");
}

TEST(DeMinimis, CountsCalendarYearsBefore2024) {
  auto w = with_aid();
  w.on("2016-11-14").given(board, award(eur(200'000), "A"));
  w.on("2018-12-31");
  EXPECT_EQ(w.send(board, award(eur(1), "B")), "REFUSED DE_MINIMIS_EXCEEDED");
  w.on("2019-01-01");
  EXPECT_EQ(w.send(board, award(eur(200'000), "B")), "AwardDecided");
}

TEST(DeMinimis, CountsThreeYearsToTheDayFrom2024On) {
  auto w = with_aid();
  w.on("2024-03-15").given(board, award(eur(300'000), "A"));
  w.on("2027-03-14");
  EXPECT_EQ(w.send(board, award(eur(1), "B")), "REFUSED DE_MINIMIS_EXCEEDED");
  w.on("2027-03-15");
  EXPECT_EQ(w.send(board, award(eur(300'000), "B")), "AwardDecided");
}

TEST(DeMinimis, FollowsTheProgrammesOwnCeilingAndWindow) {
  auto g = programme();
  g.de_minimis_ceiling = eur(10'000);
  g.de_minimis_window_years = 1;
  auto w = with_aid(g);
  w.on("2016-11-14").given(board, award(eur(10'000), "A"));
  EXPECT_EQ(w.send(board, award(eur(1), "B")), "REFUSED DE_MINIMIS_EXCEEDED");
  w.on("2017-01-01");
  EXPECT_EQ(w.send(board, award(eur(10'000), "B")), "AwardDecided");
}

TEST(DeMinimis, CountsWhatTheApplicantDeclares) {
  auto w = with_aid();
  w.state.projects.change(ProjectId{"A"}).de_minimis_declared = euros(150'000);
  EXPECT_EQ(w.send(board, award(eur(50'000, 1), "A")), "REFUSED DE_MINIMIS_EXCEEDED");
}

TEST(DeMinimis, CountsTheEquivalentWhereItIsNotTheAmount) {
  auto w = with_aid();
  auto c = award(eur(400'000), "A");
  c.de_minimis_equivalent = eur(100'000);
  w.given(board, c);
  EXPECT_EQ(w.send(board, award(eur(100'000, 1), "B")), "REFUSED DE_MINIMIS_EXCEEDED");
  w.given(board, amend("A", eur(200'000)));  // halves its equivalent
  EXPECT_EQ(w.send(board, award(eur(150'000), "B")), "AwardDecided");
}

TEST(DeMinimis, CountsAnIncreaseAtItsOwnDateAndReductionsFromTheLatest) {
  auto w = with_aid();
  w.on("2016-11-14").given(board, award(eur(100'000), "A"));
  w.on("2018-05-01");
  EXPECT_EQ(w.send(board, amend("A", eur(200'000, 1))), "REFUSED DE_MINIMIS_EXCEEDED");
  w.given(board, amend("A", eur(180'000)));
  w.given(board, amend("A", eur(150'000)));  // 100 000 of 2016, 50 000 of 2018
  w.on("2019-02-01");
  EXPECT_EQ(w.send(board, award(eur(150'000, 1), "B")), "REFUSED DE_MINIMIS_EXCEEDED");
  EXPECT_EQ(w.refusal.actual, "200000.01");
}

TEST(DeMinimis, ForgetsCancelledAwardsAndReversedOnes) {
  auto w = with_aid();
  w.given(board, award(eur(200'000), "A"));
  auto const decided = w.state.head();
  w.given(board, CancelAward{ProjectId{"A"}, CancelGround::renounced, {}});
  auto const cancelled = w.state.head();
  EXPECT_EQ(w.send(board, award(eur(1), "B")), "AwardDecided");
  w.given(board, ReverseEvent{cancelled});
  EXPECT_EQ(w.send(board, award(eur(1), "C")), "REFUSED DE_MINIMIS_EXCEEDED");
  w.given(board, ReverseEvent{decided});
  EXPECT_EQ(w.send(board, award(eur(1), "C")), "AwardDecided");
}

TEST(DeMinimis, IsNoMatterForAnotherRegime) {
  auto w = with_aid();
  auto c = award(eur(500'000), "A");
  c.aid_regime = AidRegime::exempted;
  EXPECT_EQ(w.send(board, c), "AwardDecided");
}

TEST(AidEntries, AreCountedWithReductionsTakenFromTheLatestGrant) {
  DeMinimisAid aid;
  aid.entries = {{Position{1}, day("2016-01-01"), euros(100)},
                 {Position{2}, day("2018-01-01"), euros(80)},
                 {Position{3}, day("2018-06-01"), euros(-90)}};
  EXPECT_EQ(counted_in(aid, {day("2015-12-31"), day("2018-12-31")}), euros(90));
  EXPECT_EQ(counted_in(aid, {day("2017-12-31"), day("2018-12-31")}), euros(0));
  EXPECT_EQ(total_of(aid), euros(90));
}

}  // namespace
}  // namespace gl::ledger::testing
