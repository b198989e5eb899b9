#include <gtest/gtest.h>

#include <future>

#include "ledger/archive.h"
#include "sequencer/rig.h"

// Acts that the ledger remembers without their having been commands.
namespace gl::sequencer {
namespace {

ledger::ConsumerReset reset_to(std::uint64_t position) {
  return {ledger::ConsumerName{"export"}, Position{1}, Position{position}};
}

/// Records the act and waits until it is durable; its recorded time.
Instant record(Rig& rig, ledger::ConsumerReset const& reset) {
  auto const durable = std::make_shared<std::promise<Instant>>();
  AdministrativeAct act{reset, {ledger::PersonId{"olga"}, ledger::Role::finance, {}, {}}, {}};
  act.done = [durable](AdministrativeAct::Recorded const& recorded) {
    durable->set_value(recorded.at);
  };
  EXPECT_TRUE(rig.sequencer->record(std::move(act)));
  return durable->get_future().get();
}

TEST(AdministrativeAct, IsAnEventOfTheLedgersStreamByWhoAsked) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  rig.clock.advance_us(1'000'000);
  auto const at = record(rig, reset_to(2));
  EXPECT_EQ(at.microseconds(), Rig::start().microseconds() + 1'000'000);
  ASSERT_EQ(rig.head(), 3U) << "it is durable when it is told";
  record(rig, reset_to(0));
  for (std::uint64_t number = 1; number <= 2; ++number) {
    auto const event = rig.event(Position{2 + number});
    EXPECT_EQ(std::get<ledger::ConsumerReset>(event.body).to.value(), number == 1 ? 2U : 0U);
    auto const& envelope = event.envelope;
    EXPECT_EQ(to_string(envelope.stream), "ledger");
    EXPECT_EQ(envelope.stream_version.value(), 1 + number);
    EXPECT_EQ(envelope.previous_in_stream.value(), number == 1 ? 1U : 3U);
    EXPECT_EQ(envelope.actor.person.view(), "olga");
    EXPECT_EQ(envelope.actor.role, ledger::Role::finance);
    EXPECT_TRUE(envelope.command_id.is_nil());
  }
  EXPECT_TRUE(ledger::postings(rig.event(Position{3})).empty());
  expect_one_gapless_order(*rig.journal);
}

TEST(AdministrativeAct, IsFoldedAgainAndStandsInNobodysWay) {
  Rig rig;
  auto const programme = create_programme("P1");
  rig.run_one(programme);
  record(rig, reset_to(2));
  rig.reopen();
  EXPECT_TRUE(rig.run_one(programme).repeated);
  EXPECT_EQ(rig.run_one(vote("P1", "1")).outcome, ledger::Outcome::accepted);
  record(rig, reset_to(3));
  EXPECT_EQ(rig.event(Position{5}).envelope.previous_in_stream, Position{3});
  expect_one_gapless_order(*rig.journal);
}

TEST(AdministrativeAct, ThatChangesTheLedgersKeyIsWhatTheStateSaysItIs) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  auto const durable = std::make_shared<std::promise<AdministrativeAct::Recorded>>();
  ledger::LogKeyRotated const rotated{ledger::LogKey{"old"}, ledger::LogKey{"new"}};
  AdministrativeAct act{
      rotated, {ledger::PersonId{"anne"}, ledger::Role::administrator, {}, {}}, {}};
  act.done = [durable](AdministrativeAct::Recorded const& recorded) {
    durable->set_value(recorded);
  };
  ASSERT_TRUE(rig.sequencer->record(std::move(act)));
  EXPECT_EQ(durable->get_future().get().position, Position{3});
  auto const event = rig.event(Position{3});
  EXPECT_EQ(std::get<ledger::LogKeyRotated>(event.body).retired.view(), "old");
  EXPECT_EQ(event.envelope.previous_in_stream, Position{1});
  EXPECT_EQ(event.envelope.actor.person.view(), "anne");
  EXPECT_TRUE(ledger::postings(event).empty());
  ledger::State state;
  for (std::uint64_t position = 1; position <= 3; ++position) {
    ledger::apply(state, rig.event(Position{position}));
  }
  EXPECT_EQ(state.scalars.log_key.view(), "new");
  EXPECT_EQ(state.scalars.log_key_since, Position{3});
  auto const loaded = ledger::load(ledger::save(state));
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->scalars.log_key.view(), "new");
  EXPECT_EQ(loaded->scalars.log_key_since, Position{3});
  state.scalars.log_key_since = Position{};
  EXPECT_FALSE(ledger::load(ledger::save(state))) << "a key that came from nowhere";
}

TEST(AdministrativeAct, TakesTheLedgersTimeOnASimulatedClock) {
  Rig rig{true};
  Submission later;
  later.commands = {create_programme("P1")};
  later.recorded_at = Instant{Rig::start().microseconds() + 86'400'000'000};
  ASSERT_TRUE(rig.run(later));
  EXPECT_EQ(record(rig, reset_to(1)), *later.recorded_at);
}

}  // namespace
}  // namespace gl::sequencer
