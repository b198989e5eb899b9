#include <gtest/gtest.h>

#include <limits>

#include "ledger/archive.h"
#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

ProgrammeId const g{"G"};
ProgrammeId const h{"H"};
CallId const c{"C"};
Amount const most{9'223'372'036'854'775'807, 2};

struct Terms {
  AuthorityBalances authority;
  Money allocated;
  Money credits_voted;
  friend bool operator==(Terms const&, Terms const&) = default;
};

Terms terms_of(World const& w, ProgrammeId const& id) {
  auto const& programme = *w.state.programmes.find(id);
  return {programme.authority, programme.allocated, programme.credits_voted};
}

CreditLine line(World const& w, std::int32_t year) {
  auto const* const found = w.state.credit_lines.find({w.state.programmes.place_of(g), year});
  return found == nullptr ? CreditLine{} : *found;
}

Call const& call_of(World const& w) { return *w.state.calls.find(c); }

/// G with 700 000 and credits of 2016, H with 100, call C with an allocation of 1 000.
World prepared() {
  auto w = with_call();
  w.given(admin, programme("H")).given(council, VoteAuthority{h, eur(100)});
  return w.given(board, AllocateToCall{c, eur(1'000)});
}

Position head(World const& w) { return w.state.head(); }

/// Everything after the command and its reversal is what it was before.
void expect_undone(World w, As const& who, CommandBody command) {
  auto const what = std::string{name(command)};
  auto const before = w;
  w.given(who, std::move(command));
  auto const target = w.events.back();
  EXPECT_EQ(w.send(who, ReverseEvent{head(w)}), "EventReversed") << what;
  EXPECT_EQ(w.events.back().envelope.stream, target.envelope.stream) << what;
  EXPECT_EQ(w.events.back().envelope.effective_date, target.envelope.effective_date);
  for (auto const& id : {g, h}) EXPECT_EQ(terms_of(w, id), terms_of(before, id)) << what;
  EXPECT_EQ(call_of(w).allocation, call_of(before).allocation) << what;
  EXPECT_EQ(call_of(w).available, call_of(before).available) << what;
  for (auto const year : {2016, 2017}) {
    auto const now = line(w, year);
    auto const then = line(before, year);
    EXPECT_EQ(now.opened, then.opened) << what;
    EXPECT_EQ(now.voted, then.voted) << what;
    EXPECT_EQ(now.carried, then.carried) << what;
    EXPECT_EQ(now.available, then.available) << what;
    EXPECT_EQ(now.live.posted, then.live.posted) << what;
  }
  State replayed;
  for (auto const& event : w.events) apply(replayed, event);
  EXPECT_EQ(save(replayed), save(w.state));
}

TEST(BudgetReversal, BringsBackWhatStoodBefore) {
  auto const w = prepared();
  expect_undone(w, council, LapseAuthority{g, eur(5)});
  expect_undone(w, council, TransferAuthority{g, h, eur(5)});
  expect_undone(w, council, TransferAuthority{h, g, eur(5)});
  expect_undone(w, board, AllocateToCall{c, eur(5)});
  expect_undone(w, board, ReleaseAllocation{c, eur(5)});
  expect_undone(w, council, AdjustPaymentCredits{g, 2016, eur(5)});
  expect_undone(w, council, AdjustPaymentCredits{g, 2016, eur(-5)});
  expect_undone(w, council, CarryOverCredits{g, 2016, eur(5)});
}

TEST(BudgetReversal, SaysWhatItActedOn) {
  auto w = prepared();
  auto const reverse = [&w](As const& who, CommandBody command) {
    w.given(who, std::move(command)).given(who, ReverseEvent{head(w)});
    return std::get<EventReversed>(w.events.back().body);
  };
  EXPECT_EQ(reverse(board, AllocateToCall{c, eur(5)}).call, c);
  EXPECT_EQ(reverse(council, TransferAuthority{h, g, eur(5)}).programme, h);
  auto const carried = reverse(council, CarryOverCredits{g, 2016, eur(5)});
  EXPECT_EQ(carried.year, 2016);
  EXPECT_TRUE(carried.restored.credits_carried_back);
  EXPECT_FALSE(carried.restored.credits_unopened);
  EXPECT_EQ(reverse(council, AdjustPaymentCredits{g, 2016, eur(5)}).restored,
            EventReversed::Restored{});
}

TEST(BudgetReversal, IsForWhoeverMaySendTheCommand) {
  auto w = prepared();
  w.given(council, TransferAuthority{g, h, eur(5)});
  EXPECT_EQ(w.send(board, ReverseEvent{head(w)}), "REFUSED FORBIDDEN");
}

TEST(BudgetReversal, StopsWhereAProgrammesMoneyIsUsed) {
  auto w = prepared();
  w.given(council, TransferAuthority{g, h, eur(50)});
  auto const transferred = head(w);
  w.given(council, LapseAuthority{h, eur(150)});
  auto const lapsed = head(w);
  EXPECT_EQ(w.send(council, ReverseEvent{transferred}), "REFUSED DEPENDENT_EVENTS");
  w.given(council, ReverseEvent{lapsed});
  EXPECT_EQ(w.send(council, ReverseEvent{transferred}), "EventReversed");
}

TEST(BudgetReversal, StopsWhereTheCallsPartIsUsed) {
  auto w = with_eligible();
  w.on("2016-11-14").given(board, AllocateToCall{c, eur(40'000)});
  auto const allocated = head(w);
  w.given(board, award(eur(40'000)));
  auto const awarded = head(w);
  EXPECT_EQ(w.send(board, ReverseEvent{allocated}), "REFUSED DEPENDENT_EVENTS");
  w.given(board, ReverseEvent{awarded});
  EXPECT_EQ(w.send(board, ReverseEvent{allocated}), "EventReversed");
  EXPECT_FALSE(call_of(w).has_allocation());
}

TEST(BudgetReversal, OfAReleaseStopsWhereTheUnallocatedPartIsUsed) {
  auto w = prepared();
  w.given(board, ReleaseAllocation{c, eur(1'000)});
  auto const released = head(w);
  w.given(council, LapseAuthority{g, eur(699'000, 1)});
  EXPECT_EQ(w.send(board, ReverseEvent{released}), "REFUSED DEPENDENT_EVENTS");
}

TEST(BudgetReversal, OfAReleaseStopsAtTheEndOfTheCall) {
  auto w = prepared();
  w.given(board, ReleaseAllocation{c, eur(1'000)});
  auto const released = head(w);
  w.given(admin, CancelCall{c});
  EXPECT_EQ(w.send(board, ReverseEvent{released}), "REFUSED DEPENDENT_EVENTS");
  EXPECT_EQ(w.refusal.actual, std::to_string(head(w).value() - 1)) << "the cancellation";
}

TEST(BudgetReversal, OfWhatWasCarriedStopsAtLaterCreditsOfEitherYear) {
  auto w = prepared();
  w.given(council, CarryOverCredits{g, 2016, eur(5)});
  auto const carried = head(w);
  auto next = w;
  next.given(council, OpenPaymentCredits{g, 2017, eur(1)});
  auto const opened = head(next);
  EXPECT_EQ(next.send(council, ReverseEvent{carried}), "REFUSED DEPENDENT_EVENTS");
  next.given(council, ReverseEvent{opened});
  EXPECT_EQ(next.send(council, ReverseEvent{carried}), "EventReversed");
  w.given(council, AdjustPaymentCredits{g, 2016, eur(1)});
  EXPECT_EQ(w.send(council, ReverseEvent{carried}), "REFUSED DEPENDENT_EVENTS");
}

TEST(BudgetReversal, OfAnOpeningStopsAtAnAdjustmentOrACarryingOver) {
  for (CommandBody const& later : {CommandBody{AdjustPaymentCredits{g, 2016, eur(1)}},
                                   CommandBody{CarryOverCredits{g, 2016, eur(1)}}}) {
    auto w = with_programme();
    auto const opened = head(w);
    w.given(council, later);
    EXPECT_EQ(w.send(council, ReverseEvent{opened}), "REFUSED DEPENDENT_EVENTS");
    w.given(council, ReverseEvent{next(opened)});
    EXPECT_EQ(w.send(council, ReverseEvent{opened}), "EventReversed");
  }
}

TEST(BudgetReversal, OfAnAdjustmentStopsOnlyWhereItIsUsed) {
  auto w = with_programme();
  w.given(council, AdjustPaymentCredits{g, 2016, eur(10)});
  auto const adjusted = head(w);
  w.given(council, AdjustPaymentCredits{g, 2016, eur(1)});
  auto used = w;
  EXPECT_EQ(w.send(council, ReverseEvent{adjusted}), "EventReversed");
  used.given(council, AdjustPaymentCredits{g, 2016, eur(-300'002)});
  EXPECT_EQ(used.send(council, ReverseEvent{adjusted}), "REFUSED DEPENDENT_EVENTS");
}

TEST(BudgetReversal, OfCarriedCreditsTakesAwayTheLineThatWasNeverOpened) {
  auto w = with_programme();
  w.given(council, CarryOverCredits{g, 2016, eur(5)});
  w.given(council, ReverseEvent{head(w)});
  EXPECT_EQ(w.send(council, AdjustPaymentCredits{g, 2017, eur(1)}), "REFUSED STATE");
  EXPECT_EQ(w.send(council, CarryOverCredits{g, 2016, eur(7)}), "PaymentCreditsCarriedOver");
}

TEST(BudgetReversal, DoesNotMoveCreditsOfAClosedYear) {
  auto w = with_programme();
  w.given(council, OpenPaymentCredits{g, 2018, eur(5)});
  w.given(council, OpenPaymentCredits{g, 2017, eur(5)});
  w.given(council, CarryOverCredits{g, 2017, eur(5)});
  auto const carried = head(w);
  w.given(council, AdjustPaymentCredits{g, 2016, eur(5)});
  auto const adjusted = head(w);
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  w.on("2017-02-01");
  EXPECT_EQ(w.send(council, ReverseEvent{adjusted}), "REFUSED YEAR_CLOSED");
  w.on("2018-12-31").given(boris, CloseExercise{2018});
  EXPECT_EQ(w.send(council, ReverseEvent{carried}), "REFUSED YEAR_CLOSED")
      << "it moved credits of 2018 too";
}

TEST(BudgetReversal, TakesTheFirstOpenDayOfAClosedYear) {
  auto w = prepared();
  w.given(council, TransferAuthority{g, h, eur(5)});
  auto const transferred = head(w);
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  w.on("2017-02-01").given(council, ReverseEvent{transferred});
  EXPECT_EQ(w.events.back().envelope.effective_date, day("2017-01-01"));
  EXPECT_EQ(std::get<EventReversed>(w.events.back().body).concerns_year, 2016);
}

TEST(BudgetReversal, OfAllThatTheLedgerCanHoldStillFits) {
  World w;
  w.given(admin, programme()).given(council, VoteAuthority{g, most});
  w.on("2016-06-01").given(admin, open_call()).given(board, AllocateToCall{c, most});
  auto const allocated = head(w);
  w.given(board, ReleaseAllocation{c, most});
  EXPECT_EQ(w.send(board, ReverseEvent{head(w)}), "EventReversed");
  EXPECT_EQ(w.send(board, ReverseEvent{allocated}), "EventReversed");
  EXPECT_EQ(w.state.programmes.find(g)->unallocated(), w.authority().voted);
}

TEST(BudgetReversal, NeverOverflows) {
  auto w = with_programme();
  w.given(council, AdjustAuthority{g, {-1, 2}});
  auto const lowered = head(w);
  w.given(council, VoteAuthority{g, {most.units - 70'000'000 + 1, 2}});
  EXPECT_EQ(w.authority().voted.minor_units(), most.units);
  EXPECT_EQ(w.send(council, ReverseEvent{lowered}), "REFUSED AMOUNT_OVERFLOW");
  World credits;
  credits.given(admin, programme()).given(council, OpenPaymentCredits{g, 2016, most});
  credits.given(council, CarryOverCredits{g, 2016, {most.units - 10, 2}});
  credits.given(council, AdjustPaymentCredits{g, 2016, {-10, 2}});
  auto const down = head(credits);
  credits.given(council, AdjustPaymentCredits{g, 2017, {-100, 2}});
  credits.given(council, AdjustPaymentCredits{g, 2016, {10, 2}});
  EXPECT_EQ(credits.send(council, ReverseEvent{down}), "REFUSED AMOUNT_OVERFLOW")
      << "2016 alone would be over";
}

/// What is voted is kept with the other sign, and −2^63 has none: one cent before what a reversal
/// could still write down, it is refused.
TEST(Reversal, OfALoweringStopsWhereWhatIsVotedWouldBeTooLarge) {
  World w;
  w.given(admin, programme());
  w.given(council, VoteAuthority{g, {most.units - 5, 2}})
      .given(council, AdjustAuthority{g, {-10, 2}});
  auto const lowered = w.state.head();
  w.given(council, VoteAuthority{g, {5, 2}}).given(council, LapseAuthority{g, {2, 2}});
  auto one_more = w;
  one_more.given(council, VoteAuthority{g, {1, 2}});
  EXPECT_EQ(one_more.send(council, ReverseEvent{lowered}), "REFUSED AMOUNT_OVERFLOW");
  EXPECT_EQ(w.send(council, ReverseEvent{lowered}), "EventReversed");
  EXPECT_EQ(w.authority().voted, Money::from_minor_units(most.units));
}

}  // namespace
}  // namespace gl::ledger::testing
