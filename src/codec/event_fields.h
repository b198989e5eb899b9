#pragma once

#include "codec/event_fields_budget.h"
#include "codec/event_fields_payment.h"
#include "codec/event_fields_project.h"
#include "codec/field.h"
#include "codec/value_fields.h"
#include "ledger/event.h"
#include "schema/event.capnp.h"

/// Every event's name, and its constant in schema::Event::Body: the one list of event types. The
/// compiler names what is missing when an event is added to the schema or to ledger::EventBody.
#define GL_EVENTS(X)                                               \
  X(LedgerCreated, LEDGER_CREATED)                                 \
  X(ProgrammeCreated, PROGRAMME_CREATED)                           \
  X(ProgrammeAmended, PROGRAMME_AMENDED)                           \
  X(AuthorityVoted, AUTHORITY_VOTED)                               \
  X(AuthorityAdjusted, AUTHORITY_ADJUSTED)                         \
  X(AuthorityLapsed, AUTHORITY_LAPSED)                             \
  X(AuthorityTransferred, AUTHORITY_TRANSFERRED)                   \
  X(PaymentCreditsOpened, PAYMENT_CREDITS_OPENED)                  \
  X(PaymentCreditsAdjusted, PAYMENT_CREDITS_ADJUSTED)              \
  X(PaymentCreditsCarriedOver, PAYMENT_CREDITS_CARRIED_OVER)       \
  X(ExerciseClosed, EXERCISE_CLOSED)                               \
  X(CallDrafted, CALL_DRAFTED)                                     \
  X(CallOpened, CALL_OPENED)                                       \
  X(CallAmended, CALL_AMENDED)                                     \
  X(CallReopened, CALL_REOPENED)                                   \
  X(CallClosed, CALL_CLOSED)                                       \
  X(CallCancelled, CALL_CANCELLED)                                 \
  X(CallSettled, CALL_SETTLED)                                     \
  X(CallAllocated, CALL_ALLOCATED)                                 \
  X(CallReleased, CALL_RELEASED)                                   \
  X(ProjectSubmitted, PROJECT_SUBMITTED)                           \
  X(ProjectAmended, PROJECT_AMENDED)                               \
  X(CompletionRequested, COMPLETION_REQUESTED)                     \
  X(ProjectCompleted, PROJECT_COMPLETED)                           \
  X(ProjectDeclaredComplete, PROJECT_DECLARED_COMPLETE)            \
  X(EligibilityDecided, ELIGIBILITY_DECIDED)                       \
  X(AssessmentRecorded, ASSESSMENT_RECORDED)                       \
  X(AssessmentClosed, ASSESSMENT_CLOSED)                           \
  X(AwardDecided, AWARD_DECIDED)                                   \
  X(ProjectRejected, PROJECT_REJECTED)                             \
  X(ProjectOriented, PROJECT_ORIENTED)                             \
  X(ProjectWaitlisted, PROJECT_WAITLISTED)                         \
  X(ProjectWithdrawn, PROJECT_WITHDRAWN)                           \
  X(ProjectClosedWithoutDecision, PROJECT_CLOSED_WITHOUT_DECISION) \
  X(ProjectReopened, PROJECT_REOPENED)                             \
  X(ApplicantNotified, APPLICANT_NOTIFIED)                         \
  X(ConflictDeclared, CONFLICT_DECLARED)                           \
  X(ConventionSigned, CONVENTION_SIGNED)                           \
  X(ConventionAmended, CONVENTION_AMENDED)                         \
  X(PayeeRegistered, PAYEE_REGISTERED)                             \
  X(PayeeAccountChanged, PAYEE_ACCOUNT_CHANGED)                    \
  X(PayeeAccountVerified, PAYEE_ACCOUNT_VERIFIED)                  \
  X(PaymentRequested, PAYMENT_REQUESTED)                           \
  X(PaymentRequestWithdrawn, PAYMENT_REQUEST_WITHDRAWN)            \
  X(PaymentRefused, PAYMENT_REFUSED)                               \
  X(PaymentApproved, PAYMENT_APPROVED)                             \
  X(PaymentAnnulled, PAYMENT_ANNULLED)                             \
  X(PaymentIssued, PAYMENT_ISSUED)                                 \
  X(OrderRejected, ORDER_REJECTED)                                 \
  X(OrderRequisitioned, ORDER_REQUISITIONED)                       \
  X(PaymentExecuted, PAYMENT_EXECUTED)                             \
  X(PaymentReturned, PAYMENT_RETURNED)                             \
  X(AwardIncreased, AWARD_INCREASED)                               \
  X(AwardReduced, AWARD_REDUCED)                                   \
  X(AwardProlonged, AWARD_PROLONGED)                               \
  X(FinalReportFiled, FINAL_REPORT_FILED)                          \
  X(FinalAmountSet, FINAL_AMOUNT_SET)                              \
  X(AwardCancelled, AWARD_CANCELLED)                               \
  X(DecisionWithdrawn, DECISION_WITHDRAWN)                         \
  X(RecoveryOrdered, RECOVERY_ORDERED)                             \
  X(RecoveryReceived, RECOVERY_RECEIVED)                           \
  X(RecoveryReduced, RECOVERY_REDUCED)                             \
  X(RecoveryCancelled, RECOVERY_CANCELLED)                         \
  X(RecoveryWrittenOff, RECOVERY_WRITTEN_OFF)                      \
  X(ProjectSettled, PROJECT_SETTLED)                               \
  X(DelegationGiven, DELEGATION_GIVEN)                             \
  X(DelegationEnded, DELEGATION_ENDED)                             \
  X(GrantPublished, GRANT_PUBLISHED)                               \
  X(StateAidNotified, STATE_AID_NOTIFIED)                          \
  X(SubjectErased, SUBJECT_ERASED)                                 \
  X(EventReversed, EVENT_REVERSED)                                 \
  X(CommandRefused, COMMAND_REFUSED)                               \
  X(RefusalsSummarised, REFUSALS_SUMMARISED)                       \
  X(ConsumerReset, CONSUMER_RESET)                                 \
  X(LogKeyRotated, LOG_KEY_ROTATED)

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
  pass(v.imported, at, GL_FIELD(Imported));
  pass(v.flags, at, GL_FIELD(Flags));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::LedgerCreated>& v, At<Pass, schema::LedgerCreated> at) {
  pass(v.ledger, at, GL_FIELD(Ledger));
  pass(v.simulated_clock, at, GL_FIELD(SimulatedClock));
  pass(v.name, at, GL_FIELD(Name));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::DelegationGiven>& v,
            At<Pass, schema::DelegationGiven> at) {
  pass(v.start, at, GL_FIELD(Start));
  pass(v.end, at, GL_FIELD(End));
  pass(v.delegation, at, GL_FIELD(Delegation));
  pass(v.from_person, at, GL_FIELD(FromPerson));
  pass(v.to_person, at, GL_FIELD(ToPerson));
  pass(v.commands, at, GL_FIELD(Commands));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::DelegationEnded>& v,
            At<Pass, schema::DelegationEnded> at) {
  pass(v.delegation, at, GL_FIELD(Delegation));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::Publication>& v, At<Pass, schema::GrantPublished> at) {
  pass(v.date, at, GL_FIELD(Date));
  pass(v.project, at, GL_FIELD(Project));
  pass(v.target, at, GL_FIELD(Target));
  pass(v.file, at, GL_FIELD(File));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::SubjectErased>& v, At<Pass, schema::SubjectErased> at) {
  pass(v.subject, at, GL_FIELD(Subject));
  pass(v.keys_destroyed, at, GL_FIELD(KeysDestroyed));
  pass(v.ground, at, GL_FIELD(Ground));
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
  pass(v.credits_carried_back, at, GL_FIELD(CreditsCarriedBack));
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
  pass(v.call, at, GL_FIELD(Call));
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

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ConsumerReset>& v, At<Pass, schema::ConsumerReset> at) {
  pass(v.from, at, GL_FIELD(From));
  pass(v.to, at, GL_FIELD(To));
  pass(v.consumer, at, GL_FIELD(Consumer));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::LogKeyRotated>& v, At<Pass, schema::LogKeyRotated> at) {
  pass(v.retired, at, GL_FIELD(Retired));
  pass(v.key, at, GL_FIELD(Key));
}

}  // namespace gl::codec
