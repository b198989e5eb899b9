#include <gtest/gtest.h>

#include <limits>

#include "ledger/archive.h"
#include "ledger/given.h"

/// Commands that import the past (domain §11): what it may have broken is a flag, what keeps the
/// books whole is refused.
namespace gl::ledger::testing {
namespace {

constexpr auto advance = PaymentKind::advance;
constexpr auto balance = PaymentKind::balance;

ProjectId const p{"P"};
PaymentId const r1{"R1"};

using Flags = std::vector<Rule>;
Flags flags(World const& w) { return w.events.back().envelope.flags; }

auto imported_on(std::string_view date) {
  return [date = day(date)](CommandHeader& header) {
    imported(header);
    header.effective_date = date;
  };
}

void expect_archived(World const& w) {
  auto const bytes = save(w.state);
  auto const loaded = load(bytes);
  ASSERT_TRUE(loaded.has_value()) << loaded.error().what;
  EXPECT_EQ(save(*loaded), bytes);
}

TEST(Import, AcceptsWhatWasPaidBeforeTheSignature) {
  auto w = with_award();
  EXPECT_EQ(w.send(anne, request("R1", advance, eur(20'000))), "REFUSED CONVENTION_REQUIRED");
  EXPECT_EQ(w.send(anne, request("R1", advance, eur(20'000)), imported), "PaymentRequested");
  EXPECT_EQ(flags(w), Flags{Rule::convention_required});
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000)), imported), "PaymentApproved");
  EXPECT_EQ(flags(w), Flags{Rule::convention_required});
  EXPECT_EQ(w.send(boris, IssuePayment{r1, {}}, imported), "PaymentIssued");
  EXPECT_EQ(flags(w), Flags{Rule::account_not_verified}) << "the payee is not even registered";
  EXPECT_EQ(std::get<PaymentIssued>(w.events.back().body).account_token,
            (std::array<std::byte, 16>{}));
  EXPECT_EQ(w.send(boris, ConfirmPayment{r1, 1, {}, {}},
                   [](CommandHeader& header) {
                     imported(header);
                     header.actor.role = Role::accountant;
                   }),
            "PaymentExecuted");
  EXPECT_EQ(flags(w), Flags{Rule::four_eyes});
  EXPECT_EQ(w.send(boris, agreement(eur(40'000)), imported), "ConventionSigned");
  EXPECT_EQ(flags(w), Flags{Rule::date}) << "signed on a later day than today";
  EXPECT_EQ(w.project().balances.disbursed, euros(20'000));
}

TEST(Import, RequisitionsAnOrderToAPayeeThatIsNotRegistered) {
  auto w = with_award();
  w.given(anne, request("R1", advance, eur(20'000)), imported);
  w.given(boris, approve("R1", eur(20'000)), imported);
  w.given(boris, IssuePayment{r1, {}}, imported).given(chloe, RejectOrder{r1}, imported);
  EXPECT_EQ(w.send(boris, Requisition{r1, {}}, imported), "OrderRequisitioned");
  EXPECT_EQ(flags(w), Flags{Rule::account_not_verified});
}

TEST(Import, AcceptsAnAwardAboveItsCeilings) {
  auto w = with_eligible();
  w.on("2016-11-14");
  EXPECT_EQ(w.send(board, award(eur(45'000)), imported), "AwardDecided");
  EXPECT_EQ(flags(w),
            (Flags{Rule::project_cap_exceeded, Rule::asked_exceeded, Rule::rate_exceeded}));
  EXPECT_EQ(w.project().balances.committed, euros(45'000));
  EXPECT_EQ(w.send(board, AmendAward{p, eur(50'000), {}, {}}, imported), "AwardIncreased");
  EXPECT_EQ(flags(w).front(), Rule::project_cap_exceeded);
}

TEST(Import, RefusesWhatTheBalancesDoNotHold) {
  auto w = with_award();
  EXPECT_EQ(w.send(anne, request("R1", advance, eur(40'000, 1)), imported),
            "REFUSED COMMITMENT_EXCEEDED");
  EXPECT_EQ(w.send(board, AmendAward{p, eur(700'000, 1), {}, {}}, imported),
            "REFUSED AUTHORITY_EXCEEDED");
  w.given(anne, request("R1", advance, eur(20'000)), imported);
  w.on("2017-01-10");
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000), "1", 2017), imported),
            "REFUSED CREDITS_EXCEEDED");
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000), "1", 2012), imported),
            "REFUSED CREDITS_EXCEEDED")
      << "no budget year 2012 was ever opened";
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000, 1), "1", 2016), imported),
            "REFUSED REQUEST_EXCEEDED");
  EXPECT_EQ(w.send(boris, recovery(eur(1)), imported), "REFUSED RECOVERY_EXCEEDED");
  EXPECT_EQ(w.send(boris, ReduceRecovery{RecoveryId{"T1"}, eur(1)}, imported),
            "REFUSED UNKNOWN_TARGET");
  EXPECT_EQ(w.send(chloe, confirm("R1"), imported), "REFUSED STATE");
  auto paid = with_recovery();
  EXPECT_EQ(paid.send(boris, ReduceRecovery{RecoveryId{"T1"}, eur(20'000, 1)}, imported),
            "REFUSED RECOVERY_EXCEEDED");
}

TEST(Import, RefusesWhatPostsIntoAClosedYear) {
  auto w = with_advance_approved();
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  w.on("2017-01-10");
  EXPECT_EQ(w.send(boris, AnnulApproval{r1}, imported_on("2016-12-01")), "REFUSED YEAR_CLOSED");
  EXPECT_EQ(w.send(board, WithdrawDecision{p, CancelGround::fraud, {}}, imported_on("2016-12-01")),
            "REFUSED YEAR_CLOSED");
}

TEST(Import, AcceptsAPlanBeyondTheAwardEvenBeyondWhatAnAmountHolds) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  auto w = with_eligible();
  auto c = award(eur(40'000));
  c.plan = {{PaymentKind::advance, {}, Amount{most, 2}, {}},
            {PaymentKind::advance, {}, Amount{most, 2}, {}},
            {PaymentKind::instalment, {}, Amount{most, 2}, {}},
            advance_of(1'000'000)};
  w.on("2016-11-14");
  EXPECT_EQ(w.send(board, c, imported), "AwardDecided");
  EXPECT_EQ(flags(w), Flags{Rule::plan_exceeded});
  w.given(anne, request("R1", advance, eur(30'000)), imported);
  w.given(anne, request("R2", PaymentKind::instalment, eur(10'000)), imported);
  auto a = agreement(eur(40'000));
  a.plan = c.plan;
  w.on("2016-11-21");
  EXPECT_EQ(w.send(boris, a, imported), "ConventionSigned");
  AmendConvention amended;
  static_cast<ConventionEntry&>(amended) = a;
  EXPECT_EQ(w.send(boris, amended, imported), "ConventionAmended");
  EXPECT_EQ(flags(w), Flags{Rule::plan_exceeded});
  expect_archived(w);
}

TEST(Import, AcceptsABalanceBeforeTheAccountAndASecondOne) {
  auto w = with_agreement();
  EXPECT_EQ(w.send(anne, request("R1", balance, eur(30'000)), imported), "PaymentRequested");
  EXPECT_EQ(flags(w), Flags{Rule::final_account_required});
  EXPECT_EQ(w.send(anne, request("R2", balance, eur(10'000)), imported), "PaymentRequested");
  EXPECT_EQ(flags(w), (Flags{Rule::final_account_required, Rule::plan_exceeded}));
  EXPECT_EQ(w.send(anne, account(eur(20'000)), imported), "FinalAmountSet");
  EXPECT_EQ(flags(w), Flags{Rule::final_report_required});
  EXPECT_EQ(w.project().balances.committed, euros(10'000)) << "less than the requests ask";
  EXPECT_EQ(w.send(boris, approve("R1", eur(10'000, 1)), imported), "REFUSED COMMITMENT_EXCEEDED");
  EXPECT_EQ(w.send(boris, approve("R1", eur(10'000)), imported), "PaymentApproved");
  EXPECT_EQ(w.send(anne, WithdrawPaymentRequest{PaymentId{"R2"}}), "PaymentRequestWithdrawn");
  expect_archived(w);
}

TEST(Import, AcceptsAnEndWithoutItsForms) {
  auto late = with_award();
  late.on("2018-01-10");
  EXPECT_EQ(late.send(board, WithdrawDecision{p, CancelGround::illegal, {}}, imported),
            "DecisionWithdrawn");
  EXPECT_EQ(flags(late), Flags{Rule::deadline_passed});
  auto lapsed = with_award();
  EXPECT_EQ(lapsed.send(board, CancelAward{p, CancelGround::lapsed, {}}, imported),
            "AwardCancelled");
  EXPECT_EQ(flags(lapsed), Flags{Rule::date});
  auto breach = with_award();
  EXPECT_EQ(breach.send(board, CancelAward{p, CancelGround::breach, {}}, imported),
            "AwardCancelled");
  EXPECT_EQ(flags(breach), Flags{Rule::hearing_required});
}

TEST(Import, AcceptsStepsOutOfTheirOrderInTime) {
  auto w = with_advance_requested();
  w.on("2016-12-20");
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000)), imported_on("2016-11-01")),
            "PaymentApproved");
  EXPECT_EQ(flags(w), Flags{Rule::date});
  EXPECT_EQ(w.send(boris, IssuePayment{r1, {}}, imported_on("2016-10-01")), "PaymentIssued");
  EXPECT_EQ(w.send(chloe, confirm("R1"), imported_on("2016-09-01")), "PaymentExecuted");
  EXPECT_EQ(w.send(chloe, bank_return("R1"), imported_on("2016-08-01")), "PaymentReturned");
  EXPECT_EQ(w.send(boris, AnnulApproval{r1}, imported_on("2016-07-01")), "PaymentAnnulled");
  EXPECT_EQ(flags(w), Flags{Rule::date});
  auto const annulled = w.state.head();
  EXPECT_EQ(w.send(boris, ReverseEvent{annulled}, imported_on("2016-12-20")), "REFUSED DATE")
      << "a reversal takes its target's date, always";
  EXPECT_EQ(w.send(boris, ReverseEvent{annulled}, imported), "EventReversed");
}

TEST(Import, AcceptsAnAwardDatedBeforeItsProjectAndItsCall) {
  auto w = with_eligible();
  EXPECT_EQ(w.send(board, award(eur(40'000)), imported_on("2010-01-15")), "AwardDecided");
  EXPECT_EQ(flags(w), Flags{Rule::date});
  EXPECT_EQ(w.send(anne, request("R1", advance, eur(1'000)), imported_on("2009-01-15")),
            "PaymentRequested");
  EXPECT_EQ(flags(w), (Flags{Rule::date, Rule::convention_required}));
  expect_archived(w);
}

TEST(Import, AcceptsDeMinimisAidAboveItsCeiling) {
  auto w = with_eligible();
  w.state.programmes.change(ProgrammeId{"G"}).settings.de_minimis_ceiling = euros(10'000);
  auto c = award(eur(30'000));
  c.aid_regime = AidRegime::de_minimis;
  EXPECT_EQ(w.send(board, c, imported), "AwardDecided");
  EXPECT_EQ(flags(w), Flags{Rule::de_minimis_exceeded});
  EXPECT_EQ(w.send(board, AmendAward{p, eur(40'000), {}, {}}, imported), "AwardIncreased");
  EXPECT_EQ(w.send(board, AmendAward{p, eur(10'000), {}, {}}), "AwardReduced");
  EXPECT_EQ(w.send(board, WithdrawDecision{p, CancelGround::fraud, {}}), "DecisionWithdrawn");
  expect_archived(w);
}

}  // namespace
}  // namespace gl::ledger::testing
