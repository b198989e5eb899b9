#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"
#include "ledger/command_hash.h"
#include "ledger/event.h"
#include "projections/effects.h"
#include "projections/store.h"

namespace gl::projections {

/// Turns events into rows of a store: the one place that says what an event adds to which view.
/// What it keeps between events is a cache: it is read back from the store where it is missing, so
/// that memory stays bounded and a restart begins with nothing. Thread: one.
class Fold {
 public:
  /// Most projects kept between runs; those not seen in the last run go first.
  static constexpr std::size_t projects_max = 131'072;

  Fold(Store& store, Uuid const& ledger) : store_(store), command_hash_(ledger) {}

  /// Adds events: the next ones behind `store.now()`, not beyond the end of the open run. Seals the
  /// run when it is full. Errors: corrupt, io (of what had to be read back).
  [[nodiscard]] Result<void> add(std::span<ledger::Event const> events);

 private:
  static constexpr std::uint64_t no_run = std::numeric_limits<std::uint64_t>::max();

  /// A series, and where its rows go in the open run.
  struct SeriesSlot {
    View view = View::money;
    SeriesKey key;
    SeriesState state;
    std::uint64_t run = no_run;  ///< that the pointers are of
    Chunks* chunks = nullptr;
    Chunks* late = nullptr;
    SeriesPlaces* places = nullptr;
  };
  struct ListSlot {
    SeriesKey key;
    std::uint64_t run = no_run;
    Chunks* chunks = nullptr;
  };
  struct ProjectSlot {
    SeriesSlot series;
    ListSlot stream;
    ProjectFacts facts;
    SeriesSlot* call = nullptr;   ///< found when first needed
    std::uint64_t last_used = 0;  ///< run
  };
  struct ProgrammeSlot {
    SeriesSlot authority;
    std::unordered_map<std::int32_t, SeriesSlot> credits;
  };

  /// What the events of one batch add, thought out before the store's lock is taken.
  struct Pending {
    struct Row {
      SeriesSlot* slot;
      SeriesRow row;
    };
    struct Listed {
      ListSlot* slot;
      Position position;
    };
    struct Joined {
      std::string key;
      Position position;
    };
    struct Head {
      SeriesKey key;
      Position position;
      Bytes row;
    };
    std::vector<Row> rows;
    std::vector<Listed> listed;
    std::vector<TimeChange> times;
    std::vector<CommandHashAt> commands;
    std::vector<Joined> joined;
    std::vector<Head> heads;
    std::vector<std::pair<ledger::ProgrammeId, ProgrammeEntry>> programmes;
    std::vector<std::pair<ledger::CallId, CallEntry>> calls;
    std::size_t rows_of_event = 0;  ///< where the present event's rows begin

    void clear();
    /// The row of the present event in this series; made if there is none.
    SeriesRow& row(SeriesSlot& slot, ledger::Envelope const& envelope);
  };

  // Thinking: no lock is held.
  [[nodiscard]] Result<void> think(ledger::Event const& event);
  [[nodiscard]] Result<void> think_of_project(ledger::Event const& event, ProjectSlot& project);
  [[nodiscard]] Result<void> think_of_postings(ledger::Event const& event, ProjectSlot* project);
  void think_of_commands(ledger::Event const& event);
  void think_of_creations(ledger::Event const& event);
  void add_head(ledger::Envelope const& envelope, ledger::Application const& application);
  void list(ledger::Event const& event, ProjectSlot* project);
  [[nodiscard]] Result<SeriesSlot*> call_of(ledger::Event const& event, ProjectSlot& project);

  // Slots, read back from the store where they are missing.
  [[nodiscard]] Result<ProjectSlot*> project(ledger::ProjectId const& id,
                                             ledger::Event const& event);
  [[nodiscard]] Result<ProgrammeSlot*> programme(ledger::ProgrammeId const& id);
  [[nodiscard]] Result<SeriesSlot*> credits(ProgrammeSlot& programme,
                                            ledger::Account const& account);
  [[nodiscard]] Result<SeriesSlot*> call(ledger::CallId const& id);
  [[nodiscard]] Result<void> read_back(SeriesSlot& slot, View view, SeriesKey key);
  void forget_some_projects();

  // Writing: under the store's lock.
  void write(MemRun& run, Directory& directory);
  static void write_row(MemRun& run, Directory& directory, Pending::Row const& pending);
  static void write_late(MemRun& run, SeriesSlot& slot, SeriesRow const& row,
                         Fields const& late_before);

  Store& store_;
  ledger::CommandHash command_hash_;
  std::unordered_map<ledger::ProjectId, ProjectSlot> projects_;
  std::unordered_map<ledger::ProgrammeId, ProgrammeSlot> programmes_;
  std::unordered_map<ledger::CallId, SeriesSlot> calls_;
  std::unordered_map<ledger::StreamRef, ListSlot> streams_;
  std::unordered_map<ledger::StreamRef, ListSlot> refused_;
  std::pair<ledger::ProgrammeId, ProgrammeSlot*> last_programme_{};
  Pending pending_;
  bool run_begins_ = true;
  Instant last_recorded_at_;
  std::uint64_t runs_ = 0;  ///< sealed by this fold: the age of cache entries
};

}  // namespace gl::projections
