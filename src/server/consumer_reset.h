#pragma once

#include <expected>

#include "consumers/consumers.h"
#include "journal/journal.h"
#include "ledger/event.h"
#include "ledger/state.h"
#include "server/reads.h"

namespace gl::server {

// A reset of a consumer: recorded in the ledger first, then carried out in consumers/. What a
// crash leaves between the two, the next open finishes.

/// What is to be recorded. Failures: beyond_head, not_found.
[[nodiscard]] std::expected<ledger::ConsumerReset, wire::Failure> plan_reset(
    Hub const& hub, ledger::ConsumerName const& consumer,
    wire::ChangeConsumer::Reset const& wanted);

/// Once its event, recorded at `at`, is durable. Waits for the disk.
[[nodiscard]] ReadAnswer carry_out(ReadContext const& context, ledger::ConsumerReset const& reset,
                                   Instant at);

/// Carries out the last recorded reset of each consumer that does not have it. `state` is that at
/// the journal's head. Errors: corrupt, io.
[[nodiscard]] Result<void> finish_resets(consumers::Consumers& consumers,
                                         journal::Journal const& journal,
                                         ledger::State const& state);

}  // namespace gl::server
