// A log changes its key: what the old one signed stays believed, what it signs afterwards is not.
#include "proof/key_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proof/balance_proof.h"

namespace gl::proof {
namespace {

using ::testing::HasSubstr;

NoteSigner signer(std::uint8_t seed, std::string name = "grandlivre/test") {
  NoteSigner made{std::move(name), {}};
  made.secret.bytes.fill(std::byte{seed});
  return made;
}

TreeHead tree(std::uint64_t size) { return {size, Hash{std::byte{7}}}; }

std::string note(std::uint64_t size, std::uint8_t seed) {
  return sign_checkpoint(tree(size), signer(seed));
}

/// Key 1 up to the event at 10, key 2 up to that at 20, key 3 from there.
KeyHistory three_keys() {
  KeyHistory keys{signer(1).verifier()};
  keys.change(10, signer(2).verifier());
  keys.change(20, signer(3).verifier());
  return keys;
}

TEST(KeyHistory, BelievesWhatEachKeySignedWhileItWasTheKey) {
  auto const keys = three_keys();
  EXPECT_EQ(keys.first(), signer(1).verifier());
  EXPECT_EQ(keys.current(), signer(3).verifier());
  EXPECT_EQ(keys.changes(), 2U);
  for (auto const& [size, seed] :
       {std::pair<std::uint64_t, std::uint8_t>{1, 1}, {9, 1}, {10, 2}, {19, 2}, {20, 3}, {99, 3}}) {
    EXPECT_EQ(keys.at(size), signer(seed).verifier()) << size;
    EXPECT_EQ(signing_key(note(size, seed), keys).value(), signer(seed).verifier()) << size;
    EXPECT_EQ(open_checkpoint(note(size, seed), keys).value().checkpoint.tree, tree(size));
  }
}

TEST(KeyHistory, BelievesNothingThatARetiredKeySignsAfterItsTime) {
  auto const keys = three_keys();
  for (auto const& [size, seed, retired_at] :
       {std::tuple<std::uint64_t, std::uint8_t, std::string>{10, 1, "10"},
        {25, 1, "10"},
        {20, 2, "20"}}) {
    auto const opened = open_checkpoint(note(size, seed), keys);
    ASSERT_FALSE(opened) << size;
    EXPECT_EQ(opened.error().code, Errc::corrupt);
    EXPECT_THAT(opened.error().what, HasSubstr("which the event at position " + retired_at));
    EXPECT_THAT(opened.error().what, HasSubstr(to_string(signer(seed).verifier())));
  }
}

// A seal of an earlier point may be made later: the key that is the key now signs it.
TEST(KeyHistory, LetsALaterKeySignOfASmallerTree) {
  EXPECT_EQ(signing_key(note(5, 3), three_keys()).value(), signer(3).verifier());
  auto const seal = sign_seal(tree(5), {}, signer(3));
  EXPECT_TRUE(open_seal(seal, three_keys()));
  EXPECT_FALSE(open_seal(sign_seal(tree(30), {}, signer(1)), three_keys()));
}

TEST(KeyHistory, SaysWhoSignedWhenNoneOfTheKeysDid) {
  auto const opened = open_checkpoint(note(5, 9), three_keys());
  EXPECT_EQ(opened.error().code, Errc::not_found);
  EXPECT_THAT(opened.error().what, HasSubstr("is not signed by grandlivre/test"));
  EXPECT_EQ(open_checkpoint("no note", three_keys()).error().code, Errc::malformed);
}

TEST(KeyHistory, OpensNoNoteWhoseNewestSignatureIsFalse) {
  auto parsed = parse_note(sign_transition(tree(12), signer(1), signer(2))).value();
  parsed.signatures.back().bytes.front() ^= std::byte{1};
  EXPECT_EQ(open_checkpoint(to_string(parsed), three_keys()).error().code, Errc::corrupt);
}

TEST(KeyHistory, TakesTheKeyOfBeforeToo) {
  KeyHistory keys{signer(3).verifier()};
  keys.precede(20, signer(2).verifier());
  keys.precede(10, signer(1).verifier());
  EXPECT_EQ(keys, three_keys());
}

TEST(KeyTransition, IsSignedByBothAndHoldsTheChange) {
  auto const text = sign_transition(tree(12), signer(1), signer(2));
  auto const old_key = signer(1).verifier();
  auto const new_key = signer(2).verifier();
  EXPECT_EQ(open_transition(text, old_key, new_key, 10).value().checkpoint.tree, tree(12));
  // Who has one of them only opens it all the same.
  EXPECT_TRUE(open_checkpoint(text, old_key));
  EXPECT_TRUE(open_checkpoint(text, new_key));
  EXPECT_EQ(open_transition(text, old_key, new_key, 13).error().code, Errc::corrupt);
  EXPECT_FALSE(open_transition(note(12, 1), old_key, new_key, 10));
  EXPECT_FALSE(open_transition(note(12, 2), old_key, new_key, 10));
  EXPECT_FALSE(open_transition(text, old_key, signer(3).verifier(), 10));
}

}  // namespace
}  // namespace gl::proof
