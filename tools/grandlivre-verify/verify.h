#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "proof/key_history.h"
#include "proof/proof_file.h"

/// Checks what a ledger proves, with its public key alone: no server, no database, no network.
/// `grandlivre verify` and `grandlivre-verify` are both this.
namespace gl::verify {

/// What is to be checked, and what is trusted.
struct Request {
  std::filesystem::path path;          ///< a proof file, a checkpoint, or a directory of tiles
  std::string key;                     ///< the ledger's verifier key, or a file that holds it
  std::filesystem::path since;         ///< a checkpoint kept from before; empty: none
  std::vector<std::string> witnesses;  ///< keys of witnesses that must have signed; or files
  /// Proofs of changes of the ledger's key, which extend the trust in `key` to the keys that they
  /// name: each is about a key that is trusted already.
  std::vector<std::filesystem::path> rotations{};
};

/// What was proved, in words for the reader. There is one only if everything held.
/// Errors: why it is not proved. usage: the request itself makes no sense (a key mistyped).
[[nodiscard]] Result<std::string> verify(Request const& request);

// ---- parts ----

/// Who is believed: what `verify` works with once the request's keys and checkpoint were read.
struct Trust {
  proof::KeyHistory keys;
  std::vector<proof::VerifierKey> witnesses;
  std::optional<proof::TreeHead> since;
};

/// A change of the ledger's key, as an event says.
struct KeyChange {
  std::uint64_t position = 0;
  proof::VerifierKey retired;
  proof::VerifierKey key;
};

/// The change that the event records; nothing for an event of another type. Errors: corrupt (it
/// names a key of another log than `origin`).
[[nodiscard]] Result<std::optional<KeyChange>> key_change_in(ByteView event,
                                                             std::string const& origin);

/// Adds the other key of a proof's change of key to the keys that are trusted. Errors: why it is no
/// such proof; not_found (neither of its keys is trusted).
[[nodiscard]] Result<void> extend(Trust& trust, std::string_view proof_file);

/// What an inclusion proof's file proves: the checkpoint was opened with keys that are trusted, and
/// the event stands in it.
struct ProvedEvent {
  proof::InclusionFile file;
  proof::SignedCheckpoint checkpoint;
  std::optional<KeyChange> change;  ///< if the event is one of the ledger's key
};
/// Errors: why it is not proved.
[[nodiscard]] Result<ProvedEvent> prove_event(Trust const& trust, std::string_view proof_file);

/// What it means for who trusts these keys that the ledger changes its key here. Errors: corrupt
/// (the checkpoint is not signed by both keys, though it is a retired key's).
[[nodiscard]] Result<std::string> change_in_words(Trust const& trust, ProvedEvent const& proved);

/// Opens a checkpoint and checks the witnesses' statements. Errors: as `open_checkpoint`; not_found
/// (a witness did not sign), corrupt (it signed something else).
[[nodiscard]] Result<proof::SignedCheckpoint> open(Trust const& trust, std::string_view note);

/// Lines that say which checkpoint this is, by whom it was signed, and what that leaves open.
[[nodiscard]] std::string describe(Trust const& trust, proof::SignedCheckpoint const& checkpoint);

/// What is wrong when a checkpoint of before does not fit: a fork, or a rollback.
[[nodiscard]] Error forked(proof::TreeHead const& since, proof::TreeHead const& now);
[[nodiscard]] Error rolled_back(proof::TreeHead const& since, proof::TreeHead const& now);

/// The event in its JSON form, indented; of a type that is not known here with a line that says so.
[[nodiscard]] Result<std::string> event_in_words(ByteView event);

[[nodiscard]] Result<std::string> verify_file(Trust const& trust, std::string_view text);
[[nodiscard]] Result<std::string> verify_directory(Trust const& trust,
                                                   std::filesystem::path const& dir);

/// All of a file of at most `bytes_max` bytes. Errors: io, too_large.
[[nodiscard]] Result<std::string> read_file(std::filesystem::path const& path,
                                            std::size_t bytes_max);

}  // namespace gl::verify
