// Random sequences through the oracle: its own invariant, and what the generator reaches.
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>

#include "oracle/generator.h"

namespace gl::oracle {
namespace {

constexpr int sequences{300};
constexpr int commands{80};

/// What many sequences came to.
struct Coverage {
  std::map<std::string, int> accepted;  // by command type
  std::map<std::string, int> refused;   // by code
  std::map<std::string, int> flagged;   // by code
  int total{0};
  int repeated{0};

  void count(Command const& command, Answer const& answer) {
    ++total;
    if (answer.repeated) {
      ++repeated;
    } else if (answer.accepted) {
      ++accepted[command.type];
    } else {
      ++refused[answer.code];
    }
    for (auto const& flag : answer.flags) ++flagged[flag];
  }
};

std::string to_text(std::map<std::string, int> const& counts) {
  std::string text;
  for (auto const& [name, count] : counts) text += "  " + name + " " + std::to_string(count) + "\n";
  return text;
}

/// Invariant 1; and until its final account an award is what is committed, ordered, paid or claimed
/// back of it, or less once money has come back.
void expect_invariants(Oracle const& oracle, std::uint64_t seed) {
  for (auto const& [id, programme] : oracle.state().programmes) {
    ASSERT_TRUE(oracle.keeps_invariant_1(id)) << "programme " << id << ", seed " << seed;
  }
  for (auto const& [id, project] : oracle.state().projects) {
    if (project.state != "Awarded" && project.state != "Contracted") continue;
    if (project.account_accepted) continue;
    std::int64_t held = 0;
    for (auto const* const account : {"committed", "payable", "disbursed", "recoverable"}) {
      held += oracle.project_balance(account, id);
    }
    ASSERT_LE(held, oracle.award_amount(id).value_or(0)) << id << ", seed " << seed;
  }
}

Coverage play(std::uint64_t seeds) {
  Coverage coverage;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    std::mt19937_64 engine(seed);
    Oracle oracle;
    Generator generator(random_from(engine), oracle);
    for (int i = 0; i < commands; ++i) {
      auto const command = generator.next();
      coverage.count(command, oracle.submit(command));
      expect_invariants(oracle, seed);
      if (testing::Test::HasFatalFailure()) return coverage;
    }
  }
  return coverage;
}

TEST(OracleGenerator, KeepsTheInvariants) { EXPECT_EQ(play(20).total, 20 * commands); }

TEST(OracleGeneratorSlow, ReachesEveryCommandAndEveryCodeWithTheInvariantsKept) {
  auto const coverage = play(sequences);
  if (HasFatalFailure()) return;
  std::cout << "commands " << coverage.total << ", repeated " << coverage.repeated
            << "\naccepted:\n"
            << to_text(coverage.accepted) << "refused:\n"
            << to_text(coverage.refused) << "flagged:\n"
            << to_text(coverage.flagged);
  for (auto const& type : command_types()) {
    EXPECT_TRUE(coverage.accepted.contains(type)) << type << " was never accepted";
  }
  for (auto const& code : refusal_codes()) {
    EXPECT_TRUE(coverage.refused.contains(code)) << code << " was never the refusal";
  }
}

TEST(OracleGenerator, SaysTheSameForTheSameSeed) {
  auto const once = [] {
    std::mt19937_64 engine(7);
    Oracle oracle;
    Generator generator(random_from(engine), oracle);
    std::string said;
    for (int i = 0; i < commands; ++i) {
      auto const command = generator.next();
      said += command.type + " " + oracle.submit(command).code + "\n";
    }
    return said;
  };
  EXPECT_EQ(once(), once());
}

}  // namespace
}  // namespace gl::oracle
