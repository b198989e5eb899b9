#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace gl::tools {

/// A line on standard error that says how far long work has come: share, rate, time left. Shown
/// only on a terminal, ten times a second at most, and wiped at the end.
class Progress {
 public:
  /// `unit` is the plural of what is counted, e.g. "lines"; `total` 0: unknown.
  Progress(std::string unit, std::uint64_t total);
  Progress(Progress const&) = delete;
  Progress& operator=(Progress const&) = delete;
  ~Progress();

  /// `done` of `total` are done.
  void show(std::uint64_t done);
  void show(std::uint64_t done, std::uint64_t total);

  /// Things a second since the start.
  [[nodiscard]] double rate(std::uint64_t done) const;
  [[nodiscard]] double seconds() const;

 private:
  std::string const unit_;
  std::uint64_t total_;
  bool const on_terminal_;
  std::chrono::steady_clock::time_point const start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_;
};

}  // namespace gl::tools
