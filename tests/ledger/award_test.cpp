#include <gtest/gtest.h>

#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

AmendAward amend(std::optional<Amount> amount, std::optional<CivilDate> until = {}) {
  return {ProjectId{"P"}, amount, {}, until};
}

TEST(Award, CommitsAuthority) {
  auto w = with_award();
  EXPECT_EQ(w.authority().available, euros(660'000));
  EXPECT_EQ(w.project().balances.committed, euros(40'000));
}

TEST(Award, IsDecidedOnce) {
  auto w = with_award();
  EXPECT_EQ(w.send(board, award(eur(1))), "REFUSED STATE");
}

TEST(Award, StaysWithinCapAskedRateAndFunding) {
  auto w = with_eligible();
  EXPECT_EQ(w.send(board, award(eur(40'000, 1))), "REFUSED PROJECT_CAP_EXCEEDED");
  auto over_asked = with_eligible([](OpenCall& c) { c.project_cap.reset(); });
  EXPECT_EQ(over_asked.send(board, award(eur(40'000, 1))), "REFUSED ASKED_EXCEEDED");
  auto low_rate = award(eur(32'000, 1));
  low_rate.rate = Rate{400'000};
  EXPECT_EQ(w.send(board, low_rate), "REFUSED RATE_EXCEEDED");
  auto high_rate = award(eur(100));
  high_rate.rate = Rate{500'001};
  EXPECT_EQ(w.send(board, high_rate), "REFUSED RATE_EXCEEDED");
  auto base = award(eur(100));
  base.cost_base = eur(80'000, 1);
  EXPECT_EQ(w.send(board, base), "REFUSED RATE_EXCEEDED");
}

TEST(Award, DoesNotPayWhatOthersPay) {
  auto w = with_call();
  auto c = submit();
  c.other_funders = {{"Department", eur(45'000), true}, {"Sponsor", eur(30'000), false}};
  w.on("2016-08-01").given(portal, c);
  w.given(anne, DeclareComplete{ProjectId{"P"}}).given(anne, DeclareEligible{ProjectId{"P"}, {}});
  EXPECT_EQ(w.send(board, award(eur(35'000, 1))), "REFUSED OVERFUNDING");
  EXPECT_EQ(w.send(board, award(eur(35'000))), "AwardDecided");
}

TEST(Award, NeedsAuthorityThatIsThereAndValid) {
  World w;
  auto g = programme();
  g.authority_valid_until = day("2016-11-30");
  w.given(admin, g).given(council, VoteAuthority{ProgrammeId{"G"}, eur(10'000)});
  w.on("2016-06-01").given(admin, open_call());
  w.on("2016-08-01").given(portal, submit());
  w.given(anne, DeclareComplete{ProjectId{"P"}}).given(anne, DeclareEligible{ProjectId{"P"}, {}});
  EXPECT_EQ(w.send(board, award(eur(10'000, 1))), "REFUSED AUTHORITY_EXCEEDED");
  w.on("2016-12-01");
  EXPECT_EQ(w.send(board, award(eur(10'000))), "REFUSED AUTHORITY_EXCEEDED");
  EXPECT_EQ(w.refusal.limit, "0.00");
  EXPECT_EQ(w.send(board, award(eur(10'000)), effective("2016-11-30")), "AwardDecided");
  EXPECT_EQ(w.send(board, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}}),
            "AwardCancelled");
  EXPECT_EQ(w.authority().lapsed, euros(10'000)) << "after its validity authority lapses";
}

TEST(Award, IsDatedBetweenSubmissionAndToday) {
  auto w = with_eligible();
  EXPECT_EQ(w.send(board, award(eur(1)), effective("2016-07-31")), "REFUSED DATE");
  EXPECT_EQ(w.send(board, award(eur(1)), effective("2016-10-04")), "REFUSED DATE");
  EXPECT_EQ(w.send(board, award(eur(1)), effective("2016-08-01")), "AwardDecided");
}

TEST(Award, NeedsScoringWhereTheCallHasIt) {
  auto w = with_eligible([](OpenCall& c) { c.assessment_required = true; });
  EXPECT_EQ(w.send(board, award(eur(1))), "REFUSED STATE");
  w.state.projects.change(ProjectId{"P"}).state = ProjectState::assessed;
  EXPECT_EQ(w.send(board, award(eur(1))), "AwardDecided");
}

TEST(Award, MeetsTheVersionInForceOnItsDay) {
  auto w = with_eligible();
  AmendCall lower;
  lower.call = CallId{"C"};
  lower.project_cap = eur(30'000);
  w.on("2016-10-10").given(admin, lower);
  w.on("2016-10-20");
  EXPECT_EQ(w.send(board, award(eur(40'000))), "REFUSED PROJECT_CAP_EXCEEDED");
  EXPECT_EQ(w.send(board, award(eur(40'000)), effective("2016-10-09")), "AwardDecided");
}

TEST(Award, WithAPlanAboveItselfIsRefused) {
  auto w = with_eligible();
  auto c = award(eur(10'000));
  c.plan = {advance_of(500'000), {PaymentKind::instalment, {}, eur(5'000, 1), {}}};
  EXPECT_EQ(w.send(board, c), "REFUSED PLAN_EXCEEDED");
}

TEST(Amendment, ThatChangesNothingIsRefused) {
  auto w = with_award();
  EXPECT_EQ(w.send(board, amend({})), "REFUSED STATE");
  EXPECT_EQ(w.send(board, amend(eur(40'000))), "REFUSED STATE");
}

TEST(Amendment, RaisesAndProlongsInOneCommandProlongingFirst) {
  auto w = with_eligible();
  w.on("2016-11-14").given(board, award(eur(30'000)));
  EXPECT_EQ(w.send(board, amend(eur(40'000), day("2018-12-31"))), "AwardProlonged+AwardIncreased");
  auto const& first = w.events[w.events.size() - 2].envelope;
  auto const& second = w.events.back().envelope;
  EXPECT_EQ(second.stream_version.value(), first.stream_version.value() + 1);
  EXPECT_EQ(second.previous_in_stream, first.position);
  EXPECT_EQ(first.command_id, second.command_id);
  EXPECT_EQ(w.project().balances.committed, euros(40'000));
  EXPECT_EQ(w.send(board, amend({}, day("2018-12-30"))), "REFUSED DATE");
}

TEST(Amendment, RaisesNoFurtherThanANewAwardOfTheWhole) {
  auto w = with_eligible();
  w.on("2016-11-14").given(board, award(eur(30'000)));
  EXPECT_EQ(w.send(board, amend(eur(40'000, 1))), "REFUSED PROJECT_CAP_EXCEEDED");
}

TEST(Amendment, ReducesOnlyWhatIsCommittedAndNotOrdered) {
  auto w = with_advance_approved();
  EXPECT_EQ(w.send(board, amend(eur(19'999, 99))), "REFUSED COMMITMENT_EXCEEDED");
  EXPECT_EQ(w.send(board, amend(eur(20'000))), "AwardReduced");
  EXPECT_EQ(w.project().balances.committed, euros(0));
}

TEST(Amendment, WaitsForTheAcceptedAccountToBeReversed) {
  auto w = with_account();
  auto const accepted = w.state.head();
  EXPECT_EQ(w.send(board, amend(eur(30'000))), "REFUSED STATE");
  EXPECT_EQ(w.send(anne, FileFinalReport{ProjectId{"P"}, eur(1), {}, {}}), "REFUSED STATE");
  EXPECT_EQ(w.send(anne, account(eur(64'000))), "REFUSED STATE");
  w.given(anne, ReverseEvent{accepted});
  EXPECT_EQ(w.send(board, amend(eur(30'000))), "AwardReduced");
}

TEST(FinalAccount, ComesToTheLeastOfAwardRateAndNeed) {
  auto w = with_account();
  auto const& event = std::get<FinalAmountSet>(w.events.back().body);
  EXPECT_EQ(event.amount, euros(32'000));
  EXPECT_EQ(event.decommitted, euros(8'000));
  EXPECT_EQ(event.to_recover, euros(0));
  EXPECT_EQ(w.project().balances.committed, euros(12'000));
}

TEST(FinalAccount, BelowWhatIsPaidLeavesTheRestToRecover) {
  auto w = with_advance_paid();
  w.given(anne, FileFinalReport{ProjectId{"P"}, eur(30'000), eur(18'000), {}});
  auto c = account(eur(30'000));
  c.other_funding = eur(18'000);
  w.given(anne, c);
  auto const& event = std::get<FinalAmountSet>(w.events.back().body);
  EXPECT_EQ(event.amount, euros(12'000));
  EXPECT_EQ(event.decommitted, euros(20'000));
  EXPECT_EQ(event.to_recover, euros(8'000));
  EXPECT_EQ(w.send(anne, SettleProject{ProjectId{"P"}}), "REFUSED MONEY_MOVING");
}

TEST(FinalAccount, IsZeroWhenNothingWasSpent) {
  auto w = with_award();
  w.given(anne, FileFinalReport{ProjectId{"P"}, eur(0), eur(5), {}});
  auto c = account(eur(0));
  c.other_funding = eur(5);
  w.given(anne, c);
  EXPECT_EQ(std::get<FinalAmountSet>(w.events.back().body).amount, euros(0));
  EXPECT_EQ(w.project().balances.committed, euros(0));
}

TEST(FinalAccount, NeedsAReportRestingMoneyAndTheLedgersAmount) {
  auto w = with_advance_approved();
  EXPECT_EQ(w.send(anne, account(eur(64'000))), "REFUSED MONEY_MOVING");
  auto paid = with_advance_paid();
  EXPECT_EQ(paid.send(anne, account(eur(64'000))), "REFUSED FINAL_REPORT_REQUIRED");
  paid.given(anne, FileFinalReport{ProjectId{"P"}, eur(64'000), {}, {}});
  auto c = account(eur(64'000));
  c.amount = eur(32'000, 1);
  EXPECT_EQ(paid.send(anne, c), "REFUSED AMOUNT_MISMATCH");
  EXPECT_EQ(paid.refusal.limit, "32000.00");
}

TEST(Cancellation, FreesTheCommitmentAndNothingElse) {
  auto w = with_advance_paid();
  w.given(board, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}});
  EXPECT_EQ(w.project().balances.committed, euros(0));
  EXPECT_EQ(w.project().balances.disbursed, euros(20'000));
  EXPECT_EQ(w.authority().available, euros(680'000));
}

TEST(Cancellation, ForALapseWaitsUntilTheAwardsValidityIsOver) {
  auto w = with_eligible();
  auto c = award(eur(40'000));
  c.valid_until = day("2016-11-30");
  w.on("2016-11-14").given(board, c);
  CancelAward const lapsed{ProjectId{"P"}, CancelGround::lapsed, {}};
  EXPECT_EQ(w.on("2016-11-30").send(board, lapsed), "REFUSED DATE");
  EXPECT_EQ(w.on("2016-12-01").send(board, lapsed), "AwardCancelled");
  auto open_ended = with_award();
  EXPECT_EQ(open_ended.on("2016-12-01").send(board, lapsed), "REFUSED DATE");
}

TEST(Cancellation, ForABreachHearsThePayeeFirst) {
  auto w = with_award();
  CancelAward c{ProjectId{"P"}, CancelGround::breach, {}};
  EXPECT_EQ(w.send(board, c), "REFUSED HEARING_REQUIRED");
  c.hearing_date = day("2016-11-15");
  EXPECT_EQ(w.send(board, c), "REFUSED HEARING_REQUIRED");
  c.hearing_date = day("2016-11-14");
  EXPECT_EQ(w.send(board, c), "AwardCancelled");
}

TEST(Agreement, IsSignedOnceForTheAwardsAmount) {
  auto w = with_award();
  w.on("2016-11-21");
  EXPECT_EQ(w.send(boris, agreement(eur(39'999))), "REFUSED AMOUNT_MISMATCH");
  EXPECT_EQ(w.send(boris, agreement(eur(40'000))), "ConventionSigned");
  EXPECT_EQ(w.send(boris, agreement(eur(40'000))), "REFUSED STATE");
}

TEST(Agreement, IsSignedBetweenTheAwardAndItsEffect) {
  auto w = with_award();
  w.on("2016-11-21");
  auto c = agreement(eur(40'000));
  c.signed_by_payee = day("2016-11-13");
  EXPECT_EQ(w.send(boris, c), "REFUSED DATE");
  c.signed_by_payee = day("2016-11-22");
  EXPECT_EQ(w.send(boris, c), "REFUSED DATE");
}

TEST(Settling, WaitsForTheMoneyToRest) {
  auto w = with_account();
  SettleProject const settle{ProjectId{"P"}};
  EXPECT_EQ(w.send(anne, settle), "REFUSED MONEY_MOVING");
  w.given(anne, request("R2", PaymentKind::balance, eur(12'000)));
  w.given(boris, approve("R2", eur(12'000), "2"));
  EXPECT_EQ(w.send(anne, settle), "REFUSED MONEY_MOVING");
  w.given(boris, IssuePayment{PaymentId{"R2"}, {}}).given(chloe, confirm("R2"));
  EXPECT_EQ(w.send(anne, settle), "ProjectSettled");
}

TEST(Settling, NeedsTheAgreementThatWasDue) {
  auto w = with_award();
  w.given(anne, FileFinalReport{ProjectId{"P"}, eur(64'000), {}, {}});
  w.given(anne, account(eur(64'000)));
  auto& project = w.state.projects.change(ProjectId{"P"});
  project.balances.committed = Money{};  // as if nothing were left: only the agreement is missing
  EXPECT_EQ(w.send(anne, SettleProject{ProjectId{"P"}}), "REFUSED CONVENTION_REQUIRED");
}

/// A closed year takes no postings; what moves no money is dated truly.
TEST(FinalAccount, ThatFreesNothingKeepsItsDateInAClosedYear) {
  auto w = with_advance_paid();
  w.on("2016-12-14").given(anne, FileFinalReport{ProjectId{"P"}, eur(80'000), {}, {}});
  w.on("2017-01-10").given(boris, CloseExercise{2016});
  EXPECT_EQ(w.send(anne, account(eur(64'000)), effective("2016-12-15")), "REFUSED YEAR_CLOSED");
  EXPECT_EQ(w.send(anne, account(eur(80'000)), effective("2016-12-15")), "FinalAmountSet");
}

}  // namespace
}  // namespace gl::ledger::testing
