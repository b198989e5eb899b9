#include "proof/merkle.h"

#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/naive_tree.h"

namespace gl::proof {
namespace {

// The leaves and roots of the reference implementation of Certificate Transparency; the roots
// were computed again with python's hashlib by the definition of RFC 6962.
constexpr std::array<std::string_view, 8> reference_leaves{"",
                                                           "00",
                                                           "10",
                                                           "2021",
                                                           "3031",
                                                           "40414243",
                                                           "5051525354555657",
                                                           "606162636465666768696a6b6c6d6e6f"};
constexpr std::array<std::string_view, 9> reference_roots{
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

/// The hash of leaf number `index`, whose record is the index as eight bytes big-endian.
Hash numbered_leaf(std::uint64_t index) { return leaf_hash(big_endian(index)); }

Frontier frontier_of(std::uint64_t leaves) {
  Frontier frontier;
  for (std::uint64_t i = 0; i < leaves; ++i) frontier.append(numbered_leaf(i));
  return frontier;
}

TEST(Merkle, RootsAreTheOnesOfCertificateTransparency) {
  Frontier frontier;
  EXPECT_EQ(to_hex(empty_root()), reference_roots[0]);
  EXPECT_EQ(to_hex(frontier.root()), reference_roots[0]);
  for (std::size_t i = 0; i < reference_leaves.size(); ++i) {
    frontier.append(leaf_hash(from_hex(reference_leaves[i]).value()));
    EXPECT_EQ(to_hex(frontier.root()), reference_roots[i + 1]) << i + 1 << " leaves";
    EXPECT_EQ(frontier.size(), i + 1);
  }
}

// Computed with python's hashlib: sha256(0x00 + record), and the root of 1,000 numbered leaves.
TEST(Merkle, AgreesWithValuesComputedElsewhere) {
  EXPECT_EQ(to_hex(leaf_hash(Bytes(200, std::byte{0xab}))),
            "633c0b61338c2f9f58c6a71cc57e72965aaeaa982498cb3e1afc7870966729c7");
  EXPECT_EQ(to_hex(leaf_hash(Bytes(65'535, std::byte{0xcd}))),
            "ff31aed489ea6f5cf4eefc9d4c0b2afef2e093dbe9d7eae6f8bd5fc0f206f9f2");
  EXPECT_EQ(to_hex(frontier_of(1'000).root()),
            "c89faf3395d034a77c12c76d636db96358d6d2839c3c68f6329a07231e82fce2");
}

TEST(Merkle, ALeafIsNotANode) {
  Hash const left = numbered_leaf(0);
  Hash const right = numbered_leaf(1);
  Bytes both(left.begin(), left.end());
  both.insert(both.end(), right.begin(), right.end());
  EXPECT_NE(node_hash(left, right), leaf_hash(both));
}

RC_GTEST_PROP(Frontier, HasTheRootOfTheNaiveTree, ()) {
  auto const size = *rc::gen::inRange<std::uint64_t>(0, 600);
  std::vector<Hash> leaves;
  Frontier frontier;
  for (std::uint64_t i = 0; i < size; ++i) {
    leaves.push_back(proof_test::naive_leaf(big_endian(i)));
    frontier.append(numbered_leaf(i));
  }
  RC_ASSERT(frontier.size() == size);
  RC_ASSERT(frontier.root() == proof_test::naive_root(leaves));
}

RC_GTEST_PROP(Frontier, TakesWholeSubtreesAsItTakesTheirLeaves, ()) {
  auto const level = *rc::gen::inRange(0, 6);
  std::uint64_t const leaves = 1ULL << level;
  std::uint64_t const size = *rc::gen::inRange<std::uint64_t>(0, 20) * leaves;
  Frontier subtree;
  for (std::uint64_t i = size; i < size + leaves; ++i) subtree.append(numbered_leaf(i));
  Frontier frontier = frontier_of(size);
  frontier.append_subtree(subtree.root(), leaves);
  RC_ASSERT(frontier == frontier_of(size + leaves));
}

RC_GTEST_PROP(Frontier, GoesOnFromItsBytes, ()) {
  auto const size = *rc::gen::inRange<std::uint64_t>(0, 600);
  auto const more = *rc::gen::inRange<std::uint64_t>(0, 100);
  Frontier frontier = frontier_of(size);
  Bytes const bytes = frontier.to_bytes();
  RC_ASSERT(bytes.size() == Frontier::bytes_of(size));
  auto read = Frontier::from_bytes(bytes);
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == frontier);
  for (std::uint64_t i = size; i < size + more; ++i) read->append(numbered_leaf(i));
  RC_ASSERT(*read == frontier_of(size + more));
}

// The size, then the largest subtree first: three leaves are a pair and a single one.
TEST(Frontier, HasAFixedForm) {
  Hash const pair = node_hash(numbered_leaf(0), numbered_leaf(1));
  EXPECT_EQ(to_hex(frontier_of(3).to_bytes()),
            "0000000000000003" + to_hex(pair) + to_hex(numbered_leaf(2)));
}

TEST(Frontier, RefusesBytesOfAnotherLength) {
  Bytes bytes = frontier_of(3).to_bytes();
  bytes.push_back(std::byte{0});
  EXPECT_EQ(Frontier::from_bytes(bytes).error().code, Errc::malformed);
  bytes.resize(bytes.size() - 2);
  EXPECT_EQ(Frontier::from_bytes(bytes).error().code, Errc::malformed);
  EXPECT_EQ(Frontier::from_bytes({}).error().code, Errc::malformed);
}

}  // namespace
}  // namespace gl::proof
