#include "audit/recover_of.h"

namespace gl::audit {

using namespace ledger;

namespace {

Choice choice(bool flag) { return flag ? Choice::yes : Choice::no; }

template <class Made>
Made proposal_of(Trace const& trace, CallId const& call, ProgrammeId const& programme,
                 CallTerms const& terms) {
  Made made;
  made.call = call;
  made.programme = programme;
  made.title = terms.title;
  made.opening = terms.opening;
  made.deadline = terms.deadline;
  made.departments = terms.departments;
  made.applicant_kinds = terms.applicant_kinds;
  made.project_cap = trace.written(terms.project_cap);
  made.maximum_rate = terms.maximum_rate;
  made.minimum_instalment = trace.written(terms.minimum_instalment);
  made.one_per_applicant = terms.one_per_applicant;
  made.assessment_required = terms.assessment_required;
  made.waitlist = terms.waitlist;
  return made;
}

}  // namespace

CommandBody body_of(Trace const& trace, ProgrammeCreated const& e) {
  auto const& settings = e.settings;
  CreateProgramme made;
  made.programme = e.programme;
  made.name = settings.name;
  made.currency = settings.currency;
  made.nature = settings.nature;
  made.aid_regime = settings.aid_regime;
  made.re_credit = settings.re_credit;
  made.retention_years = settings.retention_years;
  made.publication = settings.publication;
  made.convention_threshold = trace.written(settings.convention_threshold);
  made.convention_for_all = settings.convention_for_all;
  made.authority_valid_until = settings.authority_valid_until;
  made.de_minimis_ceiling = trace.written(settings.de_minimis_ceiling);
  made.de_minimis_window_years = settings.de_minimis_window_years;
  return made;
}

/// Everything is given again: what the amendment left as it was comes to the same.
CommandBody body_of(Trace const& trace, ProgrammeAmended const& e) {
  auto const& after = e.after;
  AmendProgramme made;
  made.programme = e.programme;
  made.name = after.name;
  made.aid_regime = after.aid_regime;
  made.re_credit = after.re_credit;
  made.retention_years = after.retention_years;
  made.publication = choice(after.publication);
  made.convention_for_all = choice(after.convention_for_all);
  made.convention_threshold = trace.written(after.convention_threshold);
  made.authority_valid_until = after.authority_valid_until;
  made.de_minimis_ceiling = trace.written(after.de_minimis_ceiling);
  made.de_minimis_window_years = after.de_minimis_window_years;
  return made;
}

CommandBody body_of(Trace const& trace, AuthorityVoted const& e) {
  return VoteAuthority{e.programme, trace.written(e.amount)};
}

CommandBody body_of(Trace const& trace, AuthorityAdjusted const& e) {
  return AdjustAuthority{e.programme, trace.written(e.amount)};
}

CommandBody body_of(Trace const& trace, AuthorityLapsed const& e) {
  return LapseAuthority{e.programme, trace.written(e.amount)};
}

CommandBody body_of(Trace const& trace, AuthorityTransferred const& e) {
  return TransferAuthority{e.from_programme, e.to_programme, trace.written(e.amount)};
}

CommandBody body_of(Trace const& trace, PaymentCreditsOpened const& e) {
  return OpenPaymentCredits{e.programme, e.year, trace.written(e.amount)};
}

CommandBody body_of(Trace const& trace, PaymentCreditsAdjusted const& e) {
  return AdjustPaymentCredits{e.programme, e.year, trace.written(e.amount)};
}

CommandBody body_of(Trace const& trace, PaymentCreditsCarriedOver const& e) {
  return CarryOverCredits{e.programme, e.year, trace.written(e.amount)};
}

CommandBody body_of(Trace const&, ExerciseClosed const& e) { return CloseExercise{e.year}; }

CommandBody body_of(Trace const& trace, CallDrafted const& e) {
  return proposal_of<DraftCall>(trace, e.call, e.programme, e.terms);
}

/// A draft is opened as it stands, whatever its fields.
CommandBody body_of(Trace const& trace, CallOpened const& e) {
  if (e.draft_version == 0) return proposal_of<OpenCall>(trace, e.call, e.programme, e.terms);
  OpenCall made;
  made.call = e.call;
  return made;
}

CommandBody body_of(Trace const& trace, CallAmended const& e) {
  auto const& after = e.after;
  AmendCall made;
  made.call = e.call;
  made.title = after.title;
  made.opening = after.opening;
  made.deadline = after.deadline;
  made.departments = after.departments;
  made.applicant_kinds = after.applicant_kinds;
  made.project_cap = trace.written(after.project_cap);
  made.maximum_rate = after.maximum_rate;
  made.minimum_instalment = trace.written(after.minimum_instalment);
  made.one_per_applicant = choice(after.one_per_applicant);
  made.assessment_required = choice(after.assessment_required);
  made.waitlist = choice(after.waitlist);
  return made;
}

CommandBody body_of(Trace const&, CallReopened const& e) {
  return ReopenCall{e.call, e.after.deadline};
}

CommandBody body_of(Trace const&, CallClosed const& e) { return CloseCall{e.call}; }

CommandBody body_of(Trace const&, CallCancelled const& e) { return CancelCall{e.call}; }

CommandBody body_of(Trace const&, CallSettled const& e) { return SettleCall{e.call}; }

CommandBody body_of(Trace const& trace, CallAllocated const& e) {
  return AllocateToCall{e.call, trace.written(e.amount)};
}

CommandBody body_of(Trace const& trace, CallReleased const& e) {
  return ReleaseAllocation{e.call, trace.written(e.amount)};
}

}  // namespace gl::audit
