#pragma once

#include <cstdint>
#include <string_view>

#include "ledger/command.h"

namespace gl::testing {

/// Commands that are accepted one after the other: a programme, its authority, a call open in the
/// summer of 2016, projects that pass instruction. Roles: administrator, assembly, administrator,
/// applicant, instructor (twice), decision.

/// `euros(40'000)` is 40000.00.
[[nodiscard]] ledger::Amount euros(std::int64_t euros, std::int64_t cents = 0);

/// The moment at noon (UTC) of a day in 2016.
[[nodiscard]] Instant noon_2016(unsigned month, unsigned day);

[[nodiscard]] ledger::CreateProgramme sample_programme(std::string_view programme);
[[nodiscard]] ledger::VoteAuthority vote(std::string_view programme, ledger::Amount amount);
/// Open from 1 June to 5 September 2016, to everybody everywhere, no cap, up to the whole cost.
[[nodiscard]] ledger::OpenCall sample_call(std::string_view call, std::string_view programme);
/// An association that asks for `asked` of a cost of twice as much.
[[nodiscard]] ledger::SubmitProject sample_project(std::string_view project, std::string_view call,
                                                   ledger::Amount asked);
[[nodiscard]] ledger::DeclareComplete declare_complete(std::string_view project);
[[nodiscard]] ledger::DeclareEligible declare_eligible(std::string_view project);
[[nodiscard]] ledger::DecideAward award(std::string_view project, ledger::Amount amount);

}  // namespace gl::testing
