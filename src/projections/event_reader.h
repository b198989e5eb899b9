#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "journal/journal.h"
#include "ledger/event.h"
#include "projections/views.h"

namespace gl::projections {

/// Reads events in order from the journal, a few at a time. Thread: one.
class EventReader {
 public:
  /// Most events that one call gives: what is folded under one lock.
  static constexpr std::size_t events_max = 256;

  explicit EventReader(journal::Journal const& journal) : journal_(journal) {}

  /// The events from `from` to at most `last`, at most `events_max`; empty when there are none yet.
  /// Valid until the next call. Errors: those of Journal::read and codec::decode_event.
  [[nodiscard]] Result<std::span<ledger::Event const>> read(Position from, Position last);

 private:
  static constexpr std::size_t read_events_max = 4'096;
  static constexpr std::size_t read_bytes_max = 4U << 20;

  journal::Journal const& journal_;
  journal::Records records_;
  Position first_{1};  ///< position of the first of `records_`
  std::vector<ledger::Event> events_;
};

/// Calls back with how far a fold has come, at most ten times a second.
class ProgressReport {
 public:
  ProgressReport(std::function<void(FoldProgress const&)> call, Position start);

  /// `position` has been reached.
  void at(Position position, Position head);
  [[nodiscard]] double events_per_second(Position position) const;

 private:
  using Clock = std::chrono::steady_clock;

  std::function<void(FoldProgress const&)> call_;
  Position start_;
  Clock::time_point started_ = Clock::now();
  Clock::time_point next_ = started_;
};

}  // namespace gl::projections
