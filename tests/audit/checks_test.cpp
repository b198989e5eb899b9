// The named queries, each with its answer on a ledger where somebody did what it asks about.
#include <gtest/gtest.h>

#include "audit/checks.h"
#include "audit/forged.h"

namespace gl::audit::testing {
namespace {

/// The answer as lines of cells between bars.
std::string answer(Events const& events, std::string_view name, Parameters const& parameters = {}) {
  auto const* const spec = find_check(name);
  EXPECT_NE(spec, nullptr) << name;
  auto const check = spec->make(parameters);
  for (auto const& event : events) check->take(event);
  std::string text;
  for (auto const& row : check->rows()) {
    EXPECT_EQ(row.size(), spec->columns.size()) << name;
    for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : "|") + row[i];
    text += "\n";
  }
  return text;
}

TEST(Checks, HaveNamesAQuestionAndNothingToSayOfACleanLedger) {
  EXPECT_EQ(all_checks().size(), 7U);
  for (auto const& spec : all_checks()) {
    EXPECT_FALSE(spec.question.empty());
    if (spec.name == "near-thresholds") continue;  // the award is at the cap, as most are
    EXPECT_EQ(answer(with_advance_paid().events, spec.name), "") << spec.name;
  }
  EXPECT_EQ(find_check("no-such-check"), nullptr);
}

TEST(Checks, ApprovedOwnPreparation) {
  auto events =
      with_forced(with_advance_requested(), {"anne", Role::officer}, approve("R1", eur(20'000)));
  EXPECT_EQ(answer(events, "own-preparation"),
            "14|PaymentApproved|R1|P|anne|prepared|13|20000.00|EUR\n");
  events = with_forced(with_advance_issued(), {"boris", Role::accountant}, confirm("R1"));
  EXPECT_EQ(answer(events, "own-preparation"),
            "16|PaymentExecuted|R1|P|boris|approved|14|20000.00|EUR\n");
}

TEST(Checks, AwardsNearThresholds) {
  auto w = with_eligible([](OpenCall& c) { c.project_cap.reset(); });
  auto decision = award(eur(22'999));
  decision.plan.clear();
  w.given(board, decision);
  EXPECT_EQ(answer(w.events, "near-thresholds"),
            "9|AwardDecided|P|00000101600013|commission (decision)|22999.00|23000.00|1.00|EUR\n");
  w.given(board, AmendAward{ProjectId{"P"}, eur(23'000, 1), {}, {}});
  EXPECT_EQ(answer(w.events, "near-thresholds"),
            "9|AwardDecided|P|00000101600013|commission (decision)|22999.00|23000.00|1.00|EUR\n")
      << "above it is not near it";
  Parameters other;
  other.thresholds = {{20'000, 0}, {25'000, 0}};
  other.margin = Rate{80'000};
  EXPECT_EQ(answer(w.events, "near-thresholds", other),
            "10|AwardIncreased|P|00000101600013|commission (decision)|23000.01|25000.00|1999.99|"
            "EUR\n");
}

/// A second project of the same applicant, eligible.
World with_two_projects() {
  auto w = with_eligible();
  auto second = submit("P2", "00000101600021");  // another establishment of the same SIREN
  second.received_at = moment("2016-09-01T10:00:00Z");
  second.evidence = any_hash();
  w.given(anne, second);
  w.given(anne, DeclareComplete{ProjectId{"P2"}});
  w.given(anne, DeclareEligible{ProjectId{"P2"}, {}});
  return w;
}

TEST(Checks, SplitAwardsToOneSiren) {
  auto w = with_two_projects();
  w.on("2016-11-14").given(board, award(eur(20'000), "P"));
  w.on("2016-12-01").given(board, award(eur(3'000, 1), "P2"));
  auto const found = "000001016|2|2016-11-14|2016-12-01|23000.01|EUR|P P2|12 13\n";
  EXPECT_EQ(answer(w.events, "split-awards"), found);
  Parameters near;
  near.split_days = 16;
  EXPECT_EQ(answer(w.events, "split-awards", near), "");
  near.split_days = 17;
  EXPECT_EQ(answer(w.events, "split-awards", near), found);
  auto cancelled = w;
  cancelled.given(board, CancelAward{ProjectId{"P2"}, CancelGround::renounced, {}});
  EXPECT_EQ(answer(cancelled.events, "split-awards"), "");
  cancelled.given(board, ReverseEvent{Position{14}});
  EXPECT_EQ(answer(cancelled.events, "split-awards"), found) << "the award is back";
}

TEST(Checks, BankAccountChangedShortlyBeforePayment) {
  auto w = with_advance_issued();
  w.on("2016-11-25")
      .given(anne,
             ChangePayeeAccount{PayeeId{"00000101600013"}, {"FR7630006000011234567890189", {}}});
  w.given(chloe, VerifyPayeeAccount{PayeeId{"00000101600013"}});
  w.on("2016-11-28").given(chloe, confirm("R1"));
  auto const found =
      "18|R1|00000101600013|20000.00|EUR|2016-11-28|2016-11-25|3|anne (instructor)|16|"
      "chloe (accountant)\n";
  EXPECT_EQ(answer(w.events, "account-changes"), found);
  Parameters two_days;
  two_days.account_days = 2;
  EXPECT_EQ(answer(w.events, "account-changes", two_days), "");
}

TEST(Checks, LateEntries) {
  auto w = with_advance_issued();
  w.on("2016-12-30").given(chloe, confirm("R1"), effective("2016-11-29"));
  EXPECT_EQ(answer(w.events, "late-entries"),
            "16|PaymentExecuted|project/P|2016-11-29|2016-12-30|31|chloe (accountant)\n");
  w.events.back().envelope.imported = Imported{any_hash(), 7};
  EXPECT_EQ(answer(w.events, "late-entries"), "") << "an import is of the past by its nature";
}

TEST(Checks, Reversals) {
  auto w = with_recovery();
  w.given(chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(1'000), {}});
  w.on("2016-12-20").given(chloe, ReverseEvent{Position{19}}, [](CommandHeader& h) {
    h.reason_code = ReasonCode{"WRONG_AMOUNT"};
  });
  EXPECT_EQ(answer(w.events, "reversals"),
            "20|19|RecoveryReceived|recovery/T1|2016-12-16|2016-12-20|chloe (accountant)|"
            "WRONG_AMOUNT|1000.00|EUR\n");
}

TEST(Checks, GapsInOrderNumbers) {
  auto w = with_agreement();
  auto const order = [&w](std::string const& payment, std::string_view number) {
    w.on("2016-11-22").given(anne, request(payment, PaymentKind::instalment, eur(1'000)));
    w.given(boris, approve(payment, eur(1'000), number));
  };
  order("R1", "M-0007");
  order("R2", "M-0009");
  order("R3", "X-1");
  order("R4", "M-0008");
  order("R5", "M-0012");
  order("R6", "M-last");
  EXPECT_EQ(answer(w.events, "order-gaps"),
            "2016|M-0009|M-0012|2|16|22\n"
            "2016|M-last||no number|24|\n");
}

}  // namespace
}  // namespace gl::audit::testing
