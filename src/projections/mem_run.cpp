#include "projections/mem_run.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ledger/command_hash.h"

namespace gl::projections {

namespace {

auto const begins_at = [](GrowingChunk const& chunk) { return chunk.chunk.first; };

using KeyOf = Bytes (*)(Position first, std::string_view series);

void add_chunks(journal::Rows& rows, std::unordered_map<SeriesKey, Chunks> const& series,
                KeyOf key_of) {
  for (auto const& [name, chunks] : series) {
    for (auto const& growing : chunks) {
      rows.append(key_of(growing.chunk.first, name), growing.chunk.bytes);
    }
  }
}

Bytes key_by_place(Position first, std::string_view series) { return place_key(first, series); }
Bytes key_by_seek(Position first, std::string_view series) { return seek_key(series, first); }

void add_chunks(journal::Rows& rows, Chunks const& chunks) {
  for (auto const& growing : chunks) {
    rows.append(big_endian(growing.chunk.first.value()), growing.chunk.bytes);
  }
}

/// Continues a chunk: the distance from its last row, which becomes this one.
std::uint64_t step(GrowingChunk& growing, Position position) {
  auto const distance = position.value() - growing.last.value();
  growing.last = position;
  ++growing.rows;
  return distance;
}

}  // namespace

GrowingChunk& chunk_for(Chunks& chunks, Position position, std::size_t rows_max) {
  if (chunks.empty() || chunks.back().rows >= rows_max) {
    chunks.push_back({.chunk = {position, {}}, .rows = 0, .last = position, .last_day = 0});
  }
  return chunks.back();
}

GrowingChunk const* last_at_or_before(Chunks const& chunks, Position at) {
  auto const after = std::ranges::upper_bound(chunks, at, {}, begins_at);
  return after == chunks.begin() ? nullptr : &*std::prev(after);
}

GrowingChunk const* first_after(Chunks const& chunks, Position after) {
  auto const found = std::ranges::upper_bound(chunks, after, {}, begins_at);
  return found == chunks.end() ? nullptr : &*found;
}

Chunks const* MemRun::find(View view, SeriesKey const& series) const {
  auto const in = [&](std::unordered_map<SeriesKey, Chunks> const& table) -> Chunks const* {
    auto const at = table.find(series);
    return at == table.end() ? nullptr : &at->second;
  };
  switch (view) {
    case View::money: return in(money);
    case View::late: return in(late);
    case View::projects: return in(projects);
    case View::streams: return in(streams);
    case View::heads: return in(heads);
    case View::times: return &times;
    case View::commands: return &commands;
    default: break;
  }
  GL_CHECK(false, "asked a view without chunks for chunks");
}

std::uint64_t mark_of(Position position, Instant recorded_at, Uuid const& command) {
  Bytes bytes{command.bytes.begin(), command.bytes.end()};
  RowWriter out{bytes};
  out.raw(big_endian(position.value()));
  out.raw(big_endian(static_cast<std::uint64_t>(recorded_at.microseconds())));
  return ledger::sip_hash({}, bytes);
}

journal::Run sorted_rows(MemRun const& run) {
  journal::Run result{run.number, run.first, run.last, {}};
  result.views.resize(views_count);
  auto const rows = [&](View view) -> journal::Rows& {
    return result.views[static_cast<std::size_t>(view)];
  };
  Bytes index;
  RowWriter out{index};
  out.raw(big_endian(run.mark));
  out.raw(run.index_row);
  rows(View::index).append(big_endian(run.first.value()), index);
  add_chunks(rows(View::money), run.money, key_by_place);
  add_chunks(rows(View::late), run.late, key_by_place);
  add_chunks(rows(View::projects), run.projects, key_by_seek);
  add_chunks(rows(View::streams), run.streams, key_by_seek);
  for (auto const& [key, joined] : run.members) {
    rows(View::members).append(gl::as_bytes(key), big_endian(joined.value()));
  }
  add_chunks(rows(View::heads), run.heads, key_by_seek);
  add_chunks(rows(View::times), run.times);
  add_chunks(rows(View::commands), run.commands);
  for (auto& view : result.views) view.sort();
  return result;
}

void append_position(Chunks& chunks, Position position) {
  auto& growing = chunk_for(chunks, position, list_rows_max);
  RowWriter{growing.chunk.bytes}.number(step(growing, position));
}

Result<std::vector<Position>> positions_in(Chunk const& chunk) {
  std::vector<Position> positions;
  RowReader reader{chunk.bytes};
  auto at = chunk.first.value();
  while (!reader.at_end()) {
    at += reader.number();
    positions.emplace_back(at);
  }
  if (!reader.ok()) return damaged_row(chunk.first);
  return positions;
}

void append_time(Chunks& chunks, Position position, Instant recorded_at) {
  auto& growing = chunk_for(chunks, position, times_rows_max);
  RowWriter writer{growing.chunk.bytes};
  writer.number(step(growing, position));
  writer.signed_number(recorded_at.microseconds());
}

Result<std::vector<TimeChange>> times_in(Chunk const& chunk) {
  std::vector<TimeChange> changes;
  RowReader reader{chunk.bytes};
  auto at = chunk.first.value();
  while (!reader.at_end()) {
    at += reader.number();
    changes.push_back({Position{at}, Instant{reader.signed_number()}});
  }
  if (!reader.ok()) return damaged_row(chunk.first);
  return changes;
}

void append_command_hash(Chunks& chunks, Position position, std::uint64_t hash) {
  auto const row = [](Position at) { return (at.value() - 1) / command_row_events; };
  if (!chunks.empty() && row(chunks.back().last) != row(position)) {
    chunks.push_back({.chunk = {position, {}}, .rows = 0, .last = position, .last_day = 0});
  }
  auto& growing = chunk_for(chunks, position, static_cast<std::size_t>(-1));
  RowWriter writer{growing.chunk.bytes};
  writer.number(step(growing, position));
  writer.raw(big_endian(hash));
}

Result<std::vector<CommandHashAt>> command_hashes_in(Chunk const& chunk) {
  std::vector<CommandHashAt> hashes;
  RowReader reader{chunk.bytes};
  auto at = chunk.first.value();
  while (!reader.at_end()) {
    at += reader.number();
    auto const hash = reader.raw(8);
    if (!reader.ok()) break;
    hashes.push_back({Position{at}, from_big_endian(hash)});
  }
  if (!reader.ok()) return damaged_row(chunk.first);
  return hashes;
}

}  // namespace gl::projections
