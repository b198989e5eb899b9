// Not decided yet.
#include "ledger/decisions.h"
#include "ledger/fold.h"

namespace gl::ledger {

Decision decide_on(Case& c, AmendProgramme const&) {
  return c.unknown("command", "AmendProgramme");
}
Decision decide_on(Case& c, LapseAuthority const&) {
  return c.unknown("command", "LapseAuthority");
}
Decision decide_on(Case& c, TransferAuthority const&) {
  return c.unknown("command", "TransferAuthority");
}
Decision decide_on(Case& c, AllocateToCall const&) {
  return c.unknown("command", "AllocateToCall");
}
Decision decide_on(Case& c, ReleaseAllocation const&) {
  return c.unknown("command", "ReleaseAllocation");
}
Decision decide_on(Case& c, AdjustPaymentCredits const&) {
  return c.unknown("command", "AdjustPaymentCredits");
}
Decision decide_on(Case& c, CarryOverCredits const&) {
  return c.unknown("command", "CarryOverCredits");
}
Decision decide_on(Case& c, DraftCall const&) { return c.unknown("command", "DraftCall"); }
Decision decide_on(Case& c, ReopenCall const&) { return c.unknown("command", "ReopenCall"); }
Decision decide_on(Case& c, CancelCall const&) { return c.unknown("command", "CancelCall"); }
Decision decide_on(Case& c, SettleCall const&) { return c.unknown("command", "SettleCall"); }
void Fold::operator()(ProgrammeAmended const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(AuthorityLapsed const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(AuthorityTransferred const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(PaymentCreditsAdjusted const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(PaymentCreditsCarriedOver const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(CallDrafted const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(CallReopened const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(CallCancelled const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(CallSettled const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(CallAllocated const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(CallReleased const&) { GL_CHECK(false, "not folded yet"); }

}  // namespace gl::ledger
