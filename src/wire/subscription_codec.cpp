#include "wire/subscription_codec.h"

#include <utility>

#include "wire/frame.h"
#include "wire/reply_codec.h"
#include "wire/strict.h"

namespace gl::wire {
namespace {

constexpr std::size_t type_name_bytes_max = 64;

template <class Values, class Builder, class List>
void put_texts(Values const& values, Builder out, List (Builder::*init)(unsigned)) {
  if (values.empty()) return;
  auto list = (out.*init)(static_cast<unsigned>(values.size()));
  for (unsigned i = 0; i < list.size(); ++i) {
    std::string_view text;
    if constexpr (requires { values[i].view(); }) {
      text = values[i].view();
    } else {
      text = values[i];
    }
    auto to = list.init(i, static_cast<unsigned>(text.size()));
    std::copy(text.begin(), text.end(), to.begin());
  }
}

template <class Numbers, class Builder, class List>
void put_numbers(Numbers const& numbers, Builder out, List (Builder::*init)(unsigned)) {
  if (numbers.empty()) return;
  auto list = (out.*init)(static_cast<unsigned>(numbers.size()));
  for (unsigned i = 0; i < list.size(); ++i) {
    if constexpr (requires { numbers[i].value(); }) {
      list.set(i, numbers[i].value());
    } else {
      list.set(i, numbers[i]);
    }
  }
}

void write_filter(ledger::EventFilter const& filter, message::EventFilter::Builder out) {
  using Out = message::EventFilter::Builder;
  put_texts(filter.types, out, &Out::initTypes);
  put_texts(filter.programmes, out, &Out::initProgrammes);
  put_texts(filter.calls, out, &Out::initCalls);
  put_texts(filter.projects, out, &Out::initProjects);
  put_numbers(filter.years, out, &Out::initYears);
}

ledger::EventFilter read_filter(message::EventFilter::Reader in, Reading& reading) {
  auto const values = std::uint64_t{in.getTypes().size()} + in.getProgrammes().size() +
                      in.getCalls().size() + in.getProjects().size() + in.getYears().size();
  if (values > ledger::EventFilter::values_max) {
    reading.fail(Code::too_large,
                 "filter: " + std::to_string(values) + " values, at most " +
                     std::to_string(ledger::EventFilter::values_max) +
                     " are taken: subscribe several times, or filter what comes",
                 std::to_string(ledger::EventFilter::values_max), std::to_string(values));
    return {};
  }
  ledger::EventFilter filter;
  filter.types = reading.list(in.getTypes(), "filter.types", [&](auto type) {
    return reading.label(type, type_name_bytes_max, "filter.types");
  });
  filter.programmes = reading.list(in.getProgrammes(), "filter.programmes", [&](auto id) {
    return reading.short_id<ledger::ProgrammeId>(id, "filter.programmes");
  });
  filter.calls = reading.list(in.getCalls(), "filter.calls", [&](auto id) {
    return reading.short_id<ledger::CallId>(id, "filter.calls");
  });
  filter.projects = reading.list(in.getProjects(), "filter.projects", [&](auto id) {
    return reading.short_id<ledger::ProjectId>(id, "filter.projects");
  });
  filter.years =
      reading.list(in.getYears(), "filter.years", [](std::int32_t year) { return year; });
  return filter;
}

void write_principal(Principal const& principal, message::Principal::Builder out) {
  put(out, &message::Principal::Builder::initPerson, principal.person.view());
  out.setRole(static_cast<schema::Role>(principal.role));
}

Principal read_principal(message::Principal::Reader in, Reading& reading) {
  return {.person = reading.id<ledger::PersonId>(in.getPerson(), "person"),
          .role = reading.one_of(in.getRole(), ledger::Role::system, "role")};
}

}  // namespace

// ---------------------------------------------------------------------------------- requests

void write(Subscribe const& request, message::Subscribe::Builder out) {
  if (request.after) {
    out.getStart().setAfter(request.after->value());
  } else {
    out.getStart().setNow();
  }
  if (!request.filter.empty()) write_filter(request.filter, out.initFilter());
  out.setCreditEvents(request.credit_events);
  out.setCreditBytes(request.credit_bytes);
  put(out, &message::Subscribe::Builder::initConsumer, request.consumer.view());
  out.setGroup(request.group);
  out.setAttemptsMax(request.attempts_max);
}

Subscribe read(message::Subscribe::Reader in, Reading& reading) {
  must_be_known(in.getFilter(), reading);
  if (in.getStart().which() > message::Subscribe::Start::NOW) {
    reading.fail(Code::unknown_field, "start is of a kind that this version does not know");
  }
  Subscribe request;
  request.after =
      in.getStart().isAfter() ? std::optional{Position{in.getStart().getAfter()}} : std::nullopt;
  request.filter = read_filter(in.getFilter(), reading);
  request.credit_events = in.getCreditEvents();
  request.credit_bytes = in.getCreditBytes();
  request.consumer = reading.id<ConsumerName>(in.getConsumer(), "subscribe.consumer");
  request.group = in.getGroup();
  request.attempts_max = in.getAttemptsMax();
  return request;
}

void write(Credit const& request, message::Credit::Builder out) {
  out.setSubscription(request.subscription);
  out.setEvents(request.events);
  out.setBytes(request.bytes);
}

Credit read(message::Credit::Reader in, Reading&) {
  return {.subscription = in.getSubscription(), .events = in.getEvents(), .bytes = in.getBytes()};
}

void write(Ack const& request, message::Ack::Builder out) {
  out.setSubscription(request.subscription);
  out.setUpTo(request.up_to.value());
  put_numbers(request.positions, out, &message::Ack::Builder::initPositions);
}

Ack read(message::Ack::Reader in, Reading& reading) {
  Ack request{
      .subscription = in.getSubscription(), .up_to = Position{in.getUpTo()}, .positions = {}};
  if (!reading.may_read(in.getPositions().size(), "ack.positions", ack_positions_max)) return {};
  request.positions = reading.list(in.getPositions(), "ack.positions",
                                   [](std::uint64_t position) { return Position{position}; });
  return request;
}

void write(Nack const& request, message::Nack::Builder out) {
  out.setSubscription(request.subscription);
  out.setPosition(request.position.value());
  out.setAction(static_cast<message::NackAction>(request.action));
  out.setDelayMs(request.delay_ms);
  put(out, &message::Nack::Builder::initReason, cut(request.reason, nack_reason_bytes_max));
}

Nack read(message::Nack::Reader in, Reading& reading) {
  Nack request;
  request.subscription = in.getSubscription();
  request.position = Position{in.getPosition()};
  request.action = reading.one_of(in.getAction(), NackAction::skip, "nack.action");
  if (request.action == NackAction::none) {
    reading.fail(Code::malformed, "nack.action is none: say retry, park or skip");
  }
  request.delay_ms = in.getDelayMs();
  if (request.delay_ms > nack_delay_ms_max) {
    reading.fail(Code::too_large,
                 "nack.delayMs is more than a day: retry sooner, or park the event",
                 std::to_string(nack_delay_ms_max), std::to_string(request.delay_ms));
  }
  request.reason = reading.label(in.getReason(), nack_reason_bytes_max, "nack.reason");
  return request;
}

void write(Unsubscribe const& request, message::Unsubscribe::Builder out) {
  out.setSubscription(request.subscription);
}

Unsubscribe read(message::Unsubscribe::Reader in, Reading&) { return {in.getSubscription()}; }

void write(Consumers const& request, message::Consumers::Builder out) {
  put(out, &message::Consumers::Builder::initName, request.name.view());
  out.setParkedAfter(request.parked_after.value());
  out.setLimit(request.limit);
}

Consumers read(message::Consumers::Reader in, Reading& reading) {
  return {.name = reading.short_id<ConsumerName>(in.getName(), "consumers.name"),
          .parked_after = Position{in.getParkedAfter()},
          .limit = in.getLimit()};
}

void write(ChangeConsumer const& request, message::ChangeConsumer::Builder out) {
  using Change = ChangeConsumer;
  put(out, &message::ChangeConsumer::Builder::initName, request.name.view());
  auto to = out.getChange();
  if (auto const* const reset = std::get_if<Change::Reset>(&request.change)) {
    to.setReset(reset->to.value());
  } else if (auto const* const replay = std::get_if<Change::Replay>(&request.change)) {
    to.setReplay(replay->position.value());
  } else if (auto const* const dismiss = std::get_if<Change::Dismiss>(&request.change)) {
    to.setDismiss(dismiss->position.value());
  } else {
    to.setRemove();
  }
}

ChangeConsumer read(message::ChangeConsumer::Reader in, Reading& reading) {
  using Change = ChangeConsumer;
  Change request;
  request.name = reading.short_id<ConsumerName>(in.getName(), "changeConsumer.name");
  auto const change = in.getChange();
  switch (change.which()) {
    case message::ChangeConsumer::Change::RESET:
      request.change = Change::Reset{Position{change.getReset()}};
      return request;
    case message::ChangeConsumer::Change::REPLAY:
      request.change = Change::Replay{Position{change.getReplay()}};
      return request;
    case message::ChangeConsumer::Change::DISMISS:
      request.change = Change::Dismiss{Position{change.getDismiss()}};
      return request;
    case message::ChangeConsumer::Change::REMOVE: request.change = Change::Remove{}; return request;
  }
  reading.fail(Code::unknown_field, "change is of a kind that this version does not know");
  return request;
}

// ----------------------------------------------------------------------------------- replies

void write(SubscribeReply const& reply, message::SubscribeReply::Builder out) {
  out.setAfter(reply.after.value());
  out.setHead(reply.head.value());
  out.setCreditEvents(reply.credit_events);
  out.setCreditBytes(reply.credit_bytes);
  out.setHeartbeatMs(reply.heartbeat_ms);
  out.setCreated(reply.created);
  out.setUnacknowledged(reply.unacknowledged);
}

SubscribeReply read(message::SubscribeReply::Reader in, Reading&) {
  return {.after = Position{in.getAfter()},
          .head = Position{in.getHead()},
          .credit_events = in.getCreditEvents(),
          .credit_bytes = in.getCreditBytes(),
          .heartbeat_ms = in.getHeartbeatMs(),
          .created = in.getCreated(),
          .unacknowledged = in.getUnacknowledged()};
}

void write(CreditReply const& reply, message::CreditReply::Builder out) {
  out.setEvents(reply.events);
  out.setBytes(reply.bytes);
}

CreditReply read(message::CreditReply::Reader in, Reading&) {
  return {.events = in.getEvents(), .bytes = in.getBytes()};
}

void write(SettleReply const& reply, message::SettleReply::Builder out) {
  out.setCheckpoint(reply.checkpoint.value());
  out.setSettled(reply.settled);
  out.setAlready(reply.already);
  out.setUnacknowledged(reply.unacknowledged);
  out.setParked(reply.parked);
}

SettleReply read(message::SettleReply::Reader in, Reading&) {
  return {.checkpoint = Position{in.getCheckpoint()},
          .settled = in.getSettled(),
          .already = in.getAlready(),
          .unacknowledged = in.getUnacknowledged(),
          .parked = in.getParked()};
}

void write(UnsubscribeReply const& reply, message::UnsubscribeReply::Builder out) {
  out.setScannedTo(reply.scanned_to.value());
}

UnsubscribeReply read(message::UnsubscribeReply::Reader in, Reading&) {
  return {Position{in.getScannedTo()}};
}

namespace {

void write_consumer(ConsumerView const& view, message::ConsumerView::Builder out) {
  put(out, &message::ConsumerView::Builder::initName, view.name.view());
  write_principal(view.owner, out.initOwner());
  write_filter(view.filter, out.initFilter());
  out.setCreatedAt(view.created_at.microseconds());
  out.setAttemptsMax(view.attempts_max);
  out.setMembers(view.members);
  out.setCheckpoint(view.checkpoint.value());
  out.setScannedTo(view.scanned_to.value());
  out.setUnacknowledged(view.unacknowledged);
  out.setRetrying(view.retrying);
  out.setParked(view.parked);
  if (view.oldest_delivered_at) out.setOldestDeliveredAt(view.oldest_delivered_at->microseconds());
  out.setSettledLastMinute(view.settled_last_minute);
  if (!view.reset) return;
  auto reset = out.getReset();
  reset.setAt(view.reset->at.microseconds());
  reset.setFrom(view.reset->from.value());
  reset.setTo(view.reset->to.value());
  auto const by = view.reset->by.view();
  auto to = reset.initBy(static_cast<unsigned>(by.size()));
  std::copy(by.begin(), by.end(), to.begin());
}

ConsumerView read_consumer(message::ConsumerView::Reader in, Reading& reading) {
  ConsumerView view;
  view.name = reading.id<ConsumerName>(in.getName(), "name");
  view.owner = read_principal(in.getOwner(), reading);
  view.filter = read_filter(in.getFilter(), reading);
  view.created_at = Instant{in.getCreatedAt()};
  view.attempts_max = in.getAttemptsMax();
  view.members = in.getMembers();
  view.checkpoint = Position{in.getCheckpoint()};
  view.scanned_to = Position{in.getScannedTo()};
  view.unacknowledged = in.getUnacknowledged();
  view.retrying = in.getRetrying();
  view.parked = in.getParked();
  if (in.getOldestDeliveredAt() != 0) view.oldest_delivered_at = Instant{in.getOldestDeliveredAt()};
  view.settled_last_minute = in.getSettledLastMinute();
  auto const reset = in.getReset();
  if (reset.getAt() != 0) {
    view.reset = ConsumerReset{.at = Instant{reset.getAt()},
                               .from = Position{reset.getFrom()},
                               .to = Position{reset.getTo()},
                               .by = reading.id<ledger::PersonId>(reset.getBy(), "by")};
  }
  return view;
}

void write_parked(ParkedEvent const& parked, message::ParkedEvent::Builder out) {
  out.setPosition(parked.position.value());
  out.setAttempts(parked.attempts);
  out.setParkedAt(parked.parked_at.microseconds());
  out.setReplaying(parked.replaying);
  put(out, &message::ParkedEvent::Builder::initReason, cut(parked.reason, nack_reason_bytes_max));
}

ParkedEvent read_parked(message::ParkedEvent::Reader in, Reading& reading) {
  return {.position = Position{in.getPosition()},
          .attempts = in.getAttempts(),
          .parked_at = Instant{in.getParkedAt()},
          .replaying = in.getReplaying(),
          .reason = reading.text(in.getReason(), nack_reason_bytes_max, "reason")};
}

}  // namespace

void write(ConsumersReply const& reply, message::ConsumersReply::Builder out) {
  out.setHead(reply.head.value());
  auto consumers = out.initConsumers(static_cast<unsigned>(reply.consumers.size()));
  for (unsigned i = 0; i < consumers.size(); ++i) write_consumer(reply.consumers[i], consumers[i]);
  auto parked = out.initParked(static_cast<unsigned>(reply.parked.size()));
  for (unsigned i = 0; i < parked.size(); ++i) write_parked(reply.parked[i], parked[i]);
  out.setNextParked(reply.next_parked.value());
}

ConsumersReply read(message::ConsumersReply::Reader in, Reading& reading) {
  return {.head = Position{in.getHead()},
          .consumers = reading.list(in.getConsumers(), "consumers",
                                    [&](auto entry) { return read_consumer(entry, reading); }),
          .parked = reading.list(in.getParked(), "parked",
                                 [&](auto entry) { return read_parked(entry, reading); }),
          .next_parked = Position{in.getNextParked()}};
}

// ------------------------------------------------------------------------------------ pushed

namespace {

struct PushWriter {
  message::Push::Builder out;

  void operator()(EventsPush const& push) {
    auto to = out.initEvents();
    to.setScannedTo(push.scanned_to.value());
    to.setHead(push.head.value());
    to.setCount(push.count);
    put(to, &message::EventsPush::Builder::initEntries, push.entries);
    put_numbers(push.attempts, to, &message::EventsPush::Builder::initAttempts);
  }
  void operator()(HeartbeatPush const& push) {
    auto to = out.initHeartbeat();
    to.setScannedTo(push.scanned_to.value());
    to.setHead(push.head.value());
    to.setServerTime(push.server_time.microseconds());
  }
  void operator()(CaughtUpPush const& push) {
    out.initCaughtUp().setPosition(push.position.value());
  }
  void operator()(EndedPush const& push) { write(push.failure, out.initEnded().initError()); }
};

EventsPush read_events(message::EventsPush::Reader in, Reading& reading) {
  EventsPush push{.scanned_to = Position{in.getScannedTo()},
                  .head = Position{in.getHead()},
                  .count = in.getCount(),
                  .entries = reading.data(in.getEntries(), frame_bytes_hard_max, "entries"),
                  .attempts = {}};
  auto const attempts = in.getAttempts();
  if (attempts.size() > 0 && attempts.size() != push.count) {
    reading.fail(Code::malformed, "attempts has " + std::to_string(attempts.size()) +
                                      " entries for " + std::to_string(push.count) + " events");
    return push;
  }
  push.attempts.reserve(attempts.size());
  for (auto const attempt : attempts) push.attempts.push_back(attempt);
  return push;
}

}  // namespace

void write(Push const& push, message::Push::Builder out) { std::visit(PushWriter{out}, push); }

Push read(message::Push::Reader in, Reading& reading) {
  switch (in.which()) {
    case message::Push::UNSET: break;
    case message::Push::EVENTS: return read_events(in.getEvents(), reading);
    case message::Push::HEARTBEAT: {
      auto const heartbeat = in.getHeartbeat();
      return HeartbeatPush{.scanned_to = Position{heartbeat.getScannedTo()},
                           .head = Position{heartbeat.getHead()},
                           .server_time = Instant{heartbeat.getServerTime()}};
    }
    case message::Push::CAUGHT_UP: return CaughtUpPush{Position{in.getCaughtUp().getPosition()}};
    case message::Push::ENDED: return EndedPush{read(in.getEnded().getError(), reading)};
  }
  auto const number = std::to_string(static_cast<unsigned>(in.which()));
  reading.fail(Code::malformed,
               "push number " + number + " is not known to this version: update the client", {},
               number);
  return HeartbeatPush{};
}

}  // namespace gl::wire
