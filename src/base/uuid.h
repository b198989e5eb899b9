#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"
#include "base/time.h"

namespace gl {

/// A UUID of any version, e.g. the id of a command or of a ledger.
struct Uuid {
  std::array<std::byte, 16> bytes{};

  [[nodiscard]] bool is_nil() const { return *this == Uuid{}; }
  friend auto operator<=>(Uuid const&, Uuid const&) = default;
};

/// `0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f6071`, either case. Errors: malformed.
[[nodiscard]] Result<Uuid> parse_uuid(std::string_view text);
[[nodiscard]] std::string to_string(Uuid const& uuid);

/// A new UUID of version 7 (RFC 9562): milliseconds of `now`, then random bits.
[[nodiscard]] Uuid make_uuid_v7(Instant now, Random& random);

/// A UUID of version 8 (RFC 9562) made from 16 bytes of a digest: the same bytes, the same id.
[[nodiscard]] Uuid uuid_v8_from(std::array<std::byte, 16> bytes);

}  // namespace gl

template <>
struct std::hash<gl::Uuid> {
  [[nodiscard]] std::size_t operator()(gl::Uuid const& uuid) const noexcept;
};
