#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "projections/random_ledger.h"

namespace gl::projections::testing {

using namespace ledger;  // NOLINT: every name here is a word of the ledger

namespace {

/// What the reversal of an event restores, for the events that can be reversed.
struct Undo {
  State const& state;
  using Undone = std::optional<EventReversed>;

  Undone operator()(AuthorityVoted const&) const { return {}; }  // it may be spent already
  Undone operator()(AuthorityLapsed const& e) const { return of(e.programme); }
  Undone operator()(AuthorityTransferred const& e) const { return of(e.from_programme); }
  Undone operator()(CallAllocated const& e) const { return of_call(e); }
  Undone operator()(CallReleased const& e) const { return of_call(e); }
  Undone operator()(PaymentCreditsAdjusted const& e) const { return of_credits(e); }
  Undone operator()(PaymentCreditsCarriedOver const& e) const {
    auto undone = of_credits(e);
    undone.restored.credits_carried_back = true;
    return undone;
  }
  Undone operator()(AwardDecided const& e) const {
    auto undone = of_project(e);
    undone.restored.award_removed = true;
    undone.restored.project_state = e.state_before;
    return undone;
  }
  Undone operator()(AwardIncreased const& e) const { return of_change(e); }
  Undone operator()(AwardReduced const& e) const { return of_change(e); }
  Undone operator()(FinalAmountSet const& e) const {
    auto undone = of_project(e);
    undone.restored.award_amount = e.amount_before;
    undone.restored.final_account_removed = true;
    return undone;
  }
  Undone operator()(AwardCancelled const& e) const { return of_end(e); }
  Undone operator()(DecisionWithdrawn const& e) const { return of_end(e); }
  Undone operator()(PaymentApproved const& e) const {
    auto undone = of_payment(e, PaymentState::requested);
    undone.year = e.budget_year;
    undone.restored.payment_amount = e.requested;
    return undone;
  }
  Undone operator()(PaymentAnnulled const& e) const {
    auto undone = of_payment(e, e.state_before);
    if (e.credits_restored) undone.year = e.budget_year;
    return undone;
  }
  Undone operator()(PaymentExecuted const& e) const { return of_payment(e, PaymentState::issued); }
  Undone operator()(PaymentReturned const& e) const {
    auto undone = of_payment(e, PaymentState::paid);
    undone.restored.project_state = e.project_state_before;
    return undone;
  }
  Undone operator()(RecoveryOrdered const& e) const {
    return of_recovery(e, RecoveryState::cancelled, {});
  }
  Undone operator()(RecoveryReceived const& e) const { return of_taking(e); }
  Undone operator()(RecoveryReduced const& e) const { return of_taking(e); }
  Undone operator()(RecoveryCancelled const& e) const { return of_taking(e); }
  Undone operator()(RecoveryWrittenOff const& e) const { return of_taking(e); }
  template <class Other>
  Undone operator()(Other const&) const {
    return {};
  }

 private:
  static EventReversed of(ProgrammeId const& programme) {
    EventReversed undone;
    undone.programme = programme;
    return undone;
  }
  static EventReversed of_call(CallAllocation const& e) {
    auto undone = of(e.programme);
    undone.call = e.call;
    return undone;
  }
  static EventReversed of_credits(auto const& e) {
    auto undone = of(e.programme);
    undone.year = e.year;
    return undone;
  }
  static EventReversed of_project(auto const& e) {
    auto undone = of(e.programme);
    undone.project = e.project;
    return undone;
  }
  static EventReversed of_change(AwardChange const& e) {
    auto undone = of_project(e);
    undone.restored.award_amount = e.amount_before;
    undone.restored.award_rate = e.rate_before;
    return undone;
  }
  static EventReversed of_end(AwardEnd const& e) {
    auto undone = of_project(e);
    undone.restored.project_state = e.state_before;
    return undone;
  }
  static EventReversed of_payment(auto const& e, PaymentState before) {
    auto undone = of_project(e);
    undone.payment = e.payment;
    undone.restored.payment_state = before;
    return undone;
  }
  static EventReversed of_recovery(auto const& e, RecoveryState before, Money outstanding) {
    auto undone = of_project(e);
    undone.recovery = e.recovery;
    undone.restored.recovery_state = before;
    undone.restored.recovery_outstanding = outstanding;
    return undone;
  }
  EventReversed of_taking(auto const& e) const {
    auto const outstanding = state.recoveries.find(e.recovery)->outstanding;
    return of_recovery(e, e.state_before, add(outstanding, e.amount));
  }
};

}  // namespace

/// Takes back the last event if it is of a kind that can be: nothing can depend on it then.
bool RandomLedger::reverse() {
  auto const& target = events_.back();
  auto undone = std::visit(Undo{state_}, target.body);
  if (!undone) return false;
  undone->target = target.envelope.position;
  undone->target_type = std::string{name(target.body)};
  undone->postings = postings(target);
  std::ranges::reverse(undone->postings);  // as the ledger does: no balance dips on the way
  for (auto& posting : undone->postings) posting.amount = posting.amount.negated();
  auto const its = target.envelope.stream;
  auto const day = target.envelope.effective_date;
  add(its, *std::move(undone), day);
  return true;
}

}  // namespace gl::projections::testing
