#include "ledger/project_states.h"

#include <gtest/gtest.h>

namespace gl::ledger::testing {
namespace {

ProjectId const p{"P"};
constexpr auto today = "2016-08-02";

World submitted() {
  auto w = with_submission([](OpenCall& c) { c.waitlist = true; });
  w.on(today);
  return w;
}

/// From Complete to a state before the award.
void step_on(World& w, ProjectState state) {
  switch (state) {
    case ProjectState::incomplete: w.given(anne, completion_request()); return;
    case ProjectState::ineligible: w.given(anne, DeclareIneligible{p, {}}); return;
    case ProjectState::withdrawn: w.given(portal, WithdrawProject{p}); return;
    case ProjectState::no_action: w.given(anne, CloseWithoutDecision{p}); return;
    case ProjectState::oriented: w.given(board, OrientProject{p, "OTHER"}); return;
    case ProjectState::complete: return;
    default: w.given(anne, DeclareEligible{p, {}});
  }
  if (state == ProjectState::assessed) w.given(anne, CloseAssessment{p});
  if (state == ProjectState::waitlisted) w.given(board, WaitlistProject{p, 1});
  if (state == ProjectState::rejected) w.given(board, RejectProject{p});
}

void sign(World& w) {
  auto c = agreement(eur(10'000));
  c.signed_by_funder = c.signed_by_payee = day(today);
  w.given(boris, c);
}

void pay(World& w, PaymentState state) {
  PaymentId const r{"R1"};
  if (state == PaymentState::none) return;
  w.given(anne, request("R1", PaymentKind::advance, eur(5'000)));
  if (state == PaymentState::requested) return;
  w.given(boris, approve("R1", eur(5'000)));
  if (state == PaymentState::approved) return;
  w.given(boris, IssuePayment{r, {}});
  if (state == PaymentState::issued) return;
  if (state == PaymentState::rejected_by_accountant) {
    w.given(chloe, RejectOrder{r});
    return;
  }
  w.given(chloe, confirm("R1"));
}

void settle(World& w) {
  w.given(anne, FileFinalReport{p, eur(10'000), {}, {}});
  w.given(anne, account(eur(10'000)));
  w.given(anne, SettleProject{p});
}

/// Awarded, with its payee.
World awarded() {
  auto w = submitted();
  w.given(anne, DeclareComplete{p}).given(anne, DeclareEligible{p, {}});
  w.given(board, award(eur(10'000)));
  w.given(anne, payee()).given(chloe, VerifyPayeeAccount{PayeeId{"00000101600013"}});
  return w;
}

World with_money(ProjectState state, PaymentState payment) {
  auto w = awarded();
  if (state != ProjectState::awarded) sign(w);
  pay(w, state == ProjectState::settled ? PaymentState::paid : payment);
  if (state == ProjectState::settled) settle(w);
  if (state == ProjectState::cancelled) {
    w.given(board, CancelAward{p, CancelGround::renounced, {}});
  }
  return w;
}

/// Complete again, with a request of the award that was, which had to be refused.
World reopened() {
  auto w = awarded();
  pay(w, PaymentState::requested);
  w.given(boris, RefusePayment{PaymentId{"R1"}});
  w.given(board, CancelAward{p, CancelGround::renounced, {}});
  w.given(board, ReopenProject{p}, with_act);
  return w;
}

}  // namespace

RequestCompletion completion_request(std::string_view kind) {
  return {p, {ReasonCode{kind}}, day("2016-09-30")};
}

CompleteProject completion(std::string_view kind) {
  return {p, {{ReasonCode{kind}, any_hash()}}, {}, {}};
}

World project_in(ProjectState state, PaymentState payment) {
  if (state >= ProjectState::awarded) {
    auto w = with_money(state, payment);
    EXPECT_EQ(w.project().state, state);
    return w;
  }
  auto w =
      payment == PaymentState::none || state == ProjectState::submitted ? submitted() : reopened();
  if (state == ProjectState::submitted) return w;
  if (w.project().state == ProjectState::submitted) w.given(anne, DeclareComplete{p});
  step_on(w, state);
  EXPECT_EQ(w.project().state, state);
  return w;
}

}  // namespace gl::ledger::testing
