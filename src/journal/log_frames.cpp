#include "journal/log_frames.h"

#include <algorithm>
#include <string>

#include "journal/files.h"

namespace gl::journal {

namespace {

// RocksDB's log format: blocks of 32 KiB; in them fragments of a checksum (4 bytes), a length (2,
// little-endian), a type (1) and a payload; the rest of a block too short for a header is zeros.
constexpr std::size_t block_bytes = 32'768;
constexpr std::size_t header_bytes = 7;

enum class Fragment : std::uint8_t { full = 1, first = 2, middle = 3, last = 4 };

std::unexpected<Error> damaged(std::filesystem::path const& log, std::size_t at,
                               std::string const& what) {
  return fail(Errc::corrupt, log.string() + ": at byte " + std::to_string(at) + " " + what);
}

}  // namespace

Result<std::uint64_t> check_frames(std::filesystem::path const& log) {
  std::error_code problem;
  auto const size = std::filesystem::file_size(log, problem);
  if (problem) return fail(Errc::io, "look at " + log.string() + ": " + problem.message());
  auto const bytes = read_file(log, size);
  if (!bytes) return std::unexpected(bytes.error());
  std::uint64_t records = 0;
  bool within = false;
  for (std::size_t at = 0; at < bytes->size();) {
    auto const left = block_bytes - at % block_bytes;
    if (left < header_bytes) {
      auto const end = std::min(at + left, bytes->size());
      for (; at < end; ++at) {
        if ((*bytes)[at] != std::byte{0}) return damaged(log, at, "padding is not zero");
      }
      continue;
    }
    if (bytes->size() - at < header_bytes) return damaged(log, at, "a record's header is cut");
    auto const byte = [&](std::size_t offset) {
      return std::to_integer<std::size_t>((*bytes)[at + offset]);
    };
    auto const length = byte(4) | byte(5) << 8U;
    auto const type = static_cast<Fragment>(byte(6));
    if (length > left - header_bytes || length > bytes->size() - at - header_bytes) {
      return damaged(log, at, "a record is longer than what is left");
    }
    bool const starts = type == Fragment::full || type == Fragment::first;
    bool const goes_on = type == Fragment::middle || type == Fragment::last;
    if (starts == within || goes_on != within) return damaged(log, at, "there is no record");
    within = type == Fragment::first || type == Fragment::middle;
    if (!within) ++records;
    at += header_bytes + length;
  }
  if (within) return damaged(log, bytes->size(), "the last record is cut");
  return records;
}

}  // namespace gl::journal
