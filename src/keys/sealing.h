#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "ledger/values.h"

namespace gl::keys {

using Key = std::array<std::byte, 32>;
using SubjectToken = std::array<std::byte, 16>;

/// Overwrites a secret that is not needed any more, for certain.
void wipe(std::span<std::byte> secret);

/// HMAC-SHA-256 (RFC 2104) of `data`.
[[nodiscard]] Hash keyed_hash(ByteView key, ByteView data);

/// AES-256-GCM (NIST SP 800-38D): ciphertext followed by its tag of 16 bytes.
[[nodiscard]] Bytes encrypt(Key const& key, std::array<std::byte, 12> const& nonce, ByteView text,
                            ByteView associated);
/// The text again, or nothing when key, nonce, associated data or ciphertext is another one.
[[nodiscard]] std::optional<Bytes> decrypt(Key const& key, std::array<std::byte, 12> const& nonce,
                                           ByteView ciphertext, ByteView associated);

/// Encrypts one text of one field for one subject. Equal arguments give equal bytes.
[[nodiscard]] ledger::Sealed seal_text(Key const& key, SubjectToken const& subject,
                                       std::string_view field, std::string_view text);
/// The text that `seal_text` was given, or nothing when the key is another one.
[[nodiscard]] std::optional<std::string> open_text(Key const& key, ledger::Sealed const& sealed);

}  // namespace gl::keys
