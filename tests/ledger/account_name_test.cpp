#include "ledger/account.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <regex>
#include <set>

namespace gl::ledger::testing {
namespace {

/// Ids of a few characters that matter, so that those that nearly coincide come up.
std::string short_id() {
  auto const characters = rc::gen::element('A', 'X', 'a', 'f', '0', '2', '5', '.', '_', '/', '-');
  return *rc::gen::resize(6, rc::gen::nonEmpty(rc::gen::container<std::string>(characters)));
}

TEST(AccountComponent, LeavesAnIdThatEveryToolTakesAsItIs) {
  for (auto const* id : {"P1", "INNOVSOC", "AMI-2016", "2016", "TM22-7"}) {
    EXPECT_EQ(account_component(id), id);
  }
}

TEST(AccountComponent, WritesWhatBeancountDoesNotTakeInAnotherWay) {
  EXPECT_EQ(account_component("a/b.c"), "X--a--2fb--2ec");
  EXPECT_EQ(account_component("2016/12"), "2016--2f12");
  EXPECT_EQ(account_component("A--B"), "A--2d-B");
  EXPECT_EQ(account_component("-1"), "X---1");
}

RC_GTEST_PROP(AccountComponent, IsOneOfBeancountsAndTellsEveryTwoIdsApart, ()) {
  static std::regex const component{"[A-Z0-9][A-Za-z0-9-]*"};
  auto const one = short_id();
  auto const other = short_id();
  RC_ASSERT(std::regex_match(account_component(one), component));
  RC_ASSERT((one == other) == (account_component(one) == account_component(other)));
}

TEST(AccountComponent, TellsAllShortIdsApart) {
  std::set<std::string> seen;
  std::string const characters = "AXa02.-/";
  std::size_t ids = 0;
  for (unsigned length = 1; length <= 5; ++length) {
    std::string id(length, ' ');
    unsigned all = 1;
    for (unsigned i = 0; i < length; ++i) all *= 8;
    for (unsigned number = 0; number < all; ++number, ++ids) {
      for (unsigned i = 0; i < length; ++i) id[i] = characters[(number >> (3 * i)) & 7U];
      seen.insert(account_component(id));
    }
  }
  EXPECT_EQ(seen.size(), ids);
}

TEST(AccountName, HasItsProgrammeIfOneIsGiven) {
  Account account{AccountKind::ae_committed, {}, StreamId{"P1"}, 0};
  EXPECT_EQ(to_string(account), "Assets:AE:Committed:P1");
  account.programme = ProgrammeId{"G"};
  EXPECT_EQ(to_string(account), "Assets:AE:G:Committed:P1");
  EXPECT_EQ(to_string(Account{AccountKind::cp_lapsed, {}, {}, 2016}), "Assets:CP:Y2016:Lapsed");
  EXPECT_EQ(to_string(Account{AccountKind::cp_voted, ProgrammeId{"G"}, {}, 0}),
            "Equity:CP:G:Voted");
}

TEST(AccountName, TellsProjectsApartThatDifferInAStopOrADash) {
  Account const one{AccountKind::ae_committed, ProgrammeId{"G"}, StreamId{"2016.12"}, 0};
  Account const other{AccountKind::ae_committed, ProgrammeId{"G"}, StreamId{"2016-12"}, 0};
  EXPECT_NE(to_string(one), to_string(other));
}

}  // namespace
}  // namespace gl::ledger::testing
