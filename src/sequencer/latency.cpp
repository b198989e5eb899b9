#include "sequencer/latency.h"

#include <algorithm>
#include <bit>

namespace gl::sequencer {
namespace {

/// Class of a number of microseconds: 0 to 7 as they are, then eight classes for each doubling.
std::size_t class_of(std::uint64_t us) {
  if (us < 8) return us;
  auto const doubling = static_cast<unsigned>(std::bit_width(us)) - 4U;  // 0 for 8 to 15
  return 8U + 8U * doubling + ((us >> doubling) & 7U);
}

/// The smallest number that is in a higher class.
std::uint64_t upper_edge(std::size_t number) {
  if (number < 8) return number + 1;
  auto const doubling = (number - 8) / 8;
  return (8 + (number - 8) % 8 + 1) << doubling;
}

}  // namespace

std::int64_t Latency::slot_number(TimePoint now) {
  return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count() /
         slot_seconds;
}

void Latency::add(std::chrono::nanoseconds took, TimePoint now) {
  auto const us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
  auto const number = slot_number(now);
  std::scoped_lock const lock(mutex_);
  Slot& slot = slots_[static_cast<std::size_t>(number) % slots];
  if (slot.number != number) slot = Slot{number, {}};
  auto const of = class_of(static_cast<std::uint64_t>(std::max<std::int64_t>(0, us)));
  ++slot.counts[std::min(of, classes - 1)];
}

std::chrono::microseconds Latency::quantile(double share, TimePoint now) const {
  std::array<std::uint64_t, classes> sums{};
  std::uint64_t total = 0;
  {
    auto const number = slot_number(now);
    std::scoped_lock const lock(mutex_);
    for (Slot const& slot : slots_) {
      if (slot.number <= number - static_cast<std::int64_t>(slots)) continue;
      for (std::size_t i = 0; i < classes; ++i) {
        sums[i] += slot.counts[i];
        total += slot.counts[i];
      }
    }
  }
  if (total == 0) return std::chrono::microseconds{0};
  auto const wanted = std::max(1.0, share * static_cast<double>(total));
  std::uint64_t seen = 0;
  std::size_t of = 0;
  for (; of < classes - 1; ++of) {
    seen += sums[of];
    if (static_cast<double>(seen) >= wanted) break;
  }
  return std::chrono::microseconds{upper_edge(of)};
}

}  // namespace gl::sequencer
