#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/strong.h"
#include "base/time.h"
#include "ledger/event_filter.h"
#include "ledger/values.h"
#include "wire/failure.h"

namespace gl::wire {

/// Who a connection speaks for, as its certificate says.
struct Principal {
  ledger::PersonId person;
  ledger::Role role = ledger::Role::none;
  friend bool operator==(Principal const&, Principal const&) = default;
};

using ledger::ConsumerName;

/// How much a server may send on one subscription before it is given more. An event is sent while
/// both are above 0: the last one may overdraw the bytes by its own length.
struct CreditLimits {
  static constexpr std::uint32_t events_default = 16'384;
  static constexpr std::uint32_t events_max = 1U << 20U;
  static constexpr std::uint32_t bytes_default = 4U << 20U;
  static constexpr std::uint32_t bytes_max = 64U << 20U;
};

constexpr std::uint32_t ack_positions_max = 4'096;       ///< single positions in one ack
constexpr std::uint32_t nack_delay_ms_max = 86'400'000;  ///< a day
constexpr std::size_t nack_reason_bytes_max = 200;

// ---------------------------------------------------------------------------------- requests

/// Opens a subscription, which its request id names on this connection.
struct Subscribe {
  /// Events after this position; nothing: those that become durable from now on. Of a named
  /// consumer: only when it is made, later it resumes at its checkpoint.
  std::optional<Position> after = Position{};
  ledger::EventFilter filter;       ///< of a named consumer that exists: empty, or the same again
  std::uint32_t credit_events = 0;  ///< to begin with; 0 of both: the defaults
  std::uint32_t credit_bytes = 0;
  ConsumerName consumer;           ///< empty: the server keeps nothing
  bool group = false;              ///< be one member of the consumer among several
  std::uint16_t attempts_max = 0;  ///< of a new consumer: deliveries before a nack parks; 0: 10
  friend bool operator==(Subscribe const&, Subscribe const&) = default;
};

/// Adds to what the server may send; what goes over the maximum is cut.
struct Credit {
  std::uint64_t subscription = 0;
  std::uint32_t events = 0;
  std::uint32_t bytes = 0;
  friend bool operator==(Credit const&, Credit const&) = default;
};

/// These events of a named consumer are done.
struct Ack {
  std::uint64_t subscription = 0;
  Position up_to;  ///< every event delivered up to this position; 0: none
  std::vector<Position> positions;
  friend bool operator==(Ack const&, Ack const&) = default;
};

/// What is to become of an event that was not done. Numbers are frozen.
enum class NackAction : std::uint8_t { none = 0, retry = 1, park = 2, skip = 3 };

struct Nack {
  std::uint64_t subscription = 0;
  Position position;
  NackAction action = NackAction::none;
  std::uint32_t delay_ms = 0;  ///< of retry: not before that
  std::string reason;
  friend bool operator==(Nack const&, Nack const&) = default;
};

struct Unsubscribe {
  std::uint64_t subscription = 0;
  friend bool operator==(Unsubscribe const&, Unsubscribe const&) = default;
};

/// One consumer with its parked events, or (no name) all without them.
struct Consumers {
  ConsumerName name;
  Position parked_after;
  std::uint32_t limit = 0;
  friend bool operator==(Consumers const&, Consumers const&) = default;
};

struct ChangeConsumer {
  /// The checkpoint is to be this position; what was unacknowledged is forgotten;
  /// parked events after it come again.
  struct Reset {
    Position to;
    friend bool operator==(Reset const&, Reset const&) = default;
  };
  /// Deliver this parked event again.
  struct Replay {
    Position position;
    friend bool operator==(Replay const&, Replay const&) = default;
  };
  /// Forget this parked event.
  struct Dismiss {
    Position position;
    friend bool operator==(Dismiss const&, Dismiss const&) = default;
  };
  /// Forget the consumer.
  struct Remove {
    friend bool operator==(Remove const&, Remove const&) = default;
  };
  ConsumerName name;
  std::variant<Reset, Replay, Dismiss, Remove> change;
  friend bool operator==(ChangeConsumer const&, ChangeConsumer const&) = default;
};

// ----------------------------------------------------------------------------------- replies

struct SubscribeReply {
  Position after;  ///< events after this position come; of a consumer: its checkpoint
  Position head;
  std::uint32_t credit_events = 0;
  std::uint32_t credit_bytes = 0;
  std::uint32_t heartbeat_ms = 0;  ///< a message comes at least so often
  bool created = false;            ///< the consumer was made by this request
  std::uint32_t unacknowledged = 0;
  friend bool operator==(SubscribeReply const&, SubscribeReply const&) = default;
};

struct CreditReply {
  std::uint32_t events = 0;
  std::uint32_t bytes = 0;
  friend bool operator==(CreditReply const&, CreditReply const&) = default;
};

/// To ack and nack, when what it says is durable.
struct SettleReply {
  Position checkpoint;
  std::uint32_t settled = 0;  ///< events that this request settled
  std::uint32_t already = 0;  ///< events of this request that had been settled before
  std::uint32_t unacknowledged = 0;
  std::uint32_t parked = 0;
  friend bool operator==(SettleReply const&, SettleReply const&) = default;
};

struct UnsubscribeReply {
  Position scanned_to;
  friend bool operator==(UnsubscribeReply const&, UnsubscribeReply const&) = default;
};

struct ConsumerReset {
  Instant at;
  Position from;
  Position to;
  ledger::PersonId by;
  friend bool operator==(ConsumerReset const&, ConsumerReset const&) = default;
};

struct ConsumerView {
  ConsumerName name;
  Principal owner;
  ledger::EventFilter filter;
  Instant created_at;
  std::uint16_t attempts_max = 0;
  std::uint16_t members = 0;  ///< connections that it is on
  Position checkpoint;
  Position scanned_to;
  std::uint32_t unacknowledged = 0;
  std::uint32_t retrying = 0;  ///< of them: those that wait for their next delivery
  std::uint32_t parked = 0;
  std::optional<Instant> oldest_delivered_at;  ///< of the lowest unacknowledged
  std::uint64_t settled_last_minute = 0;
  std::optional<ConsumerReset> reset;  ///< the last one
  friend bool operator==(ConsumerView const&, ConsumerView const&) = default;
};

struct ParkedEvent {
  Position position;
  std::uint16_t attempts = 0;
  Instant parked_at;
  bool replaying = false;  ///< to be delivered again, or delivered and not yet settled
  std::string reason;
  friend bool operator==(ParkedEvent const&, ParkedEvent const&) = default;
};

/// To consumers and change_consumer.
struct ConsumersReply {
  Position head;
  std::vector<ConsumerView> consumers;  ///< by name
  std::vector<ParkedEvent> parked;      ///< by position
  Position next_parked;                 ///< `parked_after` of the next page; 0: there is none
  friend bool operator==(ConsumersReply const&, ConsumersReply const&) = default;
};

// ------------------------------------------------------------------------------------ pushed

struct EventsPush {
  Position scanned_to;  ///< the filter has looked at everything up to here
  Position head;
  std::uint32_t count = 0;
  Bytes entries;                        ///< each event behind its length in two bytes, high first
  std::vector<std::uint16_t> attempts;  ///< of each; empty: all the first
  friend bool operator==(EventsPush const&, EventsPush const&) = default;
};

struct HeartbeatPush {
  Position scanned_to;
  Position head;
  Instant server_time;
  friend bool operator==(HeartbeatPush const&, HeartbeatPush const&) = default;
};

/// Once: everything up to the head of that moment was sent.
struct CaughtUpPush {
  Position position;
  friend bool operator==(CaughtUpPush const&, CaughtUpPush const&) = default;
};

/// The last message of its subscription.
struct EndedPush {
  Failure failure;
  friend bool operator==(EndedPush const&, EndedPush const&) = default;
};

/// What a server sends unasked, under the request id of the subscribe request.
using Push = std::variant<EventsPush, HeartbeatPush, CaughtUpPush, EndedPush>;

}  // namespace gl::wire
