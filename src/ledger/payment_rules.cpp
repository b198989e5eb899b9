#include "ledger/payment_rules.h"

#include <algorithm>

#include "ledger/agreement_rules.h"
#include "ledger/call_terms.h"
#include "ledger/plan.h"
#include "ledger/wide.h"

namespace gl::ledger {
namespace {

/// What the live requests of an award come to, the claim's own left out.
struct Requested {
  Wide advances = 0;
  Wide before_balance = 0;  ///< advances and instalments
  Wide to_payee = 0;        ///< of the claim's payee, of any kind
  Wide total = 0;
  bool balance_to_payee = false;
};

Requested requested(ProjectFile const& file, Claim const& claim) {
  auto const& award = file.award();
  auto const& sums = award.requests;
  Requested others{sums.advances.minor_units(), sums.before_balance.minor_units(),
                   sums.total.minor_units(), sums.total.minor_units(), false};
  auto balances = sums.balances;
  auto const payee = std::ranges::find(award.payees, claim.payee, &AwardPayee::payee);
  if (payee != award.payees.end()) {
    others.to_payee = payee->requested.minor_units();
    balances = payee->balances;
  }
  auto const counted = claim.counted.minor_units();
  others.total -= counted;
  others.to_payee -= counted;
  bool const balance = claim.kind == PaymentKind::balance;
  if (claim.kind == PaymentKind::advance) others.advances -= counted;
  if (!balance) others.before_balance -= counted;
  others.balance_to_payee = balances > (balance && !claim.counted.is_zero() ? 1U : 0U);
  return others;
}

Objection check_agreement(Case const& c, ProjectFile const& file, Claim const& claim,
                          Requested const& sums) {
  if (!file.project.agreement) return check_agreement_due(c, file, claim.payee);
  auto const agreed = file.project.agreement->amount;
  auto const total = saturated(sums.total + claim.amount.minor_units());
  if (total <= agreed) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::convention_required,
                  say("requests of ", file.id, " would come to ", Sum{total, currency},
                      ", but its agreement is for ", Sum{agreed, currency}, ": amend it first"),
                  to_string(agreed, currency), to_string(total, currency));
}

Objection check_account(Case const& c, ProjectFile const& file, Claim const& claim) {
  if (claim.kind != PaymentKind::balance || file.project.final_account.value() != 0) return {};
  return c.refuse(Rule::final_account_required, say("a balance of ", file.id,
                                                    " needs its final account accepted: have that "
                                                    "done first"));
}

Objection check_minimum(Case const& c, ProjectFile const& file, Claim const& claim) {
  if (claim.kind == PaymentKind::balance) return {};
  auto const version = version_number(file.call, file.award().call_version);
  auto const& minimum = version.terms().minimum_instalment;
  if (!minimum || claim.amount >= *minimum) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::below_minimum,
                  say(Sum{claim.amount, currency}, " is below the call's minimum of ",
                      Sum{*minimum, currency}, " a payment: ask for more at once"),
                  to_string(*minimum, currency), to_string(claim.amount, currency));
}

Objection over_plan(Case const& c, ProjectFile const& file, std::string_view what, Money limit,
                    Wide total) {
  auto const currency = file.currency();
  auto const sum = saturated(total);
  if (sum <= limit) return {};
  return c.refuse(Rule::plan_exceeded,
                  say(what, " of ", file.id, " would come to ", Sum{sum, currency}, " but ",
                      Sum{limit, currency}, " are planned: ask for less"),
                  to_string(limit, currency), to_string(sum, currency));
}

Objection second_balance(Case const& c, ProjectFile const& file) {
  return c.refuse(Rule::plan_exceeded,
                  say("the payee has a balance of ", file.id,
                      " already, and there is one: "
                      "nothing more can be asked"),
                  "1", "2");
}

Objection only_balance_left(Case const& c, ProjectFile const& file) {
  return c.refuse(Rule::plan_exceeded,
                  say("the final account of ", file.id,
                      " is accepted: only its balance can be "
                      "asked for"),
                  "balance");
}

Objection check_before_balance(Case const& c, ProjectFile const& file, Claim const& claim,
                               Requested const& sums) {
  auto const& agreement = file.project.agreement;
  auto const& plan = agreement && agreement->plan ? *agreement->plan : file.award().plan;
  auto const award = file.award().amount;
  auto const amount = claim.amount.minor_units();
  if (claim.kind == PaymentKind::advance) {
    if (auto no =
            over_plan(c, file, "advances", advances_max(plan, award), sums.advances + amount)) {
      return no;
    }
  }
  return over_plan(c, file, "advances and instalments", before_balance_max(plan, award),
                   sums.before_balance + amount);
}

Objection check_plan(Case const& c, ProjectFile const& file, Claim const& claim,
                     Requested const& sums) {
  if (claim.kind == PaymentKind::balance) {
    if (sums.balance_to_payee) return second_balance(c, file);
  } else {
    if (file.project.final_account.value() != 0) return only_balance_left(c, file);
    if (auto no = check_before_balance(c, file, claim, sums)) return no;
  }
  auto const part = part_of(file.award(), file.project.applicant, claim.payee);
  return over_plan(c, file, "the payee's requests", part,
                   sums.to_payee + claim.amount.minor_units());
}

}  // namespace

Objection check_claim(Case const& c, ProjectFile const& file, Claim const& claim) {
  auto const sums = requested(file, claim);
  if (auto no = check_agreement(c, file, claim, sums)) return no;
  if (auto no = check_account(c, file, claim)) return no;
  if (auto no = check_minimum(c, file, claim)) return no;
  return check_plan(c, file, claim, sums);
}

Money requestable_without(PaymentFile const& of) {
  auto const& file = of.file;
  auto const& award = file.award();
  bool const counts = of.payment.award == file.project.awards;
  Wide total = 0;
  auto const add_payee = [&](PayeeId const& payee) {
    bool const own = counts && payee == of.payment.payee;
    auto const others =
        requested(file, {of.payment.kind, {}, payee, own ? of.payment.amount : Money{}});
    if (own && others.balance_to_payee) return;  // nor will it be requested anew
    auto const part = part_of(award, file.project.applicant, payee);
    total += std::max(Wide{0}, part.minor_units() - others.to_payee);
  };
  if (award.payees.empty()) add_payee(file.project.applicant);
  for (auto const& each : award.payees) add_payee(each.payee);
  return saturated(total);
}

Objection check_payment_state(Case const& c, PaymentFile const& of, PaymentStates right,
                              std::string_view needed) {
  if (right.has(of.payment.state)) return {};
  return c.refuse(
      Rule::state,
      say("payment ", of.id, " is ", name(of.payment.state), ", but this needs it to be ", needed),
      std::string{needed}, std::string{name(of.payment.state)});
}

CivilDate latest_step(Payment const& payment) {
  auto const& steps = payment.steps;
  switch (payment.state) {
    case PaymentState::approved: return steps.approved;
    case PaymentState::issued: return steps.issued;
    case PaymentState::paid: return steps.paid;
    case PaymentState::rejected_by_accountant: return steps.rejected;
    case PaymentState::returned: return steps.returned;
    case PaymentState::none:
    case PaymentState::requested:
    case PaymentState::refused:
    case PaymentState::withdrawn:
    case PaymentState::annulled: return steps.requested;
  }
  return steps.requested;
}

Objection check_since_step(Case const& c, PaymentFile const& of) {
  return c.check_date(latest_step(of.payment), "the payment's latest step took effect");
}

}  // namespace gl::ledger
