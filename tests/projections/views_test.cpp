#include "projections/views.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <thread>
#include <vector>

#include "ledger/command_hash.h"
#include "projections/compare.h"
#include "projections/naive.h"
#include "projections/random_ledger.h"
#include "projections/rig.h"
#include "projections/trial_balance.h"

namespace gl::projections::testing {
namespace {

std::vector<ledger::Event> played(std::uint64_t seed, std::size_t events, Habits habits = {}) {
  RandomLedger ledger{seed, habits};
  ledger.play(events);
  return ledger.events();
}

CivilDate day_of(ledger::Event const& event) { return event.envelope.effective_date; }

TEST(Views, AnswerEveryQuestionAsCountingAllEventsDoesAtEveryPosition) {
  auto const events = played(1, 110);
  Rig rig{7};
  rig.append(events);
  auto const& views = rig.open();
  for (std::uint64_t last = 1; last <= events.size(); ++last) {
    expect_like_naive(views, events, Position{last});
    if (HasFailure()) return;
  }
}

TEST(Views, AnswerAlikeHoweverManyEventsARunHas) {
  auto const events = played(2, 260);
  for (std::uint64_t run_events : {1U, 64U, 100'000U}) {
    SCOPED_TRACE(run_events);
    Rig rig{run_events};
    rig.append(events);
    auto const& views = rig.open();
    for (std::uint64_t last : {1U, 63U, 64U, 65U, 128U, 200U, 260U}) {
      expect_like_naive(views, events, Position{last});
    }
    expect_like_naive(views, events, Position{260}, day_of(events[130]));
    if (HasFailure()) return;
  }
}

TEST(Views, AnswerForAnEffectiveDateAsKnownAtAPosition) {
  auto const events = played(3, 220, {.late_percent = 40, .late_days_max = 200});
  Rig rig{16};
  rig.append(events);
  auto const& views = rig.open();
  for (std::uint64_t last = 20; last <= events.size(); last += 40) {
    for (std::size_t of = 5; of < events.size(); of += 31) {
      expect_like_naive(views, events, Position{last}, day_of(events[of]));
    }
    if (HasFailure()) return;
  }
}

TEST(Views, FoldAReversedEventIntoTheProjectsView) {
  auto const events = played(4, 400, {.late_percent = 0, .projects_max = 6});
  Rig rig{64};
  rig.append(events);
  auto const& views = rig.open();
  RandomLedger again{4, {.late_percent = 0, .projects_max = 6}};
  again.play(400);
  auto const& state = again.state();
  for (auto const& [id, project] : state.projects) {
    auto const view = value(views.project(id, {}));
    EXPECT_EQ(view.summary.state, project.state);
    EXPECT_EQ(view.stream_version, project.stream.version);
    EXPECT_EQ(view.final_account_accepted, project.final_account >= Position{1});
    EXPECT_EQ(!view.convention.empty(), project.agreement.has_value());
    if (project.award) {
      EXPECT_EQ(view.rate, project.award->rate);
    }
    EXPECT_EQ(view.summary.committed, project.balances.committed);
    EXPECT_EQ(view.summary.recovered, project.balances.recovered);
    for (auto const& payment : view.payments) {
      auto const* known = state.payments.find(payment.payment);
      ASSERT_NE(known, nullptr);
      EXPECT_EQ(payment.state, known->state);
      EXPECT_EQ(payment.amount, known->amount);
      EXPECT_EQ(payment.attempt, known->attempt);
    }
    for (auto const& recovery : view.recoveries) {
      auto const* known = state.recoveries.find(recovery.recovery);
      ASSERT_NE(known, nullptr);
      EXPECT_EQ(recovery.state, known->state);
      EXPECT_EQ(recovery.outstanding, known->outstanding);
      EXPECT_EQ(subtract(recovery.ordered, recovery.received), known->outstanding);
    }
  }
}

TEST(Views, AgreeWithTheTrialBalanceAtEveryPosition) {
  auto const events = played(5, 150);
  Rig rig{16};
  rig.append(events);
  auto const& views = rig.open();
  TrialBalance trial;
  for (auto const& event : events) {
    trial.apply(event);
    EXPECT_EQ(value(views.digest(trial.position())), trial.digest()) << trial.position().value();
    for (auto const& programme : trial.programmes()) {
      EXPECT_EQ(value(views.balances(programme, {trial.position(), {}, {}})),
                value(trial.balances(programme)));
    }
  }
}

TEST(Views, AnswerForARecordedTimeAfterTheLastEventRecordedByThen) {
  auto const events = played(6, 200);
  Rig rig{16};
  rig.append(events);
  auto const& views = rig.open();
  for (std::size_t index = 0; index < events.size(); ++index) {
    auto const time = events[index].envelope.recorded_at;
    for (auto const off : {-1, 0, 1}) {
      auto const asked = Instant{time.microseconds() + off};
      Position expected;
      for (auto const& event : events) {
        if (event.envelope.recorded_at <= asked) expected = event.envelope.position;
      }
      auto const at = views.resolve({{}, asked, {}});
      if (expected < Position{1}) {
        ASSERT_FALSE(at);
        EXPECT_EQ(at.error().code, Errc::not_found);
        continue;
      }
      ASSERT_TRUE(at) << at.error().what;
      EXPECT_EQ(at->position, expected);
      EXPECT_EQ(at->recorded_at, events[expected.value() - 1].envelope.recorded_at);
    }
  }
}

TEST(Views, GoOnWhereTheyStoppedAndEndUpAlike) {
  auto const events = played(7, 230);
  Rig whole{16};
  whole.append(events);
  whole.open();
  Rig rig{16};
  auto const span = std::span{events};
  std::size_t done = 0;
  for (std::size_t count : {3U, 13U, 16U, 40U, 1U, 100U, 57U}) {
    rig.append(span.subspan(done, count));
    done += count;
    auto const& views = rig.open();
    expect_like_naive(views, events, Position{done});
    rig.close();
    if (HasFailure()) return;
  }
  ASSERT_EQ(done, events.size());
  auto const& views = rig.open();
  EXPECT_EQ(value(views.digest(Position{done})), value(whole.views().digest(Position{done})));
  for (std::uint64_t last = 1; last <= done; last += 13) {
    expect_like_naive(views, events, Position{last}, day_of(events[last / 2]));
  }
}

TEST(Views, CanBeDeletedAtAnyTimeAndComeBackAlike) {
  auto const events = played(8, 150);
  Rig rig{16};
  rig.append(events);
  auto const before = value(rig.open().digest(Position{150}));
  rig.close();
  std::filesystem::remove_all(rig.dir() / "views");
  auto const& views = rig.open();
  EXPECT_EQ(value(views.digest(Position{150})), before);
  expect_like_naive(views, events, Position{150});
  expect_like_naive(views, events, Position{75});
}

TEST(Views, AreRebuiltWhileTheyServeAndSwappedUnderTheirReaders) {
  auto const events = played(9, 200);
  Rig rig{16};
  rig.append(std::span{events}.first(150));
  auto& views = rig.open();
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> answers{0};
  std::jthread reader{[&] {
    while (!stop) {
      expect_balances_like_naive(views, events, Position{100}, {});
      ++answers;
    }
  }};
  while (answers < 3) std::this_thread::yield();
  auto const report = views.rebuild({});
  rig.append(std::span{events}.subspan(150));
  rig.catch_up();
  auto const seen = answers.load();
  while (answers < seen + 3) std::this_thread::yield();
  stop = true;
  reader.join();
  ASSERT_TRUE(report) << report.error().what;
  EXPECT_EQ(report->position, Position{150});
  EXPECT_EQ(report->runs_compared, 9U);
  expect_like_naive(views, events, Position{200});
  rig.close();
  std::size_t sets = 0;
  for (auto const& entry : std::filesystem::directory_iterator{rig.dir() / "views"}) {
    if (entry.is_directory()) ++sets;
  }
  EXPECT_EQ(sets, 1U) << "the old set is gone";
  expect_like_naive(rig.open(), events, Position{180});
}

TEST(Views, OfAnotherLengthOfRunsAreBuiltAnew) {
  auto const events = played(10, 100);
  Rig rig{16};
  rig.append(events);
  rig.open();
  rig.close();
  rig.config.run_events = 10;
  expect_like_naive(rig.open(), events, Position{90});
}

TEST(Views, OfAnotherJournalAreBuiltAnew) {
  auto const events = played(11, 100);
  auto const others = played(12, 80);
  Rig rig{16};
  rig.append(events);
  rig.open();
  rig.close();
  Rig other{16};
  other.append(others);
  std::filesystem::copy(rig.dir() / "views", other.dir() / "views",
                        std::filesystem::copy_options::recursive);
  expect_like_naive(other.open(), others, Position{80});
}

TEST(Views, NameTheHeadWhenAskedBeyondIt) {
  auto const events = played(13, 50);
  Rig rig{16};
  rig.append(events);
  auto const& views = rig.open();
  auto const beyond = views.resolve({Position{51}, {}, {}});
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, Errc::not_found);
  EXPECT_NE(beyond.error().what.find("50"), std::string::npos) << beyond.error().what;
  EXPECT_EQ(views.resolve({Position{0}, {}, {}}).error().code, Errc::not_found);
  auto const both = views.resolve({Position{1}, Instant{1}, {}});
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().code, Errc::usage);
}

TEST(Views, OfAnEmptyLedgerHaveNothing) {
  Rig rig{16};
  auto const& views = rig.open();
  EXPECT_EQ(views.position(), Position{0});
  EXPECT_EQ(value(views.resolve({})).position, Position{0});
  EXPECT_TRUE(value(views.projects({}, {}, {}, 0)).items.empty());
  EXPECT_EQ(views.resolve({{}, Instant{1}, {}}).error().code, Errc::not_found);
}

TEST(Views, SayNotFoundOfUnknownIds) {
  auto const events = played(14, 60);
  Rig rig{16};
  rig.append(events);
  auto const& views = rig.open();
  auto const expect_unknown = [](auto const& answer) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::not_found);
    EXPECT_NE(answer.error().what.find("NONE"), std::string::npos) << answer.error().what;
  };
  expect_unknown(views.balances(ledger::ProgrammeId{"NONE"}, {}));
  expect_unknown(views.statement(ledger::ProgrammeId{"NONE"}, {}, {}, {}, 0));
  expect_unknown(views.project(ledger::ProjectId{"NONE"}, {}));
  expect_unknown(views.projects({ledger::CallId{"NONE"}, {}, {}}, {}, {}, 0));
  expect_unknown(views.call(ledger::CallId{"NONE"}, {}));
  expect_unknown(views.history({ledger::StreamKind::payee, ledger::StreamId{"NONE"}}, {}, {}, 0));
  expect_unknown(views.balances(ledger::ProgrammeId{"NONE"}, {Position{1}, {}, {}}));
}

TEST(Views, KeepTheHashOfEveryCommandIdInOrder) {
  auto const events = played(15, 600);
  Rig rig{300};
  rig.append(events);
  auto const& views = rig.open();
  rig.close();
  auto const& again = rig.open();
  static_cast<void>(views);
  ledger::CommandHash const hash{rig.config.ledger};
  std::vector<std::pair<std::uint64_t, std::uint64_t>> expected;
  for (auto const& event : events) {
    auto const position = event.envelope.position.value();
    expected.emplace_back(position, hash(event.envelope.command_id));
    if (auto const* refused = std::get_if<ledger::CommandRefused>(&event.body)) {
      for (auto const& member : refused->list) {
        expected.emplace_back(position, hash(member.command_id));
      }
    }
  }
  std::vector<std::pair<std::uint64_t, std::uint64_t>> found;
  auto const last = value(again.for_each_command_hash(
      [&](Position position, std::uint64_t of) { found.emplace_back(position.value(), of); }));
  EXPECT_EQ(last, Position{600});
  EXPECT_EQ(found, expected);
}

TEST(Views, AnswerWhileTheyFollow) {
  auto const events = played(16, 900);
  Rig rig{64};
  rig.append(std::span{events}.first(40));
  auto& views = rig.open();
  std::atomic<bool> stop{false};
  std::vector<std::jthread> readers;
  std::atomic<std::uint64_t> told{0};
  auto const subscription = views.subscribe([&](Position at) { told = at.value(); });
  for (int reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&] {
      std::map<std::uint64_t, ledger::ProgrammeBalances> first_answers;
      while (!stop) {
        auto const at = value(views.resolve({}));
        auto const programme = ledger::ProgrammeId{"G0"};
        auto const answer = value(views.balances(programme, {at.position, {}, {}}));
        auto const& authority = answer.authority;
        auto const sum = add(add(add(authority.available, authority.committed),
                                 add(authority.payable, authority.disbursed)),
                             add(add(authority.recoverable, authority.recovered),
                                 add(authority.written_off, authority.lapsed)));
        EXPECT_EQ(sum, authority.voted) << at.position.value();
        auto const [known, is_new] = first_answers.try_emplace(at.position.value(), answer);
        EXPECT_EQ(known->second, answer) << "an answer changed";
        auto const list = value(views.projects({}, {at.position, {}, {}}, {}, 100));
        for (auto const& row : list.items) EXPECT_LE(row.last_event, at.position);
        if (!first_answers.empty()) {
          auto const& [position, before] = *first_answers.begin();
          EXPECT_EQ(value(views.balances(programme, {Position{position}, {}, {}})), before);
        }
      }
    });
  }
  rig.append(std::span{events}.subspan(40));
  rig.catch_up();
  stop = true;
  readers.clear();
  EXPECT_EQ(told, 900U);
  expect_like_naive(views, events, Position{900});
}

RC_GTEST_PROP(ViewsPropertySlow, BalancesOnBothAxesAreTheSumsOfThePostings, ()) {
  auto const seed = *rc::gen::arbitrary<std::uint64_t>();
  auto const run_events = *rc::gen::element<std::uint64_t>(7, 64, 500);
  Habits const habits{.late_percent = *rc::gen::inRange(0U, 60U),
                      .late_days_max = *rc::gen::inRange(1, 400)};
  auto const events = played(seed, 200, habits);
  Rig rig{run_events};
  rig.append(events);
  auto const& views = rig.open();
  for (int question = 0; question < 20; ++question) {
    auto const last = *rc::gen::inRange<std::size_t>(1, events.size() + 1);
    auto const of = *rc::gen::inRange<std::size_t>(0, events.size());
    expect_balances_like_naive(views, events, Position{last}, day_of(events[of]));
    expect_balances_like_naive(views, events, Position{last}, {});
  }
  RC_ASSERT(!::testing::Test::HasFailure());
}

}  // namespace
}  // namespace gl::projections::testing
