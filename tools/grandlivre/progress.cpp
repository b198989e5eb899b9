#include "tools/grandlivre/progress.h"

#include <spdlog/fmt/fmt.h>
#include <unistd.h>

#include <cstdio>

namespace gl::tools {

using std::chrono::steady_clock;

Progress::Progress(std::string unit, std::uint64_t total)
    : unit_(std::move(unit)), total_(total), on_terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (on_terminal_ && shown_ != steady_clock::time_point{}) std::fputs("\r\x1b[K", stderr);
}

double Progress::seconds() const {
  return std::chrono::duration<double>(steady_clock::now() - start_).count();
}

double Progress::rate(std::uint64_t done) const {
  auto const elapsed = seconds();
  return elapsed > 0 ? static_cast<double>(done) / elapsed : 0;
}

void Progress::show(std::uint64_t done, std::uint64_t total) {
  total_ = total;
  show(done);
}

void Progress::show(std::uint64_t done) {
  auto const now = steady_clock::now();
  if (!on_terminal_ || now - shown_ < std::chrono::milliseconds{100}) return;
  shown_ = now;
  auto const per_second = rate(done);
  auto line = fmt::format("\r\x1b[K{} {}, {:.0f} a second", done, unit_, per_second);
  if (total_ > 0 && per_second > 0) {
    auto const left = static_cast<double>(total_ - std::min(done, total_)) / per_second;
    line += fmt::format(", {:.0f} %, {:.0f} s left",
                        100.0 * static_cast<double>(done) / static_cast<double>(total_), left);
  }
  std::fputs(line.c_str(), stderr);
}

}  // namespace gl::tools
