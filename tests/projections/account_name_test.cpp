#include "projections/exports/account_name.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <regex>
#include <set>

namespace gl::projections::testing {
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

TEST(AccountName, HasTheProgrammeOnlyWhereThereAreSeveral) {
  ledger::Account account{ledger::AccountKind::ae_committed, ledger::ProgrammeId{"G"},
                          ledger::StreamId{"P1"}, 0};
  EXPECT_EQ(account_name(account, false), "Assets:AE:Committed:P1");
  EXPECT_EQ(account_name(account, true), "Assets:AE:G:Committed:P1");
  account = {ledger::AccountKind::cp_lapsed, ledger::ProgrammeId{"G"}, {}, 2016};
  EXPECT_EQ(account_name(account, false), "Assets:CP:Y2016:Lapsed");
  account = {ledger::AccountKind::cp_voted, ledger::ProgrammeId{"G"}, {}, 2016};
  EXPECT_EQ(account_name(account, true), "Equity:CP:G:Voted");
}

}  // namespace
}  // namespace gl::projections::testing
