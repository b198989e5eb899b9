#pragma once

#include "codec/field.h"
#include "codec/value_fields.h"
#include "ledger/command_budget.h"
#include "schema/command.capnp.h"

// The mappings of the commands about programmes, credits and calls: see command_fields.h.

namespace gl::codec {

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
void fields(Pass& pass, Value<Pass, ledger::AmendProgramme>& v,
            At<Pass, schema::AmendProgramme> at) {
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.name, at, GL_FIELD(Name));
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
void fields(Pass& pass, Value<Pass, ledger::LapseAuthority>& v,
            At<Pass, schema::LapseAuthority> at) {
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.amount, at, GL_FIELD(Amount));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::TransferAuthority>& v,
            At<Pass, schema::TransferAuthority> at) {
  pass(v.from_programme, at, GL_FIELD(FromProgramme));
  pass(v.to_programme, at, GL_FIELD(ToProgramme));
  pass(v.amount, at, GL_FIELD(Amount));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AllocateToCall>& v,
            At<Pass, schema::AllocateToCall> at) {
  pass(v.call, at, GL_FIELD(Call));
  pass(v.amount, at, GL_FIELD(Amount));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ReleaseAllocation>& v,
            At<Pass, schema::ReleaseAllocation> at) {
  pass(v.call, at, GL_FIELD(Call));
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
void fields(Pass& pass, Value<Pass, ledger::AdjustPaymentCredits>& v,
            At<Pass, schema::AdjustPaymentCredits> at) {
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.year, at, GL_FIELD(Year));
  pass(v.amount, at, GL_FIELD(Amount));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CarryOverCredits>& v,
            At<Pass, schema::CarryOverCredits> at) {
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.year, at, GL_FIELD(Year));
  pass(v.amount, at, GL_FIELD(Amount));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CloseExercise>& v, At<Pass, schema::CloseExercise> at) {
  pass(v.year, at, GL_FIELD(Year));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CallProposal>& v, At<Pass, schema::DraftCall> at) {
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
void fields(Pass& pass, Value<Pass, ledger::CallProposal>& v, At<Pass, schema::OpenCall> at) {
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
void fields(Pass& pass, Value<Pass, ledger::ReopenCall>& v, At<Pass, schema::ReopenCall> at) {
  pass(v.call, at, GL_FIELD(Call));
  pass(v.deadline, at, GL_FIELD(Deadline));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CancelCall>& v, At<Pass, schema::CancelCall> at) {
  pass(v.call, at, GL_FIELD(Call));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::SettleCall>& v, At<Pass, schema::SettleCall> at) {
  pass(v.call, at, GL_FIELD(Call));
}

}  // namespace gl::codec
