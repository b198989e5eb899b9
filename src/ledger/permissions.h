#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "ledger/command.h"
#include "ledger/event.h"

namespace gl::ledger {

/// A set of roles.
class Roles {
 public:
  constexpr Roles(std::initializer_list<Role> roles) {
    for (auto const role : roles) bits_ |= bit(role);
  }
  [[nodiscard]] constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }

 private:
  [[nodiscard]] static constexpr std::uint32_t bit(Role role) {
    return 1U << static_cast<unsigned>(role);
  }
  std::uint32_t bits_ = 0;
};

/// "decision", "instructor or officer": for sentences.
[[nodiscard]] std::string to_string(Roles roles);

/// Who may send the command that made the event: who may therefore reverse it (domain §5).
[[nodiscard]] Roles reversers(EventBody const& target);

/// Who may send a command: the table of domain §5, read by columns.
template <class Command>
struct Undeclared;
template <class Command>
inline constexpr Roles senders = Undeclared<Command>::add_a_row_below;

namespace role_table {
using enum Role;

inline constexpr Roles all_but_auditor{applicant, administrator, instructor, decision, assembly,
                                       officer,   accountant,    finance,    dpo};
}  // namespace role_table

// clang-format off
template <> inline constexpr Roles senders<CreateProgramme>{Role::administrator};
template <> inline constexpr Roles senders<AmendProgramme>{Role::administrator};
template <> inline constexpr Roles senders<VoteAuthority>{Role::assembly};
template <> inline constexpr Roles senders<AdjustAuthority>{Role::assembly};
template <> inline constexpr Roles senders<LapseAuthority>{Role::assembly};
template <> inline constexpr Roles senders<TransferAuthority>{Role::assembly};
template <> inline constexpr Roles senders<AllocateToCall>{Role::decision, Role::assembly};
template <> inline constexpr Roles senders<ReleaseAllocation>{Role::decision, Role::assembly};
template <> inline constexpr Roles senders<OpenPaymentCredits>{Role::assembly};
template <> inline constexpr Roles senders<AdjustPaymentCredits>{Role::assembly};
template <> inline constexpr Roles senders<CarryOverCredits>{Role::assembly};
template <> inline constexpr Roles senders<CloseExercise>{Role::officer, Role::accountant};
template <> inline constexpr Roles senders<DraftCall>{Role::administrator};
template <> inline constexpr Roles senders<OpenCall>{Role::administrator};
template <> inline constexpr Roles senders<AmendCall>{Role::administrator};
template <> inline constexpr Roles senders<CloseCall>{Role::administrator};
template <> inline constexpr Roles senders<ReopenCall>{Role::administrator};
template <> inline constexpr Roles senders<CancelCall>{Role::decision, Role::administrator};
template <> inline constexpr Roles senders<SettleCall>{Role::administrator};
template <> inline constexpr Roles senders<SubmitProject>{Role::applicant, Role::instructor};
template <> inline constexpr Roles senders<AmendProject>{Role::applicant, Role::instructor};
template <> inline constexpr Roles senders<RequestCompletion>{Role::instructor};
template <> inline constexpr Roles senders<CompleteProject>{Role::applicant, Role::instructor};
template <> inline constexpr Roles senders<DeclareComplete>{Role::instructor};
template <> inline constexpr Roles senders<DeclareEligible>{Role::instructor};
template <> inline constexpr Roles senders<DeclareIneligible>{Role::instructor};
template <> inline constexpr Roles senders<RecordAssessment>{Role::instructor};
template <> inline constexpr Roles senders<CloseAssessment>{Role::instructor};
template <> inline constexpr Roles senders<DecideAward>{Role::decision};
template <> inline constexpr Roles senders<RejectProject>{Role::decision};
template <> inline constexpr Roles senders<OrientProject>{Role::decision};
template <> inline constexpr Roles senders<WaitlistProject>{Role::decision};
template <> inline constexpr Roles senders<WithdrawProject>{Role::applicant, Role::instructor};
template <> inline constexpr Roles senders<CloseWithoutDecision>{
    Role::instructor, Role::administrator};
template <> inline constexpr Roles senders<ReopenProject>{Role::decision};
template <> inline constexpr Roles senders<NotifyApplicant>{
    Role::instructor, Role::officer, Role::administrator};
template <> inline constexpr Roles senders<DeclareConflict>{
    Role::instructor, Role::decision, Role::officer};
template <> inline constexpr Roles senders<SignConvention>{Role::officer};
template <> inline constexpr Roles senders<AmendConvention>{Role::officer};
template <> inline constexpr Roles senders<RegisterPayee>{Role::instructor};
template <> inline constexpr Roles senders<ChangePayeeAccount>{Role::instructor};
template <> inline constexpr Roles senders<VerifyPayeeAccount>{
    Role::instructor, Role::officer, Role::accountant};
template <> inline constexpr Roles senders<RequestPayment>{Role::instructor};
template <> inline constexpr Roles senders<WithdrawPaymentRequest>{Role::instructor};
template <> inline constexpr Roles senders<RefusePayment>{Role::officer};
template <> inline constexpr Roles senders<ApprovePayment>{Role::officer};
template <> inline constexpr Roles senders<AnnulApproval>{Role::officer};
template <> inline constexpr Roles senders<IssuePayment>{Role::officer, Role::accountant};
template <> inline constexpr Roles senders<RejectOrder>{Role::accountant};
template <> inline constexpr Roles senders<Requisition>{Role::officer};
template <> inline constexpr Roles senders<ConfirmPayment>{Role::accountant, Role::finance};
template <> inline constexpr Roles senders<RecordBankReturn>{Role::accountant, Role::finance};
template <> inline constexpr Roles senders<AmendAward>{Role::decision};
template <> inline constexpr Roles senders<FileFinalReport>{Role::applicant, Role::instructor};
template <> inline constexpr Roles senders<AcceptFinalAccount>{Role::instructor, Role::officer};
template <> inline constexpr Roles senders<CancelAward>{Role::decision};
template <> inline constexpr Roles senders<WithdrawDecision>{Role::decision};
template <> inline constexpr Roles senders<OrderRecovery>{Role::officer};
template <> inline constexpr Roles senders<ReduceRecovery>{Role::officer};
template <> inline constexpr Roles senders<CancelRecovery>{Role::officer};
template <> inline constexpr Roles senders<RecordRecoveryReceipt>{Role::accountant, Role::finance};
template <> inline constexpr Roles senders<WriteOffRecovery>{Role::assembly};
template <> inline constexpr Roles senders<SettleProject>{Role::instructor, Role::administrator};
template <> inline constexpr Roles senders<GiveDelegation>{Role::officer, Role::administrator};
template <> inline constexpr Roles senders<EndDelegation>{Role::officer, Role::administrator};
template <> inline constexpr Roles senders<PublishGrant>{Role::administrator};
template <> inline constexpr Roles senders<NotifyStateAid>{Role::administrator};
template <> inline constexpr Roles senders<EraseSubject>{Role::dpo};
/// Narrowed by the target: see `reversers`.
template <> inline constexpr Roles senders<ReverseEvent> = role_table::all_but_auditor;
// clang-format on

}  // namespace gl::ledger
