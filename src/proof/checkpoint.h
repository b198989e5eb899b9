#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "proof/note.h"
#include "proof/tree_proof.h"

namespace gl::proof {

/// What a log says of itself at some size, as C2SP's tlog-checkpoint has it: the text of a note.
struct Checkpoint {
  std::string origin;                   ///< which log: for a ledger, the name of its key
  TreeHead tree;                        ///< number of leaves, and the root over them
  std::vector<std::string> extensions;  ///< further lines; of ledgers, only seals have one

  friend bool operator==(Checkpoint const&, Checkpoint const&) = default;
};

/// The text: origin, size, root in Base 64, extensions; a line each.
[[nodiscard]] std::string to_string(Checkpoint const& checkpoint);

/// Reads exactly what `to_string` writes. Errors: malformed (naming the line).
[[nodiscard]] Result<Checkpoint> parse_checkpoint(std::string_view text);

/// A checkpoint signed by one key whose name is its origin: the whole note.
[[nodiscard]] std::string sign_checkpoint(TreeHead const& tree, NoteSigner const& signer);

/// A checkpoint whose signature by the log was checked, with the note that holds it.
struct SignedCheckpoint {
  Checkpoint checkpoint;
  Note note;
};

/// Reads a note, checks the log's signature and that the origin is the key's name.
/// Errors: malformed, too_large, not_found (signed by others), corrupt (not its signature, or the
/// checkpoint of another log).
[[nodiscard]] Result<SignedCheckpoint> open_checkpoint(std::string_view note,
                                                       VerifierKey const& log);

// ---- witnesses: C2SP's tlog-cosignature, version 1 ----

/// Adds the statement of a witness: at `posix_time` the largest tree of this log that it saw, and
/// saw to contain every earlier one, was this. `note` holds a checkpoint.
void add_cosignature(Note& note, NoteSigner const& witness, std::uint64_t posix_time);

/// The key to check a witness' statements with.
[[nodiscard]] VerifierKey cosignature_verifier(NoteSigner const& witness);

/// When this witness (a key of type cosignature) saw the checkpoint, in seconds since 1970.
/// Errors: not_found (it did not sign), corrupt (its signature is not one of this checkpoint),
/// usage (a key of another type).
[[nodiscard]] Result<std::uint64_t> check_cosignature(Note const& note, VerifierKey const& witness);

}  // namespace gl::proof
