#include "keys/log_key.h"

#include "keys/files.h"
#include "keys/sealing.h"

namespace gl::keys {
namespace {

namespace fs = std::filesystem;

fs::path secret_file(fs::path const& data_directory) { return data_directory / "keys" / "log.key"; }

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

}  // namespace

std::string log_name(Uuid const& ledger) { return "grandlivre/" + to_string(ledger); }

fs::path verifier_key_file(fs::path const& data_directory) {
  return data_directory / "keys" / "log.vkey";
}

Result<proof::NoteSigner> make_log_key(fs::path const& data_directory, Uuid const& ledger,
                                       Random& random) {
  auto const secret = secret_file(data_directory);
  std::error_code unknown;
  if (fs::exists(secret, unknown)) {
    return fail(Errc::exists, secret.string() + " is there already: a ledger has one key");
  }
  proof::NoteSigner signer{log_name(ledger), {}};
  random.fill(signer.secret.bytes);
  auto text = to_hex(signer.secret.bytes) + "\n";
  auto const written = write_new_file(secret, text);
  wipe(std::as_writable_bytes(std::span{text}));
  if (!written) return std::unexpected(written.error());
  auto const verifier = verifier_key_file(data_directory);
  fs::remove(verifier, unknown);
  if (auto done = write_new_file(verifier, to_string(signer.verifier()) + "\n", 0644); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = sync_directory(secret.parent_path()); !done) {
    return std::unexpected(done.error());
  }
  return signer;
}

Result<proof::NoteSigner> open_log_key(fs::path const& data_directory, Uuid const& ledger) {
  auto const secret = secret_file(data_directory);
  std::error_code unknown;
  if (!fs::exists(secret, unknown)) {
    return fail(Errc::not_found, "the key that signs checkpoints is not there (" + secret.string() +
                                     "): restore keys/ from its backup");
  }
  auto const text = read_file(secret);
  if (!text) return std::unexpected(text.error());
  auto const bytes = hash_from_hex(first_line(*text));
  if (!bytes) {
    return fail(Errc::malformed, secret.string() + " must hold 64 hexadecimal digits: " +
                                     bytes.error().what + "; restore keys/ from its backup");
  }
  proof::NoteSigner signer{log_name(ledger), proof::SecretKey{*bytes}};
  auto const verifier = verifier_key_file(data_directory);
  auto const ours = to_string(signer.verifier());
  if (!fs::exists(verifier, unknown)) {
    if (auto done = write_new_file(verifier, ours + "\n", 0644); !done) {
      return std::unexpected(done.error());
    }
    return signer;
  }
  auto const published = read_file(verifier);
  if (!published) return std::unexpected(published.error());
  if (first_line(*published) != ours) {
    return fail(Errc::corrupt, verifier.string() + " says " + std::string{first_line(*published)} +
                                   ", the key in " + secret.string() + " is " + ours +
                                   ": one of them is another ledger's; restore keys/ from its "
                                   "backup");
  }
  return signer;
}

}  // namespace gl::keys
