#pragma once

#include "ledger/case.h"
#include "ledger/files.h"

namespace gl::ledger {

/// Money that a payee is to get: a request, or its approval.
struct Claim {
  PaymentKind kind = PaymentKind::unstated;
  Money amount;
  PayeeId const& payee;
  Money counted;  ///< of the request that is being approved: it does not count twice
};

/// CONVENTION_REQUIRED, FINAL_ACCOUNT_REQUIRED, BELOW_MINIMUM, PLAN_EXCEEDED (domain §6 rules 5
/// and 6), asked at the request and again at the approval.
[[nodiscard]] Objection check_claim(Case const& c, ProjectFile const& file, Claim const& claim);

/// What the award's payees may still request once this payment, live now, is none any more.
[[nodiscard]] Money requestable_without(PaymentFile const& of);

/// A payment's states as a set.
class PaymentStates {
 public:
  constexpr PaymentStates(std::initializer_list<PaymentState> states) {
    for (auto const state : states) bits_ |= 1U << static_cast<unsigned>(state);
  }
  [[nodiscard]] constexpr bool has(PaymentState state) const {
    return ((bits_ >> static_cast<unsigned>(state)) & 1U) != 0;
  }

 private:
  std::uint32_t bits_ = 0;
};

/// STATE: the payment's is none of these; `needed` names them.
[[nodiscard]] Objection check_payment_state(Case const& c, PaymentFile const& of,
                                            PaymentStates right, std::string_view needed);
/// DATE, by the payment's latest step.
[[nodiscard]] Objection check_since_step(Case const& c, PaymentFile const& of);
/// The day on which the step that led to the payment's state took effect.
[[nodiscard]] CivilDate latest_step(Payment const& payment);

}  // namespace gl::ledger
