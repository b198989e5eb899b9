#include <algorithm>
#include <string>
#include <vector>

#include "projections/effects.h"
#include "projections/project_fold.h"
#include "projections/source.h"

namespace gl::projections {

namespace {

using ledger::ProjectId;
using ledger::ProjectSummary;

std::unexpected<Error> unknown(ProjectId const& id, ledger::AnsweredAt const& at) {
  auto const by = at.effective ? " dated by " + to_string(*at.effective) : std::string{};
  return fail(Errc::not_found, "there is no project " + id.string() + " at position " +
                                   std::to_string(at.position.value()) + by);
}

/// Folds the project's events up to the point.
Result<ProjectFold> fold(Source const& source, ProjectId const& id, ledger::AnsweredAt const& at) {
  std::vector<Position> positions;
  auto const walked = source.each_row(View::projects, project_series(id), Position{0}, at.position,
                                      [&](SeriesRow const& row, SeriesState const&) {
                                        if (counts(at, CivilDate{row.day})) {
                                          positions.push_back(row.position);
                                        }
                                        return true;
                                      });
  if (!walked) return std::unexpected(walked.error());
  ProjectFold result;
  for (auto const position : positions) {
    auto const event = source.event_at(position);
    if (!event) return std::unexpected(event.error());
    result.take(*event);
  }
  if (!result.is_submitted()) return unknown(id, at);
  return result;
}

/// What the rows of a project say about it at a point.
struct RowsSay {
  Fields values{};
  Position last_event;
  bool is_whole = true;  ///< false: rows that count came behind others that do not
};

Result<RowsSay> rows_by_position(Source const& source, ProjectId const& id, Position last) {
  auto const chunk = source.store.chunk_at(View::projects, project_series(id), last);
  if (!chunk) return std::unexpected(chunk.error());
  if (!*chunk) return RowsSay{};
  ChunkCursor cursor{**chunk};
  RowsSay say;
  while (cursor.next(last)) say.last_event = cursor.row().position;
  if (!cursor.ok()) return damaged_row((*chunk)->first);
  say.values = cursor.state().values;
  return say;
}

Result<RowsSay> rows_by_date(Source const& source, ProjectId const& id,
                             ledger::AnsweredAt const& at) {
  RowsSay say;
  bool left_out = false;
  auto const walked = source.each_row(View::projects, project_series(id), Position{0}, at.position,
                                      [&](SeriesRow const& row, SeriesState const&) {
                                        if (!counts(at, CivilDate{row.day})) {
                                          left_out = true;
                                          return true;
                                        }
                                        add(say.values, row.deltas);
                                        say.last_event = row.position;
                                        say.is_whole = !left_out;
                                        return say.is_whole;
                                      });
  if (!walked) return std::unexpected(walked.error());
  return say;
}

/// The project as a row of a list; nothing if none of its events counts.
Result<std::optional<ProjectSummary>> summary(Source const& source, ProjectId const& id,
                                              ledger::AnsweredAt const& at) {
  auto const say =
      at.effective ? rows_by_date(source, id, at) : rows_by_position(source, id, at.position);
  if (!say) return std::unexpected(say.error());
  if (!say->is_whole) {  // states do not add up: fold the events themselves
    auto const folded = fold(source, id, at);
    if (folded) return folded->view().summary;
    if (folded.error().code == Errc::not_found) return std::nullopt;
    return std::unexpected(folded.error());
  }
  if (say->last_event < Position{1}) return std::nullopt;
  auto const row = source.store.chunk_at(View::heads, project_series(id), say->last_event);
  if (!row) return std::unexpected(row.error());
  if (!*row) return damaged_row(say->last_event);
  auto const head = decode_project_head(**row);
  if (!head) return std::unexpected(head.error());
  return summary_of(id, *head, say->values, say->last_event);
}

bool matches(ProjectSummary const& summary, ProjectFilter const& filter) {
  return (!filter.call || summary.call == *filter.call) &&
         (!filter.programme || summary.programme == *filter.programme) &&
         (!filter.state || summary.state == *filter.state);
}

std::string list_for(ProjectFilter const& filter) {
  if (filter.call) return projects_of_call(*filter.call);
  if (filter.programme) return projects_of_programme(*filter.programme);
  return all_projects();
}

/// Whether the things that the filter names are there. Errors: not_found.
Result<void> check_names(Source const& source, ProjectFilter const& filter, Position at) {
  auto const is_known = [&](auto const& map, auto const& id) {
    auto const found = map.find(id);
    return found != map.end() && found->second.created <= at;
  };
  return source.store.directory([&](Directory const& directory) -> Result<void> {
    if (filter.call && !is_known(directory.calls, *filter.call)) {
      return fail(Errc::not_found, "there is no call " + filter.call->string() + " at position " +
                                       std::to_string(at.value()));
    }
    if (filter.programme && !is_known(directory.programmes, *filter.programme)) {
      return fail(Errc::not_found, "there is no programme " + filter.programme->string() +
                                       " at position " + std::to_string(at.value()));
    }
    return {};
  });
}

}  // namespace

Result<ledger::ProjectView> project(Source const& source, ProjectId const& project,
                                    ledger::AsOf const& as_of) {
  auto const at = source.resolve(as_of);
  if (!at) return std::unexpected(at.error());
  auto folded = fold(source, project, *at);
  if (!folded) return std::unexpected(folded.error());
  return folded->view();
}

Result<Page<ProjectSummary, ProjectId>> projects(Source const& source, ProjectFilter const& filter,
                                                 ledger::AsOf const& as_of, ProjectId const& after,
                                                 std::size_t limit) {
  auto const at = source.resolve(as_of);
  if (!at) return std::unexpected(at.error());
  if (auto const known = check_names(source, filter, at->position); !known) {
    return std::unexpected(known.error());
  }
  auto const items_max = page_limit(limit);
  Page<ProjectSummary, ProjectId> page{{}, std::nullopt, *at};
  auto last = after;
  for (std::size_t examined = 0; examined < page_examined_max;) {
    auto const ids = source.store.members(list_for(filter), last, at->position, items_max + 1);
    if (!ids) return std::unexpected(ids.error());
    for (auto const& id : *ids) {
      if (page.items.size() == items_max) {
        page.next = last;
        return page;
      }
      auto const row = summary(source, id, *at);
      if (!row) return std::unexpected(row.error());
      if (*row && matches(**row, filter)) page.items.push_back(**row);
      last = id;
      ++examined;
    }
    if (ids->size() <= items_max) return page;
  }
  page.next = last;
  return page;
}

}  // namespace gl::projections
