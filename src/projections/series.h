#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "base/time.h"
#include "ledger/money.h"
#include "projections/varint.h"

namespace gl::projections {

/// Most fields of a series: numbers that change together (docs/views.md lists them).
constexpr std::size_t series_fields_max = 12;

using FieldMask = std::uint16_t;
using Fields = std::array<std::int64_t, series_fields_max>;

/// The field at `place` < series_fields_max as the amount that it is.
[[nodiscard]] inline ledger::Money money(Fields const& fields, std::size_t place) {
  return ledger::Money::from_minor_units(fields[place]);
}

/// Places in the row of a series, by kind of series. Part of the views' format.
namespace field {
// a programme: its authority, over all calls and projects
constexpr std::size_t voted = 0, available = 1, unallocated = 2, committed = 3, payable = 4,
                      disbursed = 5, recoverable = 6, recovered = 7, written_off = 8, lapsed = 9;
// a programme's credits of one year
constexpr std::size_t credits_voted = 0, credits_available = 1, credits_consumed = 2,
                      credits_lapsed = 3;
// a call
constexpr std::size_t call_available = 0, call_projects = 1, call_asked = 2, call_awarded = 3;
// a project: `committed` to `written_off` as above, and
constexpr std::size_t state = 0, asked = 1, award = 2, has_convention = 9;
}  // namespace field

/// What a series amounts to after some event.
struct SeriesState {
  static constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();

  Fields values{};
  /// The part of `values` that came late: in rows dated before an earlier row of the series. The
  /// rest came on time, and its rows are sorted by position and by day at once.
  Fields late{};
  /// The latest effective day so far.
  std::int32_t max_day = no_day;
  /// Fields that any row named, also at zero.
  FieldMask touched = 0;

  [[nodiscard]] std::int64_t operator[](std::size_t place) const { return values[place]; }

  friend bool operator==(SeriesState const&, SeriesState const&) = default;
};

/// What one event changes in a series.
struct SeriesRow {
  Position position;
  std::int32_t day = 0;
  FieldMask touched = 0;
  Fields deltas{};

  /// Adds to a field. Sums wrap: a call's total of amounts asked is not bounded by the domain.
  void add(std::size_t place, std::int64_t delta);
};

/// Folds the row in. Returns whether it came late.
bool take(SeriesState& state, SeriesRow const& row);

/// Rows of a series behind each other, with the state before them: read without any other chunk.
struct Chunk {
  /// Most rows: what a lookup reads through at worst.
  static constexpr std::size_t rows_max = 128;

  Position first;  ///< of the first row
  Bytes bytes;
};

/// Begins a chunk: writes the state before its first row.
void begin_chunk(Bytes& out, SeriesState const& before);

/// Appends a row behind one at `previous` on `previous_day` (of a chunk's first row: its own
/// position, and day 0).
void append_row(Bytes& out, SeriesRow const& row, Position previous, std::int32_t previous_day);

/// Steps through rows as `append_row` wrote them.
class RowCursor {
 public:
  RowCursor(ByteView rows, Position first) : reader_(rows), position_(first) {}

  /// The next row, or nothing at the end. Rows are ours: damage is found by `ok()`.
  [[nodiscard]] bool next(SeriesRow& row);
  [[nodiscard]] bool ok() const { return reader_.ok(); }

 protected:
  RowReader reader_;

 private:
  Position position_;
  std::int32_t day_ = 0;
};

/// Begins a pack of late rows: writes the sums of all late rows before its first one.
void begin_late_pack(Bytes& out, Fields const& late_before);

/// Steps through a pack of late rows.
class LateCursor : public RowCursor {
 public:
  explicit LateCursor(Chunk const& pack);

  /// The sums of all late rows of the series before this pack's first.
  [[nodiscard]] Fields const& late_before() const { return late_before_; }

 private:
  Fields late_before_{};
};

/// Steps through a chunk and keeps the state.
class ChunkCursor : private RowCursor {
 public:
  explicit ChunkCursor(Chunk const& chunk);

  /// The state after the rows seen so far.
  [[nodiscard]] SeriesState const& state() const { return state_; }
  /// Takes the next row in if its position is not beyond `last`.
  [[nodiscard]] bool next(Position last);
  /// The row taken in by the last `next`, if that returned true.
  [[nodiscard]] SeriesRow const& row() const { return row_; }
  [[nodiscard]] bool row_was_late() const { return late_; }
  [[nodiscard]] bool ok() const { return RowCursor::ok(); }

 private:
  SeriesState state_;
  SeriesRow row_;
  bool late_ = false;
  bool pending_ = false;
};

/// The state after the chunk's last row that is not beyond `last`. Errors: corrupt.
[[nodiscard]] Result<SeriesState> state_in(Chunk const& chunk, Position last);

/// Adds each field of `other` to that of `sum`.
void add(Fields& sum, Fields const& other);

/// What every damaged row is answered with: throw the views away.
[[nodiscard]] std::unexpected<Error> damaged_row(Position first);

}  // namespace gl::projections
