#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "base/result.h"
#include "journal/journal.h"
#include "journal/watermark.h"
#include "ledger/state.h"
#include "projections/event_reader.h"
#include "projections/fold.h"
#include "projections/generations.h"
#include "projections/store.h"
#include "projections/views.h"

namespace gl::projections {

/// Keeps a set of views, and snapshots of the sequencer's state, up with the journal, on a thread
/// of its own. A resource.
class Follower {
 public:
  /// Starts following; `store` is where the views stand. Errors: io (of reading snapshots).
  [[nodiscard]] static Result<std::unique_ptr<Follower>> start(ViewsConfig config,
                                                               journal::Journal& journal,
                                                               Generations generations,
                                                               std::shared_ptr<Store> store);

  Follower(Follower const&) = delete;
  Follower& operator=(Follower const&) = delete;
  ~Follower();

  /// The views that serve now. A reader keeps them for as long as it answers. Thread: any.
  [[nodiscard]] std::shared_ptr<Store> store() const;
  [[nodiscard]] journal::Watermark& watermark() { return watermark_; }
  [[nodiscard]] journal::Watermark const& watermark() const { return watermark_; }
  [[nodiscard]] std::optional<Error> failure() const;

  /// See Views::rebuild. Thread: any.
  [[nodiscard]] Result<RebuildReport> rebuild(
      std::function<void(FoldProgress const&)> const& on_progress);

 private:
  Follower(ViewsConfig config, journal::Journal& journal, Generations generations,
           std::shared_ptr<Store> store);

  void run();
  [[nodiscard]] bool wait_for_work();
  [[nodiscard]] Result<void> step(ProgressReport& progress);
  [[nodiscard]] Result<void> fold_state(std::span<ledger::Event const> events);
  [[nodiscard]] Result<void> fold_views(std::span<ledger::Event const> events);
  [[nodiscard]] Position boundary_after(Position position) const;
  [[nodiscard]] Position folded() const;
  void write_snapshot_aside();
  void fail_with(Error const& error);

  /// Brings a new set of views up to `last`.
  [[nodiscard]] Result<void> build(Store& store, Fold& fold, EventReader& reader, Position last,
                                   ProgressReport& progress);
  [[nodiscard]] Result<RebuildReport> build_and_swap(
      std::function<void(FoldProgress const&)> const& on_progress);
  [[nodiscard]] Result<void> swap(std::shared_ptr<Store> const& fresh, std::unique_ptr<Fold> fold);

  ViewsConfig const config_;
  journal::Journal& journal_;
  Generations generations_;

  // The follower's, and a rebuild's for the moment of the swap.
  std::mutex step_mutex_;
  EventReader reader_;
  std::unique_ptr<Fold> fold_;
  std::optional<ledger::State> state_;  ///< none: no snapshots are wanted
  std::future<void> snapshot_;          ///< the one being written

  mutable std::mutex mutex_;  ///< guards what follows
  std::condition_variable woken_;
  std::shared_ptr<Store> store_;
  std::optional<Error> failure_;
  bool is_stopping_ = false;

  std::atomic<bool> stop_{false};
  std::atomic<bool> is_rebuilding_{false};
  journal::Watermark watermark_;
  journal::Subscription journal_moved_;
  std::thread thread_;
};

}  // namespace gl::projections
