#pragma once

#include "base/result.h"
#include "consumers/consumers.h"
#include "journal/journal.h"
#include "ledger/state.h"

namespace gl::server {

/// Carries out the last recorded reset of each consumer that does not have it. `state` is that at
/// the journal's head. Errors: corrupt, io.
[[nodiscard]] Result<void> finish_resets(consumers::Consumers& consumers,
                                         journal::Journal const& journal,
                                         ledger::State const& state);

}  // namespace gl::server
