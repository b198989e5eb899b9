#include "server/recent_events.h"

#include <utility>

namespace gl::server {
namespace {

/// What a run takes beside its events.
constexpr std::size_t run_overhead_bytes = 256;

std::size_t size_of(journal::Records const& records) {
  return records.bytes() + run_overhead_bytes;
}

}  // namespace

Result<EventRun> RecentEvents::read(Position from) {
  auto const head = journal_.watermark();
  if (from > head) return EventRun{};
  if (head.value() - from.value() >= events_max) return read_journal(from);
  std::scoped_lock const lock(mutex_);
  if (auto after = runs_.upper_bound(from); after != runs_.begin()) {
    auto const& [first, records] = *--after;
    auto const index = from.value() - first.value();
    if (index < records->size()) return EventRun{records, index, records->size() - index};
  }
  auto run = read_journal(from);
  if (run && run->count > 0) keep(from, run->records);
  return run;
}

Result<EventRun> RecentEvents::read_journal(Position from) const {
  auto records = journal_.read(from, run_events_max, run_bytes_max);
  if (!records) return std::unexpected(records.error());
  auto const count = records->size();
  return EventRun{std::make_shared<journal::Records const>(*std::move(records)), 0, count};
}

void RecentEvents::keep(Position first, std::shared_ptr<journal::Records const> const& records) {
  auto const [at, is_new] = runs_.emplace(first, records);
  if (!is_new) return;
  bytes_ += size_of(*records);
  while (bytes_ > bytes_max && runs_.size() > 1) {
    bytes_ -= size_of(*runs_.begin()->second);
    runs_.erase(runs_.begin());
  }
}

}  // namespace gl::server
