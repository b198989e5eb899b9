// Not decided yet.
#include "ledger/decisions.h"
#include "ledger/fold.h"

namespace gl::ledger {

Decision decide_on(Case& c, WithdrawPaymentRequest const&) {
  return c.unknown("command", "WithdrawPaymentRequest");
}
Decision decide_on(Case& c, RefusePayment const&) { return c.unknown("command", "RefusePayment"); }
Decision decide_on(Case& c, AnnulApproval const&) { return c.unknown("command", "AnnulApproval"); }
Decision decide_on(Case& c, RejectOrder const&) { return c.unknown("command", "RejectOrder"); }
Decision decide_on(Case& c, Requisition const&) { return c.unknown("command", "Requisition"); }
Decision decide_on(Case& c, WithdrawDecision const&) {
  return c.unknown("command", "WithdrawDecision");
}
Decision decide_on(Case& c, ReduceRecovery const&) {
  return c.unknown("command", "ReduceRecovery");
}
Decision decide_on(Case& c, CancelRecovery const&) {
  return c.unknown("command", "CancelRecovery");
}
Decision decide_on(Case& c, WriteOffRecovery const&) {
  return c.unknown("command", "WriteOffRecovery");
}
void Fold::operator()(PaymentRequestWithdrawn const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(PaymentRefused const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(PaymentAnnulled const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(OrderRejected const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(OrderRequisitioned const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(DecisionWithdrawn const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(RecoveryReduced const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(RecoveryCancelled const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(RecoveryWrittenOff const&) { GL_CHECK(false, "not folded yet"); }

}  // namespace gl::ledger
