#pragma once

#include <optional>
#include <vector>

#include "client/client.h"

namespace gl::tools {

/// Sends commands in requests of at most a thousand, several under way at once, and gives the
/// answers in the commands' order. Where the server asks to wait, it waits and sends the same
/// again. Failures: as `Client::submit`; after unknown_outcome send everything again.
[[nodiscard]] client::Response<std::vector<ledger::Answer>> submit_pipelined(
    client::Client& client, std::vector<ledger::Command> commands,
    std::optional<Instant> recorded_at);

}  // namespace gl::tools
