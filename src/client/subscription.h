#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "client/client.h"

namespace gl::client {

/// An event as it is stored and hashed: codec/event_codec.h decodes it.
struct SubscribedEvent {
  Position position;
  ByteView bytes;             ///< of the batch that it came in
  std::uint16_t attempt = 1;  ///< of a named consumer: which delivery it is
};

/// What came at once. Moved, not copied.
struct Batch {
  Batch() = default;
  Batch(Batch&&) = default;
  Batch& operator=(Batch&&) = default;

  std::vector<SubscribedEvent> events;  ///< by position, but for those that come again
  Position scanned_to;                  ///< the filter has looked at everything up to here
  Position head;
  bool caught_up = false;  ///< once: everything that was there has come
  Bytes storage;           ///< what `events` points into
};

/// An open subscription: events as they become durable, each at least once, by position. It gives
/// the server new credit as batches are taken, so that what waits here is bounded by the credit it
/// began with. docs/subscriptions.md tells what is promised and how to have each event count once.
/// Ends with its destruction. Its client outlives it and may be used for other calls meanwhile.
/// Thread: the client's.
class Subscription {
 public:
  /// Through `Client::subscribe`.
  Subscription(Connection& connection, std::uint64_t id, wire::Subscribe const& request,
               wire::SubscribeReply const& opened);
  Subscription(Subscription const&) = delete;
  Subscription& operator=(Subscription const&) = delete;
  ~Subscription();

  /// What the server said: where it begins, what it gives.
  [[nodiscard]] wire::SubscribeReply const& opened() const { return opened_; }

  /// What has come, or comes within `wait`; a batch without events when nothing did, or only news
  /// of how far the server has looked. Failures: what the server said at the end of the
  /// subscription (taken_over, consumer_changed, shutting_down), closed, and timeout when not even
  /// a heartbeat came in three times its interval: connect anew.
  [[nodiscard]] Response<Batch> next(std::chrono::milliseconds wait);

  // Of a named consumer. Durable when they return. Failures: not_delivered, taken_over, usage.
  /// Every event that came on this subscription up to `position` is done.
  [[nodiscard]] Response<wire::SettleReply> ack_up_to(Position position);
  /// These are done, at most `wire::ack_positions_max`.
  [[nodiscard]] Response<wire::SettleReply> ack(std::vector<Position> positions);
  /// Comes again after `delay`; parked when it has come too often.
  [[nodiscard]] Response<wire::SettleReply> retry(Position position,
                                                  std::chrono::milliseconds delay,
                                                  std::string reason = {});
  /// Put aside, for somebody to look at.
  [[nodiscard]] Response<wire::SettleReply> park(Position position, std::string reason);
  /// Will never be done.
  [[nodiscard]] Response<wire::SettleReply> skip(Position position, std::string reason = {});

 private:
  [[nodiscard]] Response<wire::SettleReply> settle(wire::Request request);
  [[nodiscard]] Response<wire::SettleReply> reject(Position position, wire::NackAction action,
                                                   std::chrono::milliseconds delay,
                                                   std::string reason);
  [[nodiscard]] Response<Batch> take(wire::Push push);
  [[nodiscard]] Response<Batch> take_events(wire::EventsPush push);
  void give_credit();

  Connection& connection_;
  std::uint64_t const id_;
  wire::SubscribeReply const opened_;
  std::uint32_t owed_events_ = 0;  ///< taken and not yet given back as credit
  std::uint32_t owed_bytes_ = 0;
  std::chrono::steady_clock::time_point last_sign_;
  std::optional<wire::Failure> ended_;
};

}  // namespace gl::client
