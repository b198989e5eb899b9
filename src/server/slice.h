#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/strong.h"
#include "base/time.h"
#include "consumers/consumers.h"
#include "journal/records.h"
#include "ledger/event_filter.h"
#include "server/event_matcher.h"
#include "server/recent_events.h"
#include "wire/messages.h"

namespace gl::server {

struct Hub;

/// What a slice may hold.
struct SliceLimits {
  std::int64_t events = 0;  ///< credit that is left
  std::int64_t bytes = 0;
  std::size_t frame_bytes_max = 0;  ///< the longest that the peer takes
};

/// One step of a subscription through the journal: a bounded number of events looked at, those that
/// are wanted to be sent.
struct Slice {
  wire::EventsPush events;  ///< `count` 0: nothing to send
  Position scanned_to;
  bool moved = false;                    ///< something was looked at or is to be sent
  bool whole = false;                    ///< everything up to `events.head` was looked at
  bool views_behind = false;             ///< the views are to reach the next event first
  bool window_full = false;              ///< of a consumer: acknowledgements come first
  bool enlisted = false;                 ///< of a group: there may be work for others
  bool gone = false;                     ///< of a consumer: it is on this connection no more
  std::optional<Instant> next_due;       ///< of a consumer: a delivery waits for this moment
  std::optional<wire::Failure> failure;  ///< the subscription cannot go on
};

/// Where a subscription has its events from. Used by one slice at a time. Thread: any.
class SliceReader {
 public:
  /// Of events after `after`.
  SliceReader(EventMatcher matcher, Position after)
      : matcher_(std::move(matcher)), scanned_to_(after) {}
  /// Of a named consumer, which knows where it is; `member` is taken off it in the end.
  SliceReader(EventMatcher matcher, consumers::Consumers& consumers,
              ledger::ConsumerName const& consumer, consumers::Member member)
      : matcher_(std::move(matcher)),
        consumers_(&consumers),
        consumer_(consumer),
        member_(member) {}
  SliceReader(SliceReader const&) = delete;
  SliceReader& operator=(SliceReader const&) = delete;
  ~SliceReader() { leave(); }

  /// Reads the disk. At most `RecentEvents::run_events_max` events are looked at.
  [[nodiscard]] Slice read(Hub& hub, SliceLimits const& limits);

  /// The consumer is free for others. A slice that is being read finds nothing.
  void leave() const {
    if (consumers_ != nullptr) consumers_->detach(consumer_, member_);
  }

  [[nodiscard]] ledger::ConsumerName const& consumer() const { return consumer_; }
  [[nodiscard]] consumers::Member member() const { return member_; }

 private:
  struct Found {
    std::vector<std::size_t> indexes;  ///< in the run, of the events that match
    std::size_t looked_at = 0;
  };

  void take_due(Hub& hub, SliceLimits const& limits, Slice& slice);
  void scan(Hub& hub, SliceLimits const& limits, Slice& slice);
  [[nodiscard]] Found look(Hub& hub, EventRun const& run, Position from, Slice& slice);
  void send_found(EventRun const& run, Position from, Found const& found, SliceLimits const& limits,
                  Slice& slice);
  void send_all(EventRun const& run, Position from, SliceLimits const& limits, Slice& slice);
  void deliver_found(Hub& hub, EventRun const& run, Position from, Found const& found,
                     SliceLimits const& limits, Slice& slice);

  EventMatcher matcher_;
  consumers::Consumers* consumers_ = nullptr;  ///< null: no consumer
  ledger::ConsumerName consumer_;              ///< empty: none
  consumers::Member member_;
  Position scanned_to_;  ///< without a consumer
};

}  // namespace gl::server
