#include "proof/merkle.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/check.h"
#include "proof/sha256.h"

namespace gl::proof {

namespace {

constexpr std::byte leaf_prefix{0x00};
constexpr std::byte node_prefix{0x01};
constexpr std::size_t size_bytes = 8;

}  // namespace

Hash leaf_hash(ByteView record) {
  Sha256 hasher;
  hasher.update(ByteView{&leaf_prefix, 1});
  hasher.update(record);
  return hasher.finish();
}

Hash node_hash(Hash const& left, Hash const& right) {
  std::array<std::byte, 1 + 2 * sizeof(Hash)> node;
  node[0] = node_prefix;
  std::memcpy(node.data() + 1, left.data(), left.size());
  std::memcpy(node.data() + 1 + left.size(), right.data(), right.size());
  return sha256(node);
}

Hash empty_root() { return sha256({}); }

void Frontier::append(Hash const& leaf) { append_subtree(leaf, 1); }

void Frontier::append_subtree(Hash const& root, std::uint64_t leaves) {
  GL_CHECK(std::has_single_bit(leaves) && size_ % leaves == 0,
           "a complete subtree goes where one of its size begins");
  // From that bit on, each set bit of the size is a subtree as large as what is carried so far.
  Hash carried = root;
  for (std::uint64_t left = size_ / leaves; (left & 1) != 0; left >>= 1) {
    carried = node_hash(subtrees_.back(), carried);
    subtrees_.pop_back();
  }
  subtrees_.push_back(carried);
  size_ += leaves;
}

Hash Frontier::root() const {
  if (subtrees_.empty()) return empty_root();
  Hash root = subtrees_.back();
  for (std::size_t i = subtrees_.size() - 1; i > 0; --i) root = node_hash(subtrees_[i - 1], root);
  return root;
}

std::size_t Frontier::bytes_of(std::uint64_t size) {
  return size_bytes + static_cast<std::size_t>(std::popcount(size)) * sizeof(Hash);
}

Bytes Frontier::to_bytes() const {
  Bytes bytes(bytes_of(size_));
  auto out = std::ranges::copy(big_endian(size_), bytes.begin()).out;
  for (Hash const& subtree : subtrees_) out = std::ranges::copy(subtree, out).out;
  return bytes;
}

Result<Frontier> Frontier::from_bytes(ByteView bytes) {
  if (bytes.size() < size_bytes) {
    return fail(Errc::malformed,
                "a tree's frontier has 8 bytes at least, this one " + std::to_string(bytes.size()));
  }
  Frontier frontier;
  frontier.size_ = from_big_endian(bytes);
  if (bytes.size() != bytes_of(frontier.size_)) {
    return fail(Errc::malformed, "the frontier of a tree of " + std::to_string(frontier.size_) +
                                     " leaves has " + std::to_string(bytes_of(frontier.size_)) +
                                     " bytes, this one " + std::to_string(bytes.size()));
  }
  frontier.subtrees_.resize((bytes.size() - size_bytes) / sizeof(Hash));
  for (std::size_t i = 0; i < frontier.subtrees_.size(); ++i) {
    std::memcpy(frontier.subtrees_[i].data(), bytes.data() + size_bytes + i * sizeof(Hash),
                sizeof(Hash));
  }
  return frontier;
}

}  // namespace gl::proof
