// The files that ledgers hand out, byte for byte as a second program makes them
// (tests/golden/proof/expected_proofs.py). They are frozen.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "proof/checkpoint.h"
#include "proof/merkle.h"
#include "proof/proof_file.h"

namespace gl::proof {
namespace {

std::string golden(std::string const& name) {
  std::ifstream file{GL_SOURCE_DIR "/tests/golden/proof/" + name};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

constexpr std::uint64_t entries = 300;

Result<Hash> subtree(unsigned height, std::uint64_t index) {
  Frontier frontier;
  for (auto i = index << height; i < (index + 1) << height; ++i) {
    frontier.append(leaf_hash(as_bytes(std::to_string(i + 1))));
  }
  return frontier.root();
}

TreeHead tree(std::uint64_t size) { return {size, tree_root(subtree, size).value()}; }

std::string checkpoint() {
  NoteSigner signer{"grandlivre/0155a2f0-9a80-7abc-9def-0123456789ab", SecretKey{}};
  signer.secret.bytes.fill(std::byte{1});
  return sign_checkpoint(tree(entries), signer);
}

TEST(GoldenProof, OfACheckpoint) { EXPECT_EQ(checkpoint(), golden("checkpoint")); }

TEST(GoldenProof, OfAnEvent) {
  auto const event = as_bytes("22");
  InclusionFile const file{Bytes{event.begin(), event.end()}, 21,
                           inclusion_path(subtree, 21, entries).value(), checkpoint()};
  EXPECT_EQ(to_string(file), golden("event.tlog-proof"));
  EXPECT_EQ(parse_inclusion_file(golden("event.tlog-proof")).value(), file);
}

TEST(GoldenProof, OfGrowth) {
  ConsistencyFile const file{tree(22), consistency_path(subtree, 22, 259).value(), tree(259),
                             consistency_path(subtree, 259, entries).value(), checkpoint()};
  EXPECT_EQ(to_string(file), golden("growth.proof"));
  EXPECT_EQ(parse_consistency_file(golden("growth.proof")).value(), file);
}

}  // namespace
}  // namespace gl::proof
