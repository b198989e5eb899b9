// Seals, from the commands that move money to the proof that an auditor checks with the public key.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "proof/balance_proof.h"
#include "seals/seals.h"
#include "support/ledger_fixture.h"
#include "support/sample_commands.h"

namespace gl::server {
namespace {

using gl::testing::must;
using ledger::Role;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SealTest : public ::testing::Test {
 protected:
  explicit SealTest(gl::testing::LedgerOptions options = {}) : ledger_(std::move(options)) {}

  void submit(Role role, ledger::CommandBody body, std::optional<CivilDate> effective = {}) {
    auto client = ledger_.client("alice", role);
    auto command = ledger_.command(std::move(body));
    command.header.effective_date = effective;
    auto const reply =
        must(client->submit({std::move(command)}, {.recorded_at = ledger_.clock().now()}));
    ASSERT_EQ(reply.answers.at(0).outcome, ledger::Outcome::accepted)
        << reply.answers.at(0).refusal.sentence;
  }
  void make_programmes() {
    for (auto const* name : {"P", "P-1", "P1"}) {
      submit(Role::administrator, gl::testing::sample_programme(name));
      submit(Role::assembly, gl::testing::vote(name, gl::testing::euros(700)));
    }
  }
  proof::SignedSeal opened(std::string const& note) {
    return must(proof::open_seal(note, ledger_.notary().verifier()));
  }
  /// What the file shows, to somebody who has the public key and nothing else.
  std::vector<std::string> shown(proof::BalanceFile const& file) {
    auto const read = must(proof::parse_balance_file(to_string(file)));
    EXPECT_EQ(read, file);
    auto const seal = opened(read.seal);
    return must(proof::check_pages(seal.sealed.list, read.prefix, read.pages)).lines;
  }

  gl::testing::LedgerFixture ledger_;
};

TEST_F(SealTest, ShowsABalanceAndThatThereIsNoOther) {
  make_programmes();
  auto auditor = ledger_.client("ute", Role::auditor);
  auto const note = must(auditor->seal({})).notes.at(0);
  auto const seal = opened(note);
  EXPECT_EQ(seal.checkpoint.checkpoint.tree.size, ledger_.journal().watermark().value());
  EXPECT_EQ(seal.sealed.list.lines, 3U);
  Position const position{seal.checkpoint.checkpoint.tree.size};
  auto const one = must(auditor->balance_proof({position, {}, "programme P\t"}));
  EXPECT_THAT(shown(one),
              ElementsAre("programme P\tcurrency=EUR voted=700.00 available=700.00 committed=0.00 "
                          "payable=0.00 disbursed=0.00 recoverable=0.00 recovered=0.00 "
                          "written-off=0.00 lapsed=0.00"));
  EXPECT_THAT(shown(must(auditor->balance_proof({position, {}, "programme P"}))),
              ::testing::SizeIs(3));
  EXPECT_THAT(shown(must(auditor->balance_proof({position, {}, "project "}))), IsEmpty());
  EXPECT_EQ(must(auditor->seals({})).notes, std::vector{note});
}

// The same point, the same seal: nobody fills the disk by asking.
TEST_F(SealTest, IsMadeOnceForAPointAndKeptAcrossARestart) {
  make_programmes();
  auto auditor = ledger_.client("ute", Role::auditor);
  auto const note = must(auditor->seal({})).notes.at(0);
  EXPECT_EQ(must(auditor->seal({})).notes.at(0), note);
  submit(Role::assembly, gl::testing::vote("P", gl::testing::euros(1)));
  auto const later = must(auditor->seal({})).notes.at(0);
  EXPECT_NE(later, note);
  auto const dated = must(auditor->seal({civil_date(2016, 1, 1)})).notes.at(0);
  EXPECT_EQ(opened(dated).sealed.effective, civil_date(2016, 1, 1));
  ledger_.stop();
  std::filesystem::remove_all(ledger_.directory() / "views");
  ledger_.start();
  auditor = ledger_.client("ute", Role::auditor);
  EXPECT_THAT(must(auditor->seals({})).notes, ElementsAre(note, later, dated));
  Position const position{opened(note).checkpoint.checkpoint.tree.size};
  EXPECT_THAT(shown(must(auditor->balance_proof({position, {}, "programme P\t"}))).at(0),
              HasSubstr("voted=700.00"));
  EXPECT_THAT(must(auditor->seals({position, {}})).notes, ElementsAre(later, dated));
}

TEST_F(SealTest, SaysSoWhenThereIsNone) {
  make_programmes();
  auto auditor = ledger_.client("ute", Role::auditor);
  auto const proof = auditor->balance_proof({Position{2}, {}, ""});
  ASSERT_FALSE(proof);
  EXPECT_EQ(proof.error().code, wire::Code::not_found);
  EXPECT_THAT(proof.error().sentence, HasSubstr("position 2"));
}

TEST_F(SealTest, OfAnotherLedgerKeepsThisOneFromStarting) {
  make_programmes();
  static_cast<void>(must(ledger_.client("ute", Role::auditor)->seal({})));
  gl::testing::LedgerFixture other;
  static_cast<void>(must(other.client("ute", Role::auditor)->seal({})));
  for (auto const& file : std::filesystem::directory_iterator{other.directory() / "seals"}) {
    std::filesystem::copy(file.path(), ledger_.directory() / "seals");
  }
  ledger_.stop();
  EXPECT_THROW(ledger_.start(), std::runtime_error);
}

class SealsByThemselves : public SealTest {
 protected:
  SealsByThemselves() : SealTest(often()) {}

  static gl::testing::LedgerOptions often() {
    gl::testing::LedgerOptions options;
    options.seals_look_every = std::chrono::milliseconds{5};
    return options;
  }
  /// Waits for so many.
  std::vector<seals::Kept> wait_for(std::size_t count) {
    for (int i = 0; i < 2'000; ++i) {
      auto found = ledger_.seals().list({}, 100);
      if (found.size() >= count) return found;
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return ledger_.seals().list({}, 100);
  }
};

TEST_F(SealsByThemselves, AreMadeOnceOfAYearThatWasClosedInSeveralEvents) {
  auto client = ledger_.client("alice", Role::administrator);
  std::vector<ledger::Command> commands;
  for (int i = 0; i < 501; ++i) {
    auto const id = "P" + std::to_string(i);
    commands.push_back(ledger_.command(gl::testing::sample_programme(id)));
  }
  auto const send = [&](Role role) {
    auto const reply = must(
        ledger_.client("alice", role)->submit(commands, {.recorded_at = ledger_.clock().now()}));
    ASSERT_EQ(reply.answers.back().outcome, ledger::Outcome::accepted);
    commands.clear();
  };
  send(Role::administrator);
  for (int i = 0; i < 501; ++i) {
    ledger::OpenPaymentCredits open;
    open.programme = ledger::ProgrammeId{"P" + std::to_string(i)};
    open.year = 2015;
    open.amount = gl::testing::euros(1);
    commands.push_back(ledger_.command(open));
  }
  send(Role::assembly);
  commands.push_back(ledger_.command(ledger::CloseExercise{2015}));
  send(Role::officer);
  auto const last = ledger_.journal().watermark();
  ASSERT_FALSE(wait_for(1).empty());
  std::this_thread::sleep_for(std::chrono::milliseconds{50});
  auto const seals = ledger_.seals().list({}, 100);
  ASSERT_EQ(seals.size(), 1U);
  EXPECT_EQ(seals.at(0).point, (seals::Point{last, civil_date(2015, 12, 31)}));
}

TEST_F(SealsByThemselves, AreMadeWhenADayHasEnded) {
  make_programmes();
  auto const last = ledger_.journal().watermark();
  ledger_.clock().set(paris_midnight(civil_date(2016, 6, 1)));
  auto const seals = wait_for(1);
  ASSERT_EQ(seals.size(), 1U);
  EXPECT_EQ(seals.at(0).point, (seals::Point{last, {}}));
  submit(Role::assembly, gl::testing::vote("P", gl::testing::euros(1)));
  EXPECT_EQ(wait_for(1).size(), 1U) << "the day is not over";
  ledger_.clock().set(paris_midnight(civil_date(2016, 6, 3)));
  auto const two = wait_for(2);
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two.at(1).point.position.value(), last.value() + 1);
}

TEST_F(SealsByThemselves, AreMadeOfThe31stOfDecemberWhenAYearIsClosed) {
  make_programmes();
  submit(Role::assembly,
         ledger::OpenPaymentCredits{ledger::ProgrammeId{"P"}, 2016, gl::testing::euros(100)});
  ledger_.clock().set(paris_midnight(civil_date(2017, 1, 15)));
  submit(Role::officer, ledger::CloseExercise{2016}, civil_date(2016, 12, 31));
  auto const position = ledger_.journal().watermark();
  seals::Point const closed{position, civil_date(2016, 12, 31)};
  bool found = false;
  for (int i = 0; i < 2'000 && !found; ++i) {
    for (auto const& seal : ledger_.seals().list({}, 100)) found = found || seal.point == closed;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  ASSERT_TRUE(found);
  auto auditor = ledger_.client("ute", Role::auditor);
  EXPECT_THAT(shown(must(auditor->balance_proof({position, closed.effective, "credits P "}))),
              ElementsAre("credits P 2016\tavailable=0.00 consumed=0.00 lapsed=100.00"));
}

}  // namespace
}  // namespace gl::server
