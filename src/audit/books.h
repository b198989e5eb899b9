#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "audit/finding.h"
#include "ledger/account.h"
#include "ledger/event.h"
#include "ledger/state.h"

namespace gl::audit {

/// The balance of every account, summed from the lines of the events and from nothing else. Thread:
/// one.
class Books {
 public:
  /// Enters the event's lines, in the order of the ledger. Finds: lines that do not sum to zero
  /// within authority and within credits, an account below zero (what is voted stands on the other
  /// side), an account that overflows (its line is then left out).
  void enter(ledger::Event const& event, std::vector<Finding>& findings);

  /// Whether what the state keeps for its rules are the sums of the same accounts (domain §6 rule
  /// 1): programmes, years, calls and projects. `at` is where the comparison was made.
  void compare(ledger::State const& state, Position at, std::vector<Finding>& findings) const;

 private:
  [[nodiscard]] ledger::Money balance(ledger::Account const& account) const;

  std::unordered_map<ledger::Account, ledger::Money> accounts_;
};

}  // namespace gl::audit
