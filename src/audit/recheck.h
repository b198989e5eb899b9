#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "audit/books.h"
#include "audit/finding.h"
#include "audit/own_acts.h"
#include "base/result.h"
#include "ledger/decide.h"
#include "ledger/event.h"
#include "ledger/limits.h"
#include "ledger/state.h"

namespace gl::audit {

/// Decides every event again. Of each one the command that must have made it is recovered and
/// decided on the state as it stood before; what comes of that must be the event, byte for byte.
/// Refusals are held against the state, entries against the books. Where a live event breaks rules
/// that only the past may have broken, or came from who may not send it, the state can go on from
/// it; any other breach ends the check, since nothing behind it stands on anything.
/// Memory: the state, one balance an account, and the events of one command. Thread: one.
class Recheck {
 public:
  /// Reads the event at an earlier position: a reversal's target, an application to be amended.
  using Earlier = std::function<Result<ledger::Event>(Position)>;

  /// No more findings are kept than this; then the check ends.
  static constexpr std::size_t findings_max = 1'000;
  /// No command makes more events: the closing of a year makes the most.
  static constexpr std::size_t command_events_max =
      ledger::limits::programmes_max / ledger::limits::closing_lines_max;

  /// Is told of each event that the state goes on from, in order.
  using Accepted = std::function<void(ledger::Event const&)>;

  explicit Recheck(Earlier earlier, Accepted accepted = {})
      : earlier_(std::move(earlier)), accepted_(std::move(accepted)) {}

  /// Takes the next event, in order, and the bytes that it was read from. Its verdict may come with
  /// the next one's. Errors: those of `Earlier`.
  [[nodiscard]] Result<void> take(ledger::Event event, ByteView bytes);
  /// After the last event: the verdict on it, and whether state and books agree.
  [[nodiscard]] Result<void> finish();

  [[nodiscard]] std::vector<Finding> const& findings() const { return findings_; }
  /// True when a finding ended the check: the events behind `state().head()` were not looked at.
  [[nodiscard]] bool has_ended() const { return ended_; }
  [[nodiscard]] ledger::State const& state() const { return state_; }
  /// How many commands were decided again, and how many refusals held against the state.
  [[nodiscard]] std::uint64_t decided() const { return decided_; }
  [[nodiscard]] std::uint64_t refusals() const { return refusals_; }

 private:
  [[nodiscard]] bool joins_pending(ledger::Event const& event) const;
  [[nodiscard]] Result<void> judge();
  [[nodiscard]] Result<void> judge_command();
  void judge_own();
  void relax(ledger::Command command, ledger::Situation const& situation, Finding first);
  [[nodiscard]] std::optional<Finding> difference(std::vector<ledger::Event> const& decided);
  [[nodiscard]] bool is_same(std::vector<ledger::Event> const& decided);
  void accept();
  void end(Finding finding);
  [[nodiscard]] Finding found(Flaw flaw, std::string sentence, std::string limit = {},
                              std::string actual = {}) const;

  Earlier earlier_;
  Accepted accepted_;
  ledger::State state_;
  Books books_;
  KeyRotations rotations_;
  std::vector<Finding> findings_;
  std::vector<ledger::Event> pending_;  ///< the events of one command so far
  std::vector<Bytes> pending_bytes_;
  std::vector<ledger::Event> decided_events_;
  Bytes encoded_;
  bool ended_ = false;
  std::uint64_t decided_ = 0;
  std::uint64_t refusals_ = 0;
};

}  // namespace gl::audit
