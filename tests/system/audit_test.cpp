// An auditor's verbs on a ledger that runs, that is closed, and that somebody wrote anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "system/example.h"
#include "system/forge.h"
#include "system/program.h"

namespace gl::system_test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using ::testing::HasSubstr;

std::string verifier() { return GL_BIN_DIR "/grandlivre-verify"; }

class AuditSlow : public ::testing::Test {
 protected:
  AuditSlow() {
    make_example_ledger(ledger());
    server_ = std::make_unique<ServerProcess>(ledger());
    EXPECT_TRUE(server_->ready()) << server_->log();
    auto const sent = grandlivre({"--data", ledger(), "submit", "-"}, example_file());
    EXPECT_EQ(sent.exit_code, 3) << sent.err;  // the example has refusals
  }

  [[nodiscard]] std::string ledger() const { return (dir_ / "ledger").string(); }
  [[nodiscard]] std::string file(std::string_view name) const { return (dir_ / name).string(); }
  [[nodiscard]] std::string key() const { return ledger() + "/keys/log.vkey"; }
  [[nodiscard]] Outcome as_auditor(std::vector<std::string> words,
                                   std::string_view of = "ledger") const {
    words.insert(words.begin(), {"--data", file(of), "--as", "auditor"});
    return grandlivre(std::move(words));
  }
  [[nodiscard]] Json replayed(std::vector<std::string> words, int exit_code = 0) const {
    words.insert(words.begin(), {"--data", ledger(), "--as", "auditor", "--output", "json"});
    auto const done = grandlivre(std::move(words));
    EXPECT_EQ(done.exit_code, exit_code) << done.err;
    return Json::parse(done.out);
  }

  TemporaryDirectory dir_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(AuditSlow, ReplayDecidesEveryCommandAgainServedClosedAndFromABackup) {
  auto const served = replayed({"replay"});
  auto const& rules = served.at("rules");
  EXPECT_EQ(rules.at("findings"), Json::array());
  EXPECT_EQ(rules.at("commands"), 56) << "61 commands of the example, less the refused ones";
  EXPECT_EQ(rules.at("refusals"), 5);
  EXPECT_EQ(rules.at("checked"), 62);
  EXPECT_EQ(served.at("views").at("agrees"), true);
  EXPECT_EQ(served.at("journal").at("agrees"), true);
  EXPECT_EQ(served.at("digest"),
            Json::parse(as_auditor({"--output", "json", "digest"}).out).at("digest"));
  EXPECT_EQ(server_->stop(), 0);
  auto const closed = replayed({"replay", ledger()});
  EXPECT_EQ(closed.at("digest"), served.at("digest"));
  EXPECT_EQ(closed.at("root"), served.at("root"));
  EXPECT_EQ(closed.at("checkpoint").at("agrees"), true);
  EXPECT_EQ(closed.at("views"), nullptr);
  fs::create_directory(file("received"));
  fs::copy(ledger() + "/journal", file("received") + "/journal");
  fs::copy(ledger() + "/HEAD", file("received") + "/HEAD");
  auto const backup = replayed({"replay", file("received"), "--from-backup"});
  EXPECT_EQ(backup.at("root"), served.at("root"));
  EXPECT_EQ(backup.at("checkpoint"), nullptr);
  EXPECT_EQ(grandlivre({"replay", file("received")}).exit_code, 1) << "it is no data directory";
  EXPECT_EQ(grandlivre({"replay", ledger(), "--to", "63"}).exit_code, 2);
}

TEST_F(AuditSlow, ReplayNamesWhatWasWrittenAroundTheRules) {
  EXPECT_EQ(server_->stop(), 0);
  auto events = events_in(ledger());
  auto const approval = position_of_step("21");
  auto& approved = events.at(approval - 1);
  approved.envelope.actor.person = ledger::PersonId{"anne"};
  write_anew(ledger(), dir_ / "own", events);
  auto const own = grandlivre({"replay", file("own")});
  EXPECT_EQ(own.exit_code, 1);
  EXPECT_THAT(own.err, HasSubstr("1 findings; the first: position " + std::to_string(approval) +
                                 ", PaymentApproved: FOUR_EYES: whoever prepared payment P1-R1"));
  EXPECT_THAT(own.out, HasSubstr("root "));
  auto& paid = std::get<ledger::PaymentExecuted>(events.at(position_of_step("22") - 1).body);
  paid.amount = ledger::Money::from_minor_units(2'500'000);
  write_anew(ledger(), dir_ / "more", events);
  auto const more = replayed({"replay", file("more")}, 1);
  auto const& findings = more.at("rules").at("findings");
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[1].at("code"), "NOT_DECIDED");
  EXPECT_EQ(findings[1].at("position"), position_of_step("22"));
  EXPECT_EQ(findings[1].at("limit"), "20000.00");
  EXPECT_EQ(findings[1].at("actual"), "25000.00");
  EXPECT_EQ(more.at("rules").at("checked"), position_of_step("22") - 1);
}

TEST_F(AuditSlow, ReplayNamesACommandThatCountsTwice) {
  EXPECT_EQ(server_->stop(), 0);
  auto events = events_in(ledger());
  events.back().envelope.command_id = events.at(2).envelope.command_id;
  write_anew(ledger(), dir_ / "twice", events);
  auto const twice = grandlivre({"replay", file("twice")});
  EXPECT_EQ(twice.exit_code, 1);
  EXPECT_THAT(twice.err, HasSubstr("DUPLICATE_COMMAND_MISMATCH: its command "));
  EXPECT_THAT(twice.err, HasSubstr(" counts already, from position 3 on"));
}

TEST_F(AuditSlow, ScrubFindsAClosedLedgerAsItWasWritten) {
  EXPECT_EQ(grandlivre({"scrub", ledger()}).exit_code, 1) << "a server runs on it";
  EXPECT_EQ(server_->stop(), 0);
  auto const done = grandlivre({"scrub", ledger()});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("62 events, every leaf hashed anew"));
  for (auto const& entry : fs::directory_iterator(ledger() + "/journal")) {
    if (entry.path().extension() != ".log" || entry.file_size() < 1'000) continue;
    auto bytes = read_file(entry.path());
    bytes[500] = static_cast<char>(bytes[500] ^ 1);
    write_file(entry.path(), bytes);
  }
  auto const damaged = grandlivre({"scrub", ledger()});
  EXPECT_EQ(damaged.exit_code, 1);
  EXPECT_THAT(damaged.err, HasSubstr("is not as it was written: restore it from a backup"));
}

TEST_F(AuditSlow, ExplainTellsThePaymentsStoryWithProofsThatVerifyChecks) {
  auto const told = Json::parse(
      as_auditor({"--output", "json", "explain", "P1-R1", "--prove", file("proofs")}).out);
  EXPECT_EQ(told.at("project"), "P1");
  std::vector<std::string> links;
  for (auto const& step : told.at("steps")) {
    links.push_back(step.at("link"));
    EXPECT_GE(step.at("proved_in"), step.at("position")) << step;
    auto const verdict = run({verifier(), step.at("proof"), "--key", key()});
    EXPECT_EQ(verdict.exit_code, 0) << verdict.err;
  }
  EXPECT_TRUE(std::ranges::is_sorted(links, {}, [](std::string const& link) {
    static std::vector<std::string> const order{"submission", "eligibility", "decision",
                                                "agreement",  "account",     "request",
                                                "approval",   "order",       "bank"};
    return std::ranges::find(order, link) - order.begin();
  }));
  EXPECT_EQ(std::ranges::count(links, "bank"), 1);
  // By the position of one of its events, and from the closed ledger: the same story.
  auto const by_position = as_auditor({"explain", std::to_string(position_of_step("22"))});
  EXPECT_EQ(by_position.exit_code, 0) << by_position.err;
  EXPECT_EQ(server_->stop(), 0);
  auto const closed = as_auditor({"explain", "P1-R1", "--project", "P1"});
  EXPECT_EQ(closed.exit_code, 0) << closed.err;
  EXPECT_EQ(closed.out, by_position.out);
  auto const none = as_auditor({"explain", "P9-R1"});
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_THAT(none.err, HasSubstr("no payment P9-R1 was ever requested, in 62 events"));
  EXPECT_THAT(as_auditor({"explain", "1"}).err, HasSubstr("is a step of no payment"));
  EXPECT_THAT(as_auditor({"explain", "99"}).err, HasSubstr("no event at position 99"));
}

TEST_F(AuditSlow, ChecksAnswerServedClosedAndInEveryForm) {
  auto const served = as_auditor({"--output", "json", "audit", "reversals", "order-gaps"});
  ASSERT_EQ(served.exit_code, 0) << served.err;
  auto const rows = json_lines(served.out);
  ASSERT_GE(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("check"), "reversals");
  EXPECT_EQ(rows[0].at("position"), position_of_step("40"));
  EXPECT_EQ(rows[0].at("target"), position_of_step("39"));
  EXPECT_EQ(rows[0].at("reason_code"), "WRONG_AMOUNT");
  EXPECT_EQ(rows[0].at("amount"), "1000.00");
  EXPECT_EQ(rows[1].at("check"), "order-gaps");
  EXPECT_EQ(rows[1].at("after"), "2016/1001");
  EXPECT_EQ(rows[1].at("before"), "2016/1044");
  EXPECT_EQ(rows[1].at("missing"), 42);
  EXPECT_EQ(server_->stop(), 0);
  auto const closed =
      grandlivre({"--output", "json", "audit", "reversals", "order-gaps", "--dir", ledger()});
  EXPECT_EQ(closed.out, served.out);
  auto const csv = grandlivre({"--output", "csv", "audit", "reversals", "--dir", ledger()});
  EXPECT_THAT(csv.out, HasSubstr("position,target,target_type,stream"));
  EXPECT_EQ(grandlivre({"--output", "csv", "audit", "--dir", ledger()}).exit_code, 2);
  EXPECT_EQ(grandlivre({"audit", "everything", "--dir", ledger()}).exit_code, 2);
  EXPECT_EQ(grandlivre({"audit", "list"}).exit_code, 0);
  auto const all = grandlivre({"audit", "--dir", ledger()});
  EXPECT_THAT(all.out, HasSubstr("own-preparation: who approved"));
  EXPECT_THAT(all.out, HasSubstr(": none"));
}

// The insider has all our code and every key. What follows the rules anew is found by nothing on
// that machine; the witness' copy of yesterday's checkpoint shows it.
TEST_F(AuditSlow, InsiderIsShownByTheCheckpointThatSomebodyElseKept) {
  auto const kept_at = std::to_string(position_of_step("27"));
  EXPECT_EQ(server_->stop(), 0);
  auto events = events_in(ledger());
  // Yesterday: the ledger as it was then, whose checkpoint the witness took home.
  auto const yesterday =
      std::vector(events.begin(), events.begin() + static_cast<long>(position_of_step("27")));
  write_anew(ledger(), dir_ / "yesterday", yesterday);
  {
    ServerProcess server{dir_ / "yesterday"};
    ASSERT_TRUE(server.ready()) << server.log();
    EXPECT_EQ(as_auditor({"checkpoint", "-o", file("kept")}, "yesterday").exit_code, 0);
    EXPECT_EQ(server.stop(), 0);
  }
  // Tonight: another account of the payment's bank reference, back in 2016.
  auto& paid = std::get<ledger::PaymentExecuted>(events.at(position_of_step("22") - 1).body);
  paid.bank_reference = "to somebody else";
  write_anew(ledger(), dir_ / "rewritten", events);
  EXPECT_EQ(grandlivre({"replay", file("rewritten")}).exit_code, 0) << "it breaks no rule";
  EXPECT_EQ(grandlivre({"scrub", file("rewritten")}).exit_code, 0) << "nor any hash";
  {
    ServerProcess server{dir_ / "rewritten"};
    ASSERT_TRUE(server.ready()) << server.log();
    EXPECT_EQ(as_auditor({"prove", "--between", kept_at, "0", "-o", file("growth")}, "rewritten")
                  .exit_code,
              0);
    EXPECT_EQ(as_auditor({"export", "--format", "tlog", file("tiles")}, "rewritten").exit_code, 0);
    EXPECT_EQ(server.stop(), 0);
  }
  EXPECT_EQ(run({verifier(), file("tiles"), "--key", key()}).exit_code, 0)
      << "by itself it is a whole ledger";
  for (auto const& what : {file("growth"), file("tiles")}) {
    auto const verdict = run({verifier(), what, "--key", key(), "--since", file("kept")});
    EXPECT_EQ(verdict.exit_code, 1);
    EXPECT_THAT(verdict.err, HasSubstr("FORK: the checkpoint kept from before has " + kept_at));
  }
}

TEST_F(AuditSlow, RollbackIsShownByTheCheckpointThatSomebodyElseKept) {
  ASSERT_EQ(as_auditor({"checkpoint", "-o", file("kept")}).exit_code, 0);
  EXPECT_EQ(server_->stop(), 0);
  auto events = events_in(ledger());
  events.resize(position_of_step("27"));
  write_anew(ledger(), dir_ / "back", events);
  {
    ServerProcess server{dir_ / "back"};
    ASSERT_TRUE(server.ready()) << server.log();
    EXPECT_EQ(as_auditor({"checkpoint", "-o", file("now")}, "back").exit_code, 0);
    EXPECT_EQ(as_auditor({"export", "--format", "tlog", file("tiles")}, "back").exit_code, 0);
    EXPECT_EQ(server.stop(), 0);
  }
  for (auto const& what : {file("now"), file("tiles")}) {
    auto const verdict = run({verifier(), what, "--key", key(), "--since", file("kept")});
    EXPECT_EQ(verdict.exit_code, 1);
    EXPECT_THAT(verdict.err, HasSubstr("ROLLBACK: the checkpoint kept from before has 62"));
  }
}

}  // namespace
}  // namespace gl::system_test
