#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/bytes.h"
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

/// The same in two halves, so that the second may happen on another thread: the bytes of a
/// snapshot without their digest, then the writing.
[[nodiscard]] Bytes encode_snapshot(ledger::State const& state);
[[nodiscard]] Result<void> write_snapshot(std::filesystem::path const& dir, Position position,
                                          Bytes bytes);

}  // namespace gl::projections
