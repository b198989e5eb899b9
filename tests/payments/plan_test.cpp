#include "tools/payments/plan.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "payments/given.h"

namespace gl::payments {
namespace {

CivilDate const today = civil_date(2016, 12, 31);

/// P3-R1 was issued for 18 375.25, P1-R2 for 12 000.00.
Story two_issued() {
  Story story;
  story.payee("A", "Association A", "acc-1");
  story.approved("P3-R1", 1'837'525);
  story.approved("P1-R2", 1'200'000);
  story.issued("P3-R1", 1, 1'837'525);
  story.issued("P1-R2", 1, 1'200'000);
  return story;
}

BankFile file_of(std::vector<BankEntry> entries) {
  BankFile file;
  for (auto& entry : entries) {
    entry.number = static_cast<std::uint32_t>(file.entries.size() + 1);
    file.entries.push_back(std::move(entry));
  }
  return file;
}

BankEntry debit() {
  BankEntry entry;
  entry.status = "BOOK";
  entry.end_to_end_id = "P3-R1.1";
  entry.amount = ledger::Amount{1'837'525, 2};
  entry.currency = "EUR";
  entry.bank_reference = "BK-1";
  entry.value_date = civil_date(2016, 12, 9);
  return entry;
}

BankEntry back(std::string reason = "AC04") {
  auto entry = debit();
  entry.says = Says::credit;
  entry.reason = std::move(reason);
  entry.bank_reference = "BK-2";
  entry.value_date = civil_date(2016, 12, 13);
  return entry;
}

BankEntry status(std::string said) {
  BankEntry entry;
  entry.says = Says::status;
  entry.status = std::move(said);
  entry.end_to_end_id = "P3-R1.1";
  entry.reason = "AC01";
  return entry;
}

/// "confirmed", or "unmatched: why".
std::string outcome(BankEntry entry, Story const& story) {
  auto const file = file_of({std::move(entry)});
  auto const step = plan(file, story.orders, today).at(0);
  auto const text = std::string{name(step.outcome)};
  EXPECT_EQ(step.command != nullptr,
            step.outcome == Outcome::confirmed || step.outcome == Outcome::returned);
  return step.outcome == Outcome::unmatched ? text + ": " + step.why : text;
}

void expect_unmatched(BankEntry entry, Story const& story, std::string_view why) {
  auto const said = outcome(std::move(entry), story);
  EXPECT_EQ(said.find("unmatched: "), 0U) << said;
  EXPECT_NE(said.find(why), std::string::npos) << said << "\nexpected: " << why;
}

TEST(Plan, ConfirmsABookedDebitWithTheBanksReferenceAndDay) {
  auto const story = two_issued();
  auto const file = file_of({debit()});
  auto const step = plan(file, story.orders, today).at(0);
  ASSERT_EQ(step.outcome, Outcome::confirmed) << step.why;
  auto const& body = std::get<ledger::ConfirmPayment>(step.command->body);
  EXPECT_EQ(body.payment.view(), "P3-R1");
  EXPECT_EQ(body.attempt, 1U);
  EXPECT_EQ(body.bank_reference, "BK-1");
  EXPECT_EQ(body.value_date, civil_date(2016, 12, 9));
  EXPECT_EQ(step.command->header.effective_date, civil_date(2016, 12, 9));
}

TEST(Plan, RecordsAReturnWithItsReason) {
  auto story = two_issued();
  story.executed("P3-R1", 1, "BK-1");
  auto const file = file_of({back()});
  auto const step = plan(file, story.orders, today).at(0);
  ASSERT_EQ(step.outcome, Outcome::returned) << step.why;
  auto const& body = std::get<ledger::RecordBankReturn>(step.command->body);
  EXPECT_EQ(body.reason_code.view(), "AC04");
  EXPECT_EQ(body.bank_reference, "BK-2");
}

TEST(Plan, TakesADebitAndItsReturnInOneFile) {
  auto const story = two_issued();
  auto const file = file_of({debit(), back(), debit(), back()});
  auto const steps = plan(file, story.orders, today);
  EXPECT_EQ(steps[0].outcome, Outcome::confirmed);
  EXPECT_EQ(steps[1].outcome, Outcome::returned);
  EXPECT_EQ(steps[2].outcome, Outcome::already_recorded);
  EXPECT_EQ(steps[3].outcome, Outcome::already_recorded);
  EXPECT_EQ(steps[2].why, "confirmed earlier in this file");
}

TEST(Plan, GuessesNothingOfADebitThatDoesNotMatch) {
  auto const story = two_issued();
  auto const changed = [](auto change) {
    auto entry = debit();
    change(entry);
    return entry;
  };
  expect_unmatched(changed([](BankEntry& it) { it.end_to_end_id = "P9.1"; }), story,
                   "no order of this ledger has the end-to-end id \"P9.1\"");
  expect_unmatched(changed([](BankEntry& it) { it.end_to_end_id = ""; }), story,
                   "no end-to-end id");
  expect_unmatched(changed([](BankEntry& it) { it.amount->units += 1; }), story,
                   "its amount is 18375.26, the order's 18375.25");
  expect_unmatched(changed([](BankEntry& it) { it.amount->decimals = 5; }), story, "its amount is");
  expect_unmatched(changed([](BankEntry& it) { it.amount.reset(); }), story, "amount is missing");
  expect_unmatched(changed([](BankEntry& it) { it.currency = "CHF"; }), story,
                   "its currency is CHF, the order's EUR");
  expect_unmatched(changed([](BankEntry& it) { it.status = "PDNG"; }), story, "PDNG, not BOOK");
  expect_unmatched(changed([](BankEntry& it) { it.reversal = true; }), story,
                   "takes a credit back");
  expect_unmatched(changed([](BankEntry& it) { it.value_date = today.plus_days(1); }), story,
                   "value date 2017-01-01 is after today, 2016-12-31");
}

TEST(Plan, WantsTheStateThatTheBanksFactFollows) {
  auto story = two_issued();
  expect_unmatched(back(), story, "payment P3-R1 is Issued, not Paid");
  story.executed("P3-R1", 1, "BK-1");
  expect_unmatched(back(""), story, "without an ISO reason");
  story.returned("P3-R1", 1, "BK-2");
  story.issued("P3-R1", 2, 1'837'525);
  EXPECT_EQ(outcome(debit(), story), "already recorded");
  EXPECT_EQ(outcome(back(), story), "already recorded");
  auto second = debit();
  second.end_to_end_id = "P3-R1.2";
  EXPECT_EQ(outcome(second, story), "confirmed");
}

TEST(Plan, OfARejectedOrderThatWasPaidAllTheSameAsksAPerson) {
  auto story = two_issued();
  story.add(ledger::OrderRejected{{}, ledger::PaymentId{"P3-R1"}, 1});
  expect_unmatched(debit(), story, "is RejectedByAccountant, not Issued");
  story.issued("P3-R1", 2, 1'837'525);
  expect_unmatched(debit(), story, "attempt 1 of payment P3-R1 is not its current one");
}

TEST(Plan, TakesASecondMovementUnderAnotherReferenceForADouble) {
  auto story = two_issued();
  story.executed("P3-R1", 1, "BK-OTHER");
  expect_unmatched(debit(), story, "under the bank's reference BK-OTHER");
  auto by_hand = two_issued();
  by_hand.executed("P3-R1", 1, "");
  EXPECT_EQ(outcome(debit(), by_hand), "already recorded");
}

TEST(Plan, FollowsAReversal) {
  auto story = two_issued();
  ledger::EventReversed reversed;
  reversed.target = story.executed("P3-R1", 1, "BK-WRONG");
  reversed.payment = ledger::PaymentId{"P3-R1"};
  reversed.restored.payment_state = ledger::PaymentState::issued;
  story.add(reversed);
  EXPECT_EQ(outcome(debit(), story), "confirmed");
}

TEST(Plan, LeavesTheDateOfAClosedYearsFactToTheLedger) {
  auto story = two_issued();
  ledger::ExerciseClosed closed;
  closed.year = 2016;
  story.add(closed);
  auto const file = file_of({debit()});
  auto const step = plan(file, story.orders, civil_date(2017, 1, 9)).at(0);
  EXPECT_EQ(step.outcome, Outcome::confirmed);
  EXPECT_FALSE(step.command->header.effective_date);
}

TEST(Plan, LeavesARejectionToTheAccountant) {
  auto story = two_issued();
  expect_unmatched(status("RJCT"), story, "reject-order --payment P3-R1 --reason-code AC01");
  EXPECT_EQ(outcome(status("ACSP"), story), "information");
  EXPECT_EQ(outcome(status("ACSC"), story), "information") << "a booking is told by camt.054 alone";
  expect_unmatched(status("QQQQ"), story, "\"QQQQ\" is not known");
  auto whole = status("RJCT");
  whole.about = "GL-1-2-3";
  expect_unmatched(whole, story, "rejected all of GL-1-2-3");
  story.executed("P3-R1", 1, "BK-1");
  expect_unmatched(status("RJCT"), story, "but payment P3-R1 is Paid");
}

TEST(Plan, OfTheSameFileSendsTheSameCommandsAndOfAnotherNone) {
  auto const story = two_issued();
  auto file = file_of({debit()});
  auto const id = [&] { return plan(file, story.orders, today).at(0).command->header.id; };
  auto const first = id();
  EXPECT_EQ(id(), first);
  file.sha256[0] = std::byte{1};
  EXPECT_NE(id(), first);
}

TEST(Orders, OpenAreThoseOfTheProgrammeFromAPositionThatWaitForTheBank) {
  Story story;
  story.payee("A", "Association A", "acc-1");
  for (auto const* const payment : {"a", "b", "c", "d", "e"}) story.approved(payment, 100);
  story.approved("other", 100, "H");
  auto const first = story.issued("a", 1, 100);
  story.issued("b", 1, 100);
  story.issued("c", 1, 100);
  story.issued("d", 1, 100);
  story.issued("other", 1, 100);
  story.imported = ledger::Imported{};
  story.issued("e", 1, 100);
  story.imported.reset();
  story.executed("b", 1, "BK");
  story.add(ledger::OrderRejected{{}, ledger::PaymentId{"c"}, 1});
  ledger::OrderRequisitioned again;
  again.payment = ledger::PaymentId{"c"};
  again.attempt = 2;
  again.end_to_end_id = "c.2";
  story.add(again);
  ledger::PaymentAnnulled annulled;
  annulled.payment = ledger::PaymentId{"d"};
  story.add(annulled);
  auto const ids = [&](Position from) {
    std::vector<std::string> found;
    for (auto const* const order : story.orders.open(ledger::ProgrammeId{"G"}, from)) {
      found.push_back(order->end_to_end_id);
    }
    return found;
  };
  EXPECT_EQ(ids(Position{1}), (std::vector<std::string>{"a.1", "c.2"}));
  EXPECT_EQ(ids(Position{first.value() + 1}), (std::vector<std::string>{"c.2"}));
}

TEST(Orders, KeepTheAccountThatTheyWereIssuedFor) {
  auto story = two_issued();
  story.add(ledger::PayeeAccountChanged{ledger::PayeeId{"A"}, Story::sealed("account-two")});
  auto const* const order = story.orders.find("P3-R1.1");
  ASSERT_NE(order, nullptr);
  EXPECT_EQ(*story.orders.account_of(*order), Story::sealed("acc-1"));
  story.approved("Q", 100);
  story.issued("Q", 1, 100, "nobody");
  EXPECT_EQ(story.orders.account_of(*story.orders.find("Q.1")), nullptr);
}

// Whatever the entries are, an order is confirmed and returned at most once, and by what matches.
RC_GTEST_PROP(Plan, NeverActsTwiceOnAnOrder, ()) {
  auto const story = two_issued();
  auto const entry = rc::gen::map(rc::gen::inRange(0, 64), [](int choice) {
    auto made = choice % 2 == 0 ? debit() : back();
    if (choice % 4 > 1) {
      made.end_to_end_id = "P1-R2.1";
      made.amount = ledger::Amount{1'200'000, 2};
    }
    if (choice % 8 > 5) made.amount->units -= 1;
    if (choice % 16 > 12) made.bank_reference = "BK-3";
    if (choice > 60) made.currency = "USD";
    return made;
  });
  auto const file = file_of(*rc::gen::container<std::vector<BankEntry>>(entry));
  std::map<std::string, std::pair<int, int>> acts;
  for (auto const& step : plan(file, story.orders, today)) {
    auto& [confirmed, returned] = acts[step.entry->end_to_end_id];
    if (step.outcome == Outcome::confirmed) ++confirmed;
    if (step.outcome == Outcome::returned) {
      RC_ASSERT(confirmed == 1);
      ++returned;
    }
    RC_ASSERT(confirmed <= 1 && returned <= 1);
    if (step.command)
      RC_ASSERT(step.entry->currency == "EUR" && step.entry->amount->units % 5 == 0);
  }
}

}  // namespace
}  // namespace gl::payments
