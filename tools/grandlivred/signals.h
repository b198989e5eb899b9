#pragma once

#include <csignal>
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

  /// Waits for the next one.
  [[nodiscard]] int wait() {
    int number = 0;
    while (sigwait(&set_, &number) != 0) {}
    return number;
  }

 private:
  sigset_t set_{};
};

}  // namespace gl::tools
