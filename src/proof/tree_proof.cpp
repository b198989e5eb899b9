#include "proof/tree_proof.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <string>

#include "proof/merkle.h"

namespace gl::proof {
namespace {

/// Leaves from `begin` to before `end`, as RFC 6962 splits a tree: `begin` is a multiple of the
/// smallest power of two that holds them all.
struct Range {
  std::uint64_t begin;
  std::uint64_t end;

  [[nodiscard]] std::uint64_t size() const { return end - begin; }
  /// Where the left part ends: the largest power of two below the size. Needs two leaves.
  [[nodiscard]] std::uint64_t middle() const { return begin + std::bit_floor(size() - 1); }
};

/// The root over a range of at least one leaf: its complete subtrees, folded from the right.
Result<Hash> range_root(Subtrees const& subtrees, Range range) {
  std::uint64_t left = range.size();
  std::uint64_t end = range.end;
  std::optional<Hash> root;
  while (left != 0) {
    auto const height = static_cast<unsigned>(std::countr_zero(left));
    std::uint64_t const leaves = 1ULL << height;
    auto const subtree = subtrees(height, (end - leaves) >> height);
    if (!subtree) return std::unexpected(subtree.error());
    root = root ? node_hash(*subtree, *root) : *subtree;
    left -= leaves;
    end -= leaves;
  }
  return *root;
}

Error bad_proof(std::string const& what) {
  return {Errc::corrupt, what + ": the proof does not hold"};
}

/// Up the tree: where the path's next hash joins.
struct Climb {
  std::uint64_t node;
  std::uint64_t last;  ///< the last node of this level

  /// True when the next hash stands on the left of the node.
  [[nodiscard]] bool joins_left() const { return (node & 1) != 0 || node == last; }
  void up() {
    node >>= 1;
    last >>= 1;
  }
  /// After a join on the left: past the levels in which the node had no sibling.
  void skip_lonely() {
    while ((node & 1) == 0 && node != 0) up();
  }
};

}  // namespace

Result<Hash> tree_root(Subtrees const& subtrees, std::uint64_t size) {
  if (size == 0) return empty_root();
  return range_root(subtrees, {0, size});
}

Result<HashPath> inclusion_path(Subtrees const& subtrees, std::uint64_t index, std::uint64_t size) {
  if (index >= size) {
    return fail(Errc::usage, "leaf " + std::to_string(index) + " is not in a tree of " +
                                 std::to_string(size) + " leaves: leaves count from 0");
  }
  HashPath path;
  for (Range range{0, size}; range.size() > 1;) {
    auto const middle = range.middle();
    bool const left = index < middle;
    auto const sibling =
        range_root(subtrees, left ? Range{middle, range.end} : Range{range.begin, middle});
    if (!sibling) return std::unexpected(sibling.error());
    path.push_back(*sibling);
    range = left ? Range{range.begin, middle} : Range{middle, range.end};
  }
  std::ranges::reverse(path);
  return path;
}

Result<HashPath> consistency_path(Subtrees const& subtrees, std::uint64_t old_size,
                                  std::uint64_t new_size) {
  if (old_size == 0 || old_size > new_size) {
    return fail(Errc::usage, "between trees of " + std::to_string(old_size) + " and " +
                                 std::to_string(new_size) +
                                 " leaves nothing can be proved: the older one has at least one "
                                 "leaf and not more than the newer");
  }
  HashPath path;
  Range range{0, new_size};
  bool whole = true;  // What is left of the old tree is all of it: its root is known.
  while (range.end != old_size) {
    auto const middle = range.middle();
    bool const left = old_size <= middle;
    auto const sibling =
        range_root(subtrees, left ? Range{middle, range.end} : Range{range.begin, middle});
    if (!sibling) return std::unexpected(sibling.error());
    path.push_back(*sibling);
    if (!left) whole = false;
    range = left ? Range{range.begin, middle} : Range{middle, range.end};
  }
  if (!whole) {
    auto const rest = range_root(subtrees, range);
    if (!rest) return std::unexpected(rest.error());
    path.push_back(*rest);
  }
  std::ranges::reverse(path);
  return path;
}

Result<void> check_inclusion(Hash const& leaf, std::uint64_t index, std::span<Hash const> path,
                             TreeHead const& tree) {
  if (index >= tree.size) {
    return std::unexpected(bad_proof("leaf " + std::to_string(index) + " is not in a tree of " +
                                     std::to_string(tree.size) + " leaves"));
  }
  Climb climb{index, tree.size - 1};
  Hash root = leaf;
  for (Hash const& hash : path) {
    if (climb.last == 0) return std::unexpected(bad_proof("it has too many hashes"));
    if (climb.joins_left()) {
      root = node_hash(hash, root);
      climb.skip_lonely();
    } else {
      root = node_hash(root, hash);
    }
    climb.up();
  }
  if (climb.last != 0) return std::unexpected(bad_proof("it has too few hashes"));
  if (root != tree.root) {
    return std::unexpected(
        bad_proof("it leads to the root " + to_hex(root) + ", not to " + to_hex(tree.root)));
  }
  return {};
}

Result<void> check_consistency(TreeHead const& older, TreeHead const& newer,
                               std::span<Hash const> path) {
  if (older.size == 0 || older.size > newer.size) {
    return fail(Errc::usage, "a tree of " + std::to_string(newer.size) +
                                 " leaves cannot be shown to begin with one of " +
                                 std::to_string(older.size));
  }
  if (older.size == newer.size) {
    if (!path.empty()) return std::unexpected(bad_proof("it has too many hashes"));
    if (older.root == newer.root) return {};
    return std::unexpected(bad_proof("at " + std::to_string(older.size) + " leaves one root is " +
                                     to_hex(older.root) + ", the other " + to_hex(newer.root)));
  }
  // An old tree that is one complete subtree begins the path itself.
  bool const complete = std::has_single_bit(older.size);
  if (!complete && path.empty()) return std::unexpected(bad_proof("it has too few hashes"));
  Hash old_root = complete ? older.root : path.front();
  Hash new_root = old_root;
  Climb climb{older.size - 1, newer.size - 1};
  while ((climb.node & 1) != 0) climb.up();
  for (Hash const& hash : complete ? path : path.subspan(1)) {
    if (climb.last == 0) return std::unexpected(bad_proof("it has too many hashes"));
    if (climb.joins_left()) {
      old_root = node_hash(hash, old_root);
      new_root = node_hash(hash, new_root);
      climb.skip_lonely();
    } else {
      new_root = node_hash(new_root, hash);
    }
    climb.up();
  }
  if (climb.last != 0) return std::unexpected(bad_proof("it has too few hashes"));
  if (old_root != older.root) {
    return std::unexpected(bad_proof("it leads to the older root " + to_hex(old_root) +
                                     ", not to " + to_hex(older.root)));
  }
  if (new_root != newer.root) {
    return std::unexpected(bad_proof("it leads to the newer root " + to_hex(new_root) +
                                     ", not to " + to_hex(newer.root)));
  }
  return {};
}

}  // namespace gl::proof
