#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

#include "base/result.h"
#include "journal/journal.h"
#include "replication/ordered_log.h"
#include "sequencer/block.h"
#include "sequencer/latency.h"

namespace gl::sequencer {

/// Has one block at a time ordered, judged, written and answered: on a thread of its own, or on the
/// deciding one. Nothing is tried twice: the first failure is the last thing that it does. A
/// resource.
class Committer {
 public:
  struct Hooks {
    std::function<void()> on_done;                 ///< a block is through; on its thread
    std::function<void(Error const&)> on_failure;  ///< called once; nothing is answered after it
  };

  /// `epoch` was opened on `order`. All three outlive the committer.
  Committer(journal::Journal& journal, replication::OrderedLog& order, replication::Epoch epoch,
            Hooks hooks);
  Committer(Committer const&) = delete;
  Committer& operator=(Committer const&) = delete;
  /// Waits for the block in work, then ends the thread.
  ~Committer();

  /// Whether there is no block in work. Thread: the deciding, as the three below.
  [[nodiscard]] bool idle() const { return idle_.load(std::memory_order_acquire); }

  /// Hands `block` over; its records stay readable, the rest is the committer's until `idle`.
  /// The committer is idle.
  void hand_over(Block& block);

  /// Writes and answers `block` on the calling thread; the committer is idle. A small block takes
  /// longer to hand to another thread than to write. `failed` tells whether it went wrong.
  void commit_now(Block& block);

  void wait_idle();

  /// Whether a failure was met.
  [[nodiscard]] bool failed() const { return failed_.load(std::memory_order_acquire); }

  /// Thread: any.
  struct Counts {
    std::uint64_t blocks = 0;
    std::uint64_t events = 0;
    std::uint64_t commands = 0;
  };
  [[nodiscard]] Counts counts() const;
  [[nodiscard]] Latency const& latency() const { return latency_; }

 private:
  void run();
  void commit(Block& block);
  [[nodiscard]] Result<void> write(Block const& block);

  journal::Journal& journal_;
  replication::OrderedLog& order_;
  replication::Epoch const epoch_;
  Hooks const hooks_;
  Latency latency_;
  std::atomic<bool> idle_{true};
  std::atomic<bool> failed_{false};
  std::atomic<std::uint64_t> blocks_{0};
  std::atomic<std::uint64_t> events_{0};
  std::atomic<std::uint64_t> commands_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  Block* block_ = nullptr;  ///< in work
  bool stopping_ = false;
  std::thread thread_;  ///< last: it uses all above
};

}  // namespace gl::sequencer
