#pragma once

#include <capnp/message.h>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/check.h"
#include "codec/field.h"
#include "ledger/values.h"
#include "schema/value.capnp.h"

namespace gl::codec {

/// What is being written: it decides about personal texts.
enum class Form {
  event,    ///< sealed texts only, values checked: nothing may be stored that cannot be read
  command,  ///< clear texts only: what a client sends
  digest,   ///< a command whose personal texts enter by their sealed form, to be hashed
};

/// The direction ledger -> message: `pass(value, builder, GL_FIELD(Name))` writes one field. Texts
/// and lists that are empty are left null where the ledger knows no difference. Each field is
/// written once, into a new message.
template <Form form>
class Writer {
 public:
  template <class T>
  using Value = T const;
  template <class Schema>
  using At = typename Schema::Builder;

  // ------------------------------------------------------------------ numbers, flags, enumerants

  template <class B, class F>
  void operator()(bool value, B& at, F const& field) {
    field.set(at, value);
  }
  template <std::integral N, class B, class F>
  void operator()(N value, B& at, F const& field) {
    field.set(at, value);
  }
  template <class E, class B, class F>
    requires std::is_enum_v<E>
  void operator()(E value, B& at, F const& field) {
    using SchemaEnum = decltype(field.get(at));
    field.set(at, static_cast<SchemaEnum>(value));
  }
  template <class Tag, class Rep, class B, class F>
  void operator()(Strong<Tag, Rep> value, B& at, F const& field) {
    field.set(at, value.value());
  }
  template <class B, class F>
  void operator()(ledger::Money value, B& at, F const& field) {
    field.set(at, value.minor_units());
  }
  template <class B, class F>
  void operator()(ledger::Rate value, B& at, F const& field) {
    field.set(at, checked(value));
  }
  template <class B, class F>
  void operator()(ledger::Currency value, B& at, F const& field) {
    field.set(at, value.packed());
  }
  template <class B, class F>
  void operator()(CivilDate value, B& at, F const& field) {
    if constexpr (form == Form::event) {
      GL_CHECK(is_day(day_number(value)), "a date beyond the calendar would be stored");
    }
    field.set(at, static_cast<std::uint32_t>(day_number(value)));
  }
  template <class B, class F>
  void operator()(Instant value, B& at, F const& field) {
    field.set(at, value.microseconds());
  }
  template <class T, class B, class F>
    requires std::same_as<T, CivilDate> || std::same_as<T, Instant>
  void operator()(std::optional<T> const& value, B& at, F const& field) {
    if (value) (*this)(*value, at, field);
  }

  // ------------------------------------------------------------------------------------- unions

  template <class B, class F>
  void operator()(std::optional<ledger::Money> const& value, B& at, F const& field) {
    if (value) field.get(at).setStated(value->minor_units());
  }
  template <class B, class F>
  void operator()(std::optional<ledger::Rate> const& value, B& at, F const& field) {
    if (value) field.get(at).setStated(checked(*value));
  }
  template <class Tag, class Rep, class B, class F>
  void operator()(std::optional<Strong<Tag, Rep>> const& value, B& at, F const& field) {
    if (value) field.get(at).setStated(value->value());
  }
  template <class E, class B, class F>
    requires std::is_enum_v<E>
  void operator()(std::optional<E> const& value, B& at, F const& field) {
    if (!value) return;
    auto to = field.get(at);
    to.setStated(static_cast<decltype(to.getStated())>(*value));
  }
  template <class B, class F>
  void operator()(ledger::Amount value, B& at, F const& field) {
    auto to = field.get(at);
    to.setUnits(value.units);
    to.setDecimals(value.decimals);
  }
  template <class B, class F>
  void operator()(std::optional<ledger::Amount> const& value, B& at, F const& field) {
    if (value) (*this)(*value, at, field);
  }

  // -------------------------------------------------------------------------------------- bytes

  template <class B, class F>
  void operator()(std::array<std::byte, 16> const& bytes, B& at, F const& field) {
    auto to = field.get(at);
    auto const words = std::bit_cast<std::array<std::uint64_t, 2>>(bytes);
    to.setFirst(words[0]);
    to.setSecond(words[1]);
  }
  template <class B, class F>
  void operator()(Uuid const& uuid, B& at, F const& field) {
    (*this)(uuid.bytes, at, field);
  }
  template <class B, class F>
  void operator()(Hash const& hash, B& at, F const& field) {
    put(ByteView{hash}, at, field);
  }
  template <class B, class F>
  void operator()(std::optional<Hash> const& hash, B& at, F const& field) {
    if (hash) put(ByteView{*hash}, at, field);
  }
  template <class B, class F>
  void operator()(Bytes const& bytes, B& at, F const& field) {
    if (!bytes.empty()) put(bytes, at, field);
  }

  // -------------------------------------------------------------------------------------- texts

  template <class B, class F>
  void operator()(std::string const& text, B& at, F const& field) {
    if (!text.empty()) put(as_bytes(text), at, field);
  }
  template <class Tag, std::size_t Max, class B, class F>
  void operator()(InlineText<Tag, Max> const& text, B& at, F const& field) {
    if (!text.empty()) put(as_bytes(text.view()), at, field);
  }
  template <class B, class F>
  void operator()(std::optional<std::string> const& text, B& at, F const& field) {
    if (text) put(as_bytes(*text), at, field);
  }
  template <class Tag, std::size_t Max, class B, class F>
  void operator()(std::optional<InlineText<Tag, Max>> const& text, B& at, F const& field) {
    if (text) put(as_bytes(text->view()), at, field);
  }
  template <class B, class F>
  void operator()(ledger::Sealed const& sealed, B& at, F const& field) {
    if (sealed != ledger::Sealed{}) structure(sealed, at, field);
  }
  template <class B, class F>
  void operator()(ledger::PartyText const& text, B& at, F const& field) {
    auto to = field.get(at);
    (*this)(text.open, to, GL_FIELD(Open));
    (*this)(text.sealed, to, GL_FIELD(Sealed));
  }
  template <class B, class F>
  void operator()(ledger::PersonalText const& text, B& at, F const& field) {
    if constexpr (form == Form::digest) {
      GL_CHECK(text.clear.empty(), "a personal text was not sealed before it was hashed");
      if (!text.sealed.empty()) put(sealed_text(text.sealed), at, field);
    } else {
      static_assert(form == Form::command, "events hold sealed texts only");
      GL_CHECK(text.sealed.empty(), "a sealed text would travel in a command");
      (*this)(text.clear, at, field);
    }
  }

  // -------------------------------------------------------------------------- structs and lists

  template <class B, class F>
  void operator()(ledger::StreamRef const& stream, B& at, F const& field) {
    auto to = field.get(at);
    (*this)(stream.kind, to, GL_FIELD(Kind));
    (*this)(stream.id, to, GL_FIELD(Id));
  }
  template <OptionalStruct T, class B, class F>
  void operator()(std::optional<T> const& value, B& at, F const& field) {
    if (value) structure(*value, at, field);
  }
  template <class T, class B, class F>
    requires std::is_class_v<T>
  void operator()(T const& value, B& at, F const& field) {
    structure(value, at, field);
  }
  /// A group whose members the caller maps itself.
  template <class B, class F>
  auto group(B& at, F const& field) {
    return field.get(at);
  }
  /// A struct of its own, or a group, with a mapping `fields`.
  template <class T, class B, class F>
  void structure(T const& value, B& at, F const& field) {
    auto to = field.init(at);
    fields(*this, value, to);
  }
  template <class T, class B, class F>
  void operator()(std::vector<T> const& values, B& at, F const& field) {
    if (!values.empty()) list(values, at, field);
  }
  template <class T, class B, class F>
  void operator()(std::optional<std::vector<T>> const& values, B& at, F const& field) {
    if (values) list(*values, at, field);
  }

 private:
  [[nodiscard]] static std::uint32_t checked(ledger::Rate rate) {
    if constexpr (form == Form::event) {
      GL_CHECK(rate.ppm() >= 0 && rate.ppm() <= ledger::Rate::ppm_max,
               "a rate beyond 100 % would be stored");
    }
    return static_cast<std::uint32_t>(rate.ppm());
  }

  template <class B, class F>
  static void put(ByteView bytes, B& at, F const& field) {
    auto to = field.init(at, static_cast<unsigned>(bytes.size()));
    if (!bytes.empty()) std::memcpy(to.begin(), bytes.data(), bytes.size());
  }

  /// The text's place in what is hashed: subject, token, ciphertext.
  [[nodiscard]] static Bytes sealed_text(ledger::Sealed const& sealed) {
    Bytes bytes{sealed.subject.begin(), sealed.subject.end()};
    bytes.insert(bytes.end(), sealed.token.begin(), sealed.token.end());
    bytes.insert(bytes.end(), sealed.ciphertext.begin(), sealed.ciphertext.end());
    return bytes;
  }

  template <class T, class B, class F>
  void list(std::vector<T> const& values, B& at, F const& field) {
    auto const size = static_cast<unsigned>(values.size());
    auto to = field.init(at, size);
    for (unsigned i = 0; i < size; ++i) {
      if constexpr (std::is_enum_v<T>) {
        to.set(i, static_cast<std::remove_cvref_t<decltype(to[i])>>(values[i]));
      } else if constexpr (requires { values[i].view(); }) {
        auto const text = values[i].view();
        std::memcpy(to.init(i, static_cast<unsigned>(text.size())).begin(), text.data(),
                    text.size());
      } else {
        auto element = to[i];
        fields(*this, values[i], element);
      }
    }
  }
};

}  // namespace gl::codec
