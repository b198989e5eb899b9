#include "projections/story.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "projections/compare.h"
#include "projections/rig.h"
#include "projections/trial_balance.h"

namespace gl::projections::testing {
namespace {

using ledger::CallId;
using ledger::PaymentState;
using ledger::ProgrammeId;
using ledger::ProjectId;
using ledger::RecoveryState;

ledger::Money euros(std::int64_t amount) { return ledger::Money::from_minor_units(amount * 100); }

/// The story's events in a journal, and views of them.
struct Told {
  std::vector<ledger::Event> events = whole_story().events();
  Rig rig{16};
  Views const& views;

  Told() : views(open()) {}
  Views const& open() {
    rig.append(events);
    return rig.open();
  }
  [[nodiscard]] Position after(std::string_view type) const {
    Position found;
    for (auto const& event : events) {
      if (ledger::name(event.body) == type) found = event.envelope.position;
    }
    return found;
  }
  [[nodiscard]] ledger::ProjectView project(std::string_view type = {}) const {
    ledger::AsOf as_of;
    if (!type.empty()) as_of.position = after(type);
    return value(views.project(ProjectId{"P1"}, as_of));
  }
};

TEST(Story, IsAnsweredAsCountingItsEventsDoesAtEveryPositionAndDate) {
  Told const told;
  for (std::uint64_t last = 1; last <= told.events.size(); ++last) {
    expect_like_naive(told.views, told.events, Position{last});
    if (HasFailure()) return;
  }
  for (std::uint64_t last = 20; last <= told.events.size(); last += 9) {
    for (std::size_t of = 3; of < told.events.size(); of += 7) {
      auto const day = told.events[of].envelope.effective_date;
      expect_like_naive(told.views, told.events, Position{last}, day);
    }
    if (HasFailure()) return;
  }
}

TEST(Story, KeepsTheTrialBalanceAtEveryPosition) {
  Told const told;
  TrialBalance trial;
  for (auto const& event : told.events) {
    trial.apply(event);
    EXPECT_EQ(value(told.views.digest(trial.position())), trial.digest())
        << trial.position().value();
  }
}

TEST(Story, MovesBothProgrammesOfATransfer) {
  Told const told;
  auto const g = value(told.views.balances(ProgrammeId{"G"}, {})).authority;
  auto const h = value(told.views.balances(ProgrammeId{"H"}, {})).authority;
  EXPECT_EQ(g.voted, euros(670'000));
  EXPECT_EQ(h.voted, euros(330'000));
  EXPECT_EQ(h.lapsed, euros(10'000));
  auto const lines = value(told.views.statement(ProgrammeId{"H"}, {}, {}, {}, 0)).items;
  EXPECT_EQ(lines[2].event_type, "AuthorityTransferred");
  EXPECT_EQ(lines[2].stream.id.view(), "G");
  EXPECT_EQ(lines[2].account.programme.view(), "H");
}

TEST(Story, OpensTheCreditsOfAYearByCarryingOver) {
  Told const told;
  auto const credits = value(told.views.balances(ProgrammeId{"G"}, {})).credits;
  ASSERT_EQ(credits.size(), 2U);
  EXPECT_EQ(credits[1].year, 2017);
  EXPECT_EQ(credits[1].available, euros(40'000));
  auto const before =
      value(told.views.balances(ProgrammeId{"G"}, {told.after("PaymentCreditsAdjusted"), {}, {}}));
  EXPECT_EQ(before.credits.size(), 1U);
}

TEST(Story, ShowsACallFromItsDraftToItsSettling) {
  Told const told;
  auto const call_after = [&](std::string_view type) {
    return value(told.views.call(CallId{"C"}, {told.after(type), {}, {}}));
  };
  EXPECT_EQ(call_after("CallOpened").state, ledger::CallState::open);
  EXPECT_EQ(call_after("CallOpened").version, 2U);
  EXPECT_EQ(call_after("CallReopened").version, 3U);
  EXPECT_EQ(call_after("CallReopened").allocated, euros(200'000));
  EXPECT_EQ(call_after("PaymentExecuted").available, euros(160'000));
  EXPECT_EQ(call_after("CallSettled").state, ledger::CallState::settled);
  EXPECT_EQ(call_after("CallSettled").allocated, euros(50'000));
  EXPECT_EQ(value(told.views.call(CallId{"X"}, {})).state, ledger::CallState::cancelled);
}

TEST(Story, ShowsTheFactsOfAProject) {
  Told const told;
  auto const waiting = told.project("ProjectWaitlisted");
  EXPECT_EQ(waiting.rank, 3U);
  EXPECT_EQ(waiting.summary.title, "as amended");
  ASSERT_EQ(waiting.assessments.size(), 1U);
  EXPECT_EQ(waiting.assessments[0].criterion.view(), "impact");
  EXPECT_EQ(waiting.assessments[0].score, 7U);
  auto const published = told.project("StateAidNotified");
  EXPECT_EQ(published.rank, 0U);
  EXPECT_EQ(published.valid_until, civil_date(2018, 12, 31));
  std::vector<std::string> notices;
  for (auto const& notice : published.notices) notices.push_back(notice.event_type);
  EXPECT_EQ(notices, (std::vector<std::string>{"ConflictDeclared", "ApplicantNotified",
                                               "GrantPublished", "StateAidNotified"}));
  EXPECT_EQ(told.project("ConventionAmended").convention.view(), "2016/1-a");
}

TEST(Story, ShowsEachPaymentAndRecoveryWhereItEnded) {
  Told const told;
  auto const view = told.project("RecoveryWrittenOff");
  std::vector<PaymentState> payments;
  for (auto const& payment : view.payments) payments.push_back(payment.state);
  EXPECT_EQ(payments,
            (std::vector{PaymentState::refused, PaymentState::withdrawn, PaymentState::annulled,
                         PaymentState::paid, PaymentState::annulled}));
  EXPECT_EQ(view.payments[3].attempt, 2U);
  EXPECT_EQ(told.project("OrderRejected").payments[3].state, PaymentState::rejected_by_accountant);
  std::vector<RecoveryState> recoveries;
  for (auto const& recovery : view.recoveries) recoveries.push_back(recovery.state);
  EXPECT_EQ(recoveries, (std::vector{RecoveryState::received, RecoveryState::cancelled,
                                     RecoveryState::cancelled, RecoveryState::written_off}));
  EXPECT_EQ(view.summary.written_off, euros(13'000));
  EXPECT_EQ(view.summary.disbursed, euros(2'000));
}

TEST(Story, StartsAnewWhenAProjectIsReopened) {
  Told const told;
  auto const view = told.project();
  EXPECT_EQ(view.summary.state, ledger::ProjectState::complete);
  EXPECT_TRUE(view.convention.empty());
  EXPECT_FALSE(view.valid_until);
  EXPECT_EQ(view.rate, ledger::Rate{});
  EXPECT_EQ(view.summary.awarded, euros(0));
}

}  // namespace
}  // namespace gl::projections::testing
