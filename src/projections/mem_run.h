#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/strong.h"
#include "base/time.h"
#include "base/uuid.h"
#include "journal/run.h"
#include "projections/keys.h"
#include "projections/series.h"

namespace gl::projections {

/// A chunk and how it can be continued while its run is open.
struct GrowingChunk {
  Chunk chunk;
  std::size_t rows = 0;
  Position last;
  std::int32_t last_day = 0;
};

/// The chunks of one series, or the lists of positions of one stream, in one run.
using Chunks = std::vector<GrowingChunk>;

/// The chunk to which a row at `position` is appended: the last one, or a new one if there is none
/// or it holds `rows_max`. A new one is empty and begins at `position`.
[[nodiscard]] GrowingChunk& chunk_for(Chunks& chunks, Position position, std::size_t rows_max);

/// Of chunks in order: the last that begins at or before `at`, or null.
[[nodiscard]] GrowingChunk const* last_at_or_before(Chunks const& chunks, Position at);
/// Of chunks in order: the first that begins after `after`, or null.
[[nodiscard]] GrowingChunk const* first_after(Chunks const& chunks, Position after);

/// What a stretch of events adds to the views, in memory: first open and growing under the store's
/// lock, then sealed and immutable, then on disk and dropped.
struct MemRun {
  MemRun(std::uint64_t run_number, Position run_first, Position run_last)
      : number(run_number), first(run_first), last(run_last) {}

  std::uint64_t number;
  Position first;
  Position last;  ///< where it will be full
  std::unordered_map<SeriesKey, Chunks> money;
  std::unordered_map<SeriesKey, Chunks> late;
  std::unordered_map<SeriesKey, Chunks> projects;
  std::unordered_map<SeriesKey, Chunks> streams;
  std::map<std::string, Position> members;
  std::unordered_map<SeriesKey, Chunks> heads;
  Chunks times;
  Chunks commands;
  std::uint64_t mark = 0;  ///< of the last event written: see `mark_of`
  Bytes index_row;         ///< written when the run is sealed

  /// The chunks of a series or list in `view`, or null. `view` is one that has them.
  [[nodiscard]] Chunks const* find(View view, SeriesKey const& series) const;
};

/// Tells an event from another one at the same position: views of a ledger that was restored to an
/// earlier point and went on differently must not be taken for its own.
[[nodiscard]] std::uint64_t mark_of(Position position, Instant recorded_at, Uuid const& command);

/// The sealed run as sorted rows: the same events, the same bytes.
[[nodiscard]] journal::Run sorted_rows(MemRun const& run);

// ---- the rows of lists, times and commands (docs/views.md) ----

/// Most positions in one row of a stream's list.
constexpr std::size_t list_rows_max = 256;
/// Most changes of the recorded time in one row.
constexpr std::size_t times_rows_max = 512;
/// Events of a row of command hashes.
constexpr std::uint64_t command_row_events = 256;
/// Most rows in one pack of late ones.
constexpr std::size_t late_rows_max = 4096;

void append_position(Chunks& chunks, Position position);
/// The positions in a row of a list.
[[nodiscard]] Result<std::vector<Position>> positions_in(Chunk const& chunk);

void append_time(Chunks& chunks, Position position, Instant recorded_at);
struct TimeChange {
  Position first;  ///< from here on
  Instant recorded_at;
};
/// The changes in a row of times.
[[nodiscard]] Result<std::vector<TimeChange>> times_in(Chunk const& chunk);

void append_command_hash(Chunks& chunks, Position position, std::uint64_t hash);
struct CommandHashAt {
  Position position;
  std::uint64_t hash = 0;
};
[[nodiscard]] Result<std::vector<CommandHashAt>> command_hashes_in(Chunk const& chunk);

}  // namespace gl::projections
