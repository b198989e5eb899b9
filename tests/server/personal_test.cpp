// Personal texts: who may see them in clear, and what is left when their subject is erased.
#include <gtest/gtest.h>

#include <variant>

#include "codec/event_codec.h"
#include "server/erasure.h"
#include "support/ledger_fixture.h"
#include "support/log_capture.h"
#include "support/sample_commands.h"

namespace gl::testing {
namespace {

using ledger::Outcome;
using ledger::Role;

constexpr auto person_name = "Jeanne Exemple";
constexpr auto iban = "FR7630006000011234567890189";

class PersonalTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ledger::RegisterPayee body;
    body.payee = ledger::PayeeId{"pers-1"};
    body.legal_kind = ledger::LegalKind::person;
    body.person_name.clear = person_name;
    body.iban.clear = iban;
    payee_ = registered(body);
    body.payee = ledger::PayeeId{"pers-2"};
    other_ = registered(body);
  }

  ledger::Answer send(Role role, ledger::Command const& command,
                      Instant recorded_at = noon_2016(6, 10)) {
    auto const sender = ledger_.client("anne", role);
    return must(sender->submit({command}, {.recorded_at = recorded_at})).answers.at(0);
  }
  /// The first moment at which no duty to keep holds any more: ten years on.
  static Instant released() {
    constexpr std::int64_t ten_years_us = std::int64_t{3'652} * 86'400 * 1'000'000;
    return Instant{noon_2016(6, 10).microseconds() + ten_years_us};
  }
  ledger::PayeeRegistered registered(ledger::RegisterPayee const& body) {
    auto const answer = send(Role::instructor, ledger_.command(body));
    EXPECT_EQ(answer.outcome, Outcome::accepted) << answer.refusal.sentence;
    auto const event = must(codec::decode_event(must(ledger_.journal().read_one(answer.first))));
    return std::get<ledger::PayeeRegistered>(event.body);
  }
  client::Response<wire::RevealReply> reveal(Role role, std::vector<ledger::Sealed> texts) {
    return ledger_.client("chloe", role)->reveal(std::move(texts));
  }
  ledger::Command erasure() {
    return ledger_.command(ledger::EraseSubject{payee_.iban.subject, "RGPD art. 17"});
  }
  void expect_erased() {
    auto const texts =
        must(reveal(Role::accountant, {payee_.iban, payee_.name.sealed, other_.iban})).texts;
    EXPECT_EQ(texts.at(0), std::nullopt);
    EXPECT_EQ(texts.at(1), std::nullopt);
    EXPECT_EQ(texts.at(2), iban) << "another person's";
  }

  LogCapture log_;
  LedgerFixture ledger_;
  ledger::PayeeRegistered payee_;
  ledger::PayeeRegistered other_;
};

TEST_F(PersonalTest, AreRevealedInTheOrderAskedForAndTheLogSaysToWhomButNotWhat) {
  auto const texts = must(reveal(Role::accountant, {payee_.iban, payee_.name.sealed})).texts;
  EXPECT_EQ(texts.at(0), iban);
  EXPECT_EQ(texts.at(1), person_name);
  EXPECT_FALSE(
      log_.find({"info", "event=personal_texts_revealed", "person=chloe", "count=2"}).empty());
  for (auto const& line : log_.lines()) {
    EXPECT_EQ(line.find(iban), std::string::npos) << line;
    EXPECT_EQ(line.find("Jeanne"), std::string::npos) << line;
  }
}

TEST_F(PersonalTest, StaySealedForARoleThatMayOnlyCheckThem) {
  for (auto const role : {Role::auditor, Role::assembly, Role::applicant}) {
    auto const refused = reveal(role, {payee_.iban});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, wire::Code::forbidden);
  }
  EXPECT_TRUE(log_.find({"event=personal_texts_revealed"}).empty());
}

TEST_F(PersonalTest, AreErasedWhereTheLedgerHasNoKeyAndMalformedWhereItDoesNotFit) {
  auto stranger = payee_.iban;
  stranger.subject.fill(std::byte{9});
  EXPECT_EQ(must(reveal(Role::dpo, {stranger})).texts.at(0), std::nullopt);
  auto changed = payee_.iban;
  changed.ciphertext.front() ^= std::byte{1};
  auto const refused = reveal(Role::dpo, {changed});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, wire::Code::malformed) << refused.error().sentence;
  EXPECT_TRUE(must(reveal(Role::dpo, {})).texts.empty());
}

TEST_F(PersonalTest, AreErasedOnceTheirKeyIsDestroyedNowAndAfterARestart) {
  must(server::destroy_keys(ledger_.keys(), std::vector{payee_.iban.subject}));
  EXPECT_FALSE(log_.find({"info", "event=keys_destroyed", "count=1"}).empty());
  expect_erased();
  ledger_.stop();
  ledger_.start();
  expect_erased();
}

TEST_F(PersonalTest, OutliveAnErasureThatWasRefusedOrOnlyTried) {
  EXPECT_EQ(send(Role::auditor, erasure()).outcome, Outcome::refused);
  auto const dpo = ledger_.client("diane", Role::dpo);
  static_cast<void>(
      must(dpo->submit({erasure()}, {.dry_run = true, .recorded_at = noon_2016(6, 11)})));
  EXPECT_EQ(must(reveal(Role::accountant, {payee_.iban})).texts.at(0), iban);
}

TEST_F(PersonalTest, AreErasedBeforeTheAnswerToEraseSubjectIsThere) {
  auto const command = erasure();
  auto const answer = send(Role::dpo, command, released());
  ASSERT_EQ(answer.outcome, Outcome::accepted) << answer.refusal.sentence;
  expect_erased();
  EXPECT_TRUE(send(Role::dpo, command, released()).repeated);
  expect_erased();
}

TEST_F(PersonalTest, AreErasedAgainAtOpenWhenAnOlderFileOfKeysIsPutBack) {
  auto const keys = ledger_.directory() / "keys" / "subjects";
  auto const backup = ledger_.directory() / "subjects.backup";
  std::filesystem::copy_file(keys, backup);
  ASSERT_EQ(send(Role::dpo, erasure(), released()).outcome, Outcome::accepted);
  ledger_.stop();
  std::filesystem::remove(keys);
  std::filesystem::copy_file(backup, keys);
  ledger_.start();
  expect_erased();
}

// ------------------------------------------------------------------------------------ pieces

TEST(Erasures, AreThoseOfTheCommandsThatWereAccepted) {
  std::vector<ledger::Command> commands(5);
  std::vector<ledger::Answer> answers(5);
  commands[0].body = ledger::CloseCall{};
  answers[0].outcome = Outcome::accepted;
  constexpr auto outcomes = std::to_array(
      {Outcome::accepted, Outcome::refused, Outcome::would_accept, Outcome::accepted});
  for (std::size_t i = 1; i < commands.size(); ++i) {
    ledger::EraseSubject erase;
    erase.subject.fill(static_cast<std::byte>(i));
    commands[i].body = erase;
    answers[i].outcome = outcomes.at(i - 1);
  }
  answers[4].repeated = true;
  auto const erasures = server::erasures_in(commands);
  ASSERT_EQ(erasures.size(), 4U);
  auto const subjects = server::accepted(erasures, answers);
  ASSERT_EQ(subjects.size(), 2U);
  EXPECT_EQ(subjects[0].front(), std::byte{1});
  EXPECT_EQ(subjects[1].front(), std::byte{4}) << "sent again: perhaps it failed the first time";
}

/// A store whose disk takes nothing.
class BrokenKeys final : public keys::KeyStore {
 public:
  Result<void> seal(std::span<ledger::Command>) override { return {}; }
  Result<std::optional<std::string>> reveal(ledger::Sealed const&) override { return std::nullopt; }
  Result<std::size_t> erase(std::span<ledger::SubjectToken const>) override {
    return fail(Errc::io, "the disk said no");
  }
};

TEST(Erasures, ThatTheDiskDoesNotTakeAreAnErrorThatSomebodyMustActOn) {
  LogCapture const log;
  BrokenKeys keys;
  auto const done = server::destroy_keys(keys, std::vector<ledger::SubjectToken>(1));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::io);
  EXPECT_FALSE(log.find({"error", "event=keys_not_destroyed", "the disk said no"}).empty());
}

}  // namespace
}  // namespace gl::testing
