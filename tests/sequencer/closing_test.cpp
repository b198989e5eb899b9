// What the closing of a year comes to in bytes.
#include <gtest/gtest.h>

#include "codec/event_codec.h"
#include "ledger/limits.h"
#include "sequencer/rig.h"

namespace gl::sequencer {
namespace {

using ledger::CloseExercise;
using ledger::Command;
using ledger::OpenPaymentCredits;
using ledger::Outcome;
using ledger::ProgrammeId;
using ledger::Role;

/// An id of 64 characters.
std::string long_id(int number) {
  auto const digits = std::to_string(number);
  return std::string(64 - digits.size(), 'P') + digits;
}

Command open_credits(std::string const& programme, std::int32_t year) {
  auto const amount = ledger::parse_amount("1000000.00").value();
  return command("alix", Role::assembly, OpenPaymentCredits{ProgrammeId{programme}, year, amount});
}

/// Everything that an envelope can say, at its longest.
Command longest_closing(std::int32_t year) {
  auto made = command(std::string(64, 'b'), Role::officer, CloseExercise{year});
  auto& header = made.header;
  header.reason_code = ledger::ReasonCode{"REGULARISATION"};
  header.reason_text.sealed.ciphertext.resize(ledger::limits::personal_text_bytes_max + 64);
  header.act = ledger::Act{ledger::ActKind::deliberation, ledger::ActNumber{"2016-123"},
                           civil_date(2016, 1, 1), Hash{}};
  return sealed(std::move(made));
}

TEST(ClosingOfAYear, FitsItsEventsWithTheLongestIdsAndTexts) {
  Rig rig;
  std::vector<Command> commands;
  for (int i = 0; i < 501; ++i) {
    commands.push_back(create_programme(long_id(i)));
    commands.push_back(open_credits(long_id(i), 2015));
  }
  for (auto const& made : rig.run_each(std::move(commands))) {
    ASSERT_EQ(made.outcome, Outcome::accepted) << made.refusal.sentence;
  }
  auto const before = rig.head();
  auto const closing = longest_closing(2015);
  auto const answer = rig.run_one(closing);
  ASSERT_EQ(answer.outcome, Outcome::accepted) << answer.refusal.sentence;
  EXPECT_EQ(answer.first, Position{before + 1});
  EXPECT_EQ(answer.last, Position{before + 2});
  auto const bytes = codec::encode_event(rig.event(answer.first)).size();
  EXPECT_LE(bytes, codec::event_bytes_max);
  EXPECT_GE(bytes, codec::event_bytes_max * 9 / 10) << "closing_lines_max may be higher";
  rig.reopen();
  auto const again = rig.run_one(closing);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.last, answer.last);
}

}  // namespace
}  // namespace gl::sequencer
