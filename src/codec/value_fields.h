#pragma once

#include "codec/field.h"
#include "ledger/account.h"
#include "ledger/refusal.h"
#include "ledger/values.h"
#include "schema/value.capnp.h"

namespace gl::codec {

// One mapping per struct of schema/value.capnp, for both directions (write.h, and the two readers).

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Sealed>& v, At<Pass, schema::Sealed> at) {
  pass(v.subject, at, GL_FIELD(Subject));
  pass(v.token, at, GL_FIELD(Token));
  pass(v.ciphertext, at, GL_FIELD(Ciphertext));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Act>& v, At<Pass, schema::Act> at) {
  pass(v.kind, at, GL_FIELD(Kind));
  pass(v.date, at, GL_FIELD(Date));
  pass(v.number, at, GL_FIELD(Number));
  pass(v.document, at, GL_FIELD(Sha256));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Imported>& v, At<Pass, schema::Imported> at) {
  pass(v.sha256, at, GL_FIELD(Sha256));
  pass(v.line, at, GL_FIELD(Line));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Document>& v, At<Pass, schema::Document> at) {
  pass(v.kind, at, GL_FIELD(Kind));
  pass(v.sha256, at, GL_FIELD(Sha256));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Partner>& v, At<Pass, schema::Partner> at) {
  pass(v.siret, at, GL_FIELD(Siret));
  pass(v.share, at, GL_FIELD(Share));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Location>& v, At<Pass, schema::Location> at) {
  pass(v.commune, at, GL_FIELD(Commune));
  pass(v.department, at, GL_FIELD(Department));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CriterionResult>& v,
            At<Pass, schema::CriterionResult> at) {
  pass(v.criterion, at, GL_FIELD(Criterion));
  pass(v.met, at, GL_FIELD(Met));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PayeeShare>& v, At<Pass, schema::PayeeShare> at) {
  pass(v.payee, at, GL_FIELD(Payee));
  pass(v.share, at, GL_FIELD(Share));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PlanStep>& v, At<Pass, schema::PlanStep> at) {
  pass(v.kind, at, GL_FIELD(Kind));
  pass(v.share, at, GL_FIELD(Share));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.condition, at, GL_FIELD(Condition));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Funder>& v, At<Pass, schema::Funder> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.secured, at, GL_FIELD(Secured));
  pass(v.name, at, GL_FIELD(Name));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProgrammeSettings>& v,
            At<Pass, schema::ProgrammeSettings> at) {
  pass(v.currency, at, GL_FIELD(Currency));
  pass(v.nature, at, GL_FIELD(Nature));
  pass(v.aid_regime, at, GL_FIELD(AidRegime));
  pass(v.re_credit, at, GL_FIELD(ReCredit));
  pass(v.retention_years, at, GL_FIELD(RetentionYears));
  pass(v.de_minimis_window_years, at, GL_FIELD(DeMinimisWindowYears));
  pass(v.publication, at, GL_FIELD(Publication));
  pass(v.convention_for_all, at, GL_FIELD(ConventionForAll));
  pass(v.authority_valid_until, at, GL_FIELD(AuthorityValidUntil));
  pass(v.convention_threshold, at, GL_FIELD(ConventionThreshold));
  pass(v.de_minimis_ceiling, at, GL_FIELD(DeMinimisCeiling));
  pass(v.name, at, GL_FIELD(Name));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CallTerms>& v, At<Pass, schema::CallTerms> at) {
  pass(v.opening, at, GL_FIELD(Opening));
  pass(v.deadline, at, GL_FIELD(Deadline));
  pass(v.maximum_rate, at, GL_FIELD(MaximumRate));
  pass(v.one_per_applicant, at, GL_FIELD(OnePerApplicant));
  pass(v.assessment_required, at, GL_FIELD(AssessmentRequired));
  pass(v.waitlist, at, GL_FIELD(Waitlist));
  pass(v.project_cap, at, GL_FIELD(ProjectCap));
  pass(v.minimum_instalment, at, GL_FIELD(MinimumInstalment));
  pass(v.title, at, GL_FIELD(Title));
  pass(v.departments, at, GL_FIELD(Departments));
  pass(v.applicant_kinds, at, GL_FIELD(ApplicantKinds));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Applicant>& v, At<Pass, schema::Applicant> at) {
  pass(v.legal_kind, at, GL_FIELD(LegalKind));
  pass(v.id, at, GL_FIELD(Id));
  pass(v.name, at, GL_FIELD(Name));
  pass(v.address, at, GL_FIELD(Address));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Posting>& v, At<Pass, schema::Posting> at) {
  pass(v.account.kind, at, GL_FIELD(Account));
  pass(v.account.year, at, GL_FIELD(Year));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.account.programme, at, GL_FIELD(Programme));
  pass(v.account.scope, at, GL_FIELD(Scope));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Refusal>& v, At<Pass, schema::Refusal> at) {
  pass(v.rule, at, GL_FIELD(Rule));
  pass(v.call_version, at, GL_FIELD(CallVersion));
  pass(v.sentence, at, GL_FIELD(Sentence));
  pass(v.limit, at, GL_FIELD(Limit));
  pass(v.actual, at, GL_FIELD(Actual));
}

}  // namespace gl::codec
