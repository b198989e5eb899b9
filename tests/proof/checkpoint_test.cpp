#include "proof/checkpoint.h"

#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "proof/merkle.h"

namespace gl::proof {
namespace {

std::string published(std::string const& name) {
  std::ifstream file{GL_SOURCE_DIR "/tests/data/proof/" + name};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

NoteSigner signer(std::string name, std::uint8_t seed) {
  NoteSigner made{std::move(name), SecretKey{}};
  made.secret.bytes.fill(std::byte{seed});
  return made;
}

constexpr std::string_view arche =
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f";
constexpr std::string_view remora =
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";

TEST(Checkpoint, OfAnotherLogIsOpenedAmongSignaturesOfOtherTypes) {
  auto const opened =
      open_checkpoint(published("arche2025h1.checkpoint"), parse_verifier_key(arche).value());
  ASSERT_TRUE(opened) << opened.error().what;
  EXPECT_EQ(opened->checkpoint.origin, "arche2025h1.staging.ct.transparency.dev");
  EXPECT_EQ(opened->checkpoint.tree.size, 1'432'088'532U);
  EXPECT_EQ(opened->note.signatures.size(), 6U);
}

TEST(Checkpoint, TellsWhenAWitnessSawIt) {
  auto const key = parse_verifier_key(remora).value();
  auto note = parse_note(published("arche2025h1.checkpoint")).value();
  EXPECT_EQ(check_cosignature(note, key).value(), 0x6a122120U);
  EXPECT_EQ(check_signature(note, key).error().code, Errc::usage);
  note.signatures[4].bytes[7] ^= std::byte{1};  // another time
  EXPECT_EQ(check_cosignature(note, key).error().code, Errc::corrupt);
  note.signatures.erase(note.signatures.begin() + 4);
  EXPECT_EQ(check_cosignature(note, key).error().code, Errc::not_found);
}

TEST(Checkpoint, OfTheSpecificationIsReadAndWritten) {
  auto const note = parse_note(published("behind-the-sofa.checkpoint")).value();
  auto const checkpoint = parse_checkpoint(note.text);
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint->tree.size, 20'852'163U);
  EXPECT_EQ(to_string(*checkpoint), note.text);
}

TEST(Checkpoint, HasItsLinesAndNothingElse) {
  std::string const root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  EXPECT_TRUE(parse_checkpoint("a\n0\n" + root));
  EXPECT_EQ(parse_checkpoint("a\n1\n" + root + "x\ny\n").value().extensions,
            (std::vector<std::string>{"x", "y"}));
  struct Bad {
    std::string text;
    std::string_view why;
  };
  for (auto const& [text, why] :
       {Bad{"", "three lines"}, Bad{"a\n1\n", "three lines"},
        Bad{"a\n1\n" + root.substr(0, 44), "three lines"}, Bad{"\n1\n" + root, "origin"},
        Bad{"a\n01\n" + root, "leading zeros"}, Bad{"a\n+1\n" + root, "leading zeros"},
        Bad{"a\n1 \n" + root, "leading zeros"}, Bad{"a\n-1\n" + root, "leading zeros"},
        Bad{"a\n\n" + root, "leading zeros"},
        Bad{"a\n18446744073709551616\n" + root, "leading zeros"}, Bad{"a\n1\nAAAA\n", "its root"},
        Bad{"a\n1\n" + root + "\n", "empty"}, Bad{"a\n1\n" + root + "x", "cut off"}}) {
    auto const checkpoint = parse_checkpoint(text);
    ASSERT_FALSE(checkpoint) << text;
    EXPECT_EQ(checkpoint.error().code, Errc::malformed);
    EXPECT_NE(checkpoint.error().what.find(why), std::string::npos) << checkpoint.error().what;
  }
}

TEST(Checkpoint, IsOpenedWithTheKeyThatSignedIt) {
  auto const log = signer("grandlivre/a", 1);
  TreeHead const tree{3, leaf_hash({})};
  auto const note = sign_checkpoint(tree, log);
  auto const opened = open_checkpoint(note, log.verifier());
  ASSERT_TRUE(opened) << opened.error().what;
  EXPECT_EQ(opened->checkpoint.tree, tree);
  EXPECT_EQ(open_checkpoint(note, signer("grandlivre/b", 2).verifier()).error().code,
            Errc::not_found);
  // A note of this key that is no checkpoint, and one that is of another log.
  Note letter{"three\nlines\nhere\n", {}};
  add_signature(letter, log);
  EXPECT_EQ(open_checkpoint(to_string(letter), log.verifier()).error().code, Errc::malformed);
  Note other{to_string(Checkpoint{"grandlivre/b", tree, {}}), {}};
  add_signature(other, log);
  EXPECT_EQ(open_checkpoint(to_string(other), log.verifier()).error().code, Errc::corrupt);
}

TEST(Checkpoint, KeepsTheLogsSignatureBesideThatOfAWitness) {
  auto const log = signer("grandlivre/a", 1);
  auto const witness = signer("example/witness", 2);
  auto note = parse_note(sign_checkpoint({3, leaf_hash({})}, log)).value();
  add_cosignature(note, witness, 1'700'000'000);
  auto const bytes = to_string(note);
  auto const opened = open_checkpoint(bytes, log.verifier());
  ASSERT_TRUE(opened);
  EXPECT_EQ(check_cosignature(opened->note, cosignature_verifier(witness)).value(), 1'700'000'000U);
  // The same key under its other type has another id.
  EXPECT_EQ(check_signature(opened->note, witness.verifier()).error().code, Errc::not_found);
}

}  // namespace
}  // namespace gl::proof
