#include "tools/common/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace gl::tools {

Result<DirectoryLock> DirectoryLock::take(std::filesystem::path const& directory) {
  auto const problem = [&](int number) {
    return fail(Errc::io, "cannot lock " + directory.string() + ": " +
                              std::generic_category().message(number));
  };
  int const handle = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return problem(errno);
  DirectoryLock lock{handle};
  if (::flock(handle, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return problem(errno);
  return fail(Errc::locked, "another run works in " + directory.string() +
                                " at this moment: wait for its end, then start again");
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)) {}

DirectoryLock::~DirectoryLock() {
  if (handle_ >= 0) ::close(handle_);
}

}  // namespace gl::tools
