#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/strong.h"
#include "base/time.h"
#include "journal/records.h"

namespace gl::sequencer {

/// One group commit: events of one recorded time, and the answers that leave when they are durable.
/// Either may be missing: answers without events wait for the blocks before. Built on the deciding
/// thread; from handing over until it is done the committer's, and then read by both.
struct Block {
  Position first;  ///< of its first event, had it one
  Instant recorded_at;
  journal::Records records;
  std::vector<std::move_only_function<void()>> answers;
  std::uint64_t commands = 0;  ///< answered
  std::chrono::steady_clock::time_point handed_over;

  [[nodiscard]] bool empty() const { return records.empty() && answers.empty(); }

  /// Empty, at `position`; the memory is kept.
  void restart(Position position) {
    first = position;
    records.clear();
    answers.clear();
    commands = 0;
  }
};

}  // namespace gl::sequencer
