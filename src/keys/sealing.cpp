#include "keys/sealing.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <memory>

#include "base/check.h"

namespace gl::keys {
namespace {

constexpr std::size_t tag_bytes = 16;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

unsigned char const* raw(ByteView bytes) {
  return reinterpret_cast<unsigned char const*>(bytes.data());
}
unsigned char* raw(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

Key derive(Key const& key, std::string_view purpose) { return keyed_hash(key, as_bytes(purpose)); }

std::array<std::byte, 12> nonce_of(std::array<std::byte, 16> const& token) {
  std::array<std::byte, 12> nonce{};
  std::copy_n(token.begin(), nonce.size(), nonce.begin());
  return nonce;
}

}  // namespace

void wipe(std::span<std::byte> secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

Hash keyed_hash(ByteView key, ByteView data) {
  Hash hash{};
  unsigned int size = 0;
  auto const* const done = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), raw(data),
                                data.size(), reinterpret_cast<unsigned char*>(hash.data()), &size);
  GL_CHECK(done != nullptr && size == hash.size(), "HMAC-SHA-256 is not available");
  return hash;
}

Bytes encrypt(Key const& key, std::array<std::byte, 12> const& nonce, ByteView text,
              ByteView associated) {
  Context const context{EVP_CIPHER_CTX_new()};
  Bytes out(text.size() + tag_bytes);
  int size = 0;
  int tail = 0;
  bool const done =
      context != nullptr &&
      EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, raw(key), raw(nonce)) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &size, raw(associated),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_EncryptUpdate(context.get(), raw(out), &size, raw(text), static_cast<int>(text.size())) ==
          1 &&
      EVP_EncryptFinal_ex(context.get(), raw(out) + size, &tail) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, raw(out) + text.size()) ==
          1;
  GL_CHECK(done, "AES-256-GCM is not available");
  return out;
}

std::optional<Bytes> decrypt(Key const& key, std::array<std::byte, 12> const& nonce,
                             ByteView ciphertext, ByteView associated) {
  if (ciphertext.size() < tag_bytes) return std::nullopt;
  auto const text_size = ciphertext.size() - tag_bytes;
  Bytes tag(ciphertext.begin() + static_cast<std::ptrdiff_t>(text_size), ciphertext.end());
  Context const context{EVP_CIPHER_CTX_new()};
  Bytes out(text_size);
  std::byte none{};
  auto* const target = text_size == 0 ? reinterpret_cast<unsigned char*>(&none) : raw(out);
  int size = 0;
  int tail = 0;
  bool const done =
      context != nullptr &&
      EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, raw(key), raw(nonce)) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &size, raw(associated),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), target, &size, raw(ciphertext),
                        static_cast<int>(text_size)) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), target + size, &tail) == 1;
  if (!done) return std::nullopt;
  return out;
}

ledger::Sealed seal_text(Key const& key, SubjectToken const& subject, std::string_view field,
                         std::string_view text) {
  std::string input{field};
  input.push_back('\0');
  input.append(text);
  auto const hash = keyed_hash(derive(key, "equality token"), as_bytes(input));
  ledger::Sealed sealed;
  sealed.subject = subject;
  std::copy_n(hash.begin(), sealed.token.size(), sealed.token.begin());
  sealed.ciphertext =
      encrypt(derive(key, "encryption"), nonce_of(sealed.token), as_bytes(text), subject);
  return sealed;
}

std::optional<std::string> open_text(Key const& key, ledger::Sealed const& sealed) {
  auto const text =
      decrypt(derive(key, "encryption"), nonce_of(sealed.token), sealed.ciphertext, sealed.subject);
  if (!text) return std::nullopt;
  return std::string{as_text(*text)};
}

}  // namespace gl::keys
