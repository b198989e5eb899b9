#include "server/subscriptions.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>

#include "server/as_tuple.h"
#include "server/errors.h"
#include "wire/frame.h"

namespace gl::server {
namespace {

using std::chrono::steady_clock;

/// What waits in a connection's buffer before its subscriptions stop adding to it.
constexpr std::size_t unsent_bytes_max = 1U << 20U;

wire::Failure no_subscription(std::uint64_t id) {
  return wire::failure(wire::Code::not_found,
                       "there is no open subscription " + std::to_string(id) +
                           " on this connection: its number is the request id of its subscribe",
                       {}, std::to_string(id));
}

/// What a member is told that has lost its consumer.
wire::Failure farewell_of(consumers::Note note, ledger::ConsumerName const& name) {
  auto const what = "the consumer " + name.string();
  switch (note) {
    case consumers::Note::taken_over:
      return wire::failure(wire::Code::taken_over,
                           what + " was opened on another connection, which has it now");
    case consumers::Note::reset:
      return wire::failure(wire::Code::consumer_changed,
                           what + " was moved to another position: subscribe again");
    case consumers::Note::removed:
      return wire::failure(wire::Code::consumer_changed, what + " was removed");
    default: break;
  }
  return wire::failure(wire::Code::io, "consumers cannot be kept any more: the server ends");
}

/// The filter made ready. What is not there may only not be in the views yet: that is no answer.
std::expected<EventMatcher, wire::Failure> matcher_of(ledger::EventFilter const& filter, Hub& hub,
                                                      Position head) {
  auto const views = hub.parts.views.position();  // before it is looked at
  auto matcher = EventMatcher::make(filter, hub.parts.views);
  if (matcher || views >= head) return matcher;
  return std::unexpected(failure_of(
      Asked::views,
      {Errc::busy, "the views have reached position " + std::to_string(views.value()) + " of " +
                       std::to_string(head.value()) + ", too early to say that a filter matches " +
                       "nothing: subscribe again in a moment"}));
}

std::uint32_t add_credit(std::int64_t& credit, std::int64_t more, std::int64_t most) {
  credit = std::min(credit + more, most);
  return static_cast<std::uint32_t>(std::max<std::int64_t>(credit, 0));
}

}  // namespace

// ------------------------------------------------------------------------ requests

void Subscriptions::take(std::uint64_t id, wire::Subscribe request) {
  auto const limit = hub_.config.limits.subscriptions_max;
  if (open_.size() + beginning_ >= limit) {
    auto failure = wire::failure(wire::Code::busy,
                                 "too many subscriptions are open on this connection: end one, or "
                                 "use another connection",
                                 std::to_string(limit));
    failure.retry_after_ms = 1'000;
    return port_.finish(id, std::unexpected(std::move(failure)));
  }
  if (open_.contains(id)) {
    return port_.finish(id, std::unexpected(wire::failure(wire::Code::usage,
                                                          "the request id " + std::to_string(id) +
                                                              " is that of an open subscription")));
  }
  ++beginning_;
  // Values are looked up, a new consumer is brought to disk: the pool's work.
  asio::post(
      *hub_.read_pool, [&hub = hub_, principal = port_.principal, weak = weak_from_this(),
                        post = port_.post, told = teller(id), id, request = std::move(request)] {
        auto const prepared = std::make_shared<Prepared>(prepare(hub, principal, request, told));
        post([weak, id, request, prepared] {
          if (auto const self = weak.lock()) self->begin(id, request, std::move(*prepared));
        });
      });
}

consumers::Consumers::Told Subscriptions::teller(std::uint64_t id) {
  return [weak = weak_from_this(), post = port_.post, id](consumers::Note note) {
    post([weak, id, note] {
      if (auto const self = weak.lock()) self->told(id, note);
    });
  };
}

void Subscriptions::told(std::uint64_t id, consumers::Note note) {
  auto const at = open_.find(id);
  if (at == open_.end()) {
    if (beginning_ > 0 && note != consumers::Note::work) told_early_[id] = note;
    return;
  }
  auto const subscription = at->second;
  if (note == consumers::Note::work) return wake(*subscription);
  end(*subscription, farewell_of(note, subscription->reader->consumer()));
}

Subscriptions::Prepared Subscriptions::prepare(Hub& hub, wire::Principal const& principal,
                                               wire::Subscribe const& request,
                                               consumers::Consumers::Told told) {
  auto const head = hub.parts.journal.watermark();
  auto const after = request.after.value_or(head);
  Prepared prepared{wire::SubscribeReply{}, nullptr};
  if (after > head) {
    prepared.reply = std::unexpected(wire::failure(
        wire::Code::beyond_head,
        "position " + std::to_string(after.value()) + " is not there yet, the last is " +
            std::to_string(head.value()) + ": subscribe after that, or from now",
        std::to_string(head.value()), std::to_string(after.value())));
    return prepared;
  }
  auto matcher = matcher_of(request.filter, hub, head);
  if (!matcher) {
    prepared.reply = std::unexpected(std::move(matcher.error()));
    return prepared;
  }
  prepared.reply->head = head;
  prepared.reply->after = after;
  if (request.consumer.empty()) {
    prepared.reader = std::make_unique<SliceReader>(*std::move(matcher), after);
    return prepared;
  }
  if (!ledger::is_consumer_name(request.consumer.view())) {
    prepared.reply = std::unexpected(
        wire::failure(wire::Code::malformed,
                      "a consumer's name is 1 to 64 of A-Za-z0-9._- and does not begin "
                      "with a dot: choose such a name"));
    return prepared;
  }
  auto attached = hub.parts.consumers.attach({request.consumer,
                                              {principal.person, principal.role},
                                              request.filter,
                                              after,
                                              request.attempts_max,
                                              request.group},
                                             std::move(told));
  if (!attached) {
    prepared.reply = std::unexpected(failure_of(Asked::consumers, attached.error()));
    return prepared;
  }
  matcher = matcher_of(attached->filter, hub, head);  // its own, whatever was asked for
  if (!matcher) {
    hub.parts.consumers.detach(request.consumer, attached->member);
    prepared.reply = std::unexpected(std::move(matcher.error()));
    return prepared;
  }
  prepared.reply->after = attached->checkpoint;
  prepared.reply->created = attached->created;
  prepared.reply->unacknowledged = attached->unacknowledged;
  prepared.reader = std::make_unique<SliceReader>(*std::move(matcher), hub.parts.consumers,
                                                  request.consumer, attached->member);
  return prepared;
}

void Subscriptions::begin(std::uint64_t id, wire::Subscribe const& request, Prepared prepared) {
  --beginning_;
  if (!prepared.reply) return port_.finish(id, std::unexpected(std::move(prepared.reply.error())));
  auto const subscription = std::make_shared<Subscription>();
  subscription->id = id;
  subscription->reader = std::move(prepared.reader);
  subscription->scanned_to = prepared.reply->after;
  subscription->last_push = steady_clock::now();
  subscription->timer = std::make_shared<asio::steady_timer>(port_.strand);
  using Most = wire::CreditLimits;
  bool const unsaid = request.credit_events == 0 && request.credit_bytes == 0;
  auto& reply = *prepared.reply;
  reply.credit_events =
      add_credit(subscription->credit_events, unsaid ? Most::events_default : request.credit_events,
                 Most::events_max);
  reply.credit_bytes =
      add_credit(subscription->credit_bytes, unsaid ? Most::bytes_default : request.credit_bytes,
                 Most::bytes_max);
  reply.heartbeat_ms = static_cast<std::uint32_t>(hub_.config.deadlines.heartbeat.count());
  open_.emplace(id, subscription);
  ++hub_.subscriptions;
  port_.changed();
  spdlog::debug("event=subscribed person={} after={} consumer={}", port_.principal.person.view(),
                reply.after.value(), request.consumer.view());
  port_.finish(id, reply);
  if (ended_) return close(*subscription);
  if (auto const early = told_early_.extract(id)) return told(id, early.mapped());
  port_.start("subscription", run(subscription));
}

Subscriptions::Shared Subscriptions::find(std::uint64_t request, std::uint64_t subscription) {
  auto const at = open_.find(subscription);
  if (at != open_.end()) return at->second;
  port_.finish(request, std::unexpected(no_subscription(subscription)));
  return nullptr;
}

Subscriptions::Shared Subscriptions::find_consumer(std::uint64_t request,
                                                   std::uint64_t subscription) {
  auto found = find(request, subscription);
  if (!found || !found->reader->consumer().empty()) return found;
  port_.finish(request, std::unexpected(wire::failure(
                            wire::Code::usage,
                            "this subscription is no named consumer's: nothing is kept "
                            "of it, and nothing of it is acknowledged")));
  return nullptr;
}

void Subscriptions::take(std::uint64_t id, wire::Credit const& request) {
  auto const subscription = find(id, request.subscription);
  if (!subscription) return;
  wire::CreditReply reply;
  reply.events =
      add_credit(subscription->credit_events, request.events, wire::CreditLimits::events_max);
  reply.bytes =
      add_credit(subscription->credit_bytes, request.bytes, wire::CreditLimits::bytes_max);
  port_.finish(id, reply);
  wake(*subscription);
}

consumers::Consumers::Done Subscriptions::settled(std::uint64_t request) {
  return [weak = weak_from_this(), post = port_.post, request](Result<consumers::Standing> done) {
    post([weak, request, done = std::move(done)] {
      auto const self = weak.lock();
      if (!self) return;
      if (!done) {
        return self->port_.finish(request,
                                  std::unexpected(failure_of(Asked::consumers, done.error())));
      }
      self->port_.finish(request,
                         wire::SettleReply{done->checkpoint, done->done.settled, done->done.already,
                                           done->unacknowledged, done->parked});
    });
  };
}

void Subscriptions::take(std::uint64_t id, wire::Ack const& request) {
  auto const subscription = find_consumer(id, request.subscription);
  if (!subscription) return;
  hub_.parts.consumers.acknowledge(subscription->reader->consumer(), subscription->reader->member(),
                                   request.up_to, request.positions, settled(id));
}

void Subscriptions::take(std::uint64_t id, wire::Nack const& request) {
  auto const subscription = find_consumer(id, request.subscription);
  if (!subscription) return;
  auto const verdict = request.action == wire::NackAction::retry  ? consumers::Verdict::retry
                       : request.action == wire::NackAction::park ? consumers::Verdict::park
                                                                  : consumers::Verdict::skip;
  hub_.parts.consumers.reject(
      subscription->reader->consumer(), subscription->reader->member(), request.position, verdict,
      std::chrono::milliseconds{request.delay_ms}, request.reason, settled(id));
}

void Subscriptions::take(std::uint64_t id, wire::Unsubscribe const& request) {
  auto const subscription = find(id, request.subscription);
  if (!subscription) return;
  auto const scanned_to = subscription->scanned_to;
  close(*subscription);
  port_.finish(id, wire::UnsubscribeReply{scanned_to});
}

// ------------------------------------------------------------------------ the loop

asio::awaitable<void> Subscriptions::run(Shared subscription) {
  auto const self = shared_from_this();
  auto& my = *subscription;
  while (!my.over) {
    co_await wait_for_room(subscription);
    if (my.over) break;
    my.woken = false;
    bool go_on = false;
    if (my.credit_events > 0 && my.credit_bytes > 0) {
      co_await read_slice(subscription);
      if (my.over) break;
      go_on = use_slice(my);
    } else {
      my.slice = {};
    }
    if (my.over) break;
    beat(my);
    if (!go_on) co_await wait(subscription);
  }
}

asio::awaitable<void> Subscriptions::wait_for_room(Shared subscription) {
  while (!subscription->over && port_.connection.unsent_bytes() >= unsent_bytes_max) {
    co_await port_.connection.wait_for_change();
  }
}

asio::awaitable<void> Subscriptions::read_slice(Shared subscription) {
  subscription->slice_done = false;
  SliceLimits const limits{subscription->credit_events, subscription->credit_bytes,
                           port_.frame_bytes_max};
  // The coroutine waits until the pool is done, whatever becomes of the subscription: the reader is
  // the pool's until then.
  asio::post(*hub_.read_pool, [&hub = hub_, post = port_.post, subscription, limits] {
    auto const slice = std::make_shared<Slice>(subscription->reader->read(hub, limits));
    post([subscription, slice] {
      subscription->slice = std::move(*slice);
      subscription->slice_done = true;
      subscription->timer->cancel();
    });
  });
  while (!subscription->slice_done) {
    subscription->timer->expires_at(Moment::max());
    co_await subscription->timer->async_wait(as_tuple());
  }
}

bool Subscriptions::use_slice(Subscription& subscription) {
  auto& slice = subscription.slice;
  if (slice.gone) return false;  // the note that says why is on its way
  if (slice.failure) {
    end(subscription, *slice.failure);
    return false;
  }
  subscription.scanned_to = slice.scanned_to;
  auto const head = slice.events.head;
  if (slice.events.count > 0) {
    subscription.credit_events -= slice.events.count;
    subscription.credit_bytes -= static_cast<std::int64_t>(
        slice.events.entries.size() - journal::Records::length_bytes * slice.events.count);
    push(subscription, std::move(slice.events));
  }
  if (slice.enlisted) {
    hub_.parts.consumers.wake_others(subscription.reader->consumer(),
                                     subscription.reader->member());
  }
  if (slice.whole && !subscription.caught_up) {
    subscription.caught_up = true;
    push(subscription, wire::CaughtUpPush{head});
  }
  return slice.moved;
}

void Subscriptions::beat(Subscription& subscription) {
  auto const now = steady_clock::now();
  if (now - subscription.last_push < hub_.config.deadlines.heartbeat) return;
  push(subscription, wire::HeartbeatPush{subscription.scanned_to, hub_.parts.journal.watermark(),
                                         hub_.parts.clock.now()});
}

asio::awaitable<void> Subscriptions::wait(Shared subscription) {
  auto& my = *subscription;
  if (my.woken) co_return;
  auto until = my.last_push + hub_.config.deadlines.heartbeat;
  if (my.slice.next_due) {
    std::chrono::microseconds const left{my.slice.next_due->microseconds() -
                                         hub_.parts.clock.now().microseconds()};
    auto const least = std::chrono::microseconds{1'000};
    until = std::min(until, steady_clock::now() + std::chrono::duration_cast<Moment::duration>(
                                                      std::max(left, least)));
  }
  my.timer->expires_at(until);
  bool const has_credit = my.credit_events > 0 && my.credit_bytes > 0;
  if (has_credit && my.slice.views_behind) {
    co_await hub_.views_waiters.wait_on(next(my.scanned_to), my.timer);
  } else if (has_credit && !my.slice.window_full && !my.slice.gone) {
    co_await hub_.journal_waiters.wait_on(next(my.scanned_to), my.timer);
  } else {
    co_await my.timer->async_wait(as_tuple());
  }
  // The server stops: its sessions are ended, this one too in a moment.
  if (hub_.journal_waiters.is_stopping() && !my.over) {
    my.timer->expires_at(steady_clock::now() + std::chrono::milliseconds{10});
    co_await my.timer->async_wait(as_tuple());
  }
}

// ------------------------------------------------------------------------ ends

void Subscriptions::push(Subscription& subscription, wire::Push push) {
  subscription.last_push = steady_clock::now();
  port_.connection.send(wire::encode({subscription.id, std::move(push)}));
}

void Subscriptions::wake(Subscription& subscription) {
  subscription.woken = true;
  subscription.timer->cancel();
}

void Subscriptions::end(Subscription& subscription, wire::Failure failure) {
  if (subscription.over) return;
  push(subscription, wire::EndedPush{std::move(failure)});
  close(subscription);
}

void Subscriptions::close(Subscription& subscription) {
  if (subscription.over) return;
  subscription.over = true;
  subscription.reader->leave();
  auto const id = subscription.id;
  wake(subscription);
  port_.connection.changed();
  --hub_.subscriptions;
  open_.erase(id);  // may be the last to hold it, but for its coroutine
  port_.changed();
}

void Subscriptions::end_all(bool server_stops) {
  ended_ = true;
  while (!open_.empty()) {
    auto const subscription = open_.begin()->second;
    if (server_stops) {
      end(*subscription,
          wire::failure(wire::Code::shutting_down, "the server stops: subscribe again later"));
    } else {
      close(*subscription);
    }
  }
}

}  // namespace gl::server
