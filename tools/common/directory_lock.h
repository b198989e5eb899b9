#pragma once

#include <filesystem>

#include "base/result.h"

namespace gl::tools {

/// Holds a directory against other runs of a program that keeps its files there. By flock(2) on the
/// directory itself: it leaves no file, and the end of the process, however it ends, gives it back.
class DirectoryLock {
 public:
  /// Errors: locked (another one holds it), io.
  [[nodiscard]] static Result<DirectoryLock> take(std::filesystem::path const& directory);

  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&&) = delete;
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int handle) : handle_(handle) {}

  int handle_;
};

}  // namespace gl::tools
