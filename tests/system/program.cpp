#include "system/program.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace gl::system_test {
namespace {

namespace fs = std::filesystem;

/// Starts a program with its three standard files.
pid_t start(std::vector<std::string> const& words, fs::path const& in, fs::path const& out,
            fs::path const& err) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, in.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (err == out) {
    posix_spawn_file_actions_adddup2(&files, 1, 2);
  } else {
    posix_spawn_file_actions_addopen(&files, 2, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  }
  std::vector<char*> arguments;
  for (auto const& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t pid = -1;
  int const problem =
      posix_spawnp(&pid, words.front().c_str(), &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (problem != 0) throw std::runtime_error("cannot start " + words.front());
  return pid;
}

int wait_for_end(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string binary(char const* name) { return std::string{GL_BIN_DIR} + "/" + name; }

std::string address_in(std::string const& log) {
  auto const ready = log.find("event=ready address=");
  if (ready == std::string::npos) return {};
  auto const from = ready + std::string_view{"event=ready address="}.size();
  auto const to = log.find(' ', from);
  return to == std::string::npos ? std::string{} : log.substr(from, to - from);
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() {
  auto pattern = (fs::temp_directory_path() / "gl-system-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Outcome run(std::vector<std::string> words, std::string_view input) {
  TemporaryDirectory const files;
  write_file(files / "in", input);
  auto const pid = start(words, files / "in", files / "out", files / "err");
  Outcome outcome;
  outcome.exit_code = wait_for_end(pid);
  outcome.out = read_file(files / "out");
  outcome.err = read_file(files / "err");
  return outcome;
}

Outcome grandlivre(std::vector<std::string> words, std::string_view input) {
  words.insert(words.begin(), binary("grandlivre"));
  return run(std::move(words), input);
}

RunningProgram::RunningProgram(std::vector<std::string> words, char const* program) {
  words.insert(words.begin(), binary(program));
  pid_ = start(words, "/dev/null", files_ / "out", files_ / "err");
}

RunningProgram::~RunningProgram() {
  if (pid_ >= 0) static_cast<void>(kill());
}

bool RunningProgram::kill() {
  ::kill(pid_, SIGKILL);
  int const code = wait_for_end(pid_);
  pid_ = -1;
  return code == 128 + SIGKILL;
}

std::string RunningProgram::err() const { return read_file(files_ / "err"); }

ServerProcess::ServerProcess(fs::path directory) {
  static std::atomic<int> count = 0;
  log_ = directory.string() + ".log" + std::to_string(++count);
  pid_ = start({binary("grandlivred"), directory.string(), "--listen", "127.0.0.1:0"}, "/dev/null",
               log_, log_);
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  while (address_.empty() && std::chrono::steady_clock::now() < deadline) {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      return;
    }
    address_ = address_in(log());
    if (address_.empty()) std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
}

ServerProcess::~ServerProcess() { kill(); }

std::uint16_t ServerProcess::port() const {
  return static_cast<std::uint16_t>(std::stoul(address_.substr(address_.rfind(':') + 1)));
}

std::string ServerProcess::log() const { return read_file(log_); }

int ServerProcess::stop() {
  if (pid_ < 0) return -1;
  ::kill(pid_, SIGTERM);
  int const code = wait_for_end(pid_);
  pid_ = -1;
  return code;
}

void ServerProcess::kill() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  static_cast<void>(wait_for_end(pid_));
  pid_ = -1;
}

std::string read_file(fs::path const& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

void write_file(fs::path const& path, std::string_view text) {
  std::ofstream{path, std::ios::binary} << text;
}

std::vector<nlohmann::ordered_json> json_lines(std::string const& text) {
  std::vector<nlohmann::ordered_json> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) lines.push_back(nlohmann::ordered_json::parse(line));
  }
  return lines;
}

}  // namespace gl::system_test
