#pragma once

#include "codec/field.h"
#include "codec/value_fields.h"
#include "ledger/event.h"
#include "schema/event.capnp.h"

/// Every event's name, and its constant in schema::Event::Body: the one list of event types. The
/// compiler names what is missing when an event is added to the schema or to ledger::EventBody.
#define GL_EVENTS(X)                                    \
  X(LedgerCreated, LEDGER_CREATED)                      \
  X(ProgrammeCreated, PROGRAMME_CREATED)                \
  X(AuthorityVoted, AUTHORITY_VOTED)                    \
  X(AuthorityAdjusted, AUTHORITY_ADJUSTED)              \
  X(PaymentCreditsOpened, PAYMENT_CREDITS_OPENED)       \
  X(ExerciseClosed, EXERCISE_CLOSED)                    \
  X(CallOpened, CALL_OPENED)                            \
  X(CallAmended, CALL_AMENDED)                          \
  X(CallClosed, CALL_CLOSED)                            \
  X(ProjectSubmitted, PROJECT_SUBMITTED)                \
  X(ProjectDeclaredComplete, PROJECT_DECLARED_COMPLETE) \
  X(EligibilityDecided, ELIGIBILITY_DECIDED)            \
  X(AwardDecided, AWARD_DECIDED)                        \
  X(ProjectOriented, PROJECT_ORIENTED)                  \
  X(ConventionSigned, CONVENTION_SIGNED)                \
  X(PayeeRegistered, PAYEE_REGISTERED)                  \
  X(PayeeAccountChanged, PAYEE_ACCOUNT_CHANGED)         \
  X(PayeeAccountVerified, PAYEE_ACCOUNT_VERIFIED)       \
  X(PaymentRequested, PAYMENT_REQUESTED)                \
  X(PaymentApproved, PAYMENT_APPROVED)                  \
  X(PaymentIssued, PAYMENT_ISSUED)                      \
  X(PaymentExecuted, PAYMENT_EXECUTED)                  \
  X(PaymentReturned, PAYMENT_RETURNED)                  \
  X(AwardIncreased, AWARD_INCREASED)                    \
  X(AwardReduced, AWARD_REDUCED)                        \
  X(AwardProlonged, AWARD_PROLONGED)                    \
  X(FinalReportFiled, FINAL_REPORT_FILED)               \
  X(FinalAmountSet, FINAL_AMOUNT_SET)                   \
  X(AwardCancelled, AWARD_CANCELLED)                    \
  X(RecoveryOrdered, RECOVERY_ORDERED)                  \
  X(RecoveryReceived, RECOVERY_RECEIVED)                \
  X(ProjectSettled, PROJECT_SETTLED)                    \
  X(EventReversed, EVENT_REVERSED)                      \
  X(CommandRefused, COMMAND_REFUSED)                    \
  X(RefusalsSummarised, REFUSALS_SUMMARISED)

namespace gl::codec {

// One mapping per struct of schema/event.capnp, for both directions (write.h, and event_reader.h).

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Envelope>& v, At<Pass, schema::Event> at) {
  pass(v.position, at, GL_FIELD(Position));
  pass(v.recorded_at, at, GL_FIELD(RecordedAt));
  pass(v.previous_in_stream, at, GL_FIELD(PreviousInStream));
  pass(v.stream_version, at, GL_FIELD(StreamVersion));
  pass(v.effective_date, at, GL_FIELD(EffectiveDate));
  pass(v.command_id, at, GL_FIELD(CommandId));
  pass(v.payload_digest, at, GL_FIELD(PayloadDigest));
  pass(v.schema_version, at, GL_FIELD(SchemaVersion));
  pass(v.stream, at, GL_FIELD(Stream));
  auto actor = pass.group(at, GL_FIELD(Actor));
  pass(v.actor.person, actor, GL_FIELD(Person));
  pass(v.actor.role, actor, GL_FIELD(Role));
  pass(v.actor.acting_for, actor, GL_FIELD(ActingFor));
  pass(v.actor.delegation, actor, GL_FIELD(Delegation));
  pass(v.currency, at, GL_FIELD(Currency));
  pass(v.expected_version, at, GL_FIELD(ExpectedVersion));
  pass(v.correlation_id, at, GL_FIELD(CorrelationId));
  pass(v.causation, at, GL_FIELD(CausationPosition));
  pass(v.reason_code, at, GL_FIELD(ReasonCode));
  pass(v.reason_text, at, GL_FIELD(ReasonText));
  pass(v.act, at, GL_FIELD(Act));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::LedgerCreated>& v, At<Pass, schema::LedgerCreated> at) {
  pass(v.ledger, at, GL_FIELD(Ledger));
  pass(v.simulated_clock, at, GL_FIELD(SimulatedClock));
  pass(v.name, at, GL_FIELD(Name));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProgrammeCreated>& v,
            At<Pass, schema::ProgrammeCreated> at) {
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.settings, at, GL_FIELD(Settings));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AuthorityVoted>& v,
            At<Pass, schema::AuthorityVoted> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AuthorityAdjusted>& v,
            At<Pass, schema::AuthorityAdjusted> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentCreditsOpened>& v,
            At<Pass, schema::PaymentCreditsOpened> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.year, at, GL_FIELD(Year));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ExerciseClosed::Line>& v,
            At<Pass, schema::ExerciseClosed::Line> at) {
  pass(v.opened, at, GL_FIELD(Opened));
  pass(v.consumed, at, GL_FIELD(Consumed));
  pass(v.carried, at, GL_FIELD(Carried));
  pass(v.lapsed, at, GL_FIELD(Lapsed));
  pass(v.currency, at, GL_FIELD(Currency));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ExerciseClosed>& v,
            At<Pass, schema::ExerciseClosed> at) {
  pass(v.year, at, GL_FIELD(Year));
  pass(v.lines, at, GL_FIELD(Lines));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CallOpened>& v, At<Pass, schema::CallOpened> at) {
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.terms, at, GL_FIELD(Terms));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CallAmended>& v, At<Pass, schema::CallAmended> at) {
  pass(v.version, at, GL_FIELD(Version));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.before, at, GL_FIELD(Before));
  pass(v.after, at, GL_FIELD(After));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CallClosed>& v, At<Pass, schema::CallClosed> at) {
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProjectSubmitted>& v,
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
void fields(Pass& pass, Value<Pass, ledger::ConventionSigned>& v,
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
void fields(Pass& pass, Value<Pass, ledger::PayeeRegistered>& v,
            At<Pass, schema::PayeeRegistered> at) {
  pass(v.legal_kind, at, GL_FIELD(LegalKind));
  pass(v.payee, at, GL_FIELD(Payee));
  pass(v.name, at, GL_FIELD(Name));
  pass(v.iban, at, GL_FIELD(Iban));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PayeeAccountChanged>& v,
            At<Pass, schema::PayeeAccountChanged> at) {
  pass(v.payee, at, GL_FIELD(Payee));
  pass(v.iban, at, GL_FIELD(Iban));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PayeeAccountVerified>& v,
            At<Pass, schema::PayeeAccountVerified> at) {
  pass(v.account_token, at, GL_FIELD(AccountToken));
  pass(v.payee, at, GL_FIELD(Payee));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentRequested>& v,
            At<Pass, schema::PaymentRequested> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.kind, at, GL_FIELD(Kind));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.payee, at, GL_FIELD(Payee));
  pass(v.documents, at, GL_FIELD(Documents));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentApproved>& v,
            At<Pass, schema::PaymentApproved> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.requested, at, GL_FIELD(Requested));
  pass(v.budget_year, at, GL_FIELD(BudgetYear));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.order_number, at, GL_FIELD(OrderNumber));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentIssued>& v, At<Pass, schema::PaymentIssued> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.account_token, at, GL_FIELD(AccountToken));
  pass(v.attempt, at, GL_FIELD(Attempt));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.payee, at, GL_FIELD(Payee));
  pass(v.end_to_end_id, at, GL_FIELD(EndToEndId));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentExecuted>& v,
            At<Pass, schema::PaymentExecuted> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.attempt, at, GL_FIELD(Attempt));
  pass(v.value_date, at, GL_FIELD(ValueDate));
  pass(v.concerns_year, at, GL_FIELD(ConcernsYear));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.bank_reference, at, GL_FIELD(BankReference));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentReturned>& v,
            At<Pass, schema::PaymentReturned> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.attempt, at, GL_FIELD(Attempt));
  pass(v.value_date, at, GL_FIELD(ValueDate));
  pass(v.project_state_before, at, GL_FIELD(ProjectStateBefore));
  pass(v.concerns_year, at, GL_FIELD(ConcernsYear));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.reason_code, at, GL_FIELD(ReasonCode));
  pass(v.bank_reference, at, GL_FIELD(BankReference));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AwardChange>& v, At<Pass, schema::AwardChange> at) {
  pass(v.amount_before, at, GL_FIELD(AmountBefore));
  pass(v.amount_after, at, GL_FIELD(AmountAfter));
  pass(v.difference, at, GL_FIELD(Difference));
  pass(v.rate_before, at, GL_FIELD(RateBefore));
  pass(v.rate_after, at, GL_FIELD(RateAfter));
  pass(v.call_version, at, GL_FIELD(CallVersion));
  pass(v.pool, at, GL_FIELD(Pool));
  pass(v.de_minimis_difference, at, GL_FIELD(DeMinimisDifference));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AwardProlonged>& v,
            At<Pass, schema::AwardProlonged> at) {
  pass(v.valid_until_before, at, GL_FIELD(ValidUntilBefore));
  pass(v.valid_until, at, GL_FIELD(ValidUntil));
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::FinalReportFiled>& v,
            At<Pass, schema::FinalReportFiled> at) {
  pass(v.real_eligible_cost, at, GL_FIELD(RealEligibleCost));
  pass(v.other_funding, at, GL_FIELD(OtherFunding));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.documents, at, GL_FIELD(Documents));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::FinalAmountSet>& v,
            At<Pass, schema::FinalAmountSet> at) {
  pass(v.real_eligible_cost, at, GL_FIELD(RealEligibleCost));
  pass(v.other_funding, at, GL_FIELD(OtherFunding));
  pass(v.amount_before, at, GL_FIELD(AmountBefore));
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.decommitted, at, GL_FIELD(Decommitted));
  pass(v.to_recover, at, GL_FIELD(ToRecover));
  pass(v.pool, at, GL_FIELD(Pool));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AwardCancelled>& v,
            At<Pass, schema::AwardCancelled> at) {
  pass(v.decommitted, at, GL_FIELD(Decommitted));
  pass(v.hearing_date, at, GL_FIELD(HearingDate));
  pass(v.ground, at, GL_FIELD(Ground));
  pass(v.pool, at, GL_FIELD(Pool));
  pass(v.state_before, at, GL_FIELD(StateBefore));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RecoveryOrdered>& v,
            At<Pass, schema::RecoveryOrdered> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.recovery, at, GL_FIELD(Recovery));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.titre_number, at, GL_FIELD(TitreNumber));
  pass(v.ground, at, GL_FIELD(Ground));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RecoveryReceived>& v,
            At<Pass, schema::RecoveryReceived> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.state_before, at, GL_FIELD(StateBefore));
  pass(v.re_credited, at, GL_FIELD(ReCredited));
  pass(v.recovery, at, GL_FIELD(Recovery));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.reference, at, GL_FIELD(Reference));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProjectSettled>& v,
            At<Pass, schema::ProjectSettled> at) {
  pass(v.project, at, GL_FIELD(Project));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::EventReversed::Restored>& v,
            At<Pass, schema::EventReversed::Restored> at) {
  pass(v.project_state, at, GL_FIELD(ProjectState));
  pass(v.payment_state, at, GL_FIELD(PaymentState));
  pass(v.recovery_state, at, GL_FIELD(RecoveryState));
  pass(v.award_amount, at, GL_FIELD(AwardAmount));
  pass(v.award_rate, at, GL_FIELD(AwardRate));
  pass(v.payment_amount, at, GL_FIELD(PaymentAmount));
  pass(v.recovery_outstanding, at, GL_FIELD(RecoveryOutstanding));
  pass(v.award_removed, at, GL_FIELD(AwardRemoved));
  pass(v.final_account_removed, at, GL_FIELD(FinalAccountRemoved));
  pass(v.credits_unopened, at, GL_FIELD(CreditsUnopened));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::EventReversed>& v, At<Pass, schema::EventReversed> at) {
  pass(v.target, at, GL_FIELD(Target));
  pass(v.concerns_year, at, GL_FIELD(ConcernsYear));
  pass(v.year, at, GL_FIELD(Year));
  pass(v.target_type, at, GL_FIELD(TargetType));
  pass(v.postings, at, GL_FIELD(Postings));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.restored, at, GL_FIELD(Restored));
  pass(v.payment, at, GL_FIELD(Payment));
  pass(v.recovery, at, GL_FIELD(Recovery));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CommandRefused::ListMember>& v,
            At<Pass, schema::CommandRefused::ListMember> at) {
  pass(v.command_id, at, GL_FIELD(CommandId));
  pass(v.payload_digest, at, GL_FIELD(PayloadDigest));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CommandRefused>& v,
            At<Pass, schema::CommandRefused> at) {
  pass(v.evaluated_at, at, GL_FIELD(EvaluatedAt));
  pass(v.list_index, at, GL_FIELD(ListIndex));
  pass(v.target, at, GL_FIELD(Target));
  pass(v.command, at, GL_FIELD(Command));
  pass(v.refusal, at, GL_FIELD(Refusal));
  pass(v.list, at, GL_FIELD(List));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::RefusalsSummarised>& v,
            At<Pass, schema::RefusalsSummarised> at) {
  pass(v.from, at, GL_FIELD(From));
  pass(v.to, at, GL_FIELD(To));
  pass(v.count, at, GL_FIELD(Count));
  pass(v.person, at, GL_FIELD(Person));
}

}  // namespace gl::codec
