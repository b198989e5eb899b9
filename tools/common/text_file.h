#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gl::tools {

/// The whole file. Errors: io, naming the file.
[[nodiscard]] Result<std::string> read_text_file(std::filesystem::path const& path);

/// Writes a new file and syncs it; an existing one is not touched. `mode` as for open(2).
/// Errors: exists, io.
[[nodiscard]] Result<void> write_new_text_file(std::filesystem::path const& path,
                                               std::string_view text, unsigned mode = 0644);

/// Puts a file in place of another in one step: readers see the old or the new one. Errors: io.
[[nodiscard]] Result<void> replace_text_file(std::filesystem::path const& path,
                                             std::string_view text);

/// Syncs a directory, so that names made or moved in it survive a power cut. Errors: io.
[[nodiscard]] Result<void> sync_directory(std::filesystem::path const& path);

}  // namespace gl::tools
