#include "bench/support/child.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "base/check.h"

extern char** environ;

namespace gl::bench {

Child::Child(std::vector<std::string> words, int end_signal) : end_signal_(end_signal) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (int const file : {STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&files, file, "/dev/null", O_WRONLY, 0);
  }
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  if (::posix_spawnp(&pid_, arguments[0], &files, nullptr, arguments.data(), environ) != 0) {
    pid_ = -1;
  }
  posix_spawn_file_actions_destroy(&files);
}

Child::~Child() {
  if (!ran()) return;
  ::kill(pid_, end_signal_);
  ::waitpid(pid_, nullptr, 0);
}

bool Child::ended_well() {
  int status = -1;
  rusage usage{};
  if (ran()) ::wait4(pid_, &status, 0, &usage);
  memory_mb_ = static_cast<double>(usage.ru_maxrss) / 1024;
  pid_ = -1;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::uint16_t free_port() {
  int const handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const place = reinterpret_cast<sockaddr*>(&address);
  bool const bound = ::bind(handle, place, size) == 0 && ::getsockname(handle, place, &size) == 0;
  GL_CHECK(bound, "loopback has a free port");
  ::close(handle);
  return ntohs(address.sin_port);
}

OpenScratch::OpenScratch() {
  auto pattern = (std::filesystem::temp_directory_path() / "gl-peer-XXXXXX").string();
  GL_CHECK(::mkdtemp(pattern.data()) != nullptr, "no temporary directory");
  path_ = pattern;
  std::filesystem::permissions(path_, std::filesystem::perms::all);
}

OpenScratch::~OpenScratch() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace gl::bench
