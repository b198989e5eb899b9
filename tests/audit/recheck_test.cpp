// Replay re-checks every rule: a ledger that the rules made is found to be whole, and one that was
// written around them is named by position, rule and values. Expected codes are those of domain §6.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "audit/forged.h"
#include "codec/event_codec.h"

namespace gl::audit::testing {
namespace {

using ::testing::HasSubstr;

TEST(Recheck, FindsNothingInWhatTheRulesMade) {
  for (auto const& world :
       {with_programme(), with_call(), with_eligible(), with_award(), with_advance_rejected(),
        with_advance_returned(), with_account(), with_recovery()}) {
    auto const verdict = audited(world.events);
    EXPECT_EQ(verdict.text(), "");
    EXPECT_FALSE(verdict.ended);
    EXPECT_EQ(verdict.checked, world.events.back().envelope.position);
  }
}

TEST(Recheck, FollowsAnAmendmentOfTheApplicationAndAReversal) {
  auto w = with_submission();
  AmendProject amendment;
  amendment.project = ProjectId{"P"};
  amendment.asked_amount = eur(39'000);
  w.given(portal, amendment);
  w.given(council, VoteAuthority{ProgrammeId{"G"}, eur(5)});
  w.given(council, ReverseEvent{w.events.back().envelope.position});
  EXPECT_EQ(audited(w.events).text(), "");
}

TEST(Recheck, FollowsTheResetOfAConsumerWhichNoCommandMakes) {
  auto w = with_programme();
  auto const now = w.events.back().envelope.recorded_at;
  Actor clerk;
  clerk.person = PersonId{"claire"};
  clerk.role = Role::finance;
  ConsumerReset const reset{ConsumerName{"accounts"}, Position{2}, Position{0}};
  w.events.push_back(record_act(w.state, reset, clerk, {now, paris_date(now), nullptr}));
  EXPECT_EQ(audited(w.events).text(), "");
  w.events.back().envelope.stream_version = StreamVersion{7};
  EXPECT_EQ(audited(w.events).text(),
            std::to_string(w.events.size()) + " ConsumerReset NOT_DECIDED");
}

TEST(Recheck, FollowsACommandOfTwoEvents) {
  auto w = with_award();
  w.given(board, AmendAward{ProjectId{"P"}, eur(30'000), {}, day("2018-12-31")});
  EXPECT_EQ(audited(w.events).text(), "");
  auto events = w.events;
  events.pop_back();
  EXPECT_EQ(audited(events).text(), "10 AwardProlonged NOT_DECIDED") << "its other half is gone";
  events = w.events;
  events.back().envelope.command_id.bytes[15] ^= std::byte{0x40};
  EXPECT_EQ(audited(events).text(), "10 AwardProlonged NOT_DECIDED") << "it came from elsewhere";
}

TEST(Recheck, FollowsAClosingOfSeveralEvents) {
  auto w = with_programmes(limits::closing_lines_max);
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  EXPECT_EQ(audited(w.events).text(), "");
  auto const last = w.events.back().envelope.position.value();
  w.events.pop_back();
  EXPECT_EQ(audited(w.events).text(), std::to_string(last - 1) + " ExerciseClosed NOT_DECIDED")
      << "a programme's credits did not lapse";
}

TEST(Recheck, NamesWhoApprovedTheirOwnPreparationAndGoesOn) {
  auto const events =
      with_forced(with_advance_requested(), {"anne", Role::officer}, approve("R1", eur(20'000)));
  auto const verdict = audited(events);
  EXPECT_EQ(verdict.text(), "14 PaymentApproved FOUR_EYES");
  EXPECT_FALSE(verdict.ended);
  EXPECT_EQ(verdict.checked, Position{14});
  EXPECT_THAT(verdict.findings.at(0).sentence, HasSubstr("prepared payment R1"));
}

TEST(Recheck, NamesEveryRuleThatOneEventBreaks) {
  auto const events =
      with_forced(with_award(), anne, request("R1", PaymentKind::advance, eur(30'000)));
  auto const verdict = audited(events);
  EXPECT_EQ(verdict.text(),
            "10 PaymentRequested CONVENTION_REQUIRED; 10 PaymentRequested PLAN_EXCEEDED");
  EXPECT_EQ(verdict.findings.at(0).limit, "23000.00");
  EXPECT_EQ(verdict.findings.at(0).actual, "40000.00");
}

TEST(Recheck, NamesARoleThatMayNotSendThis) {
  auto events = with_advance_approved().events;
  events.back().envelope.actor.role = Role::auditor;
  auto const verdict = audited(events);
  EXPECT_EQ(verdict.text(), "14 PaymentApproved FORBIDDEN");
  EXPECT_EQ(verdict.findings.at(0).limit, "officer");
  EXPECT_EQ(verdict.findings.at(0).actual, "auditor");
  EXPECT_EQ(verdict.checked, Position{14});
}

TEST(Recheck, NamesAnExpectedVersionThatWasNotThere) {
  auto events = with_advance_approved().events;
  events.back().envelope.expected_version = StreamVersion{3};
  EXPECT_EQ(audited(events).text(), "14 PaymentApproved VERSION_CONFLICT");
}

TEST(Recheck, NamesASubmissionAfterTheDeadline) {
  auto w = with_call();
  w.on("2016-09-05").given(portal, submit());
  EXPECT_EQ(audited(w.events).text(), "");
  auto& envelope = w.events.back().envelope;
  envelope.recorded_at = moment("2016-09-05T22:00:00Z");  // midnight in Paris
  envelope.effective_date = day("2016-09-06");
  auto const verdict = audited(w.events);
  EXPECT_EQ(verdict.text(), "6 ProjectSubmitted DEADLINE_PASSED");
  EXPECT_EQ(verdict.findings.at(0).limit, "2016-09-05T22:00:00Z");
}

/// An event's own field changed by an insider, and what an auditor calls it.
template <class Body>
void expect_named(Events events, std::function<void(Body&)> const& change,
                  std::string const& expected, std::string const& limit,
                  std::string const& actual) {
  forge<Body>(events, change);
  auto const verdict = audited(events);
  EXPECT_EQ(verdict.text(), expected);
  ASSERT_FALSE(verdict.findings.empty());
  EXPECT_EQ(verdict.findings.front().limit, limit);
  EXPECT_EQ(verdict.findings.front().actual, actual);
  EXPECT_TRUE(verdict.ended) << "the state cannot go on from it";
}

TEST(Recheck, NamesAmountsThatTheBalancesForbid) {
  expect_named<AuthorityVoted>(
      [] {
        auto w = with_programme();
        w.given(council, VoteAuthority{ProgrammeId{"G"}, eur(1)});
        return w.events;
      }(),
      [](AuthorityVoted& e) { e.amount = euros(-1); }, "5 AuthorityVoted MALFORMED", "above 0",
      "-1.00");
  auto w = with_programme();
  w.given(council, LapseAuthority{ProgrammeId{"G"}, eur(1)});
  expect_named<AuthorityLapsed>(
      w.events, [](AuthorityLapsed& e) { e.amount = euros(700'000, 1); },
      "5 AuthorityLapsed AUTHORITY_EXCEEDED", "700000.00", "700000.01");
  expect_named<PaymentRequested>(
      with_advance_requested().events, [](PaymentRequested& e) { e.amount = euros(40'000, 1); },
      "13 PaymentRequested COMMITMENT_EXCEEDED", "40000.00", "40000.01");
  expect_named<RecoveryOrdered>(
      with_recovery().events, [](RecoveryOrdered& e) { e.amount = euros(20'000, 1); },
      "18 RecoveryOrdered RECOVERY_EXCEEDED", "20000.00", "20000.01");
}

TEST(Recheck, NamesWhatTheRulesWouldHaveComputed) {
  expect_named<PaymentApproved>(
      with_advance_approved().events, [](PaymentApproved& e) { e.requested = euros(25'000); },
      "14 PaymentApproved NOT_DECIDED", "20000.00", "25000.00");
  expect_named<FinalAmountSet>(
      with_account().events, [](FinalAmountSet& e) { e.amount = euros(33'000); },
      "18 FinalAmountSet AMOUNT_MISMATCH", "32000.00", "33000.00");
  expect_named<FinalAmountSet>(
      with_account().events, [](FinalAmountSet& e) { e.decommitted = euros(1); },
      "18 FinalAmountSet NOT_DECIDED", "8000.00", "1.00");
  expect_named<AwardDecided>(
      with_award().events, [](AwardDecided& e) { e.pool = AuthorityPool::call; },
      "9 AwardDecided NOT_DECIDED", "unallocated", "call");
}

TEST(Recheck, NamesWhatIsDoneASecondTime) {
  auto const once = with_advance_paid().events;
  auto events = once;
  events.push_back(again(events, Position{16}));
  auto const verdict = audited(events);
  EXPECT_EQ(verdict.text(), "17 PaymentExecuted STATE");
  EXPECT_EQ(verdict.findings.at(0).limit, "Issued");
  EXPECT_EQ(verdict.findings.at(0).actual, "Paid");
  events = once;
  events.push_back(again(events, Position{2}));
  EXPECT_EQ(audited(events).text(), "17 ProgrammeCreated ID_TAKEN");
}

TEST(Recheck, NamesAnEventBackdatedIntoAClosedYear) {
  auto w = with_advance_issued();
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  w.on("2017-01-10").given(chloe, confirm("R1"));
  EXPECT_EQ(audited(w.events).text(), "");
  w.events.back().envelope.effective_date = day("2016-12-30");
  auto const verdict = audited(w.events);
  EXPECT_EQ(verdict.text(), "17 PaymentExecuted YEAR_CLOSED");
  EXPECT_EQ(verdict.findings.at(0).limit, "2017-01-01");
}

TEST(Recheck, NamesWhatIsOutOfOrder) {
  auto events = with_programme().events;
  events[2].envelope.recorded_at = moment("2016-05-29T12:00:00Z");
  auto verdict = audited(events);
  EXPECT_EQ(verdict.text(), "3 AuthorityVoted OUT_OF_ORDER");
  EXPECT_EQ(verdict.checked, Position{2});
  events = with_programme().events;
  events.erase(events.begin() + 2);
  EXPECT_EQ(audited(events).text(), "4 PaymentCreditsOpened OUT_OF_ORDER");
  events = with_programme().events;
  events[2].envelope.stream_version = StreamVersion{7};
  verdict = audited(events);
  EXPECT_EQ(verdict.text(), "3 AuthorityVoted NOT_DECIDED");
  EXPECT_EQ(verdict.findings.at(0).actual, "7");
}

TEST(Recheck, NamesWhatNoCommandMade) {
  auto events = with_programme().events;
  events[2].envelope.command_id = {};
  EXPECT_EQ(audited(events).text(), "3 AuthorityVoted NO_COMMAND");
  events = with_programme().events;
  events.push_back(again(events, Position{1}));
  EXPECT_EQ(audited(events).text(), "5 LedgerCreated NO_COMMAND");
  events = with_programme().events;
  events.erase(events.begin());
  events[0].envelope.position = Position{1};
  EXPECT_EQ(audited(events).text(), "1 ProgrammeCreated NO_COMMAND");
}

TEST(Recheck, NamesFlagsThatAnImportDidNotBear) {
  auto w = with_award();
  w.given(anne, request("R1", PaymentKind::advance, eur(20'000)), imported);
  EXPECT_EQ(audited(w.events).text(), "");
  w.events.back().envelope.flags.clear();
  auto const verdict = audited(w.events);
  EXPECT_EQ(verdict.text(), "10 PaymentRequested NOT_DECIDED");
  EXPECT_THAT(verdict.findings.at(0).sentence, HasSubstr("flags"));
  EXPECT_FALSE(verdict.ended);
}

TEST(Recheck, NamesOnlyTheFirstThousandFindings) {
  auto w = with_programme();
  for (int i = 0; i < 1'100; ++i) w.given(council, VoteAuthority{ProgrammeId{"G"}, eur(1)});
  for (auto& event : w.events) {
    if (event.envelope.position > Position{4}) event.envelope.actor.role = Role::officer;
  }
  auto const verdict = audited(w.events);
  EXPECT_EQ(verdict.findings.size(), Recheck::findings_max);
  EXPECT_TRUE(verdict.ended);
}

TEST(Recheck, NamesARecordedTimeThatNoCalendarHas) {
  auto events = with_recovery().events;
  events.back().envelope.recorded_at = Instant{std::numeric_limits<std::int64_t>::max() / 8};
  auto const verdict = audited(events);
  EXPECT_EQ(verdict.text(), std::to_string(events.size()) + " " +
                                std::string{name(events.back().body)} + " OUT_OF_ORDER");
}

/// Whatever an insider writes into an event, the check names it, passes it or cannot read it; it
/// never stumbles. What passes is what a sender chooses: titles, references, ids, digests.
TEST(Recheck, NeverStumblesOverAByteChangedAnywhere) {
  auto const seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random{seed};
  std::vector<Bytes> whole;
  for (auto const& event : with_recovery().events) whole.push_back(codec::encode_event(event));
  int named = 0;
  for (int i = 0; i < 3'000; ++i) {
    auto events = whole;
    auto& event = events[random() % events.size()];
    event[random() % event.size()] ^= static_cast<std::byte>(1U + random() % 255);
    auto const verdict = audited(events);
    if (!verdict || !verdict->findings.empty()) ++named;
  }
  EXPECT_GT(named, 1'000);
}

}  // namespace
}  // namespace gl::audit::testing
