#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "base/strong.h"

namespace gl::server {

/// Requests that wait for a position without holding a thread. Whoever moves the position calls
/// `reached`; each waiting coroutine is then resumed on its own executor. Thread: any.
class PositionWaiters {
 public:
  /// `now` is the position at the time of the call, and from then on `reached` is told.
  explicit PositionWaiters(Position now) : reached_(now.value()) {}
  PositionWaiters(PositionWaiters const&) = delete;
  PositionWaiters& operator=(PositionWaiters const&) = delete;

  [[nodiscard]] Position position() const {
    return Position{reached_.load(std::memory_order_acquire)};
  }

  /// The position is now at least `position`. Quick when nobody waits for it.
  void reached(Position position);

  /// Waits until the position is `at_least` or more; false when `deadline` came first, or when
  /// `wake_all` was called. At most one wait a request: the connection's limit bounds them.
  [[nodiscard]] asio::awaitable<bool> wait_for(Position at_least,
                                               std::chrono::steady_clock::time_point deadline);

  /// The same until `timer` expires or is cancelled, which is the caller's to do for reasons of his
  /// own, on its executor.
  [[nodiscard]] asio::awaitable<bool> wait_on(Position at_least,
                                              std::shared_ptr<asio::steady_timer> timer);

  /// Ends every wait now, and each later one at once: the server stops.
  void wake_all();
  [[nodiscard]] bool is_stopping() const { return stopping_; }

 private:
  using Waiter = asio::steady_timer;
  using Waiters = std::multimap<Position, std::shared_ptr<Waiter>>;

  /// Registers unless the position is there already or the server stops (false).
  [[nodiscard]] bool add(Position at_least, std::shared_ptr<Waiter> const& waiter);
  void remove(Position at_least, std::shared_ptr<Waiter> const& waiter);
  static void wake(std::shared_ptr<Waiter> waiter);

  std::atomic<std::uint64_t> reached_;
  std::atomic<std::uint64_t> lowest_wanted_{UINT64_MAX};
  std::mutex mutex_;
  Waiters waiters_;
  std::atomic<bool> stopping_{false};
};

}  // namespace gl::server
