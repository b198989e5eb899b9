// The oracle against the worked example of domain §12 and the cases derived at its end.
#include <gtest/gtest.h>

#include <string>

#include "oracle/example.h"
#include "oracle/oracle.h"

namespace gl::oracle {
namespace {

std::string const programme = "INNOVSOC";

std::string result_of(Answer const& answer) {
  return answer.accepted ? answer.events.front() : "REFUSED " + answer.code;
}

std::string euros(std::int64_t cents) { return amount_text(cents, 2); }

Command command(std::string const& type, std::string const& fields, std::string const& person,
                std::string const& role, std::string const& date) {
  Command made;
  made.type = type;
  made.fields = parse_fields(fields);
  made.person = person;
  made.role = role;
  made.recorded_at = parse_instant(date + "T10:00:00Z");
  return made;
}

TEST(OracleWorkedExample, IsAnsweredAsItSays) {
  auto steps = example_steps();
  ASSERT_EQ(steps.size(), 61U);
  Oracle oracle;
  std::map<std::string, std::size_t> positions;
  int refused = 0;
  for (auto& step : steps) {
    auto& fields = step.command.fields;
    if (fields.contains("position")) {
      fields["position"] = std::to_string(positions.at(fields["position"].substr(1)));
    }
    auto const answer = oracle.submit(step.command);
    EXPECT_EQ(result_of(answer), step.expected) << "step " << step.label;
    EXPECT_TRUE(oracle.keeps_invariant_1(programme)) << "step " << step.label;
    ASSERT_EQ(answer.positions.size(), 1U);
    positions[step.label] = answer.positions.front();
    if (!answer.accepted) ++refused;
  }
  EXPECT_EQ(refused, 5);
}

TEST(OracleWorkedExample, HasTheBalancesOfEveryLine) {
  Example example;
  auto const rows = example_rows();
  ASSERT_EQ(rows.size(), 42U);
  for (auto row : rows) {
    auto const answer = example.play_to(row["step"]);
    auto all = example.oracle().balances(programme);
    auto const step = "step " + row["step"];
    auto const expected = row["step"] == "12" ? "EligibilityDecided" : row["result"];
    EXPECT_EQ(result_of(answer), expected) << step;
    EXPECT_EQ(euros(all.available), row["ae_available"]) << step;
    EXPECT_EQ(euros(all.committed), row["ae_committed"]) << step;
    EXPECT_EQ(euros(all.payable), row["ae_payable"]) << step;
    EXPECT_EQ(euros(all.disbursed), row["ae_disbursed"]) << step;
    EXPECT_EQ(euros(all.recoverable), row["ae_recoverable"]) << step;
    EXPECT_EQ(euros(all.recovered), row["ae_recovered"]) << step;
    EXPECT_EQ(euros(all.years[2016].available), row["cp2016_available"]) << step;
    EXPECT_EQ(euros(all.years[2017].available), row["cp2017_available"]) << step;
  }
}

TEST(OracleWorkedExample, EndsAsItSays) {
  Example example;
  example.play_all();
  auto& oracle = example.oracle();
  EXPECT_EQ(oracle.project_state("P1"), "Settled");
  EXPECT_EQ(oracle.project_state("P2"), "Awarded");
  EXPECT_EQ(oracle.project_state("P3"), "Cancelled");
  EXPECT_EQ(oracle.project_state("P4"), "Oriented");
  EXPECT_EQ(oracle.project_state("P5"), "");
  EXPECT_EQ(oracle.award_amount("P1"), 32'000'00);
  EXPECT_EQ(oracle.project_balance("disbursed", "P1"), 32'000'00);
  EXPECT_EQ(oracle.project_balance("committed", "P2"), 30'000'00);
  EXPECT_EQ(oracle.project_balance("recoverable", "P3"), 8'375'25);
  EXPECT_EQ(oracle.payment_state("P1-R2"), "Paid");
  EXPECT_EQ(oracle.recovery_state("P3-T1"), "PartReceived");
  EXPECT_EQ(oracle.call_state("AMI-2016"), "Closed");
  auto all = oracle.balances(programme);
  EXPECT_EQ(all.voted, 700'000'00);
  EXPECT_EQ(all.years[2016].consumed, 38'375'25);
  EXPECT_EQ(all.years[2016].lapsed, 261'624'75);
  EXPECT_EQ(all.years[2017].consumed, 12'000'00);
}

TEST(OracleWorkedExample, KnowsWhatWasKnownOnBothAxes) {
  Example example;
  example.play_all();
  auto const recovered_at = [&](std::string const& step) {
    return example.oracle()
        .balances(programme, {example.position_of(step), {}, parse_day("2017-11-20")})
        .recovered;
  };
  EXPECT_EQ(recovered_at("39"), 1'000'00);
  EXPECT_EQ(recovered_at("40"), 0);
  EXPECT_EQ(recovered_at("41"), 10'000'00);
  EXPECT_EQ(example.oracle().balances(programme, {{}, {}, parse_day("2016-11-30")}).disbursed,
            20'000'00);
}

TEST(OracleWorkedExample, RefusesAnOrderWhenCreditsAreGoneThoughTheCommitmentCoversIt) {
  Example example;
  for (auto& step : example.steps()) {
    if (step.label == "31") step.command.fields["amount"] = "10000.00";
  }
  EXPECT_EQ(example.play_to("35").code, "CREDITS_EXCEEDED");
}

TEST(OracleWorkedExample, RefusesAPaymentWithoutTheAgreementThatIsDue) {
  Example example;
  example.play_all();
  auto const request =
      command("RequestPayment", "project=P2; payment=P2-R1; kind=advance; amount=1.00", "anne",
              "instructor", "2017-11-22");
  EXPECT_EQ(example.oracle().submit(request).code, "CONVENTION_REQUIRED");
}

TEST(OracleWorkedExample, AnswersARepeatedCommandOnce) {
  Example example;
  for (auto& step : example.steps()) step.command.id = "id of " + step.label + step.command.type;
  auto const first = example.play_to("22");
  Command repeated;
  for (auto const& step : example.steps()) {
    if (step.label == "22") repeated = step.command;
  }
  auto const head = example.oracle().head();
  auto const again = example.oracle().submit(repeated);
  EXPECT_TRUE(again.repeated);
  EXPECT_TRUE(again.accepted);
  EXPECT_EQ(again.positions, first.positions);
  EXPECT_EQ(example.oracle().head(), head);
  repeated.fields["bank_reference"] = "another";
  EXPECT_EQ(example.oracle().submit(repeated).code, "DUPLICATE_COMMAND_MISMATCH");
  EXPECT_EQ(example.oracle().head(), head);
}

TEST(OracleWorkedExample, KeepsAnAwardWhilePaymentsRestOnIt) {
  Example example;
  example.play_to("22");
  auto const reversal =
      command("ReverseEvent", "position=" + std::to_string(example.position_of("13")), "commission",
              "decision", "2016-11-28");
  EXPECT_EQ(example.oracle().submit(reversal).code, "DEPENDENT_EVENTS");
}

TEST(OracleWorkedExample, LetsAuthorityGoDownByWhatIsAvailable) {
  Example example;
  example.play_all();
  auto const adjust = [&](std::string const& amount) {
    return example.oracle().submit(command("AdjustAuthority",
                                           "programme=INNOVSOC; amount=" + amount, "conseil",
                                           "assembly", "2017-11-22"));
  };
  EXPECT_EQ(adjust("-619624.76").code, "AUTHORITY_EXCEEDED");
  EXPECT_TRUE(adjust("-619624.75").accepted);
  EXPECT_EQ(example.oracle().balances(programme).available, 0);
}

TEST(OracleCivil, KnowsParisMidnights) {
  EXPECT_EQ(paris_midnight_after(parse_day("2016-09-05")), parse_instant("2016-09-05T22:00:00Z"));
  EXPECT_EQ(paris_midnight_after(parse_day("2016-12-31")), parse_instant("2016-12-31T23:00:00Z"));
  // The clocks change at 01:00 UTC on 27 March and 30 October 2016.
  EXPECT_EQ(paris_midnight_after(parse_day("2016-03-26")), parse_instant("2016-03-26T23:00:00Z"));
  EXPECT_EQ(paris_midnight_after(parse_day("2016-03-27")), parse_instant("2016-03-27T22:00:00Z"));
  EXPECT_EQ(paris_midnight_after(parse_day("2016-10-29")), parse_instant("2016-10-29T22:00:00Z"));
  EXPECT_EQ(paris_midnight_after(parse_day("2016-10-30")), parse_instant("2016-10-30T23:00:00Z"));
  EXPECT_EQ(to_text(paris_day(parse_instant("2016-09-05T21:59:59Z"))), "2016-09-05");
  EXPECT_EQ(to_text(paris_day(parse_instant("2016-09-05T22:00:00Z"))), "2016-09-06");
  EXPECT_EQ(to_text(add_months(parse_day("2016-10-31"), 4)), "2017-02-28");
  EXPECT_EQ(to_text(add_years(parse_day("2016-02-29"), -3)), "2013-02-28");
}

TEST(OracleText, RoundsHalfUpAndSplitsByLargestRemainder) {
  EXPECT_TRUE(share_of(1, 500'000) == 1);
  EXPECT_TRUE(share_of(3, 499'999) == 1);
  auto const parts = split_amount(100'01, {333'333, 333'333, 333'334});
  EXPECT_EQ(euros(static_cast<std::int64_t>(parts[0])), "33.34");
  EXPECT_EQ(euros(static_cast<std::int64_t>(parts[1])), "33.33");
  EXPECT_EQ(euros(static_cast<std::int64_t>(parts[2])), "33.34");
  EXPECT_FALSE(parse_amount("1.005", 2));
  EXPECT_TRUE(parse_amount("-5", 2) == -500);
  EXPECT_EQ(euros(-5), "-0.05");
}

}  // namespace
}  // namespace gl::oracle
