#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "ledger/limits.h"
#include "sequencer/rig.h"

// Atomic lists and dry runs.
namespace gl::sequencer {
namespace {

using ledger::Answer;
using ledger::Command;
using ledger::CommandRefused;
using ledger::Outcome;
using ledger::Rule;
using ::testing::HasSubstr;

Answer repeated(Answer answer) {
  answer.repeated = true;
  return answer;
}

TEST(AtomicList, IsAcceptedAsAWholeEachCommandWithItsOwnAnswer) {
  Rig rig;
  auto const commands = std::vector{create_programme("P1"), vote("P1", "100"), adjust("P1", "-40")};
  auto const answers = rig.run_list(commands);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(answers[i].outcome, Outcome::accepted) << answers[i].refusal.sentence;
    EXPECT_EQ(answers[i].first, Position{2 + i});
    EXPECT_EQ(answers[i].stream_version.value(), i + 1);
  }
  auto const again = rig.run_list(commands);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(again[i], repeated(answers[i]));
  EXPECT_EQ(rig.run_one(commands[1]), repeated(answers[1]));  // one by one it is the same answer
  EXPECT_EQ(rig.head(), 4U);
}

TEST(AtomicList, LeavesNothingButOneRefusalThatEveryIdGets) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  auto const commands =
      std::vector{vote("P1", "100"), adjust("P1", "-40"), adjust("P1", "-61"), vote("P1", "1")};
  auto const answers = rig.run_list(commands);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(answers[i].command_id, commands[i].header.id);
    EXPECT_EQ(answers[i].outcome, Outcome::refused);
    EXPECT_EQ(answers[i].refusal.rule, Rule::authority_exceeded);
    EXPECT_EQ(answers[i].list_index, 2U);
    EXPECT_EQ(answers[i].first, Position{3});
    EXPECT_EQ(answers[i].last, Position{3});
  }
  EXPECT_EQ(rig.head(), 3U);
  auto const event = rig.event(Position{3});
  EXPECT_EQ(event.envelope.command_id, commands[2].header.id);
  auto const& refused = std::get<CommandRefused>(event.body);
  EXPECT_EQ(refused.list_index, 2U);
  ASSERT_EQ(refused.list.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    auto const& other = commands[i < 2 ? i : i + 1].header;
    EXPECT_EQ(refused.list[i].command_id, other.id);
    EXPECT_EQ(refused.list[i].payload_digest, other.payload_digest);
  }

  // Nothing of it counts: 100 was not voted.
  EXPECT_EQ(rig.run_one(adjust("P1", "-1")).refusal.rule, Rule::authority_exceeded);
  rig.reopen();
  auto const again = rig.run_list(commands);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(again[i], repeated(answers[i]));
  EXPECT_EQ(rig.run_one(commands[3]), repeated(answers[3]));
}

/// An application with lists as long as they may be, some 40,000 bytes.
Command long_application(std::string_view project) {
  auto made = award("C1", project).front();
  auto& body = std::get<ledger::SubmitProject>(made.body);
  body.locations.resize(ledger::limits::locations_max);
  for (auto& location : body.locations) {
    location.commune = ledger::CommuneCode{"33063"};
    location.department = ledger::DepartmentCode{"33"};
  }
  body.documents.resize(ledger::limits::documents_max);
  for (auto& document : body.documents) document.kind = ledger::ReasonCode{"final-accounts"};
  body.other_funders.resize(ledger::limits::funders_max);
  for (auto& funder : body.other_funders) {
    funder.name.assign(ledger::limits::name_bytes_max, 'f');
    funder.amount = ledger::parse_amount("1").value();
  }
  return sealed(std::move(made));
}

// A block is written at once and has a limit: a list must not end the server by passing it.
TEST(AtomicList, WithMoreEventsThanABlockHoldsIsMalformedAndLeavesNothing) {
  Rig rig;
  rig.run_each(open_call("P1", "C1"));
  std::vector<Command> list;
  for (std::size_t i = 0; i < atomic_commands_max; ++i) {
    list.push_back(long_application("project-" + std::to_string(i)));
  }
  auto const before = rig.head();
  for (auto const& answers : {rig.try_out(list, true), rig.run_list(list)}) {
    EXPECT_EQ(answers.front().outcome, Outcome::refused);
    EXPECT_EQ(answers.front().refusal.rule, Rule::malformed);
    EXPECT_THAT(answers.front().refusal.sentence, HasSubstr("33554432 bytes"));
    EXPECT_GT(answers.front().list_index, 500U);
  }
  EXPECT_EQ(rig.head(), before);
  list.resize(list.size() / 2);
  EXPECT_EQ(rig.run_list(list).back().outcome, Outcome::accepted);
}

TEST(AtomicList, UsesNoIdUpWhenItsRefusalIsNotRecorded) {
  Rig rig;
  auto const commands = std::vector{create_programme("P1"), vote("P9", "1")};
  for (auto const& answer : rig.run_list(commands)) {
    EXPECT_EQ(answer.refusal.rule, Rule::unknown_target);
    EXPECT_EQ(answer.list_index, 1U);
    EXPECT_EQ(answer.first, Position{0});
  }
  EXPECT_EQ(rig.head(), 1U);
  EXPECT_EQ(rig.run_one(commands[0]).outcome, Outcome::accepted);
}

TEST(AtomicList, WithSomeIdsKnownIsRefusedAndUsesNothingUp) {
  Rig rig;
  auto const known = create_programme("P1");
  rig.run_one(known);
  auto const fresh = vote("P1", "100");
  for (auto const& answer : rig.run_list({fresh, known})) {
    EXPECT_EQ(answer.refusal.rule, Rule::duplicate_command_mismatch);
    EXPECT_EQ(answer.list_index, 1U);
    EXPECT_NE(answer.refusal.sentence.find(to_string(known.header.id)), std::string::npos);
  }
  EXPECT_EQ(rig.head(), 2U);
  EXPECT_EQ(rig.run_one(fresh).outcome, Outcome::accepted);
}

TEST(AtomicList, WithAnIdOfOtherContentIsRefusedAtThatCommand) {
  Rig rig;
  auto const known = create_programme("P1");
  rig.run_one(known);
  auto other = create_programme("P2");
  other.header.id = known.header.id;
  for (auto const& answer : rig.run_list({known, other})) {
    EXPECT_EQ(answer.refusal.rule, Rule::duplicate_command_mismatch);
    EXPECT_EQ(answer.list_index, 1U);
  }
  EXPECT_EQ(rig.head(), 2U);
}

TEST(AtomicList, WithOneIdTwiceIsRefused) {
  Rig rig;
  auto const made = create_programme("P1");
  for (auto const& answer : rig.run_list({made, vote("P1", "2"), made})) {
    EXPECT_EQ(answer.refusal.rule, Rule::duplicate_command_mismatch);
    EXPECT_EQ(answer.list_index, 2U);
  }
  EXPECT_EQ(rig.head(), 1U);
}

TEST(AtomicList, OfTheGreatestLengthIsRefusedInOneEvent) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  std::vector<Command> commands;
  while (commands.size() + 1 < atomic_commands_max) commands.push_back(vote("P1", "1"));
  commands.push_back(adjust("P1", "-1000000"));
  auto const answers = rig.run_list(commands);
  EXPECT_EQ(answers[0].list_index, atomic_commands_max - 1);
  EXPECT_EQ(answers[0].refusal.rule, Rule::authority_exceeded);
  EXPECT_EQ(rig.head(), 3U);
  EXPECT_EQ(rig.run_one(commands[500]), repeated(answers[500]));

  commands.push_back(vote("P1", "1"));
  Submission longer;
  longer.commands = commands;
  longer.atomic = true;
  auto const refused = rig.run(std::move(longer));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::malformed);
  EXPECT_NE(refused.error().what.find("1024"), std::string::npos);
}

// The block limit is ten events; a list of seven that would end beyond it begins the next block.
TEST(AtomicList, NeverSpansTwoBlocks) {
  Rig rig{true, [](Config& config) { config.block_events_max = 10; }};
  rig.run_one(create_programme("P1"));
  std::vector<std::future<Answers>> futures;
  for (int i = 0; i < 40; ++i) {
    Submission submission;
    auto const count = i % 2 == 0 ? 7 : 2;
    for (int k = 0; k < count; ++k) submission.commands.push_back(vote("P1", "1"));
    submission.atomic = true;
    auto promise = std::make_shared<std::promise<Answers>>();
    futures.push_back(promise->get_future());
    auto& journal = *rig.journal;
    submission.answer = [promise, &journal](Answers answers) {
      // Nothing of a later block is there yet: had the list spanned two, its end would be missing.
      EXPECT_GE(journal.watermark(), answers->back().last);
      promise->set_value(std::move(answers));
    };
    ASSERT_TRUE(rig.sequencer->submit(std::move(submission)));
  }
  for (auto& future : futures) EXPECT_TRUE(future.get());
  EXPECT_EQ(rig.head(), 2U + 20 * 7 + 20 * 2);
  expect_one_gapless_order(*rig.journal);
}

TEST(DryRun, LeavesTheHeadTheStateAndTheIdsAsTheyWere) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  auto const commands = std::vector{vote("P1", "100"), adjust("P1", "-40"), adjust("P1", "-61"),
                                    adjust("P1", "-60"), vote("P9", "1")};
  auto const answers = rig.try_out(commands);
  std::array const outcomes{Outcome::would_accept, Outcome::would_accept, Outcome::refused,
                            Outcome::would_accept, Outcome::refused};
  for (std::size_t i = 0; i < commands.size(); ++i) {
    EXPECT_EQ(answers[i].outcome, outcomes[i]) << i << ": " << answers[i].refusal.sentence;
    EXPECT_EQ(answers[i].first, Position{0});
    EXPECT_EQ(answers[i].command_id, commands[i].header.id);
  }
  EXPECT_EQ(answers[2].refusal.rule, Rule::authority_exceeded);
  EXPECT_EQ(rig.head(), 2U);
  EXPECT_EQ(rig.look_up(commands[0].header.id), std::nullopt);
  auto const real = rig.run_each(commands);
  EXPECT_EQ(real[0].outcome, Outcome::accepted);
  EXPECT_EQ(real[0].first, Position{3});
  EXPECT_EQ(real[3].outcome, Outcome::accepted);
}

TEST(DryRun, OfAnAtomicListSaysWhereItWouldBreak) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  auto const commands = std::vector{vote("P1", "100"), adjust("P1", "-101"), vote("P1", "1")};
  for (auto const& answer : rig.try_out(commands, true)) {
    EXPECT_EQ(answer.outcome, Outcome::refused);
    EXPECT_EQ(answer.list_index, 1U);
    EXPECT_EQ(answer.first, Position{0});
  }
  for (auto const& answer : rig.try_out({commands[0], commands[2]}, true)) {
    EXPECT_EQ(answer.outcome, Outcome::would_accept);
  }
  EXPECT_EQ(rig.head(), 2U);
}

TEST(DryRun, OfAKnownIdGivesItsFirstAnswer) {
  Rig rig;
  auto const made = create_programme("P1");
  auto const first = rig.run_one(made);
  auto other = create_programme("P2");
  other.header.id = made.header.id;
  auto const twice = vote("P1", "5");
  auto const answers = rig.try_out({made, other, twice, twice});
  EXPECT_EQ(answers[0], repeated(first));
  EXPECT_EQ(answers[1].refusal.rule, Rule::duplicate_command_mismatch);
  EXPECT_EQ(answers[2].outcome, Outcome::would_accept);
  EXPECT_EQ(answers[3], answers[2]);
  EXPECT_EQ(rig.head(), 2U);
}

}  // namespace
}  // namespace gl::sequencer
