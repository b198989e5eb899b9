#include <gtest/gtest.h>

#include <map>
#include <string>

#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

/// The rows of domain §3 for commands there are, over the columns Sub Inc Com Eli Ine Ass Wai Rej
/// Ori Wit NoA Awa Con Can Set: `x` where the state allows the command, `.` where it is STATE.
std::map<std::string, std::string> const table{
    {"DeclareComplete", "x.............."}, {"DeclareEligible", "..x............"},
    {"DecideAward", "...x.xx........"},     {"OrientProject", "..xxxxx........"},
    {"SignConvention", "...........x..."},  {"AmendAward", "...........xx.."},
    {"FileFinalReport", "...........xx.."}, {"AcceptFinalAccount", "...........xx.."},
    {"CancelAward", "...........xx.."},     {"CancelAward breach", "...........xx.x"},
    {"SettleProject", "...........xx.."},   {"RequestPayment", "...........xx.."},
    {"ApprovePayment", "...........xx.."},  {"IssuePayment", "...........xx.."},
    {"ConfirmPayment", "...........xxx."},  {"RecordBankReturn", "...........xxxx"},
    {"OrderRecovery", "...........xxx."},
};

constexpr ProjectState columns[] = {
    ProjectState::submitted,  ProjectState::incomplete, ProjectState::complete,
    ProjectState::eligible,   ProjectState::ineligible, ProjectState::assessed,
    ProjectState::waitlisted, ProjectState::rejected,   ProjectState::oriented,
    ProjectState::withdrawn,  ProjectState::no_action,  ProjectState::awarded,
    ProjectState::contracted, ProjectState::cancelled,  ProjectState::settled,
};

struct Attempt {
  As who;
  CommandBody command;
  World (*world)();  ///< where nothing but the project's state may stand in the way
};

World eligible() { return with_eligible(); }

std::map<std::string, Attempt> attempts() {
  ProjectId const p{"P"};
  PaymentId const r{"R1"};
  return {
      {"DeclareComplete", {anne, DeclareComplete{p}, eligible}},
      {"DeclareEligible", {anne, DeclareEligible{p, {}}, eligible}},
      {"DecideAward", {board, award(eur(1)), eligible}},
      {"OrientProject", {board, OrientProject{p, "OTHER"}, eligible}},
      {"SignConvention", {boris, agreement(eur(40'000)), with_agreement}},
      {"AmendAward", {board, AmendAward{p, eur(39'000), {}, {}}, with_award}},
      {"FileFinalReport", {anne, FileFinalReport{p, eur(1), {}, {}}, with_award}},
      {"AcceptFinalAccount", {anne, account(eur(1)), with_award}},
      {"CancelAward", {board, CancelAward{p, CancelGround::renounced, {}}, with_award}},
      {"CancelAward breach",
       {board, CancelAward{p, CancelGround::breach, day("2016-11-14")}, with_award}},
      {"SettleProject", {anne, SettleProject{p}, with_award}},
      {"RequestPayment", {anne, request("R2", PaymentKind::advance, eur(1)), with_agreement}},
      {"ApprovePayment", {boris, approve("R1", eur(20'000)), with_advance_requested}},
      {"IssuePayment", {boris, IssuePayment{r, {}}, with_advance_approved}},
      {"ConfirmPayment", {chloe, confirm("R1"), with_advance_issued}},
      {"RecordBankReturn", {chloe, bank_return("R1"), with_advance_paid}},
      {"OrderRecovery", {boris, recovery(eur(1)), with_advance_paid}},
  };
}

TEST(LifeCycle, OfAProjectIsTheTableCellByCell) {
  for (auto const& [name, attempt] : attempts()) {
    auto const base = attempt.world();
    for (std::size_t i = 0; i < std::size(columns); ++i) {
      auto w = base;
      auto& project = w.state.projects.change(ProjectId{"P"});
      project.state = columns[i];
      if (!project.award && i >= 11) project.award.emplace().call_version = 1;
      auto const verdict = w.send(attempt.who, attempt.command);
      EXPECT_EQ(verdict != "REFUSED STATE", table.at(name)[i] == 'x')
          << name << " in " << gl::ledger::name(columns[i]) << ": " << verdict;
    }
  }
}

/// Payment commands over Req App Iss Rjd Paid Ret Refused Withdrawn Annulled.
TEST(LifeCycle, OfAPaymentIsTheTableCellByCell) {
  std::map<std::string, std::pair<std::string, Attempt>> const rows{
      {"ApprovePayment", {"x........", {boris, approve("R1", eur(1), "9"), with_advance_paid}}},
      {"IssuePayment",
       {".x.x.x...", {boris, IssuePayment{PaymentId{"R1"}, {}}, with_advance_paid}}},
      {"ConfirmPayment", {"..x......", {chloe, confirm("R1"), with_advance_paid}}},
      {"RecordBankReturn", {"....x....", {chloe, bank_return("R1"), with_advance_paid}}},
  };
  for (auto const& [name, row] : rows) {
    for (std::uint8_t state = 1; state <= 9; ++state) {
      auto const& [cells, attempt] = row;
      auto const w = attempt.world();
      auto copy = w.state;
      copy.payments.change(PaymentId{"R1"}).state = PaymentState{state};
      Command command{{}, attempt.command};
      command.header.id.bytes[0] = std::byte{1};
      command.header.actor = {PersonId{attempt.who.person}, attempt.who.role, {}, {}};
      auto const decision =
          decide(copy, command, {moment("2016-12-01T00:00:00Z"), day("2016-12-01"), nullptr});
      bool const allowed = decision || decision.error().rule != Rule::state;
      EXPECT_EQ(allowed, cells[state - 1U] == 'x')
          << name << " in " << gl::ledger::name(PaymentState{state});
    }
  }
}

TEST(LifeCycle, OfARecoveryTakesReceiptsWhileItIsOrderedOrPartReceived) {
  for (std::uint8_t state = 1; state <= 5; ++state) {
    auto w = with_recovery();
    w.state.recoveries.change(RecoveryId{"T1"}).state = RecoveryState{state};
    auto const verdict = w.send(chloe, RecordRecoveryReceipt{RecoveryId{"T1"}, eur(1), {}});
    EXPECT_EQ(verdict, state <= 2 ? "RecoveryReceived" : "REFUSED STATE");
  }
}

}  // namespace
}  // namespace gl::ledger::testing
