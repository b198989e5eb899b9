#include <gtest/gtest.h>

#include <map>
#include <string>

#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

struct Attempt {
  As who;
  CommandBody command;
  World (*world)();
};

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
