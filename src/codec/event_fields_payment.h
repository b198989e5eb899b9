#pragma once

#include "codec/field.h"
#include "codec/value_fields.h"
#include "ledger/event_payment.h"
#include "schema/event.capnp.h"

// The mappings of the events of payees, payments, awards after their decision, and recoveries: see
// event_fields.h.

namespace gl::codec {

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PayeeRegistered>& v,
            At<Pass, schema::PayeeRegistered> at) {
  pass(v.legal_kind, at, GL_FIELD(LegalKind));
  pass(v.payee, at, GL_FIELD(Payee));
  pass(v.name, at, GL_FIELD(Name));
  pass(v.iban, at, GL_FIELD(Iban));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PayeeAccountChanged>& v,
            At<Pass, schema::PayeeAccountChanged> at) {
  pass(v.payee, at, GL_FIELD(Payee));
  pass(v.iban, at, GL_FIELD(Iban));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PayeeAccountVerified>& v,
            At<Pass, schema::PayeeAccountVerified> at) {
  pass(v.account_token, at, GL_FIELD(AccountToken));
  pass(v.payee, at, GL_FIELD(Payee));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentRequested>& v,
            At<Pass, schema::PaymentRequested> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.kind, at, GL_FIELD(Kind));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.payee, at, GL_FIELD(Payee));
  pass(v.documents, at, GL_FIELD(Documents));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentRequestWithdrawn>& v,
            At<Pass, schema::PaymentRequestWithdrawn> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.payment, at, GL_FIELD(Payment));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentRefused>& v,
            At<Pass, schema::PaymentRefused> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.payment, at, GL_FIELD(Payment));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentApproved>& v,
            At<Pass, schema::PaymentApproved> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.requested, at, GL_FIELD(Requested));
  pass(v.budget_year, at, GL_FIELD(BudgetYear));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.order_number, at, GL_FIELD(OrderNumber));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::OrderHandedOver>& v,
            At<Pass, schema::PaymentIssued> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.account_token, at, GL_FIELD(AccountToken));
  pass(v.attempt, at, GL_FIELD(Attempt));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.payee, at, GL_FIELD(Payee));
  pass(v.end_to_end_id, at, GL_FIELD(EndToEndId));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentAnnulled>& v,
            At<Pass, schema::PaymentAnnulled> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.budget_year, at, GL_FIELD(BudgetYear));
  pass(v.credits_restored, at, GL_FIELD(CreditsRestored));
  pass(v.decommitted, at, GL_FIELD(Decommitted));
  pass(v.pool, at, GL_FIELD(Pool));
  pass(v.state_before, at, GL_FIELD(StateBefore));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.payment, at, GL_FIELD(Payment));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::OrderRejected>& v, At<Pass, schema::OrderRejected> at) {
  pass(v.attempt, at, GL_FIELD(Attempt));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.payment, at, GL_FIELD(Payment));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentExecuted>& v,
            At<Pass, schema::PaymentExecuted> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.attempt, at, GL_FIELD(Attempt));
  pass(v.value_date, at, GL_FIELD(ValueDate));
  pass(v.concerns_year, at, GL_FIELD(ConcernsYear));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.bank_reference, at, GL_FIELD(BankReference));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentReturned>& v,
            At<Pass, schema::PaymentReturned> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.attempt, at, GL_FIELD(Attempt));
  pass(v.value_date, at, GL_FIELD(ValueDate));
  pass(v.project_state_before, at, GL_FIELD(ProjectStateBefore));
  pass(v.concerns_year, at, GL_FIELD(ConcernsYear));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.reason_code, at, GL_FIELD(ReasonCode));
  pass(v.bank_reference, at, GL_FIELD(BankReference));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AwardChange>& v, At<Pass, schema::AwardChange> at) {
  pass(v.amount_before, at, GL_FIELD(AmountBefore));
  pass(v.amount_after, at, GL_FIELD(AmountAfter));
  pass(v.difference, at, GL_FIELD(Difference));
  pass(v.rate_before, at, GL_FIELD(RateBefore));
  pass(v.rate_after, at, GL_FIELD(RateAfter));
  pass(v.call_version, at, GL_FIELD(CallVersion));
  pass(v.pool, at, GL_FIELD(Pool));
  pass(v.de_minimis_difference, at, GL_FIELD(DeMinimisDifference));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AwardProlonged>& v,
            At<Pass, schema::AwardProlonged> at) {
  pass(v.valid_until_before, at, GL_FIELD(ValidUntilBefore));
  pass(v.valid_until, at, GL_FIELD(ValidUntil));
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::FinalReportFiled>& v,
            At<Pass, schema::FinalReportFiled> at) {
  pass(v.real_eligible_cost, at, GL_FIELD(RealEligibleCost));
  pass(v.other_funding, at, GL_FIELD(OtherFunding));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.documents, at, GL_FIELD(Documents));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::FinalAmountSet>& v,
            At<Pass, schema::FinalAmountSet> at) {
  pass(v.real_eligible_cost, at, GL_FIELD(RealEligibleCost));
  pass(v.other_funding, at, GL_FIELD(OtherFunding));
  pass(v.amount_before, at, GL_FIELD(AmountBefore));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.decommitted, at, GL_FIELD(Decommitted));
  pass(v.to_recover, at, GL_FIELD(ToRecover));
  pass(v.pool, at, GL_FIELD(Pool));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AwardEnd>& v, At<Pass, schema::AwardCancelled> at) {
  pass(v.decommitted, at, GL_FIELD(Decommitted));
  pass(v.hearing_date, at, GL_FIELD(HearingDate));
  pass(v.ground, at, GL_FIELD(Ground));
  pass(v.pool, at, GL_FIELD(Pool));
  pass(v.state_before, at, GL_FIELD(StateBefore));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RecoveryOrdered>& v,
            At<Pass, schema::RecoveryOrdered> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.recovery, at, GL_FIELD(Recovery));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.titre_number, at, GL_FIELD(TitreNumber));
  pass(v.ground, at, GL_FIELD(Ground));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RecoveryReceived>& v,
            At<Pass, schema::RecoveryReceived> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.state_before, at, GL_FIELD(StateBefore));
  pass(v.re_credited, at, GL_FIELD(ReCredited));
  pass(v.recovery, at, GL_FIELD(Recovery));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.reference, at, GL_FIELD(Reference));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RecoveryReduction>& v,
            At<Pass, schema::RecoveryReduced> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.state_before, at, GL_FIELD(StateBefore));
  pass(v.recovery, at, GL_FIELD(Recovery));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.programme, at, GL_FIELD(Programme));
}

}  // namespace gl::codec
