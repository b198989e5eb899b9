#include "projections/series.h"

#include <bit>
#include <string>

namespace gl::projections {

namespace {

std::int64_t wrapping_sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

/// Calls `visit` with each place in the mask, lowest first.
template <class Visit>
void for_each_place(FieldMask mask, Visit const& visit) {
  for (unsigned rest = mask; rest != 0; rest &= rest - 1) {
    visit(static_cast<std::size_t>(std::countr_zero(rest)));
  }
}

FieldMask non_zero(Fields const& fields) {
  unsigned mask = 0;
  for (std::size_t place = 0; place < fields.size(); ++place) {
    if (fields[place] != 0) mask |= 1U << place;
  }
  return static_cast<FieldMask>(mask);
}

void write_fields(RowWriter& out, Fields const& fields, FieldMask mask) {
  out.number(mask);
  for_each_place(mask, [&](std::size_t place) { out.signed_number(fields[place]); });
}

FieldMask read_fields(RowReader& in, Fields& fields) {
  auto const mask =
      static_cast<FieldMask>(in.number() & ((std::uint64_t{1} << series_fields_max) - 1));
  for_each_place(mask, [&](std::size_t place) { fields[place] = in.signed_number(); });
  return mask;
}

}  // namespace

void SeriesRow::add(std::size_t place, std::int64_t delta) {
  touched = static_cast<FieldMask>(touched | (1U << place));
  deltas[place] = wrapping_sum(deltas[place], delta);
}

bool take(SeriesState& state, SeriesRow const& row) {
  bool const late = row.day < state.max_day;
  for_each_place(row.touched, [&](std::size_t place) {
    state.values[place] = wrapping_sum(state.values[place], row.deltas[place]);
    if (late) state.late[place] = wrapping_sum(state.late[place], row.deltas[place]);
  });
  state.touched = static_cast<FieldMask>(state.touched | row.touched);
  if (!late) state.max_day = row.day;
  return late;
}

void begin_chunk(Bytes& out, SeriesState const& before) {
  RowWriter writer{out};
  writer.signed_number(before.max_day);
  write_fields(writer, before.values, before.touched);
  write_fields(writer, before.late, non_zero(before.late));
}

void append_row(Bytes& out, SeriesRow const& row, Position previous, std::int32_t previous_day) {
  RowWriter writer{out};
  writer.number(row.position.value() - previous.value());
  writer.signed_number(std::int64_t{row.day} - previous_day);
  write_fields(writer, row.deltas, row.touched);
}

bool RowCursor::next(SeriesRow& row) {
  if (reader_.at_end()) return false;
  position_ = Position{position_.value() + reader_.number()};
  day_ = static_cast<std::int32_t>(day_ + reader_.signed_number());
  row.position = position_;
  row.day = day_;
  row.deltas = {};
  row.touched = read_fields(reader_, row.deltas);
  return reader_.ok();
}

ChunkCursor::ChunkCursor(Chunk const& chunk) : RowCursor(chunk.bytes, chunk.first) {
  state_.max_day = static_cast<std::int32_t>(reader_.signed_number());
  state_.touched = read_fields(reader_, state_.values);
  read_fields(reader_, state_.late);
}

bool ChunkCursor::next(Position last) {
  if (!pending_) pending_ = RowCursor::next(row_);
  if (!pending_ || row_.position > last) return false;
  late_ = take(state_, row_);
  pending_ = false;
  return true;
}

void begin_late_pack(Bytes& out, Fields const& late_before) {
  RowWriter writer{out};
  write_fields(writer, late_before, non_zero(late_before));
}

LateCursor::LateCursor(Chunk const& pack) : RowCursor(pack.bytes, pack.first) {
  read_fields(reader_, late_before_);
}

void add(Fields& sum, Fields const& other) {
  for (std::size_t place = 0; place < sum.size(); ++place) {
    sum[place] = wrapping_sum(sum[place], other[place]);
  }
}

Result<SeriesState> state_in(Chunk const& chunk, Position last) {
  ChunkCursor cursor{chunk};
  while (cursor.next(last)) {
  }
  if (!cursor.ok()) return damaged_row(chunk.first);
  return cursor.state();
}

std::unexpected<Error> damaged_row(Position first) {
  return fail(Errc::corrupt, "a row of the views that begins at position " +
                                 std::to_string(first.value()) +
                                 " is damaged: rebuild the views, the journal is not touched");
}

}  // namespace gl::projections
