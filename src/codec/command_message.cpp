#include "codec/command_message.h"

#include <kj/exception.h>

#include <string>
#include <string_view>
#include <variant>

#include "codec/command_fields.h"
#include "codec/command_reader.h"
#include "codec/message_bytes.h"
#include "codec/write_command.h"

namespace gl::codec {
namespace {

using Names = schema::Command::Body::Which;

/// Reads one member of the union; the error's path starts with the command's name.
template <class Body, class From>
void read_member(CommandReader& pass, ledger::CommandBody& body, From from) {
  pass.enter(from);
  fields(pass, body.emplace<Body>(), from);
}

/// The command's name; empty when it is not known here.
std::string_view read_body(CommandReader& pass, ledger::CommandBody& body,
                           schema::Command::Body::Reader from) {
  switch (from.which()) {
    case Names::NONE: return {};
#define GL_READ(Name, CONSTANT) \
  case Names::CONSTANT: read_member<ledger::Name>(pass, body, from.get##Name()); return #Name;
      GL_COMMANDS(GL_READ)
#undef GL_READ
  }
  return {};
}

Result<ledger::Command> not_known(schema::Command::Body::Reader body) {
  if (body.isNone()) {
    return fail(Errc::malformed, "the command has no body: say what is to be done");
  }
  return fail(Errc::newer_format,
              "command number " + std::to_string(static_cast<unsigned>(body.which())) +
                  " is not known here: a newer client wrote it; ask for a newer server");
}

Result<ledger::Command> read_fields(schema::Command::Reader from) {
  Result<ledger::Command> command;
  CommandReader pass;
  auto const name = read_body(pass, command->body, from.getBody());
  if (name.empty()) return not_known(from.getBody());
  pass.enter(from);
  fields(pass, command->header, from);
  if (pass.good()) return command;
  auto error = pass.error();
  return fail(error.code, std::string{name} + ": " + error.what);
}

}  // namespace

void write_command(ledger::Command const& command, schema::Command::Builder to) {
  Writer<Form::command> pass;
  fields(pass, command.header, to);
  write_body(pass, command.body, to.getBody());
}

Result<ledger::Command> read_command(schema::Command::Reader from) {
  try {
    return read_fields(from);
  } catch (kj::Exception const& exception) {
    return fail(Errc::malformed, "command cannot be read: " + why(exception));
  }
}

Uuid read_command_id(schema::Command::Reader from) {
  Uuid id;
  CommandReader pass;
  pass(id, from, GL_FIELD(Id));
  return id;
}

}  // namespace gl::codec
