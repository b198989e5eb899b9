#pragma once

#include <sys/types.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace gl::system_test {

/// A directory that goes when the test ends.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(TemporaryDirectory const&) = delete;
  TemporaryDirectory& operator=(TemporaryDirectory const&) = delete;
  ~TemporaryDirectory();

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

/// What a program printed and ended with.
struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

/// Runs `grandlivre` with these words and waits for its end.
[[nodiscard]] Outcome grandlivre(std::vector<std::string> words, std::string_view input = {});

/// Each line of what a program printed with `--output json`; throws where a line is not JSON.
[[nodiscard]] std::vector<nlohmann::ordered_json> json_lines(std::string const& text);

/// Runs any program (found on PATH) and waits for its end.
[[nodiscard]] Outcome run(std::vector<std::string> words, std::string_view input = {});

/// A `grandlivre`, or another of the programs, that runs beside the test.
class RunningProgram {
 public:
  explicit RunningProgram(std::vector<std::string> words, char const* program = "grandlivre");
  RunningProgram(RunningProgram const&) = delete;
  RunningProgram& operator=(RunningProgram const&) = delete;
  ~RunningProgram();

  /// SIGKILL, and whether that was what ended it: false when it had ended before.
  bool kill();
  /// What it has said on standard error.
  [[nodiscard]] std::string err() const;

 private:
  TemporaryDirectory files_;
  pid_t pid_ = -1;
};

/// A `grandlivred` of its own on a free port of loopback.
class ServerProcess {
 public:
  /// Starts it; `ready()` says whether it came up within a minute.
  explicit ServerProcess(std::filesystem::path directory);
  ServerProcess(ServerProcess const&) = delete;
  ServerProcess& operator=(ServerProcess const&) = delete;
  /// kill -9, if it still runs.
  ~ServerProcess();

  [[nodiscard]] bool ready() const { return !address_.empty(); }
  [[nodiscard]] std::string const& address() const { return address_; }
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::string log() const;
  [[nodiscard]] pid_t pid() const { return pid_; }

  /// SIGTERM, and the exit code.
  int stop();
  /// SIGKILL.
  void kill();

 private:
  std::filesystem::path log_;
  pid_t pid_ = -1;
  std::string address_;
};

/// The whole file.
[[nodiscard]] std::string read_file(std::filesystem::path const& path);
void write_file(std::filesystem::path const& path, std::string_view text);

}  // namespace gl::system_test
