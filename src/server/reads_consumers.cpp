#include <algorithm>
#include <utility>

#include "base/check.h"
#include "server/errors.h"
#include "server/reads.h"

namespace gl::server {
namespace {

/// Of an id that no consumer has, or a position that is not parked.
std::unexpected<wire::Failure> not_there(Error const& error) {
  return std::unexpected(failure_of(Asked::views, error));
}

wire::ConsumerView view_of(consumers::View view) {
  wire::ConsumerView out;
  auto& record = view.record;
  out.name = record.name;
  out.owner = {record.owner.person, record.owner.role};
  out.filter = std::move(record.filter);
  out.created_at = record.created_at;
  out.attempts_max = record.progress.attempts_max;
  out.members = static_cast<std::uint16_t>(view.members);
  out.checkpoint = record.progress.checkpoint;
  out.scanned_to = view.scanned_to;
  out.unacknowledged = static_cast<std::uint32_t>(view.unacknowledged);
  out.retrying = static_cast<std::uint32_t>(view.waiting);
  out.parked = static_cast<std::uint32_t>(view.parked);
  out.oldest_delivered_at = view.oldest_delivered_at;
  out.settled_last_minute = view.settled_last_minute;
  if (auto const& reset = record.reset) {
    out.reset = wire::ConsumerReset{reset->at, reset->from, reset->to, reset->by};
  }
  return out;
}

std::optional<wire::Failure> add_parked(ReadContext const& context, wire::Consumers const& request,
                                        wire::ConsumersReply& reply) {
  auto const page = page_size(context, request.limit);
  auto const found =
      context.hub.parts.consumers.parked(request.name, request.parked_after, page + 1);
  if (!found) return failure_of(Asked::views, found.error());
  for (auto const& [position, parked] : *found) {
    if (reply.parked.size() == page) {
      reply.next_parked = reply.parked.back().position;
      break;
    }
    reply.parked.push_back({position, parked.attempts, parked.at, parked.replaying, parked.reason});
  }
  return std::nullopt;
}

ReadAnswer show(ReadContext const& context, wire::Consumers const& request) {
  wire::ConsumersReply reply;
  reply.head = context.hub.parts.journal.watermark();
  if (request.name.empty()) {
    for (auto& view : context.hub.parts.consumers.list()) {
      reply.consumers.push_back(view_of(std::move(view)));
    }
    return reply;
  }
  auto view = context.hub.parts.consumers.show(request.name);
  if (!view) return not_there(view.error());
  reply.consumers.push_back(view_of(*std::move(view)));
  if (auto failure = add_parked(context, request, reply)) return std::unexpected(*failure);
  return reply;
}

struct Changer {
  ReadContext const& context;
  ledger::ConsumerName const& name;

  Result<void> operator()(wire::ChangeConsumer::Reset const&) const {
    GL_CHECK(false, "a reset is recorded by the session before it is carried out");
  }
  Result<void> operator()(wire::ChangeConsumer::Replay const& replay) const {
    return consumers().replay(name, replay.position);
  }
  Result<void> operator()(wire::ChangeConsumer::Dismiss const& dismiss) const {
    return consumers().dismiss(name, dismiss.position);
  }
  Result<void> operator()(wire::ChangeConsumer::Remove const&) const {
    return consumers().remove(name);
  }
  [[nodiscard]] consumers::Consumers& consumers() const { return context.hub.parts.consumers; }
};

}  // namespace

ReadAnswer read(ReadContext const& context, wire::Consumers const& request) {
  return show(context, request);
}

ReadAnswer read(ReadContext const& context, wire::ChangeConsumer const& request) {
  auto const done = std::visit(Changer{context, request.name}, request.change);
  if (!done) return not_there(done.error());
  if (std::holds_alternative<wire::ChangeConsumer::Remove>(request.change)) {
    return wire::ConsumersReply{context.hub.parts.journal.watermark(), {}, {}, {}};
  }
  return show(context, {request.name, {}, 0});
}

}  // namespace gl::server
