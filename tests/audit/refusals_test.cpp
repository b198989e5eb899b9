// A recorded refusal says what the ledger was like: that is held against what it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/forged.h"

namespace gl::audit::testing {
namespace {

/// A world whose last event is the refusal of this command.
Events refused(World world, As const& who, CommandBody body, std::string const& code,
               World::Tweak const& tweak = {}) {
  EXPECT_EQ(world.send(who, std::move(body), tweak), "REFUSED " + code);
  EXPECT_EQ(audited(world.events).text(), "") << code;
  return world.events;
}

void expect_unfounded(Events events, std::function<void(CommandRefused&)> const& change) {
  forge<CommandRefused>(events, change);
  auto const verdict = audited(events);
  EXPECT_EQ(verdict.text(), std::to_string(events.size()) + " CommandRefused REFUSAL_UNFOUNDED");
  EXPECT_FALSE(verdict.ended) << "it moves nothing";
}

TEST(RefusalCheck, KnowsWhoMaySendWhat) {
  auto events = refused(with_award(), anne, award(eur(1), "P"), "FORBIDDEN");
  expect_unfounded(events, [](CommandRefused& r) { r.refusal.rule = Rule::state; });
  events.back().envelope.actor.role = Role::decision;
  EXPECT_EQ(audited(events).text(), "10 CommandRefused REFUSAL_UNFOUNDED");
  expect_unfounded(events, [](CommandRefused& r) { r.command = "DecideEverything"; });
}

TEST(RefusalCheck, KnowsWhichStateItWasEvaluatedOn) {
  auto const events = refused(with_award(), board, award(eur(1), "P"), "STATE");
  expect_unfounded(events, [](CommandRefused& r) { r.evaluated_at = Position{3}; });
  expect_unfounded(events, [](CommandRefused& r) { r.refusal.actual = "Rejected"; });
  expect_unfounded(events, [](CommandRefused& r) { r.refusal.rule = Rule::malformed; });
}

// Found by random commands, whose calls and projects share ids now and then.
TEST(RefusalCheck, TakesNoCallForTheProjectOfTheSameId) {
  auto w = with_submission();
  w.given(admin, open_call("P")).given(admin, CancelCall{CallId{"P"}}, with_act);
  refused(w, admin, CancelCall{CallId{"P"}}, "STATE", with_act);
}

TEST(RefusalCheck, KnowsTheVersionOfTheStream) {
  auto const events = refused(with_award(), boris, agreement(eur(40'000)), "VERSION_CONFLICT",
                              [](CommandHeader& h) { h.expected_version = StreamVersion{2}; });
  expect_unfounded(events, [](CommandRefused& r) { r.refusal.limit = "5"; });
}

TEST(RefusalCheck, KnowsTheBalancesThatLimit) {
  expect_unfounded(refused(with_programme(), council,
                           LapseAuthority{ProgrammeId{"G"}, eur(700'001)}, "AUTHORITY_EXCEEDED"),
                   [](CommandRefused& r) { r.refusal.limit = "699999.00"; });
  expect_unfounded(refused(with_eligible(), board, award(eur(40'000, 1)), "PROJECT_CAP_EXCEEDED"),
                   [](CommandRefused& r) { r.refusal.limit = "39000.00"; });
  expect_unfounded(refused(with_eligible([](OpenCall& c) { c.project_cap.reset(); }), board,
                           award(eur(40'000, 1)), "ASKED_EXCEEDED"),
                   [](CommandRefused& r) { r.refusal.actual = "40000.00"; });
  expect_unfounded(refused(with_agreement(), anne, request("R1", PaymentKind::advance, eur(40'001)),
                           "COMMITMENT_EXCEEDED"),
                   [](CommandRefused& r) { r.refusal.limit = "1.00"; });
  expect_unfounded(
      refused(with_recovery(), chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(20'000, 1), {}},
              "RECOVERY_EXCEEDED"),
      [](CommandRefused& r) { r.refusal.limit = "20000.01"; });
}

TEST(RefusalCheck, SaysNothingOfTheStateWithinAList) {
  auto events = refused(with_award(), board, award(eur(1), "P"), "STATE");
  forge<CommandRefused>(events, [](CommandRefused& r) {
    r.list_index = 1;  // evaluated on what the command before it would have left
    r.refusal.actual = "Rejected";
  });
  EXPECT_EQ(audited(events).text(), "");
  expect_unfounded(events, [](CommandRefused& r) { r.evaluated_at = Position{3}; });
}

TEST(RefusalCheck, TakesTheServersSummaryOfManyAndNobodyElses) {
  auto w = with_award();
  RefusalsSummarised const summary{PersonId{"anne"}, moment("2016-11-14T11:00:00Z"),
                                   moment("2016-11-14T11:01:00Z"), 12'000};
  Situation const now{w.state.last_recorded_at(), paris_date(w.state.last_recorded_at()), nullptr};
  w.events.push_back(summarise_refusals(w.state, summary, now));
  EXPECT_EQ(audited(w.events).text(), "");
  w.events.back().envelope.actor.person = PersonId{"anne"};
  EXPECT_EQ(audited(w.events).text(), "10 RefusalsSummarised NOT_DECIDED");
}

TEST(ResetCheck, TakesTheResetOfAConsumerByWhoMayAndNothingElse) {
  auto w = with_award();
  Situation const now{w.state.last_recorded_at(), paris_date(w.state.last_recorded_at()), nullptr};
  ConsumerReset const reset{ConsumerName{"accounts"}, Position{7}, Position{3}};
  w.events.push_back(record_act(w.state, reset, {PersonId{"claire"}, Role::finance, {}, {}}, now));
  EXPECT_EQ(audited(w.events).text(), "");
  auto const differs = [&](std::function<void(Event&)> const& change) {
    auto events = w.events;
    change(events.back());
    return audited(events).text();
  };
  EXPECT_EQ(differs([](Event& e) { e.envelope.actor.role = Role::auditor; }),
            "10 ConsumerReset NO_COMMAND");
  EXPECT_EQ(differs([](Event& e) { std::get<ConsumerReset>(e.body).to = Position{10}; }),
            "10 ConsumerReset NO_COMMAND");
  EXPECT_EQ(differs([](Event& e) { e.envelope.command_id.bytes[0] = std::byte{1}; }),
            "10 ConsumerReset NOT_DECIDED");
  EXPECT_EQ(differs([](Event& e) { e.envelope.previous_in_stream = Position{9}; }),
            "10 ConsumerReset NOT_DECIDED");
}

}  // namespace
}  // namespace gl::audit::testing
