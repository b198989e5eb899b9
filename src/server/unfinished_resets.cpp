#include "server/unfinished_resets.h"

#include <set>
#include <variant>

#include "codec/event_codec.h"

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
