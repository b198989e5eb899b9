#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace gl::sequencer {

/// How long something took during the last minute: counts in classes an eighth of a power of two
/// wide, in six slots of ten seconds. Thread: any.
class Latency {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  void add(std::chrono::nanoseconds took, TimePoint now);

  /// The upper edge of the class in which the `share` (0 to 1) of the last minute's values lies,
  /// at most an eighth too much; 0 when there were none.
  [[nodiscard]] std::chrono::microseconds quantile(double share, TimePoint now) const;

 private:
  static constexpr std::size_t classes = 256;
  static constexpr std::size_t slots = 6;
  static constexpr std::int64_t slot_seconds = 10;

  struct Slot {
    std::int64_t number = -1;  ///< tens of seconds of the steady clock
    std::array<std::uint32_t, classes> counts{};
  };
  static std::int64_t slot_number(TimePoint now);

  mutable std::mutex mutex_;
  std::array<Slot, slots> slots_;
};

}  // namespace gl::sequencer
