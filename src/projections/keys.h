#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/strong.h"
#include "journal/database.h"
#include "ledger/ids.h"
#include "ledger/values.h"

namespace gl::projections {

/// The number of the views' format. Views are made again when it changes; nothing is migrated.
constexpr std::uint32_t views_format = 1;

/// The sorted tables in the views' database, in this order (docs/views.md).
enum class View : std::uint8_t {
  index = 0,     ///< a run's first position → what the run adds to the index in memory
  money = 1,     ///< position, series → chunk, of programmes, credits and calls
  late = 2,      ///< position, series → rows of that series that came late
  projects = 3,  ///< project, position → chunk
  streams = 4,   ///< stream, position → positions
  members = 5,   ///< a list, project → the position at which it joined
  heads = 6,     ///< project, position → what does not change
  times = 7,     ///< position → recorded times
  commands = 8,  ///< position → hashes of command ids
};
constexpr std::size_t views_count = 9;

[[nodiscard]] std::vector<journal::ViewConfig> view_configs();

/// The name of a series or of a list of positions, as it stands in keys.
using SeriesKey = std::string;

// Series in View::money: found through the index in memory.
[[nodiscard]] SeriesKey programme_series(ledger::ProgrammeId const& programme);
[[nodiscard]] SeriesKey credits_series(ledger::ProgrammeId const& programme, std::int32_t year);
[[nodiscard]] SeriesKey call_series(ledger::CallId const& call);

struct CreditsOf {
  ledger::ProgrammeId programme;
  std::int32_t year = 0;
};
/// Whose credits a `credits_series` is about; nothing for another key.
[[nodiscard]] std::optional<CreditsOf> parse_credits_series(std::string_view key);

// Those found by seeking: eight bytes of hash first, so that runs without them are skipped.
[[nodiscard]] SeriesKey project_series(ledger::ProjectId const& project);
[[nodiscard]] SeriesKey stream_list(ledger::StreamRef const& stream);
/// The refusals of commands that meant this stream.
[[nodiscard]] SeriesKey refusals_list(ledger::StreamRef const& target);

// Prefixes of the lists of projects; a project's id follows.
[[nodiscard]] std::string all_projects();
[[nodiscard]] std::string projects_of_call(ledger::CallId const& call);
[[nodiscard]] std::string projects_of_programme(ledger::ProgrammeId const& programme);

/// Key of a chunk found by seeking: `series`, then its first position.
[[nodiscard]] Bytes seek_key(std::string_view series, Position first);
/// Key of a chunk found by its position: first position, then `series`.
[[nodiscard]] Bytes place_key(Position first, std::string_view series);
/// The position at the end of a `seek_key`.
[[nodiscard]] Position position_at_end(ByteView key);

}  // namespace gl::projections
