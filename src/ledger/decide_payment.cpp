#include <algorithm>

#include "ledger/decisions.h"
#include "ledger/payment_rules.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

/// The award's payee that is meant: the one named, else the only one; none if it is not clear.
PayeeId const* payee_of(ProjectFile const& file, RequestPayment const& command) {
  auto const& payees = file.award().payees;
  if (payees.empty()) {
    auto const& applicant = file.project.applicant;
    return !command.payee || *command.payee == applicant ? &applicant : nullptr;
  }
  if (!command.payee) return payees.size() == 1 ? &payees.front().payee : nullptr;
  auto const at = std::ranges::find(payees, *command.payee, &AwardPayee::payee);
  return at == payees.end() ? nullptr : &at->payee;
}

Objection check_payee(Case const& c, ProjectFile const& file, RequestPayment const& command,
                      PayeeId const* payee) {
  if (payee != nullptr) return {};
  return c.refuse(
      Rule::state,
      command.payee ? say("payee ", *command.payee, " is none of the award of ", file.id,
                          ": name one of its payees")
                    : say("the award of ", file.id, " has several payees: name the one to be paid"),
      "a payee of the award", command.payee ? command.payee->string() : "");
}

Objection check_uncommitted(Case const& c, ProjectFile const& file, Money amount, Money left,
                            std::string_view what) {
  if (amount <= left) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::commitment_exceeded,
                  say(Sum{amount, currency}, " are asked of ", file.id, ", but only ",
                      Sum{left, currency}, " are ", what, ": ask for less"),
                  to_string(left, currency), to_string(amount, currency));
}

/// The rules of a request, in the order of domain §6.
Objection check_request(Case const& c, ProjectFile const& file, RequestPayment const& command,
                        Money amount) {
  if (c.state().payments.contains(command.payment)) {
    return c.refuse(Rule::id_taken,
                    say("payment ", command.payment, " exists already: choose another id"));
  }
  if (auto no = check_project_state(c, file, running)) return no;
  auto const* const payee = payee_of(file, command);
  if (auto no = check_payee(c, file, command, payee)) return no;
  if (auto no = check_since_award(c, file)) return no;
  if (auto no = c.check_delegation()) return no;
  auto const left = subtract(file.project.balances.committed, file.project.pending);
  if (auto no = check_uncommitted(c, file, amount, left, "committed and not yet requested")) {
    return no;
  }
  return check_claim(c, file, {command.kind, amount, *payee, {}});
}

Objection check_order_number(Case const& c, ApprovePayment const& command) {
  auto const* const used = c.state().orders.find({command.budget_year, command.order_number});
  if (used == nullptr) return {};
  return c.refuse(Rule::id_taken,
                  say("order number ", command.order_number, " of ", command.budget_year,
                      " was used at position ", *used, ": take the next one"),
                  {}, command.order_number.string());
}

/// The year of the effective date or, while it is still open, the one before.
Objection check_budget_year(Case const& c, std::int32_t year) {
  auto const current = c.effective().year();
  auto const* const entry = c.state().years.find(year);
  bool const still_open = entry != nullptr && entry->state == YearState::open;
  if (year == current || (year == current - 1 && still_open)) return {};
  return c.refuse(Rule::date,
                  say("an order of ", c.effective(), " goes to the budget year ", current,
                      " or, while it is open, to ", current - 1, ", not to ", year),
                  say(current), say(year));
}

Objection check_year_of_order(Case const& c, std::int32_t year) {
  if (auto no = c.check_open_year()) return no;
  if (!c.state().is_closed(year)) return {};
  return c.refuse(Rule::year_closed,
                  say("the budget year ", year, " is closed: approve in a later one"), {},
                  say(year));
}

Objection check_credits(Case const& c, ProjectFile const& file, Money amount, std::int32_t year) {
  auto const* const line = c.state().credit_lines.find({file.call.programme, year});
  auto const left = line == nullptr ? Money{} : line->available;
  if (amount <= left) return {};
  auto const currency = file.currency();
  return c.refuse(
      Rule::credits_exceeded,
      say(file.programme_id, " has ", Sum{left, currency},
          " of payment credits left "
          "for ",
          year, ", the order takes ", Sum{amount, currency}, ": have more opened or order less"),
      to_string(left, currency), to_string(amount, currency));
}

Objection check_within_request(Case const& c, PaymentFile const& of, Money amount) {
  if (amount <= of.payment.requested) return {};
  auto const currency = of.file.currency();
  return c.refuse(Rule::request_exceeded,
                  say("payment ", of.id, " was requested for ", Sum{of.payment.requested, currency},
                      ", not for ", Sum{amount, currency}, ": approve no more than that"),
                  to_string(of.payment.requested, currency), to_string(amount, currency));
}

/// The rules of an approval, in the order of domain §6.
Objection check_approval(Case const& c, PaymentFile const& of, ApprovePayment const& command,
                         Money amount) {
  auto const& file = of.file;
  if (auto no = check_order_number(c, command)) return no;
  if (auto no = check_payment_state(c, of, {PaymentState::requested}, "Requested")) return no;
  if (auto no = check_project_state(c, file, running)) return no;
  if (auto no = check_since_step(c, of)) return no;
  if (auto no = check_budget_year(c, command.budget_year)) return no;
  if (auto no = check_year_of_order(c, command.budget_year)) return no;
  if (auto no = c.check_delegation()) return no;
  if (auto no = c.check_other_person(of.payment.preparer, "prepared payment", of.id.view())) {
    return no;
  }
  if (auto no = check_uncommitted(c, file, amount, file.project.balances.committed, "committed")) {
    return no;
  }
  if (auto no = check_credits(c, file, amount, command.budget_year)) return no;
  bool const counts = of.payment.award == file.project.awards;
  Claim const claim{of.payment.kind, amount, of.payment.payee,
                    counts ? of.payment.amount : Money{}};
  if (auto no = check_claim(c, file, claim)) return no;
  return check_within_request(c, of, amount);
}

}  // namespace

Decision decide_on(Case& c, RequestPayment const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  Converter convert{file->currency()};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = check_access(c, file->project.stream)) return refused(no);
  if (auto no = check_request(c, *file, command, amount)) return refused(no);
  return c.accept(stream_of(*file), file->currency(),
                  PaymentRequested{command.project, command.payment, command.kind, amount,
                                   *payee_of(*file, command), command.documents});
}

Decision decide_on(Case& c, ApprovePayment const& command) {
  auto const of = find_file(c.state(), command.payment);
  if (!of) return c.unknown("payment", command.payment.view());
  auto const& file = of->file;
  Converter convert{file.currency()};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = check_access(c, file.project.stream)) return refused(no);
  if (auto no = check_approval(c, *of, command, amount)) return refused(no);
  return c.accept(
      stream_of(file), file.currency(),
      PaymentApproved{file.id, file.programme_id, command.payment, amount, of->payment.requested,
                      command.order_number, command.budget_year});
}

}  // namespace gl::ledger
