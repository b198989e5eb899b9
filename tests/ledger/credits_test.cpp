#include <gtest/gtest.h>

#include <limits>

#include "ledger/given.h"
#include "ledger/order.h"

namespace gl::ledger::testing {
namespace {

ProgrammeId const g{"G"};
ProgrammeId const h{"H"};
Amount const most{9'223'372'036'854'775'807, 2};

CreditLine line(World const& w, std::int32_t year) {
  auto const* const found = w.state.credit_lines.find({w.state.programmes.place_of(g), year});
  return found == nullptr ? CreditLine{} : *found;
}

YearState year_state(World const& w, std::int32_t year) {
  auto const* const found = w.state.years.find(year);
  return found == nullptr ? YearState::none : found->state;
}

TEST(CreditAdjustment, GoesUpAndDownToWhatIsAvailable) {
  auto w = with_advance_approved();
  EXPECT_EQ(w.send(council, AdjustPaymentCredits{g, 2016, eur(10'000)}), "PaymentCreditsAdjusted");
  EXPECT_EQ(w.credits(2016), euros(290'000));
  EXPECT_EQ(w.send(council, AdjustPaymentCredits{g, 2016, eur(-290'000, -1)}),
            "REFUSED CREDITS_EXCEEDED");
  EXPECT_EQ(w.refusal.limit, "290000.00");
  EXPECT_EQ(w.send(council, AdjustPaymentCredits{g, 2016, eur(-290'000)}),
            "PaymentCreditsAdjusted");
  EXPECT_EQ(w.credits(2016), euros(0));
  EXPECT_EQ(line(w, 2016).voted, euros(20'000));
}

TEST(CreditAdjustment, NeedsCreditsThatWereOpenedOrCarriedIn) {
  auto w = with_programme();
  EXPECT_EQ(w.send(council, AdjustPaymentCredits{g, 2017, eur(1)}), "REFUSED STATE");
  w.given(council, CarryOverCredits{g, 2016, eur(5)});
  EXPECT_EQ(w.send(council, AdjustPaymentCredits{g, 2017, eur(1)}), "PaymentCreditsAdjusted");
  EXPECT_EQ(w.credits(2017), euros(6));
}

TEST(CreditAdjustment, NeverOverflows) {
  auto w = with_programme();
  EXPECT_EQ(w.send(council, AdjustPaymentCredits{g, 2016, most}), "REFUSED AMOUNT_OVERFLOW");
}

TEST(CreditAdjustment, NeverOverflowsAYearWhoseCreditsWentToTheNext) {
  World w;
  w.given(admin, programme()).given(council, OpenPaymentCredits{g, 2016, most});
  w.given(council, CarryOverCredits{g, 2016, most});
  w.given(council, AdjustPaymentCredits{g, 2017, {-most.units, 2}});
  EXPECT_EQ(w.send(council, AdjustPaymentCredits{g, 2016, {1, 2}}), "REFUSED AMOUNT_OVERFLOW");
}

TEST(CarryOver, TakesFromOneYearAndOpensTheNext) {
  auto w = with_programme();
  EXPECT_EQ(year_state(w, 2017), YearState::none);
  EXPECT_EQ(w.send(council, CarryOverCredits{g, 2016, eur(300'000, 1)}),
            "REFUSED CREDITS_EXCEEDED");
  EXPECT_EQ(w.send(council, CarryOverCredits{g, 2016, eur(100'000)}), "PaymentCreditsCarriedOver");
  EXPECT_EQ(year_state(w, 2017), YearState::open);
  EXPECT_EQ(w.credits(2016), euros(200'000));
  EXPECT_EQ(w.credits(2017), euros(100'000));
  EXPECT_EQ(line(w, 2016).carried, euros(100'000));
  EXPECT_EQ(line(w, 2017).voted, euros(100'000));
  EXPECT_EQ(w.state.programmes.find(g)->credits_voted, euros(300'000)) << "nothing more is voted";
}

TEST(CarryOver, LeavesTheNextYearsCreditsToBeOpened) {
  auto w = with_programme();
  w.given(council, CarryOverCredits{g, 2016, eur(100'000)});
  EXPECT_EQ(w.send(council, OpenPaymentCredits{g, 2017, eur(50'000)}), "PaymentCreditsOpened");
  EXPECT_EQ(w.credits(2017), euros(150'000));
  EXPECT_EQ(w.send(council, OpenPaymentCredits{g, 2017, eur(1)}), "REFUSED STATE");
}

TEST(CarryOver, GoesOnWithWhatWasCarriedIn) {
  auto w = with_programme();
  EXPECT_EQ(w.send(council, CarryOverCredits{g, 2017, eur(1)}), "REFUSED STATE");
  w.given(council, CarryOverCredits{g, 2016, eur(7)});
  EXPECT_EQ(w.send(council, CarryOverCredits{g, 2017, eur(7)}), "PaymentCreditsCarriedOver");
  EXPECT_EQ(w.credits(2017), euros(0));
  EXPECT_EQ(w.credits(2018), euros(7));
}

TEST(CarryOver, IsPaidFrom) {
  auto w = with_agreement();
  w.given(council, CarryOverCredits{g, 2016, eur(300'000)});
  w.given(anne, request("R1", PaymentKind::advance, eur(20'000)));
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000))), "REFUSED CREDITS_EXCEEDED");
  w.on("2017-01-05");
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000), "1", 2017)), "PaymentApproved");
  EXPECT_EQ(w.credits(2017), euros(280'000));
}

TEST(CarryOver, ComesBeforeEitherYearIsClosed) {
  auto w = with_programme();
  w.given(council, OpenPaymentCredits{g, 2017, eur(1)});
  w.given(council, OpenPaymentCredits{g, 2018, eur(1)});
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  w.on("2018-12-31").given(boris, CloseExercise{2018});
  w.on("2019-01-02");
  EXPECT_EQ(w.send(council, CarryOverCredits{g, 2016, eur(1)}), "REFUSED YEAR_CLOSED");
  EXPECT_EQ(w.send(council, CarryOverCredits{g, 2017, eur(1)}), "REFUSED YEAR_CLOSED");
  EXPECT_EQ(w.send(council, AdjustPaymentCredits{g, 2018, eur(1)}), "REFUSED YEAR_CLOSED");
}

TEST(CarryOver, IsSaidByTheClosingOfEitherYear) {
  auto w = with_advance_paid();
  w.given(council, AdjustPaymentCredits{g, 2016, eur(-30'000)});
  w.given(council, CarryOverCredits{g, 2016, eur(100'000)});
  w.on("2017-01-03").given(boris, CloseExercise{2016});
  Currency const euro = *Currency::parse("EUR");
  using Line = ExerciseClosed::Line;
  auto const closed = [&] { return std::get<ExerciseClosed>(w.events.back().body).lines; };
  EXPECT_EQ(closed(), (std::vector<Line>{{g, euros(270'000), euros(20'000), euros(100'000),
                                          euros(150'000), euro}}));
  w.on("2017-12-31").given(boris, CloseExercise{2017});
  EXPECT_EQ(closed(), (std::vector<Line>{{g, euros(100'000), {}, {}, euros(100'000), euro}}))
      << "never opened, only carried in";
  EXPECT_EQ(w.credits(2017), euros(0));
}

TEST(CreditCommands, NeedTheirProgramme) {
  auto w = with_programme();
  EXPECT_EQ(w.send(council, AdjustPaymentCredits{h, 2016, eur(1)}), "REFUSED UNKNOWN_TARGET");
  EXPECT_EQ(w.send(council, CarryOverCredits{h, 2016, eur(1)}), "REFUSED UNKNOWN_TARGET");
  EXPECT_EQ(w.send(council, AdjustPaymentCredits{g, 2016, {1, 3}}), "REFUSED MALFORMED");
  EXPECT_EQ(w.send(council, CarryOverCredits{g, 2016, {1, 3}}), "REFUSED MALFORMED");
}

TEST(CreditCommands, AreRefusedInTheOrderOfTheCodes) {
  auto const w = in_2017(with_programme());
  expect_order(w, {council, AdjustPaymentCredits{h, 2017, eur(-1'000, -1)}, "STATE",
                   AdjustPaymentCredits{g, 2017, eur(-1'000, -1)}, "CREDITS_EXCEEDED"});
  expect_order(w, {council, CarryOverCredits{h, 2017, eur(1'000, 1)}, "STATE",
                   CarryOverCredits{g, 2017, eur(1'000, 1)}, "CREDITS_EXCEEDED"});
}

/// A line's total counts what was carried in, be it carried on and taken back since.
TEST(CreditsCarriedOver, DoNotMakeTheNextYearsTotalTooLarge) {
  World w;
  w.given(admin, programme());
  Amount const nearly_all{most.units - 10, 2};
  w.given(council, OpenPaymentCredits{g, 2016, nearly_all});
  w.given(council, CarryOverCredits{g, 2016, nearly_all});
  w.given(council, CarryOverCredits{g, 2017, nearly_all});
  w.given(council, AdjustPaymentCredits{g, 2018, {-(most.units - 10), 2}});
  w.given(council, AdjustPaymentCredits{g, 2016, {10, 2}});
  w.given(council, AdjustPaymentCredits{g, 2017, {5, 2}});
  EXPECT_EQ(w.send(council, CarryOverCredits{g, 2016, {6, 2}}), "REFUSED AMOUNT_OVERFLOW");
  EXPECT_EQ(w.send(council, CarryOverCredits{g, 2016, {5, 2}}), "PaymentCreditsCarriedOver");
}

}  // namespace
}  // namespace gl::ledger::testing
