#include "journal/files.h"

#include <cerrno>
#include <charconv>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace gl::journal {

namespace {

constexpr mode_t owner_and_group = 0640;
constexpr std::size_t format_file_bytes_max = 32;

}  // namespace

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<File> File::open(std::filesystem::path const& path, int flags) {
  int const descriptor = ::open(path.c_str(), flags | O_CLOEXEC, owner_and_group);
  if (descriptor < 0) return std::unexpected(system_error("open " + path.string()));
  return File{descriptor};
}

Error system_error(std::string const& what) {
  int const number = errno;
  return {number == ENOENT ? Errc::not_found : Errc::io,
          what + ": " + std::generic_category().message(number)};
}

Result<void> write_at(File const& file, ByteView bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    ssize_t const written =
        ::pwrite(file.descriptor(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return std::unexpected(system_error("write"));
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return {};
}

Result<Bytes> read_file(std::filesystem::path const& path, std::size_t bytes_max) {
  auto const file = File::open(path, O_RDONLY);
  if (!file) return std::unexpected(file.error());
  Bytes bytes(bytes_max);
  std::size_t size = 0;
  while (size < bytes_max) {
    ssize_t const got = ::pread(file->descriptor(), bytes.data() + size, bytes_max - size,
                                static_cast<off_t>(size));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(system_error("read " + path.string()));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

Result<void> write_file_durably(std::filesystem::path const& path, ByteView bytes) {
  std::filesystem::path const draft = path.string() + ".new";
  {
    auto const file = File::open(draft, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file) return std::unexpected(file.error());
    if (auto const written = write_at(*file, bytes, 0); !written) return written;
    if (::fsync(file->descriptor()) != 0) {
      return std::unexpected(system_error("sync " + draft.string()));
    }
  }
  if (::rename(draft.c_str(), path.c_str()) != 0) {
    return std::unexpected(system_error("rename " + draft.string()));
  }
  return sync_directory(path.parent_path());
}

Result<void> sync_directory(std::filesystem::path const& path) {
  auto const directory = File::open(path.empty() ? "." : path, O_RDONLY | O_DIRECTORY);
  if (!directory) return std::unexpected(directory.error());
  if (::fsync(directory->descriptor()) != 0) {
    return std::unexpected(system_error("sync " + path.string()));
  }
  return {};
}

Result<void> write_format(std::filesystem::path const& dir, std::uint32_t format) {
  return write_file_durably(dir / format_file_name, as_bytes(std::to_string(format) + "\n"));
}

Result<std::uint32_t> read_format(std::filesystem::path const& dir) {
  auto const bytes = read_file(dir / format_file_name, format_file_bytes_max);
  if (!bytes) return std::unexpected(bytes.error());
  std::string_view const text = as_text(*bytes);
  std::uint32_t format = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), format);
  if (problem != std::errc{} || format == 0 || end != text.data() + text.size() - 1 ||
      *end != '\n') {
    return fail(Errc::malformed, (dir / format_file_name).string() +
                                     " does not hold a format number: restore it from a backup");
  }
  return format;
}

Error newer_format_error(std::filesystem::path const& dir, std::uint32_t found,
                         std::uint32_t known) {
  return {Errc::newer_format, dir.string() + " is in format " + std::to_string(found) +
                                  ", this program knows formats up to " + std::to_string(known) +
                                  ": use the version that wrote it, or a later one"};
}

}  // namespace gl::journal
