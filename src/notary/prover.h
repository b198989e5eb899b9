#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"
#include "base/strong.h"
#include "journal/journal.h"
#include "notary/checkpoint_file.h"
#include "notary/tree.h"
#include "proof/proof_file.h"

namespace gl::notary {

/// The event at `position`, with the proof that it stands in the published tree. It is checked
/// before it is given away. Errors: not_found (no event there), busy (the event is not in a signed
/// checkpoint yet), corrupt (what is stored is not what was signed), io. Thread: any.
[[nodiscard]] Result<proof::InclusionFile> prove_inclusion(journal::Journal const& journal,
                                                           Tree const& tree,
                                                           Published const& published,
                                                           Position position);

/// That the ledger after event `newer` begins with the ledger after event `older`, and both begin
/// the published one. `newer` of 0: the published one itself. Errors: usage (positions in another
/// order, or 0), busy, corrupt, io. Thread: any.
[[nodiscard]] Result<proof::ConsistencyFile> prove_consistency(Tree const& tree,
                                                               Published const& published,
                                                               Position older, Position newer);

/// The LogKeyRotated at `position` (0: the last one), under the checkpoint that both keys signed,
/// which `rotations/` of `dir` keeps. Errors: not_found, corrupt, io. Thread: any.
[[nodiscard]] Result<proof::InclusionFile> prove_rotation(journal::Journal const& journal,
                                                          Tree const& tree,
                                                          std::filesystem::path const& dir,
                                                          Position position);

}  // namespace gl::notary
