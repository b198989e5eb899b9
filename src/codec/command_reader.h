#pragma once

#include <capnp/any.h>
#include <capnp/message.h>

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

#include "codec/field.h"
#include "codec/known.h"
#include "codec/text.h"
#include "ledger/values.h"
#include "schema/value.capnp.h"

namespace gl::codec {

/// The direction message -> ledger for what clients send, through Cap'n Proto's own readers:
/// `pass(value, reader, GL_FIELD(Name))` reads one field. A field that is not known here is
/// refused, texts are UTF-8. The first error stays and is asked for at the end; until then reading
/// goes on with empty values. Bad pointers throw kj::Exception.
class CommandReader : public ReadError {
 public:
  template <class T>
  using Value = T;
  template <class Schema>
  using At = typename Schema::Reader;

  // ------------------------------------------------------------------ numbers, flags, enumerants

  template <class N, class R, class F>
    requires std::integral<N>
  void operator()(N& value, R& at, F const& field) {
    value = field.get(at);
  }
  template <class E, class R, class F>
    requires std::is_enum_v<E>
  void operator()(E& value, R& at, F const& field) {
    value = enumerant<E>(static_cast<std::uint16_t>(field.get(at)), field.name);
  }
  template <class Tag, class Rep, class R, class F>
  void operator()(Strong<Tag, Rep>& value, R& at, F const& field) {
    value = Strong<Tag, Rep>{field.get(at)};
  }
  template <class R, class F>
  void operator()(ledger::Money& value, R& at, F const& field) {
    value = ledger::Money::from_minor_units(field.get(at));
  }
  template <class R, class F>
  void operator()(ledger::Rate& value, R& at, F const& field) {
    value = rate(field.get(at), field.name);
  }
  template <class R, class F>
  void operator()(ledger::Currency& value, R& at, F const& field) {
    value = ledger::Currency::from_packed(field.get(at));
  }
  template <class R, class F>
  void operator()(CivilDate& value, R& at, F const& field) {
    value = day(field.get(at), field.name);
  }
  template <class R, class F>
  void operator()(Instant& value, R& at, F const& field) {
    value = Instant{field.get(at)};
  }
  template <class R, class F>
  void operator()(std::optional<CivilDate>& value, R& at, F const& field) {
    if (auto const number = field.get(at); number != 0) value = day(number, field.name);
  }
  template <class R, class F>
  void operator()(std::optional<Instant>& value, R& at, F const& field) {
    if (auto const microseconds = field.get(at); microseconds != 0) value = Instant{microseconds};
  }

  // ------------------------------------------------------------------------------------- unions

  template <class R, class F>
  void operator()(std::optional<ledger::Money>& value, R& at, F const& field) {
    auto const from = stated(at, field);
    if (from.isStated()) value = ledger::Money::from_minor_units(from.getStated());
  }
  template <class R, class F>
  void operator()(std::optional<ledger::Rate>& value, R& at, F const& field) {
    auto const from = stated(at, field);
    if (from.isStated()) value = rate(from.getStated(), field.name);
  }
  template <class Tag, class Rep, class R, class F>
  void operator()(std::optional<Strong<Tag, Rep>>& value, R& at, F const& field) {
    auto const from = stated(at, field);
    if (from.isStated()) value = Strong<Tag, Rep>{from.getStated()};
  }
  template <class E, class R, class F>
    requires std::is_enum_v<E>
  void operator()(std::optional<E>& value, R& at, F const& field) {
    auto const from = stated(at, field);
    if (!from.isStated()) return;
    value = enumerant<E>(static_cast<std::uint16_t>(from.getStated()), field.name);
  }
  template <class R, class F>
  void operator()(ledger::Amount& value, R& at, F const& field) {
    auto const from = field.get(at);
    value = amount(from.getUnits(), from.getDecimals(), field.name);
  }
  template <class R, class F>
  void operator()(std::optional<ledger::Amount>& value, R& at, F const& field) {
    auto const from = field.get(at);
    if (from.isUnits()) {
      value = amount(from.getUnits(), from.getDecimals(), field.name);
    } else if (!from.isUnstated()) {
      unknown_member(static_cast<std::uint16_t>(from.which()), field.name);
    }
  }

  // -------------------------------------------------------------------------------------- bytes

  template <class R, class F>
  void operator()(std::array<std::byte, 16>& bytes, R& at, F const& field) {
    auto const from = field.get(at);
    bytes = std::bit_cast<std::array<std::byte, 16>>(
        std::array<std::uint64_t, 2>{from.getFirst(), from.getSecond()});
  }
  template <class R, class F>
  void operator()(Uuid& uuid, R& at, F const& field) {
    (*this)(uuid.bytes, at, field);
  }
  template <class R, class F>
  void operator()(Hash& hash, R& at, F const& field) {
    auto const from = field.get(at);
    if (from.size() != hash.size()) return wrong_hash(from.size(), field.name);
    std::memcpy(hash.data(), from.begin(), hash.size());
  }
  template <class R, class F>
  void operator()(std::optional<Hash>& hash, R& at, F const& field) {
    if (field.has(at)) (*this)(hash.emplace(), at, field);
  }
  template <class R, class F>
  void operator()(Bytes& bytes, R& at, F const& field) {
    auto const from = field.get(at);
    auto const* begin = reinterpret_cast<std::byte const*>(from.begin());
    bytes.assign(begin, begin + from.size());
  }

  // -------------------------------------------------------------------------------------- texts

  template <class R, class F>
  void operator()(std::string& text, R& at, F const& field) {
    text = view(field.get(at), field.name);
  }
  template <class Tag, std::size_t Max, class R, class F>
  void operator()(InlineText<Tag, Max>& text, R& at, F const& field) {
    text = short_text<InlineText<Tag, Max>>(field.get(at), field.name);
  }
  template <class R, class F>
  void operator()(std::optional<std::string>& text, R& at, F const& field) {
    if (field.has(at)) (*this)(text.emplace(), at, field);
  }
  template <class Tag, std::size_t Max, class R, class F>
  void operator()(std::optional<InlineText<Tag, Max>>& text, R& at, F const& field) {
    if (field.has(at)) (*this)(text.emplace(), at, field);
  }
  template <class R, class F>
  void operator()(ledger::Sealed& sealed, R& at, F const& field) {
    if (field.has(at)) structure(sealed, at, field);
  }
  template <class R, class F>
  void operator()(ledger::PartyText& text, R& at, F const& field) {
    auto from = field.get(at);
    (*this)(text.open, from, GL_FIELD(Open));
    (*this)(text.sealed, from, GL_FIELD(Sealed));
  }
  template <class R, class F>
  void operator()(ledger::PersonalText& text, R& at, F const& field) {
    (*this)(text.clear, at, field);
  }

  // -------------------------------------------------------------------------- structs and lists

  template <class R, class F>
  void operator()(ledger::StreamRef& stream, R& at, F const& field) {
    auto from = field.get(at);
    (*this)(stream.kind, from, GL_FIELD(Kind));
    (*this)(stream.id, from, GL_FIELD(Id));
  }
  template <OptionalStruct T, class R, class F>
  void operator()(std::optional<T>& value, R& at, F const& field) {
    if (field.has(at)) structure(value.emplace(), at, field);
  }
  template <class T, class R, class F>
    requires std::is_class_v<T>
  void operator()(T& value, R& at, F const& field) {
    structure(value, at, field);
  }
  /// A group whose members the caller maps itself.
  template <class R, class F>
  auto group(R& at, F const& field) {
    return field.get(at);
  }
  /// A struct of its own, or a group, with a mapping `fields`.
  template <class T, class R, class F>
  void structure(T& value, R& at, F const& field) {
    auto from = field.get(at);
    bool const was_good = good();
    enter(from);
    fields(*this, value, from);
    if (was_good && !good()) within(field.name);
  }
  template <class T, class R, class F>
  void operator()(std::vector<T>& values, R& at, F const& field) {
    auto const from = field.get(at);
    if (from.size() == 0) return;
    if (from.size() > list_elements_max) return too_many(from.size(), field.name);
    if (!has_own_elements(capnp::AnyList::Reader{from}, element_size<T>())) {
      return unknown_field(field.name);
    }
    bool const was_good = good();
    values.resize(from.size());
    for (unsigned i = 0; i < from.size(); ++i) element(values[i], from[i], field.name);
    if (was_good && !good()) within(field.name);
  }
  template <class T, class R, class F>
  void operator()(std::optional<std::vector<T>>& values, R& at, F const& field) {
    if (field.has(at)) (*this)(values.emplace(), at, field);
  }

  /// Looks for data and pointers of a struct that its schema does not have here.
  template <class R>
  void enter(R const& from) {
    if (!holds_only_known(from)) unknown_field({});
  }

 private:
  template <class R, class F>
  auto stated(R& at, F const& field) {
    auto const from = field.get(at);
    if (!from.isStated() && !from.isUnstated()) {
      unknown_member(static_cast<std::uint16_t>(from.which()), field.name);
    }
    return from;
  }

  template <class T>
  static constexpr capnp::ElementSize element_size() {
    if constexpr (std::is_enum_v<T>) return capnp::ElementSize::TWO_BYTES;
    if constexpr (requires(T value) { value.view(); }) return capnp::ElementSize::POINTER;
    return capnp::ElementSize::INLINE_COMPOSITE;
  }

  template <class T, class From>
  void element(T& value, From from, std::string_view name) {
    if constexpr (std::is_enum_v<T>) {
      value = enumerant<T>(static_cast<std::uint16_t>(from), name);
    } else if constexpr (requires { value.view(); }) {
      value = short_text<T>(from, name);
    } else {
      enter(from);
      fields(*this, value, from);
    }
  }

  template <class T>
  T short_text(capnp::Text::Reader text, std::string_view name) {
    if (text.size() <= T::bytes_max) return T{view(text, name)};
    too_long(text.size(), T::bytes_max, name);
    return {};
  }

  std::string_view view(capnp::Text::Reader text, std::string_view name) {
    std::string_view const view{text.begin(), text.size()};
    if (!is_utf8(view)) not_utf8(name);
    return view;
  }
};

}  // namespace gl::codec
