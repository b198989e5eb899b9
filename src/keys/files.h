#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gl::keys {

/// Why the last system call failed, with what was tried and on which file.
[[nodiscard]] std::unexpected<Error> io_error(std::string const& what,
                                              std::filesystem::path const& path);

/// An open file that closes itself.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File const&) = delete;
  File& operator=(File const&) = delete;
  ~File();
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

/// Makes a file that nobody else may read (0600, or `mode`), and syncs it; its directory is the
/// caller's to sync. Errors: io (also when it is there already).
[[nodiscard]] Result<void> write_new_file(std::filesystem::path const& path, std::string_view text,
                                          unsigned mode = 0600);

/// Makes or replaces a file so that after any crash it holds all of `text` or what it held before;
/// its directory is the caller's to sync. Errors: io.
[[nodiscard]] Result<void> replace_file(std::filesystem::path const& path, std::string_view text,
                                        unsigned mode);

/// Overwrites all bytes of a file with zeros, in their place, and syncs it. A file system that
/// writes elsewhere, and a backup, may still have them. Errors: io.
[[nodiscard]] Result<void> overwrite_file(std::filesystem::path const& path);

/// Errors: io.
[[nodiscard]] Result<std::string> read_file(std::filesystem::path const& path);

/// Forces a directory's entries to disk. Errors: io.
[[nodiscard]] Result<void> sync_directory(std::filesystem::path const& path);

}  // namespace gl::keys
