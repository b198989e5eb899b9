#include "consumers/progress.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/check.h"

namespace gl::consumers {
namespace {

constexpr std::uint16_t attempts_counted_max = 60'000;

std::string text(Position position) { return std::to_string(position.value()); }

Instant after(Instant now, std::chrono::milliseconds delay) {
  return Instant{now.microseconds() + delay.count() * 1'000};
}

void count(std::uint16_t& attempts) {
  if (attempts < attempts_counted_max) ++attempts;
}

/// Which member a key is for: the same for as long as the members are the same, and a member that
/// comes or goes moves only the keys that it gets or leaves.
Member member_for(OrderKey key, std::span<Member const> members) {
  Member best;
  std::uint64_t most = 0;
  for (auto const member : members) {
    auto mixed = key.value() ^ (member.value() * 0x9e3779b97f4a7c15ULL);
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
    mixed ^= mixed >> 31U;
    if (best == Member{} || mixed > most) {
      best = member;
      most = mixed;
    }
  }
  return best;
}

}  // namespace

// ------------------------------------------------------------------------ where it stands

Position Progress::checkpoint() const {
  for (auto const& [position, delivery] : window_) {
    if (delivery.stage == Stage::settled) continue;
    return std::min(scanned_to_, Position{position.value() - 1});
  }
  return scanned_to_;
}

std::size_t Progress::waiting() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      window_, [](auto const& entry) { return entry.second.stage == Stage::waiting; }));
}

std::optional<Instant> Progress::oldest_delivered_at() const {
  for (auto const& [position, delivery] : window_) {
    if (delivery.stage == Stage::settled || delivery.attempts == 0) continue;
    return delivery.first_at;
  }
  return std::nullopt;
}

// ------------------------------------------------------------------------ delivering

bool Progress::wants(Position position) const {
  return position > scanned_to_ && !window_.contains(position) && !parked_.contains(position);
}

void Progress::deliver(Position position, Member member, Instant now) {
  GL_CHECK(wants(position), "an event is delivered once, then by take_due");
  Delivery delivery;
  delivery.stage = Stage::in_flight;
  delivery.attempts = 1;
  delivery.member = member;
  delivery.first_at = now;
  window_.emplace_hint(window_.end(), position, delivery);
  ++unsettled_;
  scanned_to_ = position;
}

void Progress::enlist(Position position, OrderKey key) {
  GL_CHECK(wants(position), "an event is enlisted once");
  Delivery delivery;
  delivery.key = key;
  window_.emplace_hint(window_.end(), position, delivery);
  ++unsettled_;
  ++waiting_;
  scanned_to_ = position;
}

void Progress::scanned(Position position) {
  scanned_to_ = std::max(scanned_to_, position);
  trim();
}

std::vector<Due> Progress::take_due(Instant now, std::size_t events_max, Member me,
                                    std::span<Member const> members, bool ordered) {
  std::vector<Due> taken;
  if (waiting_ == 0) return taken;
  for (auto& [position, parked] : parked_) {
    if (taken.size() == events_max) return taken;
    if (!parked.replaying || parked.in_flight || parked.due_at > now) continue;
    if (ordered && member_for(parked.key, members) != me) continue;
    parked.in_flight = true;
    parked.member = me;
    count(parked.attempts);
    --waiting_;
    taken.push_back({position, parked.attempts});
  }
  std::set<OrderKey> held;  ///< by an event that is with another member, or waits
  for (auto& [position, delivery] : window_) {
    if (taken.size() == events_max || waiting_ == 0) break;
    if (delivery.stage == Stage::settled) continue;
    bool const elsewhere = delivery.stage == Stage::in_flight && delivery.member != me;
    bool const mine =
        !ordered || (!held.contains(delivery.key) && member_for(delivery.key, members) == me);
    if (delivery.stage == Stage::waiting && mine && delivery.due_at <= now) {
      delivery.stage = Stage::in_flight;
      delivery.member = me;
      if (delivery.attempts == 0) delivery.first_at = now;
      count(delivery.attempts);
      --waiting_;
      taken.push_back({position, delivery.attempts});
    } else if (ordered && (elsewhere || delivery.stage == Stage::waiting)) {
      held.insert(delivery.key);
    }
  }
  return taken;
}

std::optional<Instant> Progress::next_due(Instant now) const {
  std::optional<Instant> soonest;
  auto const look = [&](Instant due_at) {
    if (due_at > now) soonest = std::min(soonest.value_or(due_at), due_at);
  };
  if (waiting_ == 0) return soonest;
  for (auto const& [position, parked] : parked_) {
    if (parked.replaying && !parked.in_flight) look(parked.due_at);
  }
  for (auto const& [position, delivery] : window_) {
    if (delivery.stage == Stage::waiting) look(delivery.due_at);
  }
  return soonest;
}

// ------------------------------------------------------------------------ settling

void Progress::settle(Delivery& delivery) {
  if (delivery.stage == Stage::waiting) --waiting_;
  delivery.stage = Stage::settled;
  --unsettled_;
}

void Progress::trim() {
  while (!window_.empty() && window_.begin()->second.stage == Stage::settled &&
         window_.begin()->first <= scanned_to_) {
    window_.erase(window_.begin());
  }
}

Result<void> Progress::check_delivered(Position position) const {
  auto const found = window_.find(position);
  bool const came = found != window_.end()
                        ? found->second.attempts > 0 || found->second.stage == Stage::settled
                        : position <= scanned_to_ || parked_.contains(position);
  if (came) return {};
  return fail(Errc::not_found, "the event at position " + text(position) +
                                   " was not delivered to this consumer, which has seen up to " +
                                   text(scanned_to_) + ": settle what has come");
}

Result<Settled> Progress::acknowledge(Position up_to, std::span<Position const> positions,
                                      Member member) {
  auto const last = window_.empty() ? scanned_to_ : std::max(scanned_to_, window_.rbegin()->first);
  if (up_to > last) {
    return fail(Errc::not_found, "nothing beyond position " + text(last) +
                                     " was delivered to this consumer, and not up to " +
                                     text(up_to) + ": acknowledge what has come");
  }
  for (auto const position : positions) {
    if (auto const came = check_delivered(position); !came) return std::unexpected(came.error());
  }
  Settled done;
  for (auto& [position, delivery] : window_) {
    if (position > up_to) break;
    if (delivery.stage != Stage::in_flight || delivery.member != member) continue;
    settle(delivery);
    ++done.settled;
  }
  for (auto const position : positions) {
    if (settle_one(position)) {
      ++done.settled;
    } else {
      ++done.already;
    }
  }
  trim();
  return done;
}

bool Progress::settle_one(Position position) {
  if (auto const parked = parked_.find(position); parked != parked_.end()) {
    if (!parked->second.replaying) return false;
    stop_replay(parked->second);
    parked_.erase(parked);
    return true;
  }
  auto const found = window_.find(position);
  if (found == window_.end() || found->second.stage == Stage::settled) return false;
  settle(found->second);
  return true;
}

void Progress::send_back(Delivery& delivery, Instant due_at) {
  if (delivery.stage == Stage::in_flight) ++waiting_;
  delivery.stage = Stage::waiting;
  delivery.member = {};
  delivery.due_at = due_at;
}

void Progress::stop_replay(Parked& parked) {
  if (parked.replaying && !parked.in_flight) --waiting_;
  parked.replaying = false;
  parked.in_flight = false;
  parked.member = {};
  parked.due_at = {};
}

Result<void> Progress::park(Position position, Delivery& delivery, std::string reason,
                            Instant now) {
  if (parked_.size() >= parked_max) {
    return fail(Errc::busy, std::to_string(parked_max) +
                                " events of this consumer are parked, the most there may be: "
                                "replay or dismiss some");
  }
  Parked parked;
  parked.attempts = delivery.attempts;
  parked.at = now;
  parked.reason = std::move(reason);
  parked.key = delivery.key;
  parked_.emplace(position, std::move(parked));
  settle(delivery);
  return {};
}

Result<Settled> Progress::reject(Position position, Verdict verdict,
                                 std::chrono::milliseconds delay, std::string reason, Instant now) {
  auto const due_at = after(now, delay);
  if (auto const parked = parked_.find(position); parked != parked_.end()) {
    if (!parked->second.in_flight) return Settled{.settled = 0, .already = 1};
    return reject_replayed(position, parked->second, verdict, due_at, std::move(reason), now);
  }
  if (auto const came = check_delivered(position); !came) return std::unexpected(came.error());
  auto const found = window_.find(position);
  if (found == window_.end() || found->second.stage == Stage::settled) {
    return Settled{.settled = 0, .already = 1};
  }
  auto& delivery = found->second;
  if (verdict == Verdict::retry && delivery.attempts < attempts_max_) {
    delivery.rejected = true;
    send_back(delivery, due_at);
    return Settled{};
  }
  if (verdict == Verdict::skip) {
    settle(delivery);
  } else if (auto const put = park(position, delivery, std::move(reason), now); !put) {
    return std::unexpected(put.error());
  }
  trim();
  return Settled{.settled = 1, .already = 0};
}

Result<Settled> Progress::reject_replayed(Position position, Parked& parked, Verdict verdict,
                                          Instant due_at, std::string reason, Instant now) {
  if (verdict == Verdict::skip) {
    stop_replay(parked);
    parked_.erase(position);
    return Settled{.settled = 1, .already = 0};
  }
  if (verdict == Verdict::retry && parked.attempts < attempts_max_) {
    parked.in_flight = false;
    parked.member = {};
    parked.due_at = due_at;
    ++waiting_;
    return Settled{};
  }
  stop_replay(parked);
  parked.at = now;
  parked.reason = std::move(reason);
  return Settled{};
}

void Progress::release(Member member) {
  for (auto& [position, delivery] : window_) {
    if (delivery.stage == Stage::in_flight && delivery.member == member) send_back(delivery, {});
  }
  for (auto& [position, parked] : parked_) {
    if (!parked.in_flight || parked.member != member) continue;
    parked.in_flight = false;
    parked.member = {};
    parked.due_at = {};
    ++waiting_;
  }
}

// ------------------------------------------------------------------------ care

Result<void> Progress::replay(Position position, Instant now) {
  auto const found = parked_.find(position);
  if (found == parked_.end()) {
    return fail(Errc::not_found, "the event at position " + text(position) + " is not parked");
  }
  if (found->second.replaying) return {};
  found->second.replaying = true;
  found->second.due_at = now;
  ++waiting_;
  return {};
}

Result<void> Progress::dismiss(Position position) {
  auto const found = parked_.find(position);
  if (found == parked_.end()) {
    return fail(Errc::not_found, "the event at position " + text(position) + " is not parked");
  }
  stop_replay(found->second);
  parked_.erase(found);
  return {};
}

void Progress::reset(Position position) {
  window_.clear();
  unsettled_ = 0;
  for (auto at = parked_.upper_bound(position); at != parked_.end(); at = parked_.erase(at)) {
    stop_replay(at->second);
  }
  scanned_to_ = position;
  waiting_ = static_cast<std::size_t>(std::ranges::count_if(parked_, [](auto const& entry) {
    return entry.second.replaying && !entry.second.in_flight;
  }));
}

// ------------------------------------------------------------------------ keeping

Progress::Kept Progress::keep() const {
  Kept kept{.checkpoint = checkpoint(),
            .attempts_max = attempts_max_,
            .settled = {},
            .retries = {},
            .parked = parked_};
  for (auto const& [position, delivery] : window_) {
    if (position <= kept.checkpoint) continue;
    if (delivery.stage == Stage::settled) {
      kept.settled.push_back(position);
    } else if (delivery.rejected) {
      kept.retries.emplace(position, Kept::Retry{delivery.attempts, delivery.due_at, delivery.key});
    }
  }
  // Who it was with is nothing that lasts.
  for (auto& [position, parked] : kept.parked) {
    if (parked.in_flight) parked.due_at = {};
    parked.in_flight = false;
    parked.member = {};
  }
  return kept;
}

Progress::Progress(Kept const& kept)
    : parked_(kept.parked), scanned_to_(kept.checkpoint), attempts_max_(kept.attempts_max) {
  for (auto const position : kept.settled) {
    Delivery delivery;
    delivery.stage = Stage::settled;
    window_.emplace(position, delivery);
  }
  for (auto const& [position, retry] : kept.retries) {
    Delivery delivery;
    delivery.rejected = true;
    delivery.attempts = retry.attempts;
    delivery.due_at = retry.due_at;
    delivery.first_at = retry.due_at;
    delivery.key = retry.key;
    window_.emplace(position, delivery);
    ++unsettled_;
    ++waiting_;
  }
  for (auto const& [position, parked] : parked_) {
    if (parked.replaying) ++waiting_;
    if (position <= scanned_to_) continue;
    Delivery delivery;  // the scan passes over it, also when it is no longer parked by then
    delivery.stage = Stage::settled;
    window_.emplace(position, delivery);
  }
}

}  // namespace gl::consumers
