#pragma once

#include <asio/io_context.hpp>
#include <asio/strand.hpp>
#include <asio/thread_pool.hpp>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "base/time.h"
#include "server/config.h"
#include "server/event_matcher.h"
#include "server/position_waiters.h"
#include "server/recent_events.h"
#include "server/server.h"

namespace gl::server {

using Strand = asio::strand<asio::io_context::executor_type>;

/// What other threads go through to reach a session: once closed, they reach none any more, so
/// that an answer that comes after the end finds no executor that is gone. Thread: any.
class Gate {
 public:
  /// Runs `work` now, unless the gate is closed. `work` is quick and posts the rest.
  template <class Work>
  void pass(Work const& work) {
    std::scoped_lock const lock(mutex_);
    if (open_) work();
  }
  void close() {
    std::scoped_lock const lock(mutex_);
    open_ = false;
  }

 private:
  std::mutex mutex_;
  bool open_ = true;
};

/// What all sessions share. Outlives them. Thread: any.
struct Hub {
  Hub(Config config_in, Parts parts_in)
      : config(std::move(config_in)),
        parts(parts_in),
        started_at(parts_in.clock.now()),
        read_pool(std::in_place, config.read_threads) {}

  Config const config;
  Parts const parts;
  Instant const started_at;
  std::shared_ptr<Gate> const gate = std::make_shared<Gate>();
  /// Where reads of many rows run. What waits there when the server ends holds timers of the
  /// sessions' executor, so the server takes it down before that one.
  std::optional<asio::thread_pool> read_pool;
  /// Requests that wait for the views, and for the journal (the next event).
  PositionWaiters views_waiters{parts.views.position()};
  PositionWaiters journal_waiters{parts.journal.watermark()};
  /// Requests that wait for a checkpoint.
  PositionWaiters checkpoint_waiters{parts.notary.position()};

  /// What live subscriptions share.
  RecentEvents recent_events{parts.journal};
  Relations relations{parts.views};

  /// One change of the ledger's key at a time.
  mutable std::mutex key_rotation;

  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> subscriptions{0};
  std::atomic<std::uint64_t> commands_accepted{0};
  std::atomic<std::uint64_t> commands_refused{0};
  std::atomic<std::uint64_t> commands_repeated{0};
};

}  // namespace gl::server
