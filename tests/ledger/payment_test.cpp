#include <gtest/gtest.h>

#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

constexpr auto advance = PaymentKind::advance;
constexpr auto instalment = PaymentKind::instalment;
constexpr auto balance = PaymentKind::balance;

/// P, and P2 of this applicant.
World with_two_eligible(std::string_view siret) {
  auto w = with_submission();
  w.given(portal, submit("P2", siret));
  for (auto const* const id : {"P", "P2"}) {
    w.given(anne, DeclareComplete{ProjectId{id}}).given(anne, DeclareEligible{ProjectId{id}, {}});
  }
  return w;
}

TEST(Request, StaysWithinWhatIsCommittedAndNotRequested) {
  auto w = with_advance_requested();
  EXPECT_EQ(w.send(anne, request("R2", instalment, eur(20'000, 1))), "REFUSED COMMITMENT_EXCEEDED");
  EXPECT_EQ(w.refusal.limit, "20000.00");
}

TEST(Request, HasAnIdOfItsOwn) {
  auto w = with_advance_requested();
  EXPECT_EQ(w.send(anne, request("R1", instalment, eur(1))), "REFUSED ID_TAKEN");
}

TEST(Request, FollowsThePlan) {
  auto w = with_agreement();
  EXPECT_EQ(w.send(anne, request("R1", advance, eur(20'000, 1))), "REFUSED PLAN_EXCEEDED");
  w.given(anne, request("R1", advance, eur(20'000)));
  EXPECT_EQ(w.send(anne, request("R2", advance, eur(0, 1))), "REFUSED PLAN_EXCEEDED");
  EXPECT_EQ(w.send(anne, request("R2", instalment, eur(10'000, 1))), "REFUSED PLAN_EXCEEDED");
  EXPECT_EQ(w.send(anne, request("R2", instalment, eur(10'000))), "PaymentRequested");
}

TEST(Request, FollowsTheAgreementsPlanWhereItHasOne) {
  auto w = with_award();
  auto c = agreement(eur(40'000));
  c.plan = {advance_of(300'000), the_balance()};
  w.on("2016-11-21").given(boris, c);
  EXPECT_EQ(w.send(anne, request("R1", advance, eur(12'000, 1))), "REFUSED PLAN_EXCEEDED");
  EXPECT_EQ(w.send(anne, request("R1", advance, eur(12'000))), "PaymentRequested");
}

TEST(Request, OfAnAwardWithoutAPlanIsABalanceOnly) {
  auto w = with_eligible();
  auto c = award(eur(20'000));
  c.plan.clear();
  w.on("2016-11-14").given(board, c);
  EXPECT_EQ(w.send(anne, request("R1", advance, eur(1))), "REFUSED PLAN_EXCEEDED");
}

TEST(Request, ForABalanceNeedsTheAcceptedAccountAndComesOnce) {
  auto w = with_advance_paid();
  EXPECT_EQ(w.send(anne, request("R2", balance, eur(1))), "REFUSED FINAL_ACCOUNT_REQUIRED");
  auto settled = with_account();
  EXPECT_EQ(settled.send(anne, request("R2", instalment, eur(1))), "REFUSED PLAN_EXCEEDED");
  settled.given(anne, request("R2", balance, eur(11'000)));
  EXPECT_EQ(settled.send(anne, request("R3", balance, eur(1'000))), "REFUSED PLAN_EXCEEDED");
}

TEST(Request, KeepsTheMinimumOfTheVersionThatTheAwardWasDecidedUnder) {
  auto w = with_eligible([](OpenCall& c) { c.minimum_instalment = eur(1'000); });
  w.on("2016-11-14").given(board, award(eur(20'000)));
  AmendCall amend;
  amend.call = CallId{"C"};
  amend.minimum_instalment = eur(5'000);
  w.given(admin, amend, with_act);
  EXPECT_EQ(w.send(anne, request("R1", advance, eur(999, 99))), "REFUSED BELOW_MINIMUM");
  EXPECT_EQ(w.send(anne, request("R1", advance, eur(1'000))), "PaymentRequested");
}

TEST(Request, GoesToAPayeeOfTheAwardWithinItsShare) {
  auto w = with_eligible();
  auto c = award(eur(20'000));
  c.payees = {{PayeeId{"00000101600013"}, Rate{250'000}},
              {PayeeId{"73282932000074"}, Rate{750'000}}};
  w.on("2016-11-14").given(board, c);
  auto r = request("R1", advance, eur(5'000, 1));
  EXPECT_EQ(w.send(anne, r), "REFUSED STATE") << "which payee?";
  r.payee = PayeeId{"35600000000048"};
  EXPECT_EQ(w.send(anne, r), "REFUSED STATE");
  r.payee = PayeeId{"00000101600013"};
  EXPECT_EQ(w.send(anne, r), "REFUSED PLAN_EXCEEDED");
  r.amount = eur(5'000);
  EXPECT_EQ(w.send(anne, r), "PaymentRequested");
}

TEST(Request, BeyondTheAgreementWaitsForItsAmendment) {
  auto w = with_eligible();
  w.on("2016-11-14").given(board, award(eur(20'000)));
  w.on("2016-11-21").given(boris, agreement(eur(20'000)));
  w.given(board, AmendAward{ProjectId{"P"}, eur(40'000), {}, {}});
  w.given(anne, request("R1", advance, eur(20'000)));
  EXPECT_EQ(w.send(anne, request("R2", instalment, eur(10'000))), "REFUSED CONVENTION_REQUIRED");
  EXPECT_EQ(w.refusal.limit, "20000.00");
}

TEST(Agreement, IsDueByTheYearsTotalToOneSiren) {
  auto w = with_two_eligible("00000101600021");
  w.on("2016-11-14").given(board, award(eur(20'000)));
  w.given(anne, request("R1", advance, eur(1'000)));
  w.given(board, award(eur(3'000), "P2"));
  EXPECT_EQ(w.send(anne, request("R2", advance, eur(1'000))), "PaymentRequested")
      << "23 000 is not above 23 000";
  w.given(board, AmendAward{ProjectId{"P2"}, eur(3'000, 1), {}, {}});
  EXPECT_EQ(w.send(anne, request("R3", advance, eur(1'000))), "REFUSED CONVENTION_REQUIRED");
  EXPECT_EQ(w.send(boris, approve("R1", eur(1'000))), "REFUSED CONVENTION_REQUIRED")
      << "asked again at the approval";
  w.given(board, CancelAward{ProjectId{"P2"}, CancelGround::renounced, {}});
  EXPECT_EQ(w.send(anne, request("R3", advance, eur(1'000))), "PaymentRequested");
}

TEST(Agreement, OfAnotherYearDoesNotCount) {
  auto w = with_two_eligible("00000101600013");
  w.on("2016-11-14").given(board, award(eur(20'000)));
  w.on("2017-01-10").given(board, award(eur(20'000), "P2"));
  EXPECT_EQ(w.send(anne, request("R1", advance, eur(1'000))), "PaymentRequested");
}

TEST(Agreement, IsNotAskedOfPublicBodiesUnlessOfEverybody) {
  for (bool const for_all : {false, true}) {
    World w;
    auto g = programme();
    g.convention_for_all = for_all;
    w.given(admin, g).given(council, VoteAuthority{ProgrammeId{"G"}, eur(700'000)});
    auto call = open_call();
    call.applicant_kinds.clear();
    w.on("2016-06-01").given(admin, call);
    auto c = submit();
    c.applicant.legal_kind = LegalKind::public_body;
    w.on("2016-08-01").given(portal, c);
    w.given(anne, DeclareComplete{ProjectId{"P"}}).given(anne, DeclareEligible{ProjectId{"P"}, {}});
    w.given(board, award(eur(40'000)));
    EXPECT_EQ(w.send(anne, request("R1", advance, eur(1'000))),
              for_all ? "REFUSED CONVENTION_REQUIRED" : "PaymentRequested");
  }
}

TEST(Approval, IsByAnotherPersonThanThePreparer) {
  auto w = with_advance_requested();
  EXPECT_EQ(w.send({"anne", Role::officer}, approve("R1", eur(20'000))), "REFUSED FOUR_EYES");
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000))), "PaymentApproved");
}

TEST(Approval, MayBeBelowTheRequestButNotAbove) {
  auto w = with_agreement();
  w.given(anne, request("R1", advance, eur(15'000)));
  EXPECT_EQ(w.send(boris, approve("R1", eur(15'000, 1))), "REFUSED REQUEST_EXCEEDED");
  EXPECT_EQ(w.send(boris, approve("R1", eur(14'000))), "PaymentApproved");
  EXPECT_EQ(w.project().pending, euros(0)) << "the rest is dropped";
  EXPECT_EQ(w.credits(2016), euros(286'000));
  EXPECT_EQ(w.send(anne, request("R2", advance, eur(6'000))), "PaymentRequested");
}

TEST(Approval, ComesOnce) {
  auto w = with_advance_approved();
  EXPECT_EQ(w.send(boris, approve("R1", eur(1), "2")), "REFUSED STATE");
  EXPECT_EQ(w.send(boris, approve("R1", eur(1), "1")), "REFUSED ID_TAKEN");
}

TEST(Approval, UsesAnOrderNumberOncePerYearAndARefusalUsesNone) {
  auto w = with_agreement();
  w.given(anne, request("R1", advance, eur(1'000))).given(anne, request("R2", advance, eur(1'000)));
  EXPECT_EQ(w.send(boris, approve("R1", eur(1'000, 1), "7")), "REFUSED REQUEST_EXCEEDED");
  EXPECT_EQ(w.send(boris, approve("R1", eur(1'000), "7")), "PaymentApproved");
  EXPECT_EQ(w.send(boris, approve("R2", eur(1'000), "7")), "REFUSED ID_TAKEN");
}

TEST(Approval, NeedsCreditsOfItsBudgetYear) {
  auto w = with_advance_requested();
  w.on("2017-01-10");
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000), "1", 2017)), "REFUSED CREDITS_EXCEEDED");
  w.given(council, OpenPaymentCredits{ProgrammeId{"G"}, 2017, eur(19'999, 99)});
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000), "1", 2017)), "REFUSED CREDITS_EXCEEDED");
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000), "1", 2015)), "REFUSED DATE");
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000), "1", 2018)), "REFUSED DATE");
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000), "1", 2016)), "PaymentApproved")
      << "the year before is still open";
}

TEST(Approval, InAClosedYearIsRefused) {
  auto w = with_advance_requested();
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000))), "REFUSED YEAR_CLOSED");
  w.on("2017-01-10");
  EXPECT_EQ(w.send(boris, approve("R1", eur(20'000), "1", 2016)), "REFUSED DATE");
}

TEST(Payment, OnACancelledProjectIsNeitherRequestedNorApprovedNorIssued) {
  auto w = with_advance_requested();
  w.given(board, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}});
  EXPECT_EQ(w.send(anne, request("R2", instalment, eur(1))), "REFUSED STATE");
  EXPECT_EQ(w.send(boris, approve("R1", eur(1))), "REFUSED STATE");
  auto approved = with_advance_approved();
  approved.given(board, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}});
  EXPECT_EQ(approved.send(boris, IssuePayment{PaymentId{"R1"}, {}}), "REFUSED STATE");
}

TEST(Payment, AlreadyIssuedIsStillConfirmedAndReturnedOnACancelledProject) {
  auto w = with_advance_issued();
  w.given(board, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}});
  EXPECT_EQ(w.send(chloe, confirm("R1")), "PaymentExecuted");
  EXPECT_EQ(w.send(chloe, bank_return("R1")), "PaymentReturned");
  EXPECT_EQ(w.project().state, ProjectState::cancelled);
}

TEST(Issue, IsNotForThePreparerAndNeedsAVerifiedAccount) {
  auto w = with_advance_approved();
  EXPECT_EQ(w.send({"anne", Role::accountant}, IssuePayment{PaymentId{"R1"}, {}}),
            "REFUSED FOUR_EYES");
  w.given(anne, ChangePayeeAccount{PayeeId{"00000101600013"}, {"FR1420041010050500013M02606", {}}});
  EXPECT_EQ(w.send(boris, IssuePayment{PaymentId{"R1"}, {}}), "REFUSED ACCOUNT_NOT_VERIFIED");
  EXPECT_EQ(w.send({"anne", Role::accountant}, VerifyPayeeAccount{PayeeId{"00000101600013"}}),
            "REFUSED FOUR_EYES");
  w.given(chloe, VerifyPayeeAccount{PayeeId{"00000101600013"}});
  EXPECT_EQ(w.send(boris, IssuePayment{PaymentId{"R1"}, {}}), "PaymentIssued");
}

TEST(Issue, NamesEveryAttemptForTheBankAndNoNameTwice) {
  auto w = with_advance_approved();
  EXPECT_EQ(w.send(boris, IssuePayment{PaymentId{"R1"}, {}}), "PaymentIssued");
  EXPECT_EQ(std::get<PaymentIssued>(w.events.back().body).end_to_end_id, "R1.1");
  w.given(chloe, confirm("R1")).given(chloe, bank_return("R1"));
  EXPECT_EQ(w.send(boris, IssuePayment{PaymentId{"R1"}, "R1.1"}), "REFUSED ID_TAKEN");
  EXPECT_EQ(w.send(boris, IssuePayment{PaymentId{"R1"}, {}}), "PaymentIssued");
  EXPECT_EQ(std::get<PaymentIssued>(w.events.back().body).end_to_end_id, "R1.2");
}

TEST(Payment, IsNotMadeBeforeItIsApprovedAndIssued) {
  auto w = with_advance_requested();
  EXPECT_EQ(w.send(chloe, confirm("R1")), "REFUSED STATE");
  EXPECT_EQ(w.send(boris, IssuePayment{PaymentId{"R1"}, {}}), "REFUSED STATE");
  w.given(boris, approve("R1", eur(20'000)));
  EXPECT_EQ(w.send(chloe, confirm("R1")), "REFUSED STATE");
}

TEST(Payment, IsMadeByAThirdPerson) {
  auto w = with_advance_issued();
  EXPECT_EQ(w.send({"anne", Role::finance}, confirm("R1")), "REFUSED FOUR_EYES");
  EXPECT_EQ(w.send({"boris", Role::accountant}, confirm("R1")), "REFUSED FOUR_EYES");
  EXPECT_EQ(w.send(chloe, confirm("R1", 2)), "REFUSED STATE") << "not the current attempt";
  EXPECT_EQ(w.send(chloe, confirm("R1")), "PaymentExecuted");
}

TEST(Return, IsOfAPaidPaymentOnce) {
  auto w = with_advance_issued();
  EXPECT_EQ(w.send(chloe, bank_return("R1")), "REFUSED STATE");
  w.given(chloe, confirm("R1"));
  EXPECT_EQ(w.send(chloe, bank_return("R1", 2)), "REFUSED STATE");
  EXPECT_EQ(w.send(chloe, bank_return("R1")), "PaymentReturned");
  EXPECT_EQ(w.send(chloe, bank_return("R1")), "REFUSED STATE");
}

TEST(Return, OfMoneyThatIsBeingRecoveredIsRefused) {
  auto w = with_recovery();
  EXPECT_EQ(w.send(chloe, bank_return("R1")), "REFUSED RECOVERY_EXCEEDED");
}

TEST(Return, OpensASettledProjectAgain) {
  auto w = with_account();
  w.given(anne, request("R2", balance, eur(12'000))).given(boris, approve("R2", eur(12'000), "2"));
  w.given(boris, IssuePayment{PaymentId{"R2"}, {}}).given(chloe, confirm("R2"));
  w.given(anne, SettleProject{ProjectId{"P"}});
  w.given(chloe, bank_return("R2"));
  EXPECT_EQ(w.project().state, ProjectState::contracted);
  auto const returned = w.state.head();
  w.given(chloe, ReverseEvent{returned});
  EXPECT_EQ(w.project().state, ProjectState::settled);
}

TEST(Steps, OfAPaymentFollowEachOtherInTime) {
  auto w = with_advance_approved();
  w.on("2016-12-01");
  EXPECT_EQ(w.send(boris, IssuePayment{PaymentId{"R1"}, {}}, effective("2016-11-22")),
            "REFUSED DATE");
  w.given(boris, IssuePayment{PaymentId{"R1"}, {}}, effective("2016-11-30"));
  EXPECT_EQ(w.send(chloe, confirm("R1"), effective("2016-11-29")), "REFUSED DATE");
  auto c = confirm("R1");
  c.value_date = day("2016-12-02");
  EXPECT_EQ(w.send(chloe, c), "REFUSED DATE");
}

TEST(Recovery, TakesNoMoreThanIsDisbursedAndNoNumberTwice) {
  auto w = with_advance_paid();
  EXPECT_EQ(w.send(boris, recovery(eur(20'000, 1))), "REFUSED RECOVERY_EXCEEDED");
  EXPECT_EQ(w.send(boris, recovery(eur(5'000))), "RecoveryOrdered");
  EXPECT_EQ(w.send(boris, recovery(eur(1))), "REFUSED ID_TAKEN");
  auto other = recovery(eur(1), "T2");
  other.titre_number = ActNumber{"titre-T1"};
  EXPECT_EQ(w.send(boris, other), "REFUSED ID_TAKEN");
  EXPECT_EQ(w.send(boris, recovery(eur(15'000, 1), "T2")), "REFUSED RECOVERY_EXCEEDED");
}

TEST(Recovery, IsReceivedUpToWhatIsOutstanding) {
  auto w = with_recovery();
  RecordRecoveryReceipt const rest{RecoveryId{"T1"}, eur(15'000), {}};
  w.given(chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(5'000), {}});
  EXPECT_EQ(w.send(chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(15'000, 1), {}}),
            "REFUSED RECOVERY_EXCEEDED");
  EXPECT_EQ(w.send(chloe, rest), "RecoveryReceived");
  EXPECT_EQ(w.send(chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(0, 1), {}}), "REFUSED STATE");
  EXPECT_EQ(w.authority().recovered, euros(20'000));
}

TEST(Recovery, IsReceivedNoEarlierThanItWasOrdered) {
  auto w = with_recovery();
  EXPECT_EQ(
      w.send(chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(1), {}}, effective("2016-12-15")),
      "REFUSED DATE");
}

TEST(Recovery, GivesAuthorityBackWhereTheProgrammeSaysSo) {
  auto w = with_recovery();
  w.state.programmes.change(ProgrammeId{"G"}).settings.re_credit = ReCredit::authority;
  auto const before = w.authority().available;
  w.given(chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(5'000), {}});
  EXPECT_EQ(w.authority().available, add(before, euros(5'000)));
  EXPECT_EQ(w.authority().recovered, euros(0));
  EXPECT_EQ(w.credits(2016), euros(280'000)) << "never credits";
  w.given(chloe, ReverseEvent{w.state.head()});
  EXPECT_EQ(w.authority().available, before);
}

}  // namespace
}  // namespace gl::ledger::testing
