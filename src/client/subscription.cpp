#include "client/subscription.h"

#include <utility>

#include "client/connection.h"
#include "codec/event_codec.h"

namespace gl::client {
namespace {

using std::chrono::milliseconds;

/// So many heartbeats may be missing before the server is taken to be gone.
constexpr int heartbeats_missed_max = 3;
constexpr milliseconds goodbye{100};

wire::Failure bad_push(std::string const& what) {
  return wire::failure(wire::Code::malformed, "the server sent " + what + " on a subscription");
}

}  // namespace

Subscription::Subscription(Connection& connection, std::uint64_t id, wire::Subscribe const&,
                           wire::SubscribeReply const& opened)
    : connection_(connection),
      id_(id),
      opened_(opened),
      last_sign_(std::chrono::steady_clock::now()) {}

Subscription::~Subscription() {
  if (!ended_) {
    connection_.tell(wire::Unsubscribe{id_}, std::chrono::steady_clock::now() + goodbye);
  }
  connection_.forget(id_);
}

Response<Batch> Subscription::next(milliseconds wait) {
  if (ended_) return std::unexpected(*ended_);
  auto const now = std::chrono::steady_clock::now();
  if (!connection_.has_push(id_)) give_credit();
  auto const patience = milliseconds{opened_.heartbeat_ms} * heartbeats_missed_max;
  auto const deadline =
      opened_.heartbeat_ms == 0 ? now + wait : std::min(now + wait, last_sign_ + patience);
  auto push = connection_.take_push(id_, deadline);
  if (!push) {
    ended_ = push.error();
    return std::unexpected(std::move(push.error()));
  }
  if (*push) {
    last_sign_ = std::chrono::steady_clock::now();
    return take(*std::move(*push));
  }
  if (deadline < now + wait) {
    ended_ =
        wire::failure(wire::Code::timeout, "nothing came for " + std::to_string(patience.count()) +
                                               " ms, not even a heartbeat: connect anew");
    return std::unexpected(*ended_);
  }
  return Batch{};
}

Response<Batch> Subscription::take(wire::Push push) {
  if (auto* const events = std::get_if<wire::EventsPush>(&push)) {
    return take_events(std::move(*events));
  }
  Batch batch;
  if (auto const* const heartbeat = std::get_if<wire::HeartbeatPush>(&push)) {
    batch.scanned_to = heartbeat->scanned_to;
    batch.head = heartbeat->head;
  } else if (auto const* const caught_up = std::get_if<wire::CaughtUpPush>(&push)) {
    batch.scanned_to = caught_up->position;
    batch.head = caught_up->position;
    batch.caught_up = true;
  } else {
    ended_ = std::get<wire::EndedPush>(push).failure;
    return std::unexpected(*ended_);
  }
  return batch;
}

Response<Batch> Subscription::take_events(wire::EventsPush push) {
  Batch batch;
  batch.scanned_to = push.scanned_to;
  batch.head = push.head;
  batch.storage = std::move(push.entries);
  batch.events.reserve(push.count);
  ByteView rest{batch.storage};
  constexpr std::size_t length_bytes = 2;
  while (!rest.empty()) {
    auto const length = rest.size() < length_bytes ? 0
                                                   : std::to_integer<std::size_t>(rest[0]) << 8U |
                                                         std::to_integer<std::size_t>(rest[1]);
    if (length == 0 || length > rest.size() - length_bytes) {
      return std::unexpected(bad_push("an event that is cut"));
    }
    SubscribedEvent event;
    event.bytes = rest.subspan(length_bytes, length);
    rest = rest.subspan(length_bytes + length);
    auto const header = codec::peek(event.bytes);
    if (!header) return std::unexpected(bad_push("bytes that are no event"));
    event.position = header->position;
    if (batch.events.size() < push.attempts.size()) {
      event.attempt = push.attempts[batch.events.size()];
    }
    owed_bytes_ += static_cast<std::uint32_t>(length);
    batch.events.push_back(event);
  }
  if (batch.events.size() != push.count) {
    return std::unexpected(bad_push("another number of events than it said"));
  }
  owed_events_ += push.count;
  // Half of what it began with: often enough to keep it going, not one request a batch.
  if (owed_events_ >= opened_.credit_events / 2 || owed_bytes_ >= opened_.credit_bytes / 2) {
    give_credit();
  }
  return batch;
}

void Subscription::give_credit() {
  if (owed_events_ == 0 && owed_bytes_ == 0) return;
  wire::Credit const credit{id_, owed_events_, owed_bytes_};
  if (!connection_.tell(credit, connection_.deadline_after(milliseconds{0}))) return;
  owed_events_ = 0;
  owed_bytes_ = 0;
}

Response<wire::SettleReply> Subscription::settle(wire::Request request) {
  auto answer = connection_.call(std::move(request), connection_.deadline_after(milliseconds{0}));
  if (!answer) return std::unexpected(std::move(answer.error()));
  auto const* const reply = std::get_if<wire::SettleReply>(&*answer);
  if (reply == nullptr) return std::unexpected(bad_push("another reply than asked for"));
  return *reply;
}

Response<wire::SettleReply> Subscription::ack_up_to(Position position) {
  return settle(wire::Ack{id_, position, {}});
}

Response<wire::SettleReply> Subscription::ack(std::vector<Position> positions) {
  return settle(wire::Ack{id_, {}, std::move(positions)});
}

Response<wire::SettleReply> Subscription::retry(Position position, milliseconds delay,
                                                std::string reason) {
  return reject(position, wire::NackAction::retry, delay, std::move(reason));
}

Response<wire::SettleReply> Subscription::park(Position position, std::string reason) {
  return reject(position, wire::NackAction::park, {}, std::move(reason));
}

Response<wire::SettleReply> Subscription::skip(Position position, std::string reason) {
  return reject(position, wire::NackAction::skip, {}, std::move(reason));
}

Response<wire::SettleReply> Subscription::reject(Position position, wire::NackAction action,
                                                 milliseconds delay, std::string reason) {
  if (delay < milliseconds{0} || delay.count() > wire::nack_delay_ms_max) {
    return std::unexpected(wire::failure(wire::Code::usage, "a delay is from 0 to a day"));
  }
  return settle(wire::Nack{id_, position, action, static_cast<std::uint32_t>(delay.count()),
                           std::move(reason)});
}

}  // namespace gl::client
