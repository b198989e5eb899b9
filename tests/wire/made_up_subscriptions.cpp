#include "base/check.h"
#include "wire/made_up.h"

namespace gl::wire {

ledger::EventFilter MadeUp::filter() {
  using namespace ledger;
  return {.types = some([&] { return text(); }),
          .programmes = some([&] { return id<ProgrammeId>(); }),
          .calls = some([&] { return id<CallId>(); }),
          .projects = some([&] { return id<ProjectId>(); }),
          .years = some([&] { return year(); })};
}

ConsumerView MadeUp::consumer() {
  ConsumerView view{.name = id<ConsumerName>(),
                    .owner = {id<ledger::PersonId>(), up_to(ledger::Role::system)},
                    .filter = filter(),
                    .created_at = instant(),
                    .attempts_max = static_cast<std::uint16_t>(small()),
                    .members = static_cast<std::uint16_t>(small()),
                    .checkpoint = position(),
                    .scanned_to = position(),
                    .unacknowledged = small(),
                    .retrying = small(),
                    .parked = small(),
                    .oldest_delivered_at = maybe([&] { return Instant{1 + small()}; }),
                    .settled_last_minute = number(),
                    .reset = {}};
  if (flip()) {
    view.reset =
        ConsumerReset{Instant{1 + small()}, position(), position(), id<ledger::PersonId>()};
  }
  return view;
}

ParkedEvent MadeUp::parked() {
  return {position(), static_cast<std::uint16_t>(small()), instant(), flip(), text(200)};
}

Request MadeUp::subscription_request(std::size_t kind) {
  switch (kind) {
    case 19:
      return Subscribe{maybe([&] { return position(); }),
                       filter(),
                       small(),
                       small(),
                       id<ConsumerName>(),
                       flip(),
                       static_cast<std::uint16_t>(small())};
    case 20: return Credit{number(), small(), small()};
    case 21: return Ack{number(), position(), some([&] { return position(); })};
    case 22:
      return Nack{number(), position(), flip() ? NackAction::retry : NackAction::skip,
                  small() % nack_delay_ms_max, text(200)};
    case 23: return Unsubscribe{number()};
    case 24: return Consumers{id<ConsumerName>(), position(), small()};
    case 25: {
      ChangeConsumer change{id<ConsumerName>(), {}};
      if (flip())
        change.change = ChangeConsumer::Reset{position()};
      else if (flip())
        change.change = ChangeConsumer::Replay{position()};
      else if (flip())
        change.change = ChangeConsumer::Dismiss{position()};
      else
        change.change = ChangeConsumer::Remove{};
      return change;
    }
    default: break;
  }
  GL_CHECK(false, "submit is not made up, nor what comes after change_consumer");
  return Status{};
}

Push MadeUp::push(std::size_t kind) {
  switch (kind) {
    case 0: {
      EventsPush push{position(), position(), static_cast<std::uint32_t>(count()), data(400), {}};
      if (flip()) push.attempts.assign(push.count, static_cast<std::uint16_t>(small()));
      return push;
    }
    case 1: return HeartbeatPush{position(), position(), instant()};
    case 2: return CaughtUpPush{position()};
    case 3: return EndedPush{failure()};
    default: break;
  }
  GL_CHECK(false, "there is no push of this number");
  return HeartbeatPush{};
}

}  // namespace gl::wire
