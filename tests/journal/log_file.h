#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace gl::journal_test {

/// Where one write stands in one of RocksDB's log files, its fragments included.
struct LogRecord {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  ///< One past the last byte.
};

/// The log files under DIR/journal that hold something, oldest first.
[[nodiscard]] std::vector<std::filesystem::path> logs_of(std::filesystem::path const& dir);

/// The whole records of a log file. Written from RocksDB's description of its log format: blocks
/// of 32 KiB; in them fragments of a header (checksum 4, length 2, type 1) and a payload.
[[nodiscard]] std::vector<LogRecord> log_records(std::filesystem::path const& log);

}  // namespace gl::journal_test
