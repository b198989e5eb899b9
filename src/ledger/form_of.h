#pragma once

#include "ledger/command.h"
#include "ledger/form.h"

namespace gl::ledger {

/// What each command must be like before any state is looked at (design §6): limits of its fields,
/// and what belongs together. A command without its own does not compile.
void check(Form& form, CreateProgramme const& c);
void check(Form& form, AmendProgramme const& c);
void check(Form& form, VoteAuthority const& c);
void check(Form& form, AdjustAuthority const& c);
void check(Form& form, LapseAuthority const& c);
void check(Form& form, TransferAuthority const& c);
void check(Form& form, AllocateToCall const& c);
void check(Form& form, ReleaseAllocation const& c);
void check(Form& form, OpenPaymentCredits const& c);
void check(Form& form, AdjustPaymentCredits const& c);
void check(Form& form, CarryOverCredits const& c);
void check(Form& form, CloseExercise const& c);
void check(Form& form, DraftCall const& c);
void check(Form& form, OpenCall const& c);
void check(Form& form, AmendCall const& c);
void check(Form& form, CloseCall const& c);
void check(Form& form, ReopenCall const& c);
void check(Form& form, CancelCall const& c);
void check(Form& form, SettleCall const& c);
void check(Form& form, SubmitProject const& c);
void check(Form& form, AmendProject const& c);
void check(Form& form, RequestCompletion const& c);
void check(Form& form, CompleteProject const& c);
void check(Form& form, DeclareComplete const& c);
void check(Form& form, DeclareEligible const& c);
void check(Form& form, DeclareIneligible const& c);
void check(Form& form, RecordAssessment const& c);
void check(Form& form, CloseAssessment const& c);
void check(Form& form, DecideAward const& c);
void check(Form& form, RejectProject const& c);
void check(Form& form, OrientProject const& c);
void check(Form& form, WaitlistProject const& c);
void check(Form& form, WithdrawProject const& c);
void check(Form& form, CloseWithoutDecision const& c);
void check(Form& form, ReopenProject const& c);
void check(Form& form, NotifyApplicant const& c);
void check(Form& form, DeclareConflict const& c);
void check(Form& form, SignConvention const& c);
void check(Form& form, AmendConvention const& c);
void check(Form& form, RegisterPayee const& c);
void check(Form& form, ChangePayeeAccount const& c);
void check(Form& form, VerifyPayeeAccount const& c);
void check(Form& form, RequestPayment const& c);
void check(Form& form, WithdrawPaymentRequest const& c);
void check(Form& form, RefusePayment const& c);
void check(Form& form, ApprovePayment const& c);
void check(Form& form, AnnulApproval const& c);
void check(Form& form, IssuePayment const& c);
void check(Form& form, RejectOrder const& c);
void check(Form& form, Requisition const& c);
void check(Form& form, ConfirmPayment const& c);
void check(Form& form, RecordBankReturn const& c);
void check(Form& form, AmendAward const& c);
void check(Form& form, FileFinalReport const& c);
void check(Form& form, AcceptFinalAccount const& c);
void check(Form& form, CancelAward const& c);
void check(Form& form, WithdrawDecision const& c);
void check(Form& form, OrderRecovery const& c);
void check(Form& form, ReduceRecovery const& c);
void check(Form& form, CancelRecovery const& c);
void check(Form& form, RecordRecoveryReceipt const& c);
void check(Form& form, WriteOffRecovery const& c);
void check(Form& form, SettleProject const& c);
void check(Form& form, ReverseEvent const& c);
void check(Form& form, GiveDelegation const& c);
void check(Form& form, EndDelegation const& c);
void check(Form& form, PublishGrant const& c);
void check(Form& form, NotifyStateAid const& c);
void check(Form& form, EraseSubject const& c);

}  // namespace gl::ledger
