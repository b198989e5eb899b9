#include "server/consumer_reset.h"

#include <set>
#include <string>

#include "codec/event_codec.h"
#include "server/errors.h"

namespace gl::server {
namespace {

/// Whether the consumer stands as the event says, or was made or moved since.
bool has_it(consumers::Record const& record, ledger::ConsumerReset const& reset, Instant at) {
  if (record.created_at > at) return true;
  if (!record.reset || record.reset->at < at) return false;
  return record.reset->at > at || record.reset->to == reset.to;
}

Result<void> finish(consumers::Consumers& consumers, ledger::ConsumerReset const& reset,
                    ledger::Envelope const& envelope) {
  auto const view = consumers.show(reset.consumer);
  if (!view || has_it(view->record, reset, envelope.recorded_at)) return {};
  return consumers.reset(reset.consumer, reset.to, envelope.actor.person, envelope.recorded_at);
}

}  // namespace

std::expected<ledger::ConsumerReset, wire::Failure> plan_reset(
    Hub const& hub, ledger::ConsumerName const& consumer,
    wire::ChangeConsumer::Reset const& wanted) {
  auto const head = hub.parts.journal.watermark();
  if (wanted.to > head) {
    auto const last = std::to_string(head.value());
    return std::unexpected(wire::failure(wire::Code::beyond_head,
                                         "position " + std::to_string(wanted.to.value()) +
                                             " is not there yet, the last is " + last +
                                             ": reset to one up to that",
                                         last, std::to_string(wanted.to.value())));
  }
  auto const view = hub.parts.consumers.show(consumer);
  if (!view) return std::unexpected(failure_of(Asked::views, view.error()));
  return ledger::ConsumerReset{consumer, view->record.progress.checkpoint, wanted.to};
}

ReadAnswer carry_out(ReadContext const& context, ledger::ConsumerReset const& reset, Instant at) {
  auto const done =
      context.hub.parts.consumers.reset(reset.consumer, reset.to, context.sender.person, at);
  if (!done) return std::unexpected(failure_of(Asked::views, done.error()));
  return read(context, wire::Consumers{reset.consumer, {}, 0});
}

Result<void> finish_resets(consumers::Consumers& consumers, journal::Journal const& journal,
                           ledger::State const& state) {
  std::set<ledger::ConsumerName> unseen;
  for (auto const& view : consumers.list()) unseen.insert(view.record.name);
  auto position = state.stream({ledger::StreamKind::ledger, {}}).last;
  while (!unseen.empty() && position > Position{}) {
    auto const bytes = journal.read_one(position);
    if (!bytes) return std::unexpected(bytes.error());
    auto const event = codec::decode_event(*bytes);
    if (!event) return std::unexpected(event.error());
    auto const* const reset = std::get_if<ledger::ConsumerReset>(&event->body);
    if (reset != nullptr && unseen.erase(reset->consumer) > 0) {
      if (auto done = finish(consumers, *reset, event->envelope); !done) return done;
    }
    position = event->envelope.previous_in_stream;
  }
  return {};
}

}  // namespace gl::server
