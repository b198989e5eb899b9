#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "ledger/answer.h"
#include "ledger/decide.h"
#include "ledger/state.h"
#include "sequencer/block.h"
#include "sequencer/known_commands.h"
#include "sequencer/submission.h"

namespace gl::sequencer {

/// Decides commands one after the other against the state as it will be when all blocks so far are
/// durable, applies what it decides and appends the events to a block. Deterministic; the only
/// I/O is reading the event of an id that is known, or the application that is amended. An error of
/// any function means that what was decided is unknown: stop. Thread: the deciding.
class Decider {
 public:
  /// The hashes of a submission's command ids (`KnownCommands::hash`), in their order.
  using Hashes = std::span<std::uint64_t const>;

  /// `known` and `earlier` outlive this; `known` knows the ids in all events of `state`.
  Decider(ledger::State state, KnownCommands& known, EarlierEvents& earlier)
      : state_(std::move(state)), known_(known), earlier_(earlier) {}

  /// One command on its own. `given`: as `Submission::targets`. Errors: corrupt, io.
  [[nodiscard]] Result<ledger::Answer> decide_one(ledger::Command const& command,
                                                  std::uint64_t hash, ledger::Event const* given,
                                                  Block& block);

  /// An atomic list (`Submission` says what becomes of repeats). Errors: corrupt, io.
  [[nodiscard]] Answers decide_list(Submission const& submission, Hashes hashes, Block& block);

  /// A dry run. Errors: corrupt, io.
  [[nodiscard]] Answers try_out(Submission const& submission, Hashes hashes, Instant recorded_at);

  /// Records that refusals were not recorded.
  void summarise(ledger::RefusalsSummarised const& summary, Block& block);

  /// Records what the server did for `actor`; where.
  Position record(ledger::AdministrativeBody const& act, ledger::Actor const& actor, Block& block);

  [[nodiscard]] ledger::State const& state() const { return state_; }

 private:
  [[nodiscard]] ledger::Situation situation(Instant recorded_at, ledger::Event const* target);
  [[nodiscard]] ledger::Answer refuse(ledger::Command const& command, std::uint64_t hash,
                                      ledger::Refusal refusal, ledger::Situation const& situation,
                                      Block& block);
  [[nodiscard]] Answers repeats_in(Submission const& submission, Hashes hashes);
  [[nodiscard]] AnswerList refuse_list(Submission const& submission, Hashes hashes,
                                       std::size_t index, ledger::Refusal const& refusal,
                                       Block& block);
  [[nodiscard]] Answers try_out_each(Submission const& submission, Hashes hashes,
                                     Instant recorded_at);
  /// The event that deciding on the command looks back at: `given`, or the application that it
  /// amends. Until the next call. Errors: corrupt, io.
  [[nodiscard]] Result<ledger::Event const*> target(ledger::Command const& command,
                                                    ledger::Event const* given);
  /// From here on `list_records_` has the list's own events.
  void start_list();
  void append(ledger::Event const& event, journal::Records& records);

  ledger::State state_;
  KnownCommands& known_;
  EarlierEvents& earlier_;
  Instant today_of_;
  CivilDate today_;
  Bytes event_bytes_;
  std::vector<ledger::Event> events_memory_;  ///< of the last decision: room for the next
  std::optional<ledger::Event> application_;  ///< the last one looked back at
  journal::Records list_records_;
  Position list_first_{1};  ///< of `list_records_`
};

}  // namespace gl::sequencer
