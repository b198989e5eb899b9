#include "server/slice.h"

#include <algorithm>
#include <string>
#include <utility>

#include "server/errors.h"
#include "server/hub.h"

namespace gl::server {
namespace {

/// Events that come again are read one by one: few enough not to hold a reading thread for long.
constexpr std::size_t due_events_max = 256;
/// Of a frame: everything but the events. Each of them takes its length and its attempt.
constexpr std::size_t push_overhead_bytes = 1'024;
constexpr std::size_t entry_overhead_bytes = journal::Records::length_bytes + 2;

/// How much still goes into a slice.
class Space {
 public:
  explicit Space(SliceLimits const& limits)
      : events_(limits.events),
        credit_(limits.bytes),
        frame_(std::min(RecentEvents::run_bytes_max, limits.frame_bytes_max) -
               push_overhead_bytes) {}

  /// Whether an event goes in; if so it has. The first takes what it needs of the credit: events
  /// are sent while there is any.
  [[nodiscard]] bool take(std::size_t event_bytes) {
    auto const bytes = event_bytes + entry_overhead_bytes;
    if (events_ <= 0 || credit_ <= 0 || bytes > frame_) return false;
    --events_;
    credit_ -= static_cast<std::int64_t>(event_bytes);
    frame_ -= bytes;
    return true;
  }
  [[nodiscard]] bool has_credit() const { return events_ > 0 && credit_ > 0; }

 private:
  std::int64_t events_;
  std::int64_t credit_;
  std::size_t frame_;
};

void append(wire::EventsPush& push, ByteView event) {
  push.entries.push_back(static_cast<std::byte>(event.size() >> 8U));
  push.entries.push_back(static_cast<std::byte>(event.size() & 0xffU));
  push.entries.insert(push.entries.end(), event.begin(), event.end());
  ++push.count;
}

wire::Failure event_failure(Position position, Error const& error) {
  return wire::to_failure({error.code, "the event at position " + std::to_string(position.value()) +
                                           ": " + error.what});
}

/// How many events may come again at once, whose bytes are known only when they are taken: as many
/// of the longest as the frame and the credit hold, and one while there is any credit.
std::size_t due_events(SliceLimits const& limits) {
  if (limits.events <= 0 || limits.bytes <= 0) return 0;
  auto const room = std::min<std::size_t>(limits.frame_bytes_max - push_overhead_bytes,
                                          static_cast<std::size_t>(limits.bytes));
  auto const most = room / (journal::Records::record_bytes_max + entry_overhead_bytes);
  return std::min<std::size_t>(std::clamp<std::size_t>(most, 1, due_events_max),
                               static_cast<std::size_t>(limits.events));
}

/// An event that no frame of this peer can carry.
wire::Failure too_long(Position position, std::size_t bytes, std::size_t frame_bytes_max) {
  return wire::failure(wire::Code::too_large,
                       "the event at position " + std::to_string(position.value()) +
                           " is longer than this client's frames: say hello with a greater "
                           "frameBytesMax",
                       std::to_string(frame_bytes_max), std::to_string(bytes));
}

Position at(Position from, std::size_t index) { return Position{from.value() + index}; }

}  // namespace

Slice SliceReader::read(Hub& hub, SliceLimits const& limits) {
  Slice slice;
  slice.events.head = hub.parts.journal.watermark();
  if (!consumer_.empty()) {
    take_due(hub, limits, slice);
    if (slice.gone || slice.failure || slice.events.count > 0) return slice;
  }
  scan(hub, limits, slice);
  return slice;
}

void SliceReader::take_due(Hub& hub, SliceLimits const& limits, Slice& slice) {
  std::vector<consumers::Due> due;
  auto const events_max = due_events(limits);
  slice.gone = !hub.parts.consumers.with(
      consumer_, member_, [&](consumers::Progress& progress, auto members, bool ordered) {
        auto const now = hub.parts.clock.now();
        due = progress.take_due(now, events_max, member_, members, ordered);
        slice.next_due = progress.next_due(now);
        scanned_to_ = progress.scanned_to();
      });
  slice.scanned_to = scanned_to_;
  for (auto const& [position, attempt] : due) {
    auto const bytes = hub.parts.journal.read_one(position);
    if (!bytes) {
      slice.failure = event_failure(position, bytes.error());
      return;
    }
    if (bytes->size() + entry_overhead_bytes + push_overhead_bytes > limits.frame_bytes_max) {
      slice.failure = too_long(position, bytes->size(), limits.frame_bytes_max);
      return;
    }
    append(slice.events, *bytes);
    slice.events.attempts.push_back(attempt);
  }
  slice.moved = slice.events.count > 0;
  slice.events.scanned_to = scanned_to_;
}

void SliceReader::scan(Hub& hub, SliceLimits const& limits, Slice& slice) {
  auto const from = next(scanned_to_);
  slice.scanned_to = scanned_to_;
  auto run = hub.recent_events.read(from);
  if (!run) {
    slice.failure = wire::to_failure(run.error());
    return;
  }
  if (matcher_.needs_views() && run->count > 0) {
    auto const views = hub.parts.views.position();
    auto const there = views < from ? 0 : views.value() - from.value() + 1;
    run->count = std::min<std::size_t>(run->count, there);
    slice.views_behind = run->count == 0;
    if (slice.views_behind) return;
  }
  if (run->count == 0) {
    slice.whole = true;
    return;
  }
  if (consumer_.empty() && matcher_.passes_all()) {
    send_all(*run, from, limits, slice);
  } else {
    auto const found = look(hub, *run, from, slice);
    if (slice.failure) return;
    if (consumer_.empty()) {
      send_found(*run, from, found, limits, slice);
    } else {
      deliver_found(hub, *run, from, found, limits, slice);
    }
  }
  slice.scanned_to = scanned_to_;
  slice.events.scanned_to = scanned_to_;
  slice.moved = slice.moved || scanned_to_ >= from;
  slice.whole = scanned_to_ >= slice.events.head && !slice.enlisted;
}

SliceReader::Found SliceReader::look(Hub& hub, EventRun const& run, Position from, Slice& slice) {
  Found found;
  for (std::size_t i = 0; i < run.count; ++i, ++found.looked_at) {
    auto const matches = matcher_.matches((*run.records)[run.index + i], hub.relations);
    if (!matches) {
      // The views were there a moment ago: they began anew.
      slice.views_behind = matches.error().code == Errc::busy;
      if (slice.views_behind) break;
      slice.failure = event_failure(at(from, i), matches.error());
      break;
    }
    if (*matches) found.indexes.push_back(i);
  }
  return found;
}

void SliceReader::send_all(EventRun const& run, Position from, SliceLimits const& limits,
                           Slice& slice) {
  Space room{limits};
  std::size_t count = 0;
  while (count < run.count && room.take((*run.records)[run.index + count].size())) ++count;
  if (count == 0) {
    if (room.has_credit()) {
      slice.failure = too_long(from, (*run.records)[run.index].size(), limits.frame_bytes_max);
    }
    return;
  }
  auto const entries = run.records->entries(run.index, count);
  slice.events.entries.assign(entries.begin(), entries.end());
  slice.events.count = static_cast<std::uint32_t>(count);
  scanned_to_ = at(from, count - 1);
}

void SliceReader::send_found(EventRun const& run, Position from, Found const& found,
                             SliceLimits const& limits, Slice& slice) {
  Space room{limits};
  for (auto const index : found.indexes) {
    auto const event = (*run.records)[run.index + index];
    if (!room.take(event.size())) {
      scanned_to_ = Position{at(from, index).value() - 1};
      if (slice.events.count == 0 && room.has_credit()) {
        slice.failure = too_long(at(from, index), event.size(), limits.frame_bytes_max);
      }
      return;
    }
    append(slice.events, event);
  }
  scanned_to_ = Position{scanned_to_.value() + found.looked_at};
}

void SliceReader::deliver_found(Hub& hub, EventRun const& run, Position from, Found const& found,
                                SliceLimits const& limits, Slice& slice) {
  std::vector<std::uint64_t> keys;
  for (auto const index : found.indexes) {
    auto const key = order_key((*run.records)[run.index + index]);
    if (!key) {
      slice.failure = event_failure(at(from, index), key.error());
      return;
    }
    keys.push_back(*key);
  }
  slice.gone = !hub.parts.consumers.with(
      consumer_, member_, [&](consumers::Progress& progress, auto, bool ordered) {
        Space room{limits};
        auto const now = hub.parts.clock.now();
        auto reached = Position{scanned_to_.value() + found.looked_at};
        for (std::size_t i = 0; i < found.indexes.size(); ++i) {
          auto const position = at(from, found.indexes[i]);
          if (!progress.wants(position)) continue;
          auto const event = (*run.records)[run.index + found.indexes[i]];
          slice.window_full = !progress.has_room();
          bool const fits = ordered || room.take(event.size());
          if (slice.window_full || !fits) {
            reached = Position{position.value() - 1};
            if (!fits && slice.events.count == 0 && room.has_credit()) {
              slice.failure = too_long(position, event.size(), limits.frame_bytes_max);
            }
            break;
          }
          if (ordered) {
            progress.enlist(position, consumers::OrderKey{keys[i]});
            slice.enlisted = true;
          } else {
            progress.deliver(position, member_, now);
            append(slice.events, event);
          }
        }
        progress.scanned(reached);
        scanned_to_ = progress.scanned_to();
      });
  slice.moved = slice.enlisted;
}

}  // namespace gl::server
