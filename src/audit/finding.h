#pragma once

#include <string>

#include "base/strong.h"
#include "ledger/refusal.h"

namespace gl::audit {

/// What is wrong with an event beside the rules of domain §6, which have codes of their own.
enum class Flaw : std::uint8_t {
  rule,              ///< `Finding::rule` was broken
  not_decided,       ///< the command that it comes from makes another event: a field differs
  out_of_order,      ///< position or recorded time does not follow the event before
  no_command,        ///< no command makes it, or not at this place
  unbalanced,        ///< its lines do not sum to zero
  below_zero,        ///< an account that cannot be overdrawn would be
  overflow,          ///< an account would hold more than the ledger can
  books_differ,      ///< the state and the accounts disagree
  refusal_unfounded  ///< the state does not bear out what a refusal says
};

/// Something in the ledger that does not follow from the events before it and the rules.
struct Finding {
  Position position;
  std::string event_type;  ///< "PaymentApproved"
  Flaw flaw = Flaw::rule;
  ledger::Rule rule = ledger::Rule::none;
  std::string sentence;
  std::string limit;   ///< what the rule allows, or what the rules give
  std::string actual;  ///< what the event says

  friend bool operator==(Finding const&, Finding const&) = default;
};

/// "FOUR_EYES" of a rule, else the flaw: "NOT_DECIDED".
[[nodiscard]] std::string_view code_of(Finding const& finding);

}  // namespace gl::audit
