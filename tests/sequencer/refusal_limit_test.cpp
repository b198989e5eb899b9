#include <gtest/gtest.h>

#include <algorithm>

#include "sequencer/refusal_budget.h"
#include "sequencer/rig.h"

// Recorded refusals are limited per person (design §6).
namespace gl::sequencer {
namespace {

using ledger::Command;
using ledger::Outcome;
using ledger::RefusalsSummarised;

constexpr std::int64_t second = 1'000'000;

std::vector<Command> hopeless(std::size_t count) {
  std::vector<Command> commands;
  while (commands.size() < count) commands.push_back(adjust("P1", "-1000000"));
  return commands;
}

/// The reserve of the assembly's person is used up, 2,000 refusals on credit.
void use_reserve_up(Rig& rig) {
  rig.run_one(create_programme("P1"));
  EXPECT_EQ(rig.run_each(hopeless(6'000)).back().outcome, Outcome::refused);
  EXPECT_EQ(rig.run_each(hopeless(6'000)).back().outcome, Outcome::refused);
  ASSERT_EQ(rig.head(), 2U + 12'000);
}

Submission of(std::vector<Command> commands, std::shared_ptr<std::atomic<bool>> fence = nullptr) {
  Submission submission;
  submission.commands = std::move(commands);
  submission.turned_away = std::move(fence);
  return submission;
}

TEST(RefusalLimit, TurnsAwayWhoeverUsedTheReserveUpAndNobodyElse) {
  Rig rig;
  use_reserve_up(rig);
  auto const fine = vote("P1", "1");
  auto const away = rig.run(of({fine}));
  ASSERT_FALSE(away);
  EXPECT_EQ(away.error().code, Errc::busy);
  EXPECT_NE(away.error().what.find("10000"), std::string::npos);
  EXPECT_EQ(rig.head(), 12'002U);
  EXPECT_EQ(rig.sequencer->status().turned_away, 1U);
  EXPECT_EQ(rig.run_one(create_programme("P2")).outcome, Outcome::accepted);  // another person
  EXPECT_EQ(rig.try_out({fine}).front().outcome, Outcome::would_accept);      // records nothing

  rig.clock.advance_us(19 * second);
  EXPECT_FALSE(rig.run(of({fine})));
  rig.clock.advance_us(2 * second);  // 2,000 on credit are paid back, at 100 a second
  EXPECT_EQ(rig.run_one(fine).outcome, Outcome::accepted);
}

TEST(RefusalLimit, TurnsLaterSubmissionsOfTheConnectionAwayToo) {
  Rig rig;
  use_reserve_up(rig);
  auto const fence = std::make_shared<std::atomic<bool>>(false);
  EXPECT_FALSE(rig.run(of({vote("P1", "1")}, fence)));
  EXPECT_TRUE(*fence);
  rig.clock.advance_us(3'600 * second);
  EXPECT_FALSE(rig.run(of({vote("P1", "2")}, fence)));
  *fence = false;
  EXPECT_TRUE(rig.run(of({vote("P1", "2")}, fence)));
}

TEST(RefusalLimit, LeavesOneSummaryAMinuteInTheLedger) {
  Rig rig;
  use_reserve_up(rig);
  EXPECT_FALSE(rig.run(of(hopeless(7))));
  rig.clock.advance_us(10 * second);
  EXPECT_FALSE(rig.run(of(hopeless(5))));
  rig.run_one(create_programme("P2"));
  EXPECT_EQ(rig.head(), 12'003U);
  rig.clock.advance_us(50 * second);
  rig.run_one(create_programme("P3"));
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  ASSERT_TRUE(rig.journal->wait_for(Position{12'005}, deadline));
  std::optional<ledger::Event> event;
  for (std::uint64_t at = 12'004; at <= 12'005; ++at) {
    auto candidate = rig.event(Position{at});
    if (std::holds_alternative<RefusalsSummarised>(candidate.body)) event = std::move(candidate);
  }
  ASSERT_TRUE(event);
  auto const& summary = std::get<RefusalsSummarised>(event->body);
  EXPECT_EQ(summary.person.view(), "alix");
  EXPECT_EQ(summary.count, 12U);
  EXPECT_EQ(summary.from, Rig::start());
  EXPECT_EQ(summary.to.microseconds(), Rig::start().microseconds() + 60 * second);
  EXPECT_EQ(event->envelope.stream.kind, ledger::StreamKind::refusals);
  EXPECT_EQ(event->envelope.actor.role, ledger::Role::system);
  expect_one_gapless_order(*rig.journal);
}

TEST(RefusalLimit, WritesWhatItHasToSayWhenItStops) {
  Rig rig;
  use_reserve_up(rig);
  EXPECT_FALSE(rig.run(of(hopeless(7))));
  rig.sequencer->stop();
  ASSERT_EQ(rig.head(), 12'003U);
  EXPECT_EQ(std::get<RefusalsSummarised>(rig.event(Position{12'003}).body).count, 7U);
  rig.reopen();
  EXPECT_EQ(rig.run_one(vote("P1", "1")).outcome, Outcome::accepted);  // a new start
}

}  // namespace
}  // namespace gl::sequencer
