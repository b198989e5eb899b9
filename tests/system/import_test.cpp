#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <thread>

#include "system/example.h"

namespace gl::system_test {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

std::string mapping(std::string const& name) {
  return std::string{GL_SOURCE_DIR} + "/tools/mappings/" + name;
}

std::string excerpt(std::string const& name) {
  return std::string{GL_SOURCE_DIR} + "/tests/data/import/" + name;
}

/// A ledger on the system's clock, served.
class Ledger {
 public:
  Ledger() {
    auto const made = grandlivre({"init", path()});
    EXPECT_EQ(made.exit_code, 0) << made.err;
    server_ = std::make_unique<ServerProcess>(path());
    EXPECT_TRUE(server_->ready()) << server_->log();
  }

  [[nodiscard]] std::string path() const { return (directory_ / "ledger").string(); }

  [[nodiscard]] std::vector<std::string> words(std::vector<std::string> const& more) const {
    std::vector<std::string> all{"--data",     path(), "--as",     "auditor",
                                 "--deadline", "120",  "--output", "json"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  [[nodiscard]] Json ask(std::vector<std::string> const& more, int exit_code = 0) const {
    auto const done = grandlivre(words(more));
    EXPECT_EQ(done.exit_code, exit_code) << done.err;
    return Json::parse(done.out, nullptr, false);
  }
  [[nodiscard]] Json import(std::string const& how, std::string const& file) const {
    return ask({"import", "--mapping", how, file});
  }
  /// What a replay finds: history with its flags follows from the rules as imports have them.
  [[nodiscard]] Json findings() const { return ask({"replay"}).at("rules").at("findings"); }
  [[nodiscard]] std::uint64_t head() const { return ask({"status"}).at("head"); }
  /// A programme's balances without the point that they hold at, of all that was written.
  [[nodiscard]] Json balances(std::string const& programme) const {
    for (auto status = ask({"status"}); status.at("views") != status.at("head");) {
      status = ask({"status"});
    }
    auto json = ask({"balances", "--programme", programme});
    json.erase("as_of");
    return json;
  }

 private:
  TemporaryDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
};

/// A file of `lines` payments, each of 1 to 100 euros, and what they sum to.
std::string made_up_file(int lines, int& euros) {
  std::string file = "year;payee;amount\n";
  for (int i = 1; i <= lines; ++i) {
    euros += i % 100 + 1;
    file += std::to_string(2010 + i % 5) + ";Association " + std::to_string(i) + ";" +
            std::to_string(i % 100 + 1) + ".00\n";
  }
  return file;
}

constexpr char const* made_up_mapping = R"(format = 1
[values]
dates = "year"
[columns]
decided = "year"
paid = "year"
payee_name = "payee"
amount = "amount"
[constants]
legal_kind = "private"
title = "A made-up payment"
[into]
enters_as = "payment"
prefix = "MADE"
programme = "MADE-UP"
)";

struct Excerpt {
  char const* file;
  char const* mapping;
  char const* programme;
};

TEST(Import, BringsEveryKindOfFileInAndDoublesNothingTheSecondTime) {
  Ledger const ledger;
  for (auto const& [file, how, programme] : {
           Excerpt{"loire-atlantique.csv", "loire-atlantique.toml", "CD44-SUBVENTIONS"},
           Excerpt{"maine-et-loire.csv", "maine-et-loire.toml", "CD49-SUBVENTIONS"},
           Excerpt{"mayenne.csv", "mayenne.toml", "CD53-CONVENTIONS"},
           Excerpt{"vendee-2017.csv", "vendee-2017.toml", "CD85-2017"},
           Excerpt{"vendee-2018.csv", "vendee-2018.toml", "CD85-2018"},
           Excerpt{"toulouse-metropole.csv", "toulouse-metropole.toml", "TM-SUBVENTIONS"},
           Excerpt{"feder-fse.csv", "feder-fse.toml", "FEDER-FSE"},
           Excerpt{"lloyds-bank-foundation.json", "lloyds-bank-foundation.toml", "LBF-GRANTS"},
           Excerpt{"wolfson-foundation.json", "wolfson-foundation.toml", "WOLFSON-GRANTS"},
       }) {
    SCOPED_TRACE(file);
    auto const dry = ledger.ask({"import", "--dry-run", "--mapping", mapping(how), excerpt(file)});
    auto const first = ledger.import(mapping(how), excerpt(file));
    ASSERT_TRUE(first.is_object());
    EXPECT_EQ(first.at("lines"), dry.at("lines"));
    EXPECT_EQ(first.at("rejected"), dry.at("rejected")) << first.at("rejected_lines");
    EXPECT_EQ(first.at("entered"), dry.at("entered"));
    EXPECT_EQ(first.at("repeated"), 0);
    auto const balances = ledger.balances(programme);
    EXPECT_EQ(balances.at("authority").at("voted"), first.at("entered"));
    EXPECT_EQ(balances.at("authority").at("available"), "0.00");

    auto const head = ledger.head();
    auto const again = ledger.import(mapping(how), excerpt(file));
    EXPECT_EQ(again.at("repeated"), again.at("commands"));
    EXPECT_EQ(again.at("ledger"), first.at("ledger"));
    EXPECT_EQ(ledger.head(), head);
    EXPECT_EQ(ledger.balances(programme), balances);
  }
  EXPECT_EQ(ledger.findings(), Json::array());
}

TEST(Import, FlagsWhatHistoryDidAndLiveRulesForbid) {
  Ledger const ledger;
  auto const report = ledger.import(mapping("mayenne.toml"), excerpt("mayenne.csv"));
  std::map<std::string, int> codes;
  for (auto const& each : report.at("codes")) codes[each.at("code")] = each.at("lines");
  EXPECT_EQ(codes["PAID_BEFORE_SIGNATURE"], 6);
  EXPECT_GE(codes["CONVENTION_REQUIRED"], 4) << "the same, where the ledger wants an agreement";
  EXPECT_GT(codes["ACCOUNT_NOT_VERIFIED"], 0);
}

TEST(Import, KilledInTheMiddleGoesOnWhereItStopped) {
  int euros = 0;
  TemporaryDirectory const files;
  write_file(files / "made-up.csv", made_up_file(6'000, euros));
  write_file(files / "made-up.toml", made_up_mapping);
  auto const file = (files / "made-up.csv").string();
  auto const how = (files / "made-up.toml").string();

  Ledger const whole;
  auto const expected = whole.import(how, file);
  EXPECT_EQ(expected.at("entered"), std::to_string(euros) + ".00");

  Ledger const ledger;
  RunningProgram importer{ledger.words({"import", "--mapping", how, file})};
  while (ledger.head() < 4'000) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  ASSERT_TRUE(importer.kill()) << "it had ended already";
  EXPECT_LT(ledger.head(), whole.head());

  auto const report = ledger.import(how, file);
  EXPECT_GT(report.at("repeated"), 1'000);
  EXPECT_LT(report.at("repeated"), report.at("commands"));
  EXPECT_EQ(report.at("ledger"), expected.at("ledger"));
  EXPECT_EQ(ledger.head(), whole.head()) << "as many events as without the kill";
  EXPECT_EQ(ledger.balances("MADE-UP"), whole.balances("MADE-UP"));
}

TEST(Import, OfARevisedFileUnderTheSamePrefixIsRefusedBeforeMoneyIsVoted) {
  TemporaryDirectory const files;
  write_file(files / "m.toml", made_up_mapping);
  write_file(files / "a.csv", "year;payee;amount\n2016;A;5.00\n");
  write_file(files / "b.csv", "year;payee;amount\n2016;A;6.00\n");
  Ledger const ledger;
  static_cast<void>(ledger.import((files / "m.toml").string(), (files / "a.csv").string()));
  auto const done = grandlivre(ledger.words(
      {"import", "--mapping", (files / "m.toml").string(), (files / "b.csv").string()}));
  EXPECT_EQ(done.exit_code, 3);
  EXPECT_NE(done.err.find("a prefix of its own"), std::string::npos) << done.err;
  EXPECT_EQ(ledger.balances("MADE-UP").at("authority").at("voted"), "5.00");
}

TEST(Import, KeepsToTheAuthorityThatIsGiven) {
  TemporaryDirectory const files;
  write_file(files / "m.toml", std::string{made_up_mapping} + "authority = { 2016 = \"10.00\" }\n");
  write_file(files / "a.csv", "year;payee;amount\n2016;A;6.00\n2016;B;5.00\n2016;C;4.00\n");
  Ledger const ledger;
  auto const report = ledger.ask(
      {"import", "--mapping", (files / "m.toml").string(), (files / "a.csv").string()}, 3);
  EXPECT_EQ(report.at("rejected"), 1);
  EXPECT_EQ(report.at("rejected_lines")[0].at("line"), 3);
  EXPECT_EQ(report.at("rejected_lines")[0].at("code"), "AUTHORITY_EXCEEDED");
  EXPECT_EQ(report.at("entered"), "10.00");
}

TEST(Import, SealsTheNamesOfNaturalPersons) {
  Ledger const ledger;
  static_cast<void>(
      ledger.import(mapping("toulouse-metropole.toml"), excerpt("toulouse-metropole.csv")));
  auto const history = grandlivre(ledger.words({"history", "project/TM22-7"}));
  EXPECT_EQ(history.exit_code, 0) << history.err;
  EXPECT_EQ(history.out.find("PERSONNE PHYSIQUE"), std::string::npos) << history.out;
  EXPECT_NE(history.out.find("\"imported\""), std::string::npos) << history.out;
}

TEST(Import, SaysWhatIsWrongWithItsArguments) {
  auto const no_mapping = grandlivre({"import", "--mapping", "nowhere.toml", "file.csv"});
  EXPECT_EQ(no_mapping.exit_code, 1);
  EXPECT_NE(no_mapping.err.find("nowhere.toml"), std::string::npos) << no_mapping.err;
  auto const communes = grandlivre({"import", "--dry-run", "--communes", "x", "--mapping",
                                    mapping("mayenne.toml"), excerpt("mayenne.csv")});
  EXPECT_EQ(communes.exit_code, 2) << communes.err;
  auto const other_file = grandlivre(
      {"import", "--dry-run", "--mapping", mapping("mayenne.toml"), excerpt("feder-fse.csv")});
  EXPECT_EQ(other_file.exit_code, 1);
  EXPECT_NE(other_file.err.find("no column \"montant\""), std::string::npos) << other_file.err;
}

// The whole files, where GL_DATA names the folder that they are in.
TEST(ImportSlow, OfAllPublishedFilesTakesUnderAMinuteAndSumsAreRight) {
  auto const* const folder = std::getenv("GL_DATA");
  if (folder == nullptr) GTEST_SKIP() << "GL_DATA names no folder with the whole files";
  Ledger const ledger;
  std::uint64_t lines = 0;
  std::uint64_t commands = 0;
  auto const start = std::chrono::steady_clock::now();
  for (auto const& row : read_table(excerpt("expected.tsv"))) {
    if (row.at("year") != "all") continue;
    auto const report =
        ledger.import(mapping(row.at("mapping")), std::string{folder} + "/" + row.at("file"));
    ASSERT_TRUE(report.is_object()) << row.at("file");
    lines += report.at("lines").get<std::uint64_t>();
    commands += report.at("commands").get<std::uint64_t>();
    EXPECT_EQ(report.at("lines").dump(), row.at("lines")) << row.at("file");
    EXPECT_EQ(report.at("rejected").dump(), row.at("rejected")) << row.at("file");
    EXPECT_EQ(report.at("read"), row.at("read")) << row.at("file");
    EXPECT_EQ(report.at("entered"), row.at("entered")) << row.at("file");
    if (report.at("programme").get<std::string>().empty()) continue;
    auto const balances = ledger.balances(report.at("programme"));
    EXPECT_EQ(balances.at("authority").at("voted"), row.at("entered")) << row.at("file");
    EXPECT_EQ(balances.at("authority").at("available"), "0.00") << row.at("file");
  }
  auto const took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("%llu lines, %llu commands in %.1f s: %.0f lines, %.0f commands a second\n",
              static_cast<unsigned long long>(lines), static_cast<unsigned long long>(commands),
              took, static_cast<double>(lines) / took, static_cast<double>(commands) / took);
  EXPECT_LT(took, 60.0);
}

}  // namespace
}  // namespace gl::system_test
