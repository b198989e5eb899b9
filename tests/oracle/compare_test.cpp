// The ledger against the oracle: the same commands, the same answers, balances and states.
//   GL_SEQUENCES=100000 test_oracle --gtest_filter='LedgerSlow.*'   plays more than a gate can
//   GL_SEED=123 test_oracle --gtest_filter='LedgerSlow.*'           plays one sequence again;
//                                                    both: so many sequences from that one on
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "oracle/example.h"
#include "oracle/script.h"
#include "support/repetitions.h"

namespace gl::oracle {
namespace {

constexpr int commands_max{60};
/// What a gate plays: always the same, so that a difference is of what changed.
constexpr std::uint64_t first_seed{2016};
constexpr std::uint64_t sequences{repetitions(2'000)};

std::uint64_t number_of(char const* name, std::uint64_t otherwise) {
  auto const* const given = std::getenv(name);
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

TEST(Ledger, AnswersTheWorkedExampleAsTheOracleDoes) {
  Example example;
  Player player;
  std::map<std::string, std::size_t> positions;
  for (auto& step : example.steps()) {
    auto& fields = step.command.fields;
    if (auto const at = fields.find("position"); at != fields.end()) {
      at->second = std::to_string(positions.at(at->second.substr(1)));
    }
    EXPECT_EQ(player.play(player.step_of(step.command)), "") << step.label;
    positions[step.label] = player.oracle().head();
  }
  EXPECT_EQ(player.differ_at_the_end(), "");
}

TEST(LedgerSlow, AnswersRandomSequencesAsTheOracleDoes) {
  bool const one = std::getenv("GL_SEED") != nullptr;
  auto const first = number_of("GL_SEED", first_seed);
  auto const count = number_of("GL_SEQUENCES", one ? 1 : sequences);
  for (auto seed = first; seed < first + count; ++seed) {
    if (auto failure = play_seed(seed, commands_max)) {
      FAIL() << report(shrunk(std::move(*failure)), seed);
    }
  }
  std::cout << count << " sequences of " << commands_max << " commands from seed " << first
            << ": no difference\n";
}

}  // namespace
}  // namespace gl::oracle
