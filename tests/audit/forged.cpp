#include "audit/forged.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ranges>

#include "codec/event_codec.h"

namespace gl::audit::testing {

std::string Verdict::text() const {
  std::string all;
  for (auto const& finding : findings) {
    all += (all.empty() ? "" : "; ") + std::to_string(finding.position.value()) + " " +
           finding.event_type + " " + std::string{code_of(finding)};
  }
  return all;
}

Verdict audited(Events const& events) {
  std::vector<Bytes> bytes;
  for (auto const& event : events) bytes.push_back(codec::encode_event(event));
  auto verdict = audited(bytes);
  EXPECT_TRUE(verdict) << "an event of ours that cannot be read";
  return std::move(verdict).value_or(Verdict{});
}

std::optional<Verdict> audited(std::vector<Bytes> const& events) {
  Recheck recheck{[&events](Position position) -> Result<Event> {
    return codec::decode_event(events.at(position.value() - 1));
  }};
  for (auto const& bytes : events) {
    auto event = codec::decode_event(bytes);
    if (!event) return {};
    auto const taken = recheck.take(*std::move(event), bytes);
    EXPECT_TRUE(taken) << taken.error().what;
  }
  auto const done = recheck.finish();
  EXPECT_TRUE(done) << done.error().what;
  return Verdict{recheck.findings(), recheck.has_ended(), recheck.state().head()};
}

Events with_forced(World world, As const& who, CommandBody body) {
  auto const before = world.events.size();
  world.given(who, std::move(body), imported);
  auto events = std::move(world.events);
  for (auto& event : events | std::views::drop(before)) {
    event.envelope.imported.reset();
    event.envelope.flags.clear();
  }
  return events;
}

Event again(Events const& events, Position position) {
  auto event = events.at(position.value() - 1);
  auto const& stream = event.envelope.stream;
  auto const last = std::ranges::find(events | std::views::reverse, stream,
                                      [](Event const& e) { return e.envelope.stream; });
  event.envelope.position = next(events.back().envelope.position);
  event.envelope.stream_version = StreamVersion{last->envelope.stream_version.value() + 1};
  event.envelope.previous_in_stream = last->envelope.position;
  event.envelope.recorded_at = events.back().envelope.recorded_at;
  event.envelope.command_id.bytes[15] ^= std::byte{0x40};
  return event;
}

}  // namespace gl::audit::testing
