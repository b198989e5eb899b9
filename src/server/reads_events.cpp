#include <algorithm>
#include <utility>

#include "codec/event_codec.h"
#include "server/errors.h"
#include "server/reads.h"

namespace gl::server {
namespace {

/// What an event takes in a frame beside its bytes: position, pointer, the record's own pointer.
constexpr std::size_t record_overhead_bytes = 32;
/// Left free in a frame for everything but the events.
constexpr std::size_t frame_overhead_bytes = 1'024;

/// A page of events that fits the peer's frame.
class EventPage {
 public:
  explicit EventPage(std::size_t frame_bytes_max)
      : bytes_left_(frame_bytes_max - std::min(frame_bytes_max, frame_overhead_bytes)) {}

  /// False when it does not fit any more. The first always goes in: if a peer takes no frame that
  /// long, it is better told so than kept asking for the same page.
  [[nodiscard]] bool add(Position position, ByteView bytes) {
    auto const wanted = bytes.size() + record_overhead_bytes;
    if (!events_.empty() && wanted > bytes_left_) return false;
    bytes_left_ -= std::min(wanted, bytes_left_);
    events_.push_back({position, Bytes{bytes.begin(), bytes.end()}});
    return true;
  }

  [[nodiscard]] std::vector<wire::EventRecord>& events() { return events_; }

 private:
  std::size_t bytes_left_;
  std::vector<wire::EventRecord> events_;
};

/// The events at these positions, as many as fit. `next` is that of the list of positions.
ReadAnswer events_at(ReadContext const& context, std::vector<Position> const& positions,
                     std::optional<Position> next, ledger::AnsweredAt const& answered_at) {
  EventPage page{context.frame_bytes_max};
  wire::EventsReply reply;
  reply.as_of = answered_at;
  reply.next = next.value_or(Position{});
  for (auto const position : positions) {
    auto const bytes = context.hub.parts.views.event_bytes(position);
    if (!bytes) return std::unexpected(failure_of(Asked::views, bytes.error()));
    if (!page.add(position, *bytes)) {
      reply.next = page.events().back().position;
      break;
    }
  }
  reply.events = std::move(page.events());
  return reply;
}

}  // namespace

ReadAnswer read(ReadContext const& context, wire::History const& request) {
  auto const point = resolve(context, request.at);
  if (!point) return std::unexpected(point.error());
  auto const page = context.hub.parts.views.history(request.stream, point->as_of, request.after,
                                                    page_size(context, request.limit));
  if (!page) return std::unexpected(failure_of(Asked::views, page.error()));
  return events_at(context, page->items, page->next, point->answered_at);
}

ReadAnswer read(ReadContext const& context, wire::Refusals const& request) {
  auto const point = resolve(context, request.at);
  if (!point) return std::unexpected(point.error());
  projections::RefusalFilter filter;
  if (request.target.kind != ledger::StreamKind::none) filter.target = request.target;
  if (!request.person.empty()) filter.person = request.person;
  if (request.rule != ledger::Rule::none) filter.rule = request.rule;
  auto const page = context.hub.parts.views.refusals(filter, point->as_of, request.after,
                                                     page_size(context, request.limit));
  if (!page) return std::unexpected(failure_of(Asked::views, page.error()));
  std::vector<Position> positions;
  for (auto const& refusal : page->items) positions.push_back(refusal.envelope.position);
  return events_at(context, positions, page->next, point->answered_at);
}

ReadAnswer read(ReadContext const& context, wire::Read const& request) {
  auto const& journal = context.hub.parts.journal;
  auto const head = journal.watermark();
  auto const from = std::max(request.from, Position{1});
  auto const last = request.to == Position{} ? head : std::min(request.to, head);
  wire::EventsReply reply;
  reply.next = from;
  if (from <= last) {
    auto const wanted =
        std::min<std::size_t>(page_size(context, request.limit), last.value() - from.value() + 1);
    auto const records = journal.read(from, wanted, context.frame_bytes_max);
    if (!records) return std::unexpected(wire::to_failure(records.error()));
    EventPage page{context.frame_bytes_max};
    for (std::size_t i = 0; i < records->size() && page.add(reply.next, (*records)[i]); ++i) {
      reply.next = next(reply.next);
    }
    reply.events = std::move(page.events());
  }
  auto const head_recorded_at = recorded_at(journal, head);
  if (!head_recorded_at) return std::unexpected(wire::to_failure(head_recorded_at.error()));
  reply.as_of = {head, *head_recorded_at, std::nullopt};
  return reply;
}

}  // namespace gl::server
