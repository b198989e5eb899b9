#include <gtest/gtest.h>

#include "ledger/given.h"

/// The end of an award by its ground, and its agreement's amendments.
namespace gl::ledger::testing {
namespace {

ProjectId const p{"P"};

WithdrawDecision withdraw(CancelGround ground) { return {p, ground, {}}; }

World with_settled() {
  auto w = with_account();
  w.given(anne, request("R2", PaymentKind::balance, eur(12'000)));
  w.given(boris, approve("R2", eur(12'000), "2")).given(boris, IssuePayment{PaymentId{"R2"}, {}});
  w.given(chloe, confirm("R2")).given(anne, SettleProject{p});
  return w;
}

AmendConvention amendment(Amount amount) {
  AmendConvention c;
  static_cast<ConventionEntry&>(c) = agreement(amount);
  c.number = ActNumber{"C-1-A"};
  c.signed_by_funder = c.signed_by_payee = day("2016-11-22");
  return c;
}

TEST(Withdrawal, FreesTheCommitmentAndNothingElse) {
  auto w = with_advance_paid();
  EXPECT_EQ(w.send(board, withdraw(CancelGround::illegal)), "DecisionWithdrawn");
  auto const& event = std::get<DecisionWithdrawn>(w.events.back().body);
  EXPECT_EQ(event.decommitted, euros(20'000));
  EXPECT_EQ(event.pool, AuthorityPool::unallocated);
  EXPECT_EQ(w.project().state, ProjectState::cancelled);
  EXPECT_EQ(w.project().balances.committed, euros(0));
  EXPECT_EQ(w.project().balances.disbursed, euros(20'000));
  EXPECT_EQ(w.authority().available, euros(680'000));
  EXPECT_EQ(w.send(boris, recovery(eur(20'000))), "RecoveryOrdered");
}

TEST(Withdrawal, OfAnIllegalAwardComesWithinFourMonths) {
  auto w = with_award();
  w.on("2017-03-15");
  EXPECT_EQ(w.send(board, withdraw(CancelGround::illegal)), "REFUSED DEADLINE_PASSED");
  EXPECT_EQ(w.refusal.limit, "2017-03-14");
  EXPECT_EQ(w.send(board, withdraw(CancelGround::illegal), effective("2017-03-14")),
            "DecisionWithdrawn");
}

TEST(Withdrawal, ForFraudComesAtAnyTime) {
  auto w = with_award();
  w.on("2026-03-15");
  EXPECT_EQ(w.send(board, withdraw(CancelGround::fraud)), "DecisionWithdrawn");
}

TEST(Withdrawal, KnowsIllegalityAndFraudAlone) {
  auto w = with_award();
  for (auto const ground : {CancelGround::unstated, CancelGround::renounced, CancelGround::lapsed,
                            CancelGround::breach}) {
    EXPECT_EQ(w.send(board, withdraw(ground)), "REFUSED MALFORMED");
  }
  for (auto const ground : {CancelGround::unstated, CancelGround::illegal, CancelGround::fraud}) {
    EXPECT_EQ(w.send(board, CancelAward{p, ground, {}}), "REFUSED MALFORMED");
  }
}

TEST(Withdrawal, IsNotDatedBeforeTheAwardNorIntoAClosedYear) {
  auto w = with_award();
  EXPECT_EQ(w.send(board, withdraw(CancelGround::fraud), effective("2016-11-13")), "REFUSED DATE");
  w.on("2017-01-02").given(boris, CloseExercise{2016});
  EXPECT_EQ(w.send(board, withdraw(CancelGround::fraud), effective("2016-12-01")),
            "REFUSED YEAR_CLOSED");
}

/// Domain §3, the lines CancelAward and WithdrawDecision with condition (f).
TEST(End, OfAnAwardDependsOnItsGroundAndTheProjectsState) {
  struct Line {
    CommandBody body;
    std::string_view allowed;
  };
  auto const hearing = day("2016-11-14");
  std::vector<Line> const table{
      {CancelAward{p, CancelGround::renounced, {}}, "Awarded Contracted"},
      {CancelAward{p, CancelGround::breach, hearing}, "Awarded Contracted Settled"},
      {withdraw(CancelGround::illegal), "Awarded Contracted"},
      {withdraw(CancelGround::fraud), "Awarded Contracted Settled"},
  };
  for (auto const& [body, allowed] : table) {
    for (std::uint8_t number = 1; number <= 15; ++number) {
      auto const state = ProjectState{number};
      SCOPED_TRACE(std::string{name(body)} + ", " + std::string{name(state)});
      auto w = with_advance_paid();
      w.state.projects.change(p).state = state;
      auto const verdict = w.send(board, body);
      if (allowed.find(name(state)) == std::string_view::npos) {
        EXPECT_EQ(verdict, "REFUSED STATE");
      } else {
        EXPECT_EQ(w.project().state, ProjectState::cancelled) << verdict;
      }
    }
  }
}

TEST(End, OfASettledAwardLeavesItsMoneyToBeRecovered) {
  auto w = with_settled();
  EXPECT_EQ(w.send(boris, recovery(eur(1))), "REFUSED STATE");
  EXPECT_EQ(w.send(board, withdraw(CancelGround::fraud)), "DecisionWithdrawn");
  EXPECT_EQ(w.send(boris, recovery(eur(32'000))), "RecoveryOrdered");
}

TEST(End, OfASettledAwardForABreachNeedsItsHearing) {
  auto w = with_settled();
  EXPECT_EQ(w.send(board, CancelAward{p, CancelGround::breach, {}}), "REFUSED HEARING_REQUIRED");
  EXPECT_EQ(w.send(board, CancelAward{p, CancelGround::breach, day("2016-12-15")}),
            "AwardCancelled");
}

TEST(End, TakesTheAwardOutOfYearlyTotals) {
  auto w = with_submission();
  w.given(portal, submit("P2", "00000101600021"));
  for (auto const* const id : {"P", "P2"}) {
    w.given(anne, DeclareComplete{ProjectId{id}}).given(anne, DeclareEligible{ProjectId{id}, {}});
  }
  w.on("2016-11-14").given(board, award(eur(20'000))).given(board, award(eur(20'000), "P2"));
  auto const r = request("R1", PaymentKind::advance, eur(1'000), "P2");
  EXPECT_EQ(w.send(anne, r), "REFUSED CONVENTION_REQUIRED");
  w.given(board, withdraw(CancelGround::illegal));
  EXPECT_EQ(w.send(anne, r), "PaymentRequested");
}

TEST(End, TakesTheAwardOutOfDeMinimis) {
  auto w = with_submission();
  w.given(portal, submit("P2", "00000101600021"));
  auto& settings = w.state.programmes.change(ProgrammeId{"G"}).settings;
  settings.aid_regime = AidRegime::de_minimis;
  settings.de_minimis_ceiling = euros(30'000);
  for (auto const* const id : {"P", "P2"}) {
    w.given(anne, DeclareComplete{ProjectId{id}}).given(anne, DeclareEligible{ProjectId{id}, {}});
  }
  w.on("2016-11-14").given(board, award(eur(20'000)));
  EXPECT_EQ(w.send(board, award(eur(10'000, 1), "P2")), "REFUSED DE_MINIMIS_EXCEEDED");
  w.given(board, withdraw(CancelGround::illegal));
  EXPECT_EQ(w.send(board, award(eur(30'000), "P2")), "AwardDecided");
}

TEST(Amendment, OfAnAgreementIsForTheAwardsCurrentAmount) {
  auto w = with_eligible();
  w.on("2016-11-14").given(board, award(eur(20'000)));
  EXPECT_EQ(w.on("2016-11-22").send(boris, amendment(eur(20'000))), "REFUSED STATE")
      << "nothing is signed yet";
  w.given(boris, agreement(eur(20'000)));
  w.given(board, AmendAward{p, eur(40'000), {}, {}});
  w.given(anne, request("R1", PaymentKind::advance, eur(20'000)));
  auto const more = request("R2", PaymentKind::instalment, eur(10'000));
  EXPECT_EQ(w.send(anne, more), "REFUSED CONVENTION_REQUIRED");
  EXPECT_EQ(w.send(boris, amendment(eur(20'000))), "REFUSED AMOUNT_MISMATCH");
  EXPECT_EQ(w.refusal.limit, "40000.00");
  EXPECT_EQ(w.send(boris, amendment(eur(40'000))), "ConventionAmended");
  EXPECT_EQ(w.project().state, ProjectState::contracted);
  EXPECT_EQ(w.send(anne, more), "PaymentRequested");
}

TEST(Amendment, OfAnAgreementIsSignedBetweenTheAwardAndItsEffect) {
  auto w = with_agreement();
  w.on("2016-11-22");
  auto c = amendment(eur(40'000));
  c.signed_by_funder = day("2016-11-13");
  EXPECT_EQ(w.send(boris, c), "REFUSED DATE");
  c.signed_by_funder = day("2016-11-23");
  EXPECT_EQ(w.send(boris, c), "REFUSED DATE");
  c.signed_by_funder = day("2016-11-14");
  EXPECT_EQ(w.send(boris, c), "ConventionAmended");
}

TEST(Amendment, OfAnAgreementChangesThePlanWhereItHasOne) {
  auto w = with_agreement();
  w.on("2016-11-22");
  auto c = amendment(eur(40'000));
  c.plan = {advance_of(300'000), {PaymentKind::instalment, {}, eur(28'000, 1), {}}};
  EXPECT_EQ(w.send(boris, c), "REFUSED PLAN_EXCEEDED");
  c.plan = {advance_of(300'000), the_balance()};
  w.given(boris, c).given(boris, amendment(eur(40'000)));
  auto const beyond = request("R1", PaymentKind::advance, eur(12'000, 1));
  EXPECT_EQ(w.send(anne, beyond), "REFUSED PLAN_EXCEEDED")
      << "an amendment without a plan leaves the one before";
}

TEST(Amendment, OfAnAgreementIsOnAContractedProjectAlone) {
  for (std::uint8_t number = 1; number <= 15; ++number) {
    auto const state = ProjectState{number};
    auto w = with_agreement();
    w.on("2016-11-22");
    w.state.projects.change(p).state = state;
    EXPECT_EQ(w.send(boris, amendment(eur(40'000))),
              state == ProjectState::contracted ? "ConventionAmended" : "REFUSED STATE")
        << name(state);
  }
}

TEST(Agreement, IsDueFromEverybodyAboveALowerAmountWhereTheProgrammeSaysSo) {
  auto w = with_eligible();
  auto& settings = w.state.programmes.change(ProgrammeId{"G"}).settings;
  settings.convention_for_all = true;
  settings.convention_threshold = euros(5'000);
  w.state.projects.change(p).legal_kind = LegalKind::public_body;
  w.on("2016-11-14").given(board, award(eur(5'000)));
  auto const r = request("R1", PaymentKind::advance, eur(1'000));
  EXPECT_EQ(w.send(anne, r), "PaymentRequested") << "5 000 is not above 5 000";
  w.given(board, AmendAward{p, eur(5'000, 1), {}, {}});
  EXPECT_EQ(w.send(boris, approve("R1", eur(1'000))), "REFUSED CONVENTION_REQUIRED");
}

}  // namespace
}  // namespace gl::ledger::testing
