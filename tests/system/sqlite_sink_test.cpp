// The report database as its users have it: killed at random while events are written, given files
// that it must not touch, and never holding what can be erased.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "support/repetitions.h"
#include "system/example.h"
#include "system/sqlite_world.h"
#include "tools/sinks/sqlite/database.h"

namespace gl::system_test {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using ::testing::HasSubstr;

std::unique_ptr<sinks::Database> open(fs::path const& file) {
  auto opened = sinks::Database::open(file);
  if (!opened) throw std::runtime_error(opened.error().what);
  return std::move(*opened);
}

/// One query's rows as lines of text, for comparing.
std::string ask(sinks::Database& database, char const* sql) {
  auto text = database.text(sql).value_or("");
  auto const done = database.outcome();
  return done ? text : done.error().what;
}

/// What the database says of programmes, budget years and projects: a line each.
std::string told_by(sinks::Database& database) {
  return ask(database,
             "select group_concat(line, char(10)) from (select format('%s %d %d %d %d %d %d %d %d "
             "%d', programme, voted, available, committed, payable, disbursed, recoverable, "
             "recovered, written_off, lapsed) as line from balances order by programme)") +
         "\n" +
         ask(database,
             "select group_concat(line, char(10)) from (select format('%s %d %d %d %d', programme, "
             "year, available, consumed, lapsed) as line from credits order by programme, year)") +
         "\n" +
         ask(database,
             "select group_concat(line, char(10)) from (select format('%s %s %d %d %d %d %d %d %d',"
             " project, state, asked, committed, payable, disbursed, recoverable, recovered, "
             "written_off) as line from projects order by project)");
}

std::string number(ledger::Money amount) { return " " + std::to_string(amount.minor_units()); }

/// The same, as the ledger says after a position.
std::string told_by(client::Client& client, Position position) {
  std::string programmes, years, projects;
  wire::Balances ask;
  ask.at.as_of.position = position;
  auto const balances = client.balances(ask);
  if (!balances) throw std::runtime_error(balances.error().sentence);
  for (auto const& of : balances->balances) {
    auto const& a = of.authority;
    programmes += (programmes.empty() ? "" : "\n") + of.programme.string();
    for (auto const amount : {a.voted, a.available, a.committed, a.payable, a.disbursed,
                              a.recoverable, a.recovered, a.written_off, a.lapsed}) {
      programmes += number(amount);
    }
    for (auto const& year : of.credits) {
      years += (years.empty() ? "" : "\n") + of.programme.string() + " " +
               std::to_string(year.year) + number(year.available) + number(year.consumed) +
               number(year.lapsed);
    }
  }
  wire::Projects all;
  all.at.as_of.position = position;
  do {
    auto const page = client.projects(all);
    if (!page) throw std::runtime_error(page.error().sentence);
    for (auto const& of : page->projects) {
      projects +=
          (projects.empty() ? "" : "\n") + of.project.string() + " " + std::string{name(of.state)};
      for (auto const amount : {of.asked, of.committed, of.payable, of.disbursed, of.recoverable,
                                of.recovered, of.written_off}) {
        projects += number(amount);
      }
    }
    all.after = page->next;
  } while (!all.after.empty());
  return programmes + "\n" + years + "\n" + projects;
}

Position position_of(sinks::Database& database) {
  return Position{
      static_cast<std::uint64_t>(database.number("select position from place").value_or(0))};
}

// ------------------------------------------------------------------------------------- killed

TEST(SqliteSinkSlow, KilledAtRandomHoldsWhatTheLedgerSaysAtItsPosition) {
  auto const seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random{seed};
  SinkWorld world;
  auto const client = world.connect("auditor");
  std::atomic<bool> over = false;
  std::jthread writer{[&] { world.write_until(over); }};
  int amid = 0;
  int moved = 0;
  Position last;
  for (int kill = 0; kill < repetitions(100) && !testing::Test::HasFailure(); ++kill) {
    {
      RunningProgram sink{world.sink_words({}), "grandlivre-sqlite"};
      std::this_thread::sleep_for(milliseconds{random() % 400});
      EXPECT_TRUE(sink.kill()) << "it had ended by itself: " << sink.err();
    }
    if (!fs::exists(world.database())) continue;
    auto const database = open(world.database());
    auto const position = position_of(*database);
    EXPECT_GE(position, last);
    moved += position > last ? 1 : 0;
    amid += position > last && position < client->status()->head ? 1 : 0;
    last = position;
    if (position > Position{}) {
      EXPECT_EQ(told_by(*database), told_by(*client, position)) << "at " << position.value();
    }
  }
  over = true;
  writer.join();
  EXPECT_GT(moved, 0) << "no life was long enough to do anything";
  auto const done = run(world.sink_program({"--once"}));
  EXPECT_EQ(done.exit_code, 0) << done.err;
  auto const database = open(world.database());
  auto const head = client->status()->head;
  EXPECT_EQ(position_of(*database), head);
  EXPECT_EQ(told_by(*database), told_by(*client, head));
  EXPECT_EQ(
      ask(*database, "select format('%d', sum(amount)) from payments where state in ('Paid')"),
      ask(*database, "select format('%d', sum(disbursed)) from balances"));
  std::printf("%llu events, %d kills, %d of lives that moved it, %d amid events\n",
              static_cast<unsigned long long>(head.value()), repetitions(100), moved, amid);
}

// -------------------------------------------------------------------------- files and consumers

class SqliteSink : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(make_example_ledger(ledger()));
    server_ = std::make_unique<ServerProcess>(ledger());
    ASSERT_TRUE(server_->ready()) << server_->log();
    auto const sent = grandlivre({"--data", ledger().string(), "submit", "-"}, example_file());
    ASSERT_EQ(sent.exit_code, 3) << sent.err;  // the example has refusals
  }
  [[nodiscard]] fs::path ledger() const { return directory_ / "ledger"; }
  [[nodiscard]] fs::path file() const { return directory_ / "report.db"; }
  [[nodiscard]] Outcome sink(fs::path const& database, std::vector<std::string> more = {}) const {
    std::vector<std::string> words{GL_BIN_DIR "/grandlivre-sqlite",
                                   database.string(),
                                   "--data",
                                   ledger().string(),
                                   "--as",
                                   "finance",
                                   "--once"};
    words.insert(words.end(), more.begin(), more.end());
    return run(std::move(words));
  }
  void expect_refusal(Outcome const& done, char const* sentence) const {
    EXPECT_NE(done.exit_code, 0);
    EXPECT_THAT(done.err, HasSubstr(sentence));
    EXPECT_THAT(done.err, testing::StartsWith("grandlivre-sqlite: "));
  }

  TemporaryDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
};

// Expected values: tests/data/ami-2016.tsv, the worked example's last line.
TEST_F(SqliteSink, HasTheWorkedExamplesGrantsPaymentsAndYears) {
  ASSERT_EQ(sink(file()).exit_code, 0);
  auto const database = open(file());
  auto const last = example_balances().back();
  auto const cents = [&](char const* column) {
    auto text = last.at(column);
    std::erase(text, '.');
    return text.substr(std::min(text.find_first_not_of('0'), text.size() - 1));
  };
  EXPECT_EQ(ask(*database,
                "select format('%d %d %d', available, committed, disbursed) from balances "
                "where programme = 'INNOVSOC'"),
            cents("ae_available") + " " + cents("ae_committed") + " " + cents("ae_disbursed"));
  EXPECT_EQ(ask(*database,
                "select format('%d', available) from years where programme = 'INNOVSOC' and "
                "year = 2017"),
            cents("cp2017_available"));
  EXPECT_EQ(ask(*database, "select format('%d', count(*)) from payments where paid_on is not null"),
            ask(*database, "select format('%d', sum(payments)) from years"));
  EXPECT_EQ(sink(file()).exit_code, 0) << "again, with nothing new";
}

TEST_F(SqliteSink, OfAnotherLedgerIsLeftAlone) {
  ASSERT_EQ(sink(file()).exit_code, 0);
  auto const other = directory_ / "other";
  ASSERT_EQ(grandlivre({"init", other.string()}).exit_code, 0);
  ServerProcess const server{other};
  ASSERT_TRUE(server.ready());
  auto const before = read_file(file());
  auto const refused = run({GL_BIN_DIR "/grandlivre-sqlite", file().string(), "--data",
                            other.string(), "--as", "finance", "--once"});
  expect_refusal(refused, "name another file, or the other server");
  EXPECT_EQ(read_file(file()), before);
}

TEST_F(SqliteSink, OfANewerSchemaOrAnotherProgramIsLeftAlone) {
  ASSERT_EQ(sink(file()).exit_code, 0);
  open(file())->run("pragma user_version = 9");
  expect_refusal(sink(file()), "has schema 9, this program knows up to 1");
  auto const other = directory_ / "other.db";
  open(other)->run("create table theirs (a)");
  expect_refusal(sink(other), "is a database of another program: name another file");
  write_file(directory_ / "text.db", std::string(4'096, 'x'));
  expect_refusal(sink(directory_ / "text.db"), "is no SQLite database");
  expect_refusal(sink(directory_ / "nowhere" / "report.db"), "cannot be opened");
}

TEST_F(SqliteSink, ThatIsAnOlderCopySaysHowToMoveTheConsumerBack) {
  ASSERT_EQ(sink(file()).exit_code, 0);
  auto const held = position_of(*open(file()));
  fs::copy(file(), directory_ / "older.db");
  auto const voted =
      grandlivre({"--data", ledger().string(), "--as", "assembly", "vote-authority", "--programme",
                  "INNOVSOC", "--amount", "1.00", "--recorded-at", "2019-01-01T10:00:00Z"});
  ASSERT_EQ(voted.exit_code, 0) << voted.err;
  ASSERT_EQ(sink(file()).exit_code, 0);
  auto const refused = sink(directory_ / "older.db");
  auto const advice = "consumers reset sqlite-report --to " + std::to_string(held.value());
  expect_refusal(refused, advice.c_str());
  ASSERT_EQ(grandlivre({"--data", ledger().string(), "--as", "finance", "consumers", "reset",
                        "sqlite-report", "--to", std::to_string(held.value())})
                .exit_code,
            0);
  ASSERT_EQ(sink(directory_ / "older.db").exit_code, 0);
  EXPECT_EQ(told_by(*open(directory_ / "older.db")), told_by(*open(file())));
}

TEST_F(SqliteSink, TakesNoConsumerThatPassesEventsOver) {
  auto const made = grandlivre({"--data", ledger().string(), "--as", "finance", "watch",
                                "--no-follow", "--consumer", "narrow", "--type", "AwardDecided"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  expect_refusal(sink(file(), {"--consumer", "narrow"}), "has a filter");
  ASSERT_EQ(sink(directory_ / "second.db").exit_code, 0);
  expect_refusal(sink(directory_ / "second.db", {"--consumer", "another"}),
                 "say --consumer sqlite-report");
  expect_refusal(sink(file(), {"--consumer", "a/b"}), "is no consumer's name");
}

TEST_F(SqliteSink, OfAnotherHistoryIsLeftAlone) {
  ASSERT_EQ(sink(file()).exit_code, 0);
  open(file())->run("update place set leaf = ?", std::string(64, '0'));
  expect_refusal(sink(file()), "is another than the one in");
  open(file())->run("update place set position = 5000");
  expect_refusal(sink(file()), "was it restored? move the file away");
}

constexpr auto of_a_person = R"([
{"command": "OpenCall", "as": "administrator", "call": "PN", "programme": "INNOVSOC",
 "title": "Call", "opening": "2019-01-01", "deadline": "2019-02-01",
 "recorded_at": "2019-01-01T10:00:00Z"},
{"command": "SubmitProject", "as": "applicant", "project": "PN-1", "call": "PN", "title": "A shop",
 "applicant": {"person": "pers-1", "legal_kind": "person", "person_name": "Jeanne Exemple-Durand",
               "person_address": "12 rue des Acacias"},
 "locations": [{"commune": "33167", "department": "33"}], "eligible_cost": "2000.00",
 "asked_amount": "1000.00", "contact": "Mireille Contact", "recorded_at": "2019-01-02T10:00:00Z"},
{"command": "RegisterPayee", "as": "instructor", "payee": "pers-1", "legal_kind": "person",
 "person_name": "Jeanne Exemple-Durand", "iban": "FR7630006000011234567890189",
 "recorded_at": "2019-01-02T10:00:00Z"}
])";

// Whatever can be erased never comes in, so that nothing has to be erased here.
TEST_F(SqliteSink, HoldsNothingOfANaturalPerson) {
  std::string lines;
  for (auto const& line : nlohmann::ordered_json::parse(of_a_person)) lines += line.dump() + "\n";
  auto const sent =
      grandlivre({"--data", ledger().string(), "submit", "--batch", "person", "-"}, lines);
  ASSERT_EQ(sent.exit_code, 0) << sent.out << sent.err;
  ASSERT_EQ(sink(file()).exit_code, 0);
  {
    auto const database = open(file());
    EXPECT_EQ(ask(*database,
                  "select format('%s %s %s', applicant_kind, coalesce(applicant, 'none'), "
                  "coalesce(applicant_name, 'none')) from projects where project = 'PN-1'"),
              "person none none");
  }
  auto const history = grandlivre({"--data", ledger().string(), "--as", "auditor", "--output",
                                   "json", "history", "payee/pers-1"});
  auto const subject =
      json_lines(history.out).at(0).at("fields").at("iban").at("subject").get<std::string>();
  auto const bytes = read_file(file()) + read_file(file().string() + "-wal");
  ASSERT_GT(bytes.size(), 10'000U);
  EXPECT_THAT(bytes, HasSubstr("A shop"));
  for (auto const& text : {std::string{"Jeanne"}, std::string{"Acacias"}, std::string{"Mireille"},
                           std::string{"30006000011234567890"}, std::string{"pers-1"}, subject,
                           std::string{as_text(*from_hex(subject))}}) {
    EXPECT_EQ(bytes.find(text), std::string::npos) << text;
  }
}

TEST(SqliteSinkLockedSlow, SaysThatAnotherProgramWritesIntoTheFile) {
  SinkWorld world;
  ASSERT_EQ(run(world.sink_program({"--once"})).exit_code, 0);
  auto const held = open(world.database());
  held->run("begin immediate");
  auto const refused = run(world.sink_program({"--once"}));
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("is locked by another program that writes into it"));
}

}  // namespace
}  // namespace gl::system_test
