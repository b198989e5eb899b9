#include "proof/note.h"

#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace gl::proof {
namespace {

constexpr std::string_view peter =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

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

TEST(VerifierKey, IsReadAndWrittenAsOthersDo) {
  // Keys of tests and logs of others; the second has a + in its Base 64, the third is a witness'.
  for (std::string_view const text :
       {peter, std::string_view{"TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6"},
        std::string_view{"remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"}}) {
    auto const key = parse_verifier_key(text);
    ASSERT_TRUE(key) << key.error().what;
    EXPECT_EQ(to_string(*key), text);
  }
  EXPECT_EQ(parse_verifier_key(peter)->id(), 0xc74f20a3U);
}

TEST(VerifierKey, SaysWhatIsWrongWithIt) {
  struct Bad {
    std::string_view text;
    std::string_view why;
  };
  for (auto const& [text, why] :
       {Bad{"", "NAME+ID+KEY"}, Bad{"PeterNeumann", "NAME+ID+KEY"},
        Bad{"PeterNeumann+c74f20a3", "NAME+ID+KEY"},
        Bad{"Peter+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "mistyped"},
        Bad{"PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "mistyped"},
        Bad{"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX", "mistyped"},
        Bad{"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4", "32 bytes"},
        Bad{"PeterNeumann+c74f20a3+AQ", "Base 64"}, Bad{"PeterNeumann+c74f20a3+", "no key"},
        Bad{"PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "type is 2"},
        Bad{"Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "space"}}) {
    auto const key = parse_verifier_key(text);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().code, Errc::malformed);
    EXPECT_NE(key.error().what.find(why), std::string::npos) << key.error().what;
  }
}

TEST(Note, OfOthersIsReadAndItsSignatureChecked) {
  auto const bytes = published("peter-neumann.note");
  auto const note = parse_note(bytes);
  ASSERT_TRUE(note) << note.error().what;
  EXPECT_TRUE(check_signature(*note, parse_verifier_key(peter).value()));
  EXPECT_EQ(to_string(*note), bytes);
}

// The documentation of golang.org/x/mod/sumdb/note gives the secret key of its example too.
TEST(Note, IsSignedByteForByteAsOthersSignIt) {
  auto const bytes = published("peter-neumann.note");
  auto const secret =
      hash_from_hex("810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173");
  NoteSigner const author{"PeterNeumann", SecretKey{*secret}};
  EXPECT_EQ(to_string(author.verifier()), peter);
  Note note{parse_note(bytes).value().text, {}};
  add_signature(note, author);
  EXPECT_EQ(to_string(note), bytes);
}

TEST(Note, MayHaveEmptyLinesInItsText) {
  auto const bytes = published("quasimodo.note");
  auto const note = parse_note(bytes);
  ASSERT_TRUE(note) << note.error().what;
  EXPECT_TRUE(note->text.ends_with("sole:\n\ned è subito sera.\n"));
  ASSERT_EQ(note->signatures.size(), 1U);
  EXPECT_EQ(note->signatures[0].name, "quasimodo.example/salvatore");
  EXPECT_EQ(note->signatures[0].key_id, 0x367ba04bU);
  EXPECT_EQ(to_string(*note), bytes);
}

TEST(Note, IsRefusedUnlessItIsOne) {
  std::string const signature = published("peter-neumann.note").substr(100);
  std::string const line = signature.substr(signature.find("—"));
  struct Bad {
    std::string text;
    std::string_view why;
  };
  for (auto const& [text, why] : {
           Bad{"", "empty line and signatures"},
           Bad{"text\n", "empty line and signatures"},
           Bad{"text\n\n", "empty line and signatures"},
           Bad{"text\n" + line, "empty line and signatures"},
           Bad{"text\n\n" + line.substr(0, line.size() - 1), "cut off"},
           Bad{"text\n\n- PeterNeumann AAAA\n", "em dash"},
           Bad{"text\n\n— PeterNeumann\n", "stand apart"},
           Bad{"text\n\n— Peter+Neumann AAAAAAA=\n", "a +"},
           Bad{"text\n\n— Peter\u00a0Neumann AAAAAAA=\n", "a space"},
           Bad{"text\n\n—  AAAAAAA=\n", "the name"},
           Bad{"text\n\n— PeterNeumann AAAA\n", "empty"},
           Bad{"text\n\n— PeterNeumann AAAAAAAA\n" + line + "x", "cut off"},
           Bad{"text\n\n— PeterNeumann AAAAAAA\n", "Base 64"},
           Bad{"te\txt\n\n" + line, "control characters"},
           Bad{"text\r\n\r\n" + line, "control characters"},
           Bad{"te\xff"
               "xt\n\n" +
                   line,
               "UTF-8"},
           Bad{"te\xc0\x80xt\n\n" + line, "UTF-8"},
           Bad{"te\xed\xa0\x80xt\n\n" + line, "UTF-8"},
       }) {
    auto const note = parse_note(text);
    ASSERT_FALSE(note) << text;
    EXPECT_EQ(note.error().code, Errc::malformed);
    EXPECT_NE(note.error().what.find(why), std::string::npos) << note.error().what;
  }
}

TEST(Note, HasAGreatestSize) {
  EXPECT_EQ(parse_note(std::string(note_bytes_max + 1, 'a')).error().code, Errc::too_large);
  Note note{"text\n", {}};
  for (std::size_t i = 0; i < note_signatures_max; ++i) add_signature(note, signer("a", 1));
  EXPECT_TRUE(parse_note(to_string(note)));
  add_signature(note, signer("a", 1));
  EXPECT_EQ(parse_note(to_string(note)).error().code, Errc::too_large);
}

TEST(Note, IsSignedByTheKeysThatSignedIt) {
  auto const ours = signer("example/ours", 1);
  auto const theirs = signer("example/theirs", 2);
  Note note{"a text\n", {}};
  add_signature(note, ours);
  auto const read = parse_note(to_string(note)).value();
  EXPECT_EQ(read, note);
  EXPECT_TRUE(check_signature(read, ours.verifier()));

  auto const other = check_signature(read, theirs.verifier());
  EXPECT_EQ(other.error().code, Errc::not_found);
  EXPECT_NE(other.error().what.find("example/ours"), std::string::npos) << other.error().what;
  // The same name with another key, and the same key under another name.
  EXPECT_EQ(check_signature(read, signer("example/ours", 2).verifier()).error().code,
            Errc::not_found);
  EXPECT_EQ(check_signature(read, signer("example/other", 1).verifier()).error().code,
            Errc::not_found);
}

TEST(Note, IsRefusedWhenOneBitOfItIsAnother) {
  auto const ours = signer("example/ours", 1);
  Note note{"a text\n", {}};
  add_signature(note, ours);
  auto const bytes = to_string(note);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    auto changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    auto const read = parse_note(changed);
    EXPECT_FALSE(read && check_signature(*read, ours.verifier())) << "bit " << bit;
  }
}

}  // namespace
}  // namespace gl::proof
