#include "tools/grandlivre/diff.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gl::tools {
namespace {

using ledger::Account;
using ledger::AccountKind;
using ledger::Money;
using ledger::StatementLine;

/// The accounts' lines of an event, with the balances that the statement says.
class Statement {
 public:
  void post(std::uint64_t position, CivilDate day, std::string const& type,
            std::vector<std::pair<AccountKind, std::int64_t>> const& moves) {
    for (auto const& [kind, cents] : moves) {
      StatementLine line;
      line.position = Position{position};
      line.effective_date = day;
      line.event_type = type;
      line.stream = {ledger::StreamKind::programme, ledger::StreamId{"G"}};
      line.account = {kind, ledger::ProgrammeId{"G"}, {}, 0};
      line.amount = Money::from_minor_units(cents);
      line.balance = balances_[line.account] = add(balances_[line.account], line.amount);
      line.currency = *ledger::Currency::parse("EUR");
      lines_.push_back(line);
    }
  }
  /// What the server would send for the question.
  [[nodiscard]] Diff diff(DiffPoint from, DiffPoint to) const {
    Diff diff{from, to};
    auto const as_of = diff.as_of();
    for (auto const& line : lines_) {
      if (line.position <= diff.after() || line.position > *as_of.position) continue;
      if (as_of.effective && line.effective_date > *as_of.effective) continue;
      diff.take(line);
    }
    return diff;
  }

 private:
  std::vector<StatementLine> lines_;
  std::map<Account, Money> balances_;
};

/// Voted 1000.00 on 1 January, 400.00 committed on 1 March, a correction recorded last but dated
/// 1 February.
Statement example() {
  using enum AccountKind;
  Statement statement;
  statement.post(3, civil_date(2016, 1, 1), "AuthorityVoted",
                 {{ae_available, 100'000}, {ae_voted, -100'000}});
  statement.post(5, civil_date(2016, 3, 1), "AwardDecided",
                 {{ae_committed, 40'000}, {ae_available, -40'000}});
  statement.post(6, civil_date(2016, 2, 1), "AuthorityAdjusted",
                 {{ae_available, -500}, {ae_voted, 500}});
  return statement;
}

Account account(AccountKind kind) { return {kind, ledger::ProgrammeId{"G"}, {}, 0}; }

/// "before after" in cents.
std::string ends(Diff const& diff, AccountKind kind) {
  auto const accounts = diff.accounts();
  auto const found = accounts.find(account(kind));
  if (found == accounts.end()) return "unmoved";
  return std::to_string(found->second.before.minor_units()) + " " +
         std::to_string(found->second.after.minor_units());
}

TEST(Diff, BetweenPositionsShowsWhatCameBetweenThem) {
  auto const diff = example().diff({Position{4}, {}}, {Position{5}, {}});
  EXPECT_EQ(ends(diff, AccountKind::ae_available), "100000 60000");
  EXPECT_EQ(ends(diff, AccountKind::ae_committed), "0 40000");
  EXPECT_EQ(ends(diff, AccountKind::ae_voted), "unmoved");
  auto const moves = diff.accounts().at(account(AccountKind::ae_available)).moves;
  ASSERT_EQ(moves.size(), 1U);
  EXPECT_EQ(moves[0].event_type, "AwardDecided");
  EXPECT_TRUE(diff.sum().is_zero());
}

TEST(Diff, BetweenDatesCountsWhatIsDatedBetweenThem) {
  auto const diff = example().diff({Position{6}, civil_date(2016, 1, 31)},
                                   {Position{6}, civil_date(2016, 2, 28)});
  EXPECT_EQ(ends(diff, AccountKind::ae_available), "100000 99500");
  EXPECT_EQ(ends(diff, AccountKind::ae_voted), "-100000 -99500");
  EXPECT_EQ(ends(diff, AccountKind::ae_committed), "unmoved");
}

TEST(Diff, OfTheSameDateAtTwoPositionsShowsWhatWasLearntMeanwhile) {
  auto const day = civil_date(2016, 2, 28);
  auto const diff = example().diff({Position{5}, day}, {Position{6}, day});
  EXPECT_EQ(ends(diff, AccountKind::ae_available), "100000 99500");
  EXPECT_EQ(ends(diff, AccountKind::ae_committed), "unmoved");
}

TEST(Diff, BackwardsTakesTheEventsAway) {
  auto const diff = example().diff({Position{6}, {}}, {Position{4}, {}});
  EXPECT_EQ(ends(diff, AccountKind::ae_available), "59500 100000");
  EXPECT_EQ(ends(diff, AccountKind::ae_committed), "40000 0");
  auto const moves = diff.accounts().at(account(AccountKind::ae_committed)).moves;
  EXPECT_EQ(moves[0].amount, Money::from_minor_units(-40'000));
  EXPECT_TRUE(diff.sum().is_zero());
}

TEST(Diff, IsALineForEachEventInATableAndAllOfItInJson) {
  auto const diff = example().diff({Position{4}, {}}, {Position{6}, {}});
  auto const for_people = to_table(diff, true);
  auto const for_programs = to_table(diff, false);
  ASSERT_EQ(for_programs.rows.size(), 4U);
  ASSERT_EQ(for_people.rows.size(), 5U);
  EXPECT_EQ(for_people.rows[2][0], "") << "the account's cells stand once";
  EXPECT_EQ(for_programs.rows[2][0], "Assets:AE:G:Available");
  EXPECT_EQ(for_people.rows.back()[3], "0.00");
  auto const json = to_json(diff);
  EXPECT_EQ(json["sum"], "0.00");
  EXPECT_EQ(json["from"]["position"], 4);
  EXPECT_EQ(json["accounts"][1]["account"], "Assets:AE:G:Available");
  EXPECT_EQ(json["accounts"][1]["difference"], "-405.00");
  EXPECT_EQ(json["accounts"][1]["events"][1]["event_type"], "AuthorityAdjusted");
}

TEST(Diff, OfNothingIsEmpty) {
  auto const diff = example().diff({Position{6}, {}}, {Position{6}, {}});
  EXPECT_TRUE(diff.accounts().empty());
  EXPECT_TRUE(to_table(diff, true).rows.empty());
  EXPECT_EQ(to_json(diff)["accounts"].size(), 0U);
}

}  // namespace
}  // namespace gl::tools
