#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace gl::proof {

/// Hash of a leaf: SHA-256(0x00 ‖ record). Source: RFC 6962 §2.1.
[[nodiscard]] Hash leaf_hash(ByteView record);

/// Hash of an inner node: SHA-256(0x01 ‖ left ‖ right). Source: RFC 6962 §2.1.
[[nodiscard]] Hash node_hash(Hash const& left, Hash const& right);

/// Root of the tree without leaves: SHA-256 of nothing. Source: RFC 6962 §2.1.
[[nodiscard]] Hash empty_root();

/// The right edge of an RFC 6962 tree: as much of it as is needed to append leaves and to name
/// the root. One hash per complete subtree, at most 64. A value; thread: one.
class Frontier {
 public:
  Frontier() = default;

  /// Number of leaves.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Appends a leaf, given its `leaf_hash`. Amortised one node hash.
  void append(Hash const& leaf);

  /// Appends a complete subtree of `leaves` leaves, given its root: a power of two of which
  /// `size()` is a multiple. The same as appending those leaves one by one.
  void append_subtree(Hash const& root, std::uint64_t leaves);

  /// The root over all leaves; `empty_root()` when there are none.
  [[nodiscard]] Hash root() const;

  /// Fixed form: the size as eight bytes big-endian, then one hash per bit set in the size, the
  /// largest subtree first.
  [[nodiscard]] Bytes to_bytes() const;

  /// Length of `to_bytes()` of a frontier of `size` leaves.
  [[nodiscard]] static std::size_t bytes_of(std::uint64_t size);

  /// Reads exactly what `to_bytes` wrote. Errors: malformed (another length).
  [[nodiscard]] static Result<Frontier> from_bytes(ByteView bytes);

  friend bool operator==(Frontier const&, Frontier const&) = default;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> subtrees_;  ///< Roots of the complete subtrees, the largest first.
};

}  // namespace gl::proof
