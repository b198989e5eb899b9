#include "projections/exports.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>

#include "projections/export_text.h"
#include "projections/random_ledger.h"
#include "projections/rig.h"
#include "projections/story.h"
#include "projections/trial_balance.h"

namespace gl::projections::testing {
namespace {

namespace fs = std::filesystem;

/// The last event turned into one of a type that nobody knows yet.
std::vector<Bytes> with_unknown_last(std::vector<Bytes> events) {
  std::uint16_t const type = 999;
  std::memcpy(events.back().data() + 8 + 70, &type, sizeof type);
  return events;
}

// ------------------------------------------------------------------- points in time

TEST(ExportRun, RefusesTwoPointsAndOnesThatAreNotThere) {
  auto const events = bytes_of(whole_story().events());
  ledger::AsOf both;
  both.position = Position{3};
  both.recorded_at = Instant{1};
  EXPECT_EQ(export_text("jsonl", events, both).error().code, Errc::usage);
  ledger::AsOf beyond;
  beyond.position = Position{events.size() + 1};
  auto const refused = export_text("jsonl", events, beyond);
  EXPECT_EQ(refused.error().code, Errc::not_found);
  EXPECT_EQ(refused.error().what, "position " + std::to_string(events.size() + 1) +
                                      " is not in the ledger: ask for 1 to " +
                                      std::to_string(events.size()) + ", its head");
}

TEST(ExportRun, TakesWhatAnAnswerAsOfTheSamePointWouldCount) {
  RandomLedger ledger{5};
  ledger.play(300);
  auto const events = bytes_of(ledger.events());
  ledger::AsOf as_of;
  as_of.recorded_at = ledger.events()[200].envelope.recorded_at;
  as_of.effective = ledger.events()[150].envelope.effective_date;
  std::size_t counted = 0;
  for (auto const& event : ledger.events()) {
    auto const& envelope = event.envelope;
    if (envelope.recorded_at <= *as_of.recorded_at && envelope.effective_date <= *as_of.effective) {
      ++counted;
    }
  }
  auto const text = value(export_text("jsonl", events, as_of));
  EXPECT_EQ(std::ranges::count(text, '\n'), static_cast<std::ptrdiff_t>(counted));
  EXPECT_LT(counted, 201U) << "late events were left out: else this shows nothing";
}

TEST(ExportRun, SeesThatAnEventIsMissing) {
  auto events = bytes_of(whole_story().events());
  events.erase(events.begin() + 3);
  auto const refused = export_text("jsonl", events);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().what, "the event at position 4 is missing: position 5 came instead");
}

TEST(Exports, ShowAnEventOfAnUnknownTypeOrRefuseWhatWouldBeWrongWithoutIt) {
  auto const events = with_unknown_last(bytes_of(whole_story().events()));
  auto const position = std::to_string(events.size());
  for (auto const& format : export_formats()) {
    auto const text = export_text(format.name, events);
    if (format.shows_erasures) {
      ASSERT_TRUE(text) << format.name << ": " << text.error().what;
      EXPECT_NE(text->find("unknown (type 999)"), std::string::npos) << format.name;
      EXPECT_NE(text->find(to_hex(events.back())), std::string::npos) << format.name;
    } else {
      ASSERT_FALSE(text) << format.name;
      auto const& sentence = text.error().what;
      EXPECT_TRUE(sentence.starts_with("position " + position + ": ")) << sentence;
      EXPECT_NE(sentence.find("newer program"), std::string::npos) << sentence;
    }
  }
}

// ------------------------------------------------------------------- journals

using Naive = std::map<std::string, std::int64_t>;

std::int64_t in_cents(std::string amount) {
  std::erase(amount, '.');
  return std::stoll(amount);
}

/// Reads a journal as simply as can be: adds up every posting, and holds each assertion against
/// the sum so far. Says what the accounts come to.
Naive add_up(std::string const& journal) {
  Naive sums;
  std::istringstream lines{journal};
  std::string day;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words{line};
    std::string account, amount, currency, sign, asserted;
    words >> account >> amount >> currency >> sign >> asserted;
    if (line.starts_with("    ") && (account.starts_with("Assets:") || account[0] == 'E')) {
      sums[account] += in_cents(amount);
      if (sign == "=") {
        EXPECT_EQ(sums[account], in_cents(asserted)) << line << " on " << day;
      }
    } else if (line.starts_with("2")) {
      EXPECT_LE(day, account) << "entries are not by date";
      day = account;
    }
  }
  std::erase_if(sums, [](auto const& sum) { return sum.second == 0; });
  return sums;
}

// What a fold of its own says of the same events, spilt to disk or not.
TEST(BookExports, OfARandomLedgerAddUpToItsTrialBalance) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomLedger ledger{seed};
    ledger.play(400);
    TrialBalance trial;
    for (auto const& event : ledger.events()) trial.apply(event);
    Naive expected;
    for (auto const& [account, balance] : trial.accounts()) {
      if (!balance.is_zero()) expected[to_string(account)] = balance.minor_units();
    }
    auto settings = settings_of_tests();
    settings.spool.memory_bytes = seed % 2 == 0 ? 4'000 : settings.spool.memory_bytes;
    settings.spool.runs_max = 3;
    auto const events = bytes_of(ledger.events());
    for (auto const* format : {"hledger", "ledger"}) {
      EXPECT_EQ(add_up(value(export_text(format, events, {}, settings))), expected) << format;
    }
  }
}

/// Exit code 0 of a program that reads `text` as a file.
bool accepts(std::string const& command, std::string const& text) {
  auto name = (fs::temp_directory_path() / "gl-books-XXXXXX").string();
  int const file = ::mkstemp(name.data());
  if (file < 0) throw std::runtime_error("no temporary file");
  ::close(file);
  std::ofstream{name, std::ios::binary} << text;
  bool const fine = std::system((command + " " + name + " >/dev/null").c_str()) == 0;
  fs::remove(name);
  return fine;
}

TEST(BookExports, OfRandomLedgersWithLateEntriesAreAcceptedByEveryTool) {
  for (std::uint64_t seed = 101; seed <= 103; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomLedger ledger{seed};
    ledger.play(500);
    auto const events = bytes_of(ledger.events());
    auto const text = [&](char const* format) { return value(export_text(format, events)); };
    EXPECT_TRUE(accepts("LC_ALL=C.UTF-8 hledger check -s ordereddates -f", text("hledger")));
    EXPECT_TRUE(accepts("ledger --pedantic source -f", text("ledger")));
    EXPECT_TRUE(accepts("bean-check", text("beancount")));
  }
}

// ------------------------------------------------------------------- golden files

// One ledger in which everything happens, in each format. A difference is a change that somebody
// who reads these files has to be told of. GL_REWRITE_GOLDEN=1 writes a file that is not there.
TEST(Exports, OfTheWholeStoryAreTheGoldenFiles) {
  auto const events = bytes_of(whole_story().events());
  for (auto const& format : export_formats()) {
    auto const text = value(export_text(format.name, events));
    fs::path const file = GL_SOURCE_DIR "/tests/golden/exports/story." + std::string{format.name};
    auto const* rewrite = std::getenv("GL_REWRITE_GOLDEN");
    if (!fs::exists(file) && rewrite != nullptr && std::string_view{rewrite} == "1") {
      std::ofstream{file, std::ios::binary} << text;
    }
    std::ifstream golden{file, std::ios::binary};
    EXPECT_EQ(text, std::string(std::istreambuf_iterator<char>{golden}, {})) << file;
  }
}

}  // namespace
}  // namespace gl::projections::testing
