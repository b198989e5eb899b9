#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "ledger/given.h"
#include "ledger/order.h"

namespace gl::ledger::testing {
namespace {

CallId const c{"C"};
ProjectId const p{"P"};

DraftCall draft() { return {open_call()}; }

/// Opens a draft as it stands.
OpenCall open_it() {
  OpenCall command;
  command.call = c;
  return command;
}

AmendCall amend_title() {
  AmendCall command;
  command.call = c;
  command.title = "Other";
  return command;
}

AmendCall amend_deadline(std::string_view date) {
  AmendCall command;
  command.call = c;
  command.deadline = day(date);
  return command;
}

ReopenCall reopen(std::string_view deadline) { return {c, day(deadline)}; }

SubmitProject paper(std::string_view id, std::string_view received_at) {
  auto command = submit(id);
  command.received_at = moment(received_at);
  command.evidence = any_hash();
  return command;
}

Call const& call_of(World const& w) { return *w.state.calls.find(c); }

World with_draft() {
  auto w = with_programme();
  w.on("2016-06-01").given(admin, draft());
  return w;
}

World closed() {
  auto w = with_call();
  w.on("2016-09-06").given(admin, CloseCall{c});
  return w;
}

/// No call, and then one in each of its states, on the day after its deadline.
std::vector<std::pair<std::string, World>> columns() {
  auto settled = closed();
  settled.given(admin, SettleCall{c});
  auto cancelled = with_call();
  cancelled.given(admin, CancelCall{c});
  std::vector<std::pair<std::string, World>> worlds{
      {"-", with_programme()}, {"Draft", with_draft()}, {"Open", with_call()},
      {"Closed", closed()},    {"Settled", settled},    {"Cancelled", cancelled},
  };
  for (auto& [name, world] : worlds) world.on("2016-09-06");
  return worlds;
}

// clang-format off
/// Domain §3, "Call": without a call, then from each of its states, the state after or the code of
/// the refusal. `.` is STATE, `?` is UNKNOWN_TARGET.
std::map<std::string, std::string> const table{
    //                    -     Draft         Open       Closed     Settled        Cancelled
    {"DraftCall",         "Draft ID_TAKEN      ID_TAKEN   ID_TAKEN   ID_TAKEN       ID_TAKEN"},
    {"OpenCall",          "Open  Open          .          .          .              ."},
    {"AmendCall",         "?     Draft         Open       Closed     .              ."},
    {"AmendCall's day",   "?     Draft         Open       .          .              ."},
    {"CloseCall",         "?     .             Closed     .          .              ."},
    {"ReopenCall",        "?     .             .          Open       .              ."},
    {"CancelCall",        "?     Cancelled     Cancelled  Cancelled  .              ."},
    {"SettleCall",        "?     .             .          Settled    .              ."},
    {"AllocateToCall",    "?     Draft         Open       Closed     .              ."},
    {"ReleaseAllocation", "?     Draft         Open       Closed     .              ."},
    {"SubmitProject",     "?     CALL_NOT_OPEN Open       Closed     CALL_NOT_OPEN  CALL_NOT_OPEN"},
};
// clang-format on

std::map<std::string, std::pair<As, CommandBody>> attempts() {
  return {
      {"DraftCall", {admin, draft()}},
      {"OpenCall", {admin, open_call()}},
      {"AmendCall", {admin, amend_title()}},
      {"AmendCall's day", {admin, amend_deadline("2016-10-01")}},
      {"CloseCall", {admin, CloseCall{c}}},
      {"ReopenCall", {admin, reopen("2016-10-01")}},
      {"CancelCall", {admin, CancelCall{c}}},
      {"SettleCall", {admin, SettleCall{c}}},
      {"AllocateToCall", {board, AllocateToCall{c, eur(1)}}},
      {"ReleaseAllocation", {board, ReleaseAllocation{c, eur(1)}}},
      {"SubmitProject", {anne, paper("P1", "2016-09-05T12:00:00Z")}},
  };
}

/// What the cell says in words.
std::string expected(std::string const& cell) {
  if (cell == ".") return "REFUSED STATE";
  if (cell == "?") return "REFUSED UNKNOWN_TARGET";
  bool const is_code = cell == "ID_TAKEN" || cell == "CALL_NOT_OPEN";
  return is_code ? "REFUSED " + cell : cell;
}

TEST(CallLifeCycle, IsTheTableCellByCell) {
  auto const worlds = columns();
  ASSERT_EQ(attempts().size(), table.size());
  for (auto const& [command, attempt] : attempts()) {
    std::istringstream cells{table.at(command)};
    for (auto const& [column, world] : worlds) {
      std::string cell;
      ASSERT_TRUE(cells >> cell) << command;
      auto w = world;
      bool const may_have_money = column == "Draft" || column == "Open" || column == "Closed";
      if (command == "ReleaseAllocation" && may_have_money) {
        w.given(board, AllocateToCall{c, eur(1)});
      }
      auto const verdict = w.send(attempt.first, attempt.second, with_act);
      bool const refused = verdict.starts_with("REFUSED ");
      EXPECT_EQ(refused ? verdict : std::string{name(call_of(w).state)}, expected(cell))
          << command << " from " << column;
    }
  }
}

TEST(CallLifeCycle, LetsAwardsBeDecidedWhileItIsOpenOrClosed) {
  for (std::uint8_t state = 1; state <= 5; ++state) {
    auto w = with_eligible();
    w.state.calls.change(c).state = CallState{state};
    auto const verdict = w.send(board, award(eur(1)));
    bool const allowed =
        CallState{state} == CallState::open || CallState{state} == CallState::closed;
    EXPECT_EQ(verdict, allowed ? "AwardDecided" : "REFUSED STATE") << name(CallState{state});
  }
}

TEST(DraftCall, NeedsAProgrammeAndASpan) {
  World w;
  EXPECT_EQ(w.send(admin, draft()), "REFUSED UNKNOWN_TARGET");
  auto with = with_programme();
  auto command = draft();
  command.deadline = day("2016-05-31");
  EXPECT_EQ(with.on("2016-06-01").send(admin, command), "REFUSED DATE") << "before the opening";
  command.deadline = command.opening;
  EXPECT_EQ(with.send(admin, command), "CallDrafted");
  auto cap = draft();
  cap.project_cap = Amount{1, 3};
  EXPECT_EQ(with.send(admin, cap), "REFUSED MALFORMED");
}

TEST(DraftCall, IsOpenedAsItStands) {
  auto w = with_draft();
  auto amended = amend_deadline("2016-09-30");
  w.on("2016-06-03").given(admin, amended);
  EXPECT_EQ(w.on("2016-06-05").send(admin, open_it()), "CallOpened");
  auto const& event = std::get<CallOpened>(w.events.back().body);
  EXPECT_EQ(event.draft_version, 2U);
  EXPECT_EQ(event.programme.view(), "G");
  EXPECT_EQ(event.terms.deadline, day("2016-09-30"));
  EXPECT_EQ(event.terms.project_cap, euros(40'000));
  EXPECT_EQ(call_of(w).versions.size(), 2U) << "opening makes no version";
  w.given(admin, amend_deadline("2016-10-15"));
  EXPECT_EQ(std::get<CallAmended>(w.events.back().body).version, 3U);
}

TEST(DraftCall, IsNotOpenedAsSomethingElse) {
  auto const w = with_draft();
  using Change = std::function<void(OpenCall&)>;
  std::vector<std::pair<std::string, Change>> const changes{
      {"programme", [](OpenCall& o) { o.programme = ProgrammeId{"H"}; }},
      {"title", [](OpenCall& o) { o.title = "Other"; }},
      {"opening", [](OpenCall& o) { o.opening = day("2016-06-02"); }},
      {"deadline", [](OpenCall& o) { o.deadline = day("2016-09-06"); }},
      {"departments", [](OpenCall& o) { o.departments = {DepartmentCode{"33"}}; }},
      {"applicant_kinds", [](OpenCall& o) { o.applicant_kinds = {LegalKind::company}; }},
      {"project_cap", [](OpenCall& o) { o.project_cap = eur(40'000, 1); }},
      {"maximum_rate", [](OpenCall& o) { o.maximum_rate = Rate{500'001}; }},
      {"minimum_instalment", [](OpenCall& o) { o.minimum_instalment = eur(1); }},
      {"one_per_applicant", [](OpenCall& o) { o.one_per_applicant = true; }},
      {"assessment_required", [](OpenCall& o) { o.assessment_required = true; }},
      {"waitlist", [](OpenCall& o) { o.waitlist = true; }},
  };
  for (auto const& [field, change] : changes) {
    auto copy = w;
    auto command = open_it();
    change(command);
    EXPECT_EQ(copy.send(admin, command), "REFUSED MALFORMED") << field;
    EXPECT_TRUE(copy.refusal.sentence.starts_with(field)) << copy.refusal.sentence;
    EXPECT_NE(copy.refusal.sentence.find("amend the draft first"), std::string::npos);
  }
}

TEST(DraftCall, IsOpenedByFieldsThatAreItsOwnInAnyOrder) {
  auto w = with_draft();
  auto command = open_call();
  command.departments = {DepartmentCode{"24"}, DepartmentCode{"33"}};
  EXPECT_EQ(w.send(admin, command), "CallOpened");
}

TEST(DraftCall, BindsNobodyBeforeItIsOpened) {
  auto w = with_draft();
  w.on("2016-06-10").given(admin, open_it());
  w.on("2016-06-12");
  EXPECT_EQ(w.send(anne, paper("P1", "2016-06-09T12:00:00Z")), "REFUSED DATE")
      << "it was a draft on that day";
  EXPECT_EQ(w.send(anne, paper("P2", "2016-06-10T12:00:00Z")), "ProjectSubmitted");
}

TEST(DraftCall, IsOpenedNoEarlierThanItsLatestVersion) {
  auto w = with_draft();
  w.on("2016-06-03").given(admin, amend_title());
  EXPECT_EQ(w.send(admin, open_it(), effective("2016-06-02")), "REFUSED DATE");
  EXPECT_EQ(w.send(admin, open_it(), effective("2016-06-03")), "CallOpened");
}

TEST(OpenCall, WithoutADraftNeedsTheWholeOfIt) {
  auto w = with_programme();
  w.on("2016-06-01");
  EXPECT_EQ(w.send(admin, open_it()), "REFUSED UNKNOWN_TARGET") << "most likely a wrong call id";
  EXPECT_NE(w.refusal.sentence.find("call C"), std::string::npos) << w.refusal.sentence;
  auto command = open_call();
  command.title.clear();
  EXPECT_EQ(w.send(admin, command), "REFUSED MALFORMED");
  EXPECT_TRUE(w.refusal.sentence.starts_with("title")) << w.refusal.sentence;
  command = open_call();
  command.opening.reset();
  EXPECT_EQ(w.send(admin, command), "REFUSED MALFORMED");
  EXPECT_TRUE(w.refusal.sentence.starts_with("opening")) << w.refusal.sentence;
  command = open_call();
  command.deadline.reset();
  EXPECT_EQ(w.send(admin, command), "REFUSED MALFORMED");
  EXPECT_TRUE(w.refusal.sentence.starts_with("deadline")) << w.refusal.sentence;
}

TEST(AmendCall, InADraftIsFree) {
  auto w = with_draft();
  auto command = amend_deadline("2016-06-20");
  command.departments = std::vector{DepartmentCode{"47"}};
  command.project_cap = eur(1);
  EXPECT_EQ(w.send(admin, command), "CallAmended");
  EXPECT_EQ(call_of(w).latest().terms.deadline, day("2016-06-20"));
  EXPECT_EQ(call_of(w).state, CallState::draft);
}

TEST(ReopenCall, GivesTheCallANewDeadlineAndAVersion) {
  auto w = closed();
  w.on("2016-09-20").given(admin, reopen("2016-10-31"), with_act);
  auto const& event = std::get<CallReopened>(w.events.back().body);
  EXPECT_EQ(event.version, 2U);
  EXPECT_EQ(event.before.deadline, day("2016-09-05"));
  EXPECT_EQ(event.after.deadline, day("2016-10-31"));
  EXPECT_EQ(event.after.title, event.before.title);
  EXPECT_EQ(w.send(anne, paper("P1", "2016-09-19T12:00:00Z")), "REFUSED DEADLINE_PASSED")
      << "version 1 was in force on that day";
  EXPECT_EQ(w.send(portal, submit("P2")), "ProjectSubmitted");
  EXPECT_EQ(w.project("P2").call_version, 2U);
  EXPECT_EQ(w.send(admin, CloseCall{c}), "REFUSED DATE");
  EXPECT_EQ(w.on("2016-11-01").send(admin, CloseCall{c}), "CallClosed");
}

TEST(ReopenCall, NeedsAnActAReasonAndADeadlineAhead) {
  auto w = closed();
  w.on("2016-09-20");
  EXPECT_EQ(w.send(admin, reopen("2016-09-19"), with_act), "REFUSED DATE");
  EXPECT_EQ(w.send(admin, reopen("2016-09-20")), "REFUSED ACT_REQUIRED");
  auto const act_alone = [](CommandHeader& header) {
    with_act(header);
    header.reason_code.reset();
  };
  EXPECT_EQ(w.send(admin, reopen("2016-09-20"), act_alone), "REFUSED ACT_REQUIRED");
  auto const before_its_end = [](CommandHeader& header) {
    with_act(header);
    header.effective_date = day("2016-09-05");
  };
  EXPECT_EQ(w.send(admin, reopen("2016-09-20"), before_its_end), "REFUSED DATE");
  EXPECT_EQ(w.send(admin, reopen("2016-09-20"), with_act), "CallReopened");
}

TEST(CancelCall, IsNotForACallWithALiveAward) {
  for (auto const state :
       {ProjectState::awarded, ProjectState::contracted, ProjectState::settled}) {
    auto w = with_award();
    w.state.projects.change(p).state = state;
    EXPECT_EQ(w.send(admin, CancelCall{c}), "REFUSED STATE") << name(state);
  }
  auto w = with_award();
  w.given(board, CancelAward{p, CancelGround::renounced, {}});
  EXPECT_EQ(w.send(board, CancelCall{c}), "CallCancelled");
}

TEST(CancelCall, LooksAtItsOwnProjectsOnly) {
  auto w = with_award();
  w.given(admin, open_call("D"));
  EXPECT_EQ(w.send(admin, CancelCall{CallId{"D"}}), "CallCancelled");
}

TEST(CancelCall, TakesUnfinishedProjectsAlong) {
  auto w = with_submission();
  EXPECT_EQ(w.send(admin, CancelCall{c}), "CallCancelled");
}

TEST(CancelCall, NeedsItsAllocationReleased) {
  auto w = with_call();
  w.given(board, AllocateToCall{c, eur(100)});
  EXPECT_EQ(w.send(admin, CancelCall{c}), "REFUSED MONEY_MOVING");
  EXPECT_EQ(w.refusal.actual, "100.00");
  w.given(board, ReleaseAllocation{c, eur(100)});
  EXPECT_EQ(w.send(admin, CancelCall{c}), "CallCancelled");
}

TEST(SettleCall, WaitsForEveryProjectsEnd) {
  std::vector<ProjectState> const terminal{
      ProjectState::ineligible, ProjectState::rejected,  ProjectState::oriented,
      ProjectState::withdrawn,  ProjectState::no_action, ProjectState::cancelled,
      ProjectState::settled,
  };
  for (std::uint8_t number = 1; number <= static_cast<std::uint8_t>(ProjectState::settled);
       ++number) {
    auto w = with_submission();
    w.on("2016-09-06").given(admin, CloseCall{c});
    w.state.projects.change(p).state = ProjectState{number};
    bool const ended = std::ranges::find(terminal, ProjectState{number}) != terminal.end();
    EXPECT_EQ(w.send(admin, SettleCall{c}), ended ? "CallSettled" : "REFUSED STATE")
        << name(ProjectState{number});
  }
}

TEST(SettleCall, NeedsWhatIsLeftOfItsAllocationReleased) {
  auto w = with_eligible();
  w.on("2016-11-14").given(admin, CloseCall{c});
  w.given(board, AllocateToCall{c, eur(50'000)}).given(board, award(eur(40'000)));
  w.given(board, CancelAward{p, CancelGround::renounced, {}});
  EXPECT_EQ(w.send(admin, SettleCall{c}), "REFUSED MONEY_MOVING");
  w.given(board, ReleaseAllocation{c, eur(50'000)});
  EXPECT_EQ(w.send(admin, SettleCall{c}), "CallSettled");
}

TEST(SettleCall, SendsWhatIsFreedLaterToTheUnallocatedPart) {
  auto w = with_eligible();
  w.on("2016-11-14").given(board, AllocateToCall{c, eur(40'000)});
  w.given(board, award(eur(40'000))).given(admin, CloseCall{c});
  w.state.calls.change(c).state = CallState::settled;
  w.given(board, CancelAward{p, CancelGround::renounced, {}});
  EXPECT_EQ(call_of(w).available, euros(0));
  EXPECT_EQ(w.state.programmes.find(ProgrammeId{"G"})->unallocated(), euros(700'000));
}

TEST(CallCommands, AreRefusedInTheOrderOfTheCodes) {
  auto w = in_2017(with_call());
  auto const e = CallId{"E"};
  w.given(admin, open_call("E")).given(admin, CancelCall{e});
  w.given(board, AllocateToCall{c, eur(100)});
  w.state.calls.change(c).versions.back().from = day("2016-12-01");
  expect_order(w, {.who = admin,
                   .in_state = CancelCall{e},
                   .state_code = "STATE",
                   .in_rest = CancelCall{c},
                   .rest_code = "MONEY_MOVING",
                   .posts = false});
  auto shut = w;
  shut.given(admin, CloseCall{c});
  expect_order(shut, {.who = admin,
                      .in_state = SettleCall{e},
                      .state_code = "STATE",
                      .in_rest = SettleCall{c},
                      .rest_code = "MONEY_MOVING",
                      .posts = false});
  expect_order(shut, {.who = admin,
                      .in_state = ReopenCall{e, day("2017-01-10")},
                      .state_code = "STATE",
                      .in_rest = reopen("2017-01-10"),
                      .rest_code = "ACT_REQUIRED",
                      .posts = false});
  auto drafted = w;
  drafted.given(admin, DraftCall{open_call("F")});
  auto again = draft();
  EXPECT_EQ(drafted.send(board, again), "REFUSED FORBIDDEN");
  EXPECT_EQ(drafted.send(admin, again, effective("2016-01-01")), "REFUSED ID_TAKEN");
  again.call = CallId{"N"};
  EXPECT_EQ(drafted.send(admin, again, effective("2016-01-01")), "REFUSED DATE");
  OpenCall opening;
  opening.call = CallId{"F"};
  EXPECT_EQ(drafted.send(board, opening), "REFUSED FORBIDDEN");
  EXPECT_EQ(drafted.send(admin, opening, effective("2017-01-09")), "REFUSED DATE");
  opening.title = "Other";
  EXPECT_EQ(drafted.send(board, opening), "REFUSED MALFORMED");
}

}  // namespace
}  // namespace gl::ledger::testing
