#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/archive.h"
#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

/// Draws commands that are about things there may be, with amounts near the limits. Half of them
/// take some payment or project one step on, so that the later states are reached too.
class Dice {
 public:
  explicit Dice(World& world) : world_(world) {}

  std::pair<As, CommandBody> roll() {
    switch (pick(14)) {
      case 0: return authority();
      case 12: return budget();
      case 13: return call_step();
      case 1: return {portal, submit(pick_id("P"), siret())};
      case 2: return {board, AmendAward{project(), amount(40), {}, {}}};
      case 3: return {anne, any_request()};
      case 4: return recovering();
      case 5: return ending();
      case 6: return reversal();
      case 7:
      case 8: return project_step();
      default: return payment_step();
    }
  }

 private:
  int pick(int below) { return *rc::gen::inRange(0, below); }
  std::string pick_id(std::string const& prefix) { return prefix + std::to_string(pick(3)); }
  std::string siret() { return pick(2) == 0 ? "00000101600013" : "73282932000074"; }
  ProgrammeId g() { return ProgrammeId{"G"}; }
  ProjectId project() { return ProjectId{pick_id("P")}; }
  PaymentId payment() { return PaymentId{pick_id("R")}; }
  Amount amount(int thousands) { return {*rc::gen::inRange(1, thousands * 100'000 + 1), 2}; }

  std::pair<As, CommandBody> authority() {
    switch (pick(4)) {
      case 0: return {council, VoteAuthority{g(), amount(10)}};
      case 1: return {council, AdjustAuthority{g(), {amount(60).units - 5'000'000, 2}}};
      case 2: return {council, OpenPaymentCredits{g(), 2016 + pick(3), amount(60)}};
      default: return {board, award(amount(40), project().view())};
    }
  }

  /// Moves between programmes, calls and years.
  std::pair<As, CommandBody> budget() {
    ProgrammeId const h{"H"};
    auto const year = 2016 + pick(3);
    switch (pick(7)) {
      case 0: return {council, LapseAuthority{g(), amount(10)}};
      case 1: return {council, TransferAuthority{g(), h, amount(10)}};
      case 2: return {council, TransferAuthority{h, g(), amount(10)}};
      case 3: return {board, AllocateToCall{CallId{"C"}, amount(60)}};
      case 4: return {board, ReleaseAllocation{CallId{"C"}, amount(30)}};
      case 5: return {council, CarryOverCredits{g(), year, amount(20)}};
      default: return {council, AdjustPaymentCredits{g(), year, {amount(60).units - 4'000'000, 2}}};
    }
  }

  std::pair<As, CommandBody> call_step() {
    CallId const c{"C"};
    switch (pick(3)) {
      case 0: return {admin, CancelCall{c}};
      case 1: return {admin, SettleCall{c}};
      default: return {admin, CloseCall{c}};
    }
  }

  /// What usually comes next for a project.
  std::pair<As, CommandBody> project_step() {
    auto const id = project();
    auto const* const found = world_.state.projects.find(id);
    switch (found == nullptr ? ProjectState::none : found->state) {
      case ProjectState::submitted: return {anne, DeclareComplete{id}};
      case ProjectState::complete: return {anne, DeclareEligible{id, {}}};
      case ProjectState::eligible: return {board, award(amount(40), id.view())};
      case ProjectState::awarded: {
        auto c = agreement({found->award->amount.minor_units(), 2}, id.view());
        c.signed_by_funder = c.signed_by_payee = day("2016-09-05");
        return {boris, c};
      }
      default: return {portal, submit(id.view(), siret())};
    }
  }

  /// What usually comes next for a payment.
  std::pair<As, CommandBody> payment_step() {
    auto const id = payment();
    auto const* const found = world_.state.payments.find(id);
    auto const attempt = found == nullptr ? 1U : found->attempt;
    switch (found == nullptr ? PaymentState::none : found->state) {
      case PaymentState::requested: {
        if (pick(8) == 0) return {boris, RefusePayment{id}};
        if (pick(8) == 0) return {anne, WithdrawPaymentRequest{id}};
        auto const whole = Amount{found->amount.minor_units(), 2};
        return {boris, approve(id.view(), pick(2) == 0 ? whole : amount(10),
                               std::to_string(++numbers_), 2016)};
      }
      case PaymentState::rejected_by_accountant:
        if (pick(2) == 0) return {boris, Requisition{id, {}}};
        [[fallthrough]];
      case PaymentState::approved:
      case PaymentState::returned:
        if (pick(4) == 0) return {boris, AnnulApproval{id}};
        return {boris, IssuePayment{id, {}}};
      case PaymentState::issued:
        if (pick(4) == 0) return {chloe, RejectOrder{id}};
        return {chloe, confirm(id.view(), attempt)};
      case PaymentState::paid: return {chloe, bank_return(id.view(), attempt)};
      default: return {anne, any_request()};
    }
  }

  std::pair<As, CommandBody> ending() {
    auto const id = project();
    switch (pick(6)) {
      case 0: return {anne, FileFinalReport{id, amount(80), {}, {}}};
      case 1: return {anne, AcceptFinalAccount{id, amount(80), {}, {}}};
      case 2: return {board, CancelAward{id, CancelGround::renounced, {}}};
      case 3: return {board, WithdrawDecision{id, CancelGround::fraud, {}}};
      case 4: {
        AmendConvention c;
        auto const* const found = world_.state.projects.find(id);
        auto const whole = found != nullptr && found->award ? found->award->amount : euros(1);
        static_cast<ConventionEntry&>(c) = agreement({whole.minor_units(), 2}, id.view());
        c.signed_by_funder = c.signed_by_payee = day("2016-09-05");
        return {boris, c};
      }
      default: return {anne, SettleProject{id}};
    }
  }

  std::pair<As, CommandBody> recovering() {
    RecoveryId const id{pick_id("T")};
    switch (pick(6)) {
      case 0: return {boris, ReduceRecovery{id, amount(5)}};
      case 1: return {boris, CancelRecovery{id}};
      case 2: return {council, WriteOffRecovery{id}};
      case 3: return {chloe, RecordRecoveryReceipt{id, amount(5), {}}};
      default: break;
    }
    auto c = recovery(amount(10), id.view());
    c.project = project();
    return {boris, c};
  }

  RequestPayment any_request() {
    return request(payment().view(), static_cast<PaymentKind>(1 + pick(3)), amount(15),
                   project().view());
  }

  /// Of one of the last dozen events, by whoever may.
  std::pair<As, CommandBody> reversal() {
    auto const head = static_cast<int>(world_.state.head().value());
    auto const at = std::max(1, head - pick(12));
    Position const target{static_cast<std::uint64_t>(at)};
    auto const& actor = world_.event(target).envelope.actor;
    return {{actor.person.string(), actor.role}, ReverseEvent{target}};
  }

  World& world_;
  int numbers_ = 0;
};

/// Two projects with agreements, and payees whose accounts are verified.
World prepared() {
  auto w = with_call();
  w.given(admin, programme("H")).on("2016-08-01");
  for (auto const* const id : {"00000101600013", "73282932000074"}) {
    w.given(anne, payee(id)).given(chloe, VerifyPayeeAccount{PayeeId{id}});
  }
  for (auto const* const id : {"P0", "P1"}) {
    w.given(portal, submit(id)).given(anne, DeclareComplete{ProjectId{id}});
    w.given(anne, DeclareEligible{ProjectId{id}, {}});
  }
  w.on("2016-09-05").given(board, award(eur(40'000), "P0"));
  auto c = agreement(eur(40'000), "P0");
  c.signed_by_funder = c.signed_by_payee = day("2016-09-05");
  return w.given(boris, c);
}

/// `World` itself checks after every event that postings sum to zero, that voted is the sum of the
/// other terms, that none is negative, and that the state's terms are the postings' sums.
RC_GTEST_PROP(Ledger, StaysInBalanceWhateverIsSent, ()) {
  auto w = prepared();
  Dice dice{w};
  auto const commands = *rc::gen::inRange(1, 120);
  for (int i = 0; i < commands; ++i) {
    auto const [who, body] = dice.roll();
    (void)w.send(who, body);
    RC_ASSERT(!::testing::Test::HasFailure());
  }
  State replayed;
  for (auto const& event : w.events) apply(replayed, event);
  RC_ASSERT(save(replayed) == save(w.state));
  RC_ASSERT(save(*load(save(w.state))) == save(w.state));
}

RC_GTEST_PROP(Ledger, RollsBackWhateverWasSent, ()) {
  auto w = prepared();
  Dice dice{w};
  for (int i = 0; i < 15; ++i) {
    auto const [who, body] = dice.roll();
    (void)w.send(who, body);
  }
  auto const before = save(w.state);
  w.state.savepoint();
  for (int i = 0; i < 15; ++i) {
    auto const [who, body] = dice.roll();
    (void)w.send(who, body);
  }
  w.state.roll_back();
  RC_ASSERT(save(w.state) == before);
}

}  // namespace
}  // namespace gl::ledger::testing
