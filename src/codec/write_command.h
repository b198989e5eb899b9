#pragma once

#include <variant>

#include "codec/command_fields.h"
#include "codec/write.h"

namespace gl::codec {

/// Writes a command's body into its member of the union.
template <Form form>
void write_body(Writer<form>& pass, ledger::CommandBody const& body,
                schema::Command::Body::Builder to) {
  struct BodyWriter {
    Writer<form>& pass;
    schema::Command::Body::Builder to;

#define GL_WRITE(Name, CONSTANT) \
  void operator()(ledger::Name const& value) { fields(pass, value, to.init##Name()); }
    GL_COMMANDS(GL_WRITE)
#undef GL_WRITE
  };
  std::visit(BodyWriter{pass, to}, body);
}

}  // namespace gl::codec
