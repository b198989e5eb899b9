#pragma once

#include <optional>

#include "audit/finding.h"
#include "ledger/event.h"
#include "ledger/state.h"

namespace gl::audit {

/// Holds a recorded refusal against the state that it was evaluated on. Its command's own fields
/// are not kept (domain §9), so only what the refusal says of the ledger can be held against it:
/// the role, the stream's version, the project's state, the amounts that the ledger's balances
/// limit (docs/audit.md). Nothing where it is borne out, or nothing can be said.
[[nodiscard]] std::optional<Finding> check_refusal(ledger::State const& state,
                                                   ledger::Event const& event,
                                                   ledger::CommandRefused const& refused);

}  // namespace gl::audit
