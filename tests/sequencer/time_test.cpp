#include <gtest/gtest.h>

#include "sequencer/rig.h"

// Recorded time: promise 2, and design §5.
namespace gl::sequencer {
namespace {

using ledger::Command;
using ledger::Outcome;
using ledger::Rule;

constexpr std::int64_t second = 1'000'000;

Instant at(std::int64_t seconds) { return Instant{Rig::start().microseconds() + seconds * second}; }

Submission timed(std::vector<Command> commands, std::optional<Instant> recorded_at) {
  Submission submission;
  submission.commands = std::move(commands);
  submission.recorded_at = recorded_at;
  return submission;
}

TEST(RecordedTime, FollowsTheClock) {
  Rig rig;
  rig.clock.set(at(7));
  rig.run_one(create_programme("P1"));
  EXPECT_EQ(rig.event(Position{2}).envelope.recorded_at, at(7));
  EXPECT_EQ(rig.sequencer->status().clock_skew.count(), 0);
}

TEST(RecordedTime, StandsStillWhenTheClockStepsBackAndTheSkewIsShown) {
  Rig rig;
  rig.clock.set(at(60));
  rig.run_one(create_programme("P1"));
  rig.clock.set(at(20));
  rig.run_one(vote("P1", "1"));
  EXPECT_EQ(rig.event(Position{3}).envelope.recorded_at, at(60));
  EXPECT_EQ(rig.sequencer->status().clock_skew, std::chrono::seconds{40});

  rig.reopen();  // the guard is in the ledger, not in memory
  rig.clock.set(at(30));
  rig.run_one(vote("P1", "1"));
  EXPECT_EQ(rig.event(Position{4}).envelope.recorded_at, at(60));
  rig.clock.set(at(61));
  rig.run_one(vote("P1", "1"));
  EXPECT_EQ(rig.event(Position{5}).envelope.recorded_at, at(61));
  EXPECT_EQ(rig.sequencer->status().clock_skew.count(), 0);
}

TEST(RecordedTime, IsRefusedInARequestToALedgerWithARealClock) {
  Rig rig;
  auto const made = create_programme("P1");
  auto const answers = rig.run(timed({made, vote("P1", "1")}, at(1))).value();
  ASSERT_EQ(answers.size(), 2U);
  for (auto const& answer : answers) {
    EXPECT_EQ(answer.outcome, Outcome::refused);
    EXPECT_EQ(answer.refusal.rule, Rule::malformed);
    EXPECT_NE(answer.refusal.sentence.find("2016-09-05T12:00:01Z"), std::string::npos);
  }
  EXPECT_EQ(rig.head(), 1U);
  EXPECT_EQ(rig.run_one(made).outcome, Outcome::accepted);
}

TEST(SimulatedTime, IsTheRequestsAndStandsStillWithoutOne) {
  Rig rig{true};
  rig.clock.set(at(1'000'000));  // the real clock has no say
  ASSERT_EQ(rig.run(timed({create_programme("P1")}, at(5))).value()[0].outcome, Outcome::accepted);
  ASSERT_EQ(rig.run(timed({vote("P1", "1")}, std::nullopt)).value()[0].outcome, Outcome::accepted);
  ASSERT_EQ(rig.run(timed({vote("P1", "2")}, at(9))).value()[0].outcome, Outcome::accepted);
  EXPECT_EQ(rig.event(Position{2}).envelope.recorded_at, at(5));
  EXPECT_EQ(rig.event(Position{3}).envelope.recorded_at, at(5));
  EXPECT_EQ(rig.event(Position{4}).envelope.recorded_at, at(9));
}

TEST(SimulatedTime, NeverGoesBackAndSaysBothTimes) {
  Rig rig{true};
  rig.run(timed({create_programme("P1")}, at(5))).value();
  auto const answer = rig.run(timed({vote("P1", "1")}, at(4))).value().front();
  EXPECT_EQ(answer.refusal.rule, Rule::malformed);
  EXPECT_EQ(answer.refusal.limit, "2016-09-05T12:00:05Z");
  EXPECT_EQ(answer.refusal.actual, "2016-09-05T12:00:04Z");
  EXPECT_NE(answer.refusal.sentence.find(answer.refusal.limit), std::string::npos);
  EXPECT_NE(answer.refusal.sentence.find(answer.refusal.actual), std::string::npos);
  EXPECT_EQ(rig.head(), 2U);
}

// Queued together, so that they could share a block if their time did not keep them apart.
TEST(SimulatedTime, EndsABlockWhereItMoves) {
  Rig rig{true};
  std::vector<std::future<Answers>> futures;
  for (int i = 0; i < 60; ++i) {
    auto submission = timed({create_programme("P" + std::to_string(i))}, at(i / 3));
    auto promise = std::make_shared<std::promise<Answers>>();
    futures.push_back(promise->get_future());
    submission.answer = [promise](Answers answers) { promise->set_value(std::move(answers)); };
    ASSERT_TRUE(rig.sequencer->submit(std::move(submission)));
  }
  for (auto& future : futures) EXPECT_EQ(future.get()->front().outcome, Outcome::accepted);
  for (std::uint64_t i = 0; i < 60; ++i) {
    EXPECT_EQ(rig.event(Position{2 + i}).envelope.recorded_at,
              at(static_cast<std::int64_t>(i / 3)));
  }
  EXPECT_GE(rig.sequencer->status().blocks, 20U);
}

TEST(SimulatedTime, OfADryRunDoesNotMoveTheLedgers) {
  Rig rig{true};
  rig.run_one(create_programme("P1"));
  auto later = timed({vote("P1", "1")}, at(100));
  later.dry_run = true;
  EXPECT_EQ(rig.run(std::move(later)).value().front().outcome, Outcome::would_accept);
  EXPECT_EQ(rig.run(timed({vote("P1", "1")}, at(1))).value().front().outcome, Outcome::accepted);
}

}  // namespace
}  // namespace gl::sequencer
