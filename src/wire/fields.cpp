#include "wire/fields.h"

#include <algorithm>

#include "ledger/ids.h"

namespace gl::wire {
namespace {

/// The day number of 1970-01-01 when 0001-01-01 is 1.
constexpr std::int32_t epoch_day_number = 719'163;
constexpr std::uint32_t last_day_number = 3'652'059;  // 9999-12-31

std::string_view view_of(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

bool is_control(char character) {
  auto const byte = static_cast<unsigned char>(character);
  return byte < 0x20 || byte == 0x7f;
}

}  // namespace

void Reading::fail(Code code, std::string sentence, std::string limit, std::string actual) {
  if (failure_) return;
  failure_ = wire::failure(code, std::move(sentence), std::move(limit), std::move(actual));
}

std::string_view Reading::within(capnp::Text::Reader text, std::size_t bytes_max,
                                 std::string_view field) {
  if (text.size() <= bytes_max) return view_of(text);
  fail(Code::too_large,
       std::string{field} + " has " + std::to_string(text.size()) + " bytes, at most " +
           std::to_string(bytes_max) + " are taken: shorten it",
       std::to_string(bytes_max), std::to_string(text.size()));
  return {};
}

std::string Reading::text(capnp::Text::Reader text, std::size_t bytes_max, std::string_view field) {
  return std::string{within(text, bytes_max, field)};
}

std::string Reading::label(capnp::Text::Reader text, std::size_t bytes_max,
                           std::string_view field) {
  auto const value = within(text, bytes_max, field);
  if (std::ranges::none_of(value, is_control)) return std::string{value};
  fail(Code::malformed, std::string{field} + " holds a control character: write printable text");
  return {};
}

std::string_view Reading::of_id_characters(std::string_view text, std::string_view field) {
  if (text.empty() || ledger::is_short_id(text)) return text;
  fail(Code::malformed, std::string{field} + " is not an id: write 1 to 64 of A-Za-z0-9._/-");
  return {};
}

Bytes Reading::data(capnp::Data::Reader data, std::size_t bytes_max, std::string_view field) {
  if (data.size() > bytes_max) {
    fail(Code::too_large,
         std::string{field} + " has " + std::to_string(data.size()) + " bytes, at most " +
             std::to_string(bytes_max) + " are taken",
         std::to_string(bytes_max), std::to_string(data.size()));
    return {};
  }
  auto const* const first = reinterpret_cast<std::byte const*>(data.begin());
  return {first, first + data.size()};
}

std::optional<Hash> Reading::hash(capnp::Data::Reader data, std::string_view field) {
  Hash hash{};
  if (data.size() == 0) return std::nullopt;
  if (data.size() != hash.size()) {
    fail(Code::malformed,
         std::string{field} + " has " + std::to_string(data.size()) + " bytes: a SHA-256 has 32",
         "32", std::to_string(data.size()));
    return std::nullopt;
  }
  std::copy_n(reinterpret_cast<std::byte const*>(data.begin()), hash.size(), hash.begin());
  return hash;
}

CivilDate Reading::date(std::uint32_t day_number, std::string_view field) {
  if (day_number < 1 || day_number > last_day_number) {
    fail(Code::malformed,
         std::string{field} + " is day number " + std::to_string(day_number) +
             ": write 1 (0001-01-01) to 3652059 (9999-12-31)",
         std::to_string(last_day_number), std::to_string(day_number));
    return CivilDate{};
  }
  return CivilDate{static_cast<std::int32_t>(day_number) - epoch_day_number};
}

std::optional<CivilDate> Reading::optional_date(std::uint32_t day_number, std::string_view field) {
  if (day_number == 0) return std::nullopt;
  return date(day_number, field);
}

ledger::Rate Reading::rate(std::uint32_t ppm, std::string_view field) {
  if (ppm > static_cast<std::uint32_t>(ledger::Rate::ppm_max)) {
    fail(Code::malformed,
         std::string{field} + " is " + std::to_string(ppm) + " parts per million: at most 1000000",
         "1000000", std::to_string(ppm));
    return ledger::Rate{};
  }
  return ledger::Rate{static_cast<std::int32_t>(ppm)};
}

bool Reading::may_read(std::uint32_t entries, std::string_view field, std::uint32_t entries_max) {
  if (entries <= entries_max) return true;
  fail(Code::too_large,
       std::string{field} + " has " + std::to_string(entries) + " entries, at most " +
           std::to_string(entries_max) + " are taken: split it",
       std::to_string(entries_max), std::to_string(entries));
  return false;
}

void Reading::unknown_number(std::uint16_t number, std::uint16_t last, std::string_view field) {
  fail(Code::malformed,
       std::string{field} + " is number " + std::to_string(number) + ", this version knows 0 to " +
           std::to_string(last) + ": use the newer software on both sides",
       std::to_string(last), std::to_string(number));
}

std::uint32_t day_number(CivilDate date) {
  return static_cast<std::uint32_t>(date.days() + epoch_day_number);
}

std::uint32_t day_number(std::optional<CivilDate> date) { return date ? day_number(*date) : 0; }

std::string_view cut(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  // Back to the start of the character that the cut would split: its other bytes are 10xxxxxx.
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xc0U) == 0x80U) {
    --bytes_max;
  }
  return text.substr(0, bytes_max);
}

std::uint64_t word_at(std::array<std::byte, 16> const& bytes, std::size_t offset) {
  std::uint64_t word = 0;
  for (std::size_t i = 8; i-- > 0;) {
    word = word << 8U | std::to_integer<std::uint64_t>(bytes[offset + i]);
  }
  return word;
}

void put_word(std::array<std::byte, 16>& bytes, std::size_t offset, std::uint64_t word) {
  for (std::size_t i = 0; i < 8; ++i) bytes[offset + i] = static_cast<std::byte>(word >> (8U * i));
}

}  // namespace gl::wire
