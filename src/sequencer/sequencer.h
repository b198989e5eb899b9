#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "base/result.h"
#include "base/strong.h"
#include "base/time.h"
#include "journal/journal.h"
#include "ledger/state.h"
#include "replication/ordered_log.h"
#include "sequencer/submission.h"

namespace gl::sequencer {

/// Logs have been flushed: ends the process with status 70 (EX_SOFTWARE), without destructors.
[[noreturn]] void end_process();

struct Config {
  /// A block is handed on when it has so many events or bytes, or when the disk is free and
  /// nothing waits. An atomic list that begins below a limit may end above it.
  std::size_t block_events_max = 8'192;
  std::size_t block_bytes_max = 8ULL << 20;
  /// Taken in and not yet decided; then `submit` says busy.
  std::size_t queue_commands_max = 65'536;
  std::size_t queue_submissions_max = 16'384;
  /// The agreed order of blocks; outlives the sequencer. Null: this node alone.
  replication::OrderedLog* order = nullptr;
  /// Called once, on any thread, after a failed write or read of the journal was logged: nothing
  /// is answered any more. It must end the process; only a test may return.
  std::function<void()> stop_process = end_process;
  /// Called now and then while `open` folds the journal, with the position reached and the head.
  /// May be empty.
  std::function<void(Position, Position)> on_progress;
  /// Called once by `open` with the state at the journal's head, before anything is decided: for
  /// what must hold outside as the history says. An error ends the opening. May be empty.
  std::function<Result<void>(ledger::State const&)> on_folded;
};

/// Takes the keyed hash (`ledger::CommandHash`) of a command id that stands at a position.
using HashSink = std::function<void(Position position, std::uint64_t hash)>;

/// Where the fold begins: a snapshot that the caller trusts, or nothing.
struct Start {
  ledger::State state;
  /// The last event folded into `state`; 0: none.
  Position position;
  /// Gives the command ids of the first events as hashes, in position order: each event's own,
  /// then those in an atomic list's refusal; events of one command may repeat its hash. Returns the
  /// last position covered, before or after `position`, not beyond the journal's head; ids behind
  /// it are read from the journal. Such is `Views::for_each_command_hash`. May be empty.
  std::function<Result<Position>(HashSink const& sink)> load_hashes;
};

/// What an operator wants to know.
struct Status {
  Position head;                   ///< durable
  std::size_t queue_commands = 0;  ///< taken in, not yet decided
  std::size_t queue_submissions = 0;
  std::uint64_t blocks = 0;  ///< durable since open, as the two below
  std::uint64_t events = 0;
  std::uint64_t commands = 0;              ///< answered
  std::uint64_t turned_away = 0;           ///< commands not tried: refusals of their sender used up
  std::chrono::microseconds commit_p50{};  ///< from handing a block on to its sync, last minute
  std::chrono::microseconds commit_p99{};
  std::chrono::microseconds clock_skew{};  ///< how far the clock stands behind recorded time
  std::size_t command_ids = 0;
  std::size_t command_id_bytes = 0;
};

/// The only writer: takes commands in, decides them one after the other, makes blocks, has them
/// ordered and written, answers. Two threads: one decides and does no I/O but to read the event of
/// an id that is known; the other writes, and answers. While a block is being written the next is
/// built from the state as if it had succeeded; whatever fails in between ends the process, so that
/// nothing is ever undone. A resource.
class Sequencer {
 public:
  /// Folds what the journal has beyond `start` and begins to work. `journal` and `clock` (asked on
  /// the deciding thread) outlive it; nobody else appends to the journal.
  /// Errors: not_found (an empty journal: create the ledger first), newer_format (an event of an
  /// unknown type: this version must not write after it), corrupt, io, malformed; that of
  /// `on_folded`.
  [[nodiscard]] static Result<std::unique_ptr<Sequencer>> open(Config config,
                                                               journal::Journal& journal,
                                                               Clock& clock, Start start);

  Sequencer(Sequencer const&) = delete;
  Sequencer& operator=(Sequencer const&) = delete;
  /// As `stop`.
  ~Sequencer();

  /// Takes a submission in; its callback will be called once. Moves from it only then.
  /// Errors: busy (the queue is full: call again after `when_room`; the session stops reading its
  /// socket), closed (stopping), malformed (a number of commands or targets outside the limits).
  /// Thread: any.
  [[nodiscard]] Result<void> submit(Submission&& submission);

  /// As `submit`, for a question.
  [[nodiscard]] Result<void> lookup(Lookup&& lookup);

  /// As `submit`, for an act.
  [[nodiscard]] Result<void> record(AdministrativeAct&& act);

  /// Calls `ready` once, when at least half the queue is free again or the sequencer stops; at
  /// once if that is so now. Others may be faster: expect busy again. Called on the deciding
  /// thread or the caller's; be quick. Thread: any.
  void when_room(std::function<void()> ready);

  /// Takes nothing in any more, decides and writes what was taken in, answers all of it, ends the
  /// threads. Again: nothing. Thread: any but those of the callbacks.
  void stop();

  /// Thread: any.
  [[nodiscard]] Status status() const;

 private:
  struct Impl;
  explicit Sequencer(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

/// Writes the first event of a new ledger into an empty journal. `now` is its recorded time.
/// Errors: exists (the journal is not empty), io.
[[nodiscard]] Result<void> create_ledger(journal::Journal& journal,
                                         ledger::LedgerCreated const& ledger,
                                         ledger::Actor const& actor, Instant now);

}  // namespace gl::sequencer
