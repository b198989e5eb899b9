#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "base/bytes.h"
#include "ledger/command.h"

namespace gl::codec {

/// The command's bytes as a client sends them (schema/command.capnp), canonical, no framing.
/// Personal texts go in clear; person and role of the actor do not go at all: the certificate says
/// them. A personal text that is sealed is a check: sealed forms never travel in commands.
[[nodiscard]] Bytes encode_command(ledger::Command const& command);

/// The command of these bytes. Errors: malformed, naming the field; newer_format when it holds a
/// field, a command or an enumerant that is not known here.
[[nodiscard]] Result<ledger::Command> decode_command(ByteView command);

/// What "the same payload" means (design §6): the first 16 bytes of SHA-256 over actor, command,
/// its fields in canonical form, effective date and expected version; not over id, correlation,
/// causation, reason and act. Personal texts enter sealed: one that is still clear is a check.
/// Frozen: stored with every event. Thread: any.
[[nodiscard]] std::array<std::byte, 16> payload_digest(ledger::Command const& command);

}  // namespace gl::codec
