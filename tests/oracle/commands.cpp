#include "oracle/commands.h"

#include <algorithm>

#include "oracle/oracle.h"
#include "oracle/text.h"

namespace gl::oracle {
namespace {

CommandRule rule(std::string const& type, std::string const& roles, std::string const& target,
                 std::string const& required) {
  return {type, split(roles, ' '), target, split(required, ' ')};
}

std::string const by_applicant = "applicant instructor";

/// Domain §5: role × command, and the fields that schema/command.capnp requires.
std::vector<CommandRule> money_and_calls() {
  std::string const admin = "administrator";
  std::string const payable = "assembly";
  std::string const allocate = "decision assembly";
  return {
      rule("CreateProgramme", admin, "new programme", "programme name currency nature"),
      rule("AmendProgramme", admin, "programme", "programme"),
      rule("VoteAuthority", payable, "programme", "programme amount"),
      rule("AdjustAuthority", payable, "programme", "programme amount"),
      rule("LapseAuthority", payable, "programme", "programme amount"),
      rule("TransferAuthority", payable, "from_programme", "from_programme to_programme amount"),
      rule("AllocateToCall", allocate, "call", "call amount"),
      rule("ReleaseAllocation", allocate, "call", "call amount"),
      rule("OpenPaymentCredits", payable, "programme", "programme year amount"),
      rule("AdjustPaymentCredits", payable, "programme", "programme year amount"),
      rule("CarryOverCredits", payable, "programme", "programme year amount"),
      rule("CloseExercise", "officer accountant", "year", "year"),
      rule("DraftCall", admin, "new call", "call programme title opening deadline"),
      rule("OpenCall", admin, "open call", "call"),
      rule("AmendCall", admin, "call", "call"),
      rule("CloseCall", admin, "call", "call"),
      rule("ReopenCall", admin, "call", "call deadline"),
      rule("CancelCall", "administrator decision", "call", "call"),
      rule("SettleCall", admin, "call", "call"),
  };
}

std::vector<CommandRule> projects_and_awards() {
  std::string const clerk = "instructor";
  std::string const body = "decision";
  return {
      rule("SubmitProject", by_applicant, "new project",
           "project call title applicant.legal_kind eligible_cost asked_amount"),
      rule("AmendProject", by_applicant, "project", "project"),
      rule("RequestCompletion", clerk, "project", "project documents time_limit"),
      rule("CompleteProject", by_applicant, "project", "project documents"),
      rule("DeclareComplete", clerk, "project", "project"),
      rule("DeclareEligible", clerk, "project", "project"),
      rule("DeclareIneligible", clerk, "project", "project"),
      rule("RecordAssessment", clerk, "project", "project criterion score scale"),
      rule("CloseAssessment", clerk, "project", "project"),
      rule("DecideAward", body, "project", "project amount"),
      rule("RejectProject", body, "project", "project"),
      rule("OrientProject", body, "project", "project target_scheme"),
      rule("WaitlistProject", body, "project", "project rank"),
      rule("WithdrawProject", by_applicant, "project", "project"),
      rule("CloseWithoutDecision", "instructor administrator", "project", "project"),
      rule("ReopenProject", body, "project", "project"),
      rule("NotifyApplicant", "instructor officer administrator", "project", "project channel"),
      rule("AmendAward", body, "project", "project"),
      rule("CancelAward", body, "project", "project ground"),
      rule("WithdrawDecision", body, "project", "project ground"),
      rule("SignConvention", "officer", "project",
           "project number signed_by_funder signed_by_payee amount"),
      rule("AmendConvention", "officer", "project",
           "project number signed_by_funder signed_by_payee amount"),
      rule("FileFinalReport", by_applicant, "project", "project real_eligible_cost"),
      rule("AcceptFinalAccount", "instructor officer", "project", "project real_eligible_cost"),
      rule("SettleProject", "instructor administrator", "project", "project"),
      rule("DeclareConflict", "instructor decision officer", "project", "project"),
      rule("PublishGrant", "administrator", "project", "project target"),
      rule("NotifyStateAid", "administrator", "project", "project target"),
  };
}

std::vector<CommandRule> payments_and_others() {
  std::string const clerk = "instructor";
  std::string const officer = "officer";
  std::string const bank = "accountant finance";
  return {
      rule("RegisterPayee", clerk, "new payee", "payee legal_kind iban"),
      rule("ChangePayeeAccount", clerk, "payee", "payee iban"),
      rule("VerifyPayeeAccount", "instructor officer accountant", "payee", "payee"),
      rule("RequestPayment", clerk, "new payment", "project payment kind amount"),
      rule("WithdrawPaymentRequest", clerk, "payment", "payment"),
      rule("RefusePayment", officer, "payment", "payment"),
      rule("ApprovePayment", officer, "payment", "payment amount order_number budget_year"),
      rule("AnnulApproval", officer, "payment", "payment"),
      rule("IssuePayment", "officer accountant", "payment", "payment"),
      rule("RejectOrder", "accountant", "payment", "payment"),
      rule("Requisition", officer, "payment", "payment"),
      rule("ConfirmPayment", bank, "payment", "payment attempt"),
      rule("RecordBankReturn", bank, "payment", "payment attempt reason_code"),
      rule("OrderRecovery", officer, "new recovery", "project recovery titre_number amount"),
      rule("ReduceRecovery", officer, "recovery", "recovery amount"),
      rule("CancelRecovery", officer, "recovery", "recovery"),
      rule("RecordRecoveryReceipt", bank, "recovery", "recovery amount"),
      rule("WriteOffRecovery", "assembly", "recovery", "recovery"),
      rule("ReverseEvent", "", "event", "position"),
      rule("GiveDelegation", "officer administrator", "new delegation",
           "delegation from_person to_person commands start"),
      rule("EndDelegation", "officer administrator", "delegation", "delegation"),
      rule("EraseSubject", "dpo", "subject", "subject ground"),
  };
}

}  // namespace

std::vector<CommandRule> const& command_rules() {
  static std::vector<CommandRule> const rules = [] {
    auto all = money_and_calls();
    for (auto const& part : {projects_and_awards(), payments_and_others()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return rules;
}

CommandRule const* find_command(std::string const& type) {
  for (auto const& candidate : command_rules()) {
    if (candidate.type == type) return &candidate;
  }
  return nullptr;
}

bool posts(std::string const& event_type) {
  auto const types = split(
      "AuthorityVoted AuthorityAdjusted AuthorityTransferred CallAllocated CallReleased "
      "AuthorityLapsed PaymentCreditsOpened PaymentCreditsAdjusted PaymentCreditsCarriedOver "
      "AwardDecided AwardIncreased AwardReduced FinalAmountSet AwardCancelled DecisionWithdrawn "
      "PaymentApproved PaymentAnnulled PaymentExecuted PaymentReturned RecoveryOrdered "
      "RecoveryReduced RecoveryCancelled RecoveryReceived RecoveryWrittenOff ExerciseClosed "
      "EventReversed",
      ' ');
  return std::ranges::find(types, event_type) != types.end();
}

std::vector<std::string> command_types() {
  std::vector<std::string> types;
  for (auto const& each : command_rules()) types.push_back(each.type);
  return types;
}

std::vector<std::string> roles_of(std::string const& command_type) {
  auto const* const found = find_command(command_type);
  return found == nullptr ? std::vector<std::string>{} : found->roles;
}

std::vector<std::string> const& refusal_codes() {
  static std::vector<std::string> const codes = split(
      "MALFORMED DUPLICATE_COMMAND_MISMATCH UNKNOWN_TARGET FORBIDDEN VERSION_CONFLICT ID_TAKEN "
      "STATE CALL_NOT_OPEN ALREADY_REVERSED NOT_REVERSIBLE DATE DEADLINE_PASSED YEAR_CLOSED "
      "NOT_DELEGATED CONFLICT_OF_INTEREST FOUR_EYES AUTHORITY_EXCEEDED COMMITMENT_EXCEEDED "
      "MONEY_MOVING CREDITS_EXCEEDED PROJECT_CAP_EXCEEDED ASKED_EXCEEDED RATE_EXCEEDED "
      "OVERFUNDING AMOUNT_MISMATCH TERRITORY APPLICANT_KIND ALREADY_APPLIED EXCLUDES_RECEIVED "
      "DOCUMENTS_MISMATCH EVIDENCE_REQUIRED ACT_REQUIRED HEARING_REQUIRED CONVENTION_REQUIRED "
      "FINAL_REPORT_REQUIRED FINAL_ACCOUNT_REQUIRED BELOW_MINIMUM PLAN_EXCEEDED REQUEST_EXCEEDED "
      "ACCOUNT_NOT_VERIFIED DE_MINIMIS_EXCEEDED RECOVERY_EXCEEDED DEPENDENT_EVENTS RETENTION "
      "AMOUNT_OVERFLOW",
      ' ');
  return codes;
}

}  // namespace gl::oracle
