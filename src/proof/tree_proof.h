#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace gl::proof {

/// Hashes from the bottom up that lead from a leaf, or from an older tree, to a root.
using HashPath = std::vector<Hash>;

/// Most hashes in a path: a tree has at most 2⁶⁴ − 1 leaves, and a consistency proof one more.
inline constexpr std::size_t path_hashes_max = 65;

/// Gives the root of the complete subtree number `index` (from 0) of height `height`: that over the
/// leaves from index · 2^height on, 2^height of them. Height 0 is a leaf's hash. Only subtrees
/// that are complete in the tree in question are asked for.
using Subtrees = std::function<Result<Hash>(unsigned height, std::uint64_t index)>;

/// The root of the tree of the first `size` leaves. Errors: those of `subtrees`.
[[nodiscard]] Result<Hash> tree_root(Subtrees const& subtrees, std::uint64_t size);

/// The path from leaf `index` < `size` to the root of the tree of `size` leaves. Source: RFC 6962
/// §2.1.1. Errors: usage (the leaf is not in that tree), those of `subtrees`.
[[nodiscard]] Result<HashPath> inclusion_path(Subtrees const& subtrees, std::uint64_t index,
                                              std::uint64_t size);

/// What shows that the tree of `new_size` leaves begins with that of `old_size`: 1 ≤ old ≤ new.
/// Source: RFC 6962 §2.1.2. Errors: usage (other sizes), those of `subtrees`.
[[nodiscard]] Result<HashPath> consistency_path(Subtrees const& subtrees, std::uint64_t old_size,
                                                std::uint64_t new_size);

/// What a tree of so many leaves is said to be.
struct TreeHead {
  std::uint64_t size = 0;
  Hash root{};

  friend bool operator==(TreeHead const&, TreeHead const&) = default;
};

/// Whether the leaf with this hash stands at `index` in the tree. Source: RFC 9162 §2.1.3.2.
/// Errors: corrupt (the proof does not lead to the root, is too short or too long, or the leaf
/// cannot be in that tree).
[[nodiscard]] Result<void> check_inclusion(Hash const& leaf, std::uint64_t index,
                                           std::span<Hash const> path, TreeHead const& tree);

/// Whether `newer` begins with `older`: nothing of it was changed or taken out. Source: RFC 9162
/// §2.1.4.2. Errors: corrupt (the proof does not lead to both roots, or is too short or too long),
/// usage (the older tree is empty, or larger than the newer one: nothing can be proved).
[[nodiscard]] Result<void> check_consistency(TreeHead const& older, TreeHead const& newer,
                                             std::span<Hash const> path);

}  // namespace gl::proof
