#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/bytes.h"

namespace gl::proof_test {

/// The tree hash of RFC 6962 §2.1 as the text defines it: recursive, from all leaves, with
/// OpenSSL's EVP and nothing of src/proof. `leaves` are leaf hashes.
[[nodiscard]] Hash naive_root(std::span<Hash const> leaves);

/// SHA-256 of some parts after each other, with OpenSSL's EVP.
[[nodiscard]] Hash naive_sha256(std::span<ByteView const> parts);

/// SHA-256(0x00 ‖ record), likewise.
[[nodiscard]] Hash naive_leaf(ByteView record);

/// PATH(m, D[n]) of RFC 6962 §2.1.1, as the text defines it.
[[nodiscard]] std::vector<Hash> naive_path(std::size_t index, std::span<Hash const> leaves);

/// PROOF(m, D[n]) of RFC 6962 §2.1.2, as the text defines it.
[[nodiscard]] std::vector<Hash> naive_consistency(std::size_t old_size,
                                                  std::span<Hash const> leaves);

}  // namespace gl::proof_test
