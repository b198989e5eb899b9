#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/archive.h"
#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

/// Draws commands that are about things there may be, with amounts near the limits.
class Dice {
 public:
  explicit Dice(World& world) : world_(world) {}

  std::pair<As, CommandBody> roll() {
    switch (pick(20)) {
      case 0: return {council, VoteAuthority{g(), amount(100)}};
      case 1: return {council, AdjustAuthority{g(), {amount(60).units - 3'000'000, 2}}};
      case 2: return {council, OpenPaymentCredits{g(), 2016 + pick(3), amount(60)}};
      case 3: return {portal, submit(pick_id("P"), pick(2) == 0 ? "00000101600013" : "73282932000074")};
      case 4: return {anne, DeclareComplete{project()}};
      case 5: return {anne, DeclareEligible{project(), {}}};
      case 6: return {board, award(amount(40), project().view())};
      case 7: return {board, AmendAward{project(), amount(40), {}, {}}};
      case 8: return {boris, current_agreement()};
      case 9: return {anne, any_request()};
      case 10: return {boris, approve(payment().view(), amount(20), std::to_string(++numbers_),
                                      2016 + pick(2))};
      case 11: return {boris, IssuePayment{payment(), {}}};
      case 12: return {chloe, confirm(payment().view(), static_cast<std::uint32_t>(1 + pick(2)))};
      case 13: return {chloe, bank_return(payment().view(), static_cast<std::uint32_t>(1 + pick(2)))};
      case 14: return {anne, FileFinalReport{project(), amount(80), {}, {}}};
      case 15: return {anne, AcceptFinalAccount{project(), amount(80), {}, {}}};
      case 16: return {board, CancelAward{project(), CancelGround::renounced, {}}};
      case 17: return {boris, any_recovery()};
      case 18: return {chloe, RecordRecoveryReceipt{RecoveryId{pick_id("T")}, amount(20), {}}};
      default: return reversal();
    }
  }

 private:
  int pick(int below) { return *rc::gen::inRange(0, below); }
  std::string pick_id(std::string const& prefix) { return prefix + std::to_string(pick(3)); }
  ProgrammeId g() { return ProgrammeId{"G"}; }
  ProjectId project() { return ProjectId{pick_id("P")}; }
  PaymentId payment() { return PaymentId{pick_id("R")}; }
  Amount amount(int thousands) { return {*rc::gen::inRange(1, thousands * 100'000 + 1), 2}; }

  SignConvention current_agreement() {
    auto const id = project();
    auto const* const found = world_.state.projects.find(id);
    auto const sum = found != nullptr && found->award ? found->award->amount : euros(1);
    auto c = agreement({sum.minor_units(), 2}, id.view());
    c.signed_by_funder = c.signed_by_payee = day("2016-09-10");
    return c;
  }
  RequestPayment any_request() {
    return request(payment().view(), static_cast<PaymentKind>(1 + pick(3)), amount(20),
                   project().view());
  }
  OrderRecovery any_recovery() {
    auto c = recovery(amount(20), pick_id("T"));
    c.project = project();
    return c;
  }
  /// Of an event of the last dozen, by whoever may.
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

World prepared() {
  auto w = with_call();
  w.on("2016-08-01");
  for (auto const* const id : {"00000101600013", "73282932000074"}) {
    w.given(anne, payee(id)).given(chloe, VerifyPayeeAccount{PayeeId{id}});
  }
  for (auto const* const id : {"P0", "P1"}) {
    w.given(portal, submit(id)).given(anne, DeclareComplete{ProjectId{id}});
    w.given(anne, DeclareEligible{ProjectId{id}, {}});
  }
  return w.on("2016-09-05");
}

/// `World` itself checks after every event that postings sum to zero, that voted is the sum of the
/// other terms, that none is negative, and that the state's terms are the postings' sums.
RC_GTEST_PROP(Ledger, StaysInBalanceWhateverIsSent, ()) {
  auto w = prepared();
  Dice dice{w};
  auto const commands = *rc::gen::inRange(1, 60);
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
