#pragma once

#include <array>
#include <cstddef>

#include "base/bytes.h"

namespace gl::proof {

/// Ed25519 (RFC 8032): a secret of 32 bytes, from which the public key is made.
struct SecretKey {
  std::array<std::byte, 32> bytes{};

  SecretKey() = default;
  explicit SecretKey(std::array<std::byte, 32> const& secret) : bytes(secret) {}
  SecretKey(SecretKey const&) = default;
  SecretKey& operator=(SecretKey const&) = default;
  /// Overwrites the secret.
  ~SecretKey();
};

using PublicKey = std::array<std::byte, 32>;
using Signature = std::array<std::byte, 64>;

/// The public key of a secret one. Thread: any.
[[nodiscard]] PublicKey public_key(SecretKey const& secret);

/// Signs `message`; the same message gives the same signature. Thread: any.
[[nodiscard]] Signature sign(SecretKey const& secret, ByteView message);

/// True if `signature` is that of `message` under the key; false for any other length and for a
/// key that is no point of the curve. Thread: any.
[[nodiscard]] bool verifies(PublicKey const& key, ByteView message, ByteView signature);

}  // namespace gl::proof
