#include <algorithm>
#include <utility>

#include "ledger/decisions.h"
#include "ledger/project_rules.h"
#include "ledger/wide.h"

namespace gl::ledger {
namespace {

constexpr ProjectStates running_or_settled{ProjectState::awarded, ProjectState::contracted,
                                           ProjectState::settled};

/// How long after its decision an illegal award can be withdrawn (CRPA L242-1).
constexpr std::int32_t withdrawal_months = 4;

/// What others gave, else what the application says is secured.
Money other_funding(std::optional<Money> stated, ProjectFile const& file) {
  return stated.value_or(file.project.secured_funding);
}

/// max(0, min(award, rate × real cost, real cost − other funding)) (domain §5).
Money final_amount(Award const& award, Money real_cost, Money others) {
  auto const needed = subtract(real_cost, others);
  auto const least = std::min({award.amount, share_of(real_cost, award.rate), needed});
  return std::max(Money{}, least);
}

FinalAmountSet settled_by(Case const& c, ProjectFile const& file, Money real_cost, Money others) {
  auto const& award = file.award();
  auto const& balances = file.project.balances;
  FinalAmountSet event;
  event.project = file.id;
  event.call = file.call_id;
  event.programme = file.programme_id;
  event.real_eligible_cost = real_cost;
  event.other_funding = others;
  event.amount_before = award.amount;
  event.amount = final_amount(award, real_cost, others);
  event.decommitted = std::min(balances.committed, subtract(award.amount, event.amount));
  event.to_recover = std::max(Money{}, subtract(balances.disbursed, event.amount));
  event.pool = release_pool(file, c.effective());
  return event;
}

Objection check_nothing_payable(Case const& c, ProjectFile const& file) {
  auto const payable = file.project.balances.payable;
  if (!payable.is_positive()) return {};
  return c.refuse(Rule::money_moving,
                  say("project ", file.id, " has ", Sum{payable, file.currency()},
                      " ordered and not paid: wait for the payment or annul it"),
                  to_string(Money{}, file.currency()), to_string(payable, file.currency()));
}

Objection check_same_amount(Case const& c, ProjectFile const& file, std::optional<Money> sent,
                            Money computed) {
  if (!sent || *sent == computed) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::amount_mismatch,
                  say("the final amount of ", file.id, " is ", Sum{computed, currency},
                      " by its rate, cost and funding, not ", Sum{*sent, currency},
                      ": correct it or leave it out"),
                  to_string(computed, currency), to_string(*sent, currency));
}

Objection check_report_filed(Case const& c, ProjectFile const& file) {
  if (file.project.report_filed) return {};
  return c.refuse(Rule::final_report_required,
                  say("project ", file.id, " has filed no final report: have it filed first"));
}

/// The rules of an acceptance, in the order of domain §6.
Objection check_acceptance(Case const& c, ProjectFile const& file, FinalAmountSet const& event,
                           std::optional<Money> sent) {
  if (event.decommitted.is_positive()) {
    if (auto no = c.check_open_year()) return no;
  }
  if (auto no = c.check_delegation()) return no;
  if (auto no = check_nothing_payable(c, file)) return no;
  if (auto no = check_same_amount(c, file, sent, event.amount)) return no;
  return check_report_filed(c, file);
}

/// Before the account is accepted, on a running project, from the award's day on.
Objection check_account_step(Case const& c, ProjectFile const& file) {
  if (auto no = check_access(c, file.project.stream)) return no;
  if (auto no = check_project_state(c, file, running)) return no;
  if (auto no = check_account_open(c, file)) return no;
  return check_since_award(c, file);
}

Objection check_lapsed(Case const& c, ProjectFile const& file) {
  auto const& until = file.award().valid_until;
  if (until && c.effective() > *until) return {};
  return c.refuse(Rule::date,
                  until ? say("the award of ", file.id, " is valid until ", *until,
                              " and lapses no earlier: date it after that day")
                        : say("the award of ", file.id,
                              " has no last day of validity and does "
                              "not lapse: cancel it on another ground"),
                  until ? say(*until) : std::string{}, say(c.effective()));
}

Objection check_hearing(Case const& c, CancelAward const& command) {
  if (command.hearing_date && *command.hearing_date <= c.effective()) return {};
  return c.refuse(Rule::hearing_required,
                  "a breach needs the payee's hearing first: give its date, not after the "
                  "cancellation's",
                  say(c.effective()), command.hearing_date ? say(*command.hearing_date) : "");
}

/// The rules of a cancellation, in the order of domain §6.
Objection check_cancellation(Case const& c, ProjectFile const& file, CancelAward const& command) {
  bool const breach = command.ground == CancelGround::breach;
  if (auto no = check_project_state(c, file, breach ? running_or_settled : running)) return no;
  if (auto no = check_since_award(c, file)) return no;
  if (command.ground == CancelGround::lapsed) {
    if (auto no = check_lapsed(c, file)) return no;
  }
  if (file.project.balances.committed.is_positive()) {
    if (auto no = c.check_open_year()) return no;
  }
  if (auto no = c.check_delegation()) return no;
  if (auto no = check_conflict(c, file)) return no;
  return breach ? check_hearing(c, command) : Objection{};
}

/// An illegal grant is withdrawn in time or not at all.
Objection check_withdrawal_in_time(Case const& c, ProjectFile const& file) {
  auto const last = file.award().decided_on.plus_months(withdrawal_months);
  if (c.effective() <= last) return {};
  return c.refuse(Rule::deadline_passed,
                  say("an illegal award may be withdrawn within ", withdrawal_months,
                      " months of its decision, of ", file.id, " until ", last, ", not on ",
                      c.effective(), ": cancel it on a ground that stands later"),
                  say(last), say(c.effective()));
}

/// The rules of a withdrawal, in the order of domain §6.
Objection check_withdrawal(Case const& c, ProjectFile const& file, CancelGround ground) {
  bool const fraud = ground == CancelGround::fraud;
  if (auto no = check_project_state(c, file, fraud ? running_or_settled : running)) return no;
  if (auto no = check_since_award(c, file)) return no;
  if (!fraud) {
    if (auto no = check_withdrawal_in_time(c, file)) return no;
  }
  if (file.project.balances.committed.is_positive()) {
    if (auto no = c.check_open_year()) return no;
  }
  if (auto no = c.check_delegation()) return no;
  return check_conflict(c, file);
}

/// The award's end frees what is committed; the rest takes its own course.
template <class Ended>
Decision end_award(Case const& c, ProjectFile const& file, CancelGround ground,
                   std::optional<CivilDate> hearing_date) {
  Ended event;
  event.project = file.id;
  event.call = file.call_id;
  event.programme = file.programme_id;
  event.ground = ground;
  event.hearing_date = hearing_date;
  event.decommitted = file.project.balances.committed;
  event.pool = release_pool(file, c.effective());
  event.state_before = file.project.state;
  return c.accept(stream_of(file), file.currency(), std::move(event));
}

}  // namespace

Decision decide_on(Case& c, FileFinalReport const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  Converter convert{file->currency()};
  auto const cost = convert(command.real_eligible_cost, "real_eligible_cost");
  auto const others = other_funding(convert(command.other_funding, "other_funding"), *file);
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = check_account_step(c, *file)) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(*file), file->currency(),
                  FinalReportFiled{command.project, cost, others, command.documents});
}

Decision decide_on(Case& c, AcceptFinalAccount const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  Converter convert{file->currency()};
  auto const cost = convert(command.real_eligible_cost, "real_eligible_cost");
  auto const others = other_funding(convert(command.other_funding, "other_funding"), *file);
  auto const sent = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = check_account_step(c, *file)) return refused(no);
  auto const event = settled_by(c, *file, cost, others);
  if (auto no = check_acceptance(c, *file, event, sent)) return refused(no);
  return c.accept(stream_of(*file), file->currency(), event);
}

Decision decide_on(Case& c, CancelAward const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_access(c, file->project.stream)) return refused(no);
  if (auto no = check_cancellation(c, *file, command)) return refused(no);
  return end_award<AwardCancelled>(c, *file, command.ground, command.hearing_date);
}

Decision decide_on(Case& c, WithdrawDecision const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_access(c, file->project.stream)) return refused(no);
  if (auto no = check_withdrawal(c, *file, command.ground)) return refused(no);
  return end_award<DecisionWithdrawn>(c, *file, command.ground, command.hearing_date);
}

}  // namespace gl::ledger
