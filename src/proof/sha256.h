#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace gl::proof {

/// SHA-256 (FIPS 180-4) of `data`. Thread: any.
[[nodiscard]] Hash sha256(ByteView data);

/// SHA-256 of bytes that come in pieces. A value: a copy goes on from the same point.
class Sha256 {
 public:
  Sha256();

  void update(ByteView data);

  /// The digest of everything given so far; the object starts anew afterwards.
  [[nodiscard]] Hash finish();

 private:
  /// OpenSSL's SHA256_CTX, kept out of this header.
  alignas(8) std::array<std::byte, 112> state_;
};

/// HMAC with SHA-256 (RFC 2104) of `data` under `key`. Thread: any.
[[nodiscard]] std::array<std::byte, 32> hmac_sha256(ByteView key, ByteView data);

}  // namespace gl::proof
