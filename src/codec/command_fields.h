#pragma once

#include "codec/command_fields_budget.h"
#include "codec/command_fields_payment.h"
#include "codec/command_fields_project.h"
#include "codec/field.h"
#include "codec/value_fields.h"
#include "ledger/command.h"
#include "schema/command.capnp.h"

/// Every command's name, and its constant in schema::Command::Body: the one list of commands. The
/// compiler names what is missing when one is added to the schema or to ledger::CommandBody.
#define GL_COMMANDS(X)                                \
  X(CreateProgramme, CREATE_PROGRAMME)                \
  X(AmendProgramme, AMEND_PROGRAMME)                  \
  X(VoteAuthority, VOTE_AUTHORITY)                    \
  X(AdjustAuthority, ADJUST_AUTHORITY)                \
  X(LapseAuthority, LAPSE_AUTHORITY)                  \
  X(TransferAuthority, TRANSFER_AUTHORITY)            \
  X(AllocateToCall, ALLOCATE_TO_CALL)                 \
  X(ReleaseAllocation, RELEASE_ALLOCATION)            \
  X(OpenPaymentCredits, OPEN_PAYMENT_CREDITS)         \
  X(AdjustPaymentCredits, ADJUST_PAYMENT_CREDITS)     \
  X(CarryOverCredits, CARRY_OVER_CREDITS)             \
  X(CloseExercise, CLOSE_EXERCISE)                    \
  X(DraftCall, DRAFT_CALL)                            \
  X(OpenCall, OPEN_CALL)                              \
  X(AmendCall, AMEND_CALL)                            \
  X(CloseCall, CLOSE_CALL)                            \
  X(ReopenCall, REOPEN_CALL)                          \
  X(CancelCall, CANCEL_CALL)                          \
  X(SettleCall, SETTLE_CALL)                          \
  X(SubmitProject, SUBMIT_PROJECT)                    \
  X(AmendProject, AMEND_PROJECT)                      \
  X(RequestCompletion, REQUEST_COMPLETION)            \
  X(CompleteProject, COMPLETE_PROJECT)                \
  X(DeclareComplete, DECLARE_COMPLETE)                \
  X(DeclareEligible, DECLARE_ELIGIBLE)                \
  X(DeclareIneligible, DECLARE_INELIGIBLE)            \
  X(RecordAssessment, RECORD_ASSESSMENT)              \
  X(CloseAssessment, CLOSE_ASSESSMENT)                \
  X(DecideAward, DECIDE_AWARD)                        \
  X(RejectProject, REJECT_PROJECT)                    \
  X(OrientProject, ORIENT_PROJECT)                    \
  X(WaitlistProject, WAITLIST_PROJECT)                \
  X(WithdrawProject, WITHDRAW_PROJECT)                \
  X(CloseWithoutDecision, CLOSE_WITHOUT_DECISION)     \
  X(ReopenProject, REOPEN_PROJECT)                    \
  X(NotifyApplicant, NOTIFY_APPLICANT)                \
  X(DeclareConflict, DECLARE_CONFLICT)                \
  X(SignConvention, SIGN_CONVENTION)                  \
  X(AmendConvention, AMEND_CONVENTION)                \
  X(RegisterPayee, REGISTER_PAYEE)                    \
  X(ChangePayeeAccount, CHANGE_PAYEE_ACCOUNT)         \
  X(VerifyPayeeAccount, VERIFY_PAYEE_ACCOUNT)         \
  X(RequestPayment, REQUEST_PAYMENT)                  \
  X(WithdrawPaymentRequest, WITHDRAW_PAYMENT_REQUEST) \
  X(RefusePayment, REFUSE_PAYMENT)                    \
  X(ApprovePayment, APPROVE_PAYMENT)                  \
  X(AnnulApproval, ANNUL_APPROVAL)                    \
  X(IssuePayment, ISSUE_PAYMENT)                      \
  X(RejectOrder, REJECT_ORDER)                        \
  X(Requisition, REQUISITION)                         \
  X(ConfirmPayment, CONFIRM_PAYMENT)                  \
  X(RecordBankReturn, RECORD_BANK_RETURN)             \
  X(AmendAward, AMEND_AWARD)                          \
  X(FileFinalReport, FILE_FINAL_REPORT)               \
  X(AcceptFinalAccount, ACCEPT_FINAL_ACCOUNT)         \
  X(CancelAward, CANCEL_AWARD)                        \
  X(WithdrawDecision, WITHDRAW_DECISION)              \
  X(OrderRecovery, ORDER_RECOVERY)                    \
  X(ReduceRecovery, REDUCE_RECOVERY)                  \
  X(CancelRecovery, CANCEL_RECOVERY)                  \
  X(RecordRecoveryReceipt, RECORD_RECOVERY_RECEIPT)   \
  X(WriteOffRecovery, WRITE_OFF_RECOVERY)             \
  X(SettleProject, SETTLE_PROJECT)                    \
  X(ReverseEvent, REVERSE_EVENT)                      \
  X(GiveDelegation, GIVE_DELEGATION)                  \
  X(EndDelegation, END_DELEGATION)                    \
  X(PublishGrant, PUBLISH_GRANT)                      \
  X(NotifyStateAid, NOTIFY_STATE_AID)                 \
  X(EraseSubject, ERASE_SUBJECT)

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
  pass(v.imported, at, GL_FIELD(Imported));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ReverseEvent>& v, At<Pass, schema::ReverseEvent> at) {
  pass(v.position, at, GL_FIELD(Position));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::GiveDelegation>& v,
            At<Pass, schema::GiveDelegation> at) {
  pass(v.delegation, at, GL_FIELD(Delegation));
  pass(v.from_person, at, GL_FIELD(FromPerson));
  pass(v.to_person, at, GL_FIELD(ToPerson));
  pass(v.commands, at, GL_FIELD(Commands));
  pass(v.start, at, GL_FIELD(Start));
  pass(v.end, at, GL_FIELD(End));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::EndDelegation>& v, At<Pass, schema::EndDelegation> at) {
  pass(v.delegation, at, GL_FIELD(Delegation));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PublicationEntry>& v,
            At<Pass, schema::PublishGrant> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.target, at, GL_FIELD(Target));
  pass(v.date, at, GL_FIELD(Date));
  pass(v.file, at, GL_FIELD(File));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PublicationEntry>& v,
            At<Pass, schema::NotifyStateAid> at) {
  pass(v.project, at, GL_FIELD(Project));
  pass(v.target, at, GL_FIELD(Target));
  pass(v.date, at, GL_FIELD(Date));
  pass(v.file, at, GL_FIELD(File));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::EraseSubject>& v, At<Pass, schema::EraseSubject> at) {
  pass(v.subject, at, GL_FIELD(Subject));
  pass(v.ground, at, GL_FIELD(Ground));
}

}  // namespace gl::codec
