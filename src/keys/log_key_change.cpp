#include "keys/log_key_change.h"

#include <algorithm>
#include <string>
#include <system_error>

#include "keys/files.h"
#include "keys/log_key.h"
#include "keys/sealing.h"
#include "proof/key_history.h"

namespace gl::keys {
namespace {

namespace fs = std::filesystem;

fs::path retired_file(fs::path const& data_directory, proof::VerifierKey const& key) {
  constexpr std::size_t id_digits = 8;
  auto const id = to_hex(big_endian(std::uint64_t{key.id()}));
  return data_directory / "keys" / ("log-" + id.substr(id.size() - id_digits) + ".vkey");
}

bool is_retired_file(fs::path const& path) {
  return path.extension() == ".vkey" && path.filename().string().starts_with("log-");
}

bool is_there(fs::path const& path) {
  std::error_code unknown;
  return fs::exists(path, unknown);
}

Result<proof::VerifierKey> read_retired(fs::path const& data_directory, fs::path const& path) {
  auto const text = read_file(path);
  if (!text) return std::unexpected(text.error());
  auto key = proof::parse_verifier_key(std::string_view{*text}.substr(0, text->find('\n')));
  if (key && retired_file(data_directory, *key).filename() == path.filename()) return key;
  return fail(Errc::malformed,
              path.string() + " must hold the retired key that its name says" +
                  (key ? ", not " + to_string(*key) : " (" + key.error().what + ")") +
                  ": restore keys/ from its backup");
}

}  // namespace

Result<proof::NoteSigner> make_next_log_key(fs::path const& data_directory, Uuid const& ledger,
                                            Random& random) {
  auto const path = next_log_key_file(data_directory);
  if (is_there(path)) {
    return fail(Errc::exists, path.string() +
                                  " is there already: a change of the ledger's key is under way, "
                                  "and the next start of the server ends it");
  }
  auto signer = write_log_key(path, ledger, random);
  if (!signer) return signer;
  if (auto done = sync_directory(path.parent_path()); !done) return std::unexpected(done.error());
  return signer;
}

Result<std::optional<proof::NoteSigner>> open_next_log_key(fs::path const& data_directory,
                                                           Uuid const& ledger) {
  auto const path = next_log_key_file(data_directory);
  if (!is_there(path)) return std::nullopt;
  auto signer = read_log_key(path, ledger);
  if (!signer) return std::unexpected(signer.error());
  return *std::move(signer);
}

Result<void> drop_next_log_key(fs::path const& data_directory) {
  auto const path = next_log_key_file(data_directory);
  if (!is_there(path)) return {};
  if (auto done = overwrite_file(path); !done) return done;
  std::error_code error;
  if (!fs::remove(path, error) && error) {
    return fail(Errc::io, "cannot remove " + path.string() + ": " + error.message());
  }
  return sync_directory(path.parent_path());
}

Result<void> adopt_next_log_key(fs::path const& data_directory, proof::VerifierKey const& retired,
                                proof::VerifierKey const& next) {
  auto const keys = data_directory / "keys";
  constexpr unsigned everybody_reads = 0644;
  auto const kept = replace_file(retired_file(data_directory, retired), to_string(retired) + "\n",
                                 everybody_reads);
  if (!kept) return kept;
  auto const published =
      replace_file(verifier_key_file(data_directory), to_string(next) + "\n", everybody_reads);
  if (!published) return published;
  if (auto done = sync_directory(keys); !done) return done;
  if (is_there(log_key_file(data_directory))) {
    if (auto done = overwrite_file(log_key_file(data_directory)); !done) return done;
  }
  std::error_code error;
  fs::rename(next_log_key_file(data_directory), log_key_file(data_directory), error);
  if (error) {
    return fail(Errc::io, "cannot put " + next_log_key_file(data_directory).string() +
                              " in its place: " + error.message());
  }
  return sync_directory(keys);
}

Result<std::vector<proof::VerifierKey>> retired_log_keys(fs::path const& data_directory) {
  auto const folder = data_directory / "keys";
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator file{folder, error}, end; !error && file != end;
       file.increment(error)) {
    if (is_retired_file(file->path())) files.push_back(file->path());
    if (files.size() > proof::key_changes_max) {
      return fail(Errc::too_large, folder.string() + " has more than " +
                                       std::to_string(proof::key_changes_max) + " retired keys");
    }
  }
  if (error) return fail(Errc::io, "cannot read " + folder.string() + ": " + error.message());
  std::ranges::sort(files);
  std::vector<proof::VerifierKey> keys;
  for (auto const& file : files) {
    auto key = read_retired(data_directory, file);
    if (!key) return std::unexpected(key.error());
    keys.push_back(*std::move(key));
  }
  return keys;
}

}  // namespace gl::keys
