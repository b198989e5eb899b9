#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "proof/key_history.h"

namespace gl::notary {

/// A signed checkpoint and the note that it was read from.
struct Published {
  proof::TreeHead tree;
  std::string note;
};

/// `checkpoint` of a data directory: the last that was signed, as a C2SP signed note.
[[nodiscard]] std::filesystem::path checkpoint_file(std::filesystem::path const& dir);

/// Reads and opens it; nothing if there is none. Errors: io, corrupt (it is not one that the key of
/// its size signed: the sentence says what to do).
[[nodiscard]] Result<std::optional<Published>> read_checkpoint(std::filesystem::path const& dir,
                                                               proof::KeyHistory const& keys);

}  // namespace gl::notary
