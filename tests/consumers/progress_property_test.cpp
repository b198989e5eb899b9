// The state machine of a consumer against a naive model: sets of positions and nothing else.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <random>
#include <set>

#include "consumers/progress.h"

namespace gl::consumers {
namespace {

constexpr std::uint16_t attempts_max = 4;

/// What a consumer and its server are promised, event by event.
class Model {
 public:
  explicit Model(std::uint64_t seed) : engine_(seed) {
    for (std::uint64_t i = 1; i <= events; ++i) {
      if (engine_() % 3 != 0) matching_.insert(i);
    }
  }

  void run(std::size_t steps) {
    for (std::size_t i = 0; i < steps; ++i) {
      step();
      check();
    }
    drain();
  }

 private:
  static constexpr std::uint64_t events = 60;

  std::uint64_t up_to(std::uint64_t last) { return last == 0 ? 0 : engine_() % (last + 1); }

  void step() {
    switch (engine_() % 12) {
      case 0:
      case 1:
      case 2: return scan();
      case 3: return take_due();
      case 4: return ack_up_to(up_to(scanned_ + 2));
      case 5:
      case 6: return ack_one(up_to(scanned_ + 2));
      case 7: return nack(Verdict::retry);
      case 8: return nack(engine_() % 2 == 0 ? Verdict::park : Verdict::skip);
      case 9: return reconnect();
      case 10: return engine_() % 3 == 0 ? crash() : care();
      default: now_ += engine_() % 50; return;
    }
  }

  void scan() {
    for (auto left = 1 + engine_() % 6; left > 0 && scanned_ < events; --left) {
      auto const position = ++scanned_;
      bool const expected = matching_.contains(position) && !settled_.contains(position) &&
                            !parked_.contains(position) && !rejected_.contains(position) &&
                            !in_flight_.contains(position) && !given_back_.contains(position);
      if (matching_.contains(position)) {
        RC_ASSERT(progress_.wants(Position{position}) == expected);
        if (expected) {
          progress_.deliver(Position{position}, member_, now());
          in_flight_.insert(position);
          came_.insert(position);
          ++attempts_[position];
        }
      }
      progress_.scanned(Position{position});
    }
  }

  void take_due() {
    std::set<std::uint64_t> expected;
    for (auto const& [position, due_at] : rejected_) {
      if (due_at <= now_) expected.insert(position);
    }
    for (auto const position : given_back_) expected.insert(position);
    for (auto const& [position, due_at] : replaying_) {
      if (due_at <= now_) expected.insert(position);
    }
    std::set<std::uint64_t> found;
    for (auto const& due : progress_.take_due(now(), 1'000, member_, {}, false)) {
      found.insert(due.position.value());
    }
    RC_ASSERT(found == expected);
    for (auto const position : found) {
      ++attempts_[position];
      came_.insert(position);
      if (parked_.contains(position)) {
        replaying_.erase(position);
        replayed_.insert(position);
      } else {
        rejected_.erase(position);
        given_back_.erase(position);
        in_flight_.insert(position);
      }
    }
  }

  void ack_up_to(std::uint64_t position) {
    auto const last = std::max({scanned_, highest_known()});
    auto const done = progress_.acknowledge(Position{position}, {}, member_);
    RC_ASSERT(done.has_value() == (position <= last));
    if (!done) return;
    std::uint32_t settled = 0;
    for (auto at = in_flight_.begin(); at != in_flight_.end() && *at <= position;) {
      settled_.insert(*at);
      at = in_flight_.erase(at);
      ++settled;
    }
    RC_ASSERT(done->settled == settled);
  }

  void ack_one(std::uint64_t position) {
    if (position == 0) return;
    auto const done = progress_.acknowledge({}, std::vector{Position{position}}, member_);
    RC_ASSERT(done.has_value() == (position <= scanned_ || known(position)));
    if (!done) return;
    bool const settles = in_flight_.erase(position) + rejected_.erase(position) +
                             given_back_.erase(position) + replaying_.erase(position) +
                             replayed_.erase(position) >
                         0;
    RC_ASSERT(done->settled == (settles ? 1U : 0U));
    if (!settles) return;
    parked_.erase(position);
    settled_.insert(position);
  }

  void nack(Verdict verdict) {
    auto const pool = engine_() % 3 == 0 && !replayed_.empty() ? replayed_ : in_flight_;
    if (pool.empty()) return;
    auto const position =
        *std::next(pool.begin(), static_cast<std::ptrdiff_t>(engine_() % pool.size()));
    auto const delay = engine_() % 80;
    auto const done = progress_.reject(Position{position}, verdict,
                                       std::chrono::milliseconds{delay}, "why", now());
    RC_ASSERT(done.has_value());
    bool const again = verdict == Verdict::retry && attempts_[position] < attempts_max;
    if (replayed_.erase(position) > 0) {
      if (again) replaying_[position] = now_ + delay;
      if (verdict == Verdict::skip) {
        parked_.erase(position);
        settled_.insert(position);
      }
      return;
    }
    in_flight_.erase(position);
    if (again) {
      rejected_[position] = now_ + delay;
      was_rejected_.insert(position);
    } else if (verdict == Verdict::skip) {
      settled_.insert(position);
    } else {
      parked_.insert(position);
    }
  }

  void care() {
    if (parked_.empty()) return;
    auto const position =
        *std::next(parked_.begin(), static_cast<std::ptrdiff_t>(engine_() % parked_.size()));
    auto const before = progress_.checkpoint();
    if (engine_() % 2 == 0) {
      RC_ASSERT(progress_.replay(Position{position}, now()).has_value());
      if (!replaying_.contains(position) && !replayed_.contains(position))
        replaying_[position] = now_;
    } else {
      RC_ASSERT(progress_.dismiss(Position{position}).has_value());
      parked_.erase(position);
      replaying_.erase(position);
      replayed_.erase(position);
      settled_.insert(position);
    }
    RC_ASSERT(progress_.checkpoint() == before);
  }

  /// Another connection: what was with the old one is to come again.
  void reconnect() {
    progress_.release(member_);
    member_ = Member{member_.value() + 1};
    given_back_.insert(in_flight_.begin(), in_flight_.end());
    in_flight_.clear();
    for (auto const position : replayed_) replaying_[position] = 0;
    replayed_.clear();
  }

  /// The process ends and begins again with what was kept.
  void crash() {
    auto const kept = progress_.keep();
    progress_ = Progress{kept};
    RC_ASSERT(progress_.keep() == kept);
    reconnect();
    scanned_ = kept.checkpoint.value();
    // What a nack has sent back once is kept as such; the rest comes by scanning again.
    for (auto const position : std::set{given_back_}) {
      given_back_.erase(position);
      if (was_rejected_.contains(position)) {
        rejected_[position] = 0;
      } else {
        attempts_[position] = 0;
      }
    }
  }

  [[nodiscard]] bool known(std::uint64_t position) const {
    return position <= scanned_ || settled_.contains(position) || rejected_.contains(position) ||
           in_flight_.contains(position) || given_back_.contains(position) ||
           parked_.contains(position);
  }
  [[nodiscard]] std::uint64_t highest_known() const {
    std::uint64_t highest = 0;
    for (std::uint64_t position = 1; position <= events; ++position) {
      if (known(position)) highest = position;
    }
    return highest;
  }

  void check() {
    std::uint64_t expected = scanned_;
    for (auto const position : matching_) {
      if (position > scanned_) break;
      if (settled_.contains(position) || parked_.contains(position)) continue;
      expected = position - 1;
      break;
    }
    RC_ASSERT(progress_.checkpoint() == Position{expected});
    RC_ASSERT(progress_.parked().size() == parked_.size());
    for (auto const position : parked_) RC_ASSERT(progress_.parked().contains(Position{position}));
  }

  /// From any state everything comes to its end: no event is lost.
  void drain() {
    for (int round = 0; round < 200; ++round) {
      now_ += 100;
      scan();
      take_due();
      for (auto const position : std::set{in_flight_}) ack_one(position);
      for (auto const position : std::set{replayed_}) ack_one(position);
      check();
    }
    for (auto const position : matching_) {
      RC_ASSERT(came_.contains(position));
      RC_ASSERT(settled_.contains(position) || parked_.contains(position));
    }
    RC_ASSERT(progress_.checkpoint() == Position{events});
    RC_ASSERT(progress_.unacknowledged() == 0U);
  }

  [[nodiscard]] Instant now() const { return Instant{static_cast<std::int64_t>(now_) * 1'000}; }

  std::mt19937_64 engine_;
  Progress progress_{Position{}, attempts_max};
  Member member_{1};
  std::uint64_t now_ = 0;
  std::uint64_t scanned_ = 0;
  std::set<std::uint64_t> matching_, in_flight_, settled_, parked_, given_back_, came_;
  std::set<std::uint64_t> replayed_;                             ///< parked, and with the member
  std::set<std::uint64_t> was_rejected_;                         ///< ever sent back by a nack
  std::map<std::uint64_t, std::uint64_t> rejected_, replaying_;  ///< when they are due
  std::map<std::uint64_t, std::uint16_t> attempts_;
};

RC_GTEST_PROP(Checkpoint, AgreesWithANaiveModelWhateverHappens, (std::uint64_t seed)) {
  Model{seed}.run(150);
}

}  // namespace
}  // namespace gl::consumers
