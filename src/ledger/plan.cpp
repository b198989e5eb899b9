#include "ledger/plan.h"

#include "ledger/wide.h"

namespace gl::ledger {
namespace {

Money ceiling(Money award, Rate share, Wide amount) {
  return saturated(Wide{share_of(award, share).minor_units()} + amount);
}

/// An imported plan may come to more than its award, even to more than an amount can hold.
Money sum_or_most(Money a, Money b) { return saturated(Wide{a.minor_units()} + b.minor_units()); }

Rate sum(Rate a, Rate b) { return Rate{a.ppm() + b.ppm()}; }

/// The parts of the award whose payee is chosen.
template <class Choose>
Money parts(Award const& award, PayeeId const& applicant, Choose const& choose) {
  if (award.payees.empty()) return choose(applicant) ? award.amount : Money{};
  std::vector<Rate> shares;
  shares.reserve(award.payees.size());
  for (auto const& payee : award.payees) shares.push_back(payee.share);
  auto const amounts = split(award.amount, shares);
  Money total;
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    if (choose(award.payees[i].payee)) total = add(total, amounts[i]);
  }
  return total;
}

}  // namespace

PlannedPayments planned(std::vector<PlanStep> const& steps) {
  PlannedPayments plan;
  for (auto const& step : steps) {
    if (step.kind == PaymentKind::balance) continue;
    bool const advance = step.kind == PaymentKind::advance;
    auto& share = advance ? plan.advance_share : plan.instalment_share;
    auto& amount = advance ? plan.advance_amount : plan.instalment_amount;
    share = sum(share, step.share);
    amount = sum_or_most(amount, step.amount.value_or(Money{}));
  }
  return plan;
}

bool fits(std::vector<PlanStep> const& steps, Money award) {
  Wide total = 0;
  Rate shares;
  for (auto const& step : steps) {
    shares = sum(shares, step.share);
    total += step.amount.value_or(Money{}).minor_units();
  }
  return total + share_of(award, shares).minor_units() <= award.minor_units();
}

Money advances_max(PlannedPayments const& plan, Money award) {
  return ceiling(award, plan.advance_share, plan.advance_amount.minor_units());
}

Money before_balance_max(PlannedPayments const& plan, Money award) {
  return ceiling(award, sum(plan.advance_share, plan.instalment_share),
                 Wide{plan.advance_amount.minor_units()} + plan.instalment_amount.minor_units());
}

Money part_of(Award const& award, PayeeId const& applicant, PayeeId const& payee) {
  return parts(award, applicant, [&](PayeeId const& each) { return each == payee; });
}

Money part_of_beneficiary(Award const& award, PayeeId const& applicant,
                          BeneficiaryKey const& beneficiary) {
  return parts(award, applicant,
               [&](PayeeId const& each) { return beneficiary_of(each.view()) == beneficiary; });
}

}  // namespace gl::ledger
