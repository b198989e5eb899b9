#include "proof/sha256.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/naive_tree.h"

namespace gl::proof {
namespace {

std::string hex_of(std::string_view text) { return to_hex(sha256(as_bytes(text))); }

// FIPS 180-4 examples, as `openssl dgst -sha256` prints them.
TEST(Sha256, IsWhatTheStandardSays) {
  EXPECT_EQ(hex_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, StartsAnewAfterFinish) {
  Sha256 hasher;
  hasher.update(as_bytes("something else"));
  static_cast<void>(hasher.finish());
  hasher.update(as_bytes("a"));
  hasher.update(as_bytes(""));
  hasher.update(as_bytes("bc"));
  EXPECT_EQ(to_hex(hasher.finish()),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, ACopyGoesOnFromTheSamePoint) {
  Sha256 hasher;
  hasher.update(as_bytes("a"));
  Sha256 copy = hasher;
  hasher.update(as_bytes("xyz"));
  copy.update(as_bytes("bc"));
  EXPECT_EQ(copy.finish(), sha256(as_bytes("abc")));
}

RC_GTEST_PROP(Sha256, DoesNotCareHowTheBytesAreCut, (std::string const& text)) {
  auto const cut = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
  Sha256 hasher;
  hasher.update(as_bytes(text.substr(0, cut)));
  hasher.update(as_bytes(text.substr(cut)));
  RC_ASSERT(hasher.finish() == proof_test::naive_sha256(std::array{as_bytes(text)}));
}

// RFC 4231, test cases 2 and 6; the last value is python's hmac.new(b"", b"", "sha256").
TEST(HmacSha256, IsWhatTheStandardSays) {
  EXPECT_EQ(to_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(as_bytes(std::string(131, '\xaa')),
                               as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(to_hex(hmac_sha256({}, {})),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

}  // namespace
}  // namespace gl::proof
