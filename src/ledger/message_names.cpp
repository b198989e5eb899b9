#include <array>
#include <utility>
#include <variant>

#include "ledger/command.h"
#include "ledger/event.h"
#include "ledger/refusal.h"

namespace gl::ledger {
namespace {

/// A name per type: a new event or command does not compile without its own (domain §5).
struct NameOfEvent {
  std::string_view operator()(LedgerCreated const&) const { return "LedgerCreated"; }
  std::string_view operator()(ProgrammeCreated const&) const { return "ProgrammeCreated"; }
  std::string_view operator()(ProgrammeAmended const&) const { return "ProgrammeAmended"; }
  std::string_view operator()(AuthorityVoted const&) const { return "AuthorityVoted"; }
  std::string_view operator()(AuthorityAdjusted const&) const { return "AuthorityAdjusted"; }
  std::string_view operator()(AuthorityLapsed const&) const { return "AuthorityLapsed"; }
  std::string_view operator()(AuthorityTransferred const&) const { return "AuthorityTransferred"; }
  std::string_view operator()(PaymentCreditsOpened const&) const { return "PaymentCreditsOpened"; }
  std::string_view operator()(PaymentCreditsAdjusted const&) const {
    return "PaymentCreditsAdjusted";
  }
  std::string_view operator()(PaymentCreditsCarriedOver const&) const {
    return "PaymentCreditsCarriedOver";
  }
  std::string_view operator()(ExerciseClosed const&) const { return "ExerciseClosed"; }
  std::string_view operator()(CallDrafted const&) const { return "CallDrafted"; }
  std::string_view operator()(CallOpened const&) const { return "CallOpened"; }
  std::string_view operator()(CallAmended const&) const { return "CallAmended"; }
  std::string_view operator()(CallReopened const&) const { return "CallReopened"; }
  std::string_view operator()(CallClosed const&) const { return "CallClosed"; }
  std::string_view operator()(CallCancelled const&) const { return "CallCancelled"; }
  std::string_view operator()(CallSettled const&) const { return "CallSettled"; }
  std::string_view operator()(CallAllocated const&) const { return "CallAllocated"; }
  std::string_view operator()(CallReleased const&) const { return "CallReleased"; }
  std::string_view operator()(ProjectSubmitted const&) const { return "ProjectSubmitted"; }
  std::string_view operator()(ProjectAmended const&) const { return "ProjectAmended"; }
  std::string_view operator()(CompletionRequested const&) const { return "CompletionRequested"; }
  std::string_view operator()(ProjectCompleted const&) const { return "ProjectCompleted"; }
  std::string_view operator()(ProjectDeclaredComplete const&) const {
    return "ProjectDeclaredComplete";
  }
  std::string_view operator()(EligibilityDecided const&) const { return "EligibilityDecided"; }
  std::string_view operator()(AssessmentRecorded const&) const { return "AssessmentRecorded"; }
  std::string_view operator()(AssessmentClosed const&) const { return "AssessmentClosed"; }
  std::string_view operator()(AwardDecided const&) const { return "AwardDecided"; }
  std::string_view operator()(ProjectRejected const&) const { return "ProjectRejected"; }
  std::string_view operator()(ProjectOriented const&) const { return "ProjectOriented"; }
  std::string_view operator()(ProjectWaitlisted const&) const { return "ProjectWaitlisted"; }
  std::string_view operator()(ProjectWithdrawn const&) const { return "ProjectWithdrawn"; }
  std::string_view operator()(ProjectClosedWithoutDecision const&) const {
    return "ProjectClosedWithoutDecision";
  }
  std::string_view operator()(ProjectReopened const&) const { return "ProjectReopened"; }
  std::string_view operator()(ApplicantNotified const&) const { return "ApplicantNotified"; }
  std::string_view operator()(ConflictDeclared const&) const { return "ConflictDeclared"; }
  std::string_view operator()(ConventionSigned const&) const { return "ConventionSigned"; }
  std::string_view operator()(ConventionAmended const&) const { return "ConventionAmended"; }
  std::string_view operator()(PayeeRegistered const&) const { return "PayeeRegistered"; }
  std::string_view operator()(PayeeAccountChanged const&) const { return "PayeeAccountChanged"; }
  std::string_view operator()(PayeeAccountVerified const&) const { return "PayeeAccountVerified"; }
  std::string_view operator()(PaymentRequested const&) const { return "PaymentRequested"; }
  std::string_view operator()(PaymentRequestWithdrawn const&) const {
    return "PaymentRequestWithdrawn";
  }
  std::string_view operator()(PaymentRefused const&) const { return "PaymentRefused"; }
  std::string_view operator()(PaymentApproved const&) const { return "PaymentApproved"; }
  std::string_view operator()(PaymentAnnulled const&) const { return "PaymentAnnulled"; }
  std::string_view operator()(PaymentIssued const&) const { return "PaymentIssued"; }
  std::string_view operator()(OrderRejected const&) const { return "OrderRejected"; }
  std::string_view operator()(OrderRequisitioned const&) const { return "OrderRequisitioned"; }
  std::string_view operator()(PaymentExecuted const&) const { return "PaymentExecuted"; }
  std::string_view operator()(PaymentReturned const&) const { return "PaymentReturned"; }
  std::string_view operator()(AwardIncreased const&) const { return "AwardIncreased"; }
  std::string_view operator()(AwardReduced const&) const { return "AwardReduced"; }
  std::string_view operator()(AwardProlonged const&) const { return "AwardProlonged"; }
  std::string_view operator()(FinalReportFiled const&) const { return "FinalReportFiled"; }
  std::string_view operator()(FinalAmountSet const&) const { return "FinalAmountSet"; }
  std::string_view operator()(AwardCancelled const&) const { return "AwardCancelled"; }
  std::string_view operator()(DecisionWithdrawn const&) const { return "DecisionWithdrawn"; }
  std::string_view operator()(RecoveryOrdered const&) const { return "RecoveryOrdered"; }
  std::string_view operator()(RecoveryReceived const&) const { return "RecoveryReceived"; }
  std::string_view operator()(RecoveryReduced const&) const { return "RecoveryReduced"; }
  std::string_view operator()(RecoveryCancelled const&) const { return "RecoveryCancelled"; }
  std::string_view operator()(RecoveryWrittenOff const&) const { return "RecoveryWrittenOff"; }
  std::string_view operator()(ProjectSettled const&) const { return "ProjectSettled"; }
  std::string_view operator()(DelegationGiven const&) const { return "DelegationGiven"; }
  std::string_view operator()(DelegationEnded const&) const { return "DelegationEnded"; }
  std::string_view operator()(GrantPublished const&) const { return "GrantPublished"; }
  std::string_view operator()(StateAidNotified const&) const { return "StateAidNotified"; }
  std::string_view operator()(SubjectErased const&) const { return "SubjectErased"; }
  std::string_view operator()(EventReversed const&) const { return "EventReversed"; }
  std::string_view operator()(CommandRefused const&) const { return "CommandRefused"; }
  std::string_view operator()(RefusalsSummarised const&) const { return "RefusalsSummarised"; }
  std::string_view operator()(ConsumerReset const&) const { return "ConsumerReset"; }
  std::string_view operator()(LogKeyRotated const&) const { return "LogKeyRotated"; }
};

struct NameOfCommand {
  std::string_view operator()(CreateProgramme const&) const { return "CreateProgramme"; }
  std::string_view operator()(AmendProgramme const&) const { return "AmendProgramme"; }
  std::string_view operator()(VoteAuthority const&) const { return "VoteAuthority"; }
  std::string_view operator()(AdjustAuthority const&) const { return "AdjustAuthority"; }
  std::string_view operator()(LapseAuthority const&) const { return "LapseAuthority"; }
  std::string_view operator()(TransferAuthority const&) const { return "TransferAuthority"; }
  std::string_view operator()(AllocateToCall const&) const { return "AllocateToCall"; }
  std::string_view operator()(ReleaseAllocation const&) const { return "ReleaseAllocation"; }
  std::string_view operator()(OpenPaymentCredits const&) const { return "OpenPaymentCredits"; }
  std::string_view operator()(AdjustPaymentCredits const&) const { return "AdjustPaymentCredits"; }
  std::string_view operator()(CarryOverCredits const&) const { return "CarryOverCredits"; }
  std::string_view operator()(CloseExercise const&) const { return "CloseExercise"; }
  std::string_view operator()(DraftCall const&) const { return "DraftCall"; }
  std::string_view operator()(OpenCall const&) const { return "OpenCall"; }
  std::string_view operator()(AmendCall const&) const { return "AmendCall"; }
  std::string_view operator()(CloseCall const&) const { return "CloseCall"; }
  std::string_view operator()(ReopenCall const&) const { return "ReopenCall"; }
  std::string_view operator()(CancelCall const&) const { return "CancelCall"; }
  std::string_view operator()(SettleCall const&) const { return "SettleCall"; }
  std::string_view operator()(SubmitProject const&) const { return "SubmitProject"; }
  std::string_view operator()(AmendProject const&) const { return "AmendProject"; }
  std::string_view operator()(RequestCompletion const&) const { return "RequestCompletion"; }
  std::string_view operator()(CompleteProject const&) const { return "CompleteProject"; }
  std::string_view operator()(DeclareComplete const&) const { return "DeclareComplete"; }
  std::string_view operator()(DeclareEligible const&) const { return "DeclareEligible"; }
  std::string_view operator()(DeclareIneligible const&) const { return "DeclareIneligible"; }
  std::string_view operator()(RecordAssessment const&) const { return "RecordAssessment"; }
  std::string_view operator()(CloseAssessment const&) const { return "CloseAssessment"; }
  std::string_view operator()(DecideAward const&) const { return "DecideAward"; }
  std::string_view operator()(RejectProject const&) const { return "RejectProject"; }
  std::string_view operator()(OrientProject const&) const { return "OrientProject"; }
  std::string_view operator()(WaitlistProject const&) const { return "WaitlistProject"; }
  std::string_view operator()(WithdrawProject const&) const { return "WithdrawProject"; }
  std::string_view operator()(CloseWithoutDecision const&) const { return "CloseWithoutDecision"; }
  std::string_view operator()(ReopenProject const&) const { return "ReopenProject"; }
  std::string_view operator()(NotifyApplicant const&) const { return "NotifyApplicant"; }
  std::string_view operator()(DeclareConflict const&) const { return "DeclareConflict"; }
  std::string_view operator()(SignConvention const&) const { return "SignConvention"; }
  std::string_view operator()(AmendConvention const&) const { return "AmendConvention"; }
  std::string_view operator()(RegisterPayee const&) const { return "RegisterPayee"; }
  std::string_view operator()(ChangePayeeAccount const&) const { return "ChangePayeeAccount"; }
  std::string_view operator()(VerifyPayeeAccount const&) const { return "VerifyPayeeAccount"; }
  std::string_view operator()(RequestPayment const&) const { return "RequestPayment"; }
  std::string_view operator()(WithdrawPaymentRequest const&) const {
    return "WithdrawPaymentRequest";
  }
  std::string_view operator()(RefusePayment const&) const { return "RefusePayment"; }
  std::string_view operator()(ApprovePayment const&) const { return "ApprovePayment"; }
  std::string_view operator()(AnnulApproval const&) const { return "AnnulApproval"; }
  std::string_view operator()(IssuePayment const&) const { return "IssuePayment"; }
  std::string_view operator()(RejectOrder const&) const { return "RejectOrder"; }
  std::string_view operator()(Requisition const&) const { return "Requisition"; }
  std::string_view operator()(ConfirmPayment const&) const { return "ConfirmPayment"; }
  std::string_view operator()(RecordBankReturn const&) const { return "RecordBankReturn"; }
  std::string_view operator()(AmendAward const&) const { return "AmendAward"; }
  std::string_view operator()(FileFinalReport const&) const { return "FileFinalReport"; }
  std::string_view operator()(AcceptFinalAccount const&) const { return "AcceptFinalAccount"; }
  std::string_view operator()(CancelAward const&) const { return "CancelAward"; }
  std::string_view operator()(WithdrawDecision const&) const { return "WithdrawDecision"; }
  std::string_view operator()(OrderRecovery const&) const { return "OrderRecovery"; }
  std::string_view operator()(ReduceRecovery const&) const { return "ReduceRecovery"; }
  std::string_view operator()(CancelRecovery const&) const { return "CancelRecovery"; }
  std::string_view operator()(RecordRecoveryReceipt const&) const {
    return "RecordRecoveryReceipt";
  }
  std::string_view operator()(WriteOffRecovery const&) const { return "WriteOffRecovery"; }
  std::string_view operator()(SettleProject const&) const { return "SettleProject"; }
  std::string_view operator()(ReverseEvent const&) const { return "ReverseEvent"; }
  std::string_view operator()(GiveDelegation const&) const { return "GiveDelegation"; }
  std::string_view operator()(EndDelegation const&) const { return "EndDelegation"; }
  std::string_view operator()(PublishGrant const&) const { return "PublishGrant"; }
  std::string_view operator()(NotifyStateAid const&) const { return "NotifyStateAid"; }
  std::string_view operator()(EraseSubject const&) const { return "EraseSubject"; }
};

constexpr auto rule_names = std::to_array<std::pair<Rule, std::string_view>>({
    {Rule::malformed, "MALFORMED"},
    {Rule::duplicate_command_mismatch, "DUPLICATE_COMMAND_MISMATCH"},
    {Rule::unknown_target, "UNKNOWN_TARGET"},
    {Rule::forbidden, "FORBIDDEN"},
    {Rule::version_conflict, "VERSION_CONFLICT"},
    {Rule::id_taken, "ID_TAKEN"},
    {Rule::state, "STATE"},
    {Rule::call_not_open, "CALL_NOT_OPEN"},
    {Rule::already_reversed, "ALREADY_REVERSED"},
    {Rule::not_reversible, "NOT_REVERSIBLE"},
    {Rule::date, "DATE"},
    {Rule::deadline_passed, "DEADLINE_PASSED"},
    {Rule::year_closed, "YEAR_CLOSED"},
    {Rule::not_delegated, "NOT_DELEGATED"},
    {Rule::conflict_of_interest, "CONFLICT_OF_INTEREST"},
    {Rule::four_eyes, "FOUR_EYES"},
    {Rule::authority_exceeded, "AUTHORITY_EXCEEDED"},
    {Rule::commitment_exceeded, "COMMITMENT_EXCEEDED"},
    {Rule::money_moving, "MONEY_MOVING"},
    {Rule::credits_exceeded, "CREDITS_EXCEEDED"},
    {Rule::project_cap_exceeded, "PROJECT_CAP_EXCEEDED"},
    {Rule::asked_exceeded, "ASKED_EXCEEDED"},
    {Rule::rate_exceeded, "RATE_EXCEEDED"},
    {Rule::overfunding, "OVERFUNDING"},
    {Rule::amount_mismatch, "AMOUNT_MISMATCH"},
    {Rule::territory, "TERRITORY"},
    {Rule::applicant_kind, "APPLICANT_KIND"},
    {Rule::already_applied, "ALREADY_APPLIED"},
    {Rule::excludes_received, "EXCLUDES_RECEIVED"},
    {Rule::documents_mismatch, "DOCUMENTS_MISMATCH"},
    {Rule::evidence_required, "EVIDENCE_REQUIRED"},
    {Rule::act_required, "ACT_REQUIRED"},
    {Rule::hearing_required, "HEARING_REQUIRED"},
    {Rule::convention_required, "CONVENTION_REQUIRED"},
    {Rule::final_report_required, "FINAL_REPORT_REQUIRED"},
    {Rule::final_account_required, "FINAL_ACCOUNT_REQUIRED"},
    {Rule::below_minimum, "BELOW_MINIMUM"},
    {Rule::plan_exceeded, "PLAN_EXCEEDED"},
    {Rule::request_exceeded, "REQUEST_EXCEEDED"},
    {Rule::account_not_verified, "ACCOUNT_NOT_VERIFIED"},
    {Rule::de_minimis_exceeded, "DE_MINIMIS_EXCEEDED"},
    {Rule::recovery_exceeded, "RECOVERY_EXCEEDED"},
    {Rule::dependent_events, "DEPENDENT_EVENTS"},
    {Rule::retention, "RETENTION"},
    {Rule::amount_overflow, "AMOUNT_OVERFLOW"},
});

}  // namespace

std::string_view name(EventBody const& body) { return std::visit(NameOfEvent{}, body); }

std::string_view name(CommandBody const& body) { return std::visit(NameOfCommand{}, body); }

bool is_command_name(std::string_view text) {
  return []<class... Bodies>(std::string_view wanted, std::variant<Bodies...> const*) {
    return ((NameOfCommand{}(Bodies{}) == wanted) || ...);
  }(text, static_cast<CommandBody const*>(nullptr));
}

std::string_view name(Rule rule) {
  for (auto const& [each, code] : rule_names) {
    if (each == rule) return code;
  }
  return "NONE";
}

std::optional<Rule> parse_rule(std::string_view code) {
  for (auto const& [rule, text] : rule_names) {
    if (text == code) return rule;
  }
  return std::nullopt;
}

}  // namespace gl::ledger
