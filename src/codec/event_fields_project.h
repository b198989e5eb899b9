#pragma once

#include "codec/field.h"
#include "codec/value_fields.h"
#include "ledger/event_project.h"
#include "schema/event.capnp.h"

// The mappings of the events of projects and agreements: see event_fields.h.

namespace gl::codec {

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Application>& v,
            At<Pass, schema::ProjectSubmitted> at) {
  pass(v.call_version, at, GL_FIELD(CallVersion));
  pass(v.start, at, GL_FIELD(Start));
  pass(v.end, at, GL_FIELD(End));
  pass(v.eligible_cost, at, GL_FIELD(EligibleCost));
  pass(v.asked_amount, at, GL_FIELD(AskedAmount));
  pass(v.received_at, at, GL_FIELD(ReceivedAt));
  pass(v.de_minimis_declared, at, GL_FIELD(DeMinimisDeclared));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.applicant, at, GL_FIELD(Applicant));
  pass(v.title, at, GL_FIELD(Title));
  pass(v.locations, at, GL_FIELD(Locations));
  pass(v.evidence, at, GL_FIELD(Evidence));
  pass(v.documents, at, GL_FIELD(Documents));
  pass(v.other_funders, at, GL_FIELD(OtherFunders));
  pass(v.partners, at, GL_FIELD(Partners));
  pass(v.contact, at, GL_FIELD(Contact));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProjectAmended>& v,
            At<Pass, schema::ProjectAmended> at) {
  Value<Pass, ledger::Application>& application = v;
  pass(application, at, GL_FIELD(Application));
  pass(v.asked_before, at, GL_FIELD(AskedBefore));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CompletionRequested>& v,
            At<Pass, schema::CompletionRequested> at) {
  pass(v.time_limit, at, GL_FIELD(TimeLimit));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.documents, at, GL_FIELD(Documents));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProjectCompleted>& v,
            At<Pass, schema::ProjectCompleted> at) {
  pass(v.received_at, at, GL_FIELD(ReceivedAt));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.documents, at, GL_FIELD(Documents));
  pass(v.evidence, at, GL_FIELD(Evidence));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProjectDeclaredComplete>& v,
            At<Pass, schema::ProjectDeclaredComplete> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::EligibilityDecided>& v,
            At<Pass, schema::EligibilityDecided> at) {
  pass(v.eligible, at, GL_FIELD(Eligible));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.criteria, at, GL_FIELD(Criteria));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AssessmentRecorded>& v,
            At<Pass, schema::AssessmentRecorded> at) {
  pass(v.score, at, GL_FIELD(Score));
  pass(v.scale, at, GL_FIELD(Scale));
  pass(v.weight, at, GL_FIELD(Weight));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.criterion, at, GL_FIELD(Criterion));
  pass(v.comment, at, GL_FIELD(Comment));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AssessmentClosed>& v,
            At<Pass, schema::AssessmentClosed> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AwardDecided>& v, At<Pass, schema::AwardDecided> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.cost_base, at, GL_FIELD(CostBase));
  pass(v.rate, at, GL_FIELD(Rate));
  pass(v.call_version, at, GL_FIELD(CallVersion));
  pass(v.valid_until, at, GL_FIELD(ValidUntil));
  pass(v.aid_regime, at, GL_FIELD(AidRegime));
  pass(v.pool, at, GL_FIELD(Pool));
  pass(v.state_before, at, GL_FIELD(StateBefore));
  pass(v.de_minimis_equivalent, at, GL_FIELD(DeMinimisEquivalent));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.undertaking, at, GL_FIELD(Undertaking));
  pass(v.payees, at, GL_FIELD(Payees));
  pass(v.plan, at, GL_FIELD(Plan));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProjectOriented>& v,
            At<Pass, schema::ProjectOriented> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.target_scheme, at, GL_FIELD(TargetScheme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProjectRejected>& v,
            At<Pass, schema::ProjectRejected> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProjectWaitlisted>& v,
            At<Pass, schema::ProjectWaitlisted> at) {
  pass(v.rank, at, GL_FIELD(Rank));
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProjectWithdrawn>& v,
            At<Pass, schema::ProjectWithdrawn> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProjectClosedWithoutDecision>& v,
            At<Pass, schema::ProjectClosedWithoutDecision> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProjectReopened>& v,
            At<Pass, schema::ProjectReopened> at) {
  pass(v.state_before, at, GL_FIELD(StateBefore));
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ApplicantNotified>& v,
            At<Pass, schema::ApplicantNotified> at) {
  pass(v.date, at, GL_FIELD(Date));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.channel, at, GL_FIELD(Channel));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ConflictDeclared>& v,
            At<Pass, schema::ConflictDeclared> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ConventionTerms>& v,
            At<Pass, schema::ConventionSigned> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.signed_by_funder, at, GL_FIELD(SignedByFunder));
  pass(v.signed_by_payee, at, GL_FIELD(SignedByPayee));
  pass(v.end_date, at, GL_FIELD(EndDate));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.number, at, GL_FIELD(Number));
  pass(v.plan, at, GL_FIELD(Plan));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProjectSettled>& v,
            At<Pass, schema::ProjectSettled> at) {
  pass(v.project, at, GL_FIELD(Project));
}

}  // namespace gl::codec
