#include "projections/views.h"

#include <spdlog/spdlog.h>

#include <string>
#include <utility>

#include "projections/effects.h"
#include "projections/follower.h"
#include "projections/keys.h"
#include "projections/source.h"

namespace gl::projections {

struct Views::Impl {
  journal::Journal& journal;
  std::unique_ptr<Follower> follower;

  /// Calls `ask(source)`; the views it is asked of stay until it returns.
  template <class Ask>
  [[nodiscard]] auto ask(Ask const& question) const {
    auto const store = follower->store();
    return question(Source{*store, journal});
  }
};

Result<std::unique_ptr<Views>> Views::open(ViewsConfig config, journal::Journal& journal) {
  if (config.run_events == 0) return fail(Errc::usage, "a run of the views has at least 1 event");
  Generations generations{config.dir, config.run_events};
  auto store = generations.open_current(journal);
  if (!store) return std::unexpected(store.error());
  spdlog::info("event=views_opened dir={} position={} head={}", (*store)->dir().filename().string(),
               (*store)->now().position.value(), journal.watermark().value());
  auto follower =
      Follower::start(std::move(config), journal, std::move(generations), std::move(*store));
  if (!follower) return std::unexpected(follower.error());
  return std::unique_ptr<Views>{
      new Views(std::unique_ptr<Impl>{new Impl{journal, std::move(*follower)}})};
}

Views::Views(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Views::~Views() = default;

Position Views::position() const { return impl_->follower->store()->now().position; }

bool Views::wait_for(Position not_before, std::chrono::steady_clock::time_point deadline) const {
  return impl_->follower->watermark().wait_for(not_before, deadline);
}

journal::Subscription Views::subscribe(std::function<void(Position)> listener) {
  return impl_->follower->watermark().subscribe(std::move(listener));
}

std::optional<Error> Views::failure() const { return impl_->follower->failure(); }

Result<ledger::AnsweredAt> Views::resolve(AsOf const& as_of) const {
  return impl_->ask([&](Source const& source) { return source.resolve(as_of); });
}

Result<ledger::ProgrammeBalances> Views::balances(ledger::ProgrammeId const& programme,
                                                  AsOf const& as_of) const {
  return impl_->ask(
      [&](Source const& source) { return projections::balances(source, programme, as_of); });
}

Result<Page<ledger::StatementLine>> Views::statement(ledger::ProgrammeId const& programme,
                                                     StatementFilter const& filter,
                                                     AsOf const& as_of, Position after,
                                                     std::size_t limit) const {
  return impl_->ask([&](Source const& source) {
    return projections::statement(source, programme, filter, as_of, after, limit);
  });
}

Result<Hash> Views::digest(Position position) const {
  return impl_->ask([&](Source const& source) { return projections::digest(source, position); });
}

Result<ledger::ProjectView> Views::project(ledger::ProjectId const& project,
                                           AsOf const& as_of) const {
  return impl_->ask(
      [&](Source const& source) { return projections::project(source, project, as_of); });
}

Result<Page<ledger::ProjectSummary, ledger::ProjectId>> Views::projects(
    ProjectFilter const& filter, AsOf const& as_of, ledger::ProjectId const& after,
    std::size_t limit) const {
  return impl_->ask([&](Source const& source) {
    return projections::projects(source, filter, as_of, after, limit);
  });
}

Result<ledger::CallView> Views::call(ledger::CallId const& call, AsOf const& as_of) const {
  return impl_->ask([&](Source const& source) { return projections::call(source, call, as_of); });
}

Result<Page<ledger::CallView, ledger::CallId>> Views::calls(CallFilter const& filter,
                                                            AsOf const& as_of,
                                                            ledger::CallId const& after,
                                                            std::size_t limit) const {
  return impl_->ask([&](Source const& source) {
    return projections::calls(source, filter, as_of, after, limit);
  });
}

Result<Page<ProgrammeView, ledger::ProgrammeId>> Views::programmes(AsOf const& as_of,
                                                                   ledger::ProgrammeId const& after,
                                                                   std::size_t limit) const {
  return impl_->ask(
      [&](Source const& source) { return projections::programmes(source, as_of, after, limit); });
}

namespace {

/// Nothing unless the views have yet to reach `at`.
std::optional<Error> behind(Position views, Position at) {
  if (at <= views) return std::nullopt;
  return Error{Errc::busy, "the views have reached position " + std::to_string(views.value()) +
                               " and not yet " + std::to_string(at.value()) +
                               ": ask again, or with not_before"};
}

}  // namespace

Result<std::optional<ProjectPlace>> Views::place_of(ledger::ProjectId const& project,
                                                    Position at) const {
  return impl_->ask([&](Source const& source) -> Result<std::optional<ProjectPlace>> {
    if (auto error = behind(source.store.now().position, at)) return std::unexpected(*error);
    auto const row = source.store.chunk_at(View::heads, project_series(project), at);
    if (!row) return std::unexpected(row.error());
    if (!*row) return std::nullopt;
    auto const head = decode_project_head(**row);
    if (!head) return std::unexpected(head.error());
    return ProjectPlace{head->call, head->programme, (*row)->first};
  });
}

Result<std::optional<ledger::ProgrammeId>> Views::programme_of(ledger::CallId const& call,
                                                               Position at) const {
  return impl_->ask([&](Source const& source) -> Result<std::optional<ledger::ProgrammeId>> {
    if (auto error = behind(source.store.now().position, at)) return std::unexpected(*error);
    return source.store.directory([&](Directory const& directory) {
      auto const found = directory.calls.find(call);
      bool const is_there = found != directory.calls.end() && found->second.created <= at;
      return is_there ? std::optional{found->second.programme} : std::nullopt;
    });
  });
}

bool Views::has_programme(ledger::ProgrammeId const& programme) const {
  return impl_->ask([&](Source const& source) {
    return source.store.directory(
        [&](Directory const& directory) { return directory.programmes.contains(programme); });
  });
}

Result<Page<Position>> Views::history(ledger::StreamRef const& stream, AsOf const& as_of,
                                      Position after, std::size_t limit) const {
  return impl_->ask([&](Source const& source) {
    return projections::history(source, stream, as_of, after, limit);
  });
}

Result<Page<RefusalView>> Views::refusals(RefusalFilter const& filter, AsOf const& as_of,
                                          Position after, std::size_t limit) const {
  return impl_->ask([&](Source const& source) {
    return projections::refusals(source, filter, as_of, after, limit);
  });
}

Result<Bytes> Views::event_bytes(Position position) const {
  if (position > this->position()) {
    return fail(Errc::busy, "the views have reached position " +
                                std::to_string(this->position().value()) + " and not yet " +
                                std::to_string(position.value()) +
                                ": ask again, or with not_before");
  }
  return impl_->journal.read_one(position);
}

Result<Position> Views::for_each_command_hash(
    std::function<void(Position, std::uint64_t)> const& fn) const {
  auto const store = impl_->follower->store();
  auto const through = store->position_on_disk();
  Result<void> decoded;
  auto const read = store->for_each_command_row([&](Chunk const& row) {
    if (!decoded || row.first > through) return;
    auto const hashes = command_hashes_in(row);
    if (!hashes) {
      decoded = std::unexpected(hashes.error());
      return;
    }
    for (auto const& [position, hash] : *hashes) fn(position, hash);
  });
  if (!read) return std::unexpected(read.error());
  if (!decoded) return std::unexpected(decoded.error());
  return through;
}

Result<RebuildReport> Views::rebuild(std::function<void(FoldProgress const&)> const& on_progress) {
  return impl_->follower->rebuild(on_progress);
}

}  // namespace gl::projections
