#pragma once

#include <atomic>
#include <filesystem>

#include "ledger/event_filter.h"
#include "tools/grandlivre/session.h"

namespace gl::sinks {

struct SinkOptions {
  std::filesystem::path database;
  ledger::ConsumerName consumer;
  bool once = false;  ///< end when everything that was there is in
  tools::Options connection;
};

/// Keeps the database up with the ledger until `stop`, as a named consumer: the position and what
/// the events did in one transaction, acknowledged after it. A connection that is lost is made
/// again, but for with `once`. Says on standard error what is wrong; the code to end with.
[[nodiscard]] tools::ExitCode run_sink(SinkOptions const& options, std::atomic<bool> const& stop);

}  // namespace gl::sinks
