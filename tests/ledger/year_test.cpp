#include <gtest/gtest.h>

#include <algorithm>
#include <span>

#include "ledger/given.h"
#include "ledger/limits.h"

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

// An event holds 65,535 bytes: a closing takes as many as its lines need, and all are one command.
TEST(BudgetYear, ClosesManyProgrammesInSeveralEvents) {
  constexpr auto count = 2 * limits::closing_lines_max;
  auto w = with_programmes(count);
  std::vector<std::string> ids{"G"};
  for (std::size_t i = 0; i < count; ++i) ids.push_back("P" + std::to_string(i));
  EXPECT_EQ(w.on("2016-12-31").send(boris, CloseExercise{2016}),
            "ExerciseClosed+ExerciseClosed+ExerciseClosed");
  std::vector<std::string> lapsed;
  for (auto const& event : std::span{w.events}.last(3)) {
    auto const& lines = std::get<ExerciseClosed>(event.body).lines;
    EXPECT_LE(lines.size(), limits::closing_lines_max);
    for (auto const& line : lines) lapsed.push_back(line.programme.string());
  }
  std::ranges::sort(ids);
  EXPECT_EQ(lapsed, ids) << "each programme once, by id";
  EXPECT_EQ(w.credits(2016, ids.back()), euros(0));
  EXPECT_EQ(w.send(boris, CloseExercise{2016}), "REFUSED STATE");
}

// The closing of a year has a line for each.
TEST(Programme, IsRefusedWhenTheLedgerHasAllThatItTakes) {
  World w;
  Situation const now{moment("2016-06-01T12:00:00Z"), day("2016-06-01"), nullptr};
  Command command{{}, programme()};
  command.header.actor = {PersonId{"admin"}, Role::administrator, {}, {}};
  auto const create = [&](std::size_t number) {
    std::get<CreateProgramme>(command.body).programme = ProgrammeId{"P" + std::to_string(number)};
    return decide(w.state, command, now);
  };
  for (std::size_t i = 0; i < limits::programmes_max; ++i)
    apply(w.state, create(i).value().front());
  auto const refused = create(limits::programmes_max);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().rule, Rule::state);
  EXPECT_EQ(refused.error().limit, "20000");
  EXPECT_EQ(refused.error().actual, "20001");
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
