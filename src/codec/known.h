#pragma once

#include <capnp/any.h>
#include <capnp/schema.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "codec/field.h"
#include "ledger/event.h"

namespace gl::codec {

/// No list of a command or an event has more elements.
constexpr std::size_t list_elements_max = 4096;

/// How many enumerants of a type are known: numbers from there on come from a newer version. A test
/// holds them against the schema.
template <class E>
inline constexpr std::uint16_t enumerants = 0;
template <>
inline constexpr std::uint16_t enumerants<ledger::Role> = 12;
template <>
inline constexpr std::uint16_t enumerants<ledger::StreamKind> = 11;
template <>
inline constexpr std::uint16_t enumerants<ledger::LegalKind> = 5;
template <>
inline constexpr std::uint16_t enumerants<ledger::AidNature> = 3;
template <>
inline constexpr std::uint16_t enumerants<ledger::AidRegime> = 5;
template <>
inline constexpr std::uint16_t enumerants<ledger::ReCredit> = 3;
template <>
inline constexpr std::uint16_t enumerants<ledger::Choice> = 3;
template <>
inline constexpr std::uint16_t enumerants<ledger::PaymentKind> = 4;
template <>
inline constexpr std::uint16_t enumerants<ledger::CancelGround> = 6;
template <>
inline constexpr std::uint16_t enumerants<ledger::ActKind> = 8;
template <>
inline constexpr std::uint16_t enumerants<ledger::AuthorityPool> = 3;
template <>
inline constexpr std::uint16_t enumerants<ledger::ProjectState> = 16;
template <>
inline constexpr std::uint16_t enumerants<ledger::PaymentState> = 10;
template <>
inline constexpr std::uint16_t enumerants<ledger::RecoveryState> = 6;
template <>
inline constexpr std::uint16_t enumerants<ledger::AccountKind> = 14;
template <>
inline constexpr std::uint16_t enumerants<ledger::Rule> = 46;

/// The first thing that was wrong with a message, and where.
class ReadError {
 public:
  [[nodiscard]] bool good() const { return !error_; }
  /// The error with the path of its field in front, e.g. "applicant.legal_kind: …".
  [[nodiscard]] Error error() const;

 protected:
  template <class E>
  E enumerant(std::uint16_t number, std::string_view name) {
    static_assert(enumerants<E> > 0, "say above how many enumerants there are");
    if (number < enumerants<E>) return static_cast<E>(number);
    unknown_member(number, name);
    return {};
  }
  ledger::Rate rate(std::uint32_t ppm, std::string_view name);
  CivilDate day(std::uint32_t number, std::string_view name);
  ledger::Amount amount(std::int64_t units, std::uint8_t decimals, std::string_view name);

  void unknown_member(std::uint16_t number, std::string_view name);
  void unknown_field(std::string_view name);
  void wrong_hash(std::size_t bytes, std::string_view name);
  void too_many(std::size_t elements, std::string_view name);
  void too_long(std::size_t bytes, std::size_t bytes_max, std::string_view name);
  void not_utf8(std::string_view name);
  void bad_pointer(std::string_view name);
  /// The error lies within the field of this name.
  void within(std::string_view name);

 private:
  void set(Errc code, std::string_view name, std::string what);

  std::optional<Error> error_;
  std::string path_;
};

/// Bits that one value of the type takes in a struct's data section; 0 for pointers and void.
[[nodiscard]] unsigned bits_of(capnp::Type type);

/// The bits and pointers that a struct's schema has, groups included.
struct Known {
  bool is_group = false;            ///< looked at with the struct that it is part of
  std::vector<std::uint64_t> bits;  ///< by word of the data section
  unsigned pointers = 0;
};
[[nodiscard]] Known known_of(capnp::StructSchema schema);
[[nodiscard]] bool holds_only(Known const& known, capnp::AnyStruct::Reader from);

/// False when the struct carries data or pointers that its schema does not have here.
template <class R>
[[nodiscard]] bool holds_only_known(R const& from) {
  static Known const known = known_of(capnp::Schema::from<typename R::Reads>());
  return known.is_group || holds_only(known, capnp::AnyStruct::Reader{from});
}

/// False when a list that should have elements of this size holds larger ones (structs that a newer
/// version put in their place); lists of structs are looked at element by element.
[[nodiscard]] bool has_own_elements(capnp::AnyList::Reader list, capnp::ElementSize expected);

}  // namespace gl::codec
