#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "base/strong.h"

namespace gl::journal {

namespace internal {

/// Who wants to know about the watermark. Shared by it and its subscriptions.
struct Listeners {
  std::mutex mutex;
  std::uint64_t next_id = 0;
  std::map<std::uint64_t, std::function<void(Position)>> by_id;
};

}  // namespace internal

/// Keeps a listener subscribed for as long as it lives. After its destruction the listener is
/// not running and is not called again. Moved, not copied.
class Subscription {
 public:
  Subscription() = default;
  Subscription(std::shared_ptr<internal::Listeners> listeners, std::uint64_t id)
      : listeners_(std::move(listeners)), id_(id) {}
  Subscription(Subscription&& other) noexcept = default;
  Subscription& operator=(Subscription&& other) noexcept;
  ~Subscription() { cancel(); }

  /// Unsubscribes now. Harmless when nothing is subscribed.
  void cancel();

 private:
  std::shared_ptr<internal::Listeners> listeners_;
  std::uint64_t id_ = 0;
};

/// A position that only grows, which threads may wait for or be told about. Thread: any, unless
/// a function says otherwise.
class Watermark {
 public:
  [[nodiscard]] Position position() const {
    return Position{position_.load(std::memory_order_acquire)};
  }

  /// Moves to `position`, wakes the waiting, then calls the listeners. Thread: one.
  void move_to(Position position);

  /// Waits until the watermark is at `at_least` or more; false when `deadline` came first.
  [[nodiscard]] bool wait_for(Position at_least,
                              std::chrono::steady_clock::time_point deadline) const;

  /// Calls `listener` after each move for as long as the returned value lives.
  [[nodiscard]] Subscription subscribe(std::function<void(Position)> listener);

 private:
  std::atomic<std::uint64_t> position_{0};
  mutable std::mutex mutex_;
  mutable std::condition_variable moved_;
  std::shared_ptr<internal::Listeners> listeners_ = std::make_shared<internal::Listeners>();
};

}  // namespace gl::journal
