#include "journal/watermark.h"

#include "base/check.h"

namespace gl::journal {

Subscription& Subscription::operator=(Subscription&& other) noexcept {
  if (this != &other) {
    cancel();
    listeners_ = std::move(other.listeners_);
    id_ = other.id_;
  }
  return *this;
}

void Subscription::cancel() {
  if (!listeners_) return;
  {
    std::scoped_lock const lock(listeners_->mutex);
    listeners_->by_id.erase(id_);
  }
  listeners_.reset();
}

void Watermark::move_to(Position position) {
  {
    std::scoped_lock const lock(mutex_);
    GL_CHECK(position >= this->position(), "a watermark never goes back");
    position_.store(position.value(), std::memory_order_release);
  }
  moved_.notify_all();
  std::scoped_lock const lock(listeners_->mutex);
  for (auto const& [id, listener] : listeners_->by_id) listener(position);
}

bool Watermark::wait_for(Position at_least, std::chrono::steady_clock::time_point deadline) const {
  if (position() >= at_least) return true;
  std::unique_lock lock(mutex_);
  return moved_.wait_until(lock, deadline, [&] { return position() >= at_least; });
}

Subscription Watermark::subscribe(std::function<void(Position)> listener) {
  std::scoped_lock const lock(listeners_->mutex);
  std::uint64_t const id = listeners_->next_id++;
  listeners_->by_id.emplace(id, std::move(listener));
  return {listeners_, id};
}

}  // namespace gl::journal
