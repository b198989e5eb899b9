#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "base/strong.h"

namespace gl::notary {

/// `rotations/` of a data directory: of each change of the ledger's key the checkpoint that both
/// keys signed, in POSITION.checkpoint (twenty digits), POSITION being that of the event that
/// records it. The retired key is gone, so a file that is lost cannot be made again.
[[nodiscard]] std::filesystem::path rotation_directory(std::filesystem::path const& dir);

/// Keeps one, durably. Errors: io.
[[nodiscard]] Result<void> write_rotation(std::filesystem::path const& dir, Position position,
                                          std::string const& note);

/// The note, unchecked. Errors: not_found (no change of the key is kept of this position), io.
[[nodiscard]] Result<std::string> read_rotation(std::filesystem::path const& dir,
                                                Position position);

/// The position of the last one. Errors: not_found (the key was never changed), io.
[[nodiscard]] Result<Position> last_rotation(std::filesystem::path const& dir);

}  // namespace gl::notary
