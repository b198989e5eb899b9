#pragma once

#include <cstddef>
#include <cstdint>
#include <shared_mutex>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "journal/journal.h"
#include "proof/tree_proof.h"

namespace gl::notary {

/// The Merkle tree over the journal's events, as they are read back from it. The roots of every
/// 256 leaves, and all above them, are in memory (64 bytes for 256 events); what lies below is
/// hashed anew from the journal when it is asked for. A resource that borrows the journal.
/// Thread: reading any; `adopt` and `extend` one.
class Tree {
 public:
  explicit Tree(journal::Journal const& journal) : journal_(journal) {}
  Tree(Tree const&) = delete;
  Tree& operator=(Tree const&) = delete;

  /// Number of leaves taken in so far.
  [[nodiscard]] std::uint64_t size() const;

  /// Takes roots of 256 leaves each for those of the first events, unchecked: the caller compares
  /// the root that comes of them. Only into an empty tree.
  void adopt(std::span<Hash const> tile_roots);
  /// Empty again.
  void clear();

  /// Reads the events up to `last` back from the journal and hashes them. Errors: corrupt, io.
  [[nodiscard]] Result<void> extend(Position last);

  /// The root over the first `leaves` ≤ size(). Errors: corrupt, io.
  [[nodiscard]] Result<Hash> root(std::uint64_t leaves) const;

  /// For proofs within the first size() leaves. Valid as long as the tree.
  [[nodiscard]] proof::Subtrees subtrees() const;

  /// The roots of 256 leaves from number `first` on.
  [[nodiscard]] std::vector<Hash> tile_roots(std::size_t first) const;

 private:
  void append(Hash const& leaf);
  void append_tile(Hash const& root);
  [[nodiscard]] Result<Hash> subtree(unsigned height, std::uint64_t index) const;
  [[nodiscard]] Result<Hash> hashed(unsigned height, std::uint64_t index) const;

  journal::Journal const& journal_;
  mutable std::shared_mutex mutex_;
  std::vector<std::vector<Hash>> levels_;  ///< [h]: roots of complete subtrees of height 8 + h
  std::vector<Hash> leaves_;               ///< behind the last 256 complete ones
};

}  // namespace gl::notary
