#pragma once

#include "base/result.h"
#include "ledger/command.h"
#include "schema/command.capnp.h"

namespace gl::codec {

/// Writes the command into a message that holds commands among other things; `to` is new (all
/// zero). As `encode_command` otherwise. Throws what Cap'n Proto throws when the message is full.
void write_command(ledger::Command const& command, schema::Command::Builder to);

/// Reads a command out of a message. Errors: malformed, naming the field (also what Cap'n Proto
/// itself refuses: bad pointers, limits); newer_format for a field, command or enumerant that is
/// not known here. The actor has neither person nor role: the session sets them.
[[nodiscard]] Result<ledger::Command> read_command(schema::Command::Reader from);

/// The id alone, e.g. to answer a command that could not be read; nil if it cannot be read either.
[[nodiscard]] Uuid read_command_id(schema::Command::Reader from);

}  // namespace gl::codec
