#pragma once

#include "codec/field.h"
#include "codec/value_fields.h"
#include "ledger/command.h"
#include "schema/command.capnp.h"

/// Every command's name, and its constant in schema::Command::Body: the one list of commands. The
/// compiler names what is missing when one is added to the schema or to ledger::CommandBody.
#define GL_COMMANDS(X)                              \
  X(CreateProgramme, CREATE_PROGRAMME)              \
  X(VoteAuthority, VOTE_AUTHORITY)                  \
  X(AdjustAuthority, ADJUST_AUTHORITY)              \
  X(OpenPaymentCredits, OPEN_PAYMENT_CREDITS)       \
  X(CloseExercise, CLOSE_EXERCISE)                  \
  X(OpenCall, OPEN_CALL)                            \
  X(AmendCall, AMEND_CALL)                          \
  X(CloseCall, CLOSE_CALL)                          \
  X(SubmitProject, SUBMIT_PROJECT)                  \
  X(DeclareComplete, DECLARE_COMPLETE)              \
  X(DeclareEligible, DECLARE_ELIGIBLE)              \
  X(DecideAward, DECIDE_AWARD)                      \
  X(OrientProject, ORIENT_PROJECT)                  \
  X(SignConvention, SIGN_CONVENTION)                \
  X(RegisterPayee, REGISTER_PAYEE)                  \
  X(ChangePayeeAccount, CHANGE_PAYEE_ACCOUNT)       \
  X(VerifyPayeeAccount, VERIFY_PAYEE_ACCOUNT)       \
  X(RequestPayment, REQUEST_PAYMENT)                \
  X(ApprovePayment, APPROVE_PAYMENT)                \
  X(IssuePayment, ISSUE_PAYMENT)                    \
  X(ConfirmPayment, CONFIRM_PAYMENT)                \
  X(RecordBankReturn, RECORD_BANK_RETURN)           \
  X(AmendAward, AMEND_AWARD)                        \
  X(FileFinalReport, FILE_FINAL_REPORT)             \
  X(AcceptFinalAccount, ACCEPT_FINAL_ACCOUNT)       \
  X(CancelAward, CANCEL_AWARD)                      \
  X(OrderRecovery, ORDER_RECOVERY)                  \
  X(RecordRecoveryReceipt, RECORD_RECOVERY_RECEIPT) \
  X(SettleProject, SETTLE_PROJECT)                  \
  X(ReverseEvent, REVERSE_EVENT)

namespace gl::codec {

// One mapping per struct of schema/command.capnp, for both directions (write.h, and
// command_reader.h).

/// What of the header the sender says and "the same payload" compares.
template <class Pass>
void compared_fields(Pass& pass, Value<Pass, ledger::CommandHeader>& v,
                     At<Pass, schema::Command> at) {
  pass(v.effective_date, at, GL_FIELD(EffectiveDate));
  pass(v.expected_version, at, GL_FIELD(ExpectedVersion));
  pass(v.actor.acting_for, at, GL_FIELD(ActingFor));
  pass(v.actor.delegation, at, GL_FIELD(Delegation));
}

/// The whole header, less what the certificate says.
template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CommandHeader>& v, At<Pass, schema::Command> at) {
  compared_fields(pass, v, at);
  pass(v.id, at, GL_FIELD(Id));
  pass(v.causation, at, GL_FIELD(CausationPosition));
  pass(v.correlation_id, at, GL_FIELD(CorrelationId));
  pass(v.reason_code, at, GL_FIELD(ReasonCode));
  pass(v.act, at, GL_FIELD(Act));
  pass(v.reason_text, at, GL_FIELD(ReasonText));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::SubmitProject::Sender>& v,
            At<Pass, schema::SubmitProject::Applicant> at) {
  pass(v.siret, at, GL_FIELD(Siret));
  pass(v.rna, at, GL_FIELD(Rna));
  pass(v.person, at, GL_FIELD(Person));
  pass(v.legal_kind, at, GL_FIELD(LegalKind));
  pass(v.name, at, GL_FIELD(Name));
  pass(v.person_name, at, GL_FIELD(PersonName));
  pass(v.address, at, GL_FIELD(Address));
  pass(v.person_address, at, GL_FIELD(PersonAddress));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CreateProgramme>& v,
            At<Pass, schema::CreateProgramme> at) {
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.name, at, GL_FIELD(Name));
  pass(v.currency, at, GL_FIELD(Currency));
  pass(v.nature, at, GL_FIELD(Nature));
  pass(v.aid_regime, at, GL_FIELD(AidRegime));
  pass(v.re_credit, at, GL_FIELD(ReCredit));
  pass(v.retention_years, at, GL_FIELD(RetentionYears));
  pass(v.publication, at, GL_FIELD(Publication));
  pass(v.convention_for_all, at, GL_FIELD(ConventionForAll));
  pass(v.convention_threshold, at, GL_FIELD(ConventionThreshold));
  pass(v.authority_valid_until, at, GL_FIELD(AuthorityValidUntil));
  pass(v.de_minimis_ceiling, at, GL_FIELD(DeMinimisCeiling));
  pass(v.de_minimis_window_years, at, GL_FIELD(DeMinimisWindowYears));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::VoteAuthority>& v, At<Pass, schema::VoteAuthority> at) {
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.amount, at, GL_FIELD(Amount));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AdjustAuthority>& v,
            At<Pass, schema::AdjustAuthority> at) {
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.amount, at, GL_FIELD(Amount));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::OpenPaymentCredits>& v,
            At<Pass, schema::OpenPaymentCredits> at) {
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.year, at, GL_FIELD(Year));
  pass(v.amount, at, GL_FIELD(Amount));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CloseExercise>& v, At<Pass, schema::CloseExercise> at) {
  pass(v.year, at, GL_FIELD(Year));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::OpenCall>& v, At<Pass, schema::OpenCall> at) {
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.title, at, GL_FIELD(Title));
  pass(v.opening, at, GL_FIELD(Opening));
  pass(v.deadline, at, GL_FIELD(Deadline));
  pass(v.departments, at, GL_FIELD(Departments));
  pass(v.applicant_kinds, at, GL_FIELD(ApplicantKinds));
  pass(v.project_cap, at, GL_FIELD(ProjectCap));
  pass(v.maximum_rate, at, GL_FIELD(MaximumRate));
  pass(v.minimum_instalment, at, GL_FIELD(MinimumInstalment));
  pass(v.one_per_applicant, at, GL_FIELD(OnePerApplicant));
  pass(v.assessment_required, at, GL_FIELD(AssessmentRequired));
  pass(v.waitlist, at, GL_FIELD(Waitlist));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AmendCall>& v, At<Pass, schema::AmendCall> at) {
  pass(v.call, at, GL_FIELD(Call));
  pass(v.title, at, GL_FIELD(Title));
  pass(v.opening, at, GL_FIELD(Opening));
  pass(v.deadline, at, GL_FIELD(Deadline));
  pass(v.departments, at, GL_FIELD(Departments));
  pass(v.applicant_kinds, at, GL_FIELD(ApplicantKinds));
  pass(v.project_cap, at, GL_FIELD(ProjectCap));
  pass(v.maximum_rate, at, GL_FIELD(MaximumRate));
  pass(v.minimum_instalment, at, GL_FIELD(MinimumInstalment));
  pass(v.one_per_applicant, at, GL_FIELD(OnePerApplicant));
  pass(v.assessment_required, at, GL_FIELD(AssessmentRequired));
  pass(v.waitlist, at, GL_FIELD(Waitlist));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CloseCall>& v, At<Pass, schema::CloseCall> at) {
  pass(v.call, at, GL_FIELD(Call));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::FunderOf<ledger::Amount>>& v,
            At<Pass, schema::FunderEntry> at) {
  pass(v.name, at, GL_FIELD(Name));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.secured, at, GL_FIELD(Secured));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::SubmitProject>& v, At<Pass, schema::SubmitProject> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.title, at, GL_FIELD(Title));
  pass(v.applicant, at, GL_FIELD(Applicant));
  pass(v.partners, at, GL_FIELD(Partners));
  pass(v.locations, at, GL_FIELD(Locations));
  pass(v.eligible_cost, at, GL_FIELD(EligibleCost));
  pass(v.asked_amount, at, GL_FIELD(AskedAmount));
  pass(v.other_funders, at, GL_FIELD(OtherFunders));
  pass(v.start, at, GL_FIELD(Start));
  pass(v.end, at, GL_FIELD(End));
  pass(v.received_at, at, GL_FIELD(ReceivedAt));
  pass(v.evidence, at, GL_FIELD(Evidence));
  pass(v.documents, at, GL_FIELD(Documents));
  pass(v.contact, at, GL_FIELD(Contact));
  pass(v.de_minimis_declared, at, GL_FIELD(DeMinimisDeclared));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::DeclareComplete>& v,
            At<Pass, schema::DeclareComplete> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::DeclareEligible>& v,
            At<Pass, schema::DeclareEligible> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.criteria, at, GL_FIELD(Criteria));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PlanStepOf<ledger::Amount>>& v,
            At<Pass, schema::PlanStepEntry> at) {
  pass(v.kind, at, GL_FIELD(Kind));
  pass(v.share, at, GL_FIELD(Share));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.condition, at, GL_FIELD(Condition));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::DecideAward>& v, At<Pass, schema::DecideAward> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.rate, at, GL_FIELD(Rate));
  pass(v.cost_base, at, GL_FIELD(CostBase));
  pass(v.payees, at, GL_FIELD(Payees));
  pass(v.plan, at, GL_FIELD(Plan));
  pass(v.aid_regime, at, GL_FIELD(AidRegime));
  pass(v.de_minimis_equivalent, at, GL_FIELD(DeMinimisEquivalent));
  pass(v.valid_until, at, GL_FIELD(ValidUntil));
  pass(v.undertaking, at, GL_FIELD(Undertaking));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::OrientProject>& v, At<Pass, schema::OrientProject> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.target_scheme, at, GL_FIELD(TargetScheme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::SignConvention>& v,
            At<Pass, schema::SignConvention> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.number, at, GL_FIELD(Number));
  pass(v.signed_by_funder, at, GL_FIELD(SignedByFunder));
  pass(v.signed_by_payee, at, GL_FIELD(SignedByPayee));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.plan, at, GL_FIELD(Plan));
  pass(v.end_date, at, GL_FIELD(EndDate));
}

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
void fields(Pass& pass, Value<Pass, ledger::ApprovePayment>& v,
            At<Pass, schema::ApprovePayment> at) {
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.order_number, at, GL_FIELD(OrderNumber));
  pass(v.budget_year, at, GL_FIELD(BudgetYear));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::IssuePayment>& v, At<Pass, schema::IssuePayment> at) {
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
void fields(Pass& pass, Value<Pass, ledger::SettleProject>& v, At<Pass, schema::SettleProject> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ReverseEvent>& v, At<Pass, schema::ReverseEvent> at) {
  pass(v.position, at, GL_FIELD(Position));
}

}  // namespace gl::codec
