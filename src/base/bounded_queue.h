#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "base/check.h"

namespace gl {

/// A queue of values between threads with a stated maximum. Full means that the giver waits or
/// turns away: nothing grows without end. Thread: any.
template <class T>
class BoundedQueue {
 public:
  /// `items_max` is at least 1.
  explicit BoundedQueue(std::size_t items_max) : items_max_(items_max) {
    GL_CHECK(items_max >= 1, "a queue that can hold nothing");
  }

  /// Waits for room, then puts `item` at the end. False when the queue is closed.
  [[nodiscard]] bool push(T item) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return closed_ || items_.size() < items_max_; });
    return put(std::move(item));
  }

  /// Puts `item` at the end if the queue is open and has room now; moves from it only then.
  [[nodiscard]] bool try_push(T& item) {
    std::scoped_lock const lock(mutex_);
    if (closed_ || items_.size() >= items_max_) return false;
    return put(std::move(item));
  }

  /// Waits for an item; nothing when the queue is closed and empty.
  [[nodiscard]] std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return closed_ || !items_.empty(); });
    return take();
  }

  /// The first item if there is one now.
  [[nodiscard]] std::optional<T> try_pop() {
    std::scoped_lock const lock(mutex_);
    return take();
  }

  /// Waits at most `wait` for an item.
  [[nodiscard]] std::optional<T> pop_for(std::chrono::microseconds wait) {
    std::unique_lock lock(mutex_);
    filled_.wait_for(lock, wait, [&] { return closed_ || !items_.empty(); });
    return take();
  }

  /// No more items are taken in; what is inside still comes out.
  void close() {
    std::scoped_lock const lock(mutex_);
    closed_ = true;
    filled_.notify_all();
    room_.notify_all();
  }

  [[nodiscard]] std::size_t size() const {
    std::scoped_lock const lock(mutex_);
    return items_.size();
  }

  [[nodiscard]] std::size_t items_max() const { return items_max_; }

 private:
  bool put(T item) {
    if (closed_) return false;
    items_.push_back(std::move(item));
    filled_.notify_one();
    return true;
  }

  std::optional<T> take() {
    if (items_.empty()) return std::nullopt;
    std::optional<T> item{std::move(items_.front())};
    items_.pop_front();
    room_.notify_one();
    return item;
  }

  std::size_t const items_max_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::condition_variable room_;
  std::deque<T> items_;
  bool closed_ = false;
};

}  // namespace gl
