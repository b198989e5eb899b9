#include "codec/event_codec.h"

#include <array>
#include <cstring>

namespace gl::codec {
namespace {

/// Where schema::Event has its first fields, in words of the data section: frozen with the format.
/// A test holds them against the generated accessors.
enum Word : std::size_t {
  position = 0,
  recorded_at = 1,
  previous_in_stream = 2,
  version_and_date = 3,
  command_id = 4,
  payload_digest = 6,
  kinds = 8,  // schema version, stream's kind, actor's role, type: 16 bits each
};
constexpr std::size_t data_words_min = 9;

std::uint64_t load(ByteView bytes, std::size_t word) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data() + word * 8, sizeof value);
  return value;
}

std::array<std::byte, 16> load_16(ByteView bytes, std::size_t word) {
  std::array<std::byte, 16> value{};
  std::memcpy(value.data(), bytes.data() + word * 8, value.size());
  return value;
}

/// The text of the pointer at this word, if it is one, at most `bytes_max` long.
std::optional<std::string_view> load_text(ByteView bytes, std::size_t word, std::size_t bytes_max) {
  auto const pointer = load(bytes, word);
  if (pointer == 0) return std::string_view{};
  auto const size = static_cast<std::size_t>(pointer >> 35U);
  auto const begin = word + 1 + (static_cast<std::uint32_t>(pointer) >> 2U);
  bool const is_byte_list = (pointer & 3U) == 1 && ((pointer >> 32U) & 7U) == 2;
  if (!is_byte_list || size == 0 || size - 1 > bytes_max) return std::nullopt;
  if (begin * 8 + size > bytes.size()) return std::nullopt;
  return as_text(bytes.subspan(begin * 8, size - 1));
}

}  // namespace

Result<EventHeader> peek(ByteView event) {
  auto const bad = [] {
    return fail(Errc::malformed, "these bytes do not start as an event does");
  };
  if (event.size() < 16 || event.size() % 8 != 0) return bad();
  auto const root = load(event, 0);
  auto const data_words = static_cast<std::size_t>((root >> 32U) & 0xffffU);
  auto const pointers = static_cast<std::size_t>(root >> 48U);
  // The root struct follows its pointer, has a type and a stream: an event never has less.
  if (static_cast<std::uint32_t>(root) != 0 || data_words < data_words_min || pointers == 0 ||
      (1 + data_words + pointers) * 8 > event.size()) {
    return bad();
  }
  auto const data = event.subspan(8);
  auto const id = load_text(event, 1 + data_words, decltype(ledger::StreamRef::id)::bytes_max);
  auto const kinds = load(data, Word::kinds);
  auto const stream_kind = static_cast<std::uint16_t>(kinds >> 16U);
  if (!id || stream_kind > 0xff) return bad();
  auto const version_and_date = load(data, Word::version_and_date);
  Result<EventHeader> header;
  header->position = Position{load(data, Word::position)};
  header->previous_in_stream = Position{load(data, Word::previous_in_stream)};
  header->stream.kind = static_cast<ledger::StreamKind>(stream_kind);
  header->stream.id = decltype(ledger::StreamRef::id){*id};
  header->stream_version = StreamVersion{static_cast<std::uint32_t>(version_and_date)};
  header->recorded_at = Instant{static_cast<std::int64_t>(load(data, Word::recorded_at))};
  header->effective_date = CivilDate{
      static_cast<std::int32_t>(static_cast<std::uint32_t>(version_and_date >> 32U) - 719'163U)};
  header->command_id.bytes = load_16(data, Word::command_id);
  header->payload_digest = load_16(data, Word::payload_digest);
  header->type = static_cast<std::uint16_t>(kinds >> 48U);
  header->schema_version = static_cast<std::uint16_t>(kinds);
  return header;
}

}  // namespace gl::codec
