#include "projections/store.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <system_error>

namespace gl::projections {

namespace {

journal::ViewIndex index_of(View view) {
  return journal::ViewIndex{static_cast<std::size_t>(view)};
}

/// Series and rows that the directory knows the places of; the others are found by seeking.
bool is_placed(View view) {
  return view == View::money || view == View::late || view == View::times;
}

Chunk copy_of(GrowingChunk const& growing) { return growing.chunk; }

/// The end of all keys that start with `prefix`, which does not end in 0xff.
Bytes end_of(std::string_view prefix) {
  auto const bytes = gl::as_bytes(prefix);
  Bytes end{bytes.begin(), bytes.end()};
  end.back() = static_cast<std::byte>(static_cast<unsigned>(end.back()) + 1);
  return end;
}

std::chrono::milliseconds since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               start);
}

}  // namespace

// ------------------------------------------------------------------- opening and closing

Store::Store(std::filesystem::path dir, std::unique_ptr<journal::Database> database)
    : dir_(std::move(dir)), database_(std::move(database)) {}

Result<std::shared_ptr<Store>> Store::open(std::filesystem::path dir, std::uint64_t run_events) {
  journal::DatabaseConfig config;
  config.dir = dir;
  config.format = views_format;
  config.views = view_configs();
  auto database = journal::Database::open(std::move(config));
  if (!database) return std::unexpected(database.error());
  std::shared_ptr<Store> store{new Store(std::move(dir), std::move(*database))};
  if (auto const loaded = store->load(run_events); !loaded) {
    return std::unexpected(loaded.error());
  }
  store->builder_ = std::thread([owner = store.get()] { owner->bring_to_disk(); });
  return store;
}

Store::~Store() {
  to_disk_.close();
  if (builder_.joinable()) builder_.join();
  if (!remove_on_close_) return;
  database_.reset();
  std::error_code failed;
  std::filesystem::remove_all(dir_, failed);
  spdlog::info("event=views_removed dir={} ok={}", dir_.filename().string(), !failed);
}

Result<void> Store::load(std::uint64_t run_events) {
  run_events_ = run_events;
  std::uint64_t number = 0;
  if (auto const last = database_->last_run()) {
    number = last->number + 1;
    on_disk_ = last->last;
    if (on_disk_.value() != number * run_events) {
      return fail(Errc::malformed, "the views have " + std::to_string(on_disk_.value()) +
                                       " events in " + std::to_string(number) + " runs, not " +
                                       std::to_string(run_events) + " in each");
    }
  }
  Result<void> added;
  auto const read = database_->scan(index_of(View::index), {}, {}, journal::Direction::forward,
                                    [&](ByteView key, ByteView row) {
                                      if (row.size() < 8) {
                                        added = damaged_row(position_at_end(key));
                                        return false;
                                      }
                                      mark_on_disk_ = from_big_endian(row);
                                      added = directory_.add(row.subspan(8));
                                      return added.has_value();
                                    });
  if (!read) return read;
  if (!added) return added;
  open_ =
      std::make_unique<MemRun>(number, next(on_disk_), Position{on_disk_.value() + run_events_});
  now_.position = on_disk_;
  if (directory_.times.empty()) return {};
  auto const chunk = chunk_at(View::times, {}, on_disk_);
  if (!chunk) return std::unexpected(chunk.error());
  auto const times = times_in(**chunk);
  if (!times) return std::unexpected(times.error());
  now_.recorded_at = times->back().recorded_at;
  return {};
}

// ------------------------------------------------------------------- writing

void Store::seal() {
  auto next_run = std::make_unique<MemRun>(open_->number + 1, gl::next(open_->last),
                                           Position{open_->last.value() + run_events_});
  std::shared_ptr<MemRun const> sealed;
  {
    std::scoped_lock const lock(mutex_);
    GL_CHECK(now_.position == open_->last, "sealed a run that is not full");
    open_->index_row = directory_.added_since(open_->first);
    sealed = std::move(open_);
    sealed_.push_back(sealed);
    open_ = std::move(next_run);
  }
  static_cast<void>(to_disk_.push(std::move(sealed)));
}

void Store::bring_to_disk() {
  while (auto const run = to_disk_.pop()) {
    auto const start = std::chrono::steady_clock::now();
    auto const rows = sorted_rows(**run);
    auto const built_ms = since(start).count();
    auto const ingested = database_->ingest(rows);
    std::scoped_lock const lock(mutex_);
    if (!ingested) {
      spdlog::error("event=views_run_failed run={} why=\"{}\"", rows.number, ingested.error().what);
      failure_ = ingested.error();
      to_disk_.close();
      brought_to_disk_.notify_all();
      return;
    }
    spdlog::debug("event=views_run_built run={} last={} build_ms={} total_ms={}", rows.number,
                  rows.last.value(), built_ms, since(start).count());
    on_disk_ = rows.last;
    std::erase(sealed_, *run);
    brought_to_disk_.notify_all();
  }
}

void Store::wait_until_sealed_runs_are_on_disk() const {
  std::unique_lock lock(mutex_);
  brought_to_disk_.wait(lock, [&] { return sealed_.empty() || failure_; });
}

// ------------------------------------------------------------------- reading

Store::Now Store::now() const {
  std::scoped_lock const lock(mutex_);
  return now_;
}

Position Store::position_on_disk() const {
  std::scoped_lock const lock(mutex_);
  return on_disk_;
}

std::optional<Error> Store::failure() const {
  std::scoped_lock const lock(mutex_);
  return failure_;
}

namespace {

/// The element of `places`, which are in order, before the first that begins after `at`.
template <class Place>
std::optional<Position> last_place(std::vector<Place> const& places, Position at) {
  auto const after = std::ranges::upper_bound(places, at, {}, &Place::first);
  if (after == places.begin()) return std::nullopt;
  return std::prev(after)->first;
}

template <class Place>
std::optional<Position> first_place(std::vector<Place> const& places, Position after) {
  auto const found = std::ranges::upper_bound(places, after, {}, &Place::first);
  if (found == places.end()) return std::nullopt;
  return found->first;
}

}  // namespace

std::optional<Position> Store::place_at(View view, SeriesKey const& series, Position at) const {
  if (view == View::times) return last_place(directory_.times, at);
  auto const found = directory_.series.find(series);
  if (found == directory_.series.end()) return std::nullopt;
  auto const& places = found->second;
  return view == View::money ? last_place(places.chunks, at) : last_place(places.late, at);
}

std::optional<Position> Store::place_after(View view, SeriesKey const& series,
                                           Position after) const {
  if (view == View::times) return first_place(directory_.times, after);
  auto const found = directory_.series.find(series);
  if (found == directory_.series.end()) return std::nullopt;
  auto const& places = found->second;
  return view == View::money ? first_place(places.chunks, after) : first_place(places.late, after);
}

Result<std::optional<Chunk>> Store::chunk_placed(View view, SeriesKey const& series,
                                                 std::optional<Position> first,
                                                 std::unique_lock<std::mutex> lock) const {
  if (!first) return std::nullopt;
  auto const of = [&](MemRun const& run) {
    auto const* chunks = run.find(view, series);
    GL_CHECK(chunks != nullptr, "the directory names a chunk that its run does not have");
    return copy_of(*last_at_or_before(*chunks, *first));
  };
  if (*first >= open_->first) return of(*open_);
  for (auto const& run : sealed_) {
    if (*first < run->first || *first > run->last) continue;
    auto const kept = run;  // NOLINT(performance-unnecessary-copy-initialization): once unlocked
    lock.unlock();
    return of(*kept);
  }
  lock.unlock();
  auto bytes = database_->get(index_of(view), place_key(*first, series));
  if (!bytes) return std::unexpected(bytes.error());
  if (!*bytes) return damaged_row(*first);
  return Chunk{*first, std::move(**bytes)};
}

Result<std::optional<Chunk>> Store::chunk_at(View view, SeriesKey const& series,
                                             Position at) const {
  std::unique_lock lock(mutex_);
  if (is_placed(view)) {
    auto const first = place_at(view, series, at);
    return chunk_placed(view, series, first, std::move(lock));
  }
  auto const in = [&](MemRun const& run) -> GrowingChunk const* {
    auto const* chunks = run.find(view, series);
    return chunks == nullptr ? nullptr : last_at_or_before(*chunks, at);
  };
  if (auto const* growing = in(*open_)) return copy_of(*growing);
  auto const sealed = sealed_;
  auto const is_something_on_disk = on_disk_ >= Position{1};
  lock.unlock();
  for (auto run = sealed.rbegin(); run != sealed.rend(); ++run) {
    if (auto const* growing = in(**run)) return copy_of(*growing);
  }
  if (!is_something_on_disk) return std::nullopt;
  auto row =
      database_->last_at_or_before(index_of(view), gl::as_bytes(series), seek_key(series, at));
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  return Chunk{position_at_end((*row)->key), std::move((*row)->value)};
}

Result<std::optional<Chunk>> Store::chunk_on_disk_after(View view, SeriesKey const& series,
                                                        Position after) const {
  std::optional<Chunk> found;
  auto const read = database_->scan(index_of(view), seek_key(series, next(after)), end_of(series),
                                    journal::Direction::forward, [&](ByteView key, ByteView value) {
                                      found =
                                          Chunk{position_at_end(key), {value.begin(), value.end()}};
                                      return false;
                                    });
  if (!read) return std::unexpected(read.error());
  return found;
}

Result<std::optional<Chunk>> Store::chunk_after(View view, SeriesKey const& series,
                                                Position after) const {
  std::unique_lock lock(mutex_);
  if (is_placed(view)) {
    auto const first = place_after(view, series, after);
    return chunk_placed(view, series, first, std::move(lock));
  }
  auto const in = [&](MemRun const& run) -> GrowingChunk const* {
    auto const* chunks = run.find(view, series);
    return chunks == nullptr ? nullptr : first_after(*chunks, after);
  };
  // The newest is looked at first: what is sealed or on disk later was there before.
  std::optional<Chunk> newest;
  if (auto const* growing = in(*open_)) newest = copy_of(*growing);
  auto const sealed = sealed_;
  auto const on_disk = on_disk_;
  lock.unlock();
  if (after < on_disk) {
    auto older = chunk_on_disk_after(view, series, after);
    if (!older || *older) return older;
  }
  for (auto const& run : sealed) {
    if (auto const* growing = in(*run)) return copy_of(*growing);
  }
  return newest;
}

Result<SeriesState> Store::state_at(View view, SeriesKey const& series, Position at) const {
  auto const chunk = chunk_at(view, series, at);
  if (!chunk) return std::unexpected(chunk.error());
  if (!*chunk) return SeriesState{};
  return state_in(**chunk, at);
}

Result<std::vector<ledger::ProjectId>> Store::members(std::string const& list,
                                                      ledger::ProjectId const& after, Position at,
                                                      std::size_t items_max) const {
  auto const from = list + after.string();
  std::vector<ledger::ProjectId> found;
  auto const collect = [&](MemRun const& run) {
    std::size_t taken = 0;
    for (auto member = run.members.upper_bound(from);
         member != run.members.end() && member->first.starts_with(list) && taken < items_max;
         ++member) {
      if (member->second > at) continue;
      found.emplace_back(std::string_view{member->first}.substr(list.size()));
      ++taken;
    }
  };
  std::unique_lock lock(mutex_);
  collect(*open_);
  auto const sealed = sealed_;
  lock.unlock();
  for (auto const& run : sealed) collect(*run);
  std::size_t taken = 0;
  auto const read =
      database_->scan(index_of(View::members), gl::as_bytes(from + '\0'), end_of(list),
                      journal::Direction::forward, [&](ByteView key, ByteView value) {
                        if (position_at_end(value) > at) return true;
                        found.emplace_back(as_text(key).substr(list.size()));
                        return ++taken < items_max;
                      });
  if (!read) return std::unexpected(read.error());
  std::ranges::sort(found);
  auto const repeated = std::ranges::unique(found);
  found.erase(repeated.begin(), repeated.end());
  if (found.size() > items_max) found.resize(items_max);
  return found;
}

Result<void> Store::for_each_command_row(std::function<void(Chunk const&)> const& visit) const {
  return database_->scan(index_of(View::commands), {}, {}, journal::Direction::forward,
                         [&](ByteView key, ByteView value) {
                           visit({position_at_end(key), {value.begin(), value.end()}});
                           return true;
                         });
}

}  // namespace gl::projections
