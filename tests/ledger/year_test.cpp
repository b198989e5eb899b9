#include <gtest/gtest.h>

#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

World with_closed_2016() {
  auto w = with_advance_issued();
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  return w;
}

TEST(BudgetYear, IsClosedOnItsLastDayAtTheEarliestAndOnce) {
  auto w = with_programme();
  EXPECT_EQ(w.on("2016-12-30").send(boris, CloseExercise{2016}), "REFUSED DATE");
  EXPECT_EQ(w.on("2016-12-31").send(boris, CloseExercise{2016}), "ExerciseClosed");
  EXPECT_EQ(w.send(boris, CloseExercise{2016}), "REFUSED STATE");
  EXPECT_EQ(w.send(boris, CloseExercise{2015}), "REFUSED STATE") << "it was never opened";
}

TEST(BudgetYear, ClosesForAllProgrammesAndSaysWhatLapsed) {
  auto w = with_advance_paid();
  w.given(admin, programme("A")).given(council, OpenPaymentCredits{ProgrammeId{"A"}, 2016, eur(5)});
  w.on("2017-01-03").given(boris, CloseExercise{2016});
  auto const& lines = std::get<ExerciseClosed>(w.events.back().body).lines;
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].programme.view(), "A") << "by programme id";
  EXPECT_EQ(lines[0].lapsed, euros(5));
  EXPECT_EQ(lines[1].opened, euros(300'000));
  EXPECT_EQ(lines[1].consumed, euros(20'000));
  EXPECT_EQ(lines[1].lapsed, euros(280'000));
  EXPECT_EQ(w.credits(2016), euros(0));
}

TEST(BudgetYear, OpensOnceForAProgramme) {
  auto w = with_programme();
  EXPECT_EQ(w.send(council, OpenPaymentCredits{ProgrammeId{"G"}, 2016, eur(1)}), "REFUSED STATE");
}

TEST(ClosedYear, TakesNoCreditsAndNoPostings) {
  auto w = with_closed_2016();
  w.given(admin, programme("A"));
  w.on("2017-01-10");
  EXPECT_EQ(
      w.send(council, OpenPaymentCredits{ProgrammeId{"A"}, 2016, eur(1)}, effective("2016-12-31")),
      "REFUSED YEAR_CLOSED");
  EXPECT_EQ(w.send(council, VoteAuthority{ProgrammeId{"G"}, eur(1)}, effective("2016-12-31")),
            "REFUSED YEAR_CLOSED");
  EXPECT_EQ(w.send(board, AmendAward{ProjectId{"P"}, eur(39'000), {}, {}}, effective("2016-12-31")),
            "REFUSED YEAR_CLOSED");
  EXPECT_EQ(w.send(chloe, confirm("R1"), effective("2016-12-31")), "REFUSED YEAR_CLOSED");
}

TEST(ClosedYear, StillTakesFactsThatDoNotPost) {
  auto w = with_closed_2016();
  w.on("2017-01-10");
  EXPECT_EQ(w.send(anne, FileFinalReport{ProjectId{"P"}, eur(1), {}, {}}, effective("2016-12-20")),
            "FinalReportFiled");
  EXPECT_EQ(
      w.send(board, AmendAward{ProjectId{"P"}, {}, {}, day("2019-12-31")}, effective("2016-12-20")),
      "AwardProlonged");
}

TEST(ClosedYear, IsNamedByALateBankFactThatKeepsItsValueDate) {
  auto w = with_closed_2016();
  auto c = confirm("R1");
  c.value_date = day("2016-12-30");
  w.on("2017-01-10").given(chloe, c);
  auto const& event = w.events.back();
  EXPECT_EQ(event.envelope.effective_date, day("2017-01-01"));
  auto const& paid = std::get<PaymentExecuted>(event.body);
  EXPECT_EQ(paid.concerns_year, 2016);
  EXPECT_EQ(paid.value_date, day("2016-12-30"));
  auto back = bank_return("R1");
  back.value_date = day("2016-12-31");
  w.given(chloe, back);
  EXPECT_EQ(std::get<PaymentReturned>(w.events.back().body).concerns_year, 2016);
}

TEST(ClosedYear, LetsABankFactOfTheOpenYearKeepItsDay) {
  auto w = with_closed_2016();
  auto c = confirm("R1");
  c.value_date = day("2017-01-09");
  w.on("2017-01-10").given(chloe, c);
  EXPECT_EQ(w.events.back().envelope.effective_date, day("2017-01-10"));
  EXPECT_EQ(std::get<PaymentExecuted>(w.events.back().body).concerns_year, 0);
}

TEST(Authority, IsVotedDownToWhatIsAvailable) {
  auto w = with_award();
  EXPECT_EQ(w.send(council, AdjustAuthority{ProgrammeId{"G"}, eur(-660'000, -1)}),
            "REFUSED AUTHORITY_EXCEEDED");
  EXPECT_EQ(w.send(council, AdjustAuthority{ProgrammeId{"G"}, eur(-660'000)}), "AuthorityAdjusted");
}

TEST(Authority, NeverOverflows) {
  auto w = with_programme();
  Amount const most{9'223'372'036'854'775'807, 2};
  EXPECT_EQ(w.send(council, VoteAuthority{ProgrammeId{"G"}, most}), "REFUSED AMOUNT_OVERFLOW");
  EXPECT_EQ(w.send(council, OpenPaymentCredits{ProgrammeId{"G"}, 2017, most}),
            "REFUSED AMOUNT_OVERFLOW");
}

TEST(Authority, IsNotVotedBeforeItsProgrammeNorAfterToday) {
  auto w = with_programme();
  EXPECT_EQ(w.send(council, VoteAuthority{ProgrammeId{"G"}, eur(1)}, effective("2016-05-29")),
            "REFUSED DATE");
  EXPECT_EQ(w.send(council, VoteAuthority{ProgrammeId{"G"}, eur(1)}, effective("2016-05-31")),
            "REFUSED DATE");
}

TEST(Programme, IsCreatedOnce) {
  auto w = with_programme();
  EXPECT_EQ(w.send(admin, programme()), "REFUSED ID_TAKEN");
}

TEST(Programme, OfASecondCurrencyKeepsItsOwnDecimals) {
  World w;
  auto c = programme("J");
  c.currency = *Currency::parse("JPY");
  w.given(admin, c);
  EXPECT_EQ(w.send(council, VoteAuthority{ProgrammeId{"J"}, eur(1)}), "REFUSED MALFORMED");
  EXPECT_EQ(w.send(council, VoteAuthority{ProgrammeId{"J"}, {1'000, 0}}), "AuthorityVoted");
  EXPECT_EQ(w.authority("J").voted, Money::from_minor_units(1'000));
}

}  // namespace
}  // namespace gl::ledger::testing
