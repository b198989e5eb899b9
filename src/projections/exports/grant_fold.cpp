#include "projections/exports/grant_fold.h"

#include <algorithm>
#include <utility>

namespace gl::projections {
namespace {

using ledger::AccountKind;

/// On which side of "promised" and of "paid out" an account stands.
bool is_promised(AccountKind kind) {
  return kind >= AccountKind::ae_committed && kind <= AccountKind::ae_written_off;
}
/// What was paid and has not come back, be it claimed or given up.
bool is_paid_out(AccountKind kind) {
  return kind == AccountKind::ae_disbursed || kind == AccountKind::ae_recoverable ||
         kind == AccountKind::ae_written_off;
}

/// A recovery that gives authority back changes what is available, not what was promised.
bool changes_promises(ledger::Event const& event) {
  if (auto const* reversed = std::get_if<ledger::EventReversed>(&event.body)) {
    return reversed->target_type != "RecoveryReceived";
  }
  return !std::holds_alternative<ledger::RecoveryReceived>(event.body);
}

/// The day on which the bank moved the money: its own where it said so, never after the recording.
CivilDate value_date_of(ledger::Event const& event) {
  std::optional<CivilDate> date;
  if (auto const* paid = std::get_if<ledger::PaymentExecuted>(&event.body)) date = paid->value_date;
  if (auto const* back = std::get_if<ledger::PaymentReturned>(&event.body)) date = back->value_date;
  auto const effective = event.envelope.effective_date;
  return std::min(date.value_or(effective), paris_date(event.envelope.recorded_at));
}

/// What an application says that an award may go by.
struct GrantFacts {
  Grant& grant;
  ledger::Envelope const& envelope;

  void operator()(ledger::ProjectSubmitted const& event) const { application(event); }
  void operator()(ledger::ProjectAmended const& event) const { application(event); }
  void operator()(ledger::AwardDecided const& event) const {
    grant.decided = envelope.effective_date;
    grant.decision = envelope.act ? envelope.act->number.string() : std::string{};
    grant.plan_steps = event.plan.size();
    grant.aid_regime = event.aid_regime;
    grant.signed_on = {};
    grant.ended_on = {};
    grant.payees.clear();
    for (auto const& [payee, share] : event.payees) grant.payees.push_back({payee, {}, {}, share});
  }
  void operator()(ledger::ConventionSigned const& event) const { agreement(event); }
  void operator()(ledger::ConventionAmended const& event) const {
    auto const first = grant.signed_on;
    agreement(event);
    if (first) grant.signed_on = first;
  }
  void operator()(ledger::AwardCancelled const&) const { end(); }
  void operator()(ledger::DecisionWithdrawn const&) const { end(); }
  void operator()(ledger::ProjectSettled const&) const { end(); }
  void operator()(ledger::StateAidNotified const&) const { grant.state_aid_notified = true; }
  template <class Other>
  void operator()(Other const&) const {}

 private:
  void end() const { grant.ended_on = envelope.effective_date; }
  void application(ledger::Application const& event) const {
    grant.planned_start = event.start;
    grant.planned_end = event.end;
    grant.locations = event.locations;
  }
  void agreement(ledger::ConventionTerms const& event) const {
    grant.signed_on = std::max(event.signed_by_funder, event.signed_by_payee);
    if (!event.plan.empty()) grant.plan_steps = event.plan.size();
    if (event.end_date) grant.planned_end = event.end_date;
  }
};

}  // namespace

ledger::Money Grant::amount() const {
  if (is_live()) return view.summary.awarded;
  return add(view.summary.payable, view.summary.disbursed);
}

bool Grant::is_live() const {
  using enum ledger::ProjectState;
  auto const state = view.summary.state;
  return state == awarded || state == contracted || state == settled;
}

ledger::Money Grant::disbursed() const {
  ledger::Money sum;
  for (auto const& flow : flows) {
    if (flow.kind == GrantFlow::Kind::disbursement) sum = add(sum, flow.amount);
  }
  return sum;
}

void GrantFold::take(ledger::Event const& event) {
  project_.take(event);
  std::visit(GrantFacts{grant_, event.envelope}, event.body);
  if (std::holds_alternative<ledger::AwardDecided>(event.body)) was_awarded_ = true;
  if (auto const* reversed = std::get_if<ledger::EventReversed>(&event.body)) {
    if (reversed->restored.award_removed) was_awarded_ = false;
  }
  take_flows(event);
  grant_.imported = grant_.imported || event.envelope.imported.has_value();
  grant_.modified = event.envelope.recorded_at;
}

void GrantFold::take_flows(ledger::Event const& event) {
  ledger::Money promised;
  ledger::Money paid;
  for (auto const& [account, amount] : ledger::postings(event)) {
    if (is_promised(account.kind)) promised = add(promised, amount);
    if (is_paid_out(account.kind)) paid = add(paid, amount);
  }
  auto const& envelope = event.envelope;
  auto const flow = [&](GrantFlow::Kind kind, ledger::Money amount, CivilDate value_date) {
    grant_.flows.push_back({kind, envelope.position, envelope.effective_date, value_date, amount,
                            payee_of(event.body), std::string{name(event.body)}});
  };
  if (!promised.is_zero() && changes_promises(event)) {
    flow(GrantFlow::Kind::commitment, promised, envelope.effective_date);
  }
  if (!paid.is_zero()) flow(GrantFlow::Kind::disbursement, paid, value_date_of(event));
}

ledger::PayeeId GrantFold::payee_of(ledger::EventBody const& body) const {
  auto const payment = std::visit(
      [](auto const& event) -> ledger::PaymentId {
        if constexpr (requires { event.payment; }) {
          return event.payment;
        } else {
          return {};
        }
      },
      body);
  auto const& payments = project_.view().payments;
  auto const found = std::ranges::find(payments, payment, &ledger::PaymentView::payment);
  return found == payments.end() ? ledger::PayeeId{} : found->payee;
}

std::optional<Grant> GrantFold::finish() {
  if (!was_awarded_ || !project_.is_submitted()) return std::nullopt;
  grant_.view = project_.view();
  auto const state = grant_.view.summary.state;
  bool const awarded =
      state == ledger::ProjectState::awarded || state == ledger::ProjectState::contracted;
  if (awarded) grant_.ended_on = {};  // the ending was taken back
  if (grant_.payees.empty()) {
    grant_.payees.push_back(
        {grant_.view.summary.applicant, {}, {}, ledger::Rate{ledger::Rate::ppm_max}});
  }
  if (grant_.view.valid_until) {
    grant_.planned_end =
        std::max(grant_.planned_end.value_or(*grant_.view.valid_until), *grant_.view.valid_until);
  }
  return std::move(grant_);
}

}  // namespace gl::projections
