#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "ledger/event.h"

namespace gl::codec {

/// No event is longer: its length fits two bytes wherever it is stored. Limits in `ledger` keep
/// events below; one that is longer is a check.
constexpr std::size_t event_bytes_max = 65'535;

/// Appends the event's bytes to `out` and says how many: canonical Cap'n Proto, one segment, no
/// framing, a multiple of 8 (docs/event-format.md). Frozen: the same event, the same bytes, for
/// ever. Allocates only what `out` needs to grow. Thread: any.
std::size_t append_event(ledger::Event const& event, Bytes& out);

/// The event's bytes in a buffer of their own.
[[nodiscard]] Bytes encode_event(ledger::Event const& event);

/// The event of these bytes, which need no alignment. Fields that were added later and that no fold
/// depends on are passed over. Errors: malformed; newer_format when the type, its schema version or
/// an enumerant is not known here. Thread: any.
[[nodiscard]] Result<ledger::Event> decode_event(ByteView event);

/// The envelope alone, also of an event whose type is not known here. Errors: malformed,
/// newer_format (an enumerant of the envelope is not known).
[[nodiscard]] Result<ledger::Envelope> decode_envelope(ByteView event);

/// What a scan over many events looks at.
struct EventHeader {
  Position position;
  Position previous_in_stream;
  ledger::StreamRef stream;
  StreamVersion stream_version;
  Instant recorded_at;
  CivilDate effective_date;
  Uuid command_id;
  std::array<std::byte, 16> payload_digest{};
  std::uint16_t type = 0;  ///< the discriminant: see `event_type_name`
  std::uint16_t schema_version = 0;
};

/// Reads the first words of an event and nothing else; the type may be unknown. Errors: malformed.
[[nodiscard]] Result<EventHeader> peek(ByteView event);

/// "AwardDecided" of the type's number; empty for a number that is not known here.
[[nodiscard]] std::string_view event_type_name(std::uint16_t type);
/// The type's number of "AwardDecided", if there is such a type.
[[nodiscard]] std::optional<std::uint16_t> event_type_number(std::string_view name);
/// The type's number of this event.
[[nodiscard]] std::uint16_t event_type_number(ledger::EventBody const& body);

}  // namespace gl::codec
