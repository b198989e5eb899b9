#include <algorithm>
#include <utility>

#include "ledger/decisions.h"
#include "ledger/limits.h"
#include "ledger/payment_rules.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

/// From where an order is handed over; `names` is for sentences.
struct HandoverFrom {
  PaymentStates states;
  std::string_view names;
};
constexpr HandoverFrom to_issue{
    {PaymentState::approved, PaymentState::rejected_by_accountant, PaymentState::returned},
    "Approved, RejectedByAccountant or Returned"};
constexpr HandoverFrom to_requisition{{PaymentState::rejected_by_accountant},
                                      "RejectedByAccountant"};
constexpr ProjectStates returnable{ProjectState::awarded, ProjectState::contracted,
                                   ProjectState::cancelled, ProjectState::settled};

std::string end_to_end_id(PaymentFile const& of, OrderHandover const& command) {
  if (!command.end_to_end_id.empty()) return command.end_to_end_id;
  return say(of.id, ".", of.payment.attempt + 1);
}

Objection check_end_to_end(Case const& c, std::string const& id) {
  auto const* const used = c.state().end_to_end_ids.find(EndToEndId{id});
  if (used == nullptr) return {};
  return c.refuse(Rule::id_taken,
                  say("end-to-end id ", id, " was used at position ", *used, ": choose another"),
                  {}, id);
}

Objection check_attempts_left(Case const& c, PaymentFile const& of) {
  if (of.payment.attempt < limits::attempts_max) return {};
  return c.refuse(Rule::state,
                  say("payment ", of.id, " was tried ", of.payment.attempt,
                      " times, the maximum: annul the approval and request it anew"),
                  say(limits::attempts_max), say(of.payment.attempt + 1));
}

Objection check_account(Case const& c, PaymentFile const& of) {
  auto const* const payee = c.state().payees.find(of.payment.payee);
  if (payee != nullptr && payee->verified) return {};
  return c.refuse(Rule::account_not_verified,
                  say("the account of payee ", of.payment.payee, " is ",
                      payee == nullptr ? "not registered" : "not verified",
                      ": have another person verify it first"),
                  "verified", payee == nullptr ? "not registered" : "not verified");
}

/// COMMITMENT_EXCEEDED: what came back from the bank does not go out again above an award that was
/// lowered since.
Objection check_within_award(Case const& c, PaymentFile const& of) {
  if (of.payment.state != PaymentState::returned) return {};
  auto const& file = of.file;
  auto const& balances = file.project.balances;
  auto const out = add(balances.payable, balances.disbursed);
  auto const limit = file.award().amount;
  if (out <= limit) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::commitment_exceeded,
                  say("with payment ", of.id, " paid again ", Sum{out, currency}, " of ", file.id,
                      " would be out, but its award is ", Sum{limit, currency},
                      ": order the recovery of what is too much, or annul the approval and request "
                      "what is still due"),
                  to_string(limit, currency), to_string(out, currency));
}

/// The rules of an issue or a requisition, in the order of domain §6.
Objection check_handover(Case const& c, PaymentFile const& of, HandoverFrom const& from,
                         std::string const& end_to_end) {
  if (auto no = check_end_to_end(c, end_to_end)) return no;
  if (auto no = check_payment_state(c, of, from.states, from.names)) return no;
  if (auto no = check_attempts_left(c, of)) return no;
  if (auto no = check_project_state(c, of.file, running)) return no;
  if (auto no = check_since_step(c, of)) return no;
  if (auto no = c.check_delegation()) return no;
  if (auto no = c.check_other_person(of.payment.preparer, "prepared payment", of.id.view())) {
    return no;
  }
  if (auto no = check_within_award(c, of)) return no;
  return check_account(c, of);
}

/// The next attempt, for the account that the payee has now. An imported order may be of a payee
/// that was never registered: then there is no account to name.
template <class HandedOver>
Decision hand_over(Case& c, OrderHandover const& command, HandoverFrom const& from) {
  auto const of = find_file(c.state(), command.payment);
  if (!of) return c.unknown("payment", command.payment.view());
  auto const& file = of->file;
  auto end_to_end = end_to_end_id(*of, command);
  if (auto no = check_access(c, file.project.stream)) return refused(no);
  if (auto no = check_handover(c, *of, from, end_to_end)) return refused(no);
  HandedOver event;
  event.project = file.id;
  event.payment = command.payment;
  event.attempt = of->payment.attempt + 1;
  event.end_to_end_id = std::move(end_to_end);
  if (auto const* const payee = c.state().payees.find(of->payment.payee)) {
    event.account_token = payee->account_token;
  }
  event.payee = of->payment.payee;
  event.amount = of->payment.amount;
  return c.accept(stream_of(file), file.currency(), std::move(event));
}

/// The rules of a rejection by the accountant, in the order of domain §6.
Objection check_rejection(Case const& c, PaymentFile const& of) {
  if (auto no = check_payment_state(c, of, {PaymentState::issued}, "Issued")) return no;
  if (auto no = check_project_state(c, of.file, running_or_cancelled)) return no;
  if (auto no = check_since_step(c, of)) return no;
  return c.check_delegation();
}

Objection check_attempt(Case const& c, PaymentFile const& of, std::uint32_t attempt) {
  if (attempt == of.payment.attempt) return {};
  return c.refuse(Rule::state,
                  say("attempt ", attempt, " of payment ", of.id, " is not the current one, ",
                      of.payment.attempt, ": check which one the bank means"),
                  say(of.payment.attempt), say(attempt));
}

/// A bank fact of a closed year takes the first open day and names the year that it concerns
/// (domain §6 rule 10).
std::int32_t concerned_year(Case const& c, std::optional<CivilDate> value_date) {
  if (!value_date) return 0;
  auto const year = value_date->year();
  return c.state().is_closed(year) ? year : 0;
}

void date_late_fact(Case& c, Payment const& payment, std::int32_t concerns_year) {
  if (concerns_year == 0) return;
  auto const day = std::max(c.state().first_open_day(concerns_year), latest_step(payment));
  if (day <= c.today()) c.default_date(day);
}

Objection check_value_date(Case const& c, std::optional<CivilDate> value_date) {
  if (!value_date || *value_date <= c.today()) return {};
  return c.refuse(Rule::date,
                  say("the value date ", *value_date, " is after today, ", c.today(),
                      ": record the payment when it has happened"),
                  say(c.today()), say(*value_date));
}

/// What every bank fact must not break, in the order of domain §6.
Objection check_bank_fact(Case const& c, PaymentFile const& of, ProjectStates projects,
                          PaymentState from, std::uint32_t attempt,
                          std::optional<CivilDate> value_date) {
  if (auto no = check_payment_state(c, of, {from}, name(from))) return no;
  if (auto no = check_attempt(c, of, attempt)) return no;
  if (auto no = check_project_state(c, of.file, projects)) return no;
  if (auto no = check_since_step(c, of)) return no;
  if (auto no = check_value_date(c, value_date)) return no;
  if (auto no = c.check_open_year()) return no;
  return c.check_delegation();
}

Objection check_payer(Case const& c, PaymentFile const& of) {
  if (auto no = c.check_other_person(of.payment.preparer, "prepared payment", of.id.view())) {
    return no;
  }
  return c.check_other_person(of.payment.approver, "approved payment", of.id.view());
}

Objection check_disbursed(Case const& c, PaymentFile const& of) {
  auto const disbursed = of.file.project.balances.disbursed;
  if (of.payment.amount <= disbursed) return {};
  auto const currency = of.file.currency();
  return c.refuse(Rule::recovery_exceeded,
                  say("the return of ", Sum{of.payment.amount, currency}, " is more than the ",
                      Sum{disbursed, currency}, " disbursed on ", of.file.id,
                      ": cancel the recovery that was ordered first"),
                  to_string(disbursed, currency), to_string(of.payment.amount, currency));
}

}  // namespace

Decision decide_on(Case& c, IssuePayment const& command) {
  return hand_over<PaymentIssued>(c, command, to_issue);
}

Decision decide_on(Case& c, Requisition const& command) {
  return hand_over<OrderRequisitioned>(c, command, to_requisition);
}

Decision decide_on(Case& c, RejectOrder const& command) {
  auto const of = find_file(c.state(), command.payment);
  if (!of) return c.unknown("payment", command.payment.view());
  if (auto no = check_access(c, of->file.project.stream)) return refused(no);
  if (auto no = check_rejection(c, *of)) return refused(no);
  return c.accept(stream_of(of->file), Currency{},
                  OrderRejected{of->file.id, command.payment, of->payment.attempt});
}

Decision decide_on(Case& c, ConfirmPayment const& command) {
  auto const of = find_file(c.state(), command.payment);
  if (!of) return c.unknown("payment", command.payment.view());
  auto const& file = of->file;
  auto const concerns = concerned_year(c, command.value_date);
  date_late_fact(c, of->payment, concerns);
  if (auto no = check_access(c, file.project.stream)) return refused(no);
  if (auto no = check_bank_fact(c, *of, running_or_cancelled, PaymentState::issued, command.attempt,
                                command.value_date)) {
    return refused(no);
  }
  if (auto no = check_payer(c, *of)) return refused(no);
  return c.accept(
      stream_of(file), file.currency(),
      PaymentExecuted{file.id, file.programme_id, command.payment, of->payment.amount,
                      command.attempt, command.value_date, command.bank_reference, concerns});
}

Decision decide_on(Case& c, RecordBankReturn const& command) {
  auto const of = find_file(c.state(), command.payment);
  if (!of) return c.unknown("payment", command.payment.view());
  auto const& file = of->file;
  auto const concerns = concerned_year(c, command.value_date);
  date_late_fact(c, of->payment, concerns);
  if (auto no = check_access(c, file.project.stream)) return refused(no);
  if (auto no = check_bank_fact(c, *of, returnable, PaymentState::paid, command.attempt,
                                command.value_date)) {
    return refused(no);
  }
  if (auto no = check_disbursed(c, *of)) return refused(no);
  return c.accept(stream_of(file), file.currency(),
                  PaymentReturned{file.id, file.programme_id, command.payment, of->payment.amount,
                                  command.attempt, command.reason_code, command.value_date,
                                  command.bank_reference, concerns, file.project.state});
}

}  // namespace gl::ledger
