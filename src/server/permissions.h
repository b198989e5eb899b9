#pragma once

#include <cstddef>
#include <type_traits>
#include <variant>

#include "ledger/values.h"
#include "wire/messages.h"

namespace gl::server {

/// Whether the role may make requests of this kind: the index in `wire::Request`. Which commands a
/// role may send is no business of this table: that is a rule of the ledger (domain §5), and
/// breaking it is a recorded refusal.
[[nodiscard]] bool may_request(ledger::Role role, std::size_t request_kind);

/// The index of a request in `wire::Request`.
template <class T, std::size_t I = 0>
[[nodiscard]] constexpr std::size_t kind_of() {
  if constexpr (std::is_same_v<std::variant_alternative_t<I, wire::Request>, T>) {
    return I;
  } else {
    return kind_of<T, I + 1>();
  }
}

}  // namespace gl::server
