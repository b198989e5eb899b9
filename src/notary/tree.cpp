#include "notary/tree.h"

#include <algorithm>
#include <mutex>
#include <string>

#include "base/check.h"
#include "proof/merkle.h"
#include "proof/tiles.h"

namespace gl::notary {
namespace {

constexpr std::size_t read_events_max = 4'096;
constexpr std::size_t read_bytes_max = 4U << 20;

}  // namespace

std::uint64_t Tree::size() const {
  std::shared_lock const lock(mutex_);
  auto const tiles = levels_.empty() ? 0 : levels_.front().size();
  return tiles * proof::tile_width + leaves_.size();
}

void Tree::adopt(std::span<Hash const> tile_roots) {
  std::unique_lock const lock(mutex_);
  GL_CHECK(levels_.empty() && leaves_.empty(), "roots are adopted by an empty tree only");
  for (Hash const& root : tile_roots) append_tile(root);
}

void Tree::clear() {
  std::unique_lock const lock(mutex_);
  levels_.clear();
  leaves_.clear();
}

Result<void> Tree::extend(Position last) {
  while (size() < last.value()) {
    Position const from{size() + 1};
    auto const events_max = std::min<std::uint64_t>(read_events_max, last.value() - size());
    auto const records = journal_.read(from, static_cast<std::size_t>(events_max), read_bytes_max);
    if (!records) return std::unexpected(records.error());
    if (records->empty()) {
      return fail(Errc::corrupt, "the journal gives no event at position " +
                                     std::to_string(from.value()) + ", where it has one");
    }
    std::vector<Hash> hashes(records->size());
    for (std::size_t i = 0; i < hashes.size(); ++i) hashes[i] = proof::leaf_hash((*records)[i]);
    std::unique_lock const lock(mutex_);
    for (Hash const& hash : hashes) append(hash);
  }
  return {};
}

void Tree::append(Hash const& leaf) {
  leaves_.push_back(leaf);
  if (leaves_.size() < proof::tile_width) return;
  append_tile(proof::tile_root(leaves_));
  leaves_.clear();
}

void Tree::append_tile(Hash const& root) {
  Hash carried = root;
  for (std::size_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    auto& hashes = levels_[level];
    hashes.push_back(carried);
    if (hashes.size() % 2 != 0) return;
    carried = proof::node_hash(hashes[hashes.size() - 2], hashes.back());
  }
}

Result<Hash> Tree::root(std::uint64_t leaves) const { return proof::tree_root(subtrees(), leaves); }

proof::Subtrees Tree::subtrees() const {
  return [this](unsigned height, std::uint64_t index) { return subtree(height, index); };
}

std::vector<Hash> Tree::tile_roots(std::size_t first) const {
  std::shared_lock const lock(mutex_);
  if (levels_.empty() || first >= levels_.front().size()) return {};
  return {levels_.front().begin() + static_cast<std::ptrdiff_t>(first), levels_.front().end()};
}

Result<Hash> Tree::subtree(unsigned height, std::uint64_t index) const {
  GL_CHECK(((index + 1) << height) <= size(), "only subtrees that are complete are asked for");
  if (height < proof::tile_height) {
    auto const tile = index >> (proof::tile_height - height);
    std::shared_lock const lock(mutex_);
    if (levels_.empty() || tile >= levels_.front().size()) {
      auto const width = std::size_t{1} << height;
      auto const first = static_cast<std::size_t>((index << height) % proof::tile_width);
      return proof::tile_root(std::span{leaves_}.subspan(first, width));
    }
  } else {
    std::shared_lock const lock(mutex_);
    return levels_[height - proof::tile_height][static_cast<std::size_t>(index)];
  }
  return hashed(height, index);
}

Result<Hash> Tree::hashed(unsigned height, std::uint64_t index) const {
  auto const width = std::size_t{1} << height;
  Position const first{(index << height) + 1};
  auto const records = journal_.read(first, width, width * journal::Records::record_bytes_max);
  if (!records) return std::unexpected(records.error());
  if (records->size() != width) {
    return fail(Errc::corrupt, "the journal gives " + std::to_string(records->size()) + " of the " +
                                   std::to_string(width) + " events from position " +
                                   std::to_string(first.value()));
  }
  std::vector<Hash> hashes(width);
  for (std::size_t i = 0; i < width; ++i) hashes[i] = proof::leaf_hash((*records)[i]);
  return proof::tile_root(hashes);
}

}  // namespace gl::notary
