#include "proof/ed25519.h"

#include <memory>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/check.h"

namespace gl::proof {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

unsigned char const* raw(ByteView bytes) {
  return reinterpret_cast<unsigned char const*>(bytes.data());
}

Key secret_of(SecretKey const& secret) {
  Key key{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(secret.bytes),
                                       secret.bytes.size())};
  GL_CHECK(key != nullptr, "any 32 bytes are a secret key of Ed25519");
  return key;
}

}  // namespace

SecretKey::~SecretKey() { OPENSSL_cleanse(bytes.data(), bytes.size()); }

PublicKey public_key(SecretKey const& secret) {
  PublicKey key{};
  std::size_t size = key.size();
  int const done = EVP_PKEY_get_raw_public_key(secret_of(secret).get(),
                                               reinterpret_cast<unsigned char*>(key.data()), &size);
  GL_CHECK(done == 1 && size == key.size(), "a public key of Ed25519 has 32 bytes");
  return key;
}

Signature sign(SecretKey const& secret, ByteView message) {
  auto const key = secret_of(secret);
  Context const context{EVP_MD_CTX_new()};
  Signature signature{};
  std::size_t size = signature.size();
  bool const done =
      context != nullptr &&
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     raw(message), message.size()) == 1;
  GL_CHECK(done && size == signature.size(), "signing with Ed25519 cannot fail");
  return signature;
}

bool verifies(PublicKey const& key, ByteView message, ByteView signature) {
  Key const loaded{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(key), key.size())};
  Context const context{EVP_MD_CTX_new()};
  return loaded != nullptr && context != nullptr && signature.size() == Signature{}.size() &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, loaded.get()) == 1 &&
         EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(message),
                          message.size()) == 1;
}

}  // namespace gl::proof
