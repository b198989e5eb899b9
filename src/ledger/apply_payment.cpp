#include <algorithm>

#include "ledger/fold.h"

namespace gl::ledger {
namespace {

/// A request that counts against its award.
bool is_live(PaymentState state) {
  switch (state) {
    case PaymentState::requested:
    case PaymentState::approved:
    case PaymentState::issued:
    case PaymentState::rejected_by_accountant:
    case PaymentState::paid:
    case PaymentState::returned: return true;
    case PaymentState::none:
    case PaymentState::refused:
    case PaymentState::withdrawn:
    case PaymentState::annulled: return false;
  }
  return false;
}

}  // namespace

/// Adds the request to what its award's come to (`sign` 1), or takes it out (−1). Those of an
/// award that was followed by another no longer count.
void Fold::count_request(Payment const& payment, Project& project, int sign) {
  if (!is_live(payment.state) || !project.award || payment.award != project.awards) return;
  auto const amount = sign > 0 ? payment.amount : payment.amount.negated();
  auto const one = static_cast<std::uint32_t>(sign);
  auto& award = *project.award;
  auto& sums = award.requests;
  sums.total = add(sums.total, amount);
  if (payment.kind == PaymentKind::balance) {
    sums.balances += one;
  } else {
    sums.before_balance = add(sums.before_balance, amount);
  }
  if (payment.kind == PaymentKind::advance) sums.advances = add(sums.advances, amount);
  auto const payee = std::ranges::find(award.payees, payment.payee, &AwardPayee::payee);
  if (payee == award.payees.end()) return;
  payee->requested = add(payee->requested, amount);
  if (payment.kind == PaymentKind::balance) payee->balances += one;
}

/// Moves the request on; what is requested and not yet approved is pending.
void Fold::set_payment(Payment& payment, PaymentState state, Money amount) {
  auto& project = state_.projects.change_at(payment.project);
  if (payment.state == PaymentState::requested) {
    project.pending = subtract(project.pending, payment.amount);
  }
  if (!is_live(payment.state) || !is_live(state) || payment.amount != amount) {
    count_request(payment, project, -1);
    payment.state = state;
    payment.amount = amount;
    count_request(payment, project, 1);
  } else {
    payment.state = state;
  }
  if (state == PaymentState::requested) project.pending = add(project.pending, amount);
  GL_CHECK(!project.pending.is_negative(), "more requests left than came");
}

void Fold::operator()(PaymentRequested const& event) {
  auto const place = state_.payments.enter(event.payment);
  auto& payment = state_.payments.change_at(place);
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  payment.project = state_.projects.place_of(event.project);
  payment.award = project.awards;
  payment.kind = event.kind;
  payment.requested = event.amount;
  payment.payee = event.payee;
  payment.preparer = state_.persons.enter(envelope_.actor.person);
  payment.steps.requested = day();
  set_payment(payment, PaymentState::requested, event.amount);
  payment.live.add_fixed(position());
  fixed_for_project(project);
}

/// A request that is left from an award which another one followed counts against the later one
/// as soon as it is approved.
void Fold::operator()(PaymentApproved const& event) {
  auto& payment = this->payment(event.payment);
  auto& project = state_.projects.change_at(payment.project);
  advance(project.stream, StreamKind::project, event.project.view());
  auto holders = holders_of(project);
  holders.line = &credit_line(state_.calls.at(project.call).programme, event.budget_year);
  post(holders, moves_of(event));
  if (payment.award != project.awards) {
    payment.award = project.awards;
    count_request(payment, project, 1);
  }
  set_payment(payment, PaymentState::approved, event.amount);
  payment.budget_year = event.budget_year;
  payment.approver = state_.persons.enter(envelope_.actor.person);
  payment.steps.approved = day();
  state_.orders.change({event.budget_year, event.order_number}) = position();
  payment.live.add_posted(position());
  posted_for_project(project);
}

/// A request that ends before it is approved.
void Fold::end_pending(PaymentId const& id, PaymentState state) {
  auto& payment = this->payment(id);
  auto& project = state_.projects.change_at(payment.project);
  advance(project.stream, StreamKind::project, state_.projects.key_at(payment.project).view());
  set_payment(payment, state, payment.amount);
  payment.live.add_fixed(position());
  fixed_for_project(project);
}

void Fold::operator()(PaymentRequestWithdrawn const& event) {
  end_pending(event.payment, PaymentState::withdrawn);
}

void Fold::operator()(PaymentRefused const& event) {
  end_pending(event.payment, PaymentState::refused);
}

void Fold::operator()(PaymentAnnulled const& event) {
  auto& payment = this->payment(event.payment);
  auto& project = state_.projects.change_at(payment.project);
  advance(project.stream, StreamKind::project, event.project.view());
  auto holders = holders_of(project);
  if (event.credits_restored) {
    holders.line = &credit_line(state_.calls.at(project.call).programme, event.budget_year);
  }
  post(holders, moves_of(event));
  set_payment(payment, PaymentState::annulled, payment.amount);
  payment.live.add_posted(position());
  posted_for_project(project);
}

void Fold::hand_over(OrderHandedOver const& event) {
  auto& payment = this->payment(event.payment);
  auto& project = state_.projects.change_at(payment.project);
  advance(project.stream, StreamKind::project, event.project.view());
  GL_CHECK(event.attempt == payment.attempt + 1, "a payment's attempts have a gap");
  set_payment(payment, PaymentState::issued, payment.amount);
  payment.attempt = event.attempt;
  payment.steps.issued = day();
  state_.end_to_end_ids.change(EndToEndId{event.end_to_end_id}) = position();
  payment.live.add_fixed(position());
  fixed_for_project(project);
}

void Fold::operator()(PaymentIssued const& event) { hand_over(event); }
void Fold::operator()(OrderRequisitioned const& event) { hand_over(event); }

void Fold::operator()(OrderRejected const& event) {
  auto& payment = this->payment(event.payment);
  auto& project = state_.projects.change_at(payment.project);
  advance(project.stream, StreamKind::project, event.project.view());
  set_payment(payment, PaymentState::rejected_by_accountant, payment.amount);
  payment.steps.rejected = day();
  payment.live.add_fixed(position());
  fixed_for_project(project);
}

void Fold::operator()(PaymentExecuted const& event) {
  auto& payment = this->payment(event.payment);
  auto& project = state_.projects.change_at(payment.project);
  advance(project.stream, StreamKind::project, event.project.view());
  post(holders_of(project), moves_of(event));
  set_payment(payment, PaymentState::paid, payment.amount);
  payment.steps.paid = day();
  payment.live.add_posted(position());
  posted_for_project(project);
}

void Fold::operator()(PaymentReturned const& event) {
  auto& payment = this->payment(event.payment);
  auto& project = state_.projects.change_at(payment.project);
  advance(project.stream, StreamKind::project, event.project.view());
  post(holders_of(project), moves_of(event));
  set_payment(payment, PaymentState::returned, payment.amount);
  payment.steps.returned = day();
  if (project.state == ProjectState::settled) {
    project.state = project.agreement ? ProjectState::contracted : ProjectState::awarded;
  }
  payment.live.add_posted(position());
  posted_for_project(project);
}

}  // namespace gl::ledger
