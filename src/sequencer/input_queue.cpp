#include "sequencer/input_queue.h"

#include <string>

namespace gl::sequencer {

Result<void> InputQueue::room_for(std::size_t commands) const {
  if (closed_) {
    return fail(Errc::closed,
                "the server is stopping and takes no more commands: send the "
                "command again, with its id, when it is back");
  }
  if (entries_.empty()) return {};
  if (entries_.size() >= requests_max_ || commands_ + commands > commands_max_) {
    return fail(Errc::busy, std::to_string(commands_) + " commands in " +
                                std::to_string(entries_.size()) +
                                " submissions wait to be decided, the limits are " +
                                std::to_string(commands_max_) + " and " +
                                std::to_string(requests_max_) + ": try again later");
  }
  return {};
}

std::optional<Request> InputQueue::try_pop() {
  std::vector<std::function<void()>> ready;
  std::optional<Request> request;
  {
    std::scoped_lock const lock(mutex_);
    if (entries_.empty()) return std::nullopt;
    request.emplace(std::move(entries_.front().request));
    commands_ -= entries_.front().commands;
    entries_.pop_front();
    if (!waiting_for_room_.empty() && half_free()) ready.swap(waiting_for_room_);
  }
  for (auto const& call : ready) call();
  return request;
}

void InputQueue::wait(std::optional<std::chrono::steady_clock::time_point> deadline) {
  std::unique_lock lock(mutex_);
  auto const enough = [&] { return !entries_.empty() || closed_ || poked_; };
  if (deadline) {
    filled_.wait_until(lock, *deadline, enough);
  } else {
    filled_.wait(lock, enough);
  }
  poked_ = false;
}

void InputQueue::poke() {
  std::scoped_lock const lock(mutex_);
  poked_ = true;
  filled_.notify_one();
}

void InputQueue::when_room(std::function<void()> ready) {
  {
    std::scoped_lock const lock(mutex_);
    if (!half_free()) {
      waiting_for_room_.push_back(std::move(ready));
      return;
    }
  }
  ready();
}

void InputQueue::close() {
  std::vector<std::function<void()>> ready;
  {
    std::scoped_lock const lock(mutex_);
    closed_ = true;
    ready.swap(waiting_for_room_);
    filled_.notify_one();
  }
  for (auto const& call : ready) call();
}

bool InputQueue::closed() const {
  std::scoped_lock const lock(mutex_);
  return closed_;
}

InputQueue::Depth InputQueue::depth() const {
  std::scoped_lock const lock(mutex_);
  return {commands_, entries_.size()};
}

}  // namespace gl::sequencer
