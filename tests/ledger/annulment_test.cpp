#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "ledger/archive.h"
#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

constexpr auto advance = PaymentKind::advance;
constexpr auto instalment = PaymentKind::instalment;

PaymentId const r1{"R1"};
ProjectId const p{"P"};

PaymentAnnulled const& annulled(World const& w) {
  return std::get<PaymentAnnulled>(w.events.back().body);
}

TEST(Withdrawal, OfARequestSetsItsPartFree) {
  auto w = with_advance_requested();
  EXPECT_EQ(w.project().pending, euros(20'000));
  EXPECT_EQ(w.send(anne, WithdrawPaymentRequest{r1}), "PaymentRequestWithdrawn");
  EXPECT_EQ(w.project().pending, euros(0));
  EXPECT_EQ(w.project().balances.committed, euros(40'000));
  EXPECT_EQ(w.send(anne, request("R2", advance, eur(20'000))), "PaymentRequested");
}

TEST(Refusal, OfARequestSetsItsPartFree) {
  auto w = with_advance_requested();
  EXPECT_EQ(w.send(boris, RefusePayment{r1}), "PaymentRefused");
  EXPECT_EQ(w.project().pending, euros(0));
  EXPECT_EQ(w.send(anne, request("R2", advance, eur(20'000))), "PaymentRequested");
}

TEST(Refusal, IsNotDatedBeforeTheRequest) {
  auto w = with_advance_requested();
  EXPECT_EQ(w.send(boris, RefusePayment{r1}, effective("2016-11-21")), "REFUSED DATE");
  EXPECT_EQ(w.send(boris, RefusePayment{r1}, effective("2016-11-23")), "REFUSED DATE");
  EXPECT_EQ(w.send(boris, RefusePayment{PaymentId{"R9"}}), "REFUSED UNKNOWN_TARGET");
}

TEST(Refusal, StaysPossibleInAClosedYearBecauseItPostsNothing) {
  auto w = with_advance_requested();
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  EXPECT_EQ(w.send(boris, RefusePayment{r1}), "PaymentRefused");
}

TEST(Annulment, IsTheReverseOfTheApproval) {
  for (auto* const make :
       {with_advance_approved, with_advance_issued, with_advance_rejected, with_advance_returned}) {
    auto w = make();
    EXPECT_EQ(w.credits(2016), euros(280'000));
    EXPECT_EQ(w.send(boris, AnnulApproval{r1}), "PaymentAnnulled") << w.refusal.sentence;
    EXPECT_EQ(w.project().balances.committed, euros(40'000));
    EXPECT_EQ(w.project().balances.payable, euros(0));
    EXPECT_EQ(w.project().balances.disbursed, euros(0));
    EXPECT_EQ(w.credits(2016), euros(300'000));
    EXPECT_TRUE(annulled(w).credits_restored);
    EXPECT_FALSE(annulled(w).decommitted);
  }
}

TEST(Annulment, TakesTheRequestOutOfThePlanButKeepsItsNumbersUsed) {
  auto w = with_advance_issued();
  w.given(boris, AnnulApproval{r1});
  EXPECT_EQ(w.send(anne, request("R1", advance, eur(1))), "REFUSED ID_TAKEN");
  EXPECT_EQ(w.send(anne, request("R2", advance, eur(20'000))), "PaymentRequested");
  EXPECT_EQ(w.send(boris, approve("R2", eur(20'000), "1")), "REFUSED ID_TAKEN");
  w.given(boris, approve("R2", eur(20'000), "2"));
  EXPECT_EQ(w.send(boris, IssuePayment{PaymentId{"R2"}, "R1.1"}), "REFUSED ID_TAKEN");
}

TEST(Annulment, OfABalanceMakesRoomForAnother) {
  auto w = with_account();
  w.given(anne, request("R2", PaymentKind::balance, eur(12'000)));
  w.given(boris, approve("R2", eur(12'000), "2"));
  EXPECT_EQ(w.send(anne, request("R3", PaymentKind::balance, eur(1))),
            "REFUSED COMMITMENT_EXCEEDED");
  w.given(boris, AnnulApproval{PaymentId{"R2"}});
  EXPECT_EQ(w.send(anne, request("R3", PaymentKind::balance, eur(12'000))), "PaymentRequested");
}

/// The advance of 20 000 is back from the bank, above a final amount of 10 000.
World with_return_above_the_account() {
  auto w = with_advance_paid();
  w.given(anne, FileFinalReport{p, eur(20'000), {}, {}}).given(anne, account(eur(20'000)));
  w.given(chloe, bank_return("R1"));
  return w;
}

/// What comes back above all that can still be requested would be nobody's to order or to free.
TEST(Annulment, AboveTheFinalAmountFreesWhatNobodyCanRequest) {
  auto w = with_return_above_the_account();
  EXPECT_EQ(w.send(boris, AnnulApproval{r1}), "PaymentAnnulled+AwardReduced");
  EXPECT_EQ(w.project().balances.committed, euros(10'000));
  EXPECT_EQ(w.authority().available, euros(690'000));
  EXPECT_EQ(w.project().award->amount, euros(10'000));
  w.given(anne, request("R2", PaymentKind::balance, eur(10'000)));
  w.given(boris, approve("R2", eur(10'000), "2")).given(boris, IssuePayment{PaymentId{"R2"}, {}});
  w.given(chloe, confirm("R2"));
  EXPECT_EQ(w.send(anne, SettleProject{p}), "ProjectSettled");
}

TEST(Annulment, AboveTheFinalAmountIsReversedStepByStep) {
  auto w = with_return_above_the_account();
  w.given(boris, AnnulApproval{r1});
  auto const reduced = w.state.head();
  Position const annulled_at{reduced.value() - 1};
  EXPECT_EQ(w.send(boris, ReverseEvent{annulled_at}), "REFUSED DEPENDENT_EVENTS");
  EXPECT_EQ(w.send(board, ReverseEvent{reduced}), "REFUSED FORBIDDEN") << "it amended no award";
  EXPECT_EQ(w.send(boris, ReverseEvent{reduced}), "EventReversed");
  EXPECT_EQ(w.send(boris, ReverseEvent{annulled_at}), "EventReversed");
  EXPECT_EQ(w.project().balances.payable, euros(20'000));
}

TEST(Issue, OfAReturnedPaymentStaysWithinALowerAward) {
  auto w = with_return_above_the_account();
  EXPECT_EQ(w.send(boris, IssuePayment{r1, {}}), "REFUSED COMMITMENT_EXCEEDED");
  EXPECT_EQ(w.refusal.limit, "10000.00");
  EXPECT_EQ(w.refusal.actual, "20000.00");
}

TEST(Issue, OfAReturnedPaymentWithinTheFinalAmountGoesOn) {
  auto w = with_account();
  w.given(chloe, bank_return("R1"));
  EXPECT_EQ(w.send(boris, IssuePayment{r1, {}}), "PaymentIssued");
}

TEST(Annulment, RestoresNoCreditsOfAClosedYear) {
  auto w = with_advance_approved();
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  w.on("2017-01-10");
  EXPECT_EQ(w.send(boris, AnnulApproval{r1}, effective("2016-12-30")), "REFUSED YEAR_CLOSED");
  EXPECT_EQ(w.send(boris, AnnulApproval{r1}), "PaymentAnnulled");
  EXPECT_FALSE(annulled(w).credits_restored);
  EXPECT_EQ(w.project().balances.committed, euros(40'000));
  EXPECT_EQ(w.trial_balance.at("Assets:CP:G:Y2016:Consumed"), euros(20'000));
}

TEST(Annulment, OnACancelledProjectGivesTheAuthorityBack) {
  auto w = with_advance_approved();
  w.given(board, CancelAward{p, CancelGround::renounced, {}});
  EXPECT_EQ(w.authority().available, euros(680'000));
  EXPECT_EQ(w.send(boris, AnnulApproval{r1}), "PaymentAnnulled");
  EXPECT_TRUE(annulled(w).decommitted);
  EXPECT_EQ(annulled(w).pool, AuthorityPool::unallocated);
  EXPECT_EQ(w.authority().available, euros(700'000));
  EXPECT_EQ(w.project().balances.committed, euros(0));
}

TEST(Annulment, OnACancelledProjectGivesAuthorityToTheCallsPart) {
  auto w = with_advance_approved();
  w.given(board, CancelAward{p, CancelGround::renounced, {}});
  w.state.calls.change(CallId{"C"}).allocation = euros(1);
  w.given(boris, AnnulApproval{r1});
  EXPECT_EQ(annulled(w).pool, AuthorityPool::call);
  EXPECT_EQ(w.state.calls.find(CallId{"C"})->available, euros(20'000));
}

TEST(Annulment, OnACancelledProjectLapsesOnceTheAuthoritysValidityIsOver) {
  auto w = with_advance_approved();
  w.given(board, CancelAward{p, CancelGround::renounced, {}});
  w.state.programmes.change(ProgrammeId{"G"}).settings.authority_valid_until = day("2016-11-30");
  w.on("2016-12-01").given(boris, AnnulApproval{r1});
  EXPECT_EQ(annulled(w).pool, AuthorityPool::lapsed);
  EXPECT_EQ(w.authority().lapsed, euros(20'000));
  EXPECT_EQ(w.authority().available, euros(680'000));
}

TEST(Annulment, IsNotDatedBeforeTheLatestStep) {
  auto w = with_advance_rejected();
  w.on("2016-12-01");
  EXPECT_EQ(w.send(boris, AnnulApproval{r1}, effective("2016-11-24")), "REFUSED DATE");
  EXPECT_EQ(w.send(boris, AnnulApproval{r1}, effective("2016-11-25")), "PaymentAnnulled");
}

/// A snapshot keeps the day of every step that the payment's state can rest on.
TEST(Annulment, IsNotDatedBeforeTheLatestStepThatASnapshotKept) {
  std::vector<std::pair<World, std::string>> const cases{{with_advance_approved(), "2016-11-22"},
                                                         {with_advance_issued(), "2016-11-22"},
                                                         {with_advance_rejected(), "2016-11-24"},
                                                         {with_advance_returned(), "2016-11-29"}};
  for (auto const& [made, before] : cases) {
    auto w = made;
    auto kept = load(save(w.state));
    ASSERT_TRUE(kept.has_value()) << kept.error().what;
    w.state = *std::move(kept);
    EXPECT_EQ(w.send(boris, AnnulApproval{r1}, effective(before)), "REFUSED DATE") << before;
  }
}

TEST(Requisition, HandsARejectedOrderOverAgain) {
  auto w = with_advance_rejected();
  EXPECT_EQ(w.send(boris, Requisition{r1, {}}), "OrderRequisitioned");
  auto const& event = std::get<OrderRequisitioned>(w.events.back().body);
  EXPECT_EQ(event.attempt, 2U);
  EXPECT_EQ(event.end_to_end_id, "R1.2");
  EXPECT_EQ(event.amount, euros(20'000));
  EXPECT_EQ(w.send(chloe, confirm("R1", 1)), "REFUSED STATE") << "not the current attempt";
  EXPECT_EQ(w.send(chloe, confirm("R1", 2)), "PaymentExecuted");
  EXPECT_EQ(w.send(chloe, bank_return("R1", 1)), "REFUSED STATE");
}

TEST(Requisition, IsRefusedToThePreparerOnly) {
  auto w = with_advance_rejected();
  EXPECT_EQ(w.send({"anne", Role::officer}, Requisition{r1, {}}), "REFUSED FOUR_EYES");
  EXPECT_EQ(w.send({"chloe", Role::officer}, Requisition{r1, {}}), "OrderRequisitioned")
      << "who rejected the order may even do it, in another role";
  auto approver = with_advance_rejected();
  EXPECT_EQ(approver.send(boris, Requisition{r1, {}}), "OrderRequisitioned");
}

TEST(Requisition, NeedsAVerifiedAccountAndAFreshName) {
  auto w = with_advance_rejected();
  EXPECT_EQ(w.send(boris, Requisition{r1, "R1.1"}), "REFUSED ID_TAKEN");
  w.given(anne, ChangePayeeAccount{PayeeId{"00000101600013"}, {"FR1420041010050500013M02606", {}}});
  EXPECT_EQ(w.send(boris, Requisition{r1, {}}), "REFUSED ACCOUNT_NOT_VERIFIED");
  EXPECT_EQ(w.send(boris, IssuePayment{r1, {}}), "REFUSED ACCOUNT_NOT_VERIFIED");
  w.given(chloe, VerifyPayeeAccount{PayeeId{"00000101600013"}});
  EXPECT_EQ(w.send(boris, Requisition{r1, "E2E"}), "OrderRequisitioned");
}

TEST(Requisition, AndRejectionFollowTheStepBeforeInTime) {
  auto w = with_advance_issued();
  w.on("2016-12-01");
  EXPECT_EQ(w.send(chloe, RejectOrder{r1}, effective("2016-11-23")), "REFUSED DATE");
  w.given(chloe, RejectOrder{r1}, effective("2016-11-28"));
  EXPECT_EQ(w.send(boris, Requisition{r1, {}}, effective("2016-11-27")), "REFUSED DATE");
  EXPECT_EQ(w.send(boris, Requisition{r1, {}}, effective("2016-11-28")), "OrderRequisitioned");
}

TEST(Request, LeftFromAnAwardBeforeCountsAgainstTheNextOneOnceApproved) {
  auto w = with_advance_requested();
  w.given(board, CancelAward{p, CancelGround::renounced, {}});
  auto& project = w.state.projects.change(p);  // as a reopening leaves it
  project.state = ProjectState::eligible;
  project.award.reset();
  project.agreement.reset();
  w.given(board, award(eur(40'000))).given(boris, [] {
    auto c = agreement(eur(40'000));
    c.signed_by_funder = c.signed_by_payee = day("2016-11-22");
    return c;
  }());
  EXPECT_EQ(w.project().award->requests.total, euros(0));
  w.on("2016-11-23").given(boris, approve("R1", eur(19'000)));
  EXPECT_EQ(w.project().award->requests.advances, euros(19'000));
  EXPECT_EQ(w.send(anne, request("R2", advance, eur(1'000, 1))), "REFUSED PLAN_EXCEEDED");
  w.given(boris, AnnulApproval{r1});
  EXPECT_EQ(w.project().award->requests.total, euros(0));
}

TEST(Request, SplitsAnAwardAmongItsPayeesByLargestRemainder) {
  auto w = with_eligible();
  auto c = award(eur(100));
  c.payees = {{PayeeId{"00000101600013"}, Rate{333'333}},
              {PayeeId{"73282932000074"}, Rate{333'333}},
              {PayeeId{"35600000000048"}, Rate{333'334}}};
  c.plan = {instalment_of(1'000'000)};
  w.on("2016-11-14").given(board, c);
  auto r = request("R1", instalment, eur(33, 34));
  r.payee = PayeeId{"00000101600013"};
  EXPECT_EQ(w.send(anne, r), "REFUSED PLAN_EXCEEDED");
  EXPECT_EQ(w.refusal.limit, "33.33");
  r.payee = PayeeId{"35600000000048"};
  EXPECT_EQ(w.send(anne, r), "PaymentRequested") << "the cent that is left is the third one's";
}

TEST(Request, OfABalanceComesOncePerPayee) {
  auto w = with_eligible();
  auto c = award(eur(20'000));
  c.payees = {{PayeeId{"00000101600013"}, Rate{500'000}},
              {PayeeId{"73282932000074"}, Rate{500'000}}};
  w.on("2016-11-14").given(board, c);
  w.given(anne, FileFinalReport{p, eur(80'000), {}, {}}).given(anne, account(eur(80'000)));
  auto r = request("R1", PaymentKind::balance, eur(9'000));
  r.payee = PayeeId{"00000101600013"};
  w.given(anne, r);
  r.payment = PaymentId{"R2"};
  r.amount = eur(1'000);
  EXPECT_EQ(w.send(anne, r), "REFUSED PLAN_EXCEEDED");
  r.payee = PayeeId{"73282932000074"};
  r.amount = eur(10'000);
  EXPECT_EQ(w.send(anne, r), "PaymentRequested");
}

}  // namespace
}  // namespace gl::ledger::testing
