#include <string>

#include "audit/recover_of.h"
#include "ledger/ids.h"

namespace gl::audit {

using namespace ledger;

namespace {

/// By the form of the id, as payees are told apart everywhere.
ApplicantEntry entry_of(Applicant const& applicant) {
  ApplicantEntry entry;
  auto const id = applicant.id.view();
  (is_siret(id) ? entry.siret : is_rna(id) ? entry.rna : entry.person) = id;
  entry.legal_kind = applicant.legal_kind;
  entry.name = applicant.name.open;
  entry.person_name = sealed(applicant.name.sealed);
  entry.address = applicant.address.open;
  entry.person_address = sealed(applicant.address.sealed);
  return entry;
}

/// What an application and its amendment both say.
template <class Made, class Event>
Made application_of(Trace const& trace, Event const& e) {
  Made made;
  made.project = e.project;
  made.title = e.title;
  made.applicant = entry_of(e.applicant);
  made.partners = e.partners;
  made.locations = e.locations;
  made.eligible_cost = trace.written(e.eligible_cost);
  made.asked_amount = trace.written(e.asked_amount);
  made.other_funders = trace.written(e.other_funders);
  made.start = e.start;
  made.end = e.end;
  made.received_at = e.received_at;
  made.evidence = e.evidence;
  made.documents = e.documents;
  made.contact = sealed(e.contact);
  made.de_minimis_declared = trace.written(e.de_minimis_declared);
  return made;
}

template <class Made>
Made agreement_of(Trace const& trace, ConventionTerms const& e) {
  return {{e.project, e.number, e.signed_by_funder, e.signed_by_payee, trace.written(e.amount),
           trace.written(e.plan), e.end_date}};
}

}  // namespace

CommandBody body_of(Trace const& trace, ProjectSubmitted const& e) {
  auto made = application_of<SubmitProject>(trace, e);
  made.call = e.call;
  return made;
}

CommandBody body_of(Trace const& trace, ProjectAmended const& e) {
  return application_of<AmendProject>(trace, e);
}

CommandBody body_of(Trace const&, CompletionRequested const& e) {
  return RequestCompletion{e.project, e.documents, e.time_limit};
}

CommandBody body_of(Trace const&, ProjectCompleted const& e) {
  return CompleteProject{e.project, e.documents, e.received_at, e.evidence};
}

CommandBody body_of(Trace const&, ProjectDeclaredComplete const& e) {
  return DeclareComplete{e.project};
}

CommandBody body_of(Trace const&, EligibilityDecided const& e) {
  if (e.eligible) return DeclareEligible{{e.project, e.criteria}};
  return DeclareIneligible{{e.project, e.criteria}};
}

CommandBody body_of(Trace const&, AssessmentRecorded const& e) {
  return RecordAssessment{e.project, e.criterion, e.score, e.scale, e.weight, sealed(e.comment)};
}

CommandBody body_of(Trace const&, AssessmentClosed const& e) { return CloseAssessment{e.project}; }

CommandBody body_of(Trace const& trace, AwardDecided const& e) {
  DecideAward made;
  made.project = e.project;
  made.amount = trace.written(e.amount);
  made.rate = e.rate;
  made.cost_base = trace.written(e.cost_base);
  made.payees = e.payees;
  made.plan = trace.written(e.plan);
  made.aid_regime = e.aid_regime;
  made.de_minimis_equivalent = trace.written(e.de_minimis_equivalent);
  made.valid_until = e.valid_until;
  made.undertaking = e.undertaking.view();
  return made;
}

CommandBody body_of(Trace const&, ProjectRejected const& e) { return RejectProject{e.project}; }

CommandBody body_of(Trace const&, ProjectOriented const& e) {
  return OrientProject{e.project, e.target_scheme};
}

CommandBody body_of(Trace const&, ProjectWaitlisted const& e) {
  return WaitlistProject{e.project, e.rank};
}

CommandBody body_of(Trace const&, ProjectWithdrawn const& e) { return WithdrawProject{e.project}; }

CommandBody body_of(Trace const&, ProjectClosedWithoutDecision const& e) {
  return CloseWithoutDecision{e.project};
}

CommandBody body_of(Trace const&, ProjectReopened const& e) { return ReopenProject{e.project}; }

CommandBody body_of(Trace const&, ApplicantNotified const& e) {
  return NotifyApplicant{e.project, e.channel, e.date};
}

CommandBody body_of(Trace const&, ConflictDeclared const& e) { return DeclareConflict{e.project}; }

CommandBody body_of(Trace const& trace, ConventionSigned const& e) {
  return agreement_of<SignConvention>(trace, e);
}

CommandBody body_of(Trace const& trace, ConventionAmended const& e) {
  return agreement_of<AmendConvention>(trace, e);
}

CommandBody body_of(Trace const&, ProjectSettled const& e) { return SettleProject{e.project}; }

}  // namespace gl::audit
