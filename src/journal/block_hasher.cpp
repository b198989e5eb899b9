#include "journal/block_hasher.h"

#include <utility>

#include "journal/chunk.h"

namespace gl::journal {

namespace {

/// Fewer whole tiles are hashed sooner than another thread wakes up.
constexpr std::size_t shared_tiles_min = 4;

Hash tile_root(Records const& records, std::size_t first) {
  proof::Frontier tile;
  for (std::size_t i = first; i < first + tile_leaves; ++i) {
    tile.append(proof::leaf_hash(records[i]));
  }
  return tile.root();
}

}  // namespace

BlockHasher::BlockHasher() : helper_([this](std::stop_token stop) { help(std::move(stop)); }) {}

proof::Frontier BlockHasher::append(proof::Frontier before, Records const& records) {
  proof::Frontier frontier = std::move(before);
  Position const first{frontier.size() + 1};
  records_ = &records;
  tiles_.clear();
  for_each_chunk(first, records.size(), [&](Position, std::size_t index, std::uint32_t count) {
    if (count == tile_leaves) tiles_.push_back(index);
  });
  roots_.resize(tiles_.size());
  next_tile_ = 0;
  tiles_.size() < shared_tiles_min ? hash_tiles() : hash_shared();

  std::size_t tile = 0;
  for_each_chunk(first, records.size(), [&](Position, std::size_t index, std::uint32_t count) {
    if (count == tile_leaves) return frontier.append_subtree(roots_[tile++], tile_leaves);
    for (std::size_t i = index; i < index + count; ++i) {
      frontier.append(proof::leaf_hash(records[i]));
    }
  });
  return frontier;
}

void BlockHasher::hash_tiles() {
  for (;;) {
    std::size_t const tile = next_tile_.fetch_add(1, std::memory_order_relaxed);
    if (tile >= tiles_.size()) return;
    roots_[tile] = tile_root(*records_, tiles_[tile]);
  }
}

void BlockHasher::hash_shared() {
  {
    std::scoped_lock const lock(mutex_);
    open_ = true;
  }
  changed_.notify_all();
  hash_tiles();
  // A helper that did not wake up in time is not waited for.
  std::unique_lock lock(mutex_);
  open_ = false;
  changed_.wait(lock, [this] { return !busy_; });
}

void BlockHasher::help(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return open_; })) {
    open_ = false;
    busy_ = true;
    lock.unlock();
    hash_tiles();
    lock.lock();
    busy_ = false;
    changed_.notify_all();
  }
}

}  // namespace gl::journal
