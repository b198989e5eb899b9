#include "journal/integrity.h"

#include <sys/resource.h>
#include <unistd.h>

#include <spdlog/spdlog.h>

namespace gl::journal {

namespace {

constexpr int lowest_priority = 19;

}  // namespace

BackgroundCheck::BackgroundCheck(ChainWalk walk, bool run) : walk_(std::move(walk)) {
  report();
  if (run && !walk_.complete()) {
    thread_ = std::jthread([this](std::stop_token stop) { walk_on(stop); });
  }
}

Integrity BackgroundCheck::integrity() const {
  std::scoped_lock const lock(mutex_);
  return integrity_;
}

void BackgroundCheck::walk_on(std::stop_token stop) {
  // On Linux a priority belongs to a thread. Not getting it is no reason not to check.
  static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), lowest_priority));
  while (!stop.stop_requested() && !walk_.complete()) {
    auto const stepped = walk_.step();
    if (!stepped) {
      spdlog::error("event=journal_damaged error=\"{}\"", stepped.error().what);
      std::scoped_lock const lock(mutex_);
      integrity_.failure = stepped.error();
      return;
    }
    report();
  }
  if (walk_.complete()) {
    spdlog::info("event=journal_verified to={} bytes={}", walk_.head().position.value(),
                 walk_.bytes());
  }
}

void BackgroundCheck::report() {
  std::scoped_lock const lock(mutex_);
  integrity_.verified_from = walk_.verified_from();
  integrity_.complete = walk_.complete();
}

}  // namespace gl::journal
