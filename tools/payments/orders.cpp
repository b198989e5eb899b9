#include "tools/payments/orders.h"

#include <algorithm>
#include <type_traits>

namespace gl::payments {

using ledger::PaymentState;

std::vector<std::string_view> Orders::event_types() {
  return {"PayeeRegistered",         "PayeeAccountChanged", "PaymentRequested", "PaymentApproved",
          "PaymentRequestWithdrawn", "PaymentRefused",      "PaymentAnnulled",  "PaymentIssued",
          "OrderRequisitioned",      "OrderRejected",       "PaymentExecuted",  "PaymentReturned",
          "EventReversed",           "ExerciseClosed"};
}

void Orders::set(ledger::PaymentId const& payment, PaymentState state, Position at) {
  auto& standing = payments_[payment].standing;
  standing.state = state;
  standing.changed = at;
}

Order* Orders::current(ledger::PaymentId const& payment) {
  auto const found = orders_.find(payments_[payment].end_to_end_id);
  return found == orders_.end() ? nullptr : &found->second;
}

void Orders::hand_over(ledger::Envelope const& envelope, ledger::OrderHandedOver const& body) {
  auto& payment = payments_[body.payment];
  payment.standing = {PaymentState::issued, body.attempt, envelope.position};
  payment.end_to_end_id = body.end_to_end_id;
  by_position_[envelope.position] = body.end_to_end_id;
  orders_[body.end_to_end_id] = {.payment = body.payment,
                                 .programme = payment.programme,
                                 .payee = body.payee,
                                 .attempt = body.attempt,
                                 .end_to_end_id = body.end_to_end_id,
                                 .amount = body.amount,
                                 .currency = envelope.currency,
                                 .order_number = payment.order_number,
                                 .account_token = body.account_token,
                                 .position = envelope.position,
                                 .recorded_at = envelope.recorded_at,
                                 .imported = envelope.imported.has_value(),
                                 .executed = {},
                                 .returned = {}};
}

/// A bank's fact that was reversed is none any more.
void Orders::reverse(ledger::Envelope const& envelope, ledger::EventReversed const& body) {
  if (!body.restored.payment_state) return;
  set(body.payment, *body.restored.payment_state, envelope.position);
  auto* const order = current(body.payment);
  if (order == nullptr) return;
  for (auto* const fact : {&order->executed, &order->returned}) {
    if (*fact && (*fact)->position == body.target) fact->reset();
  }
}

void Orders::take(ledger::Event const& event) {
  auto const& envelope = event.envelope;
  auto const at = envelope.position;
  std::visit(
      [&]<class Body>(Body const& body) {
        using namespace ledger;
        if constexpr (std::same_as<Body, PayeeRegistered>) {
          payees_[body.payee].name = body.name;
          payees_[body.payee].accounts.push_back(body.iban);
        } else if constexpr (std::same_as<Body, PayeeAccountChanged>) {
          payees_[body.payee].accounts.push_back(body.iban);
        } else if constexpr (std::same_as<Body, PaymentRequested>) {
          set(body.payment, PaymentState::requested, at);
        } else if constexpr (std::same_as<Body, PaymentApproved>) {
          set(body.payment, PaymentState::approved, at);
          payments_[body.payment].programme = body.programme;
          payments_[body.payment].order_number = body.order_number;
        } else if constexpr (std::same_as<Body, PaymentRequestWithdrawn>) {
          set(body.payment, PaymentState::withdrawn, at);
        } else if constexpr (std::same_as<Body, PaymentRefused>) {
          set(body.payment, PaymentState::refused, at);
        } else if constexpr (std::same_as<Body, PaymentAnnulled>) {
          set(body.payment, PaymentState::annulled, at);
        } else if constexpr (std::derived_from<Body, OrderHandedOver>) {
          hand_over(envelope, body);
        } else if constexpr (std::same_as<Body, OrderRejected>) {
          set(body.payment, PaymentState::rejected_by_accountant, at);
        } else if constexpr (std::same_as<Body, PaymentExecuted>) {
          set(body.payment, PaymentState::paid, at);
          if (auto* const order = current(body.payment)) {
            order->executed = Fact{at, body.bank_reference};
          }
        } else if constexpr (std::same_as<Body, PaymentReturned>) {
          set(body.payment, PaymentState::returned, at);
          if (auto* const order = current(body.payment)) {
            order->returned = Fact{at, body.bank_reference};
          }
        } else if constexpr (std::same_as<Body, EventReversed>) {
          reverse(envelope, body);
        } else if constexpr (std::same_as<Body, ExerciseClosed>) {
          closed_.insert(body.year);
        }
      },
      event.body);
}

Order const* Orders::find(std::string_view end_to_end_id) const {
  auto const found = orders_.find(end_to_end_id);
  return found == orders_.end() ? nullptr : &found->second;
}

Standing Orders::standing(ledger::PaymentId const& payment) const {
  auto const found = payments_.find(payment);
  return found == payments_.end() ? Standing{} : found->second.standing;
}

bool Orders::is_open(Order const& order) const {
  auto const now = standing(order.payment);
  return now.state == PaymentState::issued && now.attempt == order.attempt;
}

std::vector<Order const*> Orders::open(ledger::ProgrammeId const& programme, Position from) const {
  std::vector<Order const*> found;
  for (auto at = by_position_.lower_bound(from); at != by_position_.end(); ++at) {
    auto const* const order = find(at->second);
    if (order->programme == programme && !order->imported && is_open(*order)) {
      found.push_back(order);
    }
  }
  return found;
}

ledger::Sealed const* Orders::account_of(Order const& order) const {
  auto const payee = payees_.find(order.payee);
  if (payee == payees_.end()) return nullptr;
  auto const& accounts = payee->second.accounts;
  auto const found = std::ranges::find(accounts, order.account_token, &ledger::Sealed::token);
  return found == accounts.end() || found->empty() ? nullptr : &*found;
}

ledger::PartyText Orders::name_of(ledger::PayeeId const& payee) const {
  auto const found = payees_.find(payee);
  return found == payees_.end() ? ledger::PartyText{} : found->second.name;
}

}  // namespace gl::payments
