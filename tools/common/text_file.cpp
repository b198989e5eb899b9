#include "tools/common/text_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace gl::tools {
namespace {

std::unexpected<Error> problem(Errc code, std::string const& what,
                               std::filesystem::path const& path) {
  return fail(code, "cannot " + what + " " + path.string() + ": " + std::strerror(errno));
}

}  // namespace

Result<std::string> read_text_file(std::filesystem::path const& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) return problem(Errc::io, "read", path);
  return std::string{std::istreambuf_iterator<char>{file}, {}};
}

Result<void> write_new_text_file(std::filesystem::path const& path, std::string_view text,
                                 unsigned mode) {
  int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return problem(errno == EEXIST ? Errc::exists : Errc::io, "make", path);
  auto const written = ::write(file, text.data(), text.size());
  bool const whole = written >= 0 && static_cast<std::size_t>(written) == text.size();
  bool const done = whole && ::fsync(file) == 0;
  ::close(file);
  if (!done) return problem(Errc::io, "write", path);
  return {};
}

Result<void> replace_text_file(std::filesystem::path const& path, std::string_view text) {
  auto const next = std::filesystem::path{path.string() + ".new"};
  std::error_code problem;
  std::filesystem::remove(next, problem);
  if (auto done = write_new_text_file(next, text); !done) return done;
  std::filesystem::rename(next, path, problem);
  if (problem) return fail(Errc::io, "cannot make " + path.string() + ": " + problem.message());
  return {};
}

Result<void> sync_directory(std::filesystem::path const& path) {
  int const directory = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return problem(Errc::io, "open", path);
  bool const done = ::fsync(directory) == 0;
  ::close(directory);
  if (!done) return problem(Errc::io, "sync", path);
  return {};
}

}  // namespace gl::tools
