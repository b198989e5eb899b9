#pragma once

#include <expected>

#include "ledger/event.h"
#include "server/reads.h"

namespace gl::server {

// A reset of a consumer: recorded in the ledger first, then carried out in consumers/. What a
// crash leaves between the two, the next open finishes (unfinished_resets.h).

/// What is to be recorded. Failures: beyond_head, not_found.
[[nodiscard]] std::expected<ledger::ConsumerReset, wire::Failure> plan_reset(
    Hub const& hub, ledger::ConsumerName const& consumer,
    wire::ChangeConsumer::Reset const& wanted);

/// Once its event, recorded at `at`, is durable. Waits for the disk.
[[nodiscard]] ReadAnswer carry_out(ReadContext const& context, ledger::ConsumerReset const& reset,
                                   Instant at);

}  // namespace gl::server
