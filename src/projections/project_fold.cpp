#include "projections/project_fold.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace gl::projections {

namespace {

using namespace ledger;  // NOLINT: every name here is a word of the ledger

PaymentView* find_payment(ProjectView& view, PaymentId const& id) {
  auto const found = std::ranges::find(view.payments, id, &PaymentView::payment);
  return found == view.payments.end() ? nullptr : &*found;
}

RecoveryView* find_recovery(ProjectView& view, RecoveryId const& id) {
  auto const found = std::ranges::find(view.recoveries, id, &RecoveryView::recovery);
  return found == view.recoveries.end() ? nullptr : &*found;
}

/// What an application says of the project, at first and amended.
void show(ProjectView& view, Application const& application) {
  view.summary.call = application.call;
  view.summary.programme = application.programme;
  view.summary.title = application.title;
  view.summary.applicant = application.applicant.id;
  view.legal_kind = application.applicant.legal_kind;
  view.applicant_name = application.applicant.name;
  view.call_version = application.call_version;
  view.eligible_cost = application.eligible_cost;
}

void reduce(RecoveryView& recovery, Money amount) {
  recovery.outstanding = subtract(recovery.outstanding, amount);
}

/// Events that change what is shown of a project beside facts and accounts. The others fall to
/// the last overload: effects.cpp is where each new event type is named.
struct ViewFold {
  ProjectView& view;
  Event const& whole;

  void operator()(ProjectSubmitted const& event) const {
    view.summary.project = event.project;
    show(view, event);
  }
  void operator()(ProjectAmended const& event) const { show(view, event); }
  void operator()(AssessmentRecorded const& event) const {
    auto const& envelope = whole.envelope;
    view.assessments.push_back({envelope.position, envelope.actor.person, event.criterion,
                                event.score, event.scale, event.weight});
  }
  void operator()(ProjectReopened const&) const {
    view.rate = {};
    view.valid_until = {};
    view.convention = {};
    view.final_account_accepted = false;
  }
  void operator()(ApplicantNotified const& event) const { note(event.channel, event.date); }
  void operator()(ConflictDeclared const&) const { note({}, whole.envelope.effective_date); }
  void operator()(GrantPublished const& event) const { note(event.target, event.date); }
  void operator()(StateAidNotified const& event) const { note(event.target, event.date); }
  void operator()(AwardDecided const& event) const {
    view.rate = event.rate;
    view.valid_until = event.valid_until;
  }
  void operator()(AwardIncreased const& event) const { view.rate = event.rate_after; }
  void operator()(AwardReduced const& event) const { view.rate = event.rate_after; }
  void operator()(AwardProlonged const& event) const { view.valid_until = event.valid_until; }
  void operator()(ConventionSigned const& event) const { view.convention = event.number; }
  void operator()(ConventionAmended const& event) const { view.convention = event.number; }
  void operator()(FinalAmountSet const&) const { view.final_account_accepted = true; }
  void operator()(PaymentRequested const& event) const {
    PaymentView payment;
    payment.payment = event.payment;
    payment.kind = event.kind;
    payment.state = PaymentState::requested;
    payment.amount = event.amount;
    payment.payee = event.payee;
    view.payments.push_back(payment);
  }
  void operator()(PaymentRefused const& event) const { step(event, PaymentState::refused); }
  void operator()(PaymentRequestWithdrawn const& event) const {
    step(event, PaymentState::withdrawn);
  }
  void operator()(PaymentApproved const& event) const {
    auto* payment = step(event, PaymentState::approved);
    if (payment == nullptr) return;
    payment->amount = event.amount;
    payment->order_number = event.order_number;
    payment->budget_year = event.budget_year;
  }
  void operator()(PaymentAnnulled const& event) const { step(event, PaymentState::annulled); }
  void operator()(PaymentIssued const& event) const { attempt(event, PaymentState::issued); }
  void operator()(OrderRejected const& event) const {
    attempt(event, PaymentState::rejected_by_accountant);
  }
  void operator()(OrderRequisitioned const& event) const { attempt(event, PaymentState::issued); }
  void operator()(PaymentExecuted const& event) const {
    view.gross_paid = add(view.gross_paid, event.amount);
    attempt(event, PaymentState::paid);
  }
  void operator()(PaymentReturned const& event) const {
    view.returned = add(view.returned, event.amount);
    attempt(event, PaymentState::returned);
  }
  void operator()(RecoveryOrdered const& event) const {
    RecoveryView recovery;
    recovery.recovery = event.recovery;
    recovery.state = RecoveryState::ordered;
    recovery.titre_number = event.titre_number;
    recovery.ordered = event.amount;
    recovery.outstanding = event.amount;
    view.recoveries.push_back(recovery);
  }
  void operator()(RecoveryReceived const& event) const {
    auto* recovery = find_recovery(view, event.recovery);
    if (recovery == nullptr) return;
    recovery->received = add(recovery->received, event.amount);
    reduce(*recovery, event.amount);
    recovery->state =
        recovery->outstanding.is_zero() ? RecoveryState::received : RecoveryState::part_received;
  }
  void operator()(RecoveryReduced const& event) const {
    auto* recovery = find_recovery(view, event.recovery);
    if (recovery == nullptr) return;
    reduce(*recovery, event.amount);
    if (!recovery->outstanding.is_zero()) return;
    recovery->state =
        recovery->received.is_zero() ? RecoveryState::cancelled : RecoveryState::received;
  }
  void operator()(RecoveryCancelled const& event) const { end(event, RecoveryState::cancelled); }
  void operator()(RecoveryWrittenOff const& event) const { end(event, RecoveryState::written_off); }
  template <class Other>
  void operator()(Other const&) const {}

 private:
  void note(std::string what, CivilDate date) const {
    auto const& envelope = whole.envelope;
    view.notices.push_back({envelope.position, std::string{name(whole.body)}, envelope.actor.person,
                            std::move(what), date});
  }
  template <class Event>
  PaymentView* step(Event const& event, PaymentState state) const {
    auto* payment = find_payment(view, event.payment);
    if (payment != nullptr) payment->state = state;
    return payment;
  }
  template <class Event>
  void attempt(Event const& event, PaymentState state) const {
    auto* payment = step(event, state);
    if (payment != nullptr) payment->attempt = event.attempt;
  }
  void end(RecoveryReduction const& event, RecoveryState state) const {
    auto* recovery = find_recovery(view, event.recovery);
    if (recovery == nullptr) return;
    reduce(*recovery, event.amount);
    recovery->state = state;
  }
};

/// The amount that a reversal takes back, of an event whose accounts move by its amount once.
Money reversed_amount(EventReversed const& event, AccountKind kind) {
  for (auto const& [account, amount] : event.postings) {
    if (account.kind == kind) return amount.is_negative() ? amount.negated() : amount;
  }
  return {};
}

}  // namespace

void ProjectFold::take(Event const& event) {
  projections::take(facts_, event.body);
  std::visit(ViewFold{view_, event}, event.body);
  if (auto const* reversal = std::get_if<EventReversed>(&event.body)) take_reversal(*reversal);
  if (auto const* listed = std::get_if<ProjectWaitlisted>(&event.body)) rank_ = listed->rank;
  take_postings(event);
  auto& summary = view_.summary;
  summary.state = facts_.state;
  view_.rank = facts_.state == ProjectState::waitlisted ? rank_ : 0;
  summary.asked = facts_.asked;
  summary.awarded = facts_.awarded();
  summary.last_event = event.envelope.position;
  if (std::holds_alternative<ProjectSubmitted>(event.body)) {
    summary.currency = event.envelope.currency;
  }
  if (event.envelope.stream.kind == StreamKind::project) {
    view_.stream_version = event.envelope.stream_version;
  }
}

void ProjectFold::take_postings(Event const& event) {
  auto& summary = view_.summary;
  for (auto const& [account, amount] : postings(event)) {
    if (account.scope.view() != summary.project.view()) continue;
    auto const move = [&](Money& balance) { balance = add(balance, amount); };
    switch (account.kind) {
      case AccountKind::ae_committed: move(summary.committed); break;
      case AccountKind::ae_payable: move(summary.payable); break;
      case AccountKind::ae_disbursed: move(summary.disbursed); break;
      case AccountKind::ae_recoverable: move(summary.recoverable); break;
      case AccountKind::ae_recovered: move(summary.recovered); break;
      case AccountKind::ae_written_off: move(summary.written_off); break;
      default: break;
    }
  }
}

void ProjectFold::take_reversal(EventReversed const& event) {
  auto const& restored = event.restored;
  if (restored.award_rate) view_.rate = *restored.award_rate;
  if (restored.award_removed) {
    view_.rate = {};
    view_.valid_until = {};
  }
  if (restored.final_account_removed) view_.final_account_accepted = false;
  auto const paid = reversed_amount(event, AccountKind::ae_disbursed);
  if (event.target_type == "PaymentExecuted") view_.gross_paid = subtract(view_.gross_paid, paid);
  if (event.target_type == "PaymentReturned") view_.returned = subtract(view_.returned, paid);
  if (auto* payment = find_payment(view_, event.payment)) {
    if (restored.payment_state) payment->state = *restored.payment_state;
    if (restored.payment_amount) payment->amount = *restored.payment_amount;
    if (event.target_type == "PaymentApproved") {
      payment->order_number = {};
      payment->budget_year = 0;
    }
  }
  if (auto* recovery = find_recovery(view_, event.recovery)) {
    if (event.target_type == "RecoveryReceived") {
      auto const received = reversed_amount(event, AccountKind::ae_recoverable);
      recovery->received = subtract(recovery->received, received);
    }
    if (restored.recovery_state) recovery->state = *restored.recovery_state;
    if (restored.recovery_outstanding) recovery->outstanding = *restored.recovery_outstanding;
  }
}

ProjectSummary summary_of(ProjectId const& id, ProjectHead const& head, Fields const& values,
                          Position last_event) {
  SeriesState state;
  state.values = values;
  auto const facts = facts_of(state);
  return {.project = id,
          .call = head.call,
          .programme = head.programme,
          .currency = head.currency,
          .title = head.title,
          .applicant = head.applicant,
          .state = facts.state,
          .asked = facts.asked,
          .awarded = facts.awarded(),
          .committed = money(values, field::committed),
          .payable = money(values, field::payable),
          .disbursed = money(values, field::disbursed),
          .recoverable = money(values, field::recoverable),
          .recovered = money(values, field::recovered),
          .written_off = money(values, field::written_off),
          .last_event = last_event};
}

}  // namespace gl::projections
