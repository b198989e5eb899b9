#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace gl::bench {

/// Seconds since it was made.
class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point const start_ = std::chrono::steady_clock::now();
};

/// The value below which `share` (0 to 1) of the samples lie; samples are put in order.
[[nodiscard]] double quantile(std::vector<double>& samples, double share);

/// A line for `bench/run`, which makes the table of them: figure, value, unit, and the peer or the
/// limit that it is a ratio of. Tab-separated on standard output.
void report(std::string const& figure, double value, std::string const& unit,
            std::string const& peer = {}, double peer_value = 0, std::string const& to_reach = {});

}  // namespace gl::bench
