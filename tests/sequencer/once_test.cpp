#include <gtest/gtest.h>

#include "base/bytes.h"
#include "sequencer/rig.h"

// Promise 5: a command sent again with the same id gives the same answer and no second effect.
namespace gl::sequencer {
namespace {

using ledger::Answer;
using ledger::Command;
using ledger::Outcome;
using ledger::Rule;

Answer repeated(Answer answer) {
  answer.repeated = true;
  return answer;
}

TEST(Once, GivesTheFirstAnswerAgainAndWritesNothing) {
  Rig rig;
  auto const made = create_programme("P1");
  auto const first = rig.run_one(made);
  EXPECT_EQ(first.outcome, Outcome::accepted) << first.refusal.sentence;
  EXPECT_EQ(first.first, Position{2});
  EXPECT_EQ(first.last, Position{2});
  EXPECT_EQ(first.stream_version, StreamVersion{1});
  EXPECT_FALSE(first.repeated);
  EXPECT_EQ(rig.run_one(made), repeated(first));
  EXPECT_EQ(rig.head(), 2U);
}

TEST(Once, HoldsWithinOneSubmissionWhileNothingIsDurableYet) {
  Rig rig;
  auto const made = create_programme("P1");
  auto const answers = rig.run_each({made, made, vote("P1", "5"), made});
  EXPECT_EQ(answers[1], repeated(answers[0]));
  EXPECT_EQ(answers[3], repeated(answers[0]));
  EXPECT_EQ(rig.head(), 3U);
}

TEST(Once, HoldsForRefusalsThatAreRecorded) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  auto const too_much = adjust("P1", "-1.00");
  auto const first = rig.run_one(too_much);
  EXPECT_EQ(first.outcome, Outcome::refused);
  EXPECT_EQ(first.refusal.rule, Rule::authority_exceeded);
  EXPECT_EQ(first.first, Position{3});
  rig.run_one(vote("P1", "100"));  // now it would be accepted: the answer stays
  EXPECT_EQ(rig.run_one(too_much), repeated(first));
  EXPECT_EQ(rig.head(), 4U);
}

TEST(Once, UsesNoIdUpForRefusalsThatAreNotRecorded) {
  Rig rig;
  auto const early = vote("P1", "100");
  auto const first = rig.run_one(early);
  EXPECT_EQ(first.refusal.rule, Rule::unknown_target);
  EXPECT_EQ(first.first, Position{0});
  EXPECT_EQ(rig.head(), 1U);
  rig.run_one(create_programme("P1"));
  auto const second = rig.run_one(early);
  EXPECT_EQ(second.outcome, Outcome::accepted);
  EXPECT_FALSE(second.repeated);
}

TEST(Once, RefusesTheSameIdWithOtherContentAndNamesBothDigests) {
  Rig rig;
  auto const made = create_programme("P1");
  rig.run_one(made);
  auto other = create_programme("P2");
  other.header.id = made.header.id;
  auto const answer = rig.run_one(other);
  EXPECT_EQ(answer.outcome, Outcome::refused);
  EXPECT_EQ(answer.refusal.rule, Rule::duplicate_command_mismatch);
  EXPECT_EQ(answer.refusal.limit, to_hex(made.header.payload_digest));
  EXPECT_EQ(answer.refusal.actual, to_hex(other.header.payload_digest));
  EXPECT_NE(answer.refusal.sentence.find(answer.refusal.limit), std::string::npos);
  EXPECT_NE(answer.refusal.sentence.find(answer.refusal.actual), std::string::npos);
  EXPECT_EQ(answer.first, Position{0});
  EXPECT_EQ(rig.head(), 2U);
  EXPECT_TRUE(rig.run_one(made).repeated);
}

// One command may have several events; the answer names them all, again too.
TEST(Once, CoversAllEventsOfACommand) {
  Rig rig;
  rig.run_each(open_call("P1", "C1"));
  for (auto const& answer : rig.run_each(award("C1", "J1"))) {
    ASSERT_EQ(answer.outcome, Outcome::accepted) << answer.refusal.sentence;
  }
  ledger::AmendAward body;
  body.project = ledger::ProjectId{"J1"};
  body.amount = ledger::parse_amount("12000").value();
  body.valid_until = civil_date(2018, 12, 31);
  auto amend = command("denis", ledger::Role::decision, body);
  amend.header.effective_date = civil_date(2016, 9, 5);
  amend = sealed(std::move(amend));
  auto const first = rig.run_one(amend);
  ASSERT_EQ(first.outcome, Outcome::accepted) << first.refusal.sentence;
  ASSERT_EQ(first.last.value(), first.first.value() + 1) << "both an increase and a prolongation";
  EXPECT_EQ(rig.run_one(amend), repeated(first));
  rig.run_one(vote("P1", "1"));
  EXPECT_EQ(rig.run_one(amend), repeated(first));
  rig.reopen();
  EXPECT_EQ(rig.run_one(amend), repeated(first));
}

std::vector<std::pair<Command, Answer>> some_history(Rig& rig) {
  std::vector<std::pair<Command, Answer>> history;
  auto const each = [&](std::vector<Command> const& commands, AnswerList const& answers) {
    for (std::size_t i = 0; i < commands.size(); ++i) {
      history.emplace_back(commands[i], answers[i]);
    }
  };
  std::vector<Command> commands = open_call("P1", "C1");
  for (auto const* project : {"J1", "J2", "J3"}) {
    for (auto& command : award("C1", project)) commands.push_back(std::move(command));
  }
  commands.push_back(adjust("P1", "-99999999"));
  each(commands, rig.run_each(commands));
  commands = {vote("P1", "10"), vote("P1", "11")};
  each(commands, rig.run_list(commands));
  commands = {vote("P1", "12"), adjust("P1", "-999999999"), vote("P1", "13")};
  each(commands, rig.run_list(commands));
  commands = {vote("P1", "14")};
  each(commands, rig.run_each(commands));
  return history;
}

void expect_repeats(Rig& rig, std::vector<std::pair<Command, Answer>> const& history) {
  auto const head = rig.head();
  for (auto const& [command, answer] : history) {
    EXPECT_EQ(rig.run_one(command), repeated(answer)) << to_string(command.header.id);
    EXPECT_EQ(rig.look_up(command.header.id), repeated(answer));
  }
  EXPECT_EQ(rig.head(), head);
}

TEST(Once, HoldsAfterTheLedgerWasOpenedAgain) {
  Rig rig;
  auto const history = some_history(rig);
  expect_repeats(rig, history);
  rig.reopen();
  expect_repeats(rig, history);
}

TEST(Once, HoldsWithASnapshotAndViewsThatStandAnywhere) {
  Rig rig;
  auto const history = some_history(rig);
  Position const head{rig.head()};
  for (std::uint64_t const snapshot : {std::uint64_t{1}, std::uint64_t{7}, head.value()}) {
    for (std::uint64_t const views : {std::uint64_t{0}, std::uint64_t{9}, head.value()}) {
      rig.reopen_from(Position{snapshot}, Position{views});
      expect_repeats(rig, history);
      auto const answer = rig.run_one(history.front().first);
      EXPECT_TRUE(answer.repeated);
    }
  }
}

TEST(Once, FindsNothingForAnIdThatWasNeverUsed) {
  Rig rig;
  EXPECT_EQ(rig.look_up(new_id()), std::nullopt);
  auto const refused = vote("P1", "1");  // unknown programme: not recorded
  rig.run_one(refused);
  EXPECT_EQ(rig.look_up(refused.header.id), std::nullopt);
}

}  // namespace
}  // namespace gl::sequencer
