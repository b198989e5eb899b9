#include "journal/log_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

namespace gl::journal_test {

namespace {

constexpr std::uint64_t block_bytes = 32 << 10;
constexpr std::uint64_t header_bytes = 7;
enum Type : unsigned char { whole = 1, first = 2, middle = 3, last = 4 };

}  // namespace

std::vector<std::filesystem::path> logs_of(std::filesystem::path const& dir) {
  std::vector<std::filesystem::path> logs;
  for (auto const& entry : std::filesystem::directory_iterator(dir / "journal")) {
    if (entry.path().extension() == ".log" && entry.file_size() > 0) logs.push_back(entry.path());
  }
  std::ranges::sort(logs);  // Names are numbers with leading zeros.
  return logs;
}

std::vector<LogRecord> log_records(std::filesystem::path const& log) {
  std::ifstream in(log, std::ios::binary);
  std::string const bytes(std::istreambuf_iterator<char>(in), {});
  std::vector<LogRecord> records;
  std::uint64_t begin = 0;
  std::uint64_t at = 0;
  while (at + header_bytes <= bytes.size()) {
    std::uint64_t const left_in_block = block_bytes - at % block_bytes;
    if (left_in_block < header_bytes) {
      at += left_in_block;
      continue;
    }
    auto const byte = [&](std::uint64_t offset) {
      return static_cast<unsigned char>(bytes[static_cast<std::size_t>(at + offset)]);
    };
    std::uint64_t const length = byte(4) + (static_cast<std::uint64_t>(byte(5)) << 8);
    unsigned char const type = byte(6);
    if (type < whole || type > last || at + header_bytes + length > bytes.size()) break;
    if (type == whole || type == first) begin = at;
    at += header_bytes + length;
    if (type == whole || type == last) records.push_back({.begin = begin, .end = at});
  }
  return records;
}

}  // namespace gl::journal_test
