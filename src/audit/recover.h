#pragma once

#include <optional>
#include <span>

#include "ledger/command.h"
#include "ledger/event.h"

namespace gl::audit {

/// The command that made these events, which stand one behind the other under one command id. Every
/// optional field that an event keeps is given, so that whatever the sender left to its default is
/// checked against the default as it was recorded. Nothing for events that no command makes.
[[nodiscard]] std::optional<ledger::Command> command_of(std::span<ledger::Event const> events);

}  // namespace gl::audit
