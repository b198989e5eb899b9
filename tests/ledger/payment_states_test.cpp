#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "ledger/given.h"

/// The tables of domain §3 on payment requests and recoveries, cell by cell.
namespace gl::ledger::testing {
namespace {

PaymentId const r1{"R1"};
RecoveryId const t1{"T1"};

struct Sent {
  As who;
  CommandBody body;
};

using Make = Sent (*)(World const&);

/// A table as domain §3 writes it: a command a line, a state a column; a cell is the state after,
/// `·` is STATE, anything in capitals another code.
using Cells = std::vector<std::string>;

std::vector<Cells> rows(std::string_view table) {
  std::vector<Cells> out;
  std::istringstream lines{std::string{table}};
  for (std::string line; std::getline(lines, line);) {
    Cells cells;
    std::istringstream parts{line};
    for (std::string part; std::getline(parts, part, '|');) {
      auto const from = part.find_first_not_of(' ');
      if (from == std::string::npos) continue;
      cells.push_back(part.substr(from, part.find_last_not_of(' ') - from + 1));
    }
    if (!cells.empty()) out.push_back(std::move(cells));
  }
  return out;
}

/// The names of states behind the columns' abbreviations.
std::map<std::string, std::string, std::less<>> const full_names{
    {"Req", "Requested"}, {"App", "Approved"},  {"Iss", "Issued"},
    {"Paid", "Paid"},     {"Ret", "Returned"},  {"Rjd", "RejectedByAccountant"},
    {"Ref", "Refused"},   {"Wit", "Withdrawn"}, {"Ann", "Annulled"},
    {"Ord", "Ordered"},   {"Rec", "Received"},  {"Part", "PartReceived"},
    {"Can", "Cancelled"}, {"Off", "WrittenOff"}};

bool is_refusal(std::string const& cell) { return !full_names.contains(cell); }
std::string refusal_of(std::string const& cell) {
  return "REFUSED " + (cell == "·" ? "STATE" : cell);
}

/// Tries every cell: `given` makes a world in a state, `state_of` reads it there.
void expect_table(std::string_view table, std::map<std::string, Make, std::less<>> const& commands,
                  World (*given)(std::string_view), std::string (*state_of)(World const&)) {
  auto const lines = rows(table);
  ASSERT_EQ(lines.size(), commands.size() + 1);
  for (std::size_t line = 1; line < lines.size(); ++line) {
    ASSERT_EQ(lines[line].size(), lines[0].size());
    for (std::size_t column = 1; column < lines[0].size(); ++column) {
      auto const& before = full_names.at(lines[0][column]);
      auto const& cell = lines[line][column];
      SCOPED_TRACE(lines[line][0] + " in " + before);
      auto w = given(before);
      auto const [who, body] = commands.at(lines[line][0])(w);
      auto const verdict = w.send(who, body);
      EXPECT_EQ(state_of(w), is_refusal(cell) ? before : full_names.at(cell));
      EXPECT_EQ(verdict.starts_with("REFUSED") ? verdict : "accepted",
                is_refusal(cell) ? refusal_of(cell) : "accepted");
    }
  }
}

/// R1 in this state, on 2016-12-01.
World with_request_in(std::string_view state) {
  auto w = state == "Approved"               ? with_advance_approved()
           : state == "Issued"               ? with_advance_issued()
           : state == "RejectedByAccountant" ? with_advance_rejected()
           : state == "Paid"                 ? with_advance_paid()
           : state == "Returned"             ? with_advance_returned()
           : state == "Annulled"             ? with_advance_approved()
                                             : with_advance_requested();
  w.on("2016-12-01");
  if (state == "Refused") w.given(boris, RefusePayment{r1});
  if (state == "Withdrawn") w.given(anne, WithdrawPaymentRequest{r1});
  if (state == "Annulled") w.given(boris, AnnulApproval{r1});
  EXPECT_EQ(name(w.state.payments.find(r1)->state), state);
  return w;
}

std::uint32_t attempt(World const& w) { return std::max(1U, w.state.payments.find(r1)->attempt); }

Sent refuse_r1(World const&) { return {boris, RefusePayment{r1}}; }
Sent withdraw_r1(World const&) { return {anne, WithdrawPaymentRequest{r1}}; }
Sent approve_r1(World const&) { return {boris, approve("R1", eur(20'000), "77")}; }
Sent issue_r1(World const&) { return {boris, IssuePayment{r1, {}}}; }
Sent reject_r1(World const&) { return {chloe, RejectOrder{r1}}; }
Sent requisition_r1(World const&) { return {boris, Requisition{r1, {}}}; }
Sent confirm_r1(World const& w) { return {chloe, confirm("R1", attempt(w))}; }
Sent return_r1(World const& w) { return {chloe, bank_return("R1", attempt(w))}; }
Sent annul_r1(World const&) { return {boris, AnnulApproval{r1}}; }

constexpr std::string_view payment_table = R"(
| command                | Req | App | Iss | Rjd | Paid | Ret | Ref | Wit | Ann |
| RefusePayment          | Ref | ·   | ·   | ·   | ·    | ·   | ·   | ·   | ·   |
| WithdrawPaymentRequest | Wit | ·   | ·   | ·   | ·    | ·   | ·   | ·   | ·   |
| ApprovePayment         | App | ·   | ·   | ·   | ·    | ·   | ·   | ·   | ·   |
| IssuePayment           | ·   | Iss | ·   | Iss | ·    | Iss | ·   | ·   | ·   |
| RejectOrder            | ·   | ·   | Rjd | ·   | ·    | ·   | ·   | ·   | ·   |
| Requisition            | ·   | ·   | ·   | Iss | ·    | ·   | ·   | ·   | ·   |
| ConfirmPayment         | ·   | ·   | Paid | ·  | ·    | ·   | ·   | ·   | ·   |
| RecordBankReturn       | ·   | ·   | ·   | ·   | Ret  | ·   | ·   | ·   | ·   |
| AnnulApproval          | ·   | Ann | Ann | Ann | ·    | Ann | ·   | ·   | ·   |
)";

TEST(PaymentTable, HoldsForEveryStateAndCommand) {
  expect_table(payment_table,
               {{"RefusePayment", refuse_r1},
                {"WithdrawPaymentRequest", withdraw_r1},
                {"ApprovePayment", approve_r1},
                {"IssuePayment", issue_r1},
                {"RejectOrder", reject_r1},
                {"Requisition", requisition_r1},
                {"ConfirmPayment", confirm_r1},
                {"RecordBankReturn", return_r1},
                {"AnnulApproval", annul_r1}},
               with_request_in,
               [](World const& w) { return std::string{name(w.state.payments.find(r1)->state)}; });
}

TEST(PaymentTable, LetsNoStateGiveTheIdAway) {
  auto const columns = rows(payment_table).front();
  for (auto const& state : columns) {
    if (state == "command") continue;
    auto w = with_request_in(full_names.at(state));
    EXPECT_EQ(w.send(anne, request("R1", PaymentKind::instalment, eur(1))), "REFUSED ID_TAKEN");
  }
}

/// The project × command table's lines about payments and recoveries.
struct ProjectLine {
  std::string_view command;
  std::string_view payment_state;  ///< in which R1 lets it
  Make make;
  std::string_view allowed;  ///< the project's states
};

std::array<ProjectLine, 11> const project_table{{
    {"RequestPayment", "Requested",
     [](World const&) -> Sent { return {anne, request("R2", PaymentKind::instalment, eur(1))}; },
     "Awarded Contracted"},
    {"ApprovePayment", "Requested", approve_r1, "Awarded Contracted"},
    {"IssuePayment", "Approved", issue_r1, "Awarded Contracted"},
    {"Requisition", "RejectedByAccountant", requisition_r1, "Awarded Contracted"},
    {"RefusePayment", "Requested", refuse_r1, "Awarded Contracted Cancelled"},
    {"WithdrawPaymentRequest", "Requested", withdraw_r1, "Awarded Contracted Cancelled"},
    {"AnnulApproval", "Returned", annul_r1, "Awarded Contracted Cancelled"},
    {"RejectOrder", "Issued", reject_r1, "Awarded Contracted Cancelled"},
    {"ConfirmPayment", "Issued", confirm_r1, "Awarded Contracted Cancelled"},
    {"RecordBankReturn", "Paid", return_r1, "Awarded Contracted Cancelled Settled"},
    {"OrderRecovery", "Paid", [](World const&) -> Sent { return {boris, recovery(eur(1))}; },
     "Awarded Contracted Cancelled"},
}};

TEST(PaymentTable, HoldsForEveryStateOfTheProject) {
  for (auto const& line : project_table) {
    for (std::uint8_t number = 1; number <= 15; ++number) {
      auto const state = ProjectState{number};
      SCOPED_TRACE(std::string{line.command} + " on a project that is " + std::string{name(state)});
      auto w = with_request_in(line.payment_state);
      w.state.projects.change(ProjectId{"P"}).state = state;
      auto const [who, body] = line.make(w);
      auto const verdict = w.send(who, body);
      bool const allowed = line.allowed.find(name(state)) != std::string_view::npos;
      EXPECT_EQ(verdict.starts_with("REFUSED"), !allowed) << verdict << ": " << w.refusal.sentence;
      if (!allowed) {
        EXPECT_EQ(verdict, "REFUSED STATE");
        EXPECT_EQ(w.refusal.actual, name(state));
      }
      auto const after =
          state == ProjectState::settled && allowed ? ProjectState::contracted : state;
      EXPECT_EQ(w.project().state, after);
    }
  }
}

TEST(PaymentTable, LooksAtTheProjectAfterTheRequest) {
  auto w = with_advance_paid();
  w.given(board, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}});
  EXPECT_EQ(w.send(boris, approve("R1", eur(1), "9")), "REFUSED STATE");
  EXPECT_EQ(w.refusal.actual, "Paid");
}

/// T1, of 20 000, in this state, on 2016-12-20.
World with_recovery_in(std::string_view state) {
  auto w = with_recovery();
  w.on("2016-12-20");
  if (state == "PartReceived") w.given(chloe, RecordRecoveryReceipt{t1, eur(5'000), {}});
  if (state == "Received") w.given(chloe, RecordRecoveryReceipt{t1, eur(20'000), {}});
  if (state == "Cancelled") w.given(boris, CancelRecovery{t1});
  if (state == "WrittenOff") w.given(council, WriteOffRecovery{t1});
  EXPECT_EQ(name(w.state.recoveries.find(t1)->state), state);
  return w;
}

Amount outstanding(World const& w) {
  auto const units = w.state.recoveries.find(t1)->outstanding.minor_units();
  return {std::max<std::int64_t>(units, 1), 2};
}

Sent order_t1(World const&) { return {boris, recovery(eur(1))}; }
Sent receive_some(World const&) { return {chloe, RecordRecoveryReceipt{t1, eur(1'000), {}}}; }
Sent receive_all(World const& w) { return {chloe, RecordRecoveryReceipt{t1, outstanding(w), {}}}; }
Sent reduce_some(World const&) { return {boris, ReduceRecovery{t1, eur(1'000)}}; }
Sent reduce_all(World const& w) { return {boris, ReduceRecovery{t1, outstanding(w)}}; }
Sent cancel_t1(World const&) { return {boris, CancelRecovery{t1}}; }
Sent write_off_t1(World const&) { return {council, WriteOffRecovery{t1}}; }

constexpr std::string_view recovery_table = R"(
| command               | Ord      | Part     | Rec      | Can      | Off      |
| OrderRecovery         | ID_TAKEN | ID_TAKEN | ID_TAKEN | ID_TAKEN | ID_TAKEN |
| receipt of a part     | Part     | Part     | ·        | ·        | ·        |
| receipt of all        | Rec      | Rec      | ·        | ·        | ·        |
| reduction by a part   | Ord      | Part     | ·        | ·        | ·        |
| reduction by all      | Can      | Rec      | ·        | ·        | ·        |
| CancelRecovery        | Can      | Can      | ·        | ·        | ·        |
| WriteOffRecovery      | Off      | Off      | ·        | ·        | ·        |
)";

TEST(RecoveryTable, HoldsForEveryStateAndCommand) {
  expect_table(recovery_table,
               {{"OrderRecovery", order_t1},
                {"receipt of a part", receive_some},
                {"receipt of all", receive_all},
                {"reduction by a part", reduce_some},
                {"reduction by all", reduce_all},
                {"CancelRecovery", cancel_t1},
                {"WriteOffRecovery", write_off_t1}},
               with_recovery_in, [](World const& w) {
                 auto const& recovery = *w.state.recoveries.find(t1);
                 EXPECT_EQ(recovery.outstanding, w.project().balances.recoverable);
                 return std::string{name(recovery.state)};
               });
}

}  // namespace
}  // namespace gl::ledger::testing
