#pragma once

#include "codec/field.h"
#include "codec/value_fields.h"
#include "ledger/command_project.h"
#include "schema/command.capnp.h"

// The mappings of the commands about projects and agreements: see command_fields.h.

namespace gl::codec {

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ApplicantEntry>& v,
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
void fields(Pass& pass, Value<Pass, ledger::ApplicantEntry>& v,
            At<Pass, schema::AmendProject::Applicant> at) {
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
void fields(Pass& pass, Value<Pass, ledger::AmendProject>& v, At<Pass, schema::AmendProject> at) {
  pass(v.project, at, GL_FIELD(Project));
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
void fields(Pass& pass, Value<Pass, ledger::RequestCompletion>& v,
            At<Pass, schema::RequestCompletion> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.documents, at, GL_FIELD(Documents));
  pass(v.time_limit, at, GL_FIELD(TimeLimit));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CompleteProject>& v,
            At<Pass, schema::CompleteProject> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.documents, at, GL_FIELD(Documents));
  pass(v.received_at, at, GL_FIELD(ReceivedAt));
  pass(v.evidence, at, GL_FIELD(Evidence));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::DeclareComplete>& v,
            At<Pass, schema::DeclareComplete> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::EligibilityFinding>& v,
            At<Pass, schema::DeclareEligible> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.criteria, at, GL_FIELD(Criteria));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::EligibilityFinding>& v,
            At<Pass, schema::DeclareIneligible> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.criteria, at, GL_FIELD(Criteria));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RecordAssessment>& v,
            At<Pass, schema::RecordAssessment> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.criterion, at, GL_FIELD(Criterion));
  pass(v.score, at, GL_FIELD(Score));
  pass(v.scale, at, GL_FIELD(Scale));
  pass(v.weight, at, GL_FIELD(Weight));
  pass(v.comment, at, GL_FIELD(Comment));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CloseAssessment>& v,
            At<Pass, schema::CloseAssessment> at) {
  pass(v.project, at, GL_FIELD(Project));
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
void fields(Pass& pass, Value<Pass, ledger::RejectProject>& v, At<Pass, schema::RejectProject> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::WaitlistProject>& v,
            At<Pass, schema::WaitlistProject> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.rank, at, GL_FIELD(Rank));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::WithdrawProject>& v,
            At<Pass, schema::WithdrawProject> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CloseWithoutDecision>& v,
            At<Pass, schema::CloseWithoutDecision> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ReopenProject>& v, At<Pass, schema::ReopenProject> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::NotifyApplicant>& v,
            At<Pass, schema::NotifyApplicant> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.channel, at, GL_FIELD(Channel));
  pass(v.date, at, GL_FIELD(Date));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::DeclareConflict>& v,
            At<Pass, schema::DeclareConflict> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ConventionEntry>& v,
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
void fields(Pass& pass, Value<Pass, ledger::ConventionEntry>& v,
            At<Pass, schema::AmendConvention> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.number, at, GL_FIELD(Number));
  pass(v.signed_by_funder, at, GL_FIELD(SignedByFunder));
  pass(v.signed_by_payee, at, GL_FIELD(SignedByPayee));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.plan, at, GL_FIELD(Plan));
  pass(v.end_date, at, GL_FIELD(EndDate));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::SettleProject>& v, At<Pass, schema::SettleProject> at) {
  pass(v.project, at, GL_FIELD(Project));
}

}  // namespace gl::codec
