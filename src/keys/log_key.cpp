#include "keys/log_key.h"

#include "keys/files.h"
#include "keys/sealing.h"

namespace gl::keys {
namespace {

namespace fs = std::filesystem;

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

/// What else a key that does not open may come from.
std::string unfinished(fs::path const& data_directory) {
  std::error_code unknown;
  if (!fs::exists(next_log_key_file(data_directory), unknown)) return {};
  return "; a change of the ledger's key was cut off here: start grandlivred, which ends it";
}

/// Writes `ours` where no public half stands, and compares the one that does.
Result<void> check_published(fs::path const& data_directory, proof::NoteSigner const& signer) {
  auto const verifier = verifier_key_file(data_directory);
  auto const ours = to_string(signer.verifier());
  std::error_code unknown;
  if (!fs::exists(verifier, unknown)) return write_new_file(verifier, ours + "\n", 0644);
  auto const published = read_file(verifier);
  if (!published) return std::unexpected(published.error());
  if (first_line(*published) == ours) return {};
  return fail(Errc::corrupt, verifier.string() + " says " + std::string{first_line(*published)} +
                                 ", the key in " + log_key_file(data_directory).string() + " is " +
                                 ours +
                                 ": one of them is another ledger's; restore keys/ from its "
                                 "backup" +
                                 unfinished(data_directory));
}

}  // namespace

std::string log_name(Uuid const& ledger) { return "grandlivre/" + to_string(ledger); }

fs::path verifier_key_file(fs::path const& data_directory) {
  return data_directory / "keys" / "log.vkey";
}

fs::path log_key_file(fs::path const& data_directory) {
  return data_directory / "keys" / "log.key";
}

fs::path next_log_key_file(fs::path const& data_directory) {
  return data_directory / "keys" / "log.next.key";
}

Result<proof::NoteSigner> write_log_key(fs::path const& file, Uuid const& ledger, Random& random) {
  proof::NoteSigner signer{log_name(ledger), {}};
  random.fill(signer.secret.bytes);
  auto text = to_hex(signer.secret.bytes) + "\n";
  auto const written = write_new_file(file, text);
  wipe(std::as_writable_bytes(std::span{text}));
  if (!written) return std::unexpected(written.error());
  return signer;
}

Result<proof::NoteSigner> read_log_key(fs::path const& file, Uuid const& ledger) {
  auto const text = read_file(file);
  if (!text) return std::unexpected(text.error());
  auto const bytes = hash_from_hex(first_line(*text));
  if (!bytes) {
    return fail(Errc::malformed, file.string() + " must hold 64 hexadecimal digits: " +
                                     bytes.error().what + "; restore keys/ from its backup");
  }
  return proof::NoteSigner{log_name(ledger), proof::SecretKey{*bytes}};
}

Result<proof::NoteSigner> make_log_key(fs::path const& data_directory, Uuid const& ledger,
                                       Random& random) {
  auto const secret = log_key_file(data_directory);
  std::error_code unknown;
  if (fs::exists(secret, unknown)) {
    return fail(Errc::exists, secret.string() + " is there already: a ledger has one key");
  }
  auto signer = write_log_key(secret, ledger, random);
  if (!signer) return signer;
  auto const verifier = verifier_key_file(data_directory);
  fs::remove(verifier, unknown);
  if (auto done = write_new_file(verifier, to_string(signer->verifier()) + "\n", 0644); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = sync_directory(secret.parent_path()); !done) {
    return std::unexpected(done.error());
  }
  return signer;
}

Result<proof::NoteSigner> open_log_key(fs::path const& data_directory, Uuid const& ledger) {
  auto const secret = log_key_file(data_directory);
  std::error_code unknown;
  if (!fs::exists(secret, unknown)) {
    return fail(Errc::not_found, "the key that signs checkpoints is not there (" + secret.string() +
                                     "): restore keys/ from its backup");
  }
  auto signer = read_log_key(secret, ledger);
  if (!signer) {
    return fail(signer.error().code, signer.error().what + unfinished(data_directory));
  }
  if (auto const fine = check_published(data_directory, *signer); !fine) {
    return std::unexpected(fine.error());
  }
  return signer;
}

}  // namespace gl::keys
