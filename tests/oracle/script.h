#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "oracle/pair.h"

namespace gl::oracle {

/// An event by what made it: the nth of the command that is so many in the sequence.
struct Made {
  std::size_t step;
  std::size_t event;
};

/// A command of a sequence. What it says of the commands before it is relative, so that it means
/// the same when some of those are left out.
struct Step {
  std::size_t number{0};  ///< in the sequence as it was made
  Command command;
  std::optional<Made> target;                 ///< of a ReverseEvent, for its position
  std::optional<std::int64_t> version_ahead;  ///< the expected version less the stream's
};
using Script = std::vector<Step>;

/// Plays steps through both ledgers.
class Player {
 public:
  /// The command as the step after those played so far.
  [[nodiscard]] Step step_of(Command command) const;
  /// What the ledgers differ in after this step; empty: in nothing. A step whose target was left
  /// out is left out too.
  std::string play(Step const& step);
  [[nodiscard]] std::string differ_at_the_end() const { return pair_.differ_at_the_end(); }
  [[nodiscard]] Oracle const& oracle() const { return pair_.oracle(); }
  /// What the real ledger was sent, positions and versions as they were.
  [[nodiscard]] std::vector<Command> const& sent() const { return sent_; }

 private:
  Pair pair_;
  std::size_t next_{0};
  std::vector<std::vector<std::size_t>> positions_;  // by step number
  std::vector<Command> sent_;
};

/// Where the ledgers differ, with what was sent up to there.
struct Failure {
  std::string what;
  Script script;  ///< its last step shows it, or its end
  std::vector<Command> sent;
};

/// The sequence that a seed makes; nothing when both ledgers agree to its end.
[[nodiscard]] std::optional<Failure> play_seed(std::uint64_t seed, int commands);
[[nodiscard]] std::optional<Failure> play(Script const& script);
/// As few of the steps as still fail, saying as little as still fails, as far as rapidcheck finds.
[[nodiscard]] Script shrunk(Script const& script, std::function<bool(Script const&)> const& fails);
/// The same failure, or another, by as few steps that say as little as rapidcheck finds.
[[nodiscard]] Failure shrunk(Failure failure);

/// As a line that `grandlivre submit` takes.
[[nodiscard]] std::string to_json(Command const& command);
/// The seed, the difference, the commands as lines for `grandlivre submit`.
[[nodiscard]] std::string report(Failure const& failure, std::uint64_t seed);

}  // namespace gl::oracle
