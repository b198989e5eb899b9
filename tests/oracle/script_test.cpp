#include "oracle/script.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "codec/command_codec.h"
#include "codec/json.h"
#include "oracle/generator.h"

namespace gl::oracle {
namespace {

constexpr int commands{60};

/// A rule that no ledger breaks: the third payee stands in for a difference.
bool registers_three(Script const& script) {
  return std::ranges::count_if(
             script, [](Step const& step) { return step.command.type == "RegisterPayee"; }) >= 3;
}

Script recorded(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Player player;
  Generator generator(random_from(random), player.oracle());
  Script script;
  for (int i = 0; i < commands; ++i) {
    script.push_back(player.step_of(generator.next()));
    EXPECT_EQ(player.play(script.back()), "") << i;
  }
  return script;
}

/// A reversal names what it reverses, not where that stood.
TEST(Script, KeepsItsMeaningWhenEarlierCommandsAreLeftOut) {
  int reversals = 0;
  for (std::uint64_t seed = 1; seed < 60; ++seed) {
    auto const script = recorded(seed);
    for (auto const& step : script) {
      if (!step.target) continue;
      Script shorter;
      for (auto const& each : script) {
        bool const is_notice = each.command.type == "NotifyApplicant";
        if (!is_notice || each.number == step.target->step) shorter.push_back(each);
      }
      Player player;
      for (auto const& each : shorter) ASSERT_EQ(player.play(each), "") << "seed " << seed;
      ++reversals;
      break;
    }
  }
  EXPECT_GT(reversals, 10);
}

/// What a failure prints is what the ledger was sent.
TEST(Script, IsPrintedAsLinesThatAreReadBack) {
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    std::mt19937_64 random(seed);
    Player player;
    Generator generator(random_from(random), player.oracle());
    for (int i = 0; i < commands; ++i) {
      ASSERT_EQ(player.play(player.step_of(generator.next())), "");
    }
    for (auto const& sent : player.sent()) {
      auto const read = codec::command_from_json(to_json(sent));
      ASSERT_TRUE(read.has_value()) << to_json(sent) << ": " << read.error().what;
      EXPECT_EQ(read->as, sent.person + "/" + sent.role);
      EXPECT_EQ(read->recorded_at, gl::Instant{sent.recorded_at});
      auto meant = Real::command_of(sent);
      ASSERT_TRUE(meant.has_value());
      meant->header.id = read->command.header.id;
      EXPECT_EQ(codec::encode_command(read->command), codec::encode_command(*meant))
          << to_json(sent);
    }
  }
}

/// The shrinker leaves what the failure needs and no more.
TEST(Script, ShrinksToWhatAFailureNeeds) {
  for (std::uint64_t seed = 1; seed < 200; ++seed) {
    auto const script = recorded(seed);
    if (!registers_three(script)) continue;
    auto const least = shrunk(script, registers_three);
    ASSERT_EQ(least.size(), 3U);
    for (auto const& step : least)
      EXPECT_TRUE(step.command.fields.empty()) << to_json(step.command);
    return;
  }
  FAIL() << "no sequence registers three payees";
}

}  // namespace
}  // namespace gl::oracle
