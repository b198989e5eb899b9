#include "support/naive_tree.h"

#include <array>
#include <bit>
#include <memory>

#include <openssl/evp.h>

namespace gl::proof_test {

Hash naive_sha256(std::span<ByteView const> parts) {
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> const context(EVP_MD_CTX_new(),
                                                                   EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  for (ByteView const part : parts) EVP_DigestUpdate(context.get(), part.data(), part.size());
  Hash hash{};
  EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(hash.data()), nullptr);
  return hash;
}

Hash naive_leaf(ByteView record) {
  std::byte const prefix{0};
  return naive_sha256(std::array{ByteView{&prefix, 1}, record});
}

Hash naive_root(std::span<Hash const> leaves) {
  if (leaves.empty()) return naive_sha256({});
  if (leaves.size() == 1) return leaves[0];
  std::size_t const split = std::bit_floor(leaves.size() - 1);  // the largest power of two below
  Hash const left = naive_root(leaves.first(split));
  Hash const right = naive_root(leaves.subspan(split));
  std::byte const prefix{1};
  return naive_sha256(std::array{ByteView{&prefix, 1}, ByteView{left}, ByteView{right}});
}

std::vector<Hash> naive_path(std::size_t index, std::span<Hash const> leaves) {
  if (leaves.size() <= 1) return {};
  std::size_t const split = std::bit_floor(leaves.size() - 1);
  std::vector<Hash> path;
  if (index < split) {
    path = naive_path(index, leaves.first(split));
    path.push_back(naive_root(leaves.subspan(split)));
  } else {
    path = naive_path(index - split, leaves.subspan(split));
    path.push_back(naive_root(leaves.first(split)));
  }
  return path;
}

namespace {

std::vector<Hash> naive_subproof(std::size_t old_size, std::span<Hash const> leaves, bool whole) {
  if (old_size == leaves.size()) {
    return whole ? std::vector<Hash>{} : std::vector<Hash>{naive_root(leaves)};
  }
  std::size_t const split = std::bit_floor(leaves.size() - 1);
  std::vector<Hash> proof;
  if (old_size <= split) {
    proof = naive_subproof(old_size, leaves.first(split), whole);
    proof.push_back(naive_root(leaves.subspan(split)));
  } else {
    proof = naive_subproof(old_size - split, leaves.subspan(split), false);
    proof.push_back(naive_root(leaves.first(split)));
  }
  return proof;
}

}  // namespace

std::vector<Hash> naive_consistency(std::size_t old_size, std::span<Hash const> leaves) {
  return naive_subproof(old_size, leaves, true);
}

}  // namespace gl::proof_test
