#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"

namespace gl::journal {

/// For messages.
[[nodiscard]] inline std::string text(Position position) {
  return std::to_string(position.value());
}

/// Encoded events in order, in one buffer. Inside, each stands behind its length as two bytes
/// big-endian, as in a C2SP entry bundle, so that the journal copies a run of them at once.
/// A value, cheap to move; a moved-from one is empty.
class Records {
 public:
  /// A record has at least one byte and at most this many: its length is stored in 16 bits.
  static constexpr std::size_t record_bytes_max = 65'535;
  /// A record's length in front of it.
  static constexpr std::size_t length_bytes = 2;

  /// Copies `record` (1 to `record_bytes_max` bytes; the caller has checked) to the end.
  void append(ByteView record);

  /// Appends the `count` records that `entries` holds, each behind its length.
  /// Errors: malformed (a length of 0 or over the end, bytes left over); then nothing is added.
  [[nodiscard]] Result<void> append_entries(ByteView entries, std::size_t count);

  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] bool empty() const { return ends_.empty(); }

  /// The record at `index` < size(). Valid until the next change.
  [[nodiscard]] ByteView operator[](std::size_t index) const {
    std::size_t const begin = begin_of(index) + length_bytes;
    return ByteView{buffer_}.subspan(begin, ends_[index] - begin);
  }

  /// Sum of the records' lengths, without what stands in front of each.
  [[nodiscard]] std::size_t bytes() const { return buffer_.size() - length_bytes * ends_.size(); }

  /// The `count` records from `index` on, each behind its length. Valid until the next change.
  [[nodiscard]] ByteView entries(std::size_t index, std::size_t count) const;

  void reserve(std::size_t records, std::size_t bytes);
  /// Empty again; the memory is kept.
  void clear();

  friend bool operator==(Records const&, Records const&) = default;

 private:
  [[nodiscard]] std::size_t begin_of(std::size_t index) const {
    return index == 0 ? 0 : ends_[index - 1];
  }

  Bytes buffer_;
  std::vector<std::uint32_t> ends_;  ///< End of each entry in `buffer_`.
};

/// Takes the entry at the front of `entries` (a length in two bytes, then as many bytes) off it
/// and gives the record; nothing when `entries` is empty, cut, or the record has no byte.
[[nodiscard]] inline std::optional<ByteView> take_entry(ByteView& entries) {
  if (entries.size() < Records::length_bytes) return std::nullopt;
  std::size_t const length =
      std::to_integer<std::size_t>(entries[0]) << 8 | std::to_integer<std::size_t>(entries[1]);
  if (length == 0 || length > entries.size() - Records::length_bytes) return std::nullopt;
  ByteView const record = entries.subspan(Records::length_bytes, length);
  entries = entries.subspan(Records::length_bytes + length);
  return record;
}

}  // namespace gl::journal
