#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"

namespace gl::journal {

/// Whether a log of RocksDB's (a write-ahead log, a manifest) consists of whole records up to its
/// last byte: RocksDB takes a frame that reaches beyond the end, or one of another type, for the
/// end of the log, and opens without what follows. Looked at are lengths, types and padding; that
/// contents are as written, their checksums say to RocksDB itself. Gives the number of records.
/// Errors: corrupt (naming file and byte), io.
[[nodiscard]] Result<std::uint64_t> check_frames(std::filesystem::path const& log);

}  // namespace gl::journal
