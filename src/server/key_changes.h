#pragma once

#include <vector>

#include "base/result.h"
#include "base/strong.h"
#include "journal/journal.h"
#include "ledger/state.h"
#include "proof/key_history.h"

namespace gl::server {

/// A change of the ledger's key, as its event has it.
struct KeyChange {
  Position position;
  proof::VerifierKey retired;
  proof::VerifierKey key;
};

/// All changes that the journal records, in their order. `state` is that at its head. Errors:
/// corrupt (an event that names a key of another log, or retires one that did not sign), io.
[[nodiscard]] Result<std::vector<KeyChange>> read_key_changes(journal::Journal const& journal,
                                                              ledger::State const& state);

/// The keys before, between and behind these changes; of none, `only`.
[[nodiscard]] proof::KeyHistory history_of(std::vector<KeyChange> const& changes,
                                           proof::VerifierKey const& only);

}  // namespace gl::server
