#include <variant>

#include "audit/recover_of.h"

namespace gl::audit {

using namespace ledger;

namespace {

void add_change(AmendAward& made, Trace const& trace, AwardChange const& change) {
  made.amount = trace.written(change.amount_after);
  made.rate = change.rate_after;
}

CommandBody changed_by(Trace const& trace, AwardChange const& change) {
  AmendAward made;
  made.project = change.project;
  add_change(made, trace, change);
  return made;
}

}  // namespace

CommandBody body_of(Trace const&, PayeeRegistered const& e) {
  return RegisterPayee{e.payee, e.legal_kind, e.name.open, sealed(e.name.sealed), sealed(e.iban)};
}

CommandBody body_of(Trace const&, PayeeAccountChanged const& e) {
  return ChangePayeeAccount{e.payee, sealed(e.iban)};
}

CommandBody body_of(Trace const&, PayeeAccountVerified const& e) {
  return VerifyPayeeAccount{e.payee};
}

CommandBody body_of(Trace const& trace, PaymentRequested const& e) {
  return RequestPayment{e.project, e.payment,  e.kind, trace.written(e.amount),
                        e.payee,   e.documents};
}

CommandBody body_of(Trace const&, PaymentRequestWithdrawn const& e) {
  return WithdrawPaymentRequest{e.payment};
}

CommandBody body_of(Trace const&, PaymentRefused const& e) { return RefusePayment{e.payment}; }

CommandBody body_of(Trace const& trace, PaymentApproved const& e) {
  return ApprovePayment{e.payment, trace.written(e.amount), e.order_number, e.budget_year};
}

/// What it de-commits after an accepted account is an event behind it.
CommandBody body_of(Trace const&, PaymentAnnulled const& e) { return AnnulApproval{e.payment}; }

CommandBody body_of(Trace const&, PaymentIssued const& e) {
  return IssuePayment{{e.payment, e.end_to_end_id}};
}

CommandBody body_of(Trace const&, OrderRejected const& e) { return RejectOrder{e.payment}; }

CommandBody body_of(Trace const&, OrderRequisitioned const& e) {
  return Requisition{{e.payment, e.end_to_end_id}};
}

CommandBody body_of(Trace const&, PaymentExecuted const& e) {
  return ConfirmPayment{e.payment, e.attempt, e.value_date, e.bank_reference};
}

CommandBody body_of(Trace const&, PaymentReturned const& e) {
  return RecordBankReturn{e.payment, e.attempt, e.reason_code, e.value_date, e.bank_reference};
}

CommandBody body_of(Trace const& trace, AwardIncreased const& e) { return changed_by(trace, e); }

CommandBody body_of(Trace const& trace, AwardReduced const& e) { return changed_by(trace, e); }

/// Prolonged first, then raised or lowered: one amendment makes both. The first event has no
/// amount, so the currency is the second one's.
CommandBody body_of(Trace const& trace, AwardProlonged const& e) {
  AmendAward made;
  made.project = e.project;
  made.valid_until = e.valid_until;
  if (trace.events.size() < 2) return made;
  auto const& second = trace.events[1];
  Trace const of_second{second.envelope.currency, trace.events};
  if (auto const* const increased = std::get_if<AwardIncreased>(&second.body)) {
    add_change(made, of_second, *increased);
  } else if (auto const* const reduced = std::get_if<AwardReduced>(&second.body)) {
    add_change(made, of_second, *reduced);
  }
  return made;
}

CommandBody body_of(Trace const& trace, FinalReportFiled const& e) {
  return FileFinalReport{e.project, trace.written(e.real_eligible_cost),
                         trace.written(e.other_funding), e.documents};
}

CommandBody body_of(Trace const& trace, FinalAmountSet const& e) {
  return AcceptFinalAccount{e.project, trace.written(e.real_eligible_cost),
                            trace.written(e.other_funding), trace.written(e.amount)};
}

CommandBody body_of(Trace const&, AwardCancelled const& e) {
  return CancelAward{e.project, e.ground, e.hearing_date};
}

CommandBody body_of(Trace const&, DecisionWithdrawn const& e) {
  return WithdrawDecision{e.project, e.ground, e.hearing_date};
}

CommandBody body_of(Trace const& trace, RecoveryOrdered const& e) {
  return OrderRecovery{e.project, e.recovery, e.titre_number, trace.written(e.amount),
                       sealed(e.ground)};
}

CommandBody body_of(Trace const& trace, RecoveryReceived const& e) {
  return RecordRecoveryReceipt{e.recovery, trace.written(e.amount), e.reference};
}

CommandBody body_of(Trace const& trace, RecoveryReduced const& e) {
  return ReduceRecovery{e.recovery, trace.written(e.amount)};
}

CommandBody body_of(Trace const&, RecoveryCancelled const& e) { return CancelRecovery{e.recovery}; }

CommandBody body_of(Trace const&, RecoveryWrittenOff const& e) {
  return WriteOffRecovery{e.recovery};
}

}  // namespace gl::audit
