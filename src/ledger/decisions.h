#pragma once

#include "ledger/case.h"
#include "ledger/command.h"

namespace gl::ledger {

/// What each command comes to: its rules in the order of domain §6, then its events. A command
/// without its own does not compile.
[[nodiscard]] Decision decide_on(Case& c, CreateProgramme const& command);
[[nodiscard]] Decision decide_on(Case& c, AmendProgramme const& command);
[[nodiscard]] Decision decide_on(Case& c, VoteAuthority const& command);
[[nodiscard]] Decision decide_on(Case& c, AdjustAuthority const& command);
[[nodiscard]] Decision decide_on(Case& c, LapseAuthority const& command);
[[nodiscard]] Decision decide_on(Case& c, TransferAuthority const& command);
[[nodiscard]] Decision decide_on(Case& c, AllocateToCall const& command);
[[nodiscard]] Decision decide_on(Case& c, ReleaseAllocation const& command);
[[nodiscard]] Decision decide_on(Case& c, OpenPaymentCredits const& command);
[[nodiscard]] Decision decide_on(Case& c, AdjustPaymentCredits const& command);
[[nodiscard]] Decision decide_on(Case& c, CarryOverCredits const& command);
[[nodiscard]] Decision decide_on(Case& c, CloseExercise const& command);
[[nodiscard]] Decision decide_on(Case& c, DraftCall const& command);
[[nodiscard]] Decision decide_on(Case& c, OpenCall const& command);
[[nodiscard]] Decision decide_on(Case& c, AmendCall const& command);
[[nodiscard]] Decision decide_on(Case& c, CloseCall const& command);
[[nodiscard]] Decision decide_on(Case& c, ReopenCall const& command);
[[nodiscard]] Decision decide_on(Case& c, CancelCall const& command);
[[nodiscard]] Decision decide_on(Case& c, SettleCall const& command);
[[nodiscard]] Decision decide_on(Case& c, SubmitProject const& command);
[[nodiscard]] Decision decide_on(Case& c, AmendProject const& command);
[[nodiscard]] Decision decide_on(Case& c, RequestCompletion const& command);
[[nodiscard]] Decision decide_on(Case& c, CompleteProject const& command);
[[nodiscard]] Decision decide_on(Case& c, DeclareComplete const& command);
[[nodiscard]] Decision decide_on(Case& c, DeclareEligible const& command);
[[nodiscard]] Decision decide_on(Case& c, DeclareIneligible const& command);
[[nodiscard]] Decision decide_on(Case& c, RecordAssessment const& command);
[[nodiscard]] Decision decide_on(Case& c, CloseAssessment const& command);
[[nodiscard]] Decision decide_on(Case& c, DecideAward const& command);
[[nodiscard]] Decision decide_on(Case& c, RejectProject const& command);
[[nodiscard]] Decision decide_on(Case& c, OrientProject const& command);
[[nodiscard]] Decision decide_on(Case& c, WaitlistProject const& command);
[[nodiscard]] Decision decide_on(Case& c, WithdrawProject const& command);
[[nodiscard]] Decision decide_on(Case& c, CloseWithoutDecision const& command);
[[nodiscard]] Decision decide_on(Case& c, ReopenProject const& command);
[[nodiscard]] Decision decide_on(Case& c, NotifyApplicant const& command);
[[nodiscard]] Decision decide_on(Case& c, DeclareConflict const& command);
[[nodiscard]] Decision decide_on(Case& c, SignConvention const& command);
[[nodiscard]] Decision decide_on(Case& c, AmendConvention const& command);
[[nodiscard]] Decision decide_on(Case& c, RegisterPayee const& command);
[[nodiscard]] Decision decide_on(Case& c, ChangePayeeAccount const& command);
[[nodiscard]] Decision decide_on(Case& c, VerifyPayeeAccount const& command);
[[nodiscard]] Decision decide_on(Case& c, RequestPayment const& command);
[[nodiscard]] Decision decide_on(Case& c, WithdrawPaymentRequest const& command);
[[nodiscard]] Decision decide_on(Case& c, RefusePayment const& command);
[[nodiscard]] Decision decide_on(Case& c, ApprovePayment const& command);
[[nodiscard]] Decision decide_on(Case& c, AnnulApproval const& command);
[[nodiscard]] Decision decide_on(Case& c, IssuePayment const& command);
[[nodiscard]] Decision decide_on(Case& c, RejectOrder const& command);
[[nodiscard]] Decision decide_on(Case& c, Requisition const& command);
[[nodiscard]] Decision decide_on(Case& c, ConfirmPayment const& command);
[[nodiscard]] Decision decide_on(Case& c, RecordBankReturn const& command);
[[nodiscard]] Decision decide_on(Case& c, AmendAward const& command);
[[nodiscard]] Decision decide_on(Case& c, FileFinalReport const& command);
[[nodiscard]] Decision decide_on(Case& c, AcceptFinalAccount const& command);
[[nodiscard]] Decision decide_on(Case& c, CancelAward const& command);
[[nodiscard]] Decision decide_on(Case& c, WithdrawDecision const& command);
[[nodiscard]] Decision decide_on(Case& c, OrderRecovery const& command);
[[nodiscard]] Decision decide_on(Case& c, ReduceRecovery const& command);
[[nodiscard]] Decision decide_on(Case& c, CancelRecovery const& command);
[[nodiscard]] Decision decide_on(Case& c, RecordRecoveryReceipt const& command);
[[nodiscard]] Decision decide_on(Case& c, WriteOffRecovery const& command);
[[nodiscard]] Decision decide_on(Case& c, SettleProject const& command);
[[nodiscard]] Decision decide_on(Case& c, ReverseEvent const& command);
[[nodiscard]] Decision decide_on(Case& c, GiveDelegation const& command);
[[nodiscard]] Decision decide_on(Case& c, EndDelegation const& command);
[[nodiscard]] Decision decide_on(Case& c, PublishGrant const& command);
[[nodiscard]] Decision decide_on(Case& c, NotifyStateAid const& command);
[[nodiscard]] Decision decide_on(Case& c, EraseSubject const& command);

}  // namespace gl::ledger
