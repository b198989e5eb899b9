#pragma once

#include "ledger/given.h"

namespace gl::ledger::testing {

/// Project P in this state, brought there by commands alone, all in August 2016: call C has a
/// waitlist and no scoring, an award is of 10 000 (agreement, report and account where the state
/// has them). With `payment`, payment R1 (an advance of 5 000) is in that state; where there is no
/// way for both at once, as near as it goes: before the award a request of an earlier award,
/// settled with R1 paid. A Submitted project has no payment.
[[nodiscard]] World project_in(ProjectState state, PaymentState payment = PaymentState::none);

/// The states in the order of domain §3's columns: Sub Inc Com Eli Ine Ass Wai Rej Ori Wit NoA Awa
/// Con Can Set.
inline constexpr ProjectState project_states[] = {
    ProjectState::submitted,  ProjectState::incomplete, ProjectState::complete,
    ProjectState::eligible,   ProjectState::ineligible, ProjectState::assessed,
    ProjectState::waitlisted, ProjectState::rejected,   ProjectState::oriented,
    ProjectState::withdrawn,  ProjectState::no_action,  ProjectState::awarded,
    ProjectState::contracted, ProjectState::cancelled,  ProjectState::settled,
};

[[nodiscard]] RequestCompletion completion_request(std::string_view kind = "statutes");
[[nodiscard]] CompleteProject completion(std::string_view kind = "statutes");

}  // namespace gl::ledger::testing
