#pragma once

#include "projections/exports/grants.h"

namespace gl::projections {

/// Folds the events of one project into a grant. A value; thread: one.
class GrantFold {
 public:
  void take(ledger::Event const& event);
  /// The grant, if money was ever awarded and that was not reversed.
  [[nodiscard]] std::optional<Grant> finish();

 private:
  void take_flows(ledger::Event const& event);
  [[nodiscard]] ledger::PayeeId payee_of(ledger::EventBody const& body) const;

  ProjectFold project_;
  Grant grant_;
  bool was_awarded_ = false;
};

}  // namespace gl::projections
