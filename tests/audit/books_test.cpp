// The books know no rule: they see money that comes from nowhere, and accounts overdrawn.
#include <gtest/gtest.h>

#include "audit/forged.h"

namespace gl::audit::testing {
namespace {

struct Entered {
  Books books;
  std::vector<Finding> findings;
};

Entered entered(Events const& events) {
  Entered all;
  for (auto const& event : events) all.books.enter(event, all.findings);
  return all;
}

TEST(Books, AreBalancedAndAgreeWithTheState) {
  auto const w = with_recovery();
  auto all = entered(w.events);
  all.books.compare(w.state, w.state.head(), all.findings);
  EXPECT_TRUE(all.findings.empty());
}

TEST(Books, SeeLinesThatDoNotSumToZero) {
  auto w = with_programme();
  w.given(council, ReverseEvent{Position{3}});
  forge<EventReversed>(w.events, [](EventReversed& e) { e.postings.pop_back(); });
  auto const all = entered(w.events);
  ASSERT_FALSE(all.findings.empty());
  EXPECT_EQ(code_of(all.findings.front()), "UNBALANCED");
  EXPECT_EQ(all.findings.front().position, Position{5});
}

TEST(Books, SeeAnAccountBelowZero) {
  auto w = with_programme();
  w.given(council, LapseAuthority{ProgrammeId{"G"}, eur(1)});
  forge<AuthorityLapsed>(w.events, [](AuthorityLapsed& e) { e.amount = euros(700'001); });
  auto const all = entered(w.events);
  ASSERT_EQ(all.findings.size(), 1U);
  EXPECT_EQ(code_of(all.findings.front()), "BELOW_ZERO");
  EXPECT_EQ(all.findings.front().actual, "-1.00");
}

TEST(Books, SeeAnAccountThatOverflows) {
  auto w = with_programme();
  w.given(council, VoteAuthority{ProgrammeId{"G"}, eur(1)});
  forge<AuthorityVoted>(w.events,
                        [](AuthorityVoted& e) { e.amount = Money::from_minor_units(INT64_MAX); });
  auto const all = entered(w.events);
  ASSERT_FALSE(all.findings.empty());
  EXPECT_EQ(code_of(all.findings.front()), "OVERFLOW");
}

TEST(Books, SeeAStateThatDisagrees) {
  auto w = with_advance_approved();
  auto all = entered(w.events);
  auto& project = w.state.projects.change(ProjectId{"P"});
  project.balances.payable = euros(19'999);
  all.books.compare(w.state, w.state.head(), all.findings);
  ASSERT_EQ(all.findings.size(), 1U);
  EXPECT_EQ(code_of(all.findings.front()), "BOOKS_DIFFER");
  EXPECT_EQ(all.findings.front().sentence,
            "Assets:AE:G:Payable:P: the entries sum to 2000000 minor units, the ledger's own state "
            "has 1999900");
}

}  // namespace
}  // namespace gl::audit::testing
