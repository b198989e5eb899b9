#include "projections/follower.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "ledger/decide.h"
#include "projections/snapshots.h"

namespace gl::projections {

// ------------------------------------------------------------------- life

Result<std::unique_ptr<Follower>> Follower::start(ViewsConfig config, journal::Journal& journal,
                                                  Generations generations,
                                                  std::shared_ptr<Store> store) {
  std::unique_ptr<Follower> follower{
      new Follower(std::move(config), journal, std::move(generations), std::move(store))};
  auto* self = follower.get();
  if (self->config_.snapshot_events > 0) {
    auto snapshot = latest_snapshot(self->config_.dir, journal.watermark());
    if (!snapshot) return std::unexpected(snapshot.error());
    self->state_.emplace();
    if (*snapshot) self->state_ = std::move((*snapshot)->state);
  }
  self->watermark_.move_to(self->store_->now().position);
  self->journal_moved_ = journal.subscribe([self](Position) {
    std::scoped_lock const lock(self->mutex_);
    self->woken_.notify_all();
  });
  self->thread_ = std::thread([self] { self->run(); });
  return follower;
}

Follower::Follower(ViewsConfig config, journal::Journal& journal, Generations generations,
                   std::shared_ptr<Store> store)
    : config_(std::move(config)),
      journal_(journal),
      generations_(std::move(generations)),
      reader_(journal),
      fold_(std::make_unique<Fold>(*store, config_.ledger)),
      store_(std::move(store)) {}

Follower::~Follower() {
  journal_moved_.cancel();
  stop_ = true;
  {
    std::scoped_lock const lock(mutex_);
    is_stopping_ = true;
    woken_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  while (is_rebuilding_) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  if (snapshot_.valid()) snapshot_.wait();
}

std::shared_ptr<Store> Follower::store() const {
  std::scoped_lock const lock(mutex_);
  return store_;
}

std::optional<Error> Follower::failure() const {
  std::scoped_lock const lock(mutex_);
  return failure_;
}

// ------------------------------------------------------------------- following

void Follower::run() {
  ProgressReport progress{config_.on_progress, folded()};
  while (wait_for_work()) {
    Result<void> done;
    {
      std::scoped_lock const step_lock(step_mutex_);
      done = step(progress);
    }
    if (!done) {
      fail_with(done.error());
    } else {
      watermark_.move_to(store()->now().position);
    }
  }
}

bool Follower::wait_for_work() {
  std::unique_lock lock(mutex_);
  woken_.wait(lock, [&] {
    if (is_stopping_ || failure_) return is_stopping_;
    auto const views = store_->now().position;
    return journal_.watermark() > (state_ ? std::min(views, state_->head()) : views);
  });
  return !is_stopping_;
}

Position Follower::folded() const {
  auto const views = store()->now().position;
  return state_ ? std::min(views, state_->head()) : views;
}

Result<void> Follower::step(ProgressReport& progress) {
  if (auto const failed = store()->failure()) return std::unexpected(*failed);
  auto const from = next(folded());
  auto const events = reader_.read(from, boundary_after(from));
  if (!events) return std::unexpected(events.error());
  if (events->empty()) return {};
  if (auto const done = fold_state(*events); !done) return done;
  if (auto const done = fold_views(*events); !done) return done;
  progress.at(events->back().envelope.position, journal_.watermark());
  return {};
}

/// Batches end where a run or a snapshot does.
Position Follower::boundary_after(Position position) const {
  auto const multiple = [&](std::uint64_t step) {
    return Position{(position.value() + step - 1) / step * step};
  };
  auto const run_end = multiple(config_.run_events);
  return state_ ? std::min(run_end, multiple(config_.snapshot_events)) : run_end;
}

Result<void> Follower::fold_state(std::span<ledger::Event const> events) {
  if (!state_) return {};
  for (auto const& event : events) {
    if (event.envelope.position > state_->head()) ledger::apply(*state_, event);
  }
  auto const last = events.back().envelope.position;
  if (state_->head() == last && last.value() % config_.snapshot_events == 0) {
    write_snapshot_aside();
  }
  return {};
}

Result<void> Follower::fold_views(std::span<ledger::Event const> events) {
  auto const done = store()->now().position;
  auto const first = std::ranges::upper_bound(
      events, done, {}, [](ledger::Event const& event) { return event.envelope.position; });
  return fold_->add({first, events.end()});
}

void Follower::write_snapshot_aside() {
  if (snapshot_.valid()) snapshot_.wait();
  snapshot_ = std::async(std::launch::async, [dir = config_.dir, position = state_->head(),
                                              bytes = encode_snapshot(*state_)]() mutable {
    auto const written = write_snapshot(dir, position, std::move(bytes));
    if (!written) {
      spdlog::warn("event=snapshot_failed position={} why=\"{}\"", position.value(),
                   written.error().what);
    }
  });
}

void Follower::fail_with(Error const& error) {
  spdlog::error("event=views_stopped position={} why=\"{}\"", store()->now().position.value(),
                error.what);
  {
    std::scoped_lock const lock(mutex_);
    failure_ = error;
  }
  if (config_.on_failure) config_.on_failure(error);
}

// ------------------------------------------------------------------- rebuilding

Result<RebuildReport> Follower::rebuild(
    std::function<void(FoldProgress const&)> const& on_progress) {
  if (is_rebuilding_.exchange(true)) {
    return fail(Errc::busy, "a rebuild of the views is under way: wait for it");
  }
  auto report = build_and_swap(on_progress);
  is_rebuilding_ = false;
  return report;
}

Result<void> Follower::build(Store& store, Fold& fold, EventReader& reader, Position last,
                             ProgressReport& progress) {
  for (auto done = store.now().position; done < last; done = store.now().position) {
    if (stop_) return fail(Errc::closed, "the views are being closed: the rebuild ended early");
    if (auto const failed = store.failure()) return std::unexpected(*failed);
    auto const events = reader.read(next(done), std::min(last, store.open_run_end()));
    if (!events) return std::unexpected(events.error());
    if (auto const added = fold.add(*events); !added) return added;
    progress.at(store.now().position, journal_.watermark());
  }
  return {};
}

namespace {

/// Compares the runs that both sets have on disk. Errors: corrupt, naming the run.
Result<std::uint64_t> compare(Store const& old, Store const& fresh) {
  std::uint64_t compared = 0;
  auto const old_runs = old.runs();
  for (auto const& run : fresh.runs()) {
    auto const same = std::ranges::find(old_runs, run.number, &journal::RunInfo::number);
    if (same == old_runs.end()) continue;
    if (!(*same == run)) {
      return fail(Errc::corrupt,
                  "run " + std::to_string(run.number) + " of the views (positions " +
                      std::to_string(run.first.value()) + " to " +
                      std::to_string(run.last.value()) +
                      ") differs from what the journal gives: the old views stay; stop the "
                      "server, delete views/ and start it again");
    }
    ++compared;
  }
  return compared;
}

}  // namespace

Result<RebuildReport> Follower::build_and_swap(
    std::function<void(FoldProgress const&)> const& on_progress) {
  auto fresh = generations_.make_next();
  if (!fresh) return std::unexpected(fresh.error());
  auto const store = *fresh;
  // Unless it takes over, it goes as it came.
  struct Remover {
    Store* unwanted;
    ~Remover() {
      if (unwanted != nullptr) unwanted->remove_on_close();
    }
  } remover{store.get()};
  auto fold = std::make_unique<Fold>(*store, config_.ledger);
  EventReader reader{journal_};
  ProgressReport progress{on_progress, Position{0}};
  auto const built = build(*store, *fold, reader, journal_.watermark(), progress);
  if (!built) return std::unexpected(built.error());
  store->wait_until_sealed_runs_are_on_disk();
  auto const compared = compare(*this->store(), *store);
  if (!compared) return std::unexpected(compared.error());

  std::scoped_lock const step_lock(step_mutex_);
  // What came meanwhile, with the follower held: as little as it can be.
  auto const last = std::max(journal_.watermark(), this->store()->now().position);
  if (auto const done = build(*store, *fold, reader, last, progress); !done) {
    return std::unexpected(done.error());
  }
  if (auto const done = swap(store, std::move(fold)); !done) return std::unexpected(done.error());
  remover.unwanted = nullptr;
  return RebuildReport{last, last.value() / config_.run_events, *compared,
                       progress.events_per_second(last)};
}

Result<void> Follower::swap(std::shared_ptr<Store> const& fresh, std::unique_ptr<Fold> fold) {
  if (auto const named = generations_.make_current(*fresh); !named) return named;
  fold_ = std::move(fold);
  std::shared_ptr<Store> old;
  {
    std::scoped_lock const lock(mutex_);
    old = std::exchange(store_, fresh);
    failure_.reset();
    woken_.notify_all();
  }
  spdlog::info("event=views_swapped dir={} position={}", fresh->dir().filename().string(),
               fresh->now().position.value());
  old->remove_on_close();
  watermark_.move_to(fresh->now().position);
  return {};
}

}  // namespace gl::projections
