#include <gtest/gtest.h>

#include "ledger/given.h"

/// Reversals of what happens to payments and recoveries after they began (domain §6 rule 11).
namespace gl::ledger::testing {
namespace {

ProjectId const p{"P"};
PaymentId const r1{"R1"};
RecoveryId const t1{"T1"};

/// After `command` and its reversal, balances, states and what requests come to are those before.
void expect_undone(World w, As const& who, CommandBody command) {
  SCOPED_TRACE(name(command));
  auto const authority = w.authority();
  auto const credits = w.credits(2016);
  auto const balances = w.trial_balance;
  auto const project = w.project();
  auto const payment = *w.state.payments.find(r1);
  auto const* const found = w.state.recoveries.find(t1);
  auto const recovery = found == nullptr ? Recovery{} : *found;
  w.given(who, std::move(command));
  EXPECT_EQ(w.send(who, ReverseEvent{w.state.head()}), "EventReversed") << w.refusal.sentence;
  EXPECT_EQ(w.authority(), authority);
  EXPECT_EQ(w.credits(2016), credits);
  for (auto const& [account, money] : w.trial_balance) {
    auto const before = balances.find(account);
    EXPECT_EQ(money, before == balances.end() ? Money{} : before->second) << account;
  }
  EXPECT_EQ(w.project().state, project.state);
  EXPECT_EQ(w.project().cancelled, project.cancelled);
  EXPECT_EQ(w.project().award->requests.total, project.award->requests.total);
  EXPECT_EQ(w.project().award->requests.advances, project.award->requests.advances);
  EXPECT_EQ(w.state.payments.find(r1)->state, payment.state);
  EXPECT_EQ(w.state.payments.find(r1)->amount, payment.amount);
  if (found == nullptr) return;
  EXPECT_EQ(w.state.recoveries.find(t1)->state, recovery.state);
  EXPECT_EQ(w.state.recoveries.find(t1)->outstanding, recovery.outstanding);
}

World cancelled(World w) {
  w.given(board, CancelAward{p, CancelGround::renounced, {}});
  return w;
}

World with_part_received() {
  auto w = with_recovery();
  w.given(chloe, RecordRecoveryReceipt{t1, eur(5'000), {}});
  return w;
}

TEST(Reversal, OfAnAnnulmentBringsTheOrderBack) {
  expect_undone(with_advance_approved(), boris, AnnulApproval{r1});
  expect_undone(with_advance_issued(), boris, AnnulApproval{r1});
  expect_undone(with_advance_rejected(), boris, AnnulApproval{r1});
  expect_undone(with_advance_returned(), boris, AnnulApproval{r1});
  expect_undone(cancelled(with_advance_issued()), boris, AnnulApproval{r1});
}

TEST(Reversal, OfAnAnnulmentLetsThePaymentGoOn) {
  auto w = with_advance_issued();
  w.given(boris, AnnulApproval{r1}).given(boris, ReverseEvent{w.state.head()});
  EXPECT_EQ(w.send(chloe, confirm("R1")), "PaymentExecuted");
}

TEST(Reversal, OfAWithdrawnDecisionBringsTheAwardBack) {
  expect_undone(with_advance_paid(), board, WithdrawDecision{p, CancelGround::fraud, {}});
  auto w = with_advance_paid();
  w.state.projects.change(p).state = ProjectState::settled;
  expect_undone(std::move(w), board, WithdrawDecision{p, CancelGround::fraud, {}});
}

/// A call that is over has no live award.
TEST(Reversal, BringsNoAwardBackIntoACancelledCall) {
  auto w = with_award();
  w.given(board, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}});
  auto const cancelled = w.state.head();
  w.given(admin, CancelCall{CallId{"C"}});
  EXPECT_EQ(w.send(board, ReverseEvent{cancelled}), "REFUSED DEPENDENT_EVENTS");
  EXPECT_EQ(w.project().state, ProjectState::cancelled);
}

TEST(Reversal, OfARecoverysStepsBringsBackWhatWasOutstanding) {
  for (auto* const make : {with_recovery, with_part_received}) {
    auto const w = make();
    auto const left = w.state.recoveries.find(t1)->outstanding.minor_units();
    expect_undone(w, boris, ReduceRecovery{t1, eur(1'000)});
    expect_undone(w, boris, ReduceRecovery{t1, {left, 2}});
    expect_undone(w, boris, CancelRecovery{t1});
    expect_undone(w, council, WriteOffRecovery{t1});
    expect_undone(w, chloe, RecordRecoveryReceipt{t1, {left, 2}, {}});
  }
}

TEST(Reversal, OfARecoverysStepStopsAtALaterOne) {
  auto w = with_recovery();
  w.given(boris, ReduceRecovery{t1, eur(1'000)});
  auto const reduced = w.state.head();
  w.given(chloe, RecordRecoveryReceipt{t1, eur(5'000), {}});
  auto const received = w.state.head();
  EXPECT_EQ(w.send(boris, ReverseEvent{reduced}), "REFUSED DEPENDENT_EVENTS");
  w.given(chloe, ReverseEvent{received});
  EXPECT_EQ(w.send(boris, ReverseEvent{reduced}), "EventReversed");
  EXPECT_EQ(w.state.recoveries.find(t1)->outstanding, euros(20'000));
  EXPECT_EQ(w.state.recoveries.find(t1)->state, RecoveryState::ordered);
  EXPECT_EQ(w.send(boris, ReverseEvent{reduced}), "REFUSED ALREADY_REVERSED");
}

TEST(Reversal, OfARecoveryOrderStopsAtItsLaterSteps) {
  auto w = with_recovery();
  auto const ordered = w.state.head();
  w.given(boris, ReduceRecovery{t1, eur(1'000)});
  auto const reduced = w.state.head();
  EXPECT_EQ(w.send(boris, ReverseEvent{ordered}), "REFUSED DEPENDENT_EVENTS");
  w.given(boris, ReverseEvent{reduced}).given(boris, ReverseEvent{ordered});
  EXPECT_EQ(w.state.recoveries.find(t1)->state, RecoveryState::cancelled);
  EXPECT_EQ(w.state.recoveries.find(t1)->outstanding, euros(0));
  EXPECT_EQ(w.project().balances.disbursed, euros(20'000));
  EXPECT_EQ(w.send(chloe, RecordRecoveryReceipt{t1, eur(1), {}}), "REFUSED STATE");
}

TEST(Reversal, OfAnAnnulmentStopsWhereTheProjectWentOn) {
  auto ended = with_advance_approved();
  ended.given(boris, AnnulApproval{r1});
  auto const annulled = ended.state.head();
  auto w = ended;
  w.given(board, WithdrawDecision{p, CancelGround::illegal, {}});
  EXPECT_EQ(w.send(boris, ReverseEvent{annulled}), "REFUSED DEPENDENT_EVENTS");
  auto accepted = ended;
  accepted.given(anne, FileFinalReport{p, eur(80'000), {}, {}}).given(anne, account(eur(80'000)));
  auto const account_at = accepted.state.head();
  EXPECT_EQ(accepted.send(boris, ReverseEvent{annulled}), "REFUSED DEPENDENT_EVENTS");
  accepted.given(anne, ReverseEvent{account_at});
  EXPECT_EQ(accepted.send(boris, ReverseEvent{annulled}), "EventReversed");
  auto reopened = ended;
  reopened.state.projects.change(p).reopened = reopened.state.head();
  EXPECT_EQ(reopened.send(boris, ReverseEvent{annulled}), "EventReversed")
      << "reopened before, not after";
  auto again = ended;
  again.state.projects.change(p).reopened = again.next_position();
  EXPECT_EQ(again.send(boris, ReverseEvent{annulled}), "REFUSED DEPENDENT_EVENTS");
}

TEST(Reversal, OfAnAnnulmentStopsWhereItsMoneyIsUsed) {
  auto w = with_advance_approved();
  w.given(boris, AnnulApproval{r1});
  auto const annulled = w.state.head();
  w.given(board, AmendAward{p, eur(10'000), {}, {}});
  EXPECT_EQ(w.send(boris, ReverseEvent{annulled}), "REFUSED DEPENDENT_EVENTS");
  auto credits = with_advance_approved();
  credits.given(boris, AnnulApproval{r1});
  credits.given(council, AdjustPaymentCredits{ProgrammeId{"G"}, 2016, Amount{-280'001, 0}});
  EXPECT_EQ(credits.send(boris, ReverseEvent{annulled}), "REFUSED DEPENDENT_EVENTS");
}

TEST(Reversal, OfAnAnnulmentThatMovedCreditsOfAClosedYearIsRefused) {
  auto w = with_advance_approved();
  w.given(boris, AnnulApproval{r1});
  auto const annulled = w.state.head();
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  w.on("2017-01-10");
  EXPECT_EQ(w.send(boris, ReverseEvent{annulled}), "REFUSED YEAR_CLOSED");
}

TEST(Reversal, OfAnAnnulmentThatLeftTheCreditsOfAClosedYearIsAccepted) {
  auto w = with_advance_approved();
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  w.on("2017-01-10").given(boris, AnnulApproval{r1});
  w.on("2017-01-20");
  EXPECT_EQ(w.send(boris, ReverseEvent{w.state.head()}), "EventReversed");
  EXPECT_EQ(w.events.back().envelope.effective_date, day("2017-01-10"));
  EXPECT_EQ(w.project().balances.payable, euros(20'000));
}

TEST(Reversal, OfARecoverysStepOfAClosedYearNamesTheYear) {
  auto w = with_recovery();
  w.given(boris, ReduceRecovery{t1, eur(1'000)});
  auto const reduced = w.state.head();
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  w.on("2017-02-01");
  EXPECT_EQ(w.send(boris, ReverseEvent{reduced}), "EventReversed");
  EXPECT_EQ(w.events.back().envelope.effective_date, day("2017-01-01"));
  EXPECT_EQ(std::get<EventReversed>(w.events.back().body).concerns_year, 2016);
}

TEST(Reversal, OfStepsThatDoNotPostIsRefused) {
  auto w = with_advance_rejected();
  EXPECT_EQ(w.send(chloe, ReverseEvent{w.state.head()}), "REFUSED NOT_REVERSIBLE");
  w.given(boris, Requisition{r1, {}});
  EXPECT_EQ(w.send(boris, ReverseEvent{w.state.head()}), "REFUSED NOT_REVERSIBLE");
  auto refused = with_advance_requested();
  refused.given(boris, RefusePayment{r1});
  EXPECT_EQ(refused.send(boris, ReverseEvent{refused.state.head()}), "REFUSED NOT_REVERSIBLE");
}

TEST(Reversal, IsForWhoeverMaySendTheCommand) {
  auto w = with_recovery();
  w.given(council, WriteOffRecovery{t1});
  EXPECT_EQ(w.send(boris, ReverseEvent{w.state.head()}), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send({"cour", Role::auditor}, ReverseEvent{w.state.head()}), "REFUSED FORBIDDEN");
}

}  // namespace
}  // namespace gl::ledger::testing
