#include "base/bytes.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/check.h"

namespace gl {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

int digit_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

std::string to_hex(ByteView bytes) {
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (auto const byte : bytes) {
    auto const value = std::to_integer<unsigned>(byte);
    hex.push_back(hex_digits[value >> 4U]);
    hex.push_back(hex_digits[value & 15U]);
  }
  return hex;
}

Result<Bytes> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) {
    return fail(Errc::malformed,
                "an odd number of hexadecimal digits: " + std::to_string(hex.size()));
  }
  Bytes bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    int const high = digit_value(hex[i]);
    int const low = digit_value(hex[i + 1]);
    if (high < 0 || low < 0) {
      return fail(Errc::malformed,
                  "not hexadecimal at digit " + std::to_string(i + (high < 0 ? 1 : 2)));
    }
    bytes.push_back(static_cast<std::byte>(high * 16 + low));
  }
  return bytes;
}

Result<Hash> hash_from_hex(std::string_view hex) {
  if (hex.size() != 64) {
    return fail(Errc::malformed,
                "a SHA-256 has 64 hexadecimal digits, not " + std::to_string(hex.size()));
  }
  auto const bytes = from_hex(hex);
  if (!bytes) return std::unexpected(bytes.error());
  Hash hash{};
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

std::array<std::byte, 8> big_endian(std::uint64_t value) {
  if constexpr (std::endian::native == std::endian::little) value = std::byteswap(value);
  return std::bit_cast<std::array<std::byte, 8>>(value);
}

std::uint64_t from_big_endian(ByteView bytes) {
  GL_CHECK(bytes.size() >= 8, "a big-endian number needs eight bytes");
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data(), sizeof value);
  if constexpr (std::endian::native == std::endian::little) value = std::byteswap(value);
  return value;
}

}  // namespace gl
