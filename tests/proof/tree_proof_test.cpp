#include "proof/tree_proof.h"

#include <array>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "proof/merkle.h"
#include "support/naive_tree.h"

namespace gl::proof {
namespace {

using proof_test::naive_consistency;
using proof_test::naive_path;
using proof_test::naive_root;

constexpr std::array<std::string_view, 8> reference_leaves{"",
                                                           "00",
                                                           "10",
                                                           "2021",
                                                           "3031",
                                                           "40414243",
                                                           "5051525354555657",
                                                           "606162636465666768696a6b6c6d6e6f"};

std::vector<Hash> reference_hashes() {
  std::vector<Hash> hashes;
  for (auto const leaf : reference_leaves) hashes.push_back(leaf_hash(from_hex(leaf).value()));
  return hashes;
}

std::vector<Hash> numbered_hashes(std::uint64_t count) {
  std::vector<Hash> hashes;
  for (std::uint64_t i = 0; i < count; ++i) hashes.push_back(leaf_hash(big_endian(i)));
  return hashes;
}

/// Complete subtrees straight from the leaves. Asking for one that is not complete is a failure.
Subtrees subtrees_of(std::vector<Hash> const& leaves) {
  return [&leaves](unsigned height, std::uint64_t index) -> Result<Hash> {
    std::uint64_t const width = 1ULL << height;
    if ((index + 1) * width > leaves.size()) return fail(Errc::usage, "not a complete subtree");
    Frontier frontier;
    for (auto i = index * width; i < (index + 1) * width; ++i) frontier.append(leaves[i]);
    return frontier.root();
  };
}

struct Reference {
  std::string kind;
  std::uint64_t first = 0;
  std::uint64_t size = 0;
  HashPath path;
};

std::vector<Reference> references() {
  std::ifstream file{GL_SOURCE_DIR "/tests/data/proof/reference-proofs.tsv"};
  std::vector<Reference> all;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields{line};
    Reference reference;
    fields >> reference.kind >> reference.first >> reference.size;
    for (std::string hash; fields >> hash;) {
      reference.path.push_back(hash_from_hex(hash).value());
    }
    all.push_back(std::move(reference));
  }
  return all;
}

TreeHead head_of(std::vector<Hash> const& leaves, std::uint64_t size) {
  return {size, naive_root(std::span{leaves}.first(size))};
}

TEST(TreeProof, IsTheReferenceTreesOwn) {
  auto const leaves = reference_hashes();
  auto const subtrees = subtrees_of(leaves);
  ASSERT_EQ(references().size(), 10U);
  for (auto const& [kind, first, size, path] : references()) {
    auto const tree = head_of(leaves, size);
    if (kind == "inclusion") {
      EXPECT_EQ(inclusion_path(subtrees, first, size).value(), path) << first << " in " << size;
      EXPECT_TRUE(check_inclusion(leaves[first], first, path, tree));
    } else {
      EXPECT_EQ(consistency_path(subtrees, first, size).value(), path) << first << " to " << size;
      EXPECT_TRUE(check_consistency(head_of(leaves, first), tree, path));
    }
  }
}

/// A tree of up to `leaves_max` leaves whose roots and paths come from the naive definitions.
class Random {
 public:
  static constexpr std::uint64_t leaves_max = 300;
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::uint64_t below(std::uint64_t end) {
    return std::uniform_int_distribution<std::uint64_t>{0, end - 1}(engine_);
  }

 private:
  std::mt19937 engine_;
};

TEST(TreeProofSlow, AgreesWithTheNaiveTreeOnTenThousandSizesAndPairs) {
  auto const leaves = numbered_hashes(Random::leaves_max);
  auto const subtrees = subtrees_of(leaves);
  auto const seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random{seed};
  for (int i = 0; i < 10'000; ++i) {
    auto const size = 1 + random.below(Random::leaves_max);
    auto const older = 1 + random.below(size);
    auto const index = random.below(size);
    std::span const whole = std::span{leaves}.first(size);
    auto const tree = head_of(leaves, size);
    ASSERT_EQ(tree_root(subtrees, size).value(), tree.root) << size;
    auto const path = inclusion_path(subtrees, index, size).value();
    ASSERT_EQ(path, naive_path(index, whole)) << index << " in " << size;
    ASSERT_TRUE(check_inclusion(leaves[index], index, path, tree)) << index << " in " << size;
    auto const proof = consistency_path(subtrees, older, size).value();
    ASSERT_EQ(proof, naive_consistency(older, whole)) << older << " to " << size;
    ASSERT_TRUE(check_consistency(head_of(leaves, older), tree, proof)) << older << " to " << size;
  }
}

/// Changes one thing of a proof: a bit of a hash, a hash taken out, put in twice or exchanged.
void mutate(HashPath& path, Random& random) {
  auto const kind = path.empty() ? 3 : random.below(5);
  auto const at = path.empty() ? 0 : random.below(path.size());
  if (kind == 0) {
    path.erase(path.begin() + static_cast<std::ptrdiff_t>(at));
  } else if (kind == 1 && path.size() > 1) {
    std::swap(path[at], path[(at + 1) % path.size()]);
  } else if (kind == 3) {
    path.push_back(leaf_hash(big_endian(random.below(1'000'000))));
  } else if (kind == 4) {
    path.insert(path.begin() + static_cast<std::ptrdiff_t>(at), path[at]);
  } else {
    path[at][random.below(32)] ^= static_cast<std::byte>(1U << random.below(8));
  }
}

TEST(TreeProofSlow, RejectsTenThousandMutatedProofs) {
  auto const leaves = numbered_hashes(Random::leaves_max);
  auto const subtrees = subtrees_of(leaves);
  auto const seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random{seed};
  for (int i = 0; i < 5'000; ++i) {
    auto const size = 2 + random.below(Random::leaves_max - 1);
    auto const older = 1 + random.below(size);
    auto const index = random.below(size);
    auto const tree = head_of(leaves, size);
    auto path = inclusion_path(subtrees, index, size).value();
    mutate(path, random);
    ASSERT_FALSE(check_inclusion(leaves[index], index, path, tree)) << index << " in " << size;
    auto proof = consistency_path(subtrees, older, size).value();
    mutate(proof, random);
    ASSERT_FALSE(check_consistency(head_of(leaves, older), tree, proof)) << older << " " << size;
  }
}

TEST(TreeProof, HoldsForItsLeafIndexAndRootOnly) {
  auto const leaves = numbered_hashes(40);
  auto const subtrees = subtrees_of(leaves);
  auto const tree = head_of(leaves, 37);
  for (std::uint64_t index = 0; index < 37; ++index) {
    auto const path = inclusion_path(subtrees, index, 37).value();
    for (std::uint64_t other = 0; other < 40; ++other) {
      EXPECT_EQ(check_inclusion(leaves[index], other, path, tree).has_value(), other == index);
      EXPECT_EQ(check_inclusion(leaves[other], index, path, tree).has_value(), other == index);
    }
    EXPECT_FALSE(check_inclusion(leaves[index], index, path, head_of(leaves, 38)));
  }
}

TEST(TreeProof, SeesAForkAndARollback) {
  auto const leaves = numbered_hashes(40);
  auto other = leaves;
  other[3] = leaves[4];
  auto const path = consistency_path(subtrees_of(leaves), 20, 40).value();
  auto const forked = consistency_path(subtrees_of(other), 20, 40).value();
  auto const older = head_of(leaves, 20);
  EXPECT_EQ(check_consistency(older, head_of(other, 40), path).error().code, Errc::corrupt);
  EXPECT_EQ(check_consistency(older, head_of(other, 40), forked).error().code, Errc::corrupt);
  EXPECT_EQ(check_consistency(head_of(leaves, 40), older, path).error().code, Errc::usage);
  EXPECT_EQ(check_consistency(older, head_of(other, 20), {}).error().code, Errc::corrupt);
  EXPECT_TRUE(check_consistency(older, older, {}));
}

TEST(TreeProof, SaysWhatCannotBeProved) {
  auto const leaves = numbered_hashes(4);
  auto const subtrees = subtrees_of(leaves);
  EXPECT_EQ(inclusion_path(subtrees, 4, 4).error().what,
            "leaf 4 is not in a tree of 4 leaves: leaves count from 0");
  EXPECT_EQ(consistency_path(subtrees, 0, 4).error().code, Errc::usage);
  EXPECT_EQ(consistency_path(subtrees, 5, 4).error().code, Errc::usage);
  EXPECT_EQ(tree_root(subtrees, 0).value(), empty_root());
}

}  // namespace
}  // namespace gl::proof
