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
  Roles operator()(EventReversed const&) const { return role_table::all_but_auditor; }

  Roles operator()(ProgrammeCreated const&) const { return senders<CreateProgramme>; }
  Roles operator()(AuthorityVoted const&) const { return senders<VoteAuthority>; }
  Roles operator()(AuthorityAdjusted const&) const { return senders<AdjustAuthority>; }
  Roles operator()(PaymentCreditsOpened const&) const { return senders<OpenPaymentCredits>; }
  Roles operator()(ExerciseClosed const&) const { return senders<CloseExercise>; }
  Roles operator()(CallOpened const&) const { return senders<OpenCall>; }
  Roles operator()(CallAmended const&) const { return senders<AmendCall>; }
  Roles operator()(CallClosed const&) const { return senders<CloseCall>; }
  Roles operator()(ProjectSubmitted const&) const { return senders<SubmitProject>; }
  Roles operator()(ProjectDeclaredComplete const&) const { return senders<DeclareComplete>; }
  Roles operator()(EligibilityDecided const&) const { return senders<DeclareEligible>; }
  Roles operator()(AwardDecided const&) const { return senders<DecideAward>; }
  Roles operator()(ProjectOriented const&) const { return senders<OrientProject>; }
  Roles operator()(ConventionSigned const&) const { return senders<SignConvention>; }
  Roles operator()(PayeeRegistered const&) const { return senders<RegisterPayee>; }
  Roles operator()(PayeeAccountChanged const&) const { return senders<ChangePayeeAccount>; }
  Roles operator()(PayeeAccountVerified const&) const { return senders<VerifyPayeeAccount>; }
  Roles operator()(PaymentRequested const&) const { return senders<RequestPayment>; }
  Roles operator()(PaymentApproved const&) const { return senders<ApprovePayment>; }
  Roles operator()(PaymentIssued const&) const { return senders<IssuePayment>; }
  Roles operator()(PaymentExecuted const&) const { return senders<ConfirmPayment>; }
  Roles operator()(PaymentReturned const&) const { return senders<RecordBankReturn>; }
  Roles operator()(AwardIncreased const&) const { return senders<AmendAward>; }
  Roles operator()(AwardReduced const&) const { return senders<AmendAward>; }
  Roles operator()(AwardProlonged const&) const { return senders<AmendAward>; }
  Roles operator()(FinalReportFiled const&) const { return senders<FileFinalReport>; }
  Roles operator()(FinalAmountSet const&) const { return senders<AcceptFinalAccount>; }
  Roles operator()(AwardCancelled const&) const { return senders<CancelAward>; }
  Roles operator()(RecoveryOrdered const&) const { return senders<OrderRecovery>; }
  Roles operator()(RecoveryReceived const&) const { return senders<RecordRecoveryReceipt>; }
  Roles operator()(ProjectSettled const&) const { return senders<SettleProject>; }
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
