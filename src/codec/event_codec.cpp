#include "codec/event_codec.h"

#include <array>
#include <cstring>
#include <utility>
#include <variant>

#include "base/check.h"
#include "codec/canonical.h"
#include "codec/event_fields.h"
#include "codec/event_reader.h"
#include "codec/message_bytes.h"
#include "codec/write.h"

namespace gl::codec {
namespace {

using EventWriter = Writer<Form::event>;
using Types = schema::Event::Body::Which;

/// The highest schema version known of every type. A type that gets a second one gets a function.
constexpr std::uint16_t schema_version_max = 1;

/// By the type's number: the schema's, which is not the order of the list.
constexpr auto event_names = [] {
  std::array<std::string_view, std::variant_size_v<ledger::EventBody> + 1> names{};
#define GL_NAME(Name, CONSTANT) names.at(static_cast<std::size_t>(Types::CONSTANT)) = #Name;
  GL_EVENTS(GL_NAME)
#undef GL_NAME
  return names;
}();

/// A natural person's name and address go sealed or not at all (domain §10).
void check_no_clear_text(ledger::LegalKind kind, ledger::PartyText const& text) {
  GL_CHECK(kind != ledger::LegalKind::person || text.open.empty(),
           "a natural person's name or address would be stored in clear");
}
template <class Body>
void check_no_clear_text(Body const& body) {
  if constexpr (requires { body.applicant; }) {
    check_no_clear_text(body.applicant.legal_kind, body.applicant.name);
    check_no_clear_text(body.applicant.legal_kind, body.applicant.address);
  }
  if constexpr (requires { body.legal_kind; }) check_no_clear_text(body.legal_kind, body.name);
}

/// Writes the body into its member of the union.
struct BodyWriter {
  EventWriter& pass;
  schema::Event::Body::Builder to;

#define GL_WRITE(Name, CONSTANT)              \
  void operator()(ledger::Name const& body) { \
    check_no_clear_text(body);                \
    fields(pass, body, to.init##Name());      \
  }
  GL_EVENTS(GL_WRITE)
#undef GL_WRITE
};

/// False when the type is not known here.
bool read_body(EventReader& pass, ledger::EventBody& body, Place<schema::Event::Body> from) {
  switch (static_cast<Types>(pass.which(from))) {
    case Types::NONE: return false;
#define GL_READ(Name, CONSTANT)                                         \
  case Types::CONSTANT:                                                 \
    pass.structure(body.emplace<ledger::Name>(), from, GL_FIELD(Name)); \
    return true;
      GL_EVENTS(GL_READ)
#undef GL_READ
  }
  return false;
}

std::string at_position(Position position) {
  return "event at position " + std::to_string(position.value());
}

std::unexpected<Error> newer_type(Position position, std::uint16_t type) {
  return fail(Errc::newer_format,
              at_position(position) + " is of type " + std::to_string(type) +
                  ", which is not known here: a newer version wrote it; upgrade to read it");
}

std::unexpected<Error> newer_version(Position position, std::uint16_t version) {
  return fail(Errc::newer_format, at_position(position) + " has schema version " +
                                      std::to_string(version) +
                                      ", but its type is known here from 1 to " +
                                      std::to_string(schema_version_max) + ": upgrade to read it");
}

std::unexpected<Error> wrong_field(Position position, Error error) {
  return fail(error.code, at_position(position) + ": " + error.what);
}

/// In debug builds all bytes are looked at, in release builds those of one event in 4096.
void check_canonical(ByteView bytes) {
#ifdef NDEBUG
  thread_local unsigned count = 0;
  if ((++count & 4095U) != 0) return;
#endif
  GL_CHECK(is_canonical(bytes), "an event's bytes are not in canonical form");
}

}  // namespace

std::size_t append_event(ledger::Event const& event, Bytes& out) {
  GL_CHECK(event.envelope.schema_version == 1, "no event type has a second schema version yet");
  capnp::MallocMessageBuilder message{scratch_words()};
  auto root = message.initRoot<schema::Event>();
  EventWriter pass;
  fields(pass, event.envelope, root);
  std::visit(BodyWriter{pass, root.getBody()}, event.body);
  auto const begin = out.size();
  auto const bytes = append_canonical(message, out);
  GL_CHECK(bytes <= event_bytes_max, "an event is longer than its length field can say");
  check_canonical(ByteView{out}.subspan(begin));
  return bytes;
}

Bytes encode_event(ledger::Event const& event) {
  Bytes bytes;
  append_event(event, bytes);
  return bytes;
}

Result<ledger::Event> decode_event(ByteView event) {
  if (auto bad = not_words(event, "event")) return fail(Errc::malformed, *std::move(bad));
  Result<ledger::Event> decoded;
  EventReader pass{event};
  auto const root = pass.root<schema::Event>();
  auto& envelope = decoded->envelope;
  fields(pass, envelope, root);
  auto const version = envelope.schema_version;
  if (!pass.good()) return wrong_field(envelope.position, pass.error());
  if (version == 0 || version > schema_version_max)
    return newer_version(envelope.position, version);
  auto const body = pass.group(root, GL_FIELD(Body));
  if (!read_body(pass, decoded->body, body)) return newer_type(envelope.position, pass.which(body));
  if (!pass.good()) return wrong_field(envelope.position, pass.error());
  return decoded;
}

Result<ledger::Envelope> decode_envelope(ByteView event) {
  if (auto bad = not_words(event, "event")) return fail(Errc::malformed, *std::move(bad));
  Result<ledger::Envelope> envelope;
  EventReader pass{event};
  fields(pass, *envelope, pass.root<schema::Event>());
  if (!pass.good()) return wrong_field(envelope->position, pass.error());
  return envelope;
}

std::string_view event_type_name(std::uint16_t type) {
  return type < event_names.size() ? event_names[type] : std::string_view{};
}

std::optional<std::uint16_t> event_type_number(std::string_view name) {
  for (std::size_t type = 1; type < event_names.size(); ++type) {
    if (event_names[type] == name) return static_cast<std::uint16_t>(type);
  }
  return std::nullopt;
}

std::uint16_t event_type_number(ledger::EventBody const& body) {
  struct Number {
#define GL_NUMBER(Name, CONSTANT)                       \
  std::uint16_t operator()(ledger::Name const&) const { \
    return static_cast<std::uint16_t>(Types::CONSTANT); \
  }
    GL_EVENTS(GL_NUMBER)
#undef GL_NUMBER
  };
  return std::visit(Number{}, body);
}

}  // namespace gl::codec
