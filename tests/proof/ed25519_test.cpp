#include "proof/ed25519.h"

#include <algorithm>
#include <string_view>

#include <gtest/gtest.h>

namespace gl::proof {
namespace {

struct Vector {
  std::string_view secret;
  std::string_view key;
  std::string_view message;
  std::string_view signature;
};

// RFC 8032 §7.1, tests 1 and 2.
constexpr std::array vectors{
    Vector{
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3970"
        "1cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    Vector{
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613"
        "d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"}};

template <class Array>
Array from(std::string_view hex) {
  Array array{};
  std::ranges::copy(from_hex(hex).value(), array.begin());
  return array;
}

TEST(Ed25519, HasTheVectorsOfItsRfc) {
  for (auto const& vector : vectors) {
    SecretKey secret;
    secret.bytes = from<std::array<std::byte, 32>>(vector.secret);
    auto const message = from_hex(vector.message).value();
    EXPECT_EQ(to_hex(public_key(secret)), vector.key);
    EXPECT_EQ(to_hex(sign(secret, message)), vector.signature);
    EXPECT_TRUE(verifies(from<PublicKey>(vector.key), message, from_hex(vector.signature).value()));
  }
}

TEST(Ed25519, TakesNoOtherMessageKeyOrSignature) {
  auto const& vector = vectors[1];
  auto const key = from<PublicKey>(vector.key);
  auto const signature = from_hex(vector.signature).value();
  EXPECT_FALSE(verifies(key, as_bytes("s"), signature));
  EXPECT_FALSE(verifies(from<PublicKey>(vectors[0].key), as_bytes("r"), signature));
  EXPECT_FALSE(verifies(key, as_bytes("r"), ByteView{signature}.first(63)));
  EXPECT_FALSE(verifies(key, as_bytes("r"), {}));
  EXPECT_FALSE(verifies(PublicKey{}, as_bytes("r"), signature));
  for (std::size_t bit = 0; bit < 512; ++bit) {
    auto changed = signature;
    changed[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    EXPECT_FALSE(verifies(key, as_bytes("r"), changed)) << "bit " << bit;
  }
}

}  // namespace
}  // namespace gl::proof
