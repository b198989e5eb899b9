#pragma once

#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "base/result.h"
#include "base/strong.h"
#include "journal/chain.h"

namespace gl::journal {

/// What is known about the events that were there at open.
struct Integrity {
  Position verified_from;        ///< From here to the head at open every hash was recomputed.
  bool complete = false;         ///< True when that is everything.
  std::optional<Error> failure;  ///< What the background check found. Stop serving: restore.
};

/// Goes on with a chain walk on a thread of its own at the lowest priority. Thread: any.
class BackgroundCheck {
 public:
  /// `walk` has started. With `run` false nothing more is checked.
  BackgroundCheck(ChainWalk walk, bool run);

  [[nodiscard]] Integrity integrity() const;

 private:
  void walk_on(std::stop_token stop);
  void report();

  ChainWalk walk_;
  mutable std::mutex mutex_;
  Integrity integrity_;
  std::jthread thread_;
};

}  // namespace gl::journal
