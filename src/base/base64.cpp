#include "base/base64.h"

#include <algorithm>

namespace gl {
namespace {

constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t shown_max = 40;

std::unexpected<Error> not_base64(std::string_view text) {
  auto const shown = text.substr(0, shown_max);
  return fail(Errc::malformed, "\"" + std::string{shown} + (shown == text ? "" : "…") +
                                   "\" is not Base 64 (RFC 4648 §4, padded, in its one form)");
}

}  // namespace

std::string to_base64(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  while (!bytes.empty()) {
    auto const take = std::min<std::size_t>(bytes.size(), 3);
    unsigned group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8U | (i < take ? std::to_integer<unsigned>(bytes[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text.push_back(i <= take ? base64_digits[group >> (18 - 6 * i) & 63U] : '=');
    }
    bytes = bytes.subspan(take);
  }
  return text;
}

Result<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return not_base64(text);
  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t at = 0; at < text.size(); at += 4) {
    auto quad = text.substr(at, 4);
    if (at + 4 == text.size()) {
      if (quad.ends_with('=')) quad.remove_suffix(1);
      if (quad.ends_with('=')) quad.remove_suffix(1);
    }
    unsigned group = 0;
    for (char const digit : quad) {
      auto const value = base64_digits.find(digit);
      if (value == std::string_view::npos) return not_base64(text);
      group = group << 6U | static_cast<unsigned>(value);
    }
    if (quad.size() < 2) return not_base64(text);
    auto const left_over = quad.size() * 6 % 8;
    if ((group & ((1U << left_over) - 1)) != 0) return not_base64(text);
    group >>= left_over;
    for (std::size_t i = quad.size() - 1; i > 0; --i) {
      bytes.push_back(static_cast<std::byte>(group >> (8 * (i - 1)) & 0xffU));
    }
  }
  return bytes;
}

Result<Hash> hash_from_base64(std::string_view text) {
  auto const bytes = from_base64(text);
  if (!bytes) return std::unexpected(bytes.error());
  Hash hash{};
  if (bytes->size() != hash.size()) {
    return fail(Errc::malformed,
                "a SHA-256 digest has 32 bytes, this one " + std::to_string(bytes->size()));
  }
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

}  // namespace gl
