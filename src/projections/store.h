#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/bounded_queue.h"
#include "base/result.h"
#include "base/strong.h"
#include "base/time.h"
#include "journal/database.h"
#include "projections/directory.h"
#include "projections/mem_run.h"

namespace gl::projections {

/// One set of views: the runs on disk, those sealed and on their way there, and the open one in
/// memory. Everything up to `now()` can be read; rows never change, so what a point in the past
/// looks like does not depend on when it is asked for. A resource, shared by its readers.
///
/// Thread: reading any; writing one, the folder's. A thread of its own brings sealed runs to disk.
class Store {
 public:
  struct Now {
    Position position;
    Instant recorded_at;
  };

  /// Opens or begins the views in `dir`. Errors: malformed (another format, another length of
  /// runs: throw the directory away), newer_format, corrupt, locked, io.
  [[nodiscard]] static Result<std::shared_ptr<Store>> open(std::filesystem::path dir,
                                                           std::uint64_t run_events);

  Store(Store const&) = delete;
  Store& operator=(Store const&) = delete;
  /// Waits until sealed runs are on disk.
  ~Store();

  // ---- reading ----

  /// The last event written.
  [[nodiscard]] Now now() const;
  /// The last event of the last run on disk; 0: none.
  [[nodiscard]] Position position_on_disk() const;
  /// The mark of the event at the end of the last run that was on disk at open (`mark_of`).
  [[nodiscard]] std::uint64_t mark_at_open() const { return mark_on_disk_; }
  [[nodiscard]] std::vector<journal::RunInfo> runs() const { return database_->runs(); }
  /// Why sealed runs no longer come to disk, if so.
  [[nodiscard]] std::optional<Error> failure() const;

  /// The last chunk of a series or list that begins at or before `at`. Errors: corrupt, io.
  [[nodiscard]] Result<std::optional<Chunk>> chunk_at(View view, SeriesKey const& series,
                                                      Position at) const;
  /// The first chunk of a series or list that begins after `after`. Errors: corrupt, io.
  [[nodiscard]] Result<std::optional<Chunk>> chunk_after(View view, SeriesKey const& series,
                                                         Position after) const;
  /// The state of a series after `at`; that before all rows if it has none. Errors: corrupt, io.
  [[nodiscard]] Result<SeriesState> state_at(View view, SeriesKey const& series, Position at) const;
  /// The projects in a list that joined at or before `at`, by id, after `after`, at most
  /// `items_max`. Errors: corrupt, io.
  [[nodiscard]] Result<std::vector<ledger::ProjectId>> members(std::string const& list,
                                                               ledger::ProjectId const& after,
                                                               Position at,
                                                               std::size_t items_max) const;
  /// Every row of View::commands on disk, in order. Errors: corrupt, io.
  [[nodiscard]] Result<void> for_each_command_row(
      std::function<void(Chunk const&)> const& visit) const;

  /// Calls `look(directory)` under the lock, and returns what it returns: a copy, quickly made.
  template <class Look>
  [[nodiscard]] auto directory(Look const& look) const {
    std::scoped_lock const lock(mutex_);
    return look(std::as_const(directory_));
  }

  // ---- writing ----

  /// Calls `put(open run, directory)` under the lock to add the rows of events up to `through`.
  template <class Put>
  void write(Now through, Put const& put) {
    std::scoped_lock const lock(mutex_);
    put(*open_, directory_);
    now_ = through;
  }
  /// The last position of the open run: not beyond it may be written.
  [[nodiscard]] Position open_run_end() const { return open_->last; }
  /// Seals the open run, which is full, and opens the next. Waits while two are on their way.
  void seal();
  /// Waits until no sealed run is on its way to disk, or none can come there any more.
  void wait_until_sealed_runs_are_on_disk() const;
  /// The directory is removed when the last reader has gone.
  void remove_on_close() { remove_on_close_ = true; }
  [[nodiscard]] std::filesystem::path const& dir() const { return dir_; }

 private:
  using Sealed = std::vector<std::shared_ptr<MemRun const>>;

  Store(std::filesystem::path dir, std::unique_ptr<journal::Database> database);

  [[nodiscard]] Result<void> load(std::uint64_t run_events);
  void bring_to_disk();
  [[nodiscard]] std::optional<Position> place_at(View view, SeriesKey const& series,
                                                 Position at) const;
  [[nodiscard]] std::optional<Position> place_after(View view, SeriesKey const& series,
                                                    Position after) const;
  [[nodiscard]] Result<std::optional<Chunk>> chunk_placed(View view, SeriesKey const& series,
                                                          std::optional<Position> first,
                                                          std::unique_lock<std::mutex> lock) const;
  [[nodiscard]] Result<std::optional<Chunk>> chunk_on_disk_after(View view, SeriesKey const& series,
                                                                 Position after) const;

  std::filesystem::path const dir_;
  std::unique_ptr<journal::Database> database_;
  std::uint64_t run_events_ = 0;
  std::uint64_t mark_on_disk_ = 0;
  bool remove_on_close_ = false;

  mutable std::mutex mutex_;  ///< guards what follows
  mutable std::condition_variable brought_to_disk_;
  Directory directory_;
  Now now_;
  std::unique_ptr<MemRun> open_;
  Sealed sealed_;  ///< oldest first
  Position on_disk_;
  std::optional<Error> failure_;

  BoundedQueue<std::shared_ptr<MemRun const>> to_disk_{1};
  std::thread builder_;
};

}  // namespace gl::projections
