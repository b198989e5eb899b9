#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "sequencer/submission.h"

namespace gl::sequencer {

using Request = std::variant<Submission, Lookup, AdministrativeAct>;

/// Requests on their way to the deciding thread, bounded by commands and by requests, because a
/// request holds from one to thousands of commands. Thread: any, unless a function says otherwise.
class InputQueue {
 public:
  InputQueue(std::size_t commands_max, std::size_t requests_max)
      : commands_max_(commands_max), requests_max_(requests_max) {}

  /// Puts `item`, which counts as so many commands, at the end; moves from it only then. An empty
  /// queue takes any one item. Errors: busy, closed.
  template <class Item>
  [[nodiscard]] Result<void> push(Item&& item, std::size_t commands) {
    std::scoped_lock const lock(mutex_);
    if (auto const room = room_for(commands); !room) return room;
    entries_.emplace_back(std::forward<Item>(item), commands);
    commands_ += commands;
    filled_.notify_one();
    return {};
  }

  /// The first request if there is one. Thread: the deciding.
  [[nodiscard]] std::optional<Request> try_pop();

  /// Returns when there is a request, when the queue is closed, after a `poke` that no `wait` has
  /// seen yet, or at `deadline`. Thread: the deciding.
  void wait(std::optional<std::chrono::steady_clock::time_point> deadline);

  /// Ends a `wait`, the present or the next one.
  void poke();

  /// Calls `ready` once, when half of the queue is free again or it is closed; now if it is so now.
  void when_room(std::function<void()> ready);

  /// Takes nothing in any more; what is inside still comes out.
  void close();
  [[nodiscard]] bool closed() const;

  struct Depth {
    std::size_t commands = 0;
    std::size_t requests = 0;
  };
  [[nodiscard]] Depth depth() const;

 private:
  struct Entry {
    template <class Item>
    Entry(Item&& item, std::size_t count) : request(std::forward<Item>(item)), commands(count) {}
    Request request;
    std::size_t commands;
  };

  [[nodiscard]] Result<void> room_for(std::size_t commands) const;
  [[nodiscard]] bool half_free() const {
    return closed_ || (commands_ <= commands_max_ / 2 && entries_.size() <= requests_max_ / 2);
  }

  std::size_t const commands_max_;
  std::size_t const requests_max_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Entry> entries_;
  std::size_t commands_ = 0;
  bool closed_ = false;
  bool poked_ = false;
  std::vector<std::function<void()>> waiting_for_room_;
};

}  // namespace gl::sequencer
