#include <gtest/gtest.h>

#include "ledger/project_states.h"

namespace gl::ledger::testing {
namespace {

ReopenProject const reopen{ProjectId{"P"}};
CancelAward const cancel{ProjectId{"P"}, CancelGround::renounced, {}};

TEST(Reopening, NeedsAnActAndAReason) {
  auto w = project_in(ProjectState::rejected);
  EXPECT_EQ(w.send(board, reopen), "REFUSED ACT_REQUIRED");
  EXPECT_EQ(w.send(board, reopen, [](CommandHeader& h) { h.reason_code = ReasonCode{"X"}; }),
            "REFUSED ACT_REQUIRED");
  EXPECT_EQ(w.send(board, reopen, with_act), "ProjectReopened");
  auto const& event = std::get<ProjectReopened>(w.events.back().body);
  EXPECT_EQ(event.state_before, ProjectState::rejected);
}

/// Condition (d): nothing may be committed, payable, disbursed or recoverable.
TEST(Reopening, WaitsForTheMoneyOfTheAwardThatWas) {
  auto payable = project_in(ProjectState::cancelled, PaymentState::issued);
  EXPECT_EQ(payable.send(board, reopen), "REFUSED MONEY_MOVING") << "before the act is asked for";
  payable.given(chloe, confirm("R1"));
  EXPECT_EQ(payable.send(board, reopen, with_act), "REFUSED MONEY_MOVING") << "disbursed";
  payable.given(boris, recovery(eur(5'000)));
  EXPECT_EQ(payable.send(board, reopen, with_act), "REFUSED MONEY_MOVING") << "recoverable";
  EXPECT_EQ(payable.refusal.actual, "5000.00");
  payable.given(chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(5'000), {}});
  EXPECT_EQ(payable.send(board, reopen, with_act), "ProjectReopened");
}

/// A request of the award that was is no request of the next: it ends first.
TEST(Reopening, WaitsForTheRequestsOfTheAwardThatWas) {
  auto w = project_in(ProjectState::cancelled, PaymentState::requested);
  EXPECT_EQ(w.send(board, reopen, with_act), "REFUSED MONEY_MOVING");
  EXPECT_EQ(w.refusal.actual, "5000.00");
  w.given(boris, RefusePayment{PaymentId{"R1"}});
  EXPECT_EQ(w.send(board, reopen, with_act), "ProjectReopened");
}

TEST(Reopening, StartsAwardAgreementAndReportAnew) {
  auto w = project_in(ProjectState::contracted, PaymentState::paid);
  ProjectId const p{"P"};
  w.given(anne, FileFinalReport{p, eur(20'000), {}, {}}).given(anne, account(eur(20'000)));
  w.given(board, cancel).given(boris, recovery(eur(5'000)));
  w.given(chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(5'000), {}});
  w.given(board, reopen, with_act);
  w.given(anne, DeclareEligible{p, {}}).given(board, award(eur(12'000)));
  EXPECT_EQ(w.project().state, ProjectState::awarded);
  EXPECT_FALSE(w.project().agreement.has_value());
  EXPECT_EQ(w.send(anne, account(eur(20'000))), "REFUSED FINAL_REPORT_REQUIRED");
  EXPECT_EQ(w.send(anne, request("R2", PaymentKind::balance, eur(1))),
            "REFUSED FINAL_ACCOUNT_REQUIRED");
  EXPECT_EQ(w.send(anne, request("R2", PaymentKind::advance, eur(6'000, 1))),
            "REFUSED PLAN_EXCEEDED");
  EXPECT_EQ(w.send(anne, request("R2", PaymentKind::advance, eur(6'000))), "PaymentRequested")
      << "what the award before paid does not count";
  EXPECT_EQ(w.send(board, AmendAward{p, eur(10'000), {}, {}}), "AwardReduced");
}

TEST(Reopening, PutsAnEndToReversingWhatTheAwardBeforePaid) {
  auto w = project_in(ProjectState::contracted, PaymentState::paid);
  auto const paid = w.state.head();
  w.given(board, cancel).given(boris, recovery(eur(5'000)));
  w.given(chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(5'000), {}});
  auto const received = w.state.head();
  w.given(board, reopen, with_act);
  EXPECT_EQ(w.send(chloe, ReverseEvent{paid}), "REFUSED DEPENDENT_EVENTS");
  EXPECT_EQ(w.send(chloe, ReverseEvent{received}), "REFUSED DEPENDENT_EVENTS");
}

}  // namespace
}  // namespace gl::ledger::testing
