// The exports as the programs that they are made for take them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "system/books.h"
#include "system/example.h"

namespace gl::system_test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using ::testing::HasSubstr;

/// A ledger on a server of its own.
class Served {
 public:
  [[nodiscard]] std::string path() const { return file("ledger"); }
  [[nodiscard]] std::string file(std::string_view name) const { return (dir_ / name).string(); }
  void start() {
    server_ = std::make_unique<ServerProcess>(path());
    ASSERT_TRUE(server_->ready()) << server_->log();
  }
  void stop() { ASSERT_EQ(server_->stop(), 0) << server_->log(); }

  [[nodiscard]] Outcome ask(std::vector<std::string> words) const {
    words.insert(words.begin(),
                 {"--data", path(), "--as", "auditor", "--deadline", "120", "--output", "json"});
    return grandlivre(std::move(words));
  }
  /// Exports to a new file and gives its name.
  [[nodiscard]] std::string exported(std::string const& format,
                                     std::vector<std::string> const& more = {}) const {
    static int count = 0;
    auto const name = file("export-" + std::to_string(++count) + "." + format);
    std::vector<std::string> words{"export", "--format", format, "--to", name};
    words.insert(words.end(), more.begin(), more.end());
    auto const done = ask(words);
    EXPECT_EQ(done.exit_code, 0) << done.err;
    return name;
  }

 private:
  TemporaryDirectory dir_;
  std::unique_ptr<ServerProcess> server_;
};

/// The 2016 call, played once for all tests of the suite: they only read.
class ExampleExport : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    served_ = new Served;
    make_example_ledger(served_->path());
    served_->start();
    auto const sent = grandlivre({"--data", served_->path(), "submit", "-"}, example_file());
    ASSERT_EQ(sent.exit_code, 3) << sent.err;  // the example has refusals
  }
  static void TearDownTestSuite() {
    delete served_;
    served_ = nullptr;
  }
  [[nodiscard]] static Served const& ledger() { return *served_; }

 private:
  static inline Served* served_ = nullptr;
};

constexpr auto end_of_example = "2017-12-31";
/// Days of the example, among them one on which a month ends, one between, one on which money is
/// taken back, and the last.
constexpr std::array five_days{"2016-11-14", "2016-12-13", "2016-12-31", "2017-09-30",
                               "2017-11-20"};

TEST_F(ExampleExport, IsAcceptedByEachToolAndSpoiltByOneCentIsNot) {
  for (auto const& tool : accounting_tools()) {
    SCOPED_TRACE(tool);
    auto const journal = ledger().exported(tool);
    auto const good = check_books(tool, journal);
    EXPECT_EQ(good.exit_code, 0) << good.out << good.err;

    auto text = read_file(journal);
    auto const before = std::string{tool == "beancount" ? "balance Assets:AE:Available " : " = "};
    auto const wrong = text.rfind("619624.75");
    ASSERT_NE(wrong, std::string::npos);
    ASSERT_EQ(text.substr(wrong - before.size(), before.size()), before) << "not an assertion";
    text.replace(wrong, 9, "619624.76");
    auto const spoilt = ledger().file("spoilt." + tool);
    write_file(spoilt, text);
    EXPECT_NE(check_books(tool, spoilt).exit_code, 0) << "a cent too much is not seen";
  }
}

TEST_F(ExampleExport, HasTheBalancesOfTheWorkedExamplesJournals) {
  std::string const data = std::string{GL_SOURCE_DIR} + "/tests/data/ami-2016";
  auto const hledger = books_of("hledger", data + ".journal", end_of_example);
  auto const beancount = books_of("beancount", data + ".beancount", end_of_example);
  EXPECT_EQ(hledger, beancount);
  EXPECT_EQ(hledger.at("Assets:AE:Committed:P2"), 30'000'00);
  for (auto const& tool : accounting_tools()) {
    EXPECT_EQ(books_of(tool, ledger().exported(tool), end_of_example), hledger) << tool;
  }
}

TEST_F(ExampleExport, GivesOurBalancesOnFiveDates) {
  for (auto const& tool : accounting_tools()) {
    auto const journal = ledger().exported(tool);
    for (auto const* day : five_days) {
      auto const ours = ledger().ask({"balances", "--programme", "INNOVSOC", "--effective", day});
      ASSERT_EQ(ours.exit_code, 0) << ours.err;
      EXPECT_EQ(terms_of(books_of(tool, journal, day)), terms_of(Json::parse(ours.out)))
          << tool << ", " << day;
    }
  }
}

TEST_F(ExampleExport, AsOfAPointHasThatPointsBalancesOnEachAxis) {
  auto const at = [](char const* step) { return std::to_string(position_of_step(step)); };
  std::vector<std::vector<std::string>> const points{
      {"--as-of-position", at("13")},
      {"--as-of-position", at("39")},
      {"--as-of-time", "2016-12-31T22:59:59Z"},
      {"--effective", "2016-12-13"},
      {"--as-of-position", at("39"), "--effective", "2017-11-20"},
      {"--as-of-position", at("40"), "--effective", "2017-11-20"},
      {"--as-of-time", "2017-11-20T12:00:00Z", "--effective", "2017-10-15"},
  };
  for (auto const& point : points) {
    std::vector<std::string> words{"balances", "--programme", "INNOVSOC"};
    words.insert(words.end(), point.begin(), point.end());
    auto const ours = ledger().ask(words);
    ASSERT_EQ(ours.exit_code, 0) << ours.err;
    for (auto const& tool : accounting_tools()) {
      auto const journal = ledger().exported(tool, point);
      EXPECT_EQ(check_books(tool, journal).exit_code, 0) << tool;
      EXPECT_EQ(terms_of(books_of(tool, journal, end_of_example)), terms_of(Json::parse(ours.out)))
          << tool << ", " << point.front() << " " << point[1];
    }
  }
}

TEST_F(ExampleExport, NamesTheEventOfEachEntry) {
  auto const position = std::to_string(position_of_step("21"));
  auto const entries = run(
      {"hledger", "-f", ledger().exported("hledger"), "print", "tag:position=^" + position + "$"});
  EXPECT_THAT(entries.out, HasSubstr("2016-11-23 * (" + position + ") PaymentApproved project/P1"));
  EXPECT_EQ(entries.out.find("\n2016-"), std::string::npos) << "one entry: " << entries.out;
  auto const found =
      run({"bean-query", "-f", "csv", ledger().exported("beancount"),
           "select distinct payee, narration where entry_meta('position') = " + position});
  EXPECT_THAT(found.out, HasSubstr("PaymentApproved,project/P1")) << found.err;
}

TEST_F(ExampleExport, OfAnInstantBeforeTheFirstEventOrAPositionBehindTheLastIsRefused) {
  auto const refused = [](std::vector<std::string> const& point) {
    auto const file = ledger().file("never.journal");
    std::vector<std::string> words{"export", "--format", "hledger", "--to", file};
    words.insert(words.end(), point.begin(), point.end());
    auto const done = ledger().ask(words);
    EXPECT_EQ(done.exit_code, 1);
    EXPECT_FALSE(fs::exists(file));
    return done.err;
  };
  auto const head = std::to_string(example_commands().size() + 1);
  EXPECT_THAT(refused({"--as-of-position", "1000"}),
              HasSubstr("position 1000 is not in the ledger: ask for 1 to " + head + ", its head"));
  EXPECT_THAT(refused({"--as-of-time", "2016-05-30T05:59:59Z"}),
              HasSubstr("nothing was recorded by 2016-05-30T05:59:59Z: the ledger begins at "
                        "2016-05-30T06:00:00Z"));
  EXPECT_THAT(refused({"--effective", "2016-05-29"}),
              HasSubstr("nothing is dated on or before 2016-05-29: the earliest date is "
                        "2016-05-30"));
}

TEST_F(ExampleExport, LeavesNoHalfFileAndReplacesNone) {
  write_file(ledger().file("mine.journal"), "precious");
  auto const taken =
      ledger().ask({"export", "--format", "hledger", "--to", ledger().file("mine.journal")});
  EXPECT_EQ(taken.exit_code, 1);
  EXPECT_THAT(taken.err, HasSubstr("mine.journal exists already"));
  EXPECT_EQ(read_file(ledger().file("mine.journal")), "precious");

  auto const full = ledger().ask({"export", "--format", "hledger", "--to", "/dev/full"});
  EXPECT_EQ(full.exit_code, 1);
  EXPECT_THAT(full.err, HasSubstr("cannot write /dev/full: No space left on device"));

  // A disk that is full after 4 KiB.
  auto const cut = run({"bash", "-c", "trap '' XFSZ; ulimit -f 4; exec \"$@\" >/dev/null", "-",
                        GL_BIN_DIR "/grandlivre", "--data", ledger().path(), "--as", "auditor",
                        "export", "--format", "jsonl", "--to", ledger().file("cut.jsonl")});
  EXPECT_EQ(cut.exit_code, 1);
  EXPECT_THAT(cut.err, HasSubstr("cut.jsonl: File too large; the export is not whole and nothing "
                                 "of it was kept"));
  EXPECT_FALSE(fs::exists(ledger().file("cut.jsonl")));

  auto const nowhere =
      ledger().ask({"export", "--format", "hledger", "--to", ledger().file("none/x.journal")});
  EXPECT_EQ(nowhere.exit_code, 1);
  EXPECT_THAT(nowhere.err, HasSubstr("none/x.journal: No such file or directory"));

  for (auto const& entry : fs::directory_iterator(fs::path{ledger().path()}.parent_path())) {
    EXPECT_EQ(entry.path().string().find(".part-"), std::string::npos) << entry.path();
  }
}

TEST_F(ExampleExport, ToStandardOutputIsTheFileAndNothingElse) {
  auto const journal = ledger().exported("ledger");
  auto const piped = ledger().ask({"export", "--format", "ledger"});
  EXPECT_EQ(piped.exit_code, 0) << piped.err;
  EXPECT_EQ(piped.out, read_file(journal));
  EXPECT_THAT(piped.err, HasSubstr("events exported as ledger"));
}

TEST_F(ExampleExport, OfAClosedDirectoryIsTheServersByteForByte) {
  TemporaryDirectory copies;
  auto const closed = (copies / "closed").string();
  fs::copy(ledger().path(), closed, fs::copy_options::recursive);
  fs::remove(closed + "/address");
  for (auto const& tool : accounting_tools()) {
    auto const out = (copies / tool).string();
    auto const done = grandlivre({"--data", closed, "export", "--format", tool, "--to", out});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    EXPECT_EQ(read_file(out), read_file(ledger().exported(tool))) << tool;
  }
}

/// A ledger on the system's clock into which files of grants are brought.
class ImportedExport : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(grandlivre({"init", ledger_.path()}).exit_code, 0);
    ledger_.start();
  }
  /// Imports a file; its programme, empty if it has none.
  std::string bring(std::string const& mapping, std::string const& file) {
    auto const done = ledger_.ask(
        {"import", "--mapping", std::string{GL_SOURCE_DIR} + "/tools/mappings/" + mapping, file});
    EXPECT_THAT(done.exit_code, testing::AnyOf(0, 3)) << done.err;  // 3: it has lines of no use
    return Json::parse(done.out).at("programme");
  }
  /// What the tool makes of the journal on these days is what we say of each programme.
  void expect_our_balances(std::string const& tool, std::string const& journal,
                           std::vector<std::string> const& programmes,
                           std::vector<std::string> const& days) {
    for (auto const& day : days) {
      auto const books = books_of(tool, journal, day);
      for (auto const& programme : programmes) {
        auto const ours = ledger_.ask({"balances", "--programme", programme, "--effective", day});
        ASSERT_EQ(ours.exit_code, 0) << ours.err;
        EXPECT_EQ(terms_of(books, programmes.size() > 1 ? programme : ""),
                  terms_of(Json::parse(ours.out)))
            << tool << ", " << programme << ", " << day;
      }
    }
  }
  /// A journal of everything, which the tool accepts.
  std::string accepted(std::string const& tool, Strictness strictness = Strictness::all) {
    auto journal = ledger_.exported(tool);
    auto const checked = check_books(tool, journal, strictness);
    EXPECT_EQ(checked.exit_code, 0) << tool << ": " << checked.err.substr(0, 2'000);
    return journal;
  }
  Served ledger_;
};

std::string excerpt(std::string const& name) {
  return std::string{GL_SOURCE_DIR} + "/tests/data/import/" + name;
}

TEST_F(ImportedExport, OfARealFileIsAcceptedAndGivesOurBalancesOnFiveDates) {
  auto const programme = bring("mayenne.toml", excerpt("mayenne.csv"));
  for (auto const& tool : accounting_tools()) {
    expect_our_balances(tool, accepted(tool), {programme},
                        {"2016-12-31", "2017-06-30", "2017-12-31", "2018-06-30", "2018-12-31"});
  }
}

TEST_F(ImportedExport, OfSeveralProgrammesAndCurrenciesKeepsThemApart) {
  std::vector const programmes{
      bring("vendee-2018.toml", excerpt("vendee-2018.csv")),
      bring("wolfson-foundation.toml", excerpt("wolfson-foundation.json"))};
  for (auto const& tool : accounting_tools()) {
    expect_our_balances(tool, accepted(tool), programmes, {"2014-06-30", "2018-12-31"});
  }
  auto const journal = read_file(ledger_.exported("hledger"));
  EXPECT_THAT(journal, HasSubstr("Equity:AE:CD85-2018:Voted"));
  EXPECT_THAT(journal, HasSubstr("commodity 0.00 GBP"));
}

// The whole files, where GL_DATA names the folder that they are in. Ledger checks its assertions
// in a second, but would take minutes for each balance of sixty thousand accounts.
using ImportedExportSlow = ImportedExport;
TEST_F(ImportedExportSlow, OfEveryPublishedFileIsAcceptedAndGivesOurBalancesOnFiveDates) {
  auto const* const folder = std::getenv("GL_DATA");
  if (folder == nullptr) GTEST_SKIP() << "GL_DATA names no folder with the whole files";
  std::vector<std::string> programmes;
  for (auto const& row : read_table(excerpt("expected.tsv"))) {
    if (row.at("year") != "all") continue;
    SCOPED_TRACE(row.at("file"));
    auto const programme = bring(row.at("mapping"), std::string{folder} + "/" + row.at("file"));
    if (!programme.empty()) programmes.push_back(programme);
  }
  for (auto const& tool : accounting_tools()) {
    auto const journal = accepted(tool, Strictness::many_accounts);
    if (tool == "ledger") continue;
    expect_our_balances(tool, journal, programmes,
                        {"2008-12-31", "2012-06-30", "2014-12-31", "2016-12-31", "2022-12-31"});
  }
}

}  // namespace
}  // namespace gl::system_test
