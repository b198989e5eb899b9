#include "sequencer/refusal_budget.h"

#include <gtest/gtest.h>

namespace gl::sequencer {
namespace {

ledger::PersonId const anne{"anne"};
ledger::PersonId const ben{"ben"};
constexpr std::int64_t second = 1'000'000;

Instant at(std::int64_t microseconds) { return Instant{1'473'000'000 * second + microseconds}; }

int admitted(RefusalBudget& budget, ledger::PersonId const& person, Instant now, int tries) {
  int count = 0;
  for (int i = 0; i < tries && budget.admits(person, now); ++i, ++count) budget.spend(person, now);
  return count;
}

TEST(RefusalBudget, LetsTenThousandRefusalsThroughAtOnceAndThenAHundredASecond) {
  RefusalBudget budget;
  EXPECT_EQ(admitted(budget, anne, at(0), 20'000), 10'000);
  EXPECT_EQ(admitted(budget, anne, at(0), 20'000), 0);
  EXPECT_EQ(admitted(budget, anne, at(9'999), 20'000), 0);
  EXPECT_EQ(admitted(budget, anne, at(10'000), 20'000), 1);
  EXPECT_EQ(admitted(budget, anne, at(second + 10'000), 20'000), 100);
  EXPECT_EQ(admitted(budget, anne, at(3'600 * second), 20'000), 10'000);  // never more in reserve
}

TEST(RefusalBudget, IsEachPersonsOwn) {
  RefusalBudget budget;
  EXPECT_EQ(admitted(budget, anne, at(0), 20'000), 10'000);
  EXPECT_TRUE(budget.admits(ben, at(0)));
}

TEST(RefusalBudget, IsPaidBackBeforeTheNextIsAdmitted) {
  RefusalBudget budget;
  for (int i = 0; i < 10'500; ++i) budget.spend(anne, at(0));  // one large submission, on credit
  EXPECT_FALSE(budget.admits(anne, at(5 * second)));
  EXPECT_TRUE(budget.admits(anne, at(5 * second + 10'000)));
}

TEST(RefusalBudget, GivesNothingForAClockThatStepsBack) {
  RefusalBudget budget;
  EXPECT_EQ(admitted(budget, anne, at(10 * second), 20'000), 10'000);
  EXPECT_FALSE(budget.admits(anne, at(0)));
  EXPECT_EQ(admitted(budget, anne, at(second), 20'000), 100);  // a second after the step
}

TEST(RefusalBudget, TellsOnceAMinuteHowManyWereTurnedAway) {
  RefusalBudget budget;
  EXPECT_EQ(budget.next_summary(), std::nullopt);
  budget.turned_away(ben, at(0), 3);
  budget.turned_away(anne, at(second), 8'000);
  budget.turned_away(ben, at(2 * second), 1);
  EXPECT_EQ(budget.next_summary(), at(60 * second));
  EXPECT_TRUE(budget.due_summaries(at(60 * second - 1), false).empty());

  auto const first = budget.due_summaries(at(60 * second), false);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].person, ben);
  EXPECT_EQ(first[0].from, at(0));
  EXPECT_EQ(first[0].to, at(60 * second));
  EXPECT_EQ(first[0].count, 4U);

  budget.turned_away(ben, at(60 * second), 7);
  auto const rest = budget.due_summaries(at(60 * second), true);  // the server stops
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(rest[0].person, anne);
  EXPECT_EQ(rest[0].count, 8'000U);
  EXPECT_EQ(rest[1].count, 7U);
  EXPECT_EQ(budget.next_summary(), std::nullopt);
}

TEST(RefusalBudget, ForgetsOnlyThoseWhoseReserveIsFull) {
  RefusalBudget budget;
  EXPECT_EQ(admitted(budget, anne, at(0), 20'000), 10'000);
  for (int i = 0; i < 5'000; ++i) budget.spend(ledger::PersonId{"p" + std::to_string(i)}, at(0));
  EXPECT_FALSE(budget.admits(anne, at(0)));
}

}  // namespace
}  // namespace gl::sequencer
