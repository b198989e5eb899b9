#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include <rapidcheck.h>

#include "codec/known.h"
#include "codec/members.h"
#include "ledger/command.h"
#include "ledger/event.h"

namespace gl::codec {

/// Numbers one after the other: every member gets another value, and always the same one.
class Sequence {
 public:
  std::uint64_t number(std::uint64_t low, std::uint64_t high) {
    auto const width = high - low + 1;
    return low + (width == 0 ? ++next_ : ++next_ % width);
  }
  bool flip() { return true; }
  std::size_t list_size() { return 2; }

 private:
  std::uint64_t next_ = 0;
};

/// Numbers of rapidcheck's choice; only within a property.
class Choice {
 public:
  std::uint64_t number(std::uint64_t low, std::uint64_t high) {
    if (low == 0 && high == ~std::uint64_t{0}) return *rc::gen::arbitrary<std::uint64_t>();
    if (*rc::gen::inRange(0, 8) == 0) return *rc::gen::elementOf(std::vector{low, high});
    return low + *rc::gen::arbitrary<std::uint64_t>() % (high - low + 1);
  }
  bool flip() { return *rc::gen::arbitrary<bool>(); }
  std::size_t list_size() { return *rc::gen::inRange<std::size_t>(0, 4); }
};

/// Fills any event or command with valid values from a source, by the types of its members alone.
template <class Source>
class Filler {
 public:
  explicit Filler(Source source = {}) : source_(source) {}

  void operator()(bool& v) { v = source_.flip(); }
  template <std::integral N>
  void operator()(N& v) {
    v = static_cast<N>(source_.number(0, static_cast<std::make_unsigned_t<N>>(~N{0})));
  }
  template <class E>
    requires std::is_enum_v<E>
  void operator()(E& v) {
    v = static_cast<E>(source_.number(1, enumerants<E> - 1U));
  }
  template <class Tag, class Rep>
  void operator()(Strong<Tag, Rep>& v) {
    Rep number{};
    (*this)(number);
    v = Strong<Tag, Rep>{number};
  }
  void operator()(ledger::Money& v) {
    v = ledger::Money::from_minor_units(
        static_cast<std::int64_t>(source_.number(0, ~std::uint64_t{0})));
  }
  void operator()(ledger::Rate& v) {
    v = ledger::Rate{static_cast<std::int32_t>(source_.number(0, 1'000'000))};
  }
  void operator()(ledger::Amount& v) {
    v.units = static_cast<std::int64_t>(source_.number(0, ~std::uint64_t{0}));
    v.decimals = static_cast<std::uint8_t>(source_.number(0, 9));
  }
  void operator()(ledger::Currency& v) {
    v = *ledger::Currency::parse(source_.number(0, 1) == 0 ? "EUR" : "JPY");
  }
  void operator()(CivilDate& v) {
    v = CivilDate{static_cast<std::int32_t>(source_.number(1, 3'652'059)) - 719'163};
  }
  void operator()(Instant& v) {
    v = Instant{static_cast<std::int64_t>(source_.number(1, 4'102'444'800'000'000))};
  }
  template <std::size_t N>
  void operator()(std::array<std::byte, N>& v) {
    for (auto& byte : v) byte = static_cast<std::byte>(source_.number(0, 255));
  }
  void operator()(Bytes& v) {
    v.resize(source_.number(1, 40));
    for (auto& byte : v) byte = static_cast<std::byte>(source_.number(0, 255));
  }
  void operator()(std::string& v) { v = text(30) + "é€"; }
  template <class Tag, std::size_t Max>
  void operator()(InlineText<Tag, Max>& v) {
    v = InlineText<Tag, Max>{text(Max)};
  }
  void operator()(ledger::PersonalText& v) { (*this)(v.clear); }
  template <class T>
  void operator()(std::optional<T>& v) {
    if (source_.flip()) (*this)(v.emplace());
  }
  template <class T>
  void operator()(std::vector<T>& v) {
    v.resize(source_.list_size());
    for (auto& element : v) (*this)(element);
  }
  template <class T>
    requires std::is_class_v<T>
  void operator()(T& v) {
    std::apply([&](auto&... member) { ((*this)(member), ...); }, members_of(v));
  }

 private:
  std::string text(std::size_t size_max) {
    static constexpr std::string_view alphabet = "ABCxyz019._/-";
    std::string text(source_.number(source_.flip() ? 1 : 0, size_max), ' ');
    for (auto& c : text) c = alphabet[source_.number(0, alphabet.size() - 1)];
    return text;
  }

  Source source_;
};

/// What the ledger promises beyond the types: a natural person's name and address are sealed.
template <class Body>
void seal_persons(Body& body) {
  auto const seal = [](ledger::LegalKind kind, ledger::PartyText& text) {
    if (kind == ledger::LegalKind::person) text.open.clear();
  };
  if constexpr (requires { body.applicant; }) {
    seal(body.applicant.legal_kind, body.applicant.name);
    seal(body.applicant.legal_kind, body.applicant.address);
  }
  if constexpr (requires { body.legal_kind; }) seal(body.legal_kind, body.name);
}

template <class Body, class Source>
ledger::Event filled_event(Source source = {}) {
  Filler<Source> fill{source};
  ledger::Event event;
  fill(event.envelope);
  event.envelope.schema_version = 1;
  auto& body = event.body.emplace<Body>();
  fill(body);
  seal_persons(body);
  return event;
}

template <class Body, class Source>
ledger::Command filled_command(Source source = {}) {
  Filler<Source> fill{source};
  ledger::Command command;
  fill(command.header);
  command.header.actor.person = {};
  command.header.actor.role = ledger::Role::none;
  command.header.payload_digest = {};
  fill(command.body.emplace<Body>());
  return command;
}

/// Calls `visit.template operator()<Body>()` for each alternative of a variant.
template <class Variant, class Visit, std::size_t... I>
void for_each_body(Visit visit, std::index_sequence<I...>) {
  (visit.template operator()<std::variant_alternative_t<I, Variant>>(), ...);
}
template <class Variant, class Visit>
void for_each_body(Visit visit) {
  for_each_body<Variant>(visit, std::make_index_sequence<std::variant_size_v<Variant>>{});
}

}  // namespace gl::codec
