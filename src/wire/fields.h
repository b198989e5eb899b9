#pragma once

#include <capnp/blob.h>
#include <capnp/list.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/inline_text.h"
#include "base/time.h"
#include "base/uuid.h"
#include "ledger/view.h"
#include "wire/failure.h"

// Inside wire only: how fields are read within their limits, and how they are written.

namespace gl::wire {

constexpr std::size_t sentence_bytes_max = 2'000;
constexpr std::size_t value_bytes_max = 200;    ///< `limit`, `actual`, a ledger's name
constexpr std::size_t name_bytes_max = 128;     ///< software and version
constexpr std::size_t text_bytes_max = 16'384;  ///< a title or a name of the domain
constexpr std::uint32_t list_entries_max = 65'536;

/// Reads fields and remembers the first that is out of its limits; what is read after that is
/// harmless and thrown away. One for each frame.
class Reading {
 public:
  void fail(Code code, std::string sentence, std::string limit = {}, std::string actual = {});
  [[nodiscard]] std::optional<Failure> const& failure() const { return failure_; }

  [[nodiscard]] std::string text(capnp::Text::Reader text, std::size_t bytes_max,
                                 std::string_view field);
  /// A text that goes into logs: no control characters.
  [[nodiscard]] std::string label(capnp::Text::Reader text, std::size_t bytes_max,
                                  std::string_view field);
  /// An id or number of the ledger, of at most its own maximum; may be empty.
  template <class Id>
  [[nodiscard]] Id id(capnp::Text::Reader text, std::string_view field) {
    return Id{within(text, Id::bytes_max, field)};
  }
  /// The same of the characters that ids have: what a request brings goes into sentences and logs.
  template <class Id>
  [[nodiscard]] Id short_id(capnp::Text::Reader text, std::string_view field) {
    return Id{of_id_characters(within(text, Id::bytes_max, field), field)};
  }
  [[nodiscard]] Bytes data(capnp::Data::Reader data, std::size_t bytes_max, std::string_view field);
  /// 32 bytes; nothing when empty.
  [[nodiscard]] std::optional<Hash> hash(capnp::Data::Reader data, std::string_view field);
  [[nodiscard]] CivilDate date(std::uint32_t day_number, std::string_view field);
  [[nodiscard]] std::optional<CivilDate> optional_date(std::uint32_t day_number,
                                                       std::string_view field);
  [[nodiscard]] ledger::Rate rate(std::uint32_t ppm, std::string_view field);

  /// The enumerator with this number, if it is not past `last`.
  template <class Enum, class Wire>
  [[nodiscard]] Enum one_of(Wire value, Enum last, std::string_view field) {
    auto const number = static_cast<std::uint16_t>(value);
    if (number > static_cast<std::uint16_t>(last)) {
      unknown_number(number, static_cast<std::uint16_t>(last), field);
      return Enum{};
    }
    return static_cast<Enum>(number);
  }

  /// True when a list is not over its maximum.
  [[nodiscard]] bool may_read(std::uint32_t entries, std::string_view field,
                              std::uint32_t entries_max = list_entries_max);

  /// `read(entry)` for each entry.
  template <class List, class Read>
  [[nodiscard]] auto list(List entries, std::string_view field, Read read) {
    std::vector<decltype(read(entries[0]))> values;
    if (!may_read(entries.size(), field)) return values;
    values.reserve(entries.size());
    for (auto const entry : entries) {
      values.push_back(read(entry));
      if (failure_) break;
    }
    return values;
  }

 private:
  [[nodiscard]] std::string_view within(capnp::Text::Reader text, std::size_t bytes_max,
                                        std::string_view field);
  [[nodiscard]] std::string_view of_id_characters(std::string_view text, std::string_view field);
  void unknown_number(std::uint16_t number, std::uint16_t last, std::string_view field);

  std::optional<Failure> failure_;
};

/// 0001-01-01 is 1; nothing is 0 (schema/value.capnp).
[[nodiscard]] std::uint32_t day_number(CivilDate date);
[[nodiscard]] std::uint32_t day_number(std::optional<CivilDate> date);

/// At most `bytes_max` bytes of `text`, cut between characters.
[[nodiscard]] std::string_view cut(std::string_view text, std::size_t bytes_max);

/// Sets a text field; an empty text leaves it null. Use: `put(out, &Builder::initName, name)`.
template <class Builder>
void put(Builder builder, capnp::Text::Builder (Builder::*init)(unsigned), std::string_view text) {
  if (text.empty()) return;
  auto out = (builder.*init)(static_cast<unsigned>(text.size()));
  std::copy(text.begin(), text.end(), out.begin());
}

/// Sets a data field; no bytes leave it null.
template <class Builder>
void put(Builder builder, capnp::Data::Builder (Builder::*init)(unsigned), ByteView bytes) {
  if (bytes.empty()) return;
  auto out = (builder.*init)(static_cast<unsigned>(bytes.size()));
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<std::byte*>(out.begin()));
}

/// The two words of 16 bytes in their order.
[[nodiscard]] std::uint64_t word_at(std::array<std::byte, 16> const& bytes, std::size_t offset);
void put_word(std::array<std::byte, 16>& bytes, std::size_t offset, std::uint64_t word);

template <class Group>
void put_words(Group group, std::array<std::byte, 16> const& bytes) {
  group.setFirst(word_at(bytes, 0));
  group.setSecond(word_at(bytes, 8));
}
template <class Group>
[[nodiscard]] std::array<std::byte, 16> words(Group group) {
  std::array<std::byte, 16> bytes{};
  put_word(bytes, 0, group.getFirst());
  put_word(bytes, 8, group.getSecond());
  return bytes;
}

}  // namespace gl::wire
