#include "projections/event_reader.h"

#include <algorithm>
#include <utility>

#include "codec/event_codec.h"

namespace gl::projections {

Result<std::span<ledger::Event const>> EventReader::read(Position from, Position last) {
  auto const end = Position{first_.value() + records_.size()};
  if (from < first_ || from >= end) {
    auto records = journal_.read(from, read_events_max, read_bytes_max);
    if (!records) return std::unexpected(records.error());
    records_ = std::move(*records);
    first_ = from;
  }
  events_.clear();
  auto const skipped = from.value() - first_.value();
  auto const wanted = last < from ? 0 : last.value() - from.value() + 1;
  auto const count = std::min({records_.size() - skipped, wanted, std::uint64_t{events_max}});
  for (auto index = skipped; index < skipped + count; ++index) {
    auto event = codec::decode_event(records_[index]);
    if (!event) {
      return fail(event.error().code, "the event at position " +
                                          std::to_string(first_.value() + index) + ": " +
                                          event.error().what);
    }
    events_.push_back(std::move(*event));
  }
  return events_;
}

ProgressReport::ProgressReport(std::function<void(FoldProgress const&)> call, Position start)
    : call_(std::move(call)), start_(start) {}

void ProgressReport::at(Position position, Position head) {
  if (!call_) return;
  auto const now = Clock::now();
  if (now < next_ && position < head) return;
  next_ = now + std::chrono::milliseconds{100};
  call_({position, head, events_per_second(position)});
}

double ProgressReport::events_per_second(Position position) const {
  auto const seconds = std::chrono::duration<double>(Clock::now() - started_).count();
  auto const events = static_cast<double>(position.value() - start_.value());
  return seconds > 0 ? events / seconds : 0;
}

}  // namespace gl::projections
