#include "journal/records.h"

#include <limits>
#include <string>

#include "base/check.h"

namespace gl::journal {

void Records::append(ByteView record) {
  GL_CHECK(!record.empty() && record.size() <= record_bytes_max,
           "a record of 1 to 65,535 bytes: the encoder has a limit below that");
  GL_CHECK(
      buffer_.size() + length_bytes + record.size() <= std::numeric_limits<std::uint32_t>::max(),
      "records of 4 GiB: blocks and reads are limited far below");
  buffer_.push_back(static_cast<std::byte>(record.size() >> 8));
  buffer_.push_back(static_cast<std::byte>(record.size() & 0xff));
  buffer_.insert(buffer_.end(), record.begin(), record.end());
  ends_.push_back(static_cast<std::uint32_t>(buffer_.size()));
}

Result<void> Records::append_entries(ByteView entries, std::size_t count) {
  std::size_t const start = buffer_.size();
  std::size_t const records_before = ends_.size();
  GL_CHECK(start + entries.size() <= std::numeric_limits<std::uint32_t>::max(),
           "records of 4 GiB: blocks and reads are limited far below");
  ByteView rest = entries;
  for (std::size_t i = 0; i < count; ++i) {
    if (!take_entry(rest)) {
      ends_.resize(records_before);
      return fail(Errc::malformed, "entry " + std::to_string(i + 1) + " of " +
                                       std::to_string(count) + " is empty or cut");
    }
    ends_.push_back(static_cast<std::uint32_t>(start + entries.size() - rest.size()));
  }
  if (!rest.empty()) {
    ends_.resize(records_before);
    return fail(Errc::malformed, std::to_string(rest.size()) + " bytes are left over behind " +
                                     std::to_string(count) + " entries");
  }
  buffer_.insert(buffer_.end(), entries.begin(), entries.end());
  return {};
}

ByteView Records::entries(std::size_t index, std::size_t count) const {
  GL_CHECK(index <= size() && count <= size() - index, "entries that are not there");
  if (count == 0) return {};
  return ByteView{buffer_}.subspan(begin_of(index), ends_[index + count - 1] - begin_of(index));
}

void Records::reserve(std::size_t records, std::size_t bytes) {
  ends_.reserve(records);
  buffer_.reserve(bytes + records * length_bytes);
}

void Records::clear() {
  buffer_.clear();
  ends_.clear();
}

}  // namespace gl::journal
