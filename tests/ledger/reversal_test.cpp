#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

/// Balances and states after `make` and its reversal are those before.
void expect_undone(World w, As const& who, CommandBody command, As const& reverser) {
  auto const project = w.state.projects.find(ProjectId{"P"}) ? w.project() : Project{};
  auto const authority = w.authority();
  auto const credits = w.credits(2016);
  auto const balances = w.trial_balance;
  w.given(who, std::move(command));
  EXPECT_EQ(w.send(reverser, ReverseEvent{w.state.head()}), "EventReversed") << w.refusal.sentence;
  EXPECT_EQ(w.authority(), authority);
  EXPECT_EQ(w.credits(2016), credits);
  for (auto const& [account, money] : w.trial_balance) {
    auto const before = balances.find(account);
    EXPECT_EQ(money, before == balances.end() ? Money{} : before->second) << account;
  }
  if (project.state == ProjectState::none) return;
  EXPECT_EQ(w.project().state, project.state);
  EXPECT_EQ(w.project().award.has_value(), project.award.has_value());
  EXPECT_EQ(w.project().award.value_or(Award{}).amount, project.award.value_or(Award{}).amount);
  EXPECT_EQ(w.project().final_account, project.final_account);
  EXPECT_EQ(w.project().cancelled, project.cancelled);
  EXPECT_EQ(w.project().pending, project.pending);
}

TEST(Reversal, BringsBackWhatStoodBefore) {
  ProgrammeId const g{"G"};
  ProjectId const p{"P"};
  expect_undone(with_award(), council, VoteAuthority{g, eur(5)}, council);
  expect_undone(with_award(), council, AdjustAuthority{g, eur(-5)}, council);
  expect_undone(with_award(), council, OpenPaymentCredits{g, 2017, eur(5)}, council);
  expect_undone(with_eligible(), board, award(eur(40'000)), board);
  expect_undone(with_award(), board, AmendAward{p, eur(30'000), Rate{400'000}, {}}, board);
  expect_undone(with_award(), board, CancelAward{p, CancelGround::renounced, {}}, board);
  expect_undone(with_advance_requested(), boris, approve("R1", eur(19'000)), boris);
  expect_undone(with_advance_issued(), chloe, confirm("R1"), chloe);
  expect_undone(with_advance_paid(), chloe, bank_return("R1"), chloe);
  expect_undone(with_recovery(), chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(5), {}}, chloe);
}

TEST(Reversal, OfAnIncreaseAndAnAccountBringsBackTheAmount) {
  auto w = with_eligible();
  w.on("2016-11-14").given(board, award(eur(30'000)));
  expect_undone(w, board, AmendAward{ProjectId{"P"}, eur(40'000), {}, {}}, board);
  w.given(anne, FileFinalReport{ProjectId{"P"}, eur(30'000), {}, {}});
  expect_undone(w, anne, account(eur(30'000)), anne);
}

TEST(Reversal, LetsTheRightEventFollow) {
  auto w = with_eligible();
  w.on("2016-11-14").given(board, award(eur(30'000)));
  w.given(board, ReverseEvent{w.state.head()});
  EXPECT_EQ(w.send(board, award(eur(40'000))), "AwardDecided");
  EXPECT_EQ(w.project().balances.committed, euros(40'000));
  auto credits = with_programme();
  credits.given(council, ReverseEvent{credits.state.head()});
  EXPECT_EQ(credits.send(council, OpenPaymentCredits{ProgrammeId{"G"}, 2016, eur(7)}),
            "PaymentCreditsOpened");
}

TEST(Reversal, OfAnApprovalKeepsTheOrderNumberUsed) {
  auto w = with_advance_approved();
  w.given(boris, ReverseEvent{w.state.head()});
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000), "1")), "REFUSED ID_TAKEN");
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000), "2")), "PaymentApproved");
}

TEST(Reversal, OfARecoveryOrderLeavesItCancelled) {
  auto w = with_recovery();
  w.given(boris, ReverseEvent{w.state.head()});
  EXPECT_EQ(w.state.recoveries.find(RecoveryId{"T1"})->state, RecoveryState::cancelled);
  EXPECT_EQ(w.project().balances.disbursed, euros(20'000));
  EXPECT_EQ(w.send(boris, recovery(eur(1))), "REFUSED ID_TAKEN");
}

TEST(Reversal, ComesOnceAndIsNotItselfReversed) {
  auto w = with_advance_paid();
  auto const paid = w.state.head();
  w.given(chloe, ReverseEvent{paid});
  EXPECT_EQ(w.send(chloe, ReverseEvent{paid}), "REFUSED ALREADY_REVERSED");
  EXPECT_EQ(w.send(chloe, ReverseEvent{Position{paid.value() + 1}}), "REFUSED NOT_REVERSIBLE");
}

TEST(Reversal, IsForEventsThatPost) {
  auto w = with_advance_requested();
  EXPECT_EQ(w.send(anne, ReverseEvent{w.state.head()}), "REFUSED NOT_REVERSIBLE");
  EXPECT_EQ(w.send(admin, ReverseEvent{Position{1}}), "REFUSED NOT_REVERSIBLE");
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  EXPECT_EQ(w.send(boris, ReverseEvent{w.state.head()}), "REFUSED NOT_REVERSIBLE");
}

TEST(Reversal, NeedsItsTarget) {
  auto w = with_award();
  EXPECT_EQ(w.send(board, ReverseEvent{Position{999}}), "REFUSED UNKNOWN_TARGET");
}

TEST(Reversal, TakesTheTargetsDateAndNoOther) {
  auto w = with_award();
  auto const decided = w.state.head();
  w.on("2016-12-01");
  EXPECT_EQ(w.send(board, ReverseEvent{decided}, effective("2016-12-01")), "REFUSED DATE");
  EXPECT_EQ(w.send(board, ReverseEvent{decided}, effective("2016-11-14")), "EventReversed");
  EXPECT_EQ(w.events.back().envelope.effective_date, day("2016-11-14"));
  EXPECT_EQ(std::get<EventReversed>(w.events.back().body).concerns_year, 0);
}

TEST(Reversal, OfAClosedYearTakesTheFirstOpenDayAndNamesTheYear) {
  auto w = with_award();
  auto const decided = w.state.head();
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  EXPECT_EQ(w.send(board, ReverseEvent{decided}), "REFUSED DATE") << "the first open day is ahead";
  w.on("2017-02-01");
  EXPECT_EQ(w.send(board, ReverseEvent{decided}, effective("2017-02-01")), "REFUSED DATE");
  EXPECT_EQ(w.send(board, ReverseEvent{decided}), "EventReversed");
  EXPECT_EQ(w.events.back().envelope.effective_date, day("2017-01-01"));
  EXPECT_EQ(std::get<EventReversed>(w.events.back().body).concerns_year, 2016);
}

TEST(Reversal, DoesNotMoveCreditsOfAClosedYear) {
  auto w = with_advance_approved();
  auto const approved = w.state.head();
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  w.on("2017-02-01");
  EXPECT_EQ(w.send(boris, ReverseEvent{approved}), "REFUSED YEAR_CLOSED");
}

TEST(Reversal, OfAnAwardStopsAtAnyLaterEventOfTheProject) {
  auto w = with_award();
  auto const decided = w.state.head();
  w.on("2016-11-21").given(boris, agreement(eur(40'000)));
  EXPECT_EQ(w.send(board, ReverseEvent{decided}), "REFUSED DEPENDENT_EVENTS");
}

TEST(Reversal, StepsBackWhileEachLaterEventIsReversedFirst) {
  auto w = with_award();
  auto const decided = w.state.head();
  w.given(board, AmendAward{ProjectId{"P"}, eur(30'000), {}, {}});
  auto const reduced = w.state.head();
  EXPECT_EQ(w.send(board, ReverseEvent{decided}), "REFUSED DEPENDENT_EVENTS");
  w.given(board, ReverseEvent{reduced});
  EXPECT_EQ(w.send(board, ReverseEvent{decided}), "EventReversed");
}

TEST(Reversal, OfAPaymentStopsAtItsOwnLaterEventsAndAtTheProjectsEnd) {
  auto w = with_advance_paid();
  auto const paid = w.state.head();
  w.given(anne, request("R2", PaymentKind::instalment, eur(1'000)));
  EXPECT_EQ(w.send(chloe, ReverseEvent{paid}), "EventReversed") << "R2 is another payment";
  auto other = with_advance_paid();
  other.given(board, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}});
  EXPECT_EQ(other.send(chloe, ReverseEvent{paid}), "REFUSED DEPENDENT_EVENTS");
  auto accepted = with_account();
  EXPECT_EQ(accepted.send(chloe, ReverseEvent{paid}), "REFUSED DEPENDENT_EVENTS");
  auto issued = with_advance_issued();
  EXPECT_EQ(issued.send(boris, ReverseEvent{Position{issued.state.head().value() - 1}}),
            "REFUSED DEPENDENT_EVENTS");
}

TEST(Reversal, OfMoneyThatIsUsedIsRefused) {
  auto w = with_programme();
  auto const voted = Position{w.state.head().value() - 1};
  w.given(council, AdjustAuthority{ProgrammeId{"G"}, eur(-1)});
  EXPECT_EQ(w.send(council, ReverseEvent{voted}), "REFUSED DEPENDENT_EVENTS");
  auto paid = with_recovery();
  EXPECT_EQ(paid.send(chloe, ReverseEvent{Position{paid.state.head().value() - 2}}),
            "REFUSED DEPENDENT_EVENTS");
}

TEST(Reversal, OfCreditsStopsAtOrdersThatUsedThem) {
  auto w = with_advance_approved();
  Position opened;
  for (auto const& event : w.events) {
    if (std::holds_alternative<PaymentCreditsOpened>(event.body)) opened = event.envelope.position;
  }
  EXPECT_EQ(w.send(council, ReverseEvent{opened}), "REFUSED DEPENDENT_EVENTS");
}

TEST(Reversal, StandsInItsTargetsStreamAndNegatesItsPostings) {
  auto w = with_award();
  auto const target = w.events.back();
  w.given(board, ReverseEvent{w.state.head()});
  auto const& reversal = w.events.back();
  EXPECT_EQ(reversal.envelope.stream, target.envelope.stream);
  EXPECT_EQ(reversal.envelope.stream_version.value(), target.envelope.stream_version.value() + 1);
  auto lines = postings(reversal);
  ASSERT_EQ(lines.size(), postings(target).size());
  for (auto const& line : postings(target)) {
    EXPECT_TRUE(std::ranges::find(lines, Posting{line.account, line.amount.negated()}) !=
                lines.end());
  }
}

}  // namespace
}  // namespace gl::ledger::testing
