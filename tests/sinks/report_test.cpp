// The report database against the oracle, which knows nothing of it nor of the ledger's own folds:
// random sequences of commands, their events into SQLite, the same states and amounts.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>

#include "oracle/generator.h"
#include "oracle/pair.h"
#include "support/repetitions.h"
#include "tools/sinks/sqlite/report.h"
#include "tools/sinks/sqlite/schema.h"

namespace gl::sinks {
namespace {

constexpr int commands{150};
constexpr int commands_per_look{5};
constexpr std::uint64_t first_seed{2016};
constexpr std::uint64_t sequences{repetitions(200)};

/// A database of its own, removed with it.
class Report {
 public:
  Report() {
    auto pattern = (std::filesystem::temp_directory_path() / "gl-report-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    folder_ = pattern;
    auto opened = Database::open(folder_ / "report.db");
    if (!opened) throw std::runtime_error(opened.error().what);
    database_ = std::move(*opened);
    if (auto const done = prepare_schema(*database_, "report.db"); !done) {
      throw std::runtime_error(done.error().what);
    }
    database_->run("begin immediate");
  }
  Report(Report const&) = delete;
  Report& operator=(Report const&) = delete;
  ~Report() { std::filesystem::remove_all(folder_); }

  void take_behind(std::vector<ledger::Event> const& events) {
    for (; taken_ < events.size(); ++taken_) take(*database_, events[taken_]);
  }
  /// The one text that a statement gives for an id.
  [[nodiscard]] std::string ask(char const* sql, std::string const& id) {
    auto text = database_->text(sql, id).value_or("nothing");
    auto const done = database_->outcome();
    return done ? text : done.error().what;
  }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<Database> database_;
  std::size_t taken_ = 0;
};

template <class... Numbers>
std::string words(Numbers... numbers) {
  std::string text;
  ((text += (text.empty() ? "" : " ") + std::to_string(numbers)), ...);
  return text;
}

void compare_programmes(oracle::Oracle const& oracle, Report& report) {
  for (auto const& [id, programme] : oracle.state().programmes) {
    auto const b = oracle.balances(id);
    EXPECT_EQ(report.ask("select format('%d %d %d %d %d %d %d %d %d', voted, available, committed, "
                         "payable, disbursed, recoverable, recovered, written_off, lapsed) "
                         "from balances where programme = ?",
                         id),
              words(b.voted, b.available, b.committed, b.payable, b.disbursed, b.recoverable,
                    b.recovered, b.written_off, b.lapsed))
        << id;
    std::string years;
    for (auto const& [year, credits] : b.years) {
      if (credits == oracle::YearBalances{}) continue;
      years += words(year, credits.available, credits.consumed, credits.lapsed) + ";";
    }
    EXPECT_EQ(report.ask("select coalesce(group_concat(line, ''), '') from (select format('%d %d "
                         "%d %d;', year, available, consumed, lapsed) as line from credits where "
                         "programme = ? and (available != 0 or consumed != 0 or lapsed != 0) "
                         "order by year)",
                         id),
              years)
        << id;
    EXPECT_EQ(report.ask("select 'year ' || year from credits where year not between 2000 and 2100 "
                         "and programme = ?",
                         id),
              "nothing");
  }
}

void compare_projects(oracle::Oracle const& oracle, Report& report) {
  for (auto const& [id, project] : oracle.state().projects) {
    auto expected = project.state;
    for (auto const* const account :
         {"committed", "payable", "disbursed", "recoverable", "recovered", "written_off"}) {
      expected += " " + std::to_string(oracle.project_balance(account, id));
    }
    auto const award = oracle.award_amount(id);
    expected += " " + (award ? std::to_string(*award) : "none");
    EXPECT_EQ(
        report.ask("select format('%s %d %d %d %d %d %d %s', state, committed, payable, disbursed, "
                   "recoverable, recovered, written_off, coalesce(award, 'none')) "
                   "from projects where project = ?",
                   id),
        expected)
        << id;
  }
}

void compare_payments(oracle::Oracle const& oracle, Report& report) {
  for (auto const& [id, payment] : oracle.state().payments) {
    EXPECT_EQ(report.ask("select format('%s %d %d %s', state, amount, attempt, project) "
                         "from payments where payment = ?",
                         id),
              payment.state + " " + std::to_string(static_cast<std::int64_t>(payment.amount)) +
                  " " + std::to_string(payment.attempt) + " " + payment.project)
        << id;
  }
  for (auto const& [id, recovery] : oracle.state().recoveries) {
    EXPECT_EQ(report.ask("select format('%s %d %d', state, outstanding, received) "
                         "from recoveries where recovery = ?",
                         id),
              recovery.state + " " +
                  std::to_string(static_cast<std::int64_t>(recovery.outstanding)) + " " +
                  std::to_string(static_cast<std::int64_t>(recovery.received)))
        << id;
  }
}

void play(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  oracle::Pair pair;
  oracle::Generator generator(oracle::random_from(random), pair.oracle());
  Report report;
  for (int i = 0; i < commands && !testing::Test::HasFailure(); ++i) {
    auto const command = generator.next();
    if (command.type == "EraseSubject") continue;  // its subjects are the key store's to name
    ASSERT_EQ(pair.submit(command), "");
    report.take_behind(pair.real().events());
    if (i % commands_per_look != 0) continue;
    compare_programmes(pair.oracle(), report);
    compare_projects(pair.oracle(), report);
    compare_payments(pair.oracle(), report);
  }
}

TEST(ReportSlow, SaysOfRandomSequencesWhatTheOracleSays) {
  for (auto seed = first_seed; seed < first_seed + sequences && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    play(seed);
  }
}

}  // namespace
}  // namespace gl::sinks
