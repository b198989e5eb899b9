#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "sequencer/block.h"
#include "sequencer/committer.h"
#include "sequencer/decider.h"
#include "sequencer/earlier_events.h"
#include "sequencer/input_queue.h"
#include "sequencer/known_commands.h"
#include "sequencer/refusal_budget.h"

namespace gl::sequencer {

/// The deciding thread: takes requests, lets the decider decide, gives each block its recorded
/// time, and hands blocks on: one is written while the next is built. Thread: one, but `status`.
class Writer {
 public:
  struct Limits {
    std::size_t block_events_max;
    std::size_t block_bytes_max;
  };
  /// What the parts know that others may read. Thread: any.
  struct Gauges {
    std::atomic<std::int64_t> skew_us{0};
    std::atomic<std::uint64_t> turned_away{0};
    std::atomic<std::size_t> command_ids{0};
    std::atomic<std::size_t> command_id_bytes{0};
  };

  /// All references outlive the writer. `on_failure`: a read failed; called once, then `run` ends.
  Writer(Limits limits, InputQueue& queue, Committer& committer, KnownCommands& known,
         EarlierEvents& earlier, Decider& decider, Clock& clock,
         std::function<void(Error const&)> on_failure);

  /// Works until the queue is closed and empty and everything is answered, or until a failure.
  void run();

  [[nodiscard]] Gauges const& gauges() const { return gauges_; }

 private:
  void take(Submission submission);
  void take(Lookup lookup);
  void take(AdministrativeAct act);
  [[nodiscard]] bool is_turned_away(Submission const& submission, Instant now);
  void turn_away(Submission submission, Instant now);
  [[nodiscard]] std::optional<ledger::Refusal> set_time(std::optional<Instant> wanted, Instant now);
  [[nodiscard]] Instant never_back(Instant now);
  void hash_ids(Submission const& submission);
  /// A submission that its time forbids: what is known is answered all the same, for a repeat needs
  /// no time of its own; everything else gets `refusal`.
  [[nodiscard]] Answers repeats_or(Submission const& submission, ledger::Refusal const& refusal);
  [[nodiscard]] Answers decide(Submission const& submission, Instant now);
  [[nodiscard]] Answers decide_each(Submission const& submission);
  void spend(ledger::Answer const& answer, ledger::Command const& command, Instant now);
  void answer_later(Submission submission, Answers answers);
  void write_summaries(bool all);
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> next_summary() const;

  [[nodiscard]] Block& block() { return blocks_[building_]; }
  [[nodiscard]] bool is_full(std::size_t more_events) const;
  /// Has the block written: by this thread if it is small and the committer is idle.
  void commit_or_hand_over();
  void hand_over();
  void note_ids();
  void fail_stop(Error const& error);

  Limits const limits_;
  InputQueue& queue_;
  Committer& committer_;
  KnownCommands& known_;
  EarlierEvents& earlier_;
  Decider& decider_;
  Clock& clock_;
  std::function<void(Error const&)> const on_failure_;
  RefusalBudget budget_;
  std::array<Block, 2> blocks_;
  std::size_t building_ = 0;
  std::vector<std::uint64_t> hashes_;
  bool failed_ = false;
  Gauges gauges_;
};

}  // namespace gl::sequencer
