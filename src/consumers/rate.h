#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace gl::consumers {

/// How many came in the last minute, to the second. A value.
class Rate {
 public:
  void add(Instant now, std::uint64_t count) {
    pass_to(now);
    counts_[slot(second_)] += count;
  }

  [[nodiscard]] std::uint64_t last_minute(Instant now) const {
    Rate copy = *this;
    copy.pass_to(now);
    std::uint64_t sum = 0;
    for (auto const count : copy.counts_) sum += count;
    return sum;
  }

 private:
  static constexpr std::int64_t seconds = 60;

  static std::size_t slot(std::int64_t second) {
    return static_cast<std::size_t>(second % seconds);
  }

  /// A clock that steps back counts into the second that was.
  void pass_to(Instant now) {
    auto const second = now.microseconds() / 1'000'000;
    if (second - second_ >= seconds) counts_.fill(0);
    for (auto at = second_ + 1; second - second_ < seconds && at <= second; ++at) {
      counts_[slot(at)] = 0;
    }
    if (second > second_) second_ = second;
  }

  std::array<std::uint64_t, seconds> counts_{};
  std::int64_t second_ = 0;
};

}  // namespace gl::consumers
