#pragma once

#include <filesystem>

#include "base/result.h"
#include "tools/grandlivre/log_source.h"

namespace gl::tools {

/// Writes the log of the latest checkpoint as files of C2SP's tlog-tiles into `dir`, which is new
/// or empty: entry bundles, tiles, and last of all `checkpoint`, so that what was cut off is seen
/// not to be whole. Says how many events. Failures: exists, io, and those of the source; corrupt
/// when the events do not lead to the checkpoint's root.
[[nodiscard]] client::Response<std::uint64_t> export_tiles(LogSource& log,
                                                           std::filesystem::path const& dir);

}  // namespace gl::tools
