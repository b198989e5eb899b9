// Not decided yet.
#include "ledger/decisions.h"
#include "ledger/fold.h"

namespace gl::ledger {

Decision decide_on(Case& c, AmendProject const&) { return c.unknown("command", "AmendProject"); }
Decision decide_on(Case& c, RequestCompletion const&) {
  return c.unknown("command", "RequestCompletion");
}
Decision decide_on(Case& c, CompleteProject const&) {
  return c.unknown("command", "CompleteProject");
}
Decision decide_on(Case& c, DeclareIneligible const&) {
  return c.unknown("command", "DeclareIneligible");
}
Decision decide_on(Case& c, RecordAssessment const&) {
  return c.unknown("command", "RecordAssessment");
}
Decision decide_on(Case& c, CloseAssessment const&) {
  return c.unknown("command", "CloseAssessment");
}
Decision decide_on(Case& c, RejectProject const&) { return c.unknown("command", "RejectProject"); }
Decision decide_on(Case& c, WaitlistProject const&) {
  return c.unknown("command", "WaitlistProject");
}
Decision decide_on(Case& c, WithdrawProject const&) {
  return c.unknown("command", "WithdrawProject");
}
Decision decide_on(Case& c, CloseWithoutDecision const&) {
  return c.unknown("command", "CloseWithoutDecision");
}
Decision decide_on(Case& c, ReopenProject const&) { return c.unknown("command", "ReopenProject"); }
Decision decide_on(Case& c, NotifyApplicant const&) {
  return c.unknown("command", "NotifyApplicant");
}
Decision decide_on(Case& c, DeclareConflict const&) {
  return c.unknown("command", "DeclareConflict");
}
Decision decide_on(Case& c, GiveDelegation const&) {
  return c.unknown("command", "GiveDelegation");
}
Decision decide_on(Case& c, EndDelegation const&) { return c.unknown("command", "EndDelegation"); }
Decision decide_on(Case& c, PublishGrant const&) { return c.unknown("command", "PublishGrant"); }
Decision decide_on(Case& c, NotifyStateAid const&) {
  return c.unknown("command", "NotifyStateAid");
}
Decision decide_on(Case& c, EraseSubject const&) { return c.unknown("command", "EraseSubject"); }
void Fold::operator()(ProjectAmended const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(CompletionRequested const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(ProjectCompleted const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(AssessmentRecorded const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(AssessmentClosed const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(ProjectRejected const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(ProjectWaitlisted const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(ProjectWithdrawn const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(ProjectClosedWithoutDecision const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(ProjectReopened const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(ApplicantNotified const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(ConflictDeclared const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(DelegationGiven const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(DelegationEnded const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(GrantPublished const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(StateAidNotified const&) { GL_CHECK(false, "not folded yet"); }
void Fold::operator()(SubjectErased const&) { GL_CHECK(false, "not folded yet"); }

}  // namespace gl::ledger
