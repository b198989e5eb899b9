#include "projections/source.h"

#include <algorithm>
#include <string>
#include <utility>

#include "codec/event_codec.h"

namespace gl::projections {

namespace {

std::string text(Position position) { return std::to_string(position.value()); }

}  // namespace

std::size_t page_limit(std::size_t asked) {
  return asked == 0 ? page_items_max : std::min(asked, page_items_max);
}

Result<ledger::Event> Source::event_at(Position position) const {
  auto const bytes = journal.read_one(position);
  if (!bytes) return std::unexpected(bytes.error());
  return codec::decode_event(*bytes);
}

// ------------------------------------------------------------------- points in time

Result<ledger::AnsweredAt> Source::resolve(ledger::AsOf const& as_of) const {
  auto const now = store.now();
  if (as_of.position && as_of.recorded_at) {
    return fail(Errc::usage,
                "a question is asked as of a position or as of a recorded time, not "
                "both: leave one out");
  }
  if (as_of.recorded_at) {
    auto const position = position_recorded_by(*as_of.recorded_at, now);
    if (!position) return std::unexpected(position.error());
    auto const time = recorded_at(*position);
    if (!time) return std::unexpected(time.error());
    return ledger::AnsweredAt{*position, *time, as_of.effective};
  }
  auto const position = as_of.position.value_or(now.position);
  if (position == now.position) {
    if (as_of.position && position < Position{1}) {
      return fail(Errc::not_found, "positions begin at 1, and the ledger has no events yet");
    }
    return ledger::AnsweredAt{position, now.recorded_at, as_of.effective};
  }
  auto const head = journal.watermark();
  if (position < Position{1} || position > head) {
    return fail(Errc::not_found, "position " + text(position) +
                                     " is not in the ledger: ask for 1 to " + text(head) +
                                     ", its head");
  }
  if (position > now.position) {
    return fail(Errc::busy, "the views have reached position " + text(now.position) +
                                " and not yet " + text(position) +
                                ": ask again, or with not_before");
  }
  auto const time = recorded_at(position);
  if (!time) return std::unexpected(time.error());
  return ledger::AnsweredAt{position, *time, as_of.effective};
}

Result<Instant> Source::recorded_at(Position position) const {
  auto const chunk = store.chunk_at(View::times, {}, position);
  if (!chunk) return std::unexpected(chunk.error());
  if (!*chunk) return damaged_row(position);
  auto const changes = times_in(**chunk);
  if (!changes) return std::unexpected(changes.error());
  auto const after = std::ranges::upper_bound(*changes, position, {}, &TimeChange::first);
  return std::prev(after)->recorded_at;
}

Result<Position> Source::position_recorded_by(Instant instant, Store::Now now) const {
  auto const nothing_yet = [&] {
    return fail(Errc::not_found, "nothing was recorded by " + to_string(instant) +
                                     ": ask for a later time, the head is " +
                                     text(journal.watermark()));
  };
  if (now.position < Position{1}) return nothing_yet();
  if (instant >= now.recorded_at) {
    // Events that the views have not reached may be recorded by then as well.
    if (journal.watermark() <= now.position) return now.position;
    auto const bytes = journal.read_one(next(now.position));
    if (!bytes) return std::unexpected(bytes.error());
    auto const header = codec::peek(*bytes);
    if (!header) return std::unexpected(header.error());
    if (header->recorded_at > instant) return now.position;
    return fail(Errc::busy, "the views have reached position " + text(now.position) +
                                ", and more was recorded by " + to_string(instant) +
                                ": ask again, or with not_before");
  }
  struct Range {
    std::optional<Position> first, next;
  };
  auto const range = store.directory([&](Directory const& directory) -> Range {
    auto const& times = directory.times;
    auto const after = std::ranges::upper_bound(times, instant, {}, &TimePlace::recorded_at);
    Range found;
    if (after != times.begin()) found.first = std::prev(after)->first;
    if (after != times.end()) found.next = after->first;
    return found;
  });
  if (!range.first) return nothing_yet();
  auto const chunk = store.chunk_at(View::times, {}, *range.first);
  if (!chunk) return std::unexpected(chunk.error());
  if (!*chunk) return damaged_row(*range.first);
  auto const changes = times_in(**chunk);
  if (!changes) return std::unexpected(changes.error());
  auto const after = std::ranges::upper_bound(*changes, instant, {}, &TimeChange::recorded_at);
  if (after != changes->end()) return Position{after->first.value() - 1};
  if (range.next) return Position{range.next->value() - 1};
  return now.position;
}

// ------------------------------------------------------------------- walking

Result<std::vector<Position>> Source::positions(SeriesKey const& list, Position after,
                                                Position last, std::size_t items_max) const {
  std::vector<Position> found;
  auto chunk = store.chunk_at(View::streams, list, next(after));
  if (chunk && !*chunk) chunk = store.chunk_after(View::streams, list, after);
  while (true) {
    if (!chunk) return std::unexpected(chunk.error());
    if (!*chunk || (*chunk)->first > last) return found;
    auto const in_chunk = positions_in(**chunk);
    if (!in_chunk) return std::unexpected(in_chunk.error());
    for (auto const position : *in_chunk) {
      if (position <= after) continue;
      if (position > last || found.size() >= items_max) return found;
      found.push_back(position);
    }
    chunk = store.chunk_after(View::streams, list, (*chunk)->first);
  }
}

Result<void> Source::each_row(View view, SeriesKey const& series, Position after, Position last,
                              VisitRow const& visit) const {
  auto chunk = store.chunk_at(view, series, next(after));
  if (chunk && !*chunk) chunk = store.chunk_after(view, series, after);
  while (true) {
    if (!chunk) return std::unexpected(chunk.error());
    if (!*chunk || (*chunk)->first > last) return {};
    ChunkCursor cursor{**chunk};
    while (cursor.next(last)) {
      if (cursor.row().position <= after) continue;
      if (!visit(cursor.row(), cursor.state())) return {};
    }
    if (!cursor.ok()) return damaged_row((*chunk)->first);
    chunk = store.chunk_after(view, series, (*chunk)->first);
  }
}

// ------------------------------------------------------------------- both axes of time

Result<Fields> Source::values(SeriesKey const& series, ledger::AnsweredAt const& at) const {
  auto const state = store.state_at(View::money, series, at.position);
  if (!state) return std::unexpected(state.error());
  if (!at.effective || state->max_day <= at.effective->days()) return state->values;
  auto sum = on_time(series, at.position, *at.effective);
  if (!sum) return sum;
  auto const rest = late(series, at.position, *at.effective, state->late);
  if (!rest) return rest;
  add(*sum, *rest);
  return sum;
}

Result<Fields> Source::on_time(SeriesKey const& series, Position last, CivilDate day) const {
  // Rows on time are sorted by day too: the last chunk that begins by `day` holds the border.
  auto const first = store.directory([&](Directory const& directory) -> std::optional<Position> {
    auto const found = directory.series.find(series);
    if (found == directory.series.end()) return std::nullopt;
    auto const& chunks = found->second.chunks;
    auto const after = std::ranges::upper_bound(chunks, day.days(), {}, &ChunkPlace::first_day);
    if (after == chunks.begin()) return std::nullopt;
    return std::prev(after)->first;
  });
  Fields sum{};
  if (!first) return sum;
  auto const chunk = store.chunk_at(View::money, series, *first);
  if (!chunk) return std::unexpected(chunk.error());
  if (!*chunk) return damaged_row(*first);
  ChunkCursor cursor{**chunk};
  auto const& before = cursor.state();
  for (std::size_t place = 0; place < sum.size(); ++place) {
    sum[place] = before.values[place] - before.late[place];
  }
  while (cursor.next(last)) {
    if (cursor.row_was_late()) continue;
    if (cursor.row().day > day.days()) break;
    add(sum, cursor.row().deltas);
  }
  if (!cursor.ok()) return damaged_row(*first);
  return sum;
}

Result<Fields> Source::late(SeriesKey const& series, Position last, CivilDate day,
                            Fields const& all_late) const {
  auto const packs = store.directory([&](Directory const& directory) {
    auto const found = directory.series.find(series);
    auto places = found == directory.series.end() ? std::vector<LatePlace>{} : found->second.late;
    std::erase_if(places, [&](LatePlace const& place) { return place.first > last; });
    return places;
  });
  Fields sum{};
  Fields up_to_here = all_late;  ///< all late rows of the packs not yet looked at
  for (auto index = packs.size(); index-- > 0;) {
    auto const& place = packs[index];
    if (place.max_day_so_far <= day.days()) {
      add(sum, up_to_here);
      return sum;
    }
    auto const pack = store.chunk_at(View::late, series, place.first);
    if (!pack) return std::unexpected(pack.error());
    if (!*pack) return damaged_row(place.first);
    LateCursor cursor{**pack};
    up_to_here = cursor.late_before();
    if (place.min_day > day.days()) continue;
    for (SeriesRow row; cursor.next(row) && row.position <= last;) {
      if (row.day <= day.days()) add(sum, row.deltas);
    }
    if (!cursor.ok()) return damaged_row(place.first);
  }
  return sum;
}

}  // namespace gl::projections
