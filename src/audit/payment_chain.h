#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "ledger/event.h"

namespace gl::audit {

/// Why a payment was made, in the order in which one thing rests on the other.
enum class Link : std::uint8_t {
  submission,   ///< the application, as amended
  eligibility,  ///< completeness, eligibility and assessment
  decision,     ///< the award, and what changed it
  agreement,
  account,  ///< the bank account: entered, verified
  request,
  approval,
  order,  ///< handed to the accountant, rejected, requisitioned
  bank,   ///< paid, returned
};
[[nodiscard]] std::string_view name(Link link);

/// One event that the payment rests on.
struct ChainStep {
  Link link = Link::submission;
  ledger::Event const* event = nullptr;
  Position reversed_by;  ///< 0: it stands
};

/// The payment that this event is a step of; nothing for an event about no payment.
[[nodiscard]] std::optional<ledger::PaymentId> payment_of(ledger::Event const& event);

/// The events that the payment rests on, by link and within one by position. `project`: all events
/// of its project's stream, in order; `payee`: those of its payee's stream. What a later reopening
/// of the project began anew is left out, and so are accounts entered after the last order. Empty
/// when the payment was never requested.
[[nodiscard]] std::vector<ChainStep> chain_of(std::span<ledger::Event const> project,
                                              std::span<ledger::Event const> payee,
                                              ledger::PaymentId const& payment);

}  // namespace gl::audit
