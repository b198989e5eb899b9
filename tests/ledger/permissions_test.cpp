#include "ledger/permissions.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

/// The rows of domain §5, copied as they stand there.
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

/// Makes the command's ids those of things there are.
struct Aim {
  void operator()(auto& c) const {
    if constexpr (requires { c.programme = ProgrammeId{"G"}; }) c.programme = ProgrammeId{"G"};
    if constexpr (requires { c.from_programme; }) c.from_programme = ProgrammeId{"G"};
    if constexpr (requires { c.to_programme; }) c.to_programme = ProgrammeId{"G"};
    if constexpr (requires { c.call = CallId{"C"}; }) c.call = CallId{"C"};
    if constexpr (requires { c.project = ProjectId{"P"}; }) c.project = ProjectId{"P"};
    if constexpr (requires { c.payment = PaymentId{"R1"}; }) c.payment = PaymentId{"R1"};
    if constexpr (requires { c.recovery = RecoveryId{"T1"}; }) c.recovery = RecoveryId{"T1"};
    if constexpr (requires { c.payee = PayeeId{}; }) c.payee = PayeeId{"00000101600013"};
    if constexpr (requires { c.delegation; }) c.delegation = DelegationId{"D1"};
    if constexpr (requires { c.subject; }) c.subject = subject_of("person/00000101600013");
    if constexpr (requires { c.year; }) c.year = 2016;
  }
};

World with_everything() {
  auto w = with_recovery();
  w.given(boris, GiveDelegation{DelegationId{"D1"},
                                PersonId{"a"},
                                PersonId{"b"},
                                {CommandName{"DecideAward"}},
                                day("2016-01-01"),
                                {}});
  return w;
}

/// The same table, asked of `decide`: the role is looked at before anything but the target.
TEST(Permissions, AreAskedOfEveryCommandThatIsDecided) {
  auto const w = with_everything();
  for (auto body : every_command()) {
    std::string const command{name(body)};
    if (command == "ReverseEvent") continue;
    std::visit(Aim{}, body);
    for (auto const& [role, row] : table) {
      Command sent{{}, body};
      sent.header.actor = {PersonId{"someone"}, role, {}, {}};
      Situation situation{moment("2016-12-31T12:00:00Z"), day("2016-12-31"), nullptr};
      auto const decision = decide(w.state, sent, situation);
      auto const rule = decision ? Rule::none : decision.error().rule;
      EXPECT_NE(rule, Rule::unknown_target) << command;
      EXPECT_EQ(rule != Rule::forbidden, names_in(row).contains(command))
          << name(role) << " " << command << " " << name(rule);
    }
  }
}

/// Domain §5, commands → events: whose sender may reverse each. The rest: all but the auditor.
std::map<std::string, std::string> const command_of{
    {"ProgrammeCreated", "CreateProgramme"},
    {"ProgrammeAmended", "AmendProgramme"},
    {"AuthorityVoted", "VoteAuthority"},
    {"AuthorityAdjusted", "AdjustAuthority"},
    {"AuthorityLapsed", "LapseAuthority"},
    {"AuthorityTransferred", "TransferAuthority"},
    {"PaymentCreditsOpened", "OpenPaymentCredits"},
    {"PaymentCreditsAdjusted", "AdjustPaymentCredits"},
    {"PaymentCreditsCarriedOver", "CarryOverCredits"},
    {"ExerciseClosed", "CloseExercise"},
    {"CallDrafted", "DraftCall"},
    {"CallOpened", "OpenCall"},
    {"CallAmended", "AmendCall"},
    {"CallReopened", "ReopenCall"},
    {"CallClosed", "CloseCall"},
    {"CallCancelled", "CancelCall"},
    {"CallSettled", "SettleCall"},
    {"CallAllocated", "AllocateToCall"},
    {"CallReleased", "ReleaseAllocation"},
    {"ProjectSubmitted", "SubmitProject"},
    {"ProjectAmended", "AmendProject"},
    {"CompletionRequested", "RequestCompletion"},
    {"ProjectCompleted", "CompleteProject"},
    {"ProjectDeclaredComplete", "DeclareComplete"},
    {"EligibilityDecided", "DeclareEligible"},
    {"AssessmentRecorded", "RecordAssessment"},
    {"AssessmentClosed", "CloseAssessment"},
    {"AwardDecided", "DecideAward"},
    {"ProjectRejected", "RejectProject"},
    {"ProjectOriented", "OrientProject"},
    {"ProjectWaitlisted", "WaitlistProject"},
    {"ProjectWithdrawn", "WithdrawProject"},
    {"ProjectClosedWithoutDecision", "CloseWithoutDecision"},
    {"ProjectReopened", "ReopenProject"},
    {"ApplicantNotified", "NotifyApplicant"},
    {"ConflictDeclared", "DeclareConflict"},
    {"ConventionSigned", "SignConvention"},
    {"ConventionAmended", "AmendConvention"},
    {"PayeeRegistered", "RegisterPayee"},
    {"PayeeAccountChanged", "ChangePayeeAccount"},
    {"PayeeAccountVerified", "VerifyPayeeAccount"},
    {"PaymentRequested", "RequestPayment"},
    {"PaymentRequestWithdrawn", "WithdrawPaymentRequest"},
    {"PaymentRefused", "RefusePayment"},
    {"PaymentApproved", "ApprovePayment"},
    {"PaymentAnnulled", "AnnulApproval"},
    {"PaymentIssued", "IssuePayment"},
    {"OrderRejected", "RejectOrder"},
    {"OrderRequisitioned", "Requisition"},
    {"PaymentExecuted", "ConfirmPayment"},
    {"PaymentReturned", "RecordBankReturn"},
    {"AwardIncreased", "AmendAward"},
    {"AwardReduced", "AmendAward"},
    {"AwardProlonged", "AmendAward"},
    {"FinalReportFiled", "FileFinalReport"},
    {"FinalAmountSet", "AcceptFinalAccount"},
    {"AwardCancelled", "CancelAward"},
    {"DecisionWithdrawn", "WithdrawDecision"},
    {"RecoveryOrdered", "OrderRecovery"},
    {"RecoveryReceived", "RecordRecoveryReceipt"},
    {"RecoveryReduced", "ReduceRecovery"},
    {"RecoveryCancelled", "CancelRecovery"},
    {"RecoveryWrittenOff", "WriteOffRecovery"},
    {"ProjectSettled", "SettleProject"},
    {"DelegationGiven", "GiveDelegation"},
    {"DelegationEnded", "EndDelegation"},
    {"GrantPublished", "PublishGrant"},
    {"StateAidNotified", "NotifyStateAid"},
    {"SubjectErased", "EraseSubject"},
};

template <std::size_t... Index>
std::vector<EventBody> every_event(std::index_sequence<Index...>) {
  return {EventBody{std::in_place_index<Index>}...};
}

TEST(Permissions, ToReverseAreThoseOfTheCommandThatMadeTheEvent) {
  for (auto const& body : every_event(std::make_index_sequence<std::variant_size_v<EventBody>>{})) {
    auto const found = command_of.find(std::string{name(body)});
    for (auto const& [role, row] : table) {
      bool const nobody = role == Role::auditor || role == Role::system || role == Role::none;
      bool const may = found == command_of.end() ? !nobody : names_in(row).contains(found->second);
      EXPECT_EQ(reversers(body).has(role), may) << name(role) << " " << name(body);
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
