#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include "ledger/event.h"

namespace gl::codec {

/// Converts to whatever an aggregate's member wants: only to count members.
struct AnyMember {
  template <class T>
  operator T() const;
};

/// Converts to a base of `T` alone: only to see whether it has one.
template <class T>
struct AnyBase {
  template <class Base>
    requires(std::is_base_of_v<Base, T> && !std::is_same_v<Base, T>)
  operator Base() const;
};

/// Events and commands that are alike share a base that holds their members.
template <class T>
constexpr bool has_base = requires { T{AnyBase<T>{}}; };

template <class T, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
  if constexpr (has_base<T>) {
    return requires { T{{(static_cast<void>(I), AnyMember{})...}}; };
  } else {
    return requires { T{(static_cast<void>(I), AnyMember{})...}; };
  }
}

/// How many members an aggregate, or else its base, has, without anybody having listed them: what
/// the tests need to notice a member that a mapping forgot.
template <class T, std::size_t N = 0>
constexpr std::size_t member_count() {
  if constexpr (takes<T>(std::make_index_sequence<N + 1>{})) {
    return member_count<T, N + 1>();
  } else {
    return N;
  }
}

/// Has a base and members of its own.
template <class T>
constexpr bool has_more_than_base = has_base<T> && requires { T{AnyBase<T>{}, AnyMember{}}; };

/// References to all members of an aggregate.
template <class T>
auto members_of(T& v) {
  static_assert(!has_more_than_base<std::remove_const_t<T>>, "needs an overload, as below");
  constexpr auto n = member_count<std::remove_const_t<T>>();
  static_assert(n <= 20, "add a line for so many members");
#define GL_TIE(N, ...)            \
  if constexpr (n == N) {         \
    auto& [__VA_ARGS__] = v;      \
    return std::tie(__VA_ARGS__); \
  }
  // clang-format off
  GL_TIE(1, a) GL_TIE(2, a, b) GL_TIE(3, a, b, c) GL_TIE(4, a, b, c, d) GL_TIE(5, a, b, c, d, e)
  GL_TIE(6, a, b, c, d, e, f) GL_TIE(7, a, b, c, d, e, f, g) GL_TIE(8, a, b, c, d, e, f, g, h)
  GL_TIE(9, a, b, c, d, e, f, g, h, i) GL_TIE(10, a, b, c, d, e, f, g, h, i, j)
  GL_TIE(11, a, b, c, d, e, f, g, h, i, j, k) GL_TIE(12, a, b, c, d, e, f, g, h, i, j, k, l)
  GL_TIE(13, a, b, c, d, e, f, g, h, i, j, k, l, m)
  GL_TIE(14, a, b, c, d, e, f, g, h, i, j, k, l, m, o)
  GL_TIE(15, a, b, c, d, e, f, g, h, i, j, k, l, m, o, p)
  GL_TIE(16, a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q)
  GL_TIE(17, a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r)
  GL_TIE(18, a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s)
  GL_TIE(19, a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t)
  GL_TIE(20, a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u)
  // clang-format on
#undef GL_TIE
}

/// The one event with a base and a member of its own.
template <class T>
  requires std::is_same_v<std::remove_const_t<T>, ledger::ProjectAmended>
auto members_of(T& v) {
  using Base =
      std::conditional_t<std::is_const_v<T>, ledger::Application const, ledger::Application>;
  return std::tuple_cat(members_of(static_cast<Base&>(v)), std::tie(v.asked_before));
}

/// Deep equality, member by member where a type has no `==`.
template <class T>
bool same(T const& a, T const& b) {
  if constexpr (requires {
                  { a == b } -> std::convertible_to<bool>;
                }) {
    return a == b;
  } else {
    return [&]<std::size_t... I>(auto x, auto y, std::index_sequence<I...>) {
      return (same(std::get<I>(x), std::get<I>(y)) && ...);
    }(members_of(a), members_of(b),
           std::make_index_sequence<std::tuple_size_v<decltype(members_of(a))>>{});
  }
}

template <class... Ts>
bool same(std::variant<Ts...> const& a, std::variant<Ts...> const& b) {
  if (a.index() != b.index()) return false;
  return std::visit(
      [&](auto const& x) { return same(x, std::get<std::remove_cvref_t<decltype(x)>>(b)); }, a);
}

}  // namespace gl::codec
