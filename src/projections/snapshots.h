#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/result.h"
#include "base/strong.h"
#include "ledger/state.h"

namespace gl::projections {

/// The sequencer's state after `position`, as a follower folded it.
struct Snapshot {
  ledger::State state;
  Position position;
};

/// The newest snapshot in the ledger directory `dir` that can be trusted, not beyond `head`: its
/// digest, format and position are checked; others are removed with a line in the log. Nothing
/// if there is none: fold from the first event. Needs nothing to be open. Errors: io.
[[nodiscard]] Result<std::optional<Snapshot>> latest_snapshot(std::filesystem::path const& dir,
                                                              Position head);

/// Writes `state` after `position` durably under a name of its own, then removes all but the two
/// newest. Errors: io.
[[nodiscard]] Result<void> write_snapshot(std::filesystem::path const& dir,
                                          ledger::State const& state, Position position);

}  // namespace gl::projections
