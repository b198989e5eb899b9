#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace gl::projections {

/// How much an export may hold in memory, and where the rest goes.
struct SpoolLimits {
  std::filesystem::path scratch;  ///< a directory for what does not fit in memory
  std::size_t memory_bytes = 64U << 20;
  std::size_t runs_max = 128;  ///< sorted runs on disk before they are merged into one
};

/// Sorts any number of records by key in bounded memory. What does not fit goes in sorted runs to a
/// file without a name, which vanishes with the process, and is merged at the end. A resource;
/// thread: one.
class Spool {
 public:
  static constexpr std::size_t key_bytes_max = 255;

  explicit Spool(SpoolLimits limits);
  Spool(Spool const&) = delete;
  Spool& operator=(Spool const&) = delete;
  ~Spool();

  /// Adds a record; keys compare bytewise, and no two are equal. Errors: io.
  [[nodiscard]] Result<void> add(std::string_view key, ByteView value);
  [[nodiscard]] std::uint64_t size() const { return records_; }

  /// Calls `visit` with each record by key, until it fails; then nothing is added any more. The
  /// views are valid until `visit` returns. Errors: io, and those of `visit`.
  using Visit = std::function<Result<void>(std::string_view key, ByteView value)>;
  [[nodiscard]] Result<void> for_each(Visit const& visit);

  /// A stretch of the file that is sorted.
  struct Run {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
  };

 private:
  /// Where a record stands in `held_`: key and value behind each other.
  struct Place {
    std::size_t offset = 0;
    std::uint32_t value_bytes = 0;
    std::uint8_t key_bytes = 0;
  };
  [[nodiscard]] std::string_view key_of(Place const& place) const;
  [[nodiscard]] ByteView value_of(Place const& place) const;
  void sort_held();
  [[nodiscard]] Result<void> spill();
  [[nodiscard]] Result<void> merge_into_one();

  SpoolLimits limits_;
  Bytes held_;
  std::vector<Place> places_;
  std::vector<Run> runs_;
  int file_ = -1;
  std::uint64_t file_bytes_ = 0;
  std::uint64_t records_ = 0;
};

}  // namespace gl::projections
