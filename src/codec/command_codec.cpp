#include "codec/command_codec.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "codec/canonical.h"
#include "codec/command_message.h"
#include "codec/message_bytes.h"
#include "codec/write_command.h"
#include "proof/sha256.h"

namespace gl::codec {
namespace {

/// Role (2 bytes) and length of the person's id (2 bytes), least significant first, then the id.
void append_actor(ledger::Actor const& actor, Bytes& out) {
  auto const person = as_bytes(actor.person.view());
  auto const append_16 = [&](std::size_t number) {
    out.push_back(static_cast<std::byte>(number & 0xffU));
    out.push_back(static_cast<std::byte>(number >> 8U));
  };
  append_16(static_cast<std::size_t>(actor.role));
  append_16(person.size());
  out.insert(out.end(), person.begin(), person.end());
}

}  // namespace

Bytes encode_command(ledger::Command const& command) {
  capnp::MallocMessageBuilder message{scratch_words()};
  write_command(command, message.initRoot<schema::Command>());
  Bytes bytes;
  append_canonical(message, bytes);
  return bytes;
}

Result<ledger::Command> decode_command(ByteView command) {
  if (auto bad = not_words(command, "command")) return fail(Errc::malformed, *std::move(bad));
  try {
    MessageBytes message{command};
    return read_command(message.root<schema::Command>());
  } catch (kj::Exception const& exception) {
    return fail(Errc::malformed, "command cannot be read: " + why(exception));
  }
}

std::array<std::byte, 16> payload_digest(ledger::Command const& command) {
  thread_local Bytes bytes;
  bytes.clear();
  append_actor(command.header.actor, bytes);
  capnp::MallocMessageBuilder message{scratch_words()};
  auto root = message.initRoot<schema::Command>();
  Writer<Form::digest> pass;
  compared_fields(pass, command.header, root);
  write_body(pass, command.body, root.getBody());
  append_canonical(message, bytes);
  auto const hash = proof::sha256(bytes);
  std::array<std::byte, 16> digest{};
  std::copy_n(hash.begin(), digest.size(), digest.begin());
  return digest;
}

}  // namespace gl::codec
