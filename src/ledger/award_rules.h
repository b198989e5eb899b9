#pragma once

#include "ledger/call_terms.h"
#include "ledger/case.h"
#include "ledger/files.h"

namespace gl::ledger {

/// The whole of an award as it is to be.
struct Proposal {
  Money amount;
  Rate rate;
  Money cost_base;
};

/// PROJECT_CAP_EXCEEDED, ASKED_EXCEEDED, RATE_EXCEEDED, OVERFUNDING (domain §6 rule 3), by the
/// version of the call that is in force.
[[nodiscard]] Objection check_ceilings(Case const& c, ProjectFile const& file,
                                       CallTerms const& terms, Proposal const& proposal);

/// DE_MINIMIS_EXCEEDED: `equivalent` on top of what the undertaking was granted in the window of
/// the effective date, and of what the applicant declared (domain §6 rule 8).
[[nodiscard]] Objection check_de_minimis(Case const& c, ProjectFile const& file,
                                         BeneficiaryKey const& undertaking, Money equivalent);

/// What the award's de minimis equivalent grows or shrinks by when its amount becomes `amount`, in
/// proportion; 0 for an award under another regime. Never negative.
[[nodiscard]] Money aid_difference(State const& state, ProjectFile const& file, Money amount);

}  // namespace gl::ledger
