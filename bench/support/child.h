#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace gl::bench {

/// A program that runs beside the measurement and is ended with this. What it prints is dropped.
class Child {
 public:
  /// `ran()` is false where there is no such program.
  explicit Child(std::vector<std::string> words, int end_signal);
  Child(Child const&) = delete;
  Child& operator=(Child const&) = delete;
  ~Child();

  [[nodiscard]] bool ran() const { return pid_ > 0; }
  /// Waits for its end; true when it ended well.
  [[nodiscard]] bool ended_well();
  /// The most memory that it had, in MB, once it has ended.
  [[nodiscard]] double memory_mb() const { return memory_mb_; }

 private:
  pid_t pid_ = -1;
  int const end_signal_;
  double memory_mb_ = 0;
};

/// A port of loopback that nobody listens on at the moment.
[[nodiscard]] std::uint16_t free_port();

/// A directory of its own that goes with it, and that every user may enter.
class OpenScratch {
 public:
  OpenScratch();
  OpenScratch(OpenScratch const&) = delete;
  OpenScratch& operator=(OpenScratch const&) = delete;
  ~OpenScratch();
  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace gl::bench
