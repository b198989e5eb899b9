#include <algorithm>
#include <string>
#include <utility>

#include "projections/random_ledger.h"
#include "projections/random_words.h"

namespace gl::projections::testing {

using namespace ledger;  // NOLINT: every name here is a word of the ledger

bool RandomLedger::request_payment(ProjectId const& id, Project const& project) {
  auto const left = subtract(project.balances.committed, project.pending);
  if (!left.is_positive()) return false;
  PaymentRequested event;
  event.project = id;
  event.payment = PaymentId{"R" + std::to_string(++number_)};
  event.kind = PaymentKind::advance;
  event.amount = part_of(left);
  event.payee = project.applicant;
  last_payments_.insert_or_assign(id.string(), event.payment);
  add(stream(StreamKind::project, id.view()), event);
  return true;
}

bool RandomLedger::step_of_payment(ProjectId const& id, Project const& project) {
  auto const last = last_payments_.find(id.string());
  if (last == last_payments_.end()) return false;
  auto const payment_id = last->second;
  auto const& payment = *state_.payments.find(payment_id);
  auto const its = stream(StreamKind::project, id.view());
  auto const& call = state_.calls.at(project.call);
  auto const programme = state_.programmes.key_at(call.programme);
  bool const is_live =
      project.state == ProjectState::awarded || project.state == ProjectState::contracted;
  bool const is_settled = project.state == ProjectState::settled;
  if (!is_settled && chance(15) && annul(id, project, payment_id)) {
    return true;
  }
  switch (payment.state) {
    case PaymentState::requested:
      if (!is_settled && chance(20)) return drop(id, payment_id);
      return is_live && approve(id, project, payment_id);
    case PaymentState::approved:
    case PaymentState::returned:
      if (!is_live) return false;
      add(its, PaymentIssued{hand_over(id, payment_id)});
      return true;
    case PaymentState::issued:
      if (chance(20)) {
        add(its, OrderRejected{id, payment_id, payment.attempt});
        return true;
      }
      add(its,
          PaymentExecuted{id, programme, payment_id, payment.amount, payment.attempt, {}, {}, 0});
      return true;
    case PaymentState::rejected_by_accountant:
      if (!is_live) return false;
      add(its, OrderRequisitioned{hand_over(id, payment_id)});
      return true;
    case PaymentState::paid:
      if (!chance(30) || project.balances.disbursed < payment.amount) return false;
      add(its, PaymentReturned{id,
                               programme,
                               payment_id,
                               payment.amount,
                               payment.attempt,
                               ReasonCode{"AC04"},
                               {},
                               {},
                               0,
                               project.state});
      return true;
    default: return false;
  }
}

bool RandomLedger::approve(ProjectId const& id, Project const& project,
                           PaymentId const& payment_id) {
  auto const& payment = *state_.payments.find(payment_id);
  auto const& call = state_.calls.at(project.call);
  auto const* line = state_.credit_lines.find({call.programme, year_});
  auto const amount = part_of(payment.amount);
  if (line == nullptr || line->available < amount || project.balances.committed < amount) {
    return false;
  }
  add(stream(StreamKind::project, id.view()),
      PaymentApproved{id, state_.programmes.key_at(call.programme), payment_id, amount,
                      payment.amount, ActNumber{"m/" + std::to_string(++number_)}, year_});
  return true;
}

OrderHandedOver RandomLedger::hand_over(ProjectId const& id, PaymentId const& payment_id) const {
  auto const& payment = *state_.payments.find(payment_id);
  OrderHandedOver order;
  order.project = id;
  order.payment = payment_id;
  order.attempt = payment.attempt + 1;
  order.end_to_end_id = payment_id.string() + "." + std::to_string(order.attempt);
  order.payee = payment.payee;
  order.amount = payment.amount;
  return order;
}

/// A request comes to nothing.
bool RandomLedger::drop(ProjectId const& id, PaymentId const& payment_id) {
  auto const its = stream(StreamKind::project, id.view());
  if (chance(50)) {
    add(its, PaymentRefused{id, payment_id});
  } else {
    add(its, PaymentRequestWithdrawn{id, payment_id});
  }
  return true;
}

bool RandomLedger::annul(ProjectId const& id, Project const& project, PaymentId const& payment_id) {
  auto const& payment = *state_.payments.find(payment_id);
  bool const can_be = payment.state == PaymentState::approved ||
                      payment.state == PaymentState::issued ||
                      payment.state == PaymentState::rejected_by_accountant ||
                      payment.state == PaymentState::returned;
  if (!can_be) return false;
  auto const& call = state_.calls.at(project.call);
  PaymentAnnulled event;
  event.project = id;
  event.call = state_.calls.key_at(project.call);
  event.programme = state_.programmes.key_at(call.programme);
  event.payment = payment_id;
  event.amount = payment.amount;
  event.budget_year = payment.budget_year;
  event.credits_restored = !state_.is_closed(payment.budget_year);
  event.decommitted = project.state == ProjectState::cancelled;
  event.pool = event.decommitted ? pool_of(call) : AuthorityPool::unallocated;
  event.state_before = payment.state;
  add(stream(StreamKind::project, id.view()), event);
  return true;
}

bool RandomLedger::step_of_recovery(ProjectId const& id, Project const& project) {
  auto const& call = state_.calls.at(project.call);
  auto const programme = state_.programmes.key_at(call.programme);
  for (auto const& known : recoveries_) {
    auto const& recovery = state_.recoveries.at(state_.recoveries.place_of(known));
    if (state_.projects.key_at(recovery.project) != id || recovery.outstanding.is_zero()) continue;
    auto const re_credit = state_.programmes.at(call.programme).settings.re_credit;
    if (chance(40)) {
      reduce(known, {known, id, programme, recovery.outstanding, recovery.state});
      return true;
    }
    add(stream(StreamKind::recovery, known.view()),
        RecoveryReceived{known, id, programme, part_of(recovery.outstanding), "bank",
                         re_credit == ReCredit::authority, recovery.state});
    return true;
  }
  if (project.balances.disbursed.is_zero()) return false;
  RecoveryOrdered event{RecoveryId{"T" + std::to_string(++number_)},
                        id,
                        programme,
                        ActNumber{"t/" + std::to_string(number_)},
                        part_of(project.balances.disbursed),
                        {}};
  recoveries_.push_back(event.recovery);
  add(stream(StreamKind::recovery, event.recovery.view()), event);
  return true;
}

/// By a part, or by all that is outstanding.
void RandomLedger::reduce(RecoveryId const& id, RecoveryReduction whole) {
  auto const its = stream(StreamKind::recovery, id.view());
  switch (draw(3)) {
    case 0: add(its, RecoveryCancelled{whole}); return;
    case 1: add(its, RecoveryWrittenOff{whole}); return;
    default: break;
  }
  whole.amount = part_of(whole.amount);
  add(its, RecoveryReduced{whole});
}

}  // namespace gl::projections::testing
