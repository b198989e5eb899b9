#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/strong.h"

namespace gl::journal {

/// Rows of one view: keys and values in one buffer, sorted when asked. A value, cheap to move.
class Rows {
 public:
  static constexpr std::size_t key_bytes_max = 1'024;

  /// Adds a row. `key` has 1 to `key_bytes_max` bytes, `value` may be empty; at most 4 GiB in all.
  void append(ByteView key, ByteView value);

  /// Sorts by key, bytewise. Keys are unique.
  void sort();
  /// True when keys rise strictly: what a run needs.
  [[nodiscard]] bool is_sorted() const;

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] bool empty() const { return places_.empty(); }
  /// Sum of the lengths of keys and values.
  [[nodiscard]] std::size_t bytes() const { return buffer_.size(); }

  /// Row number `index` < size(), in the present order. Valid until the next append or clear.
  [[nodiscard]] ByteView key(std::size_t index) const;
  [[nodiscard]] ByteView value(std::size_t index) const;

  /// Empty again; the memory is kept.
  void clear();

 private:
  struct Place {
    std::uint64_t key_start = 0;  ///< First eight bytes of the key, so that most compares are one.
    std::uint32_t offset = 0;
    std::uint32_t value_bytes = 0;
    std::uint16_t key_bytes = 0;
  };
  [[nodiscard]] bool less(Place const& a, Place const& b) const;

  Bytes buffer_;
  std::vector<Place> places_;
};

/// What a stretch of events adds to the views. Keys are unique over all runs: rows are never
/// rewritten.
struct Run {
  std::uint64_t number = 0;  ///< 0, 1, 2 …
  Position first;            ///< First event of the stretch.
  Position last;             ///< Last event, included.
  std::vector<Rows> views;   ///< One per view, in the order of the database's views, each sorted.
};

/// A run that is on disk.
struct RunInfo {
  std::uint64_t number = 0;
  Position first;
  Position last;
  Hash digest{};  ///< SHA-256 over number, first, last and every row of every view in order.

  friend bool operator==(RunInfo const&, RunInfo const&) = default;
};

/// The digest that `RunInfo` names, from the rows. docs/journal-format.md gives the bytes.
[[nodiscard]] Hash run_digest(Run const& run);

}  // namespace gl::journal
