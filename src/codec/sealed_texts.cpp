#include "codec/sealed_texts.h"

#include <capnp/dynamic.h>

#include <cstring>
#include <optional>
#include <span>
#include <string>

#include "codec/annotations.h"
#include "codec/message_bytes.h"
#include "codec/text.h"
#include "schema/event.capnp.h"

namespace gl::codec {
namespace {

using capnp::DynamicStruct;
using capnp::DynamicValue;

std::array<std::byte, 16> words_of(auto group) {
  std::array const words{group.getFirst(), group.getSecond()};
  std::array<std::byte, 16> bytes{};
  std::memcpy(bytes.data(), words.data(), bytes.size());
  return bytes;
}

ledger::Sealed sealed_of(schema::Sealed::Reader in) {
  auto const ciphertext = std::as_bytes(std::span{in.getCiphertext()});
  return {.subject = words_of(in.getSubject()),
          .token = words_of(in.getToken()),
          .ciphertext = {ciphertext.begin(), ciphertext.end()}};
}

void collect(DynamicValue::Reader value, std::vector<ledger::Sealed>& found) {
  if (value.getType() == DynamicValue::LIST) {
    for (auto const element : value.as<capnp::DynamicList>()) collect(element, found);
  } else if (value.getType() == DynamicValue::STRUCT) {
    auto const in = value.as<DynamicStruct>();
    if (in.getSchema() == capnp::Schema::from<schema::Sealed>()) {
      found.push_back(sealed_of(in.as<schema::Sealed>()));
      return;
    }
    for (auto const field : fields_of(in.getSchema())) {
      if (in.has(field)) collect(in.get(field), found);
    }
  }
}

}  // namespace

Result<std::vector<ledger::Sealed>> sealed_texts(ByteView event) {
  if (auto bad = not_words(event, "event")) return fail(Errc::malformed, *std::move(bad));
  try {
    MessageBytes message{event};
    std::vector<ledger::Sealed> found;
    collect(DynamicStruct::Reader{message.root<schema::Event>()}, found);
    return found;
  } catch (kj::Exception const& exception) {
    return fail(Errc::malformed, "event cannot be read: " + why(exception));
  }
}

}  // namespace gl::codec
