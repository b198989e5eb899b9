#pragma once

#include <capnp/schema.h>

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/bytes.h"
#include "codec/field.h"
#include "codec/known.h"
#include "ledger/values.h"

namespace gl::codec {

/// A struct, or a group of one, where it lies in the bytes. Fields behind its end are zero.
template <class Schema>
struct Place {
  std::byte const* data = nullptr;
  std::size_t data_bytes = 0;
  std::size_t pointers = 0;
};

/// Where the schema puts a field: bits from the start of the data section, or the pointer's index.
[[nodiscard]] std::size_t slot_of(capnp::StructSchema schema, std::string_view name);
/// Where the schema puts a union's discriminant: bits from the start of the data section.
[[nodiscard]] std::size_t discriminant_slot(capnp::StructSchema schema);

/// The direction bytes -> ledger for events, five times as fast as Cap'n Proto's readers because
/// it knows one segment only and takes layouts from the schema once: what makes a replay of
/// millions a second possible. Checks every pointer against the bytes, and visits no more bytes
/// than there are, so that a small message cannot grow. Fields that were added later are passed
/// over. The first error stays and is asked for at the end. A test holds it against Cap'n Proto's
/// own readers.
class EventReader : public ReadError {
 public:
  template <class T>
  using Value = T;
  template <class Schema>
  using At = Place<Schema>;

  explicit EventReader(ByteView bytes)
      : begin_(bytes.data()),
        size_(bytes.size()),
        unvisited_(bytes.size() - std::min<std::size_t>(bytes.size(), 8)) {}

  template <class Schema>
  [[nodiscard]] Place<Schema> root() {
    return size_ < 8 ? broken<Place<Schema>>("event") : open_struct<Schema>(begin_, "event");
  }

  /// Which member of the union is set.
  template <class Schema>
  [[nodiscard]] std::uint16_t which(Place<Schema> at) {
    static auto const slot = discriminant_slot(capnp::Schema::from<Schema>());
    return load<std::uint16_t>(at, slot / 8);
  }

  // ------------------------------------------------------------------ numbers, flags, enumerants

  template <class S, class F>
  void operator()(bool& value, Place<S>& at, F const& field) {
    auto const bit = slot<S>(field);
    value = ((load<std::uint8_t>(at, bit / 8) >> (bit % 8)) & 1U) != 0;
  }
  template <std::integral N, class S, class F>
  void operator()(N& value, Place<S>& at, F const& field) {
    value = number<N>(at, field);
  }
  template <class E, class S, class F>
    requires std::is_enum_v<E>
  void operator()(E& value, Place<S>& at, F const& field) {
    value = enumerant<E>(number<std::uint16_t>(at, field), field.name);
  }
  template <class Tag, class Rep, class S, class F>
  void operator()(Strong<Tag, Rep>& value, Place<S>& at, F const& field) {
    value = Strong<Tag, Rep>{number<Rep>(at, field)};
  }
  template <class S, class F>
  void operator()(ledger::Money& value, Place<S>& at, F const& field) {
    value = ledger::Money::from_minor_units(number<std::int64_t>(at, field));
  }
  template <class S, class F>
  void operator()(ledger::Rate& value, Place<S>& at, F const& field) {
    value = rate(number<std::uint32_t>(at, field), field.name);
  }
  template <class S, class F>
  void operator()(ledger::Currency& value, Place<S>& at, F const& field) {
    value = ledger::Currency::from_packed(number<std::uint32_t>(at, field));
  }
  template <class S, class F>
  void operator()(CivilDate& value, Place<S>& at, F const& field) {
    value = day(number<std::uint32_t>(at, field), field.name);
  }
  template <class S, class F>
  void operator()(Instant& value, Place<S>& at, F const& field) {
    value = Instant{number<std::int64_t>(at, field)};
  }
  template <class S, class F>
  void operator()(std::optional<CivilDate>& value, Place<S>& at, F const& field) {
    if (auto const found = number<std::uint32_t>(at, field); found != 0) {
      value = day(found, field.name);
    }
  }
  template <class S, class F>
  void operator()(std::optional<Instant>& value, Place<S>& at, F const& field) {
    if (auto const found = number<std::int64_t>(at, field); found != 0) value = Instant{found};
  }
  /// A union of `unstated` and `stated`.
  template <class T, class S, class F>
    requires(!std::is_class_v<T> || requires(T value) { value <=> value; }) &&
            (!requires(T value) { value.view(); }) && (!std::same_as<T, Hash>)
  void operator()(std::optional<T>& value, Place<S>& at, F const& field) {
    auto from = group(at, field);
    auto const member = which(from);
    if (member > 1) return unknown_member(member, field.name);
    if (member == 1) (*this)(value.emplace(), from, GL_FIELD(Stated));
  }

  // ----------------------------------------------------------------------------- bytes and texts

  template <class S, class F>
  void operator()(std::array<std::byte, 16>& bytes, Place<S>& at, F const& field) {
    auto from = group(at, field);
    bytes = std::bit_cast<std::array<std::byte, 16>>(
        std::array{number<std::uint64_t>(from, GL_FIELD(First)),
                   number<std::uint64_t>(from, GL_FIELD(Second))});
  }
  template <class S, class F>
  void operator()(Uuid& uuid, Place<S>& at, F const& field) {
    (*this)(uuid.bytes, at, field);
  }
  template <class S, class F>
  void operator()(Hash& hash, Place<S>& at, F const& field) {
    auto const from = bytes_at(at, field);
    if (from.size() != hash.size()) return wrong_hash(from.size(), field.name);
    std::memcpy(hash.data(), from.data(), hash.size());
  }
  template <class S, class F>
  void operator()(std::optional<Hash>& hash, Place<S>& at, F const& field) {
    if (has(at, field)) (*this)(hash.emplace(), at, field);
  }
  template <class S, class F>
  void operator()(Bytes& bytes, Place<S>& at, F const& field) {
    auto const from = bytes_at(at, field);
    bytes.assign(from.begin(), from.end());
  }
  template <class S, class F>
  void operator()(std::string& text, Place<S>& at, F const& field) {
    if (has(at, field)) text = text_at(pointer(at, slot<S>(field)), field.name);
  }
  template <class Tag, std::size_t Max, class S, class F>
  void operator()(InlineText<Tag, Max>& text, Place<S>& at, F const& field) {
    if (has(at, field)) short_text(text, pointer(at, slot<S>(field)), field.name);
  }
  template <class Tag, std::size_t Max, class S, class F>
  void operator()(std::optional<InlineText<Tag, Max>>& text, Place<S>& at, F const& field) {
    if (has(at, field)) (*this)(text.emplace(), at, field);
  }
  template <class S, class F>
  void operator()(ledger::Sealed& sealed, Place<S>& at, F const& field) {
    if (has(at, field)) structure(sealed, at, field);
  }
  template <class S, class F>
  void operator()(ledger::PartyText& text, Place<S>& at, F const& field) {
    auto from = group(at, field);
    (*this)(text.open, from, GL_FIELD(Open));
    (*this)(text.sealed, from, GL_FIELD(Sealed));
  }

  // -------------------------------------------------------------------------- structs and lists

  template <class S, class F>
  void operator()(ledger::StreamRef& stream, Place<S>& at, F const& field) {
    auto from = group(at, field);
    (*this)(stream.kind, from, GL_FIELD(Kind));
    (*this)(stream.id, from, GL_FIELD(Id));
  }
  template <OptionalStruct T, class S, class F>
  void operator()(std::optional<T>& value, Place<S>& at, F const& field) {
    if (has(at, field)) structure(value.emplace(), at, field);
  }
  template <class T, class S, class F>
    requires std::is_class_v<T>
  void operator()(T& value, Place<S>& at, F const& field) {
    structure(value, at, field);
  }
  /// A group whose members the caller maps itself.
  template <class S, class F>
  [[nodiscard]] auto group(Place<S> at, F const& /*field*/) {
    return Place<Within<S, F>>{at.data, at.data_bytes, at.pointers};
  }
  /// A struct of its own, with a mapping `fields`; null is one whose fields are all zero.
  template <class T, class S, class F>
  void structure(T& value, Place<S>& at, F const& field) {
    Place<Within<S, F>> from;
    if (has(at, field)) {
      from = open_struct<Within<S, F>>(pointer(at, slot<S>(field)), field.name);
    }
    bool const was_good = good();
    fields(*this, value, from);
    if (was_good && !good()) within(field.name);
  }
  template <class T, class S, class F>
  void operator()(std::vector<T>& values, Place<S>& at, F const& field) {
    if (!has(at, field)) return;
    bool const was_good = good();
    if constexpr (std::is_class_v<T> && !requires(T value) { value.view(); }) {
      read_structs<Element<S, F>>(values, pointer(at, slot<S>(field)), field.name);
    } else {
      read_values(values, pointer(at, slot<S>(field)), field.name);
    }
    if (was_good && !good()) within({});
  }

 private:
  /// The schema of what a field's generated getter gives.
  template <class S, class F>
  using Got = decltype(std::declval<F const&>().get(std::declval<typename S::Reader&>()));
  template <class S, class F>
  using Within = typename Got<S, F>::Reads;
  template <class S, class F>
  using Element = typename decltype(std::declval<Got<S, F>&>()[0])::Reads;

  /// What a pointer to a list says.
  struct List {
    std::byte const* begin = nullptr;
    unsigned element_size = 0;
    std::size_t count = 0;  ///< elements; words where the elements are structs
  };

  /// Looked up once for each field that the code names.
  template <class S, class F>
  static std::size_t slot(F const& field) {
    static auto const slot = slot_of(capnp::Schema::from<S>(), field.name);
    return slot;
  }

  template <class N>
  static N load(std::byte const* from) {
    N value{};
    std::memcpy(&value, from, sizeof value);
    return value;
  }
  template <class N, class S>
  static N load(Place<S> const& at, std::size_t byte) {
    return byte + sizeof(N) <= at.data_bytes ? load<N>(at.data + byte) : N{};
  }
  template <class N, class S, class F>
  static N number(Place<S> const& at, F const& field) {
    return load<N>(at, slot<S>(field) / 8);
  }

  template <class S>
  static std::byte const* pointer(Place<S> const& at, std::size_t index) {
    return at.data + at.data_bytes + index * 8;
  }
  template <class S, class F>
  static bool has(Place<S> const& at, F const& field) {
    auto const index = slot<S>(field);
    return index < at.pointers && load<std::uint64_t>(pointer(at, index)) != 0;
  }

  template <class T>
  T broken(std::string_view name) {
    bad_pointer(name);
    return {};
  }

  /// The place behind a pointer, if `bytes` from there on lie within the message and were not
  /// visited before; else null.
  std::byte const* visit(std::byte const* pointer, std::uint64_t word, std::size_t bytes) {
    auto const words = static_cast<std::int32_t>(static_cast<std::uint32_t>(word)) >> 2;
    auto const at = (pointer - begin_) + 8 + std::ptrdiff_t{words} * 8;
    if (at < 0 || static_cast<std::size_t>(at) > size_ ||
        bytes > size_ - static_cast<std::size_t>(at) || bytes > unvisited_) {
      return nullptr;
    }
    unvisited_ -= bytes;
    return begin_ + at;
  }

  template <class S>
  Place<S> open_struct(std::byte const* pointer, std::string_view name) {
    auto const word = load<std::uint64_t>(pointer);
    auto const data_bytes = static_cast<std::size_t>((word >> 32U) & 0xffffU) * 8;
    auto const pointers = static_cast<std::size_t>(word >> 48U);
    if ((word & 3U) != 0) return broken<Place<S>>(name);
    if (data_bytes + pointers == 0) return {};
    auto const* data = visit(pointer, word, data_bytes + pointers * 8);
    if (data == nullptr) return broken<Place<S>>(name);
    return {data, data_bytes, pointers};
  }

  List open_list(std::byte const* pointer, std::string_view name);
  std::string_view text_at(std::byte const* pointer, std::string_view name) {
    auto const word = load<std::uint64_t>(pointer);
    auto const bytes = static_cast<std::size_t>(word >> 35U);
    bool const is_byte_list = (word & 0x7'0000'0003U) == 0x2'0000'0001U && bytes > 0;
    auto const* begin = is_byte_list ? visit(pointer, word, bytes) : nullptr;
    if (begin == nullptr || begin[bytes - 1] != std::byte{0}) {
      return broken<std::string_view>(name);
    }
    return as_text(ByteView{begin, bytes - 1});
  }
  ByteView data_at(std::byte const* pointer, std::string_view name);

  template <class S, class F>
  ByteView bytes_at(Place<S> const& at, F const& field) {
    return has(at, field) ? data_at(pointer(at, slot<S>(field)), field.name) : ByteView{};
  }
  template <class Text>
  void short_text(Text& text, std::byte const* pointer, std::string_view name) {
    auto const view = text_at(pointer, name);
    if (view.size() > Text::bytes_max) return too_long(view.size(), Text::bytes_max, name);
    text = Text{view};
  }

  /// Texts or enumerants.
  template <class T>
  void read_values(std::vector<T>& values, std::byte const* pointer, std::string_view name) {
    constexpr unsigned element_size = std::is_enum_v<T> ? 3 : 6;
    auto const list = open_list(pointer, name);
    if (list.count == 0) return;
    if (list.element_size != element_size) return bad_pointer(name);
    if (list.count > list_elements_max) return too_many(list.count, name);
    values.resize(list.count);
    for (std::size_t i = 0; i < list.count; ++i) {
      if constexpr (std::is_enum_v<T>) {
        values[i] = enumerant<T>(load<std::uint16_t>(list.begin + i * 2), name);
      } else if (load<std::uint64_t>(list.begin + i * 8) != 0) {
        short_text(values[i], list.begin + i * 8, name);
      }
    }
  }

  template <class S, class T>
  void read_structs(std::vector<T>& values, std::byte const* pointer, std::string_view name) {
    auto const list = open_list(pointer, name);
    if (!good()) return;
    if (list.element_size != 7) return bad_pointer(name);
    auto const tag = load<std::uint64_t>(list.begin);
    auto const count = static_cast<std::size_t>(static_cast<std::uint32_t>(tag) >> 2U);
    auto const data_bytes = static_cast<std::size_t>((tag >> 32U) & 0xffffU) * 8;
    auto const pointers = static_cast<std::size_t>(tag >> 48U);
    auto const element_bytes = data_bytes + pointers * 8;
    if ((tag & 3U) != 0 || count * element_bytes > list.count * 8) return bad_pointer(name);
    if (count > list_elements_max) return too_many(count, name);
    values.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      fields(*this, values[i], Place<S>{list.begin + 8 + i * element_bytes, data_bytes, pointers});
    }
  }

  std::byte const* begin_;
  std::size_t size_;
  std::size_t unvisited_;
};

}  // namespace gl::codec
