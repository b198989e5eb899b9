#include <algorithm>
#include <string>

#include "ledger/form.h"
#include "ledger/form_of.h"
#include "ledger/limits.h"
#include "ledger/text.h"

namespace gl::ledger {

using namespace limits;

namespace {

/// The characters that ISO 20022 messages take (EPC217-08), and its rules for slashes.
bool is_end_to_end_id(std::string_view id) {
  auto const allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view{"/-?:().,'+ "}.find(c) != std::string_view::npos;
  };
  return id.size() <= end_to_end_bytes_max && std::ranges::all_of(id, allowed) &&
         !id.starts_with('/') && !id.ends_with('/') && id.find("//") == std::string_view::npos;
}

void check_handover(Form& form, OrderHandover const& c) {
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
  form.require(is_end_to_end_id(c.end_to_end_id),
               "end_to_end_id is not one: write at most 35 of A-Za-z0-9/-?:().,'+ and space, no "
               "slash at the ends and no two together, or leave it out");
}

}  // namespace

void check(Form& form, RegisterPayee const& c) {
  form.payee("payee", c.payee.view());
  bool const natural = is_person_token(c.payee.view()) || c.legal_kind == LegalKind::person;
  form.require(!is_person_token(c.payee.view()) || c.legal_kind == LegalKind::person ||
                   c.legal_kind == LegalKind::unstated,
               "payee is a person's token but legal_kind says a legal person: choose one");
  form.require(!natural || c.name.empty(), "a natural person's name goes into person_name");
  form.require(natural || c.person_name.empty(), "a legal person's name goes into name");
  form.text("name", c.name, name_bytes_max);
  form.personal_text("person_name", c.person_name, name_bytes_max);
  form.iban("iban", c.iban);
}

void check(Form& form, ChangePayeeAccount const& c) {
  form.payee("payee", c.payee.view());
  form.iban("iban", c.iban);
}

void check(Form& form, VerifyPayeeAccount const& c) { form.payee("payee", c.payee.view()); }

void check(Form& form, RequestPayment const& c) {
  form.id("project", c.project.view());
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
  form.require(c.kind >= PaymentKind::advance && c.kind <= PaymentKind::balance,
               "kind is none of advance, instalment, balance: give one");
  form.amount("amount", c.amount);
  if (c.payee) form.payee("payee", c.payee->view());
  form.documents(c.documents);
}

void check(Form& form, WithdrawPaymentRequest const& c) {
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
}

void check(Form& form, RefusePayment const& c) {
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
}

void check(Form& form, ApprovePayment const& c) {
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
  form.amount("amount", c.amount);
  form.needed_text("order_number", c.order_number.view(), ActNumber::bytes_max);
  form.year("budget_year", c.budget_year);
}

void check(Form& form, AnnulApproval const& c) {
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
}

void check(Form& form, IssuePayment const& c) { check_handover(form, c); }

void check(Form& form, RejectOrder const& c) {
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
}

void check(Form& form, Requisition const& c) { check_handover(form, c); }

void check(Form& form, ConfirmPayment const& c) {
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
  form.require(c.attempt > 0, "attempt is missing: give its number, from 1");
  form.date("value_date", c.value_date);
  form.text("bank_reference", c.bank_reference, reference_bytes_max);
}

void check(Form& form, RecordBankReturn const& c) {
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
  form.require(c.attempt > 0, "attempt is missing: give its number, from 1");
  form.id("reason_code", c.reason_code.view(), ReasonCode::bytes_max);
  form.date("value_date", c.value_date);
  form.text("bank_reference", c.bank_reference, reference_bytes_max);
}

void check(Form& form, AmendAward const& c) {
  form.id("project", c.project.view());
  form.amount("amount", c.amount);
  if (c.rate) form.rate("rate", *c.rate);
  form.require(!c.rate || c.amount, "rate is given without an amount: give the new amount too");
  form.date("valid_until", c.valid_until);
}

void check(Form& form, FileFinalReport const& c) {
  form.id("project", c.project.view());
  form.amount_or_zero("real_eligible_cost", c.real_eligible_cost);
  form.amount_or_zero("other_funding", c.other_funding);
  form.documents(c.documents);
}

void check(Form& form, AcceptFinalAccount const& c) {
  form.id("project", c.project.view());
  form.amount_or_zero("real_eligible_cost", c.real_eligible_cost);
  form.amount_or_zero("other_funding", c.other_funding);
  form.amount_or_zero("amount", c.amount);
}

void check(Form& form, CancelAward const& c) {
  form.id("project", c.project.view());
  form.require(c.ground >= CancelGround::renounced && c.ground <= CancelGround::breach,
               "ground is none of renounced, lapsed, breach: give one");
  form.date("hearing_date", c.hearing_date);
}

void check(Form& form, WithdrawDecision const& c) {
  form.id("project", c.project.view());
  form.require(c.ground == CancelGround::illegal || c.ground == CancelGround::fraud,
               "ground is none of illegal, fraud: give one, or cancel the award");
  form.date("hearing_date", c.hearing_date);
}

void check(Form& form, OrderRecovery const& c) {
  form.id("project", c.project.view());
  form.id("recovery", c.recovery.view());
  form.needed_text("titre_number", c.titre_number.view(), ActNumber::bytes_max);
  form.amount("amount", c.amount);
  form.personal_text("ground", c.ground, personal_text_bytes_max);
}

void check(Form& form, ReduceRecovery const& c) {
  form.id("recovery", c.recovery.view());
  form.amount("amount", c.amount);
}

void check(Form& form, CancelRecovery const& c) { form.id("recovery", c.recovery.view()); }

void check(Form& form, RecordRecoveryReceipt const& c) {
  form.id("recovery", c.recovery.view());
  form.amount("amount", c.amount);
  form.text("reference", c.reference, reference_bytes_max);
}

void check(Form& form, WriteOffRecovery const& c) { form.id("recovery", c.recovery.view()); }

}  // namespace gl::ledger
