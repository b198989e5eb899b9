#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "journal/journal.h"
#include "ledger/command.h"
#include "ledger/event.h"
#include "sequencer/sequencer.h"

namespace gl::sequencer {

/// A clock that the test sets while the sequencer reads it.
class TestClock final : public Clock {
 public:
  explicit TestClock(Instant start) : now_(start.microseconds()) {}
  [[nodiscard]] Instant now() override { return Instant{now_.load()}; }
  void set(Instant now) { now_ = now.microseconds(); }
  void advance_us(std::int64_t microseconds) { now_ += microseconds; }

 private:
  std::atomic<std::int64_t> now_;
};

/// A ledger in a temporary directory with a sequencer on it.
class Rig {
 public:
  /// 2016-09-05T12:00:00Z.
  static Instant start();

  explicit Rig(bool simulated = false, std::function<void(Config&)> configure = {});
  Rig(Rig const&) = delete;
  Rig& operator=(Rig const&) = delete;
  ~Rig();

  /// Stops, closes the journal and opens both again; everything is folded anew.
  void reopen();
  /// The same with what a snapshot at `position` and views up to `hashes_to` would give.
  void reopen_from(Position position, Position hashes_to);
  Result<void> reopen_with(Start from);
  /// Opens the journal again without writing; the next write fails.
  void reopen_read_only();

  /// Waits for the answers.
  Answers run(Submission submission);
  std::vector<ledger::Answer> run_each(std::vector<ledger::Command> commands);
  ledger::Answer run_one(ledger::Command command);
  std::vector<ledger::Answer> run_list(std::vector<ledger::Command> commands);
  std::vector<ledger::Answer> try_out(std::vector<ledger::Command> commands, bool atomic = false);
  std::optional<ledger::Answer> look_up(Uuid const& id);

  /// The durable event at `position`.
  ledger::Event event(Position position) const;
  std::uint64_t head() const { return journal->watermark().value(); }

  TestClock clock{start()};
  std::filesystem::path dir;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<Sequencer> sequencer;
  std::atomic<int> process_stopped{0};
  std::atomic<bool> answered_after_stop{false};

 private:
  Result<void> open(bool read_only, Start from);

  std::function<void(Config&)> configure_;
};

/// A new id each time, the same in each run.
Uuid new_id();

/// The command of this person in this role, with a new id, dated 2016-09-01, and its digest.
ledger::Command command(std::string_view person, ledger::Role role, ledger::CommandBody body);
/// The digest anew after a change.
ledger::Command sealed(ledger::Command command);

ledger::Command create_programme(std::string_view id);
ledger::Command vote(std::string_view programme, std::string_view amount);
ledger::Command adjust(std::string_view programme, std::string_view amount);

/// Commands that take a project from nothing to an award of 10,000 euros, in order. The first two
/// make the programme and its call, for all projects.
std::vector<ledger::Command> open_call(std::string_view programme, std::string_view call);
std::vector<ledger::Command> award(std::string_view call, std::string_view project);

/// What each event of the journal says about its block: positions and versions without gaps,
/// recorded time never back.
void expect_one_gapless_order(journal::Journal const& journal);

}  // namespace gl::sequencer
