#include "ledger/permissions.h"

#include <variant>

#include "ledger/decide.h"

namespace gl::ledger {
namespace {

/// The roles of the command behind each event; a new event does not compile without its own.
struct Reversers {
  Roles operator()(LedgerCreated const&) const { return role_table::all_but_auditor; }
  Roles operator()(CommandRefused const&) const { return role_table::all_but_auditor; }
  Roles operator()(RefusalsSummarised const&) const { return role_table::all_but_auditor; }
  Roles operator()(ConsumerReset const&) const { return role_table::all_but_auditor; }
  Roles operator()(LogKeyRotated const&) const { return role_table::all_but_auditor; }
  Roles operator()(EventReversed const&) const { return role_table::all_but_auditor; }

  Roles operator()(ProgrammeCreated const&) const { return senders<CreateProgramme>; }
  Roles operator()(ProgrammeAmended const&) const { return senders<AmendProgramme>; }
  Roles operator()(AuthorityVoted const&) const { return senders<VoteAuthority>; }
  Roles operator()(AuthorityAdjusted const&) const { return senders<AdjustAuthority>; }
  Roles operator()(AuthorityLapsed const&) const { return senders<LapseAuthority>; }
  Roles operator()(AuthorityTransferred const&) const { return senders<TransferAuthority>; }
  Roles operator()(PaymentCreditsOpened const&) const { return senders<OpenPaymentCredits>; }
  Roles operator()(PaymentCreditsAdjusted const&) const { return senders<AdjustPaymentCredits>; }
  Roles operator()(PaymentCreditsCarriedOver const&) const { return senders<CarryOverCredits>; }
  Roles operator()(ExerciseClosed const&) const { return senders<CloseExercise>; }
  Roles operator()(CallDrafted const&) const { return senders<DraftCall>; }
  Roles operator()(CallOpened const&) const { return senders<OpenCall>; }
  Roles operator()(CallAmended const&) const { return senders<AmendCall>; }
  Roles operator()(CallReopened const&) const { return senders<ReopenCall>; }
  Roles operator()(CallClosed const&) const { return senders<CloseCall>; }
  Roles operator()(CallCancelled const&) const { return senders<CancelCall>; }
  Roles operator()(CallSettled const&) const { return senders<SettleCall>; }
  Roles operator()(CallAllocated const&) const { return senders<AllocateToCall>; }
  Roles operator()(CallReleased const&) const { return senders<ReleaseAllocation>; }
  Roles operator()(ProjectSubmitted const&) const { return senders<SubmitProject>; }
  Roles operator()(ProjectAmended const&) const { return senders<AmendProject>; }
  Roles operator()(CompletionRequested const&) const { return senders<RequestCompletion>; }
  Roles operator()(ProjectCompleted const&) const { return senders<CompleteProject>; }
  Roles operator()(ProjectDeclaredComplete const&) const { return senders<DeclareComplete>; }
  Roles operator()(EligibilityDecided const&) const { return senders<DeclareEligible>; }
  Roles operator()(AssessmentRecorded const&) const { return senders<RecordAssessment>; }
  Roles operator()(AssessmentClosed const&) const { return senders<CloseAssessment>; }
  Roles operator()(AwardDecided const&) const { return senders<DecideAward>; }
  Roles operator()(ProjectRejected const&) const { return senders<RejectProject>; }
  Roles operator()(ProjectOriented const&) const { return senders<OrientProject>; }
  Roles operator()(ProjectWaitlisted const&) const { return senders<WaitlistProject>; }
  Roles operator()(ProjectWithdrawn const&) const { return senders<WithdrawProject>; }
  Roles operator()(ProjectClosedWithoutDecision const&) const {
    return senders<CloseWithoutDecision>;
  }
  Roles operator()(ProjectReopened const&) const { return senders<ReopenProject>; }
  Roles operator()(ApplicantNotified const&) const { return senders<NotifyApplicant>; }
  Roles operator()(ConflictDeclared const&) const { return senders<DeclareConflict>; }
  Roles operator()(ConventionSigned const&) const { return senders<SignConvention>; }
  Roles operator()(ConventionAmended const&) const { return senders<AmendConvention>; }
  Roles operator()(PayeeRegistered const&) const { return senders<RegisterPayee>; }
  Roles operator()(PayeeAccountChanged const&) const { return senders<ChangePayeeAccount>; }
  Roles operator()(PayeeAccountVerified const&) const { return senders<VerifyPayeeAccount>; }
  Roles operator()(PaymentRequested const&) const { return senders<RequestPayment>; }
  Roles operator()(PaymentRequestWithdrawn const&) const { return senders<WithdrawPaymentRequest>; }
  Roles operator()(PaymentRefused const&) const { return senders<RefusePayment>; }
  Roles operator()(PaymentApproved const&) const { return senders<ApprovePayment>; }
  Roles operator()(PaymentAnnulled const&) const { return senders<AnnulApproval>; }
  Roles operator()(PaymentIssued const&) const { return senders<IssuePayment>; }
  Roles operator()(OrderRejected const&) const { return senders<RejectOrder>; }
  Roles operator()(OrderRequisitioned const&) const { return senders<Requisition>; }
  Roles operator()(PaymentExecuted const&) const { return senders<ConfirmPayment>; }
  Roles operator()(PaymentReturned const&) const { return senders<RecordBankReturn>; }
  Roles operator()(AwardIncreased const&) const { return senders<AmendAward>; }
  /// One that leaves the award as it is comes of an annulment after the final account.
  Roles operator()(AwardReduced const& e) const {
    bool const amends = e.amount_after != e.amount_before || e.difference.is_zero();
    return amends ? senders<AmendAward> : senders<AnnulApproval>;
  }
  Roles operator()(AwardProlonged const&) const { return senders<AmendAward>; }
  Roles operator()(FinalReportFiled const&) const { return senders<FileFinalReport>; }
  Roles operator()(FinalAmountSet const&) const { return senders<AcceptFinalAccount>; }
  Roles operator()(AwardCancelled const&) const { return senders<CancelAward>; }
  Roles operator()(DecisionWithdrawn const&) const { return senders<WithdrawDecision>; }
  Roles operator()(RecoveryOrdered const&) const { return senders<OrderRecovery>; }
  Roles operator()(RecoveryReceived const&) const { return senders<RecordRecoveryReceipt>; }
  Roles operator()(RecoveryReduced const&) const { return senders<ReduceRecovery>; }
  Roles operator()(RecoveryCancelled const&) const { return senders<CancelRecovery>; }
  Roles operator()(RecoveryWrittenOff const&) const { return senders<WriteOffRecovery>; }
  Roles operator()(ProjectSettled const&) const { return senders<SettleProject>; }
  Roles operator()(DelegationGiven const&) const { return senders<GiveDelegation>; }
  Roles operator()(DelegationEnded const&) const { return senders<EndDelegation>; }
  Roles operator()(GrantPublished const&) const { return senders<PublishGrant>; }
  Roles operator()(StateAidNotified const&) const { return senders<NotifyStateAid>; }
  Roles operator()(SubjectErased const&) const { return senders<EraseSubject>; }
};

}  // namespace

Roles reversers(EventBody const& target) { return std::visit(Reversers{}, target); }

bool may_send(Role role, CommandBody const& body) {
  return std::visit([role]<class C>(C const&) { return senders<C>.has(role); }, body);
}

std::string to_string(Roles roles) {
  std::string text;
  for (std::uint8_t number = 1; number <= static_cast<std::uint8_t>(Role::dpo); ++number) {
    auto const role = Role{number};
    if (!roles.has(role)) continue;
    if (!text.empty()) text += " or ";
    text += name(role);
  }
  return text;
}

}  // namespace gl::ledger
