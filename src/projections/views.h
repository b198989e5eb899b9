#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "base/uuid.h"
#include "journal/watermark.h"
#include "ledger/view.h"
#include "projections/queries.h"

namespace gl::journal {
class Journal;
}

namespace gl::projections {

/// How far a fold has come.
struct FoldProgress {
  Position position;  ///< folded so far
  Position head;      ///< the journal's
  double events_per_second = 0;
};

struct ViewsConfig {
  /// The ledger's data directory, which holds (or gets) views/.
  std::filesystem::path dir;
  /// The ledger's id: the key of the command hashes.
  Uuid ledger;
  /// Events in a sorted run, at least 1. Runs end at its multiples, so that they are the same
  /// whenever they are built. Changing it rebuilds the views.
  std::uint64_t run_events = 256'000;
  /// A snapshot of the sequencer's state is written at every multiple of this; 0: never.
  std::uint64_t snapshot_events = 1'024'000;
  /// Called while the follower catches up, at most ten times a second, on its thread. May be empty.
  std::function<void(FoldProgress const&)> on_progress;
  /// Called once if the follower had to stop (an event of an unknown type, a disk error), on its
  /// thread. Views then stay where they are. May be empty.
  std::function<void(Error const&)> on_failure;
};

/// What a rebuild did.
struct RebuildReport {
  Position position;  ///< where the new views took over
  std::uint64_t runs_built = 0;
  std::uint64_t runs_compared = 0;  ///< those that the old views had too, found equal
  double events_per_second = 0;
};

/// The answers to questions about the ledger, at any point of its past: folds over the events in
/// `views/`, which may be deleted at any time: that costs time, never data (docs/views.md).
/// A follower thread pulls durable events from the journal; queries run on any thread meanwhile
/// and never see an event that is not durable. A resource; outlived by its journal.
///
/// A point asked for beyond what the views have reached is an error (busy, naming both positions),
/// not a wait: callers first `wait_for` it. Errors of every query: not_found (unknown id; a point
/// beyond the head or before the first event), busy, usage (position and recorded time together),
/// corrupt, io.
class Views {
 public:
  using AsOf = ledger::AsOf;

  /// Opens views/, or begins it anew where it is missing, of another format or damaged; starts
  /// the follower. Catching up goes on after the return: see `wait_for`.
  /// Errors: newer_format, locked, io.
  [[nodiscard]] static Result<std::unique_ptr<Views>> open(ViewsConfig config,
                                                           journal::Journal& journal);

  Views(Views const&) = delete;
  Views& operator=(Views const&) = delete;
  /// Stops the follower. Nobody may be inside any other call, `rebuild` excepted: it ends early.
  ~Views();

  // ---- where the views stand ----

  /// The last event folded: what a question without a point is answered for.
  [[nodiscard]] Position position() const;
  /// Waits until `position()` is at `not_before` or more; false when `deadline` came first.
  [[nodiscard]] bool wait_for(Position not_before,
                              std::chrono::steady_clock::time_point deadline) const;
  /// Calls `listener` with the new position after each step, on the follower's thread, until the
  /// returned value is destroyed. The listener is quick and neither subscribes nor unsubscribes.
  [[nodiscard]] journal::Subscription subscribe(std::function<void(Position)> listener);
  /// Why the follower stopped, if it did.
  [[nodiscard]] std::optional<Error> failure() const;
  /// The point that a question with this `as_of` is answered for. Of a recorded time: the last
  /// event recorded at or before it.
  [[nodiscard]] Result<ledger::AnsweredAt> resolve(AsOf const& as_of) const;

  // ---- money ----

  [[nodiscard]] Result<ledger::ProgrammeBalances> balances(ledger::ProgrammeId const& programme,
                                                           AsOf const& as_of) const;
  /// The lines posted to the programme's accounts after position `after`, in ledger order. All
  /// lines of an event stand on one page, which may thus hold a few more than `limit`. With an
  /// effective date: only lines dated on or before it; `balance` stays in ledger order.
  [[nodiscard]] Result<Page<ledger::StatementLine>> statement(ledger::ProgrammeId const& programme,
                                                              StatementFilter const& filter,
                                                              AsOf const& as_of, Position after,
                                                              std::size_t limit) const;
  /// SHA-256 of the trial balance after `position`: equal to `TrialBalance::digest()` there.
  /// Takes time in proportion to the number of projects.
  [[nodiscard]] Result<Hash> digest(Position position) const;

  // ---- things ----

  [[nodiscard]] Result<ledger::ProjectView> project(ledger::ProjectId const& project,
                                                    AsOf const& as_of) const;
  /// By id; `after` empty: from the first.
  [[nodiscard]] Result<Page<ledger::ProjectSummary, ledger::ProjectId>> projects(
      ProjectFilter const& filter, AsOf const& as_of, ledger::ProjectId const& after,
      std::size_t limit) const;
  [[nodiscard]] Result<ledger::CallView> call(ledger::CallId const& call, AsOf const& as_of) const;
  [[nodiscard]] Result<Page<ledger::CallView, ledger::CallId>> calls(CallFilter const& filter,
                                                                     AsOf const& as_of,
                                                                     ledger::CallId const& after,
                                                                     std::size_t limit) const;
  [[nodiscard]] Result<Page<ProgrammeView, ledger::ProgrammeId>> programmes(
      AsOf const& as_of, ledger::ProgrammeId const& after, std::size_t limit) const;

  /// The call and the programme of a project, as its application stood at `at`; nothing if it was
  /// not submitted by then. Errors: busy (`at` is beyond `position()`), corrupt, io.
  [[nodiscard]] Result<std::optional<ProjectPlace>> place_of(ledger::ProjectId const& project,
                                                             Position at) const;
  /// The programme of a call that was there at `at`. Errors: busy.
  [[nodiscard]] Result<std::optional<ledger::ProgrammeId>> programme_of(ledger::CallId const& call,
                                                                        Position at) const;
  /// Whether there is such a programme.
  [[nodiscard]] bool has_programme(ledger::ProgrammeId const& programme) const;

  // ---- events ----

  /// The positions of a stream's events after `after`. With an effective date: of those dated on
  /// or before it.
  [[nodiscard]] Result<Page<Position>> history(ledger::StreamRef const& stream, AsOf const& as_of,
                                               Position after, std::size_t limit) const;
  /// Recorded refusals after position `after`, in ledger order.
  [[nodiscard]] Result<Page<RefusalView>> refusals(RefusalFilter const& filter, AsOf const& as_of,
                                                   Position after, std::size_t limit) const;
  /// The bytes of the event at `position`, as they were hashed; not beyond `position()`.
  [[nodiscard]] Result<Bytes> event_bytes(Position position) const;

  // ---- for the sequencer ----

  /// Calls `fn` with the position and hash (ledger/command_hash.h) of every command id, in
  /// position order: each event's own, then those listed in an atomic list's refusal. Events of
  /// one command repeat its hash. Returns the last position covered, that of the last sealed run;
  /// the ids behind it are in the journal.
  [[nodiscard]] Result<Position> for_each_command_hash(
      std::function<void(Position, std::uint64_t)> const& fn) const;

  // ---- care ----

  /// Builds the views again into a new directory while the old ones serve, compares the runs that
  /// both have, swaps, and removes the old ones when their last reader has gone. On the caller's
  /// thread; `on_progress` is called at most ten times a second on it and may be empty.
  /// Errors: corrupt (naming the run that differs: the old views stay), busy (one is under way),
  /// closed (the views are being closed), io.
  [[nodiscard]] Result<RebuildReport> rebuild(
      std::function<void(FoldProgress const&)> const& on_progress);

 private:
  struct Impl;
  explicit Views(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace gl::projections
