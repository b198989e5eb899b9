#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "system/example.h"

namespace gl::system_test {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

/// A ledger with one programme and one open call, served once for all tests of the suite.
class BadInput : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<TemporaryDirectory>();
    ASSERT_NO_FATAL_FAILURE(make_example_ledger(ledger()));
    server_ = std::make_unique<ServerProcess>(ledger());
    ASSERT_TRUE(server_->ready()) << server_->log();
    auto const commands = example_commands();
    std::string file;
    for (std::size_t i = 0; i < 5; ++i) file += to_json_line(commands[i], i + 1, commands) + "\n";
    auto const done = submit(file);
    ASSERT_EQ(done.exit_code, 0) << done.out << done.err;
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(server_->stop(), 0);
    server_.reset();
    directory_.reset();
  }

  static fs::path ledger() { return *directory_ / "ledger"; }

  static Outcome submit(std::string const& file) {
    write_file(*directory_ / "file.jsonl", file);
    return grandlivre(
        {"--data", ledger().string(), "submit", (*directory_ / "file.jsonl").string()});
  }
  static std::uint64_t head() {
    auto const status =
        grandlivre({"--data", ledger().string(), "--as", "auditor", "--output", "json", "status"});
    EXPECT_EQ(status.exit_code, 0) << status.err;
    return Json::parse(status.out).at("head").get<std::uint64_t>();
  }
  /// A project's submission with one field changed: as text of JSON, so that anything can be said.
  static std::string project(std::string const& name, std::string const& field, Json const& value) {
    Json json{
        {"command", "SubmitProject"},
        {"id", "20160905-0000-8000-8000-0000001" + std::to_string(10'000 + count++)},
        {"as", "anne/instructor"},
        {"recorded_at", "2016-08-01T10:00:00Z"},
        {"project", name},
        {"call", "AMI-2016"},
        {"title", "A project"},
        {"applicant", {{"siret", "00000101600013"}, {"legal_kind", "private"}, {"name", "A"}}},
        {"locations", Json::array({{{"commune", "33063"}, {"department", "33"}}})},
        {"eligible_cost", "1000.00"},
        {"asked_amount", "500.00"}};
    if (field.find('.') != std::string::npos) {
      json[field.substr(0, field.find('.'))][field.substr(field.find('.') + 1)] = value;
    } else if (!field.empty()) {
      json[field] = value;
    }
    return json.dump() + "\n";
  }
  /// A bad second line: the sentence names the line and says `why`; nothing of it is recorded.
  static void expect_bad(std::string const& line, std::vector<std::string> const& why) {
    auto const before = head();
    auto const done = submit("\n" + line);
    auto const said = done.out + done.err;
    EXPECT_EQ(done.exit_code, 1) << said;
    EXPECT_NE(said.find("line 2"), std::string::npos) << said;
    for (auto const& words : why)
      EXPECT_NE(said.find(words), std::string::npos) << words << " in " << said;
    EXPECT_EQ(head(), before) << "a malformed command was recorded";
  }

  static inline int count = 0;
  static inline std::unique_ptr<TemporaryDirectory> directory_;
  static inline std::unique_ptr<ServerProcess> server_;
};

TEST_F(BadInput, AnUnknownFieldIsNamed) {
  expect_bad(project("B1", "eligible_costs", "1.00"), {"eligible_costs", "eligible_cost"});
}
TEST_F(BadInput, AWrongTypeIsNamed) { expect_bad(project("B2", "title", 7), {"title"}); }
TEST_F(BadInput, AnAmountWithThreeDecimalsIsNamedWithTheCurrencysTwo) {
  expect_bad(project("B3", "asked_amount", "10.005"), {"10.005", "2"});
}
TEST_F(BadInput, AnAmountOfZeroIsNamed) {
  expect_bad(project("B4", "asked_amount", "0.00"), {"asked_amount"});
}
TEST_F(BadInput, ANegativeAmountIsNamed) {
  expect_bad(project("B5", "asked_amount", "-5.00"), {"-5.00"});
}
TEST_F(BadInput, AnAmountBeyond63BitsIsNamedWithTheMaximum) {
  expect_bad(project("B6", "asked_amount", "9223372036854775808"),
             {"9223372036854775808", "9223372036854775807"});
}
TEST_F(BadInput, ADateThatNoCalendarHasIsNamed) {
  expect_bad(project("B7", "start", "2016-02-30"), {"2016-02-30"});
}
TEST_F(BadInput, ASiretWithAWrongCheckDigitIsNamed) {
  expect_bad(project("B8", "applicant.siret", "00000101600014"), {"00000101600014"});
}
TEST_F(BadInput, AControlCharacterIsNamed) {
  expect_bad(project("B9", "title", "a\u0007b"), {"title", "control"});
}
TEST_F(BadInput, ATextOverItsMaximumIsNamedWithTheLimit) {
  expect_bad(project("B10", "title", std::string(301, 'x')), {"title", "300", "301"});
}
TEST_F(BadInput, JsonBrokenInTheMiddleOfAFileEndsItThereAndARerunIsSafe) {
  auto const good = project("B11", "", {});
  auto const before = head();
  auto const broken = submit(good + "{\"command\":\"SubmitProject\",");
  EXPECT_EQ(broken.exit_code, 1);
  EXPECT_NE(broken.err.find("line 2"), std::string::npos) << broken.err;
  EXPECT_EQ(head(), before + 1) << "the line before stays";
  auto const again = submit(good);
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_NE(again.out.find("1 of them known before"), std::string::npos) << again.out;
  EXPECT_EQ(head(), before + 1);
}
TEST_F(BadInput, AnEmptyFileIsAnError) {
  auto const done = submit("");
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_NE(done.err.find("empty"), std::string::npos) << done.err;
}
TEST_F(BadInput, AnUnknownProgrammeIsNamedAndUsesNoIdUp) {
  auto const before = head();
  auto const done =
      submit(R"({"command":"VoteAuthority","id":"20160905-0000-8000-8000-000000099999",)"
             R"("as":"conseil/assembly","recorded_at":"2016-08-01T10:00:00Z",)"
             R"("programme":"NOWHERE","amount":"1.00"})");
  EXPECT_EQ(done.exit_code, 3) << done.out << done.err;
  EXPECT_NE(done.out.find("line 1"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("NOWHERE"), std::string::npos) << done.out;
  EXPECT_EQ(head(), before);
}
TEST_F(BadInput, AnIdThatIsTakenIsARefusal) {
  ASSERT_EQ(submit(project("B12", "applicant.siret", "00000202200010")).exit_code, 0);
  auto const again = submit(project("B12", "applicant.siret", "00000303800015"));
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_NE(again.out.find("ID_TAKEN"), std::string::npos) << again.out;
}
TEST_F(BadInput, AWordThatTheProgramDoesNotKnowIsUsage) {
  EXPECT_EQ(grandlivre({"--data", ledger().string(), "balance"}).exit_code, 2);
  EXPECT_EQ(
      grandlivre({"--data", ledger().string(), "balances", "--as-of-position", "x"}).exit_code, 2);
}
TEST_F(BadInput, APositionBeyondTheHeadSaysWhereTheHeadIs) {
  auto const asked = grandlivre({"--data", ledger().string(), "--as", "auditor", "balances",
                                 "--programme", "INNOVSOC", "--as-of-position", "99999"});
  EXPECT_EQ(asked.exit_code, 1);
  EXPECT_NE(asked.err.find(std::to_string(head())), std::string::npos) << asked.err;
}
TEST_F(BadInput, ALedgerThatIsServedIsLockedAndTheServerNamed) {
  auto const second = ServerProcess{ledger()};
  EXPECT_FALSE(second.ready());
  EXPECT_NE(second.log().find(std::to_string(server_->pid())), std::string::npos) << second.log();
}

TEST(DataDirectory, OfANewerFormatIsRefusedNamingBothNumbers) {
  TemporaryDirectory directory;
  ASSERT_NO_FATAL_FAILURE(make_example_ledger(directory / "ledger"));
  auto config = read_file(directory / "ledger" / "config.toml");
  config.replace(config.find("format = 1"), 10, "format = 2");
  write_file(directory / "ledger" / "config.toml", config);
  ServerProcess server{directory / "ledger"};
  EXPECT_FALSE(server.ready());
  EXPECT_NE(server.log().find("format 2"), std::string::npos) << server.log();
  EXPECT_NE(server.log().find("format 1"), std::string::npos) << server.log();
}

TEST(DataDirectory, WithACutLogIsRefusedNamingBothPositions) {
  TemporaryDirectory directory;
  ASSERT_NO_FATAL_FAILURE(make_example_ledger(directory / "ledger"));
  {
    ServerProcess server{directory / "ledger"};
    ASSERT_TRUE(server.ready()) << server.log();
    write_file(directory / "file.jsonl", example_file());
    static_cast<void>(grandlivre({"--data", (directory / "ledger").string(), "submit",
                                  (directory / "file.jsonl").string()}));
    std::this_thread::sleep_for(std::chrono::milliseconds{300});  // the witness is lazy
    server.kill();
  }
  for (auto const& file : fs::directory_iterator{directory / "ledger" / "journal"}) {
    if (file.path().extension() == ".log") fs::resize_file(file.path(), 0);
  }
  ServerProcess server{directory / "ledger"};
  EXPECT_FALSE(server.ready());
  EXPECT_NE(server.log().find("62"), std::string::npos) << server.log();
}

TEST(Init, RefusesADirectoryThatIsNotEmpty) {
  TemporaryDirectory directory;
  write_file(directory / "something", "here");
  auto const done = grandlivre({"init", directory.path().string()});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_NE(done.err.find("not empty"), std::string::npos) << done.err;
  EXPECT_EQ(read_file(directory / "something"), "here");
}

}  // namespace
}  // namespace gl::system_test
