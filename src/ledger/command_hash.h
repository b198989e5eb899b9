#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "base/uuid.h"

namespace gl::ledger {

/// The key of a SipHash: 128 bits.
using SipKey = std::array<std::byte, 16>;

/// SipHash-2-4 of `bytes` (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): 64
/// bits that look random to whoever does not know the key.
[[nodiscard]] inline std::uint64_t sip_hash(SipKey const& key, std::span<std::byte const> bytes) {
  auto const word = [](std::byte const* at, std::size_t size) {
    std::uint64_t value = 0;
    std::memcpy(&value, at, size);
    if constexpr (std::endian::native == std::endian::big) value = std::byteswap(value);
    return value;
  };
  auto const k0 = word(key.data(), 8);
  auto const k1 = word(key.data() + 8, 8);
  auto v0 = k0 ^ 0x736f6d6570736575U;
  auto v1 = k1 ^ 0x646f72616e646f6dU;
  auto v2 = k0 ^ 0x6c7967656e657261U;
  auto v3 = k1 ^ 0x7465646279746573U;
  auto const round = [&] {
    v0 += v1;
    v1 = std::rotl(v1, 13) ^ v0;
    v0 = std::rotl(v0, 32);
    v2 += v3;
    v3 = std::rotl(v3, 16) ^ v2;
    v0 += v3;
    v3 = std::rotl(v3, 21) ^ v0;
    v2 += v1;
    v1 = std::rotl(v1, 17) ^ v2;
    v2 = std::rotl(v2, 32);
  };
  auto const take = [&](std::uint64_t m) {
    v3 ^= m;
    round();
    round();
    v0 ^= m;
  };
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) take(word(bytes.data() + at, 8));
  auto last = static_cast<std::uint64_t>(bytes.size()) << 56;
  if (at < bytes.size()) last |= word(bytes.data() + at, bytes.size() - at);
  take(last);
  v2 ^= 0xff;
  for (int i = 0; i < 4; ++i) round();
  return v0 ^ v1 ^ v2 ^ v3;
}

/// The hash of command ids in one ledger: what the table of fingerprints and its stored rows hold
/// instead of the ids. Keyed with the ledger's own id, so that ids made for one ledger do not fall
/// together in another; a match is always verified in the event itself. Frozen: stored rows hold
/// its values. Thread: any.
class CommandHash {
 public:
  explicit CommandHash(Uuid const& ledger) : key_(ledger.bytes) {}

  /// SipHash-2-4 of the id's 16 bytes under the ledger's 16.
  [[nodiscard]] std::uint64_t operator()(Uuid const& command_id) const {
    return sip_hash(key_, command_id.bytes);
  }

 private:
  SipKey key_;
};

}  // namespace gl::ledger
