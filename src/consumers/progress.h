#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/strong.h"
#include "base/time.h"

namespace gl::consumers {

/// Events of a consumer above its checkpoint that are kept in mind: delivered and unacknowledged,
/// or settled out of order. When it is full nothing new is delivered.
constexpr std::size_t window_max = 16'384;
constexpr std::size_t parked_max = 10'000;
constexpr std::uint16_t attempts_default = 10;
constexpr std::uint16_t attempts_hard_max = 1'000;

/// A connection that a consumer is on. 0: none.
using Member = Strong<struct MemberTag>;

/// What events keep their order by in a group: those of one project have the same key.
using OrderKey = Strong<struct OrderKeyTag>;

/// An event put aside. It counts as settled for the checkpoint, and is listed until it is dismissed
/// or, replayed, acknowledged.
struct Parked {
  std::uint16_t attempts = 0;
  Instant at;
  std::string reason;
  bool replaying = false;
  bool in_flight = false;  ///< replaying, and with `member`
  Instant due_at;          ///< replaying: not before that
  Member member;
  OrderKey key;

  friend bool operator==(Parked const&, Parked const&) = default;
};

/// What an ack or a nack did.
struct Settled {
  std::uint32_t settled = 0;  ///< by this call
  std::uint32_t already = 0;  ///< had been before, or were never this consumer's
};

enum class Verdict : std::uint8_t { retry, park, skip };

/// A delivery.
struct Due {
  Position position;
  std::uint16_t attempt = 0;  ///< from 1
};

/// Where a consumer stands: which events were delivered to it, which of them are done, which come
/// again and when. Pure: no I/O, no clock, the time is handed in. Thread: one at a time.
///
/// An event is, in this order: scanned (the filter let it through), with a member (in flight),
/// settled. A nack sends it back (due), parks or skips it; a member that leaves gives back what was
/// with it.
class Progress {
 public:
  Progress() = default;
  Progress(Position checkpoint, std::uint16_t attempts_max)
      : scanned_to_(checkpoint), attempts_max_(attempts_max) {}

  // ---- where it stands ----

  /// The lowest unacknowledged event, less one; if there is none, what was scanned. The one place
  /// where this is computed.
  [[nodiscard]] Position checkpoint() const;
  [[nodiscard]] Position scanned_to() const { return scanned_to_; }
  [[nodiscard]] std::size_t unacknowledged() const { return unsettled_; }
  /// Of them: those that are with nobody.
  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] std::map<Position, Parked> const& parked() const { return parked_; }
  [[nodiscard]] std::uint16_t attempts_max() const { return attempts_max_; }
  /// When the lowest unacknowledged event was first delivered.
  [[nodiscard]] std::optional<Instant> oldest_delivered_at() const;

  // ---- delivering ----

  [[nodiscard]] bool has_room() const { return window_.size() < window_max; }
  /// Whether an event that the scan comes to is to be delivered: not when it is settled, parked or
  /// waits for another delivery.
  [[nodiscard]] bool wants(Position position) const;
  /// The event goes to `member`, for the first time since the start of the process.
  void deliver(Position position, Member member, Instant now);
  /// The event is this consumer's and waits for a member: see `due`.
  void enlist(Position position, OrderKey key);
  /// The filter has looked at everything up to here.
  void scanned(Position position);

  /// What is to be delivered to `me` now, lowest first; it is then in flight. In a group of several
  /// `members`: only events whose key is mine, and none behind an unsettled one of its key that is
  /// with another member or waits.
  [[nodiscard]] std::vector<Due> take_due(Instant now, std::size_t events_max, Member me,
                                          std::span<Member const> members, bool ordered);
  /// The soonest moment after `now` at which an event that waits is due.
  [[nodiscard]] std::optional<Instant> next_due(Instant now) const;

  // ---- settling ----

  /// Every event with `member` up to `up_to` (0: none), and these positions, whoever they were
  /// with. All or nothing. Errors: not_found (a position that was never delivered).
  [[nodiscard]] Result<Settled> acknowledge(Position up_to, std::span<Position const> positions,
                                            Member member);
  /// Errors: not_found (an event that is not in flight and never was), busy (too many are parked).
  [[nodiscard]] Result<Settled> reject(Position position, Verdict verdict,
                                       std::chrono::milliseconds delay, std::string reason,
                                       Instant now);

  /// The member has gone: what was with it is due again at once.
  void release(Member member);

  // ---- care ----

  /// Errors: not_found (it is not parked).
  [[nodiscard]] Result<void> replay(Position position, Instant now);
  [[nodiscard]] Result<void> dismiss(Position position);
  /// The checkpoint is `position` from now on. What was unacknowledged is forgotten; so are parked
  /// events after `position`, which come again. Those before stay parked.
  void reset(Position position);

  // ---- keeping ----

  /// What has to be kept beside the checkpoint: the rest comes from scanning again.
  struct Kept {
    Position checkpoint;
    std::uint16_t attempts_max = attempts_default;
    std::vector<Position> settled;  ///< above the checkpoint
    struct Retry {
      std::uint16_t attempts = 0;
      Instant due_at;
      OrderKey key;
      friend bool operator==(Retry const&, Retry const&) = default;
    };
    std::map<Position, Retry> retries;
    std::map<Position, Parked> parked;

    friend bool operator==(Kept const&, Kept const&) = default;
  };
  [[nodiscard]] Kept keep() const;
  explicit Progress(Kept const& kept);

 private:
  enum class Stage : std::uint8_t { waiting, in_flight, settled };
  struct Delivery {
    Stage stage = Stage::waiting;
    bool rejected = false;  ///< sent back by a nack: kept across restarts
    std::uint16_t attempts = 0;
    Member member;
    Instant first_at;
    Instant due_at;
    OrderKey key;
  };

  [[nodiscard]] Result<void> check_delivered(Position position) const;
  void settle(Delivery& delivery);
  [[nodiscard]] bool settle_one(Position position);
  void send_back(Delivery& delivery, Instant due_at);
  void stop_replay(Parked& parked);
  void trim();
  [[nodiscard]] Result<Settled> reject_replayed(Position position, Parked& parked, Verdict verdict,
                                                Instant due_at, std::string reason, Instant now);
  [[nodiscard]] Result<void> park(Position position, Delivery& delivery, std::string reason,
                                  Instant now);

  std::map<Position, Delivery> window_;
  std::map<Position, Parked> parked_;
  Position scanned_to_;
  std::uint16_t attempts_max_ = attempts_default;
  std::size_t unsettled_ = 0;  ///< in the window
  std::size_t waiting_ = 0;    ///< in the window and, replaying, among the parked
};

}  // namespace gl::consumers
