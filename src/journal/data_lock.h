#pragma once

#include <filesystem>

#include "base/result.h"
#include "journal/files.h"

namespace gl::journal {

/// Holds a data directory against other processes: one writer, or readers, never both. Kept by
/// flock(2) on DIR/LOCK, so that the end of the process, however it ends, gives it back.
class DataLock {
 public:
  enum class Kind { writer, reader };

  /// Errors: locked (names the process that holds it when that one wrote its number), io.
  [[nodiscard]] static Result<DataLock> take(std::filesystem::path const& dir, Kind kind);

  DataLock(DataLock&&) noexcept = default;
  DataLock& operator=(DataLock&&) noexcept = default;
  ~DataLock();

 private:
  DataLock(File file, Kind kind) : file_(std::move(file)), kind_(kind) {}

  File file_;
  Kind kind_;
};

}  // namespace gl::journal
