#pragma once

#include "ledger/case.h"
#include "ledger/command.h"

namespace gl::ledger {

/// What each command comes to: its rules in the order of domain §6, then its events. A command
/// without its own does not compile.
[[nodiscard]] Decision decide_on(Case& c, CreateProgramme const& command);
[[nodiscard]] Decision decide_on(Case& c, VoteAuthority const& command);
[[nodiscard]] Decision decide_on(Case& c, AdjustAuthority const& command);
[[nodiscard]] Decision decide_on(Case& c, OpenPaymentCredits const& command);
[[nodiscard]] Decision decide_on(Case& c, CloseExercise const& command);
[[nodiscard]] Decision decide_on(Case& c, OpenCall const& command);
[[nodiscard]] Decision decide_on(Case& c, AmendCall const& command);
[[nodiscard]] Decision decide_on(Case& c, CloseCall const& command);
[[nodiscard]] Decision decide_on(Case& c, SubmitProject const& command);
[[nodiscard]] Decision decide_on(Case& c, DeclareComplete const& command);
[[nodiscard]] Decision decide_on(Case& c, DeclareEligible const& command);
[[nodiscard]] Decision decide_on(Case& c, DecideAward const& command);
[[nodiscard]] Decision decide_on(Case& c, OrientProject const& command);
[[nodiscard]] Decision decide_on(Case& c, SignConvention const& command);
[[nodiscard]] Decision decide_on(Case& c, RegisterPayee const& command);
[[nodiscard]] Decision decide_on(Case& c, ChangePayeeAccount const& command);
[[nodiscard]] Decision decide_on(Case& c, VerifyPayeeAccount const& command);
[[nodiscard]] Decision decide_on(Case& c, RequestPayment const& command);
[[nodiscard]] Decision decide_on(Case& c, ApprovePayment const& command);
[[nodiscard]] Decision decide_on(Case& c, IssuePayment const& command);
[[nodiscard]] Decision decide_on(Case& c, ConfirmPayment const& command);
[[nodiscard]] Decision decide_on(Case& c, RecordBankReturn const& command);
[[nodiscard]] Decision decide_on(Case& c, AmendAward const& command);
[[nodiscard]] Decision decide_on(Case& c, FileFinalReport const& command);
[[nodiscard]] Decision decide_on(Case& c, AcceptFinalAccount const& command);
[[nodiscard]] Decision decide_on(Case& c, CancelAward const& command);
[[nodiscard]] Decision decide_on(Case& c, OrderRecovery const& command);
[[nodiscard]] Decision decide_on(Case& c, RecordRecoveryReceipt const& command);
[[nodiscard]] Decision decide_on(Case& c, SettleProject const& command);
[[nodiscard]] Decision decide_on(Case& c, ReverseEvent const& command);

}  // namespace gl::ledger
