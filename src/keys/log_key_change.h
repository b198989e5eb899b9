#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "base/uuid.h"
#include "proof/note.h"

// The files of a change of the key that signs the ledger's checkpoints (log_key.h). The new key
// stands beside the current one, in `keys/log.next.key`, from before the ledger records the change
// until all of it is done; which of the two is the right one the ledger's events say, not this
// directory. Retired keys leave their public half: `keys/log-ID.vkey`.

namespace gl::keys {

/// Makes the next key, durably (mode 0600). Errors: exists (a change is under way), io.
[[nodiscard]] Result<proof::NoteSigner> make_next_log_key(
    std::filesystem::path const& data_directory, Uuid const& ledger, Random& random);

/// The next key; nothing when no change is under way. Errors: malformed (its writing was cut off),
/// io.
[[nodiscard]] Result<std::optional<proof::NoteSigner>> open_next_log_key(
    std::filesystem::path const& data_directory, Uuid const& ledger);

/// Destroys the next key, whether it is whole or not; nothing when there is none. Errors: io.
[[nodiscard]] Result<void> drop_next_log_key(std::filesystem::path const& data_directory);

/// Puts the next key in the place of the current one: keeps the public half of the retired one,
/// publishes the new one, overwrites the retired secret, and last renames the new one. Whatever cut
/// it off, it can be called again as long as there is a next key. Errors: io.
[[nodiscard]] Result<void> adopt_next_log_key(std::filesystem::path const& data_directory,
                                              proof::VerifierKey const& retired,
                                              proof::VerifierKey const& next);

/// The public halves of retired keys, in the order of their files' names. Errors: malformed (a file
/// that holds none, or another than its name says), io, too_large.
[[nodiscard]] Result<std::vector<proof::VerifierKey>> retired_log_keys(
    std::filesystem::path const& data_directory);

}  // namespace gl::keys
