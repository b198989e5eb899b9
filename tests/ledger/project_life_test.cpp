#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>

#include "ledger/project_states.h"

namespace gl::ledger::testing {
namespace {

/// Domain §3, project × command, as it stands there: the state after, `=` allowed and unchanged,
/// `.` refused with STATE. Its conditions (a) to (h) have their own tests; here they are met.
constexpr auto table = R"(
                       Sub Inc Com Eli Ine Ass Wai Rej Ori Wit NoA Awa Con Can Set
AmendProject            =   .   .   .   .   .   .   .   .   .   .   .   .   .   .
RequestCompletion      Inc  .  Inc  .   .   .   .   .   .   .   .   .   .   .   .
CompleteProject         .  Com  .   .   .   .   .   .   .   .   .   .   .   .   .
DeclareComplete        Com  .   .   .   .   .   .   .   .   .   .   .   .   .   .
DeclareEligible         .   .  Eli  .   .   .   .   .   .   .   .   .   .   .   .
DeclareIneligible       .   .  Ine  .   .   .   .   .   .   .   .   .   .   .   .
RecordAssessment        .   .   .   =   .   .   .   .   .   .   .   .   .   .   .
CloseAssessment         .   .   .  Ass  .   .   .   .   .   .   .   .   .   .   .
DecideAward             .   .   .  Awa  .  Awa Awa  .   .   .   .   .   .   .   .
RejectProject           .   .   .  Rej  .  Rej Rej  .   .   .   .   .   .   .   .
OrientProject           .   .  Ori Ori Ori Ori Ori  .   .   .   .   .   .   .   .
WaitlistProject         .   .   .  Wai  .  Wai  .   .   .   .   .   .   .   .   .
WithdrawProject        Wit Wit Wit Wit  .  Wit Wit  .   .   .   .   .   .   .   .
CloseWithoutDecision   NoA NoA NoA NoA  .  NoA NoA  .   .   .   .   .   .   .   .
ReopenProject           .   .   .   .  Com  .   .  Com Com  .  Com  .   .  Com  .
SignConvention          .   .   .   .   .   .   .   .   .   .   .  Con  .   .   .
AmendConvention         .   .   .   .   .   .   .   .   .   .   .   .   =   .   .
AmendAward              .   .   .   .   .   .   .   .   .   .   .   =   =   .   .
FileFinalReport         .   .   .   .   .   .   .   .   .   .   .   =   =   .   .
AcceptFinalAccount      .   .   .   .   .   .   .   .   .   .   .   =   =   .   .
CancelAward             .   .   .   .   .   .   .   .   .   .   .  Can Can  .  Can
WithdrawDecision        .   .   .   .   .   .   .   .   .   .   .  Can Can  .  Can
SettleProject           .   .   .   .   .   .   .   .   .   .   .  Set Set  .   .
RequestPayment          .   .   .   .   .   .   .   .   .   .   .   =   =   .   .
ApprovePayment          .   .   .   .   .   .   .   .   .   .   .   =   =   .   .
IssuePayment            .   .   .   .   .   .   .   .   .   .   .   =   =   .   .
Requisition             .   .   .   .   .   .   .   .   .   .   .   =   =   .   .
RefusePayment           .   .   .   .   .   .   .   .   .   .   .   =   =   =   .
WithdrawPaymentRequest  .   .   .   .   .   .   .   .   .   .   .   =   =   =   .
AnnulApproval           .   .   .   .   .   .   .   .   .   .   .   =   =   =   .
RejectOrder             .   .   .   .   .   .   .   .   .   .   .   =   =   =   .
ConfirmPayment          .   .   .   .   .   .   .   .   .   .   .   =   =   =   .
RecordBankReturn        .   .   .   .   .   .   .   .   .   .   .   =   =   =  Con
OrderRecovery           .   .   .   .   .   .   .   .   .   .   .   =   =   =   .
PublishGrant            .   .   .   .   .   .   .   .   .   .   .   =   =   =   =
NotifyStateAid          .   .   .   .   .   .   .   .   .   .   .   =   =   =   =
NotifyApplicant         =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
DeclareConflict         =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
)";

std::string short_name(ProjectState state) {
  return state == ProjectState::no_action ? "NoA" : std::string{name(state)}.substr(0, 3);
}

/// A command that only the project's state may stand in the way of.
struct Attempt {
  As who;
  CommandBody command;
  PaymentState payment = PaymentState::none;  ///< where the command needs R1 to be
  void (*prepare)(World&) = nullptr;
};

void file_report(World& w) {
  (void)w.send(anne, FileFinalReport{ProjectId{"P"}, eur(20'000), {}, {}});
}

/// The account comes to nothing, so that nothing moves any more.
void spend_nothing(World& w) {
  (void)w.send(anne, FileFinalReport{ProjectId{"P"}, eur(0), {}, {}});
  (void)w.send(anne, account(eur(0)));
}

std::map<std::string, Attempt> steps_before_the_award() {
  ProjectId const p{"P"};
  AmendProject amendment;
  amendment.project = p;
  amendment.title = "Another";
  return {
      {"AmendProject", {portal, amendment}},
      {"RequestCompletion", {anne, completion_request()}},
      {"CompleteProject", {portal, completion()}},
      {"DeclareComplete", {anne, DeclareComplete{p}}},
      {"DeclareEligible", {anne, DeclareEligible{p, {}}}},
      {"DeclareIneligible", {anne, DeclareIneligible{p, {}}}},
      {"RecordAssessment", {anne, RecordAssessment{p, ReasonCode{"need"}, 3, 5, {}, {}}}},
      {"CloseAssessment", {anne, CloseAssessment{p}}},
      {"DecideAward", {board, award(eur(10'000))}},
      {"RejectProject", {board, RejectProject{p}}},
      {"OrientProject", {board, OrientProject{p, "OTHER"}}},
      {"WaitlistProject", {board, WaitlistProject{p, 2}}},
      {"WithdrawProject", {portal, WithdrawProject{p}}},
      {"CloseWithoutDecision", {anne, CloseWithoutDecision{p}}},
      {"ReopenProject", {board, ReopenProject{p}}},
      {"NotifyApplicant", {anne, NotifyApplicant{p, "letter", {}}}},
      {"DeclareConflict", {anne, DeclareConflict{p}}},
  };
}

ConventionEntry signed_today() {
  ConventionEntry c = agreement(eur(10'000));
  c.signed_by_funder = c.signed_by_payee = day("2016-08-02");
  return c;
}

std::map<std::string, Attempt> steps_from_the_award_on() {
  ProjectId const p{"P"};
  auto const hearing = day("2016-08-02");
  return {
      {"SignConvention", {boris, SignConvention{signed_today()}}},
      {"AmendConvention", {boris, AmendConvention{signed_today()}}},
      {"AmendAward", {board, AmendAward{p, eur(9'000), {}, {}}}},
      {"FileFinalReport", {anne, FileFinalReport{p, eur(20'000), {}, {}}}},
      {"AcceptFinalAccount", {anne, account(eur(20'000)), PaymentState::none, file_report}},
      {"CancelAward", {board, CancelAward{p, CancelGround::breach, hearing}}},
      {"WithdrawDecision", {board, WithdrawDecision{p, CancelGround::fraud, {}}}},
      {"SettleProject", {anne, SettleProject{p}, PaymentState::none, spend_nothing}},
      {"PublishGrant", {admin, PublishGrant{{p, "data.gouv.fr", {}, {}}}}},
      {"NotifyStateAid", {admin, NotifyStateAid{{p, "TAM", {}, {}}}}},
  };
}

std::map<std::string, Attempt> steps_of_payments() {
  PaymentId const r{"R1"};
  using enum PaymentState;
  return {
      {"RequestPayment", {anne, request("R2", PaymentKind::advance, eur(1))}},
      {"ApprovePayment", {boris, approve("R1", eur(5'000), "7"), requested}},
      {"RefusePayment", {boris, RefusePayment{r}, requested}},
      {"WithdrawPaymentRequest", {anne, WithdrawPaymentRequest{r}, requested}},
      {"IssuePayment", {boris, IssuePayment{r, {}}, approved}},
      {"AnnulApproval", {boris, AnnulApproval{r}, approved}},
      {"RejectOrder", {chloe, RejectOrder{r}, issued}},
      {"Requisition", {boris, Requisition{r, {}}, rejected_by_accountant}},
      {"ConfirmPayment", {chloe, confirm("R1"), issued}},
      {"RecordBankReturn", {chloe, bank_return("R1"), paid}},
      {"OrderRecovery", {boris, recovery(eur(1)), paid}},
  };
}

std::map<std::string, Attempt> attempts() {
  auto all = steps_before_the_award();
  all.merge(steps_from_the_award_on());
  all.merge(steps_of_payments());
  return all;
}

/// One cell: the verdict and the state after are the table's.
void check_cell(std::string const& command, Attempt const& attempt, ProjectState state,
                std::string const& cell) {
  auto w = project_in(state, attempt.payment);
  if (attempt.prepare != nullptr) attempt.prepare(w);
  auto const verdict = w.send(attempt.who, attempt.command, with_act);
  auto const where = command + " in " + std::string{name(state)} + ": " + w.refusal.sentence;
  bool const of_no_payment = state == ProjectState::submitted && attempt.payment != PaymentState{};
  if (of_no_payment && command != "OrderRecovery") {
    EXPECT_EQ(verdict, "REFUSED UNKNOWN_TARGET") << where;  // there can be no payment to refuse
    return;
  }
  EXPECT_EQ(verdict == "REFUSED STATE", cell == ".") << where << verdict;
  EXPECT_EQ(verdict.starts_with("REFUSED"), cell == ".") << where << verdict;
  auto const after = cell == "." || cell == "=" ? short_name(state) : cell;
  EXPECT_EQ(short_name(w.project().state), after) << where;
}

TEST(LifeCycle, OfAProjectIsTheTableCellByCell) {
  auto const all = attempts();
  std::istringstream lines{table};
  std::string line;
  std::size_t rows = 0;
  while (std::getline(lines, line)) {
    std::istringstream row{line};
    std::string command;
    if (!(row >> command) || command == "Sub") continue;
    ++rows;
    ASSERT_TRUE(all.contains(command)) << command;
    for (auto const state : project_states) {
      std::string cell;
      ASSERT_TRUE(row >> cell) << command;
      check_cell(command, all.at(command), state, cell);
    }
  }
  EXPECT_EQ(rows, all.size()) << "a command without its row";
}

TEST(LifeCycle, TakesTheIdOfAProjectInAnyStateForEver) {
  for (auto const state : project_states) {
    auto w = project_in(state);
    EXPECT_EQ(w.send(portal, submit("P")), "REFUSED ID_TAKEN") << name(state);
  }
}

/// Conditions (b) and (c).
TEST(LifeCycle, GoesThroughScoringAndTheWaitlistWhereTheCallHasThem) {
  ProjectId const p{"P"};
  auto scored = with_eligible([](OpenCall& c) { c.assessment_required = c.waitlist = true; });
  EXPECT_EQ(scored.send(board, WaitlistProject{p, 1}), "REFUSED STATE");
  EXPECT_EQ(scored.send(board, award(eur(1))), "REFUSED STATE");
  scored.given(anne, CloseAssessment{p});
  EXPECT_EQ(scored.send(board, WaitlistProject{p, 1}), "ProjectWaitlisted");
  EXPECT_EQ(std::get<ProjectWaitlisted>(scored.events.back().body).rank, 1U);
  EXPECT_EQ(scored.send(board, award(eur(1))), "AwardDecided");
  auto without = with_eligible();
  EXPECT_EQ(without.send(board, WaitlistProject{p, 1}), "REFUSED STATE");
  without.given(anne, CloseAssessment{p});
  EXPECT_EQ(without.send(board, WaitlistProject{p, 1}), "REFUSED STATE");
  EXPECT_EQ(without.refusal.call_version, 1U);
}

/// The version in force on the effective date says whether there is a waitlist.
TEST(LifeCycle, AsksTheVersionInForceForTheWaitlist) {
  auto w = with_eligible();
  AmendCall c;
  c.call = CallId{"C"};
  c.waitlist = Choice::yes;
  w.on("2016-10-10").given(admin, c);
  WaitlistProject const command{ProjectId{"P"}, 1};
  EXPECT_EQ(w.send(board, command, effective("2016-10-09")), "REFUSED STATE");
  EXPECT_EQ(w.send(board, command, effective("2016-10-10")), "ProjectWaitlisted");
}

/// Condition (f).
TEST(LifeCycle, LetsASettledAwardBeCancelledForABreachOnly) {
  for (auto const ground : {CancelGround::renounced, CancelGround::lapsed}) {
    auto w = project_in(ProjectState::settled);
    EXPECT_EQ(w.send(board, CancelAward{ProjectId{"P"}, ground, {}}), "REFUSED STATE");
  }
}

/// Condition (h), where there is no agreement.
TEST(LifeCycle, PutsASettledProjectBackToAwardedWhenItsMoneyComesBack) {
  auto w = project_in(ProjectState::awarded, PaymentState::paid);
  w.given(anne, FileFinalReport{ProjectId{"P"}, eur(10'000), {}, {}});
  w.given(anne, account(eur(10'000))).given(anne, SettleProject{ProjectId{"P"}});
  w.given(chloe, bank_return("R1"));
  EXPECT_EQ(w.project().state, ProjectState::awarded);
}

/// No step before the award is dated ahead, or before the submission.
TEST(LifeCycle, DatesEachStepBetweenTheSubmissionAndToday) {
  std::map<std::string, ProjectState> const from{
      {"RequestCompletion", ProjectState::submitted},
      {"DeclareComplete", ProjectState::submitted},
      {"DeclareEligible", ProjectState::complete},
      {"DeclareIneligible", ProjectState::complete},
      {"RecordAssessment", ProjectState::eligible},
      {"CloseAssessment", ProjectState::eligible},
      {"RejectProject", ProjectState::eligible},
      {"OrientProject", ProjectState::eligible},
      {"WaitlistProject", ProjectState::eligible},
      {"WithdrawProject", ProjectState::eligible},
      {"CloseWithoutDecision", ProjectState::eligible},
      {"ReopenProject", ProjectState::rejected},
      {"NotifyApplicant", ProjectState::rejected},
      {"DeclareConflict", ProjectState::rejected},
  };
  auto const all = attempts();
  for (auto const& [command, state] : from) {
    auto w = project_in(state);
    auto const& attempt = all.at(command);
    auto const on = [&](std::string_view date) {
      return w.send(attempt.who, attempt.command, [&](CommandHeader& header) {
        with_act(header);
        header.effective_date = day(date);
      });
    };
    EXPECT_EQ(on("2016-07-31"), "REFUSED DATE") << command;
    EXPECT_EQ(on("2016-08-03"), "REFUSED DATE") << command;
    EXPECT_FALSE(on("2016-08-01").starts_with("REFUSED")) << command << w.refusal.sentence;
  }
}

}  // namespace
}  // namespace gl::ledger::testing
