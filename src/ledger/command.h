#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/command_budget.h"
#include "ledger/command_payment.h"
#include "ledger/command_project.h"
#include "ledger/values.h"

namespace gl::ledger {

/// Commands as they are decided on: decoded, well formed, personal texts sealed. Amounts are as
/// written, because only the programme knows the currency. Optional fields that a sender left out
/// are empty. Fields and actors: domain §5.

struct ReverseEvent {
  Position position;
};

struct GiveDelegation {
  DelegationId delegation;
  PersonId from_person;
  PersonId to_person;
  std::vector<CommandName> commands;
  CivilDate start;
  std::optional<CivilDate> end;  ///< the last day; none: until it is ended
};

struct EndDelegation {
  DelegationId delegation;
};

/// That a grant was published, or State aid notified.
struct PublicationEntry {
  ProjectId project;
  std::string target;
  std::optional<CivilDate> date;  ///< none: the effective date
  std::optional<Hash> file;
};
struct PublishGrant : PublicationEntry {};
struct NotifyStateAid : PublicationEntry {};

struct EraseSubject {
  SubjectToken subject{};
  std::string ground;
};

using CommandBody = std::variant<
    CreateProgramme, AmendProgramme, VoteAuthority, AdjustAuthority, LapseAuthority,
    TransferAuthority, AllocateToCall, ReleaseAllocation, OpenPaymentCredits, AdjustPaymentCredits,
    CarryOverCredits, CloseExercise, DraftCall, OpenCall, AmendCall, CloseCall, ReopenCall,
    CancelCall, SettleCall, SubmitProject, AmendProject, RequestCompletion, CompleteProject,
    DeclareComplete, DeclareEligible, DeclareIneligible, RecordAssessment, CloseAssessment,
    DecideAward, RejectProject, OrientProject, WaitlistProject, WithdrawProject,
    CloseWithoutDecision, ReopenProject, NotifyApplicant, DeclareConflict, SignConvention,
    AmendConvention, RegisterPayee, ChangePayeeAccount, VerifyPayeeAccount, RequestPayment,
    WithdrawPaymentRequest, RefusePayment, ApprovePayment, AnnulApproval, IssuePayment, RejectOrder,
    Requisition, ConfirmPayment, RecordBankReturn, AmendAward, FileFinalReport, AcceptFinalAccount,
    CancelAward, WithdrawDecision, OrderRecovery, ReduceRecovery, CancelRecovery,
    RecordRecoveryReceipt, WriteOffRecovery, SettleProject, ReverseEvent, GiveDelegation,
    EndDelegation, PublishGrant, NotifyStateAid, EraseSubject>;

/// What every command says beside its own fields (domain §4).
struct CommandHeader {
  Uuid id;                                  ///< idempotency: same id and payload, same answer
  Actor actor;                              ///< set by the session from the certificate
  std::optional<CivilDate> effective_date;  ///< none: see domain §4
  std::optional<StreamVersion> expected_version;
  Uuid correlation_id;  ///< nil: none
  Position causation;   ///< 0: none
  std::optional<ReasonCode> reason_code;
  PersonalText reason_text;
  std::optional<Act> act;
  std::optional<Imported> imported;            ///< none: it happens now
  std::array<std::byte, 16> payload_digest{};  ///< of fields, actor, effective date, version
};

struct Command {
  CommandHeader header;
  CommandBody body;
};

/// "SubmitProject": the command's name in domain §5.
[[nodiscard]] std::string_view name(CommandBody const& body);
/// True for the name of a command that there is.
[[nodiscard]] bool is_command_name(std::string_view text);

}  // namespace gl::ledger
