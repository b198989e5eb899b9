#pragma once

#include "ledger/call_terms.h"
#include "ledger/case.h"
#include "ledger/receipt.h"

namespace gl::ledger {

/// An application as it is to be from now on, with what its rules look at.
struct Incoming {
  Application const& application;
  Call const& call;
  Receipt receipt;
  VersionInForce in_force;        ///< on the day of the receipt
  std::uint32_t counted_own = 0;  ///< of the applicant's projects in the call: this one itself

  [[nodiscard]] CallTerms const& terms() const { return in_force.terms(); }
};

/// The rules that a submission and its amendments share, in the order of domain §6:
/// CALL_NOT_OPEN, DATE (not before `since`), DEADLINE_PASSED, NOT_DELEGATED, TERRITORY,
/// APPLICANT_KIND, ALREADY_APPLIED, EVIDENCE_REQUIRED, AMOUNT_OVERFLOW.
[[nodiscard]] Objection check_application(Case const& c, Incoming const& in, CivilDate since,
                                          std::string_view since_what);

}  // namespace gl::ledger
