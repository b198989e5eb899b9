#include "base/bounded_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace gl {
namespace {

using namespace std::chrono_literals;

TEST(BoundedQueue, GivesOutInTheOrderItTookIn) {
  BoundedQueue<int> queue{3};
  for (int const i : {1, 2, 3}) ASSERT_TRUE(queue.push(i));
  EXPECT_EQ(queue.size(), 3U);
  for (int const i : {1, 2, 3}) EXPECT_EQ(queue.pop(), i);
  EXPECT_EQ(queue.try_pop(), std::nullopt);
}

TEST(BoundedQueue, TurnsAwayWhenFullAndLeavesTheItemAlone) {
  BoundedQueue<std::unique_ptr<int>> queue{1};
  auto first = std::make_unique<int>(1);
  auto second = std::make_unique<int>(2);
  ASSERT_TRUE(queue.try_push(first));
  EXPECT_FALSE(queue.try_push(second));
  EXPECT_EQ(first, nullptr);
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(*second, 2);
}

TEST(BoundedQueue, TurnsAwayWhenClosedAndLeavesTheItemAlone) {
  BoundedQueue<std::unique_ptr<int>> queue{1};
  queue.close();
  auto item = std::make_unique<int>(1);
  EXPECT_FALSE(queue.try_push(item));
  EXPECT_NE(item, nullptr);
  EXPECT_FALSE(queue.push(std::move(item)));
}

TEST(BoundedQueue, GivesOutWhatIsInsideAfterItWasClosed) {
  BoundedQueue<int> queue{2};
  ASSERT_TRUE(queue.push(1));
  queue.close();
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(BoundedQueue, WaitsNoLongerThanItIsTold) {
  BoundedQueue<int> queue{1};
  auto const began = std::chrono::steady_clock::now();
  EXPECT_EQ(queue.pop_for(20ms), std::nullopt);
  EXPECT_GE(std::chrono::steady_clock::now() - began, 20ms);
  ASSERT_TRUE(queue.push(1));
  EXPECT_EQ(queue.pop_for(1h), 1);
}

TEST(BoundedQueue, WakesWhoeverWaitsWhenItIsClosed) {
  BoundedQueue<int> full{1};
  BoundedQueue<int> empty{1};
  ASSERT_TRUE(full.push(1));
  std::atomic<int> woken = 0;
  {
    std::jthread const giver{[&] { woken += full.push(2) ? 0 : 1; }};
    std::jthread const taker{[&] { woken += empty.pop() ? 0 : 1; }};
    std::this_thread::sleep_for(10ms);
    EXPECT_EQ(woken, 0);
    full.close();
    empty.close();
  }
  EXPECT_EQ(woken, 2);
}

TEST(BoundedQueue, LosesAndDoublesNothingBetweenManyThreads) {
  constexpr std::size_t givers = 4;
  constexpr std::size_t each = 2'000;
  BoundedQueue<std::size_t> queue{8};
  std::vector<std::atomic<int>> seen(givers * each);
  std::atomic<std::size_t> most = 0;
  {
    std::vector<std::jthread> takers;
    for (int i = 0; i < 2; ++i) {
      takers.emplace_back([&] {
        while (auto const item = queue.pop()) {
          ++seen[*item];
          most = std::max(most.load(), queue.size());
        }
      });
    }
    {
      std::vector<std::jthread> threads;
      for (std::size_t giver = 0; giver < givers; ++giver) {
        threads.emplace_back([&queue, giver] {
          for (std::size_t i = 0; i < each; ++i) ASSERT_TRUE(queue.push(giver * each + i));
        });
      }
    }
    queue.close();
  }
  for (auto const& count : seen) ASSERT_EQ(count, 1);
  EXPECT_LE(most, queue.items_max());
}

TEST(BoundedQueue, StopsWhenItCouldHoldNothing) { EXPECT_DEATH(BoundedQueue<int>{0}, ""); }

}  // namespace
}  // namespace gl
