#include <gtest/gtest.h>

#include "ledger/example_commands.h"
#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

/// The 2016 call of domain §12: every command, every balance after it.
class Example {
 public:
  /// Changes a line's fields before it is played.
  std::map<std::string, std::pair<std::string, std::string>> replace;

  std::string play(Row row) {
    auto const change = replace.find(row.at("step"));
    if (change != replace.end()) {
      auto& fields = row.at("fields");
      auto const& [from, to] = change->second;
      fields.replace(fields.find(from), from.size(), to);
    }
    world.on(row.at("recorded_on"));
    if (!row.at("received_at").empty() && row.at("received_at") > row.at("recorded_on") + "T12") {
      world.at(row.at("received_at"));
    }
    As const who{row.at("actor"), *parse_role(row.at("role"))};
    auto const verdict = world.send(who, parse_command(row, positions), [&](CommandHeader& h) {
      h.effective_date = day(row.at("effective_date"));
    });
    positions[row.at("step")] = world.state.head();
    return verdict;
  }

  /// Plays the lines before this step, whatever comes of them.
  void play_until(std::string const& step) {
    for (auto const& row : read_table("ami-2016.commands.tsv")) {
      if (row.at("step") == step) return;
      (void)play(row);
    }
  }

  /// Plays the first line of this step.
  std::string play_only(std::string const& step) {
    for (auto const& row : read_table("ami-2016.commands.tsv")) {
      if (row.at("step") == step) return play(row);
    }
    return "no such step";
  }

  World world;
  std::map<std::string, Position> positions;
};

std::string text(Money money) { return to_string(money, *Currency::parse("EUR")); }

void expect_balances(World const& world, Row const& expected) {
  auto const a = world.authority("INNOVSOC");
  EXPECT_EQ(text(a.available), expected.at("ae_available"));
  EXPECT_EQ(text(a.committed), expected.at("ae_committed"));
  EXPECT_EQ(text(a.payable), expected.at("ae_payable"));
  EXPECT_EQ(text(a.disbursed), expected.at("ae_disbursed"));
  EXPECT_EQ(text(a.recoverable), expected.at("ae_recoverable"));
  EXPECT_EQ(text(a.recovered), expected.at("ae_recovered"));
  EXPECT_EQ(text(world.credits(2016, "INNOVSOC")), expected.at("cp2016_available"));
  EXPECT_EQ(text(world.credits(2017, "INNOVSOC")), expected.at("cp2017_available"));
}

TEST(Example, EveryCommandEndsAndEveryBalanceStandsAsTheTableSays) {
  std::map<std::string, Row> expected;
  for (auto const& row : read_table("ami-2016.tsv")) expected[row.at("step")] = row;
  auto const commands = read_table("ami-2016.commands.tsv");
  ASSERT_EQ(commands.size(), 61U);
  Example example;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    auto const& row = commands[i];
    SCOPED_TRACE("step " + row.at("step") + " " + row.at("command") + " " + row.at("fields"));
    EXPECT_EQ(example.play(row), row.at("expected")) << example.world.refusal.sentence;
    bool const last_of_step =
        i + 1 == commands.size() || commands[i + 1].at("step") != row.at("step");
    if (row.at("step") != "-" && last_of_step) {
      expect_balances(example.world, expected.at(row.at("step")));
    }
  }
}

TEST(Example, EffectiveDatesAreThoseOfTheTable) {
  Example example;
  for (auto const& row : read_table("ami-2016.commands.tsv")) {
    (void)example.play(row);
    auto const& last = example.world.events.back();
    if (!row.at("expected").starts_with("REFUSED")) {
      EXPECT_EQ(to_string(last.envelope.effective_date), row.at("effective_date"));
    }
  }
}

TEST(Example, AtTheEndTheThreeProjectsStandWhereTheTextSays) {
  Example example;
  example.play_until("end");
  auto const& world = example.world;
  EXPECT_EQ(world.project("P1").state, ProjectState::settled);
  EXPECT_EQ(text(world.project("P1").balances.disbursed), "32000.00");
  EXPECT_EQ(text(world.project("P2").balances.committed), "30000.00");
  EXPECT_EQ(text(world.project("P3").balances.recoverable), "8375.25");
  EXPECT_EQ(world.project("P4").state, ProjectState::oriented);
  EXPECT_EQ(world.state.projects.find(ProjectId{"P5"}), nullptr);
}

TEST(Example, CreditsOfTenThousandDoNotCarryTheBalanceThoughTheCommitmentWould) {
  Example example;
  example.replace["31"] = {"amount=90000.00", "amount=10000.00"};
  example.play_until("35");
  EXPECT_EQ(example.play_only("35"), "REFUSED CREDITS_EXCEEDED");
  EXPECT_EQ(example.world.refusal.limit, "10000.00");
  EXPECT_EQ(example.world.refusal.actual, "12000.00");
}

TEST(Example, PayingP2AtTheEndNeedsAnAgreement) {
  Example example;
  example.play_until("end");
  EXPECT_EQ(example.world.send(anne, request("P2-R1", PaymentKind::advance, eur(1'000), "P2")),
            "REFUSED CONVENTION_REQUIRED");
  EXPECT_EQ(example.world.refusal.limit, "23000.00");
  EXPECT_EQ(example.world.refusal.actual, "30000.00");
}

TEST(Example, AnAwardIsNotReversedOnceItsAdvanceIsPaid) {
  Example example;
  example.play_until("23");
  EXPECT_EQ(example.world.send(board, ReverseEvent{example.positions.at("13")}),
            "REFUSED DEPENDENT_EVENTS");
}

TEST(Example, AuthorityIsVotedDownToTheLastCentAndNoFurther) {
  Example example;
  example.play_until("end");
  EXPECT_EQ(example.world.send(council, AdjustAuthority{ProgrammeId{"INNOVSOC"}, {-61'962'476, 2}}),
            "REFUSED AUTHORITY_EXCEEDED");
  EXPECT_EQ(example.world.send(council, AdjustAuthority{ProgrammeId{"INNOVSOC"}, {-61'962'475, 2}}),
            "AuthorityAdjusted");
}

TEST(Example, TheRefusalOfTheCapSaysTheValueTheLimitAndTheWayOut) {
  Example example;
  example.play_until("14");
  (void)example.play_only("14");
  EXPECT_EQ(example.world.refusal.sentence,
            "P2 asks 40,000.01 EUR but the call's cap is 40,000.00 EUR a project: lower the award");
  EXPECT_EQ(example.world.refusal.limit, "40000.00");
  EXPECT_EQ(example.world.refusal.actual, "40000.01");
  EXPECT_EQ(example.world.refusal.call_version, 2U);
}

}  // namespace
}  // namespace gl::ledger::testing
