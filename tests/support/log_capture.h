#pragma once

#include <spdlog/spdlog.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gl::testing {

/// Takes what is logged, from debug on, for as long as it lives, instead of the console; then
/// restores the logger that was there. Thread: any thread may log meanwhile.
class LogCapture {
 public:
  LogCapture();
  LogCapture(LogCapture const&) = delete;
  LogCapture& operator=(LogCapture const&) = delete;
  ~LogCapture();

  /// The lines so far, "level message".
  [[nodiscard]] std::vector<std::string> lines() const;
  /// The first line that has all of these words in it; empty when there is none.
  [[nodiscard]] std::string find(std::vector<std::string_view> const& words) const;
  /// As `find`, but waits for it.
  [[nodiscard]] std::string wait_for(std::vector<std::string_view> const& words,
                                     std::chrono::milliseconds deadline = std::chrono::milliseconds{
                                         5'000}) const;

 private:
  class Sink;
  std::shared_ptr<Sink> sink_;
  std::shared_ptr<spdlog::logger> before_;
};

}  // namespace gl::testing
