#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "base/uuid.h"
#include "ledger/answer.h"
#include "ledger/command.h"
#include "ledger/decide.h"
#include "ledger/event.h"

namespace gl::sequencer {

/// Most commands in one submission: at the default frame of 4 MiB that is 512 bytes a command.
inline constexpr std::size_t submission_commands_max = 8'192;

/// Most commands in an atomic list. All ids of a refused list stand in one CommandRefused, and an
/// event has at most 65,535 bytes.
inline constexpr std::size_t atomic_commands_max = 1'024;

/// Most bytes of the events of an atomic list, which share one block: a list with more is
/// MALFORMED.
inline constexpr std::size_t atomic_bytes_max = 32ULL << 20;

/// One answer a command, in the order of the commands; or why nothing of the submission was tried:
/// busy (the sender's recorded refusals are used up, see `RefusalBudget`; RETRY_AFTER).
using AnswerList = std::vector<ledger::Answer>;
using Answers = Result<AnswerList>;

/// Some commands of one sender on their way to being decided, in order.
///
/// Every command is well formed (`ledger::well_formed`), allowed to the role that is named in it,
/// sealed, with its payload digest; all name the same person as actor.
///
/// Repeats: a command whose id is known gets its first answer again, marked `repeated`; with other
/// content DUPLICATE_COMMAND_MISMATCH, naming both digests. In an atomic list: all ids known, each
/// its own first answer again; some known and some not, or one id twice, the whole list is refused
/// with DUPLICATE_COMMAND_MISMATCH at the first known one, and nothing is used up: send the rest
/// with the known ones left out, or all with new ids.
struct Submission {
  /// 1 to `submission_commands_max`; `atomic`: to `atomic_commands_max`.
  std::vector<ledger::Command> commands;
  /// All or nothing: one refusal is recorded, and every id of the list gets it as its answer.
  bool atomic = false;
  /// Decide one after the other as if each accepted one took effect, and write nothing: the
  /// outcome is `would_accept`, a refusal, or, for an id that is known, its first answer.
  bool dry_run = false;
  /// Only on a ledger with a simulated clock: the time that it now is, not before the ledger's
  /// last; none: as it was. On any other ledger a time is refused (MALFORMED).
  std::optional<Instant> recorded_at;
  /// Empty, or as many as commands: for ReverseEvent the event at its position, read beforehand
  /// below the watermark; null when there is none.
  std::vector<std::shared_ptr<ledger::Event const>> targets;
  /// Called once, when everything that the answers rest on is durable, on the committer's thread,
  /// which also writes: be quick (post to your own), do not throw, do not call `stop`. Answers of
  /// submissions leave in the order in which these were taken in.
  std::function<void(Answers)> answer;
  /// Shared by a connection's submissions; may be null. Set when one of them is turned away as
  /// busy, and then turns away the later ones too, so that their order is kept. The session clears
  /// it when none of its submissions is in flight.
  std::shared_ptr<std::atomic<bool>> turned_away;
};

/// What the server does for somebody and the ledger is to remember: not decided on, so it has no id
/// and is never refused. Its recorded time is the server's, on a simulated clock the ledger's last.
struct AdministrativeAct {
  /// Where and when it was recorded.
  struct Recorded {
    Position position;
    Instant at;
  };
  ledger::AdministrativeBody body;
  ledger::Actor actor;
  /// As `Submission::answer`: when the event is durable.
  std::function<void(Recorded)> done;
};

/// The question what became of a command. It goes through the same queue as the commands, so that
/// "nothing" is final: a submission that was not taken in before is not lost on the way.
struct Lookup {
  Uuid command_id;
  /// As `Submission::answer`: the first answer, marked repeated, or nothing. The payload is not
  /// compared.
  std::function<void(std::optional<ledger::Answer>)> answer;
};

}  // namespace gl::sequencer
