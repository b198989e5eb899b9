#include "sequencer/input_queue.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace gl::sequencer {
namespace {

Submission of(std::size_t commands) {
  Submission submission;
  submission.commands.resize(commands);
  return submission;
}

TEST(InputQueue, IsFullByCommandsAndLeavesWhatItDoesNotTake) {
  InputQueue queue{10, 100};
  ASSERT_TRUE(queue.push(of(6), 6));
  auto late = of(5);
  auto const busy = queue.push(std::move(late), 5);
  ASSERT_FALSE(busy);
  EXPECT_EQ(busy.error().code, Errc::busy);
  EXPECT_NE(busy.error().what.find("10"), std::string::npos);
  EXPECT_EQ(late.commands.size(), 5U);  // NOLINT(bugprone-use-after-move): that is the promise
  EXPECT_TRUE(queue.push(of(4), 4));
  EXPECT_EQ(queue.depth().commands, 10U);
}

TEST(InputQueue, IsFullByRequests) {
  InputQueue queue{1'000, 2};
  ASSERT_TRUE(queue.push(Lookup{}, 1));
  ASSERT_TRUE(queue.push(Lookup{}, 1));
  EXPECT_EQ(queue.push(Lookup{}, 1).error().code, Errc::busy);
}

TEST(InputQueue, TakesOneItemOfAnySizeWhenItIsEmpty) {
  InputQueue queue{10, 100};
  EXPECT_TRUE(queue.push(of(5'000), 5'000));
  EXPECT_FALSE(queue.push(of(1), 1));
}

TEST(InputQueue, TellsOnceWhenHalfOfItIsFreeAgain) {
  InputQueue queue{10, 100};
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(queue.push(of(2), 2));
  int told = 0;
  queue.when_room([&] { ++told; });
  EXPECT_TRUE(queue.try_pop());
  EXPECT_TRUE(queue.try_pop());
  EXPECT_EQ(told, 0);
  EXPECT_TRUE(queue.try_pop());  // 4 of 10 left
  EXPECT_EQ(told, 1);
  EXPECT_TRUE(queue.try_pop());
  EXPECT_EQ(told, 1);
  queue.when_room([&] { ++told; });
  EXPECT_EQ(told, 2);
}

TEST(InputQueue, GivesOutWhatIsInsideAfterItIsClosedAndWakesEverybody) {
  InputQueue queue{2, 100};
  ASSERT_TRUE(queue.push(of(2), 2));
  bool told = false;
  queue.when_room([&] { told = true; });
  queue.close();
  EXPECT_TRUE(told);
  EXPECT_EQ(queue.push(of(1), 1).error().code, Errc::closed);
  EXPECT_TRUE(queue.try_pop());
  EXPECT_FALSE(queue.try_pop());
  queue.wait(std::nullopt);  // returns
}

TEST(InputQueue, RemembersAPokeUntilTheNextWait) {
  InputQueue queue{2, 100};
  queue.poke();
  queue.wait(std::nullopt);
  auto const start = std::chrono::steady_clock::now();
  queue.wait(start + std::chrono::milliseconds{5});
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds{5});
  std::jthread const other([&] { queue.poke(); });
  queue.wait(std::nullopt);
}

}  // namespace
}  // namespace gl::sequencer
