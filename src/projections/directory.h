#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "base/time.h"
#include "ledger/ids.h"
#include "ledger/money.h"
#include "projections/keys.h"

namespace gl::projections {

/// Where a chunk of a money series begins.
struct ChunkPlace {
  Position first;
  std::int32_t first_day = 0;  ///< the latest effective day of the series after its first row

  friend bool operator==(ChunkPlace const&, ChunkPlace const&) = default;
};

/// Where a pack of late rows begins, and which days it may hold.
struct LatePlace {
  Position first;
  std::int32_t min_day = 0;
  std::int32_t max_day_so_far = 0;  ///< over this pack and all before it

  friend bool operator==(LatePlace const&, LatePlace const&) = default;
};

struct SeriesPlaces {
  std::vector<ChunkPlace> chunks;
  std::vector<LatePlace> late;

  friend bool operator==(SeriesPlaces const&, SeriesPlaces const&) = default;
};

struct TimePlace {
  Position first;
  Instant recorded_at;

  friend bool operator==(TimePlace const&, TimePlace const&) = default;
};

struct ProgrammeEntry {
  Position created;
  ledger::Currency currency;
  std::set<std::int32_t> years;  ///< with credits, or 0 for those of no year

  friend bool operator==(ProgrammeEntry const&, ProgrammeEntry const&) = default;
};

struct CallEntry {
  Position created;
  ledger::ProgrammeId programme;

  friend bool operator==(CallEntry const&, CallEntry const&) = default;
};

/// The part of the views that is always in memory: programmes, calls, and where the chunks of
/// their series are, 16 bytes for up to 128 events each. Written by the follower and read by
/// queries under the store's lock; each run on disk holds what it added.
struct Directory {
  std::map<ledger::ProgrammeId, ProgrammeEntry> programmes;
  std::map<ledger::CallId, CallEntry> calls;
  std::unordered_map<SeriesKey, SeriesPlaces> series;
  std::vector<TimePlace> times;

  /// What was added from `first` on, as a row of View::index.
  [[nodiscard]] Bytes added_since(Position first) const;
  /// Adds what such a row holds; rows come in the order of their runs. Errors: corrupt.
  [[nodiscard]] Result<void> add(ByteView row);

  friend bool operator==(Directory const&, Directory const&) = default;
};

}  // namespace gl::projections
