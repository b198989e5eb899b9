#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "system/example.h"

namespace gl::system_test {
namespace {

using Json = nlohmann::ordered_json;

/// The 2016 call on a server of its own, played once for each test.
class Example : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(make_example_ledger(ledger()));
    start();
    first_ = submit(example_file());
    ASSERT_EQ(first_.size(), example_commands().size());
  }

  [[nodiscard]] std::filesystem::path ledger() const { return directory_ / "ledger"; }

  void start() {
    server_ = std::make_unique<ServerProcess>(ledger());
    ASSERT_TRUE(server_->ready()) << server_->log();
  }
  void restart() {
    ASSERT_EQ(server_->stop(), 0) << server_->log();
    start();
  }

  [[nodiscard]] Outcome ask(std::vector<std::string> words) const {
    std::vector<std::string> all{"--data",  ledger().string(), "--as",
                                 "auditor", "--output",        "json"};
    all.insert(all.end(), words.begin(), words.end());
    return grandlivre(all);
  }
  [[nodiscard]] std::vector<Json> submit(std::string const& file) const {
    write_file(directory_ / "commands.jsonl", file);
    auto const done = grandlivre({"--data", ledger().string(), "--output", "json", "submit",
                                  (directory_ / "commands.jsonl").string()});
    EXPECT_EQ(done.exit_code, 3) << done.err;  // five commands of the example are refused
    return json_lines(done.out);
  }
  /// One command of our own, on the last day of the example.
  [[nodiscard]] Outcome send(std::string const& as, std::vector<std::string> words) const {
    std::vector<std::string> all{"--data", ledger().string(), "--as", as, "--output", "json"};
    all.insert(all.end(), words.begin(), words.end());
    all.insert(all.end(), {"--recorded-at", "2017-12-01T10:00:00Z"});
    return grandlivre(all);
  }
  [[nodiscard]] std::uint64_t head() const {
    auto const status = ask({"status"});
    EXPECT_EQ(status.exit_code, 0) << status.err;
    return Json::parse(status.out).at("head").get<std::uint64_t>();
  }

  TemporaryDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
  std::vector<Json> first_;
};

/// A report's value for a column of the table, e.g. `ae_available`, `cp2016_available`.
std::string column(Json const& report, std::string const& name) {
  if (name.starts_with("ae_")) return report.at("authority").at(name.substr(3));
  for (auto const& line : report.at("credits")) {
    if (name == "cp" + std::to_string(line.at("year").get<int>()) + "_available") {
      return line.at("available");
    }
  }
  return "0.00";  // a year whose credits were not opened yet
}

void expect_row(Json const& report, Line const& row, std::string const& where) {
  for (auto const& [name, value] : row) {
    if (!name.starts_with("ae_") && !name.starts_with("cp")) continue;
    EXPECT_EQ(column(report, name), value) << where << ", step " << row.at("step") << ", " << name;
  }
}

TEST_F(Example, AnswersEveryCommandAsTheTableSays) {
  auto const commands = example_commands();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    auto const& expected = commands[i].at("expected");
    auto const& answer = first_[i];
    if (expected.starts_with("REFUSED ")) {
      EXPECT_EQ(answer.value("rule", ""), expected.substr(8)) << commands[i].at("step");
    } else {
      EXPECT_EQ(answer.at("outcome"), "accepted") << answer.dump();
    }
    EXPECT_EQ(answer.at("first"), i + 2) << "one event a command";
  }
}

TEST_F(Example, GivesEachStepsBalancesAgainAsOfItsPosition) {
  for (auto const& row : example_balances()) {
    auto const position = std::to_string(position_of_step(row.at("step")));
    auto const asked = ask({"balances", "--programme", "INNOVSOC", "--as-of-position", position});
    ASSERT_EQ(asked.exit_code, 0) << asked.err;
    expect_row(Json::parse(asked.out), row, "asked of the server");
  }
}

TEST_F(Example, ReplaysToTheSameBalancesAndDigestsWithoutTheServer) {
  std::map<std::string, std::string> digests;
  for (auto const& step : {"13", "30", "42"}) {
    auto const position = std::to_string(position_of_step(step));
    digests[position] = Json::parse(ask({"digest", "--as-of-position", position}).out).at("digest");
  }
  ASSERT_EQ(server_->stop(), 0);
  for (auto const& row : example_balances()) {
    auto const position = std::to_string(position_of_step(row.at("step")));
    auto const done =
        grandlivre({"--output", "json", "replay", ledger().string(), "--to", position});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    auto const replayed = Json::parse(done.out);
    expect_row(replayed.at("programmes").at(0), row, "replayed");
    if (digests.contains(position)) {
      EXPECT_EQ(replayed.at("digest"), digests[position]);
    }
  }
}

TEST_F(Example, KnowsWhatWasRecoveredByAnEffectiveDateAtEachPosition) {
  // domain §12, bitemporal check.
  std::map<std::string, std::string> const expected{
      {"39", "1000.00"}, {"40", "0.00"}, {"41", "10000.00"}};
  for (auto const& [step, recovered] : expected) {
    auto const asked = ask({"balances", "--programme", "INNOVSOC", "--effective", "2017-11-20",
                            "--as-of-position", std::to_string(position_of_step(step))});
    ASSERT_EQ(asked.exit_code, 0) << asked.err;
    EXPECT_EQ(column(Json::parse(asked.out), "ae_recovered"), recovered) << "step " << step;
  }
}

/// The difference of an account in a `diff`, by its name's end; "unmoved" if it is not named.
std::string difference_of(Outcome const& asked, std::string const& account) {
  EXPECT_EQ(asked.exit_code, 0) << asked.err;
  auto const json = Json::parse(asked.out);
  EXPECT_EQ(json.at("sum"), "0.00");
  for (auto const& entry : json.at("accounts")) {
    if (entry.at("account").get<std::string>().ends_with(account)) return entry.at("difference");
  }
  return "unmoved";
}

TEST_F(Example, SaysWhichAccountsMovedBetweenTwoPointsOnEachAxis) {
  auto const at = [](char const* step) { return std::to_string(position_of_step(step)); };
  auto const awards = ask(
      {"diff", "--programme", "INNOVSOC", "--from-position", at("12"), "--to-position", at("17")});
  EXPECT_EQ(difference_of(awards, "AE:INNOVSOC:Available"), "-115250.50");
  EXPECT_EQ(difference_of(awards, "Committed:P3"), "36750.50");
  EXPECT_EQ(difference_of(awards, "Voted"), "unmoved");
  auto const year = ask({"diff", "--programme", "INNOVSOC", "--from-time", "2016-12-31T22:59:59Z",
                         "--to-time", "2017-12-31T23:00:00Z"});
  EXPECT_EQ(difference_of(year, "Y2017:Available"), "78000.00");
  auto const recovered = ask({"diff", "--programme", "INNOVSOC", "--from-effective", "2017-11-19",
                              "--to-effective", "2017-11-20"});
  EXPECT_EQ(difference_of(recovered, "Recovered:P3"), "10000.00");
  auto const learnt =
      ask({"diff", "--programme", "INNOVSOC", "--from-position", at("39"), "--from-effective",
           "2017-11-20", "--to-position", at("41"), "--to-effective", "2017-11-20"});
  EXPECT_EQ(difference_of(learnt, "Recovered:P3"), "9000.00");
  EXPECT_EQ(ask({"diff", "--programme", "INNOVSOC"}).exit_code, 2);
}

void expect_same_answers(std::vector<Json> first, std::vector<Json> const& again) {
  ASSERT_EQ(first.size(), again.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    first[i]["repeated"] = true;
    EXPECT_EQ(first[i], again[i]);
  }
}

TEST_F(Example, SentASecondTimeGetsEveryFirstAnswerAndChangesNothing) {
  auto const before = head();
  expect_same_answers(first_, submit(example_file()));
  EXPECT_EQ(head(), before);
}

TEST_F(Example, SentAgainAfterARestartGetsEveryFirstAnswer) {
  auto const before = head();
  restart();
  expect_same_answers(first_, submit(example_file()));
  EXPECT_EQ(head(), before);
}

TEST_F(Example, SentAgainAfterTheViewsWereDeletedGetsEveryFirstAnswer) {
  auto const before = head();
  ASSERT_EQ(server_->stop(), 0);
  std::filesystem::remove_all(ledger() / "views");
  start();
  expect_same_answers(first_, submit(example_file()));
  EXPECT_EQ(head(), before);
}

TEST_F(Example, SentWithAnotherAmountUnderAKnownIdIsAMismatchNamingBothHashes) {
  auto const before = head();
  auto file = example_file();
  auto const amount = file.find("700000.00");
  ASSERT_NE(amount, std::string::npos);
  file.replace(amount, 9, "700000.01");
  auto const again = submit(file);
  auto const& answer = again.at(1);
  EXPECT_EQ(answer.at("rule"), "DUPLICATE_COMMAND_MISMATCH");
  EXPECT_EQ(answer.at("limit").get<std::string>().size(), 32U) << answer.dump();
  EXPECT_EQ(answer.at("actual").get<std::string>().size(), 32U) << answer.dump();
  EXPECT_NE(answer.at("limit"), answer.at("actual"));
  EXPECT_EQ(head(), before);
}

// ------------------------------------------------------ the extra cases at the end of domain §12

TEST_F(Example, RefusesARequestForP2WithoutAnAgreement) {
  ASSERT_EQ(
      send("anne/instructor", {"register-payee", "--payee", "00000202200010", "--legal-kind",
                               "company", "--name", "P2", "--iban", "FR7630006000011234567890189"})
          .exit_code,
      0);
  auto const asked =
      send("anne/instructor", {"request-payment", "--project", "P2", "--payment", "P2-R1", "--kind",
                               "advance", "--amount", "1000.00", "--payee", "00000202200010"});
  EXPECT_EQ(asked.exit_code, 3);
  EXPECT_EQ(Json::parse(asked.out).at("rule"), "CONVENTION_REQUIRED") << asked.out;
}

TEST_F(Example, AnswersARepeatedConfirmationWithoutANewEvent) {
  auto const commands = example_commands();
  auto const before = head();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (commands[i].at("step") != "22") continue;
    write_file(directory_ / "one.jsonl", to_json_line(commands[i], i + 1, commands));
    auto const done = grandlivre({"--data", ledger().string(), "--output", "json", "submit",
                                  (directory_ / "one.jsonl").string()});
    auto const answer = Json::parse(done.out);
    EXPECT_EQ(answer.at("repeated"), true);
    EXPECT_EQ(answer.at("first"), first_[i].at("first"));
  }
  EXPECT_EQ(head(), before);
}

TEST_F(Example, RefusesToReverseAnAwardThatPaymentsRestOn) {
  auto const asked = send("commission/decision",
                          {"reverse-event", "--position", std::to_string(position_of_step("13")),
                           "--reason-code", "WRONG"});
  EXPECT_EQ(asked.exit_code, 3);
  EXPECT_EQ(Json::parse(asked.out).at("rule"), "DEPENDENT_EVENTS") << asked.out;
}

TEST_F(Example, RefusesToTakeOneCentMoreAuthorityThanIsAvailableAndTakesTheRest) {
  auto const one_more = send("conseil/assembly", {"adjust-authority", "--programme", "INNOVSOC",
                                                  "--amount", "-619624.76"});
  EXPECT_EQ(one_more.exit_code, 3);
  EXPECT_EQ(Json::parse(one_more.out).at("rule"), "AUTHORITY_EXCEEDED") << one_more.out;
  auto const all = send("conseil/assembly",
                        {"adjust-authority", "--programme", "INNOVSOC", "--amount", "-619624.75"});
  EXPECT_EQ(all.exit_code, 0) << all.err;
}

/// The example with 10,000.00 of credits for 2017 instead of 90,000.00, on a ledger of its own.
TEST(ExampleWithFewCredits, RefusesStep35ByTheYearsCreditsAlthoughTheCommitmentCoversIt) {
  TemporaryDirectory directory;
  ASSERT_NO_FATAL_FAILURE(make_example_ledger(directory / "ledger"));
  ServerProcess server{directory / "ledger"};
  ASSERT_TRUE(server.ready()) << server.log();
  auto file = example_file();
  auto const amount = file.find("\"90000.00\"");
  ASSERT_NE(amount, std::string::npos);
  file.replace(amount, 10, "\"10000.00\"");
  write_file(directory / "commands.jsonl", file);
  auto const done = grandlivre({"--data", (directory / "ledger").string(), "--output", "json",
                                "submit", (directory / "commands.jsonl").string()});
  auto const answers = json_lines(done.out);
  auto const commands = example_commands();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (commands[i].at("step") != "35") continue;
    EXPECT_EQ(answers.at(i).value("rule", ""), "CREDITS_EXCEEDED");
  }
}

}  // namespace
}  // namespace gl::system_test
