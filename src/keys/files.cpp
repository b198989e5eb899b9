#include "keys/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

namespace gl::keys {
namespace {

Result<void> write_and_sync(File const& file, std::string_view text,
                            std::filesystem::path const& path) {
  while (!text.empty()) {
    auto const written = ::write(file.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return io_error("cannot write", path);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) return io_error("cannot sync", path);
  return {};
}

}  // namespace

std::unexpected<Error> io_error(std::string const& what, std::filesystem::path const& path) {
  return fail(Errc::io, what + " " + path.string() + ": " + std::strerror(errno));
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> write_new_file(std::filesystem::path const& path, std::string_view text,
                            unsigned mode) {
  File const file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)};
  if (file.get() < 0) return io_error("cannot make", path);
  return write_and_sync(file, text, path);
}

Result<void> replace_file(std::filesystem::path const& path, std::string_view text, unsigned mode) {
  auto const beside = std::filesystem::path{path.string() + ".new"};
  std::error_code error;
  std::filesystem::remove(beside, error);
  if (auto done = write_new_file(beside, text, mode); !done) return done;
  std::filesystem::rename(beside, path, error);
  if (error) return fail(Errc::io, "cannot replace " + path.string() + ": " + error.message());
  return {};
}

Result<void> overwrite_file(std::filesystem::path const& path) {
  File const file{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
  struct ::stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return io_error("cannot open", path);
  return write_and_sync(file, std::string(static_cast<std::size_t>(status.st_size), '\0'), path);
}

Result<std::string> read_file(std::filesystem::path const& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) return fail(Errc::io, "cannot read " + path.string() + ": is it there, and readable?");
  return std::string{std::istreambuf_iterator<char>{file}, {}};
}

Result<void> sync_directory(std::filesystem::path const& path) {
  File const directory{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) return io_error("cannot sync", path);
  return {};
}

}  // namespace gl::keys
