#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "base/strong.h"
#include "journal/journal.h"
#include "ledger/event.h"
#include "ledger/view.h"
#include "projections/queries.h"
#include "projections/store.h"

namespace gl::projections {

/// What questions are answered from: one set of views and the journal behind it. A value that
/// borrows both; made for one question. Errors of all functions: corrupt, io, and what they say.
struct Source {
  Store const& store;
  journal::Journal const& journal;

  /// The event at `position`. Errors: not_found, malformed.
  [[nodiscard]] Result<ledger::Event> event_at(Position position) const;

  /// Which point `as_of` means. Errors: usage, not_found, busy.
  [[nodiscard]] Result<ledger::AnsweredAt> resolve(ledger::AsOf const& as_of) const;

  /// Positions of a list after `after`, up to `last`, at most `items_max`.
  [[nodiscard]] Result<std::vector<Position>> positions(SeriesKey const& list, Position after,
                                                        Position last, std::size_t items_max) const;

  /// Calls `visit` with each row of a series after `after` up to `last`, and the state after it,
  /// until it returns false.
  using VisitRow = std::function<bool(SeriesRow const& row, SeriesState const& state)>;
  [[nodiscard]] Result<void> each_row(View view, SeriesKey const& series, Position after,
                                      Position last, VisitRow const& visit) const;

  /// The fields of a money series at the point `at`, on either axis.
  [[nodiscard]] Result<Fields> values(SeriesKey const& series, ledger::AnsweredAt const& at) const;

 private:
  [[nodiscard]] Result<Position> position_recorded_by(Instant instant, Store::Now now) const;
  [[nodiscard]] Result<Instant> recorded_at(Position position) const;
  [[nodiscard]] Result<Fields> on_time(SeriesKey const& series, Position last, CivilDate day) const;
  [[nodiscard]] Result<Fields> late(SeriesKey const& series, Position last, CivilDate day,
                                    Fields const& all_late) const;
};

/// The number of items of a page: `asked`, or the most there may be.
[[nodiscard]] std::size_t page_limit(std::size_t asked);

/// True if an event dated `day` counts at this point.
[[nodiscard]] inline bool counts(ledger::AnsweredAt const& at, CivilDate day) {
  return !at.effective || day <= *at.effective;
}

// ---- questions about money (balances.cpp, statement.cpp) ----

[[nodiscard]] Result<ledger::ProgrammeBalances> balances(Source const& source,
                                                         ledger::ProgrammeId const& programme,
                                                         ledger::AsOf const& as_of);
[[nodiscard]] Result<Hash> digest(Source const& source, Position position);
[[nodiscard]] Result<Page<ledger::StatementLine>> statement(Source const& source,
                                                            ledger::ProgrammeId const& programme,
                                                            StatementFilter const& filter,
                                                            ledger::AsOf const& as_of,
                                                            Position after, std::size_t limit);

// ---- questions about things (projects.cpp, calls.cpp) ----

[[nodiscard]] Result<ledger::ProjectView> project(Source const& source,
                                                  ledger::ProjectId const& project,
                                                  ledger::AsOf const& as_of);
[[nodiscard]] Result<Page<ledger::ProjectSummary, ledger::ProjectId>> projects(
    Source const& source, ProjectFilter const& filter, ledger::AsOf const& as_of,
    ledger::ProjectId const& after, std::size_t limit);
[[nodiscard]] Result<ledger::CallView> call(Source const& source, ledger::CallId const& call,
                                            ledger::AsOf const& as_of);
[[nodiscard]] Result<Page<ledger::CallView, ledger::CallId>> calls(Source const& source,
                                                                   CallFilter const& filter,
                                                                   ledger::AsOf const& as_of,
                                                                   ledger::CallId const& after,
                                                                   std::size_t limit);
[[nodiscard]] Result<Page<ProgrammeView, ledger::ProgrammeId>> programmes(
    Source const& source, ledger::AsOf const& as_of, ledger::ProgrammeId const& after,
    std::size_t limit);

// ---- questions about events (history.cpp) ----

[[nodiscard]] Result<Page<Position>> history(Source const& source, ledger::StreamRef const& stream,
                                             ledger::AsOf const& as_of, Position after,
                                             std::size_t limit);
[[nodiscard]] Result<Page<RefusalView>> refusals(Source const& source, RefusalFilter const& filter,
                                                 ledger::AsOf const& as_of, Position after,
                                                 std::size_t limit);

}  // namespace gl::projections
