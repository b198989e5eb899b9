#pragma once

#include "ledger/case.h"
#include "ledger/files.h"

namespace gl::ledger {

/// What all live awards of this award's currency and calendar year come to for the beneficiary
/// behind `payee`: its parts of their current amounts (domain §6 rule 5).
[[nodiscard]] Money yearly_total(State const& state, ProjectFile const& file, PayeeId const& payee);

/// CONVENTION_REQUIRED: `payee` may not be paid without an agreement.
[[nodiscard]] Objection check_agreement_due(Case const& c, ProjectFile const& file,
                                            PayeeId const& payee);

/// CONVENTION_REQUIRED: an agreement is due to one of the payees and was never signed.
[[nodiscard]] Objection check_agreement_signed(Case const& c, ProjectFile const& file);

}  // namespace gl::ledger
