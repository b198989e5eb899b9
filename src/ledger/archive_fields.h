#pragma once

#include <concepts>
#include <type_traits>

#include "ledger/state.h"

namespace gl::ledger {

/// The fields of each entity, once for writing and reading: what a snapshot holds. A field that
/// is missing here is lost by a snapshot; `archive_test` compares states after a round trip.

template <class X, class T>
concept Is = std::same_as<std::remove_const_t<X>, T>;

void fields(auto& v, Is<StreamHead> auto& x) { v(x.version, x.last); }
void fields(auto& v, Is<LiveEvents> auto& x) { v(x.fixed, x.posted); }
void fields(auto& v, Is<AuthorityBalances> auto& x) {
  v(x.voted, x.available, x.committed, x.payable, x.disbursed, x.recoverable, x.recovered,
    x.written_off, x.lapsed);
}
void fields(auto& v, Is<ProgrammeSettings> auto& x) {
  v(x.name, x.currency, x.nature, x.aid_regime, x.re_credit, x.retention_years, x.publication,
    x.convention_threshold, x.convention_for_all, x.authority_valid_until, x.de_minimis_ceiling,
    x.de_minimis_window_years);
}
void fields(auto& v, Is<Programme> auto& x) {
  v(x.settings, x.stream, x.since, x.authority, x.allocated, x.credits_voted);
}
void fields(auto& v, Is<CallTerms> auto& x) {
  v(x.title, x.opening, x.deadline, x.departments, x.applicant_kinds, x.project_cap, x.maximum_rate,
    x.minimum_instalment, x.one_per_applicant, x.assessment_required, x.waitlist);
}
void fields(auto& v, Is<CallVersion> auto& x) { v(x.terms, x.from, x.departments); }
void fields(auto& v, Is<Call> auto& x) {
  v(x.programme, x.state, x.stream, x.since, x.versions, x.allocation, x.available, x.projects,
    x.awards_decided, x.received_from, x.received_of);
}
void fields(auto& v, Is<PlannedPayments> auto& x) {
  v(x.advance_share, x.instalment_share, x.advance_amount, x.instalment_amount);
}
void fields(auto& v, Is<Requests> auto& x) { v(x.advances, x.before_balance, x.total, x.balances); }
void fields(auto& v, Is<AwardPayee> auto& x) { v(x.payee, x.share, x.requested, x.balances); }
void fields(auto& v, Is<Award> auto& x) {
  v(x.amount, x.cost_base, x.rate, x.decided_on, x.call_version, x.aid_regime, x.valid_until,
    x.payees, x.requests, x.plan);
}
void fields(auto& v, Is<Agreement> auto& x) { v(x.amount, x.plan); }
void fields(auto& v, Is<ProjectBalances> auto& x) {
  v(x.committed, x.payable, x.disbursed, x.recoverable, x.recovered, x.written_off);
}
void fields(auto& v, Is<Project> auto& x) {
  v(x.last_on, x.state_aid);
  v(x.call, x.awards, x.state, x.legal_kind, x.report_filed, x.applicant, x.submitted_on,
    x.call_version, x.stream, x.departments, x.eligible_cost, x.asked, x.secured_funding,
    x.de_minimis_declared, x.balances, x.pending, x.award, x.agreement, x.live, x.final_account,
    x.cancelled, x.settled, x.reopened);
}
void fields(auto& v, Is<PaymentSteps> auto& x) {
  v(x.requested, x.approved, x.issued, x.rejected, x.paid, x.returned);
}
void fields(auto& v, Is<Person> auto& x) { v(x.delegations); }
void fields(auto& v, Is<Delegation> auto& x) {
  v(x.from, x.commands, x.start, x.end, x.ended, x.stream);
}
void fields(auto& v, Is<CompletionRequest> auto& x) { v(x.documents, x.time_limit); }
void fields(auto& v, Is<Payment> auto& x) {
  v(x.project, x.award, x.kind, x.state, x.attempt, x.budget_year, x.amount, x.requested, x.payee,
    x.preparer, x.approver, x.steps, x.live);
}
void fields(auto& v, Is<Recovery> auto& x) {
  v(x.project, x.state, x.stream, x.ordered_on, x.outstanding, x.live);
}
void fields(auto& v, Is<Payee> auto& x) {
  v(x.legal_kind, x.verified, x.since, x.last_on, x.entered_by, x.account_token, x.stream);
}
void fields(auto& v, Is<BudgetYear> auto& x) { v(x.state, x.stream); }
void fields(auto& v, Is<CreditLine> auto& x) {
  v(x.opened, x.voted, x.carried, x.available, x.consumed, x.lapsed, x.live);
}
void fields(auto& v, Is<Beneficiary> auto& x) { v(x.projects); }
void fields(auto& v, Is<Undertaking> auto& x) { v(x.projects); }
void fields(auto& v, Is<AidEntry> auto& x) { v(x.position, x.on, x.equivalent); }
void fields(auto& v, Is<DeMinimisAid> auto& x) { v(x.undertaking, x.entries); }
void fields(auto& v, Is<Tie> auto& x) { v(x.index, x.kind); }
void fields(auto& v, Is<Subject> auto& x) { v(x.erased, x.last_on, x.latest); }
void fields(auto& v, Is<SubjectKey> auto& x) { v(x.token); }
void fields(auto& v, Is<SubjectTieKey> auto& x) { v(x.subject, x.tie); }
void fields(auto& v, Is<ConflictKey> auto& x) { v(x.project, x.person); }
void fields(auto& v, Is<CreditLineKey> auto& x) { v(x.programme, x.year); }
void fields(auto& v, Is<OrderKey> auto& x) { v(x.year, x.number); }
void fields(auto& v, Is<ApplicantKey> auto& x) { v(x.call, x.beneficiary); }
void fields(auto& v, Is<Uuid> auto& x) { v(x.bytes); }
void fields(auto& v, Is<State::Scalars> auto& x) {
  v(x.head, x.last_recorded_at, x.ledger, x.simulated, x.ledger_stream, x.refusals_stream,
    x.log_key, x.log_key_since);
}

/// The last value of each enumeration: a number beyond it is no state.
constexpr AidNature last_of(AidNature) { return AidNature::investment; }
constexpr AidRegime last_of(AidRegime) { return AidRegime::notified; }
constexpr ReCredit last_of(ReCredit) { return ReCredit::authority; }
constexpr LegalKind last_of(LegalKind) { return LegalKind::person; }
constexpr PaymentKind last_of(PaymentKind) { return PaymentKind::balance; }
constexpr CallState last_of(CallState) { return CallState::cancelled; }
constexpr ProjectState last_of(ProjectState) { return ProjectState::settled; }
constexpr PaymentState last_of(PaymentState) { return PaymentState::annulled; }
constexpr RecoveryState last_of(RecoveryState) { return RecoveryState::written_off; }
constexpr TieKind last_of(TieKind) { return TieKind::payee; }
constexpr YearState last_of(YearState) { return YearState::closed; }

}  // namespace gl::ledger
