#pragma once

#include <filesystem>
#include <string>

#include "base/random.h"
#include "base/result.h"
#include "base/uuid.h"
#include "proof/note.h"

namespace gl::keys {

/// The name of a ledger's key and the origin of its checkpoints: `grandlivre/` and its id.
[[nodiscard]] std::string log_name(Uuid const& ledger);

/// Where the public half stands, for auditors: one line, `NAME+ID+BASE64`.
[[nodiscard]] std::filesystem::path verifier_key_file(std::filesystem::path const& data_directory);

/// Where the secret half stands: 64 hexadecimal digits, mode 0600.
[[nodiscard]] std::filesystem::path log_key_file(std::filesystem::path const& data_directory);
/// And that of the key that is about to take its place (log_key_change.h).
[[nodiscard]] std::filesystem::path next_log_key_file(std::filesystem::path const& data_directory);

/// Makes a key and writes its secret half to a new file; the directory is the caller's to sync.
/// Errors: io (also when it is there already).
[[nodiscard]] Result<proof::NoteSigner> write_log_key(std::filesystem::path const& file,
                                                      Uuid const& ledger, Random& random);
/// Errors: malformed, io.
[[nodiscard]] Result<proof::NoteSigner> read_log_key(std::filesystem::path const& file,
                                                     Uuid const& ledger);

/// Makes the key that signs the ledger's checkpoints: `keys/log.key` (64 hexadecimal digits, mode
/// 0600) and beside it `keys/log.vkey`, which is public. The directory `keys` is there.
/// Errors: exists, io.
[[nodiscard]] Result<proof::NoteSigner> make_log_key(std::filesystem::path const& data_directory,
                                                     Uuid const& ledger, Random& random);

/// The key of a data directory. Errors: not_found (there is none), malformed, io, corrupt
/// (`keys/log.vkey` is that of another key: both values are named).
[[nodiscard]] Result<proof::NoteSigner> open_log_key(std::filesystem::path const& data_directory,
                                                     Uuid const& ledger);

}  // namespace gl::keys
