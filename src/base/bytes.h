#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gl {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<std::byte const>;

/// A SHA-256 digest.
using Hash = std::array<std::byte, 32>;

/// The bytes of a text, as they are.
[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
  return std::as_bytes(std::span{text.data(), text.size()});
}

/// The same bytes seen as text; nothing is checked or copied.
[[nodiscard]] inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

/// Lower-case hexadecimal, two digits a byte.
[[nodiscard]] std::string to_hex(ByteView bytes);

/// The bytes of an even number of hexadecimal digits of either case. Errors: malformed.
[[nodiscard]] Result<Bytes> from_hex(std::string_view hex);

/// A digest from 64 hexadecimal digits. Errors: malformed.
[[nodiscard]] Result<Hash> hash_from_hex(std::string_view hex);

/// `value` in eight bytes, most significant first, so that keys sort as numbers.
[[nodiscard]] std::array<std::byte, 8> big_endian(std::uint64_t value);

/// The number in the first eight bytes, most significant first. `bytes` holds at least eight.
[[nodiscard]] std::uint64_t from_big_endian(ByteView bytes);

}  // namespace gl
