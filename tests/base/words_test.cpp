#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <set>
#include <string>
#include <type_traits>

#include "base/check.h"
#include "base/inline_text.h"
#include "base/random.h"
#include "base/result.h"
#include "base/strong.h"

namespace gl {
namespace {

using Short = InlineText<struct ShortTag, 4>;
using Other = InlineText<struct OtherTag, 4>;

TEST(InlineText, HoldsUpToItsMaximumInPlace) {
  EXPECT_EQ(Short{"abcd"}.view(), "abcd");
  EXPECT_EQ(Short{""}.view(), "");
  EXPECT_TRUE(Short{}.empty());
  EXPECT_EQ(sizeof(Short), 5U);
}

TEST(InlineText, StopsAtATextThatNobodyChecked) { EXPECT_DEATH(Short{"abcde"}, ""); }

TEST(InlineText, ComparesAndSortsAsText) {
  EXPECT_EQ(Short{"ab"}, Short{"ab"});
  EXPECT_NE(Short{"ab"}, (Short{std::string_view{"ab\0", 3}}));
  EXPECT_LT(Short{"ab"}, Short{"abc"});
  EXPECT_LT(Short{"Z"}, Short{"a"});
  EXPECT_EQ(std::hash<Short>{}(Short{"ab"}), std::hash<Short>{}(Short{"ab"}));
}

TEST(InlineText, KeepsMeaningsApart) {
  static_assert(!std::is_convertible_v<std::string_view, Short>);
  static_assert(!std::is_constructible_v<Short, Other>);
}

TEST(Strong, MixesWithNothing) {
  static_assert(!std::is_convertible_v<std::uint64_t, Position>);
  static_assert(!std::is_convertible_v<Position, std::uint64_t>);
  static_assert(!std::is_constructible_v<Position, StreamVersion>);
  EXPECT_EQ(next(Position{}), Position{1});
  EXPECT_LT(Position{9}, Position{10});
}

TEST(Errc, HasNumbersAndNamesThatNeverChange) {
  constexpr std::array<std::string_view, 14> names = {
      "io",        "corrupt", "locked", "newer_format", "not_found",       "malformed",
      "too_large", "timeout", "closed", "refused_peer", "unknown_outcome", "busy",
      "usage",     "exists"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(name(static_cast<Errc>(i + 1)), names[i]);
  }
  EXPECT_EQ(name(static_cast<Errc>(999)), "unknown");
}

TEST(Check, EndsTheProcessInEveryBuild) {
  int evaluated = 0;
  GL_CHECK(++evaluated == 1, "looked at once");
  EXPECT_EQ(evaluated, 1);
  EXPECT_EXIT(GL_CHECK(evaluated == 2, "our bug"), testing::KilledBySignal(SIGABRT), "");
}

TEST(Random, FromASeedRepeatsItself) {
  std::array<std::byte, 64> a{};
  std::array<std::byte, 64> b{};
  std::array<std::byte, 64> c{};
  SeededRandom{42}.fill(a);
  SeededRandom{42}.fill(b);
  SeededRandom{43}.fill(c);
  EXPECT_EQ(a, b);
  EXPECT_NE(a, c);
}

TEST(Random, OfTheSystemFillsEverythingAndNeverTwiceTheSame) {
  SystemRandom random;
  std::set<std::array<std::byte, 16>> seen;
  for (int i = 0; i < 1'000; ++i) {
    std::array<std::byte, 16> bytes{};
    random.fill(bytes);
    ASSERT_TRUE(seen.insert(bytes).second);
  }
  // A kilobyte whose last 16 bytes stayed zero would be chance once in 2^128.
  std::array<std::byte, 1'024> many{};
  random.fill(many);
  EXPECT_TRUE(std::any_of(many.end() - 16, many.end(), [](auto b) { return b != std::byte{0}; }));
}

}  // namespace
}  // namespace gl
