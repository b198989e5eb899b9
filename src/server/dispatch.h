#pragma once

#include <chrono>
#include <cstdint>
#include <expected>

#include "server/reads.h"

namespace gl::server {

/// Who answers a request.
enum class Where : std::uint8_t {
  session,    ///< the session itself: hello, submit, lookup, subscriptions have ways of their own
  here,       ///< the session's thread: microseconds, mostly in memory
  read_pool,  ///< the pool: many rows, or the disk
};

/// Where this request is answered: its row in the table of dispatch.cpp.
[[nodiscard]] Where where(wire::Request const& request);

/// What a read has to wait for before it is answered.
struct Wait {
  PositionWaiters* waiters = nullptr;  ///< null: nothing
  Position at_least;
  std::chrono::milliseconds wait_max{};
  bool needed = false;  ///< not reached in time is a failure; else the answer is an empty page
};

/// Points beyond the head are told at once; those that the views have yet to reach are waited for.
[[nodiscard]] std::expected<Wait, wire::Failure> wait_of(Hub& hub, wire::Request const& request);

/// What to say when what was waited for was not there in time.
[[nodiscard]] wire::Failure not_reached(Hub const& hub, Wait const& wait);

/// Answers a request that is not the session's own. Thread: any.
[[nodiscard]] ReadAnswer answer(ReadContext const& context, wire::Request const& request);

}  // namespace gl::server
