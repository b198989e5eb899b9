#pragma once

#include "codec/field.h"
#include "codec/value_fields.h"
#include "ledger/command_payment.h"
#include "schema/command.capnp.h"

// The mappings of the commands about payees, payments, changes of an award and recoveries: see
// command_fields.h.

namespace gl::codec {

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RegisterPayee>& v, At<Pass, schema::RegisterPayee> at) {
  pass(v.payee, at, GL_FIELD(Payee));
  pass(v.legal_kind, at, GL_FIELD(LegalKind));
  pass(v.name, at, GL_FIELD(Name));
  pass(v.person_name, at, GL_FIELD(PersonName));
  pass(v.iban, at, GL_FIELD(Iban));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ChangePayeeAccount>& v,
            At<Pass, schema::ChangePayeeAccount> at) {
  pass(v.payee, at, GL_FIELD(Payee));
  pass(v.iban, at, GL_FIELD(Iban));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::VerifyPayeeAccount>& v,
            At<Pass, schema::VerifyPayeeAccount> at) {
  pass(v.payee, at, GL_FIELD(Payee));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RequestPayment>& v,
            At<Pass, schema::RequestPayment> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.kind, at, GL_FIELD(Kind));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.payee, at, GL_FIELD(Payee));
  pass(v.documents, at, GL_FIELD(Documents));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::WithdrawPaymentRequest>& v,
            At<Pass, schema::WithdrawPaymentRequest> at) {
  pass(v.payment, at, GL_FIELD(Payment));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RefusePayment>& v, At<Pass, schema::RefusePayment> at) {
  pass(v.payment, at, GL_FIELD(Payment));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ApprovePayment>& v,
            At<Pass, schema::ApprovePayment> at) {
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.order_number, at, GL_FIELD(OrderNumber));
  pass(v.budget_year, at, GL_FIELD(BudgetYear));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AnnulApproval>& v, At<Pass, schema::AnnulApproval> at) {
  pass(v.payment, at, GL_FIELD(Payment));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::OrderHandover>& v, At<Pass, schema::IssuePayment> at) {
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.end_to_end_id, at, GL_FIELD(EndToEndId));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RejectOrder>& v, At<Pass, schema::RejectOrder> at) {
  pass(v.payment, at, GL_FIELD(Payment));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::OrderHandover>& v, At<Pass, schema::Requisition> at) {
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.end_to_end_id, at, GL_FIELD(EndToEndId));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ConfirmPayment>& v,
            At<Pass, schema::ConfirmPayment> at) {
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.attempt, at, GL_FIELD(Attempt));
  pass(v.value_date, at, GL_FIELD(ValueDate));
  pass(v.bank_reference, at, GL_FIELD(BankReference));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RecordBankReturn>& v,
            At<Pass, schema::RecordBankReturn> at) {
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.attempt, at, GL_FIELD(Attempt));
  pass(v.reason_code, at, GL_FIELD(ReasonCode));
  pass(v.value_date, at, GL_FIELD(ValueDate));
  pass(v.bank_reference, at, GL_FIELD(BankReference));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AmendAward>& v, At<Pass, schema::AmendAward> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.rate, at, GL_FIELD(Rate));
  pass(v.valid_until, at, GL_FIELD(ValidUntil));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::FileFinalReport>& v,
            At<Pass, schema::FileFinalReport> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.real_eligible_cost, at, GL_FIELD(RealEligibleCost));
  pass(v.other_funding, at, GL_FIELD(OtherFunding));
  pass(v.documents, at, GL_FIELD(Documents));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AcceptFinalAccount>& v,
            At<Pass, schema::AcceptFinalAccount> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.real_eligible_cost, at, GL_FIELD(RealEligibleCost));
  pass(v.other_funding, at, GL_FIELD(OtherFunding));
  pass(v.amount, at, GL_FIELD(Amount));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CancelAward>& v, At<Pass, schema::CancelAward> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.ground, at, GL_FIELD(Ground));
  pass(v.hearing_date, at, GL_FIELD(HearingDate));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::WithdrawDecision>& v,
            At<Pass, schema::WithdrawDecision> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.ground, at, GL_FIELD(Ground));
  pass(v.hearing_date, at, GL_FIELD(HearingDate));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::OrderRecovery>& v, At<Pass, schema::OrderRecovery> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.recovery, at, GL_FIELD(Recovery));
  pass(v.titre_number, at, GL_FIELD(TitreNumber));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.ground, at, GL_FIELD(Ground));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RecordRecoveryReceipt>& v,
            At<Pass, schema::RecordRecoveryReceipt> at) {
  pass(v.recovery, at, GL_FIELD(Recovery));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.reference, at, GL_FIELD(Reference));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ReduceRecovery>& v,
            At<Pass, schema::ReduceRecovery> at) {
  pass(v.recovery, at, GL_FIELD(Recovery));
  pass(v.amount, at, GL_FIELD(Amount));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CancelRecovery>& v,
            At<Pass, schema::CancelRecovery> at) {
  pass(v.recovery, at, GL_FIELD(Recovery));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::WriteOffRecovery>& v,
            At<Pass, schema::WriteOffRecovery> at) {
  pass(v.recovery, at, GL_FIELD(Recovery));
}

}  // namespace gl::codec
