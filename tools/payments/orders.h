#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/event.h"

namespace gl::payments {

/// A bank's fact about an order, as the ledger has it.
struct Fact {
  Position position;  ///< of its event
  std::string bank_reference;
};

/// An order that was handed over: one attempt of a payment.
struct Order {
  ledger::PaymentId payment;
  ledger::ProgrammeId programme;
  ledger::PayeeId payee;
  std::uint32_t attempt = 0;
  std::string end_to_end_id;
  ledger::Money amount;
  ledger::Currency currency;
  ledger::ActNumber order_number;
  std::array<std::byte, 16> account_token{};  ///< of the account that it was issued for
  Position position;                          ///< of PaymentIssued or OrderRequisitioned
  Instant recorded_at;
  bool imported = false;  ///< it was paid elsewhere, before this ledger
  std::optional<Fact> executed;
  std::optional<Fact> returned;
};

/// Where a payment stands.
struct Standing {
  ledger::PaymentState state = ledger::PaymentState::none;
  std::uint32_t attempt = 0;  ///< the current one
  Position changed;           ///< of the last event that changed the state
};

/// A payee as payments need it; its texts may be sealed.
struct Payee {
  ledger::PartyText name;
  std::vector<ledger::Sealed> accounts;  ///< every one it has had
};

/// The orders of a ledger, folded from its events in their order: all that a batch or a bank's file
/// is held against. About half a kilobyte an order.
class Orders {
 public:
  /// The types of event that `take` looks at: the others may be left out.
  [[nodiscard]] static std::vector<std::string_view> event_types();

  void take(ledger::Event const& event);

  /// The order with this end-to-end id; null when there is none.
  [[nodiscard]] Order const* find(std::string_view end_to_end_id) const;
  [[nodiscard]] Standing standing(ledger::PaymentId const& payment) const;
  /// True when the order is the current attempt of its payment and waits for the bank.
  [[nodiscard]] bool is_open(Order const& order) const;
  /// The open orders of a programme that were handed over at `from` or later, in ledger order.
  /// Those that came in by import are left out.
  [[nodiscard]] std::vector<Order const*> open(ledger::ProgrammeId const& programme,
                                               Position from) const;
  /// The account that an order was issued for; null when the ledger names none.
  [[nodiscard]] ledger::Sealed const* account_of(Order const& order) const;
  [[nodiscard]] ledger::PartyText name_of(ledger::PayeeId const& payee) const;
  [[nodiscard]] bool is_closed(std::int32_t year) const { return closed_.contains(year); }

 private:
  struct Payment {
    Standing standing;
    ledger::ProgrammeId programme;
    ledger::ActNumber order_number;
    std::string end_to_end_id;  ///< of the current attempt
  };

  void set(ledger::PaymentId const& payment, ledger::PaymentState state, Position at);
  void hand_over(ledger::Envelope const& envelope, ledger::OrderHandedOver const& body);
  void reverse(ledger::Envelope const& envelope, ledger::EventReversed const& body);
  Order* current(ledger::PaymentId const& payment);

  std::map<ledger::PaymentId, Payment> payments_;
  std::map<std::string, Order, std::less<>> orders_;
  std::map<Position, std::string> by_position_;
  std::map<ledger::PayeeId, Payee> payees_;
  std::set<std::int32_t> closed_;
};

}  // namespace gl::payments
