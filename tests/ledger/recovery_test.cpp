#include <gtest/gtest.h>

#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

ProjectId const p{"P"};
RecoveryId const t1{"T1"};

Money outstanding(World const& w) { return w.state.recoveries.find(t1)->outstanding; }

/// Paid 20 000, the account says 12 000; 8 000 to recover are ordered as T1.
World with_too_much_paid() {
  auto w = with_advance_paid();
  w.on("2016-12-14").given(anne, FileFinalReport{p, eur(30'000), eur(18'000), {}});
  auto c = account(eur(30'000));
  c.other_funding = eur(18'000);
  w.given(anne, c).given(boris, recovery(eur(8'000)));
  return w;
}

TEST(Recovery, IsReducedByAnAmount) {
  auto w = with_recovery();
  EXPECT_EQ(w.send(boris, ReduceRecovery{t1, eur(20'000, 1)}), "REFUSED RECOVERY_EXCEEDED");
  EXPECT_EQ(w.refusal.limit, "20000.00");
  EXPECT_EQ(w.send(boris, ReduceRecovery{t1, eur(15'000)}), "RecoveryReduced");
  EXPECT_EQ(outstanding(w), euros(5'000));
  EXPECT_EQ(w.project().balances.recoverable, euros(5'000));
  EXPECT_EQ(w.project().balances.disbursed, euros(15'000));
  EXPECT_EQ(w.send(chloe, RecordRecoveryReceipt{t1, eur(5'000, 1), {}}),
            "REFUSED RECOVERY_EXCEEDED");
}

TEST(Recovery, IsCancelledByAllThatIsOutstanding) {
  auto w = with_recovery();
  w.given(chloe, RecordRecoveryReceipt{t1, eur(5'000), {}});
  EXPECT_EQ(w.send(boris, CancelRecovery{t1}), "RecoveryCancelled");
  EXPECT_EQ(std::get<RecoveryCancelled>(w.events.back().body).amount, euros(15'000));
  EXPECT_EQ(w.project().balances.disbursed, euros(15'000));
  EXPECT_EQ(w.project().balances.recoverable, euros(0));
  EXPECT_EQ(w.authority().recovered, euros(5'000));
  EXPECT_EQ(w.send(boris, recovery(eur(15'000), "T2")), "RecoveryOrdered");
}

TEST(Recovery, IsWrittenOffByAllThatIsOutstanding) {
  auto w = with_recovery();
  w.given(chloe, RecordRecoveryReceipt{t1, eur(5'000), {}});
  EXPECT_EQ(w.send(boris, WriteOffRecovery{t1}), "REFUSED FORBIDDEN") << "the assembly alone may";
  EXPECT_EQ(w.send(council, WriteOffRecovery{t1}), "RecoveryWrittenOff");
  EXPECT_EQ(w.authority().written_off, euros(15'000));
  EXPECT_EQ(w.project().balances.written_off, euros(15'000));
  EXPECT_EQ(w.project().balances.disbursed, euros(0));
  EXPECT_EQ(w.send(boris, recovery(eur(0, 1), "T2")), "REFUSED RECOVERY_EXCEEDED");
}

TEST(Recovery, IsNotChangedBeforeItWasOrderedNorInAClosedYear) {
  auto w = with_recovery();
  for (auto const& body :
       {CommandBody{ReduceRecovery{t1, eur(1)}}, CommandBody{CancelRecovery{t1}}}) {
    EXPECT_EQ(w.send(boris, body, effective("2016-12-15")), "REFUSED DATE");
  }
  EXPECT_EQ(w.send(council, WriteOffRecovery{t1}, effective("2016-12-15")), "REFUSED DATE");
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  w.on("2017-01-02");
  EXPECT_EQ(w.send(boris, ReduceRecovery{t1, eur(1)}, effective("2016-12-20")),
            "REFUSED YEAR_CLOSED");
  EXPECT_EQ(w.send(boris, CancelRecovery{t1}, effective("2016-12-20")), "REFUSED YEAR_CLOSED");
  EXPECT_EQ(w.send(boris, CancelRecovery{RecoveryId{"T9"}}), "REFUSED UNKNOWN_TARGET");
  EXPECT_EQ(w.send(boris, CancelRecovery{t1}), "RecoveryCancelled");
}

TEST(Recovery, KeepsItsTitreNumberUsedWhateverBecomesOfIt) {
  auto w = with_recovery();
  w.given(boris, CancelRecovery{t1});
  auto other = recovery(eur(1), "T2");
  other.titre_number = ActNumber{"titre-T1"};
  EXPECT_EQ(w.send(boris, other), "REFUSED ID_TAKEN");
}

TEST(Settling, WaitsForWhatTheAccountLeavesToRecover) {
  SettleProject const settle{p};
  auto w = with_too_much_paid();
  EXPECT_EQ(w.send(anne, settle), "REFUSED MONEY_MOVING") << "8 000 are recoverable";
  w.given(boris, CancelRecovery{t1});
  EXPECT_EQ(w.send(anne, settle), "REFUSED MONEY_MOVING") << "8 000 are disbursed too much again";
  w.given(boris, recovery(eur(8'000), "T2"));
  w.given(chloe, RecordRecoveryReceipt{RecoveryId{"T2"}, eur(7'000), {}});
  w.given(boris, ReduceRecovery{RecoveryId{"T2"}, eur(1'000)});
  EXPECT_EQ(w.send(anne, settle), "REFUSED MONEY_MOVING") << "1 000 are";
  w.given(boris, recovery(eur(1'000), "T3")).given(council, WriteOffRecovery{RecoveryId{"T3"}});
  EXPECT_EQ(w.send(anne, settle), "ProjectSettled");
}

TEST(Settling, WaitsForPendingRequests) {
  auto w = with_account();
  w.given(anne, request("R2", PaymentKind::balance, eur(12'000)));
  w.state.projects.change(p).balances.committed = Money{};  // as if only the request were left
  EXPECT_EQ(w.send(anne, SettleProject{p}), "REFUSED MONEY_MOVING");
  EXPECT_EQ(w.refusal.actual, "12000.00");
}

}  // namespace
}  // namespace gl::ledger::testing
