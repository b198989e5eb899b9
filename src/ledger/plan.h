#pragma once

#include <span>
#include <vector>

#include "ledger/entities.h"

namespace gl::ledger {

/// What a plan of steps lets out before the balance.
[[nodiscard]] PlannedPayments planned(std::vector<PlanStep> const& steps);

/// True when the plan's shares and amounts together are no more than the award.
[[nodiscard]] bool fits(std::vector<PlanStep> const& steps, Money award);

/// The most that advances may come to, for an award of this amount.
[[nodiscard]] Money advances_max(PlannedPayments const& plan, Money award);
/// The most that advances and instalments together may come to.
[[nodiscard]] Money before_balance_max(PlannedPayments const& plan, Money award);

/// The part of the award's amount that is this payee's: shares split by largest remainder.
[[nodiscard]] Money part_of(Award const& award, PayeeId const& applicant, PayeeId const& payee);
/// The same over all payees of one beneficiary.
[[nodiscard]] Money part_of_beneficiary(Award const& award, PayeeId const& applicant,
                                        BeneficiaryKey const& beneficiary);

}  // namespace gl::ledger
