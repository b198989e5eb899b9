#include "keys/sealing.h"

#include <gtest/gtest.h>

#include <string>

namespace gl::keys {
namespace {

Key key_of(char fill) {
  Key key{};
  key.fill(static_cast<std::byte>(fill));
  return key;
}

constexpr SubjectToken subject{std::byte{1}, std::byte{2}};

TEST(KeyedHash, IsHmacSha256AsRfc4231HasIt) {
  // RFC 4231, test case 2.
  EXPECT_EQ(to_hex(keyed_hash(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Encryption, IsAes256GcmAsItsAuthorsPublishedIt) {
  // McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, test case 14.
  std::array<std::byte, 12> const nonce{};
  Bytes const zeros(16);
  EXPECT_EQ(to_hex(encrypt(key_of(0), nonce, zeros, {})),
            "cea7403d4d606b6e074ec5d3baf39d18"
            "d0d1c8a799996bf0265b98b5d48ab919");
}

TEST(Encryption, OpensOnlyWithTheSameKeyNonceAndAssociatedData) {
  std::array<std::byte, 12> const nonce{std::byte{7}};
  auto const sealed = encrypt(key_of('k'), nonce, as_bytes("text"), as_bytes("for me"));
  ASSERT_TRUE(decrypt(key_of('k'), nonce, sealed, as_bytes("for me")));
  EXPECT_FALSE(decrypt(key_of('x'), nonce, sealed, as_bytes("for me")));
  EXPECT_FALSE(decrypt(key_of('k'), {}, sealed, as_bytes("for me")));
  EXPECT_FALSE(decrypt(key_of('k'), nonce, sealed, as_bytes("for you")));
  EXPECT_FALSE(decrypt(key_of('k'), nonce, ByteView{sealed}.first(15), as_bytes("for me")));
}

TEST(Sealing, GivesTheTextBackWithTheSubjectsKeyAndNothingWithAnother) {
  auto const sealed = seal_text(key_of('k'), subject, "iban", "FR7630006000011234567890189");
  EXPECT_EQ(open_text(key_of('k'), sealed), "FR7630006000011234567890189");
  EXPECT_EQ(open_text(key_of('x'), sealed), std::nullopt);
}

TEST(Sealing, HidesTheTextInTheBytes) {
  auto const sealed = seal_text(key_of('k'), subject, "name", "Jeanne Dupont");
  EXPECT_EQ(std::string{as_text(sealed.ciphertext)}.find("Jeanne"), std::string::npos);
}

TEST(Sealing, IsTheSameForTheSameTextSoThatARepeatedCommandKeepsItsDigest) {
  EXPECT_EQ(seal_text(key_of('k'), subject, "name", "A"),
            seal_text(key_of('k'), subject, "name", "A"));
}

TEST(Sealing, HasATokenOfItsOwnForAnotherTextFieldOrSubject) {
  auto const token = seal_text(key_of('k'), subject, "name", "A").token;
  EXPECT_NE(token, seal_text(key_of('k'), subject, "name", "B").token);
  EXPECT_NE(token, seal_text(key_of('k'), subject, "address", "A").token);
  EXPECT_NE(token, seal_text(key_of('j'), subject, "name", "A").token);
}

TEST(Sealing, RefusesACiphertextWithAnyBitChanged) {
  auto const sealed = seal_text(key_of('k'), subject, "name", "Jeanne");
  for (std::size_t bit = 0; bit < sealed.ciphertext.size() * 8; ++bit) {
    auto changed = sealed;
    changed.ciphertext[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    EXPECT_EQ(open_text(key_of('k'), changed), std::nullopt) << "bit " << bit;
  }
}

}  // namespace
}  // namespace gl::keys
