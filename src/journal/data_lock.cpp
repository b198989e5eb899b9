#include "journal/data_lock.h"

#include <cerrno>
#include <charconv>
#include <string>

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

namespace gl::journal {

namespace {

constexpr char const* lock_file_name = "LOCK";
constexpr std::size_t lock_file_bytes_max = 32;

/// "process 123", if a living process wrote its number into the file.
std::string holder(std::filesystem::path const& path) {
  auto const bytes = read_file(path, lock_file_bytes_max);
  pid_t pid = 0;
  if (bytes) {
    std::string_view const text = as_text(*bytes);
    static_cast<void>(std::from_chars(text.data(), text.data() + text.size(), pid));
  }
  bool const lives = pid > 0 && (::kill(pid, 0) == 0 || errno == EPERM);
  return lives ? "process " + std::to_string(pid) : "another process";
}

}  // namespace

Result<DataLock> DataLock::take(std::filesystem::path const& dir, Kind kind) {
  std::filesystem::path const path = dir / lock_file_name;
  bool const writer = kind == Kind::writer;
  auto file = File::open(path, writer ? O_RDWR | O_CREAT : O_RDONLY);
  if (!file && !writer && file.error().code == Errc::not_found) {
    return DataLock{File{}, kind};  // Never served from, or read-only media: nothing to guard.
  }
  if (!file) return std::unexpected(file.error());
  if (::flock(file->descriptor(), (writer ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return std::unexpected(system_error("lock " + path.string()));
    return fail(Errc::locked, dir.string() + " is in use by " + holder(path) +
                                  ": stop that one first, or ask it instead");
  }
  if (writer) {
    std::string const pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file->descriptor(), 0) != 0) {
      return std::unexpected(system_error("write " + path.string()));
    }
    if (auto const written = write_at(*file, as_bytes(pid), 0); !written) {
      return std::unexpected(written.error());
    }
  }
  return DataLock{std::move(*file), kind};
}

DataLock::~DataLock() {
  // A stale number would name an innocent process one day; failing to clear it does no harm.
  if (kind_ == Kind::writer && file_.descriptor() >= 0) {
    [[maybe_unused]] int const cleared = ::ftruncate(file_.descriptor(), 0);
  }
}

}  // namespace gl::journal
