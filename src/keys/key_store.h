#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/random.h"
#include "base/result.h"
#include "ledger/command.h"

namespace gl::keys {

/// The keys of data subjects (domain §10): one key a subject, each wrapped by the master key, in
/// `keys/` of the data directory, apart from the journal and with backups of its own. An event
/// holds only ciphertext and two tokens; without the key they say nothing.
///
/// Sealing is deterministic per subject: the same text of the same field gives the same bytes, so
/// that a command sent again has the same digest. The nonce is made from a keyed hash of the text
/// (a synthetic nonce), hence never used for two different texts.
///
/// On disk, `keys/subjects`: records of 108 bytes, appended: token (16), keyed hash of the
/// subject's label (32), nonce (12), wrapped key with its tag (48). A record of zeros is that of an
/// erased subject. Frozen.
class KeyStore {
 public:
  /// Makes `keys/` in a new data directory: an empty store and a fresh master key in
  /// `keys/master.key` (mode 0600). Errors: io, exists.
  [[nodiscard]] static Result<void> create(std::filesystem::path const& data_directory,
                                           Random& random);

  /// Opens the store of a data directory. The master key comes from the environment variable
  /// `GRANDLIVRE_MASTER_KEY` (64 hexadecimal digits) if that is set, else from `keys/master.key`.
  /// Errors: io, corrupt (a record that the master key does not open), newer_format.
  [[nodiscard]] static Result<std::unique_ptr<KeyStore>> open(
      std::filesystem::path const& data_directory, Random& random);

  KeyStore() = default;
  KeyStore(KeyStore const&) = delete;
  KeyStore& operator=(KeyStore const&) = delete;
  virtual ~KeyStore() = default;

  /// Encrypts the personal texts of the commands in place and wipes the clear ones. Keys of new
  /// subjects are on disk (one fsync for all) before it returns. Errors: io. Thread: any.
  [[nodiscard]] virtual Result<void> seal(std::span<ledger::Command> commands) = 0;

  /// The clear text, or nothing when the subject was erased (or belongs to another ledger).
  /// Errors: corrupt (the key is there, but the text does not open with it). Thread: any.
  [[nodiscard]] virtual Result<std::optional<std::string>> reveal(ledger::Sealed const& sealed) = 0;

  /// Destroys the keys of these subjects: wiped in memory, overwritten with zeros in their place on
  /// disk, one sync for all. Returns how many there were: a subject without a key is no error, so
  /// that it may be called again. What it cannot reach are copies: docs/operations.md.
  /// Errors: io (no text is revealed any more, but the file may still hold the keys: call again).
  /// Thread: any.
  [[nodiscard]] virtual Result<std::size_t> erase(
      std::span<ledger::SubjectToken const> subjects) = 0;
};

}  // namespace gl::keys
