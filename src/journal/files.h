#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"

namespace gl::journal {

/// An open file, closed with its owner. Moved, not copied.
class File {
 public:
  File() = default;
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~File();

  /// `flags` as of open(2); close-on-exec is added. Errors: not_found, io.
  [[nodiscard]] static Result<File> open(std::filesystem::path const& path, int flags);

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

/// Why the last system call failed, with the name of what was tried: "sync HEAD: No space left".
[[nodiscard]] Error system_error(std::string const& what);

/// Writes all of `bytes` at `offset`. Errors: io.
[[nodiscard]] Result<void> write_at(File const& file, ByteView bytes, std::uint64_t offset);

/// Reads up to `bytes_max` bytes from the start. Errors: not_found, io.
[[nodiscard]] Result<Bytes> read_file(std::filesystem::path const& path, std::size_t bytes_max);

/// Makes or replaces a file so that after any crash it holds all of `bytes` or what it held
/// before; the directory is synced too. Errors: io.
[[nodiscard]] Result<void> write_file_durably(std::filesystem::path const& path, ByteView bytes);

/// Forces a directory's entries to disk. Errors: io.
[[nodiscard]] Result<void> sync_directory(std::filesystem::path const& path);

/// What a ledger's data directory holds of the journal.
inline constexpr char const* journal_dir_name = "journal";
inline constexpr char const* witness_file_name = "HEAD";

/// The name of the file that says in which format its directory is.
inline constexpr char const* format_file_name = "FORMAT";

/// Writes `dir`/FORMAT, durably. Errors: io.
[[nodiscard]] Result<void> write_format(std::filesystem::path const& dir, std::uint32_t format);

/// The number in `dir`/FORMAT. Errors: not_found, malformed, io.
[[nodiscard]] Result<std::uint32_t> read_format(std::filesystem::path const& dir);

/// What to say of a format number above `known`.
[[nodiscard]] Error newer_format_error(std::filesystem::path const& dir, std::uint32_t found,
                                       std::uint32_t known);

}  // namespace gl::journal
