#include "ledger/permissions.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

/// The rows of domain §5, copied as they stand there; commands of later stages are in it too.
std::map<Role, std::string> const table{
    {Role::applicant,
     "SubmitProject, AmendProject, CompleteProject, WithdrawProject, "
     "FileFinalReport"},
    {Role::instructor,
     "SubmitProject, AmendProject, CompleteProject, WithdrawProject, FileFinalReport, "
     "RequestCompletion, DeclareComplete, DeclareEligible, DeclareIneligible, RecordAssessment, "
     "CloseAssessment, CloseWithoutDecision, RegisterPayee, ChangePayeeAccount, "
     "VerifyPayeeAccount, RequestPayment, WithdrawPaymentRequest, AcceptFinalAccount, "
     "SettleProject, NotifyApplicant, DeclareConflict"},
    {Role::decision,
     "DecideAward, RejectProject, OrientProject, WaitlistProject, ReopenProject, AmendAward, "
     "CancelAward, WithdrawDecision, AllocateToCall, ReleaseAllocation, CancelCall, "
     "DeclareConflict"},
    {Role::assembly,
     "VoteAuthority, AdjustAuthority, TransferAuthority, LapseAuthority, AllocateToCall, "
     "ReleaseAllocation, OpenPaymentCredits, AdjustPaymentCredits, CarryOverCredits, "
     "WriteOffRecovery"},
    {Role::officer,
     "SignConvention, AmendConvention, ApprovePayment, RefusePayment, AnnulApproval, IssuePayment, "
     "Requisition, AcceptFinalAccount, OrderRecovery, ReduceRecovery, CancelRecovery, "
     "CloseExercise, VerifyPayeeAccount, GiveDelegation, EndDelegation, NotifyApplicant, "
     "DeclareConflict"},
    {Role::accountant,
     "IssuePayment, RejectOrder, ConfirmPayment, RecordBankReturn, RecordRecoveryReceipt, "
     "CloseExercise, VerifyPayeeAccount"},
    {Role::finance, "ConfirmPayment, RecordBankReturn, RecordRecoveryReceipt"},
    {Role::administrator,
     "CreateProgramme, AmendProgramme, DraftCall, OpenCall, AmendCall, CloseCall, ReopenCall, "
     "CancelCall, SettleCall, CloseWithoutDecision, SettleProject, NotifyApplicant, PublishGrant, "
     "NotifyStateAid, GiveDelegation, EndDelegation"},
    {Role::dpo, "EraseSubject"},
    {Role::auditor, ""},
    {Role::system, ""},
    {Role::none, ""},
};

std::set<std::string> names_in(std::string const& row) {
  std::set<std::string> names;
  std::size_t from = 0;
  while (from < row.size()) {
    auto const to = std::min(row.find(", ", from), row.size());
    names.insert(row.substr(from, to - from));
    from = to + 2;
  }
  return names;
}

template <std::size_t... Index>
std::vector<CommandBody> every_command(std::index_sequence<Index...>) {
  return {CommandBody{std::in_place_index<Index>}...};
}

std::vector<CommandBody> every_command() {
  return every_command(std::make_index_sequence<std::variant_size_v<CommandBody>>{});
}

TEST(Permissions, AreTheTableCellByCell) {
  for (auto const& body : every_command()) {
    if (std::holds_alternative<ReverseEvent>(body)) continue;
    for (auto const& [role, row] : table) {
      EXPECT_EQ(may_send(role, body), names_in(row).contains(std::string{name(body)}))
          << name(role) << " " << name(body);
    }
  }
}

TEST(Permissions, LetEveryRoleButTheAuditorReverseWhatItMayMake) {
  for (auto const& [role, row] : table) {
    bool const nobody = role == Role::auditor || role == Role::system || role == Role::none;
    EXPECT_EQ(may_send(role, ReverseEvent{}), !nobody) << name(role);
  }
}

TEST(Permissions, OfAReversalAreThoseOfTheTargetsCommand) {
  auto w = with_advance_paid();
  auto const paid = w.state.head();
  EXPECT_EQ(w.send(boris, ReverseEvent{paid}), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send({"bank", Role::finance}, ReverseEvent{paid}), "EventReversed");
}

TEST(Permissions, OfAReversedRefusalOrReversalAreAllButTheAuditors) {
  auto w = with_advance_paid();
  EXPECT_EQ(w.send(boris, confirm("R1")), "REFUSED FORBIDDEN");
  auto const refusal = w.state.head();
  EXPECT_EQ(w.send({"audit", Role::auditor}, ReverseEvent{refusal}), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send(portal, ReverseEvent{refusal}), "REFUSED NOT_REVERSIBLE");
}

/// A command of each kind that is about something there is.
TEST(Permissions, LetAnAuditorWriteNothing) {
  auto w = with_account();
  As const auditor{"audit", Role::auditor};
  EXPECT_EQ(w.send(auditor, VoteAuthority{ProgrammeId{"G"}, eur(1)}), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send(auditor, CloseExercise{2016}), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send(auditor, submit("P9")), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send(auditor, request("R9", PaymentKind::balance, eur(1))), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send(auditor, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}}),
            "REFUSED FORBIDDEN");
}

TEST(Permissions, AreAskedBeforeTheStateIsLookedAt) {
  auto w = with_award();
  EXPECT_EQ(w.send(anne, award(eur(1))), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send(board, award(eur(1))), "REFUSED STATE");
}

TEST(Permissions, SayWhichRoleMay) {
  auto w = with_award();
  (void)w.send(anne, award(eur(1)));
  EXPECT_EQ(w.refusal.limit, "decision");
  EXPECT_EQ(w.refusal.actual, "instructor");
}

}  // namespace
}  // namespace gl::ledger::testing
