#include "replication/judge.h"

#include <gtest/gtest.h>

#include <vector>

namespace gl::replication {
namespace {

Hash root(unsigned char mark) {
  Hash hash{};
  hash[0] = std::byte{mark};
  return hash;
}

TEST(Judge, LetsOnlyAContinuationOfTheHeadIntoTheJournal) {
  Applied const applied{Epoch{3}, {Position{100}, root(7)}};
  struct Case {
    char const* what;
    Block block;
    Judgement expected;
  };
  std::vector<Case> const cases{
      {"the next block", {Epoch{3}, Position{101}, 5, root(7), {}}, Judgement::extends},
      {"the next block, of a new epoch",
       {Epoch{4}, Position{101}, 5, root(7), {}},
       Judgement::extends},
      {"the next place, another root", {Epoch{3}, Position{101}, 5, root(8), {}}, Judgement::forks},
      {"a writer whose epoch ended", {Epoch{2}, Position{101}, 5, root(7), {}}, Judgement::stale},
      {"delivered twice", {Epoch{3}, Position{96}, 5, root(6), {}}, Judgement::repeats},
      {"the first event ever, again", {Epoch{3}, Position{1}, 1, root(0), {}}, Judgement::repeats},
      {"overlaps the head", {Epoch{3}, Position{99}, 5, root(6), {}}, Judgement::stale},
      {"leaves one event out", {Epoch{3}, Position{102}, 5, root(7), {}}, Judgement::gap},
  };
  for (auto const& c : cases) {
    EXPECT_EQ(judge(c.block, applied), c.expected) << c.what << ": " << name(c.expected);
  }
}

TEST(Judge, TakesTheFirstBlockOfAnEmptyLedger) {
  Applied const nothing{Epoch{0}, {Position{0}, root(1)}};
  EXPECT_EQ(judge({Epoch{1}, Position{1}, 1, root(1), {}}, nothing), Judgement::extends);
  EXPECT_EQ(judge({Epoch{1}, Position{2}, 1, root(1), {}}, nothing), Judgement::gap);
}

}  // namespace
}  // namespace gl::replication
