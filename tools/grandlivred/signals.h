#pragma once

#include <csignal>
#include <ctime>
#include <initializer_list>

namespace gl::tools {

/// Signals that the program waits for instead of being interrupted. Made before any thread: threads
/// inherit that these are blocked.
class Signals {
 public:
  Signals(std::initializer_list<int> numbers) {
    sigemptyset(&set_);
    for (int const number : numbers) sigaddset(&set_, number);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }

  /// The next one, or 0 when none came within a second.
  [[nodiscard]] int wait_a_second() {
    timespec const second{1, 0};
    int const number = sigtimedwait(&set_, nullptr, &second);
    return number > 0 ? number : 0;
  }

 private:
  sigset_t set_{};
};

}  // namespace gl::tools
