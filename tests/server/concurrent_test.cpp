// Many connections at once, one truth.
#include <gtest/gtest.h>

#include <thread>

#include "support/ledger_fixture.h"
#include "support/sample_commands.h"

namespace gl::testing {
namespace {

using ledger::Outcome;
using ledger::Role;

constexpr std::size_t connections = 64;
constexpr std::size_t awards_each = 4;
constexpr std::size_t projects = connections * awards_each;
constexpr std::size_t affordable = projects / 2;
constexpr std::int64_t award_euros = 10'000;

std::string project_id(std::size_t number) { return "P" + std::to_string(number); }

void submit_all(client::Client& client, std::vector<ledger::Command> commands, Instant at) {
  auto const reply = must(client.submit(std::move(commands), {.recorded_at = at}));
  for (auto const& answer : reply.answers) {
    if (answer.outcome != Outcome::accepted) throw std::runtime_error(answer.refusal.sentence);
  }
}

/// Projects that wait for a decision, in a programme with authority for half of what they ask.
void prepare_projects(LedgerFixture& ledger) {
  auto const administrator = ledger.client("anne", Role::administrator);
  auto const instructor = ledger.client("anne", Role::instructor);
  submit_all(*administrator, {ledger.command(sample_programme("PROG"))}, noon_2016(5, 30));
  submit_all(*ledger.client("anne", Role::assembly),
             {ledger.command(vote("PROG", euros(award_euros * std::int64_t{affordable})))},
             noon_2016(5, 30));
  submit_all(*administrator, {ledger.command(sample_call("CALL", "PROG"))}, noon_2016(6, 1));
  std::vector<ledger::Command> received;
  std::vector<ledger::Command> instructed;
  for (std::size_t i = 0; i < projects; ++i) {
    auto const id = project_id(i);
    received.push_back(ledger.command(sample_project(id, "CALL", euros(award_euros))));
    instructed.push_back(ledger.command(declare_complete(id)));
    instructed.push_back(ledger.command(declare_eligible(id)));
  }
  submit_all(*instructor, std::move(received), noon_2016(6, 10));
  submit_all(*instructor, std::move(instructed), noon_2016(6, 20));
}

/// Asks for awards one after the other; counts the accepted, and the refused by rule.
struct Tally {
  std::size_t accepted = 0;
  std::map<ledger::Rule, std::size_t> refused;
};

Tally ask_for_awards(client::Client& client, std::vector<ledger::Command> const& commands) {
  Tally tally;
  for (auto const& command : commands) {
    auto const reply = must(client.submit({command}, {.recorded_at = noon_2016(9, 1)}));
    auto const& answer = reply.answers.at(0);
    if (answer.outcome == Outcome::accepted) ++tally.accepted;
    if (answer.outcome == Outcome::refused) ++tally.refused[answer.refusal.rule];
  }
  return tally;
}

TEST(ServerSlow, AwardsExactlyWhatIsAffordableToManyConnectionsAtOnce) {
  LedgerFixture ledger;
  prepare_projects(ledger);
  std::vector<std::unique_ptr<client::Client>> clients;
  std::vector<std::vector<ledger::Command>> asked(connections);
  for (std::size_t i = 0; i < connections; ++i) {
    clients.push_back(ledger.client("decider" + std::to_string(i), Role::decision));
    for (std::size_t j = 0; j < awards_each; ++j) {
      asked[i].push_back(
          ledger.command(award(project_id(i * awards_each + j), euros(award_euros))));
    }
  }
  EXPECT_EQ(ledger.server().connections(), connections);

  std::vector<Tally> tallies(connections);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < connections; ++i) {
      threads.emplace_back([&, i] { tallies[i] = ask_for_awards(*clients[i], asked[i]); });
    }
  }

  std::size_t accepted = 0;
  std::map<ledger::Rule, std::size_t> refused;
  for (auto const& tally : tallies) {
    accepted += tally.accepted;
    for (auto const& [rule, count] : tally.refused) refused[rule] += count;
  }
  EXPECT_EQ(accepted, affordable);
  EXPECT_EQ(refused, (std::map<ledger::Rule, std::size_t>{
                         {ledger::Rule::authority_exceeded, projects - affordable}}));

  wire::Balances question;
  question.programme = ledger::ProgrammeId{"PROG"};
  question.at.not_before = ledger.journal().watermark();
  question.at.wait_ms = 10'000;
  auto const auditor = ledger.client("uma", Role::auditor);
  auto const authority = must(auditor->balances(question)).balances.at(0).authority;
  auto const all = ledger::Money::from_minor_units(award_euros * 100 * std::int64_t{affordable});
  EXPECT_EQ(authority.voted, all);
  EXPECT_EQ(authority.committed, all);
  EXPECT_EQ(authority.available, ledger::Money{});
}

}  // namespace
}  // namespace gl::testing
