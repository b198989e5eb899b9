#include "sequencer/latency.h"

#include <gtest/gtest.h>

namespace gl::sequencer {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

Latency::TimePoint at(int s) { return Latency::TimePoint{seconds{s}}; }

TEST(Latency, GivesTheShareOfTheLastMinuteToAnEighth) {
  Latency latency;
  EXPECT_EQ(latency.quantile(0.5, at(1'000)), microseconds{0});
  for (int us = 1; us <= 1'000; ++us) latency.add(microseconds{us}, at(1'000));
  for (auto const& [share, exact] : {std::pair{0.5, 500.0}, {0.99, 990.0}, {1.0, 1'000.0}}) {
    auto const got = static_cast<double>(latency.quantile(share, at(1'030)).count());
    EXPECT_GE(got, exact) << share;
    EXPECT_LE(got, exact * 1.125 + 1) << share;
  }
}

TEST(Latency, ForgetsWhatIsOlderThanAMinute) {
  Latency latency;
  latency.add(microseconds{40'000}, at(1'000));
  latency.add(microseconds{3}, at(1'055));
  EXPECT_GE(latency.quantile(1.0, at(1'059)), microseconds{40'000});
  EXPECT_EQ(latency.quantile(1.0, at(1'061)), microseconds{4});
  EXPECT_EQ(latency.quantile(1.0, at(5'000)), microseconds{0});
}

TEST(Latency, TakesAnythingFromNothingToDays) {
  Latency latency;
  latency.add(microseconds{0}, at(7));
  EXPECT_EQ(latency.quantile(0.99, at(7)), microseconds{1});
  latency.add(std::chrono::hours{100}, at(7));
  EXPECT_GT(latency.quantile(1.0, at(7)), std::chrono::hours{1});
}

}  // namespace
}  // namespace gl::sequencer
