#include "server/position_waiters.h"

#include <asio/experimental/as_tuple.hpp>
#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>

namespace gl::server {

void PositionWaiters::reached(Position position) {
  // A position may be told twice, never lower than before: one thread moves it. Sequentially
  // consistent on both sides: either we see the waiter, or it sees the position.
  reached_.store(position.value());
  if (lowest_wanted_.load() > position.value()) return;
  std::scoped_lock const lock(mutex_);
  while (!waiters_.empty() && waiters_.begin()->first <= position) {
    wake(std::move(waiters_.begin()->second));
    waiters_.erase(waiters_.begin());
  }
  lowest_wanted_ = waiters_.empty() ? UINT64_MAX : waiters_.begin()->first.value();
}

asio::awaitable<bool> PositionWaiters::wait_for(Position at_least,
                                                std::chrono::steady_clock::time_point deadline) {
  if (position() >= at_least) co_return true;
  auto const executor = co_await asio::this_coro::executor;
  co_return co_await wait_on(at_least, std::make_shared<Waiter>(executor, deadline));
}

asio::awaitable<bool> PositionWaiters::wait_on(Position at_least,
                                               std::shared_ptr<asio::steady_timer> timer) {
  auto const waiter = std::move(timer);
  if (add(at_least, waiter)) {
    // The wake-up is posted to this very executor, so it cannot come before the wait has begun.
    co_await waiter->async_wait(asio::experimental::as_tuple(asio::use_awaitable));
    remove(at_least, waiter);
  }
  co_return position() >= at_least;
}

void PositionWaiters::wake_all() {
  std::scoped_lock const lock(mutex_);
  stopping_ = true;
  for (auto& [position, waiter] : waiters_) wake(std::move(waiter));
  waiters_.clear();
  lowest_wanted_ = UINT64_MAX;
}

bool PositionWaiters::add(Position at_least, std::shared_ptr<Waiter> const& waiter) {
  std::scoped_lock const lock(mutex_);
  if (stopping_) return false;
  if (at_least.value() < lowest_wanted_) lowest_wanted_ = at_least.value();
  if (reached_.load() >= at_least.value()) return false;
  waiters_.emplace(at_least, waiter);
  return true;
}

void PositionWaiters::remove(Position at_least, std::shared_ptr<Waiter> const& waiter) {
  std::scoped_lock const lock(mutex_);
  auto const [first, last] = waiters_.equal_range(at_least);
  for (auto at = first; at != last; ++at) {
    if (at->second == waiter) {
      waiters_.erase(at);
      break;
    }
  }
  lowest_wanted_ = waiters_.empty() ? UINT64_MAX : waiters_.begin()->first.value();
}

void PositionWaiters::wake(std::shared_ptr<Waiter> waiter) {
  auto const executor = waiter->get_executor();
  asio::post(executor, [woken = std::move(waiter)] { woken->cancel(); });
}

}  // namespace gl::server
