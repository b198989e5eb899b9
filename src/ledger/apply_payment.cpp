#include "ledger/fold.h"

namespace gl::ledger {

/// Moves the request on; what is requested and not yet approved is pending.
void Fold::set_payment(Payment& payment, PaymentState state, Money amount) {
  auto& project = state_.projects.change_at(payment.project);
  if (payment.state == PaymentState::requested) {
    project.pending = subtract(project.pending, payment.amount);
  }
  payment.state = state;
  payment.amount = amount;
  if (state == PaymentState::requested) project.pending = add(project.pending, amount);
  GL_CHECK(!project.pending.is_negative(), "more requests left than came");
}

void Fold::operator()(PaymentRequested const& event) {
  auto const place = state_.payments.enter(event.payment);
  auto& payment = state_.payments.change_at(place);
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  payment.project = state_.projects.place_of(event.project);
  payment.previous = project.last_payment;
  project.last_payment = place;
  payment.kind = event.kind;
  payment.requested = event.amount;
  payment.payee = event.payee;
  payment.preparer = state_.persons.enter(envelope_.actor.person);
  payment.steps.requested = day();
  set_payment(payment, PaymentState::requested, event.amount);
  payment.live.add_fixed(position());
  fixed_for_project(project);
}

void Fold::operator()(PaymentApproved const& event) {
  auto& payment = this->payment(event.payment);
  auto& project = state_.projects.change_at(payment.project);
  advance(project.stream, StreamKind::project, event.project.view());
  auto holders = holders_of(project);
  holders.line = &credit_line(state_.calls.at(project.call).programme, event.budget_year);
  post(holders, moves_of(event));
  set_payment(payment, PaymentState::approved, event.amount);
  payment.budget_year = event.budget_year;
  payment.approver = state_.persons.enter(envelope_.actor.person);
  payment.steps.approved = day();
  state_.orders.change({event.budget_year, event.order_number}) = position();
  payment.live.add_posted(position());
  posted_for_project(project);
}

void Fold::operator()(PaymentIssued const& event) {
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

void Fold::operator()(RecoveryOrdered const& event) {
  auto& recovery = state_.recoveries.change(event.recovery);
  advance(recovery.stream, StreamKind::recovery, event.recovery.view());
  auto& project = this->project(event.project);
  post(holders_of(project), moves_of(event));
  recovery.project = state_.projects.place_of(event.project);
  recovery.state = RecoveryState::ordered;
  recovery.outstanding = event.amount;
  recovery.ordered_on = day();
  state_.titres.change(event.titre_number) = position();
  recovery.live.add_posted(position());
  posted_for_project(project);
}

void Fold::operator()(RecoveryReceived const& event) {
  auto& recovery = this->recovery(event.recovery);
  advance(recovery.stream, StreamKind::recovery, event.recovery.view());
  auto& project = state_.projects.change_at(recovery.project);
  post(holders_of(project), moves_of(event));
  recovery.outstanding = subtract(recovery.outstanding, event.amount);
  recovery.state =
      recovery.outstanding.is_zero() ? RecoveryState::received : RecoveryState::part_received;
  recovery.live.add_posted(position());
  posted_for_project(project);
}

}  // namespace gl::ledger
