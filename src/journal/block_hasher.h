#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "base/bytes.h"
#include "journal/records.h"
#include "proof/merkle.h"

namespace gl::journal {

/// Hashes the leaves of a block and the tree above them. A block of several tiles is shared with
/// a second thread, tile by tile: hashing is a third of a large block's way to the disk.
/// Thread: one, the committer's.
class BlockHasher {
 public:
  BlockHasher();
  BlockHasher(BlockHasher const&) = delete;
  BlockHasher& operator=(BlockHasher const&) = delete;

  /// The tree's right edge after `records` were appended to a tree with the edge `before`.
  [[nodiscard]] proof::Frontier append(proof::Frontier before, Records const& records);

 private:
  void help(std::stop_token stop);
  void hash_tiles();
  void hash_shared();

  // What is being hashed. Set before the helper is let in, read by both.
  Records const* records_ = nullptr;
  std::vector<std::size_t> tiles_;  ///< Index of the first record of each whole tile.
  std::vector<Hash> roots_;         ///< Root of each.
  std::atomic<std::size_t> next_tile_{0};

  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool open_ = false;  ///< The helper may start.
  bool busy_ = false;  ///< It has.
  std::jthread helper_;
};

}  // namespace gl::journal
