#include "consumers/progress.h"

#include <gtest/gtest.h>

#include <string>

namespace gl::consumers {
namespace {

using std::chrono::milliseconds;

constexpr Member me{1};
constexpr Member other{2};
constexpr Instant noon{1'467'000'000'000'000};

Instant at(std::int64_t ms) { return Instant{noon.microseconds() + ms * 1'000}; }

/// A consumer with events 1 to `count` delivered to `me`.
Progress delivered(std::uint64_t count, std::uint16_t attempts_max = 3) {
  Progress progress{Position{}, attempts_max};
  for (std::uint64_t i = 1; i <= count; ++i) progress.deliver(Position{i}, me, noon);
  return progress;
}

Settled ack(Progress& progress, std::uint64_t up_to, std::vector<Position> positions = {}) {
  auto const done = progress.acknowledge(Position{up_to}, positions, me);
  EXPECT_TRUE(done) << (done ? "" : done.error().what);
  return done.value_or(Settled{});
}

Settled nack(Progress& progress, std::uint64_t position, Verdict verdict, std::int64_t delay = 0) {
  auto const done =
      progress.reject(Position{position}, verdict, milliseconds{delay}, "no account", noon);
  EXPECT_TRUE(done) << (done ? "" : done.error().what);
  return done.value_or(Settled{});
}

std::vector<std::uint64_t> due(Progress& progress, Instant now, Member member = me) {
  std::vector<std::uint64_t> positions;
  for (auto const& one : progress.take_due(now, 100, member, {}, false)) {
    positions.push_back(one.position.value());
  }
  return positions;
}

using Positions = std::vector<std::uint64_t>;

TEST(Checkpoint, IsTheLowestUnacknowledgedLessOne) {
  auto progress = delivered(5);
  EXPECT_EQ(progress.checkpoint(), Position{0});
  ack(progress, 0, {Position{2}, Position{4}});
  EXPECT_EQ(progress.checkpoint(), Position{0});
  ack(progress, 0, {Position{1}});
  EXPECT_EQ(progress.checkpoint(), Position{2});
  ack(progress, 3);
  EXPECT_EQ(progress.checkpoint(), Position{4});
  ack(progress, 5);
  EXPECT_EQ(progress.checkpoint(), Position{5});
}

TEST(Checkpoint, FollowsTheScanWhenNothingIsUnacknowledged) {
  auto progress = delivered(1);
  progress.scanned(Position{900});
  EXPECT_EQ(progress.checkpoint(), Position{0}) << "event 1 is not done";
  ack(progress, 1);
  EXPECT_EQ(progress.checkpoint(), Position{900});
}

TEST(Acknowledging, SaysWhatItSettledAndWhatWasSettledBefore) {
  auto progress = delivered(5);
  EXPECT_EQ(ack(progress, 3).settled, 3U);
  auto const again = ack(progress, 3, {Position{2}, Position{4}});
  EXPECT_EQ(again.settled, 1U);
  EXPECT_EQ(again.already, 1U);
}

TEST(Acknowledging, RefusesWhatWasNeverDeliveredAndThenDoesNothing) {
  auto progress = delivered(3);
  auto const single = progress.acknowledge({}, std::vector{Position{1}, Position{4}}, me);
  ASSERT_FALSE(single);
  EXPECT_EQ(single.error().code, Errc::not_found);
  EXPECT_NE(single.error().what.find("4"), std::string::npos) << single.error().what;
  EXPECT_FALSE(progress.acknowledge(Position{4}, {}, me));
  EXPECT_EQ(progress.unacknowledged(), 3U) << "event 1 was not settled by half of a request";
}

TEST(Acknowledging, UpToAPositionLeavesWhatWasSentBack) {
  auto progress = delivered(3);
  nack(progress, 2, Verdict::retry, 10);
  ack(progress, 3);
  EXPECT_EQ(progress.checkpoint(), Position{1});
  EXPECT_EQ(due(progress, at(10)), Positions{2});
}

TEST(Retrying, WaitsForItsDelayAndCountsAttempts) {
  auto progress = delivered(2);
  nack(progress, 1, Verdict::retry, 500);
  EXPECT_EQ(progress.next_due(noon), at(500));
  EXPECT_EQ(due(progress, at(499)), Positions{});
  auto const taken = progress.take_due(at(500), 10, me, {}, false);
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0].position, Position{1});
  EXPECT_EQ(taken[0].attempt, 2);
}

TEST(Retrying, ParksAfterTheLastAttempt) {
  auto progress = delivered(2, 2);
  nack(progress, 1, Verdict::retry);
  EXPECT_EQ(due(progress, noon), Positions{1});
  EXPECT_EQ(nack(progress, 1, Verdict::retry).settled, 1U);
  ASSERT_TRUE(progress.parked().contains(Position{1}));
  EXPECT_EQ(progress.parked().at(Position{1}).attempts, 2);
  EXPECT_EQ(progress.parked().at(Position{1}).reason, "no account");
}

TEST(Parking, SettlesForTheCheckpointAndKeepsThePosition) {
  auto progress = delivered(3);
  nack(progress, 1, Verdict::park);
  EXPECT_EQ(progress.checkpoint(), Position{1});
  ack(progress, 3);
  EXPECT_EQ(progress.checkpoint(), Position{3});
  ASSERT_TRUE(progress.replay(Position{1}, noon));
  EXPECT_EQ(progress.checkpoint(), Position{3}) << "a parked event never moves it";
  EXPECT_EQ(due(progress, noon), Positions{1});
  EXPECT_TRUE(progress.parked().contains(Position{1})) << "until it is acknowledged";
  EXPECT_EQ(ack(progress, 0, {Position{1}}).settled, 1U);
  EXPECT_TRUE(progress.parked().empty());
  EXPECT_EQ(progress.checkpoint(), Position{3});
}

TEST(Parking, IsOverWhenTheEventIsDismissed) {
  auto progress = delivered(2);
  nack(progress, 1, Verdict::park);
  ASSERT_TRUE(progress.dismiss(Position{1}));
  EXPECT_TRUE(progress.parked().empty());
  EXPECT_EQ(progress.dismiss(Position{1}).error().code, Errc::not_found);
  EXPECT_EQ(progress.replay(Position{1}, noon).error().code, Errc::not_found);
}

TEST(Parking, HasAMaximumThatIsToldAndLosesNothing) {
  Progress progress{Position{}, 3};
  for (std::uint64_t i = 1; i <= parked_max + 1; ++i) {
    progress.deliver(Position{i}, me, noon);
    if (i <= parked_max) nack(progress, i, Verdict::park);
  }
  auto const full =
      progress.reject(Position{parked_max + 1}, Verdict::park, milliseconds{0}, "", noon);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, Errc::busy);
  EXPECT_EQ(progress.checkpoint(), Position{parked_max}) << "the event is still unacknowledged";
}

TEST(Skipping, SettlesAndForgets) {
  auto progress = delivered(2);
  EXPECT_EQ(nack(progress, 1, Verdict::skip).settled, 1U);
  EXPECT_TRUE(progress.parked().empty());
  EXPECT_EQ(progress.checkpoint(), Position{1});
}

TEST(Leaving, GivesBackExactlyWhatWasUnacknowledged) {
  auto progress = delivered(5);
  ack(progress, 0, {Position{1}, Position{3}});
  progress.release(me);
  EXPECT_EQ(due(progress, noon, other), (Positions{2, 4, 5}));
}

TEST(Reset, BringsBackWhatComesAfterAndKeepsWhatIsParkedBefore) {
  auto progress = delivered(6);
  nack(progress, 2, Verdict::park);
  nack(progress, 5, Verdict::park);
  progress.reset(Position{3});
  EXPECT_EQ(progress.checkpoint(), Position{3});
  EXPECT_TRUE(progress.parked().contains(Position{2}));
  EXPECT_FALSE(progress.parked().contains(Position{5}));
  EXPECT_TRUE(progress.wants(Position{5}));
  EXPECT_FALSE(progress.wants(Position{3}));
}

TEST(Window, IsBounded) {
  auto progress = delivered(window_max);
  EXPECT_FALSE(progress.has_room());
  ack(progress, 0, {Position{2}});
  EXPECT_FALSE(progress.has_room()) << "event 1 holds the window";
  ack(progress, 0, {Position{1}});
  EXPECT_TRUE(progress.has_room());
}

TEST(Keeping, LosesNoAcknowledgementAndNoRetry) {
  auto progress = delivered(6);
  ack(progress, 1, {Position{4}});
  nack(progress, 3, Verdict::retry, 100);
  nack(progress, 5, Verdict::park);
  Progress again{progress.keep()};
  EXPECT_EQ(again.keep(), progress.keep());
  EXPECT_EQ(again.checkpoint(), Position{1});
  EXPECT_TRUE(again.wants(Position{2}));
  EXPECT_FALSE(again.wants(Position{3}));
  EXPECT_FALSE(again.wants(Position{4}));
  EXPECT_FALSE(again.wants(Position{5}));
  EXPECT_TRUE(again.wants(Position{6}));
  EXPECT_EQ(due(again, at(100)), Positions{3});
  auto const early = again.acknowledge({}, std::vector{Position{3}}, me);
  EXPECT_TRUE(early) << "a retry comes before the scan reaches it again";
  EXPECT_EQ(again.checkpoint(), Position{1}) << "event 2 is to come again";
}

TEST(Keeping, PassesOverADismissedEventAlsoBeforeTheScanComesThere) {
  auto progress = delivered(3);
  nack(progress, 3, Verdict::park);
  Progress again{progress.keep()};
  ASSERT_TRUE(again.dismiss(Position{3}));
  EXPECT_FALSE(again.wants(Position{3}));
  EXPECT_FALSE(Progress{again.keep()}.wants(Position{3}));
}

// ------------------------------------------------------------------------ groups

TEST(Groups, KeepTheOrderOfAKeyAcrossMembers) {
  Progress progress{Position{}, 3};
  OrderKey const key{77};
  for (std::uint64_t i = 1; i <= 3; ++i) progress.enlist(Position{i}, key);
  std::vector const both{me, other};
  auto const first = progress.take_due(noon, 1, me, std::vector{me}, true);
  ASSERT_EQ(first.size(), 1U);
  // Whoever the key is for now that there are two: nothing of it goes to the newcomer.
  EXPECT_TRUE(progress.take_due(noon, 10, other, std::vector{other}, true).empty());
  ASSERT_TRUE(progress.acknowledge({}, std::vector{Position{1}}, me));
  auto const rest = progress.take_due(noon, 10, other, std::vector{other}, true);
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(rest[0].position, Position{2});
  EXPECT_EQ(rest[1].position, Position{3});
}

TEST(Groups, HoldBackAKeyWhileOneOfItsEventsWaits) {
  Progress progress{Position{}, 5};
  progress.enlist(Position{1}, OrderKey{1});
  progress.enlist(Position{2}, OrderKey{1});
  progress.enlist(Position{3}, OrderKey{2});
  std::vector const alone{me};
  ASSERT_EQ(progress.take_due(noon, 1, me, alone, true).size(), 1U);
  nack(progress, 1, Verdict::retry, 1'000);
  auto const meanwhile = progress.take_due(noon, 10, me, alone, true);
  ASSERT_EQ(meanwhile.size(), 1U) << "event 2 stays behind event 1";
  EXPECT_EQ(meanwhile[0].position, Position{3});
  EXPECT_EQ(progress.take_due(at(1'000), 10, me, alone, true).size(), 2U);
}

TEST(Groups, ShareKeysOutSoThatEachIsForOne) {
  Progress progress{Position{}, 5};
  for (std::uint64_t i = 1; i <= 1'000; ++i) progress.enlist(Position{i}, OrderKey{i % 100});
  std::vector const both{me, other};
  auto const mine = progress.take_due(noon, 2'000, me, both, true).size();
  auto const others = progress.take_due(noon, 2'000, other, both, true).size();
  EXPECT_EQ(mine + others, 1'000U);
  EXPECT_GT(mine, 200U);
  EXPECT_GT(others, 200U);
}

}  // namespace
}  // namespace gl::consumers
