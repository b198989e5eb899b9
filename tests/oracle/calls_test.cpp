// Calls and projects by hand: domain §3 and §6 rule 4.
#include <gtest/gtest.h>

#include "oracle/world.h"

namespace gl::oracle {
namespace {

TEST(OracleCall, IsDraftedThenOpenedByItsIdAlone) {
  World world;
  world.create_programme();
  world.on("2016-01-10");
  std::string const terms = "call=C; programme=X; title=C; opening=2016-02-01; deadline=";
  EXPECT_EQ(world.say("admin", "OpenCall", "call=C"), "UNKNOWN_TARGET");
  EXPECT_EQ(world.say("admin", "OpenCall", "call=C; programme=X; title=C"), "MALFORMED");
  EXPECT_EQ(world.say("admin", "DraftCall", terms + "2016-01-31"), "DATE");
  EXPECT_EQ(world.say("admin", "DraftCall", terms + "2016-02-29"), "CallDrafted");
  EXPECT_EQ(world.say("admin", "DraftCall", terms + "2016-02-29"), "ID_TAKEN");
  EXPECT_EQ(world.submit("P", "00000101600013"), "CALL_NOT_OPEN");
  EXPECT_EQ(world.say("admin", "OpenCall", terms + "2016-03-01"), "MALFORMED");
  EXPECT_EQ(world.say("admin", "OpenCall", terms + "2016-02-29"), "CallOpened");
  EXPECT_EQ(world.say("admin", "OpenCall", "call=C"), "STATE");
  EXPECT_EQ(world.submit("P", "00000101600013"), "CALL_NOT_OPEN");  // opens in February
}

TEST(OracleCall, ClosesAfterItsDeadlineAndReopensWithAnAct) {
  World world;
  world.create_programme();
  world.open_call();
  world.on("2016-02-29");
  EXPECT_EQ(world.say("admin", "CloseCall", "call=C"), "DATE");
  world.on("2016-03-01");
  EXPECT_EQ(world.submit("P", "00000101600013"), "DEADLINE_PASSED");
  EXPECT_EQ(world.say("admin", "CloseCall", "call=C"), "CallClosed");
  EXPECT_EQ(world.submit("P", "00000101600013"), "CALL_NOT_OPEN");
  EXPECT_EQ(world.say("admin", "AmendCall", "call=C; project_cap=10.00"), "ACT_REQUIRED");
  EXPECT_EQ(world.say_with_act("admin", "AmendCall", "call=C; deadline=2016-04-01"), "STATE");
  EXPECT_EQ(world.say("admin", "ReopenCall", "call=C; deadline=2016-03-15"), "ACT_REQUIRED");
  EXPECT_EQ(world.say_with_act("admin", "ReopenCall", "call=C; deadline=2016-02-29"), "DATE");
  EXPECT_EQ(world.say_with_act("admin", "ReopenCall", "call=C; deadline=2016-03-15"),
            "CallReopened");
  EXPECT_EQ(world.submit("P", "00000101600013"), "ProjectSubmitted");
}

TEST(OracleCall, TakesAPaperFileReceivedInTimeAfterItsClosing) {
  World world;
  world.create_programme();
  world.open_call();
  world.on("2016-03-02").say("admin", "CloseCall", "call=C");
  auto paper = world.command("anne", "SubmitProject",
                             "project=P; call=C; title=T; applicant.rna=W123456789; "
                             "applicant.legal_kind=private; locations=; eligible_cost=10.00; "
                             "asked_amount=5.00");
  paper.received_at = parse_instant("2016-02-29T22:59:59Z");
  EXPECT_EQ(world.send(paper), "EVIDENCE_REQUIRED");
  paper.fields["evidence"] = "00";
  paper.role = "applicant";
  EXPECT_EQ(world.send(paper), "FORBIDDEN");
  paper.role = "instructor";
  paper.received_at = parse_instant("2016-02-29T23:00:00Z");  // midnight in Paris
  EXPECT_EQ(world.send(paper), "CALL_NOT_OPEN");
  paper.received_at = parse_instant("2016-02-29T22:59:59Z");
  paper.effective_date = parse_day("2016-02-28");
  EXPECT_EQ(world.send(paper), "DATE");
  paper.effective_date.reset();
  EXPECT_EQ(world.send(paper), "ProjectSubmitted");
}

TEST(OracleCall, HoldsEachFileAgainstTheVersionOfItsDayOfReceipt) {
  World world;
  world.create_programme();
  world.open_call("; departments=40,64; applicant_kinds=private; one_per_applicant=true");
  world.on("2016-02-10");
  EXPECT_EQ(world.submit("P", "00000101600013"), "ProjectSubmitted");
  EXPECT_EQ(world.submit("Q", "00000101600021"), "ALREADY_APPLIED");  // the same SIREN
  EXPECT_EQ(world.say("admin", "AmendCall", "call=C; departments=64"), "EXCLUDES_RECEIVED");
  EXPECT_EQ(world.say("admin", "AmendCall", "call=C; applicant_kinds=public"), "EXCLUDES_RECEIVED");
  EXPECT_EQ(world.say("anne", "WithdrawProject", "project=P"), "ProjectWithdrawn");
  EXPECT_EQ(world.say("admin", "AmendCall", "call=C; departments=64"), "CallAmended");
  EXPECT_EQ(world.submit("Q", "00000101600021"), "TERRITORY");
  auto paper = world.command("anne", "SubmitProject",
                             "project=Q; call=C; title=T; applicant.siret=00000101600021; "
                             "applicant.legal_kind=private; locations=40307:40; evidence=00; "
                             "eligible_cost=10.00; asked_amount=5.00");
  paper.received_at = parse_instant("2016-02-09T09:00:00Z");
  EXPECT_EQ(world.send(paper), "ProjectSubmitted");
}

TEST(OracleCall, EndsOnceItsAllocationIsReleased) {
  World world;
  world.award();
  world.say("conseil", "AllocateToCall", "call=C; amount=10.00");
  EXPECT_EQ(world.say("admin", "CancelCall", "call=C"), "STATE");  // an award is live
  EXPECT_EQ(world.say("admin", "SettleCall", "call=C"), "STATE");  // not closed
  world.say("admin", "CloseCall", "call=C");
  world.say("commission", "CancelAward", "project=P; ground=renounced");
  EXPECT_EQ(world.oracle().available("X", "C"), 410'00);
  EXPECT_EQ(world.say("admin", "SettleCall", "call=C"), "MONEY_MOVING");
  EXPECT_EQ(world.say("conseil", "ReleaseAllocation", "call=C; amount=410.01"),
            "AUTHORITY_EXCEEDED");
  EXPECT_EQ(world.say("conseil", "ReleaseAllocation", "call=C; amount=410.00"), "CallReleased");
  EXPECT_EQ(world.say("admin", "SettleCall", "call=C"), "CallSettled");
  EXPECT_EQ(world.say("conseil", "AllocateToCall", "call=C; amount=10.00"), "STATE");
}

TEST(OracleProject, IsCompletedWithExactlyWhatWasAskedFor) {
  World world;
  world.create_programme();
  world.open_call();
  world.submit("P", "00000101600013");
  world.on("2016-03-10");
  EXPECT_EQ(world.say("anne", "RequestCompletion",
                      "project=P; documents=budget,accounts; time_limit=2016-03-09"),
            "DATE");
  EXPECT_EQ(world.say("anne", "RequestCompletion",
                      "project=P; documents=budget,accounts; time_limit=2016-03-20"),
            "CompletionRequested");
  EXPECT_EQ(world.say("porteur", "CompleteProject", "project=P; documents=budget:00"),
            "DOCUMENTS_MISMATCH");
  world.on("2016-03-21");
  EXPECT_EQ(world.say("porteur", "CompleteProject", "project=P; documents=accounts:00,budget:00"),
            "DEADLINE_PASSED");
  world.on("2016-03-20");
  EXPECT_EQ(world.say("porteur", "CompleteProject", "project=P; documents=accounts:00,budget:00"),
            "ProjectCompleted");
  EXPECT_EQ(world.oracle().project_state("P"), "Complete");
}

TEST(OracleProject, IsScoredAndWaitlistedAsItsCallSays) {
  World world;
  world.create_programme();
  world.open_call("; assessment_required=true; waitlist=true");
  world.bring_to_eligible("P", "00000101600013");
  world.on("2016-03-01");
  EXPECT_EQ(world.say("commission", "DecideAward", "project=P; amount=1.00"), "STATE");
  EXPECT_EQ(world.say("commission", "WaitlistProject", "project=P; rank=1"), "STATE");
  EXPECT_EQ(world.say("anne", "RecordAssessment", "project=P; criterion=a; score=21; scale=20"),
            "MALFORMED");
  EXPECT_EQ(world.say("anne", "DeclareConflict", "project=P"), "ConflictDeclared");
  EXPECT_EQ(world.say("anne", "CloseAssessment", "project=P"), "CONFLICT_OF_INTEREST");
  EXPECT_EQ(world.say("alice", "CloseAssessment", "project=P"), "AssessmentClosed");
  EXPECT_EQ(world.say("commission", "WaitlistProject", "project=P; rank=0"), "MALFORMED");
  EXPECT_EQ(world.say("commission", "WaitlistProject", "project=P; rank=1"), "ProjectWaitlisted");
  EXPECT_EQ(world.say("commission", "DecideAward", "project=P; amount=1.00"), "AwardDecided");
}

TEST(OracleProject, StartsAnewOnceItsMoneyIsBack) {
  World world;
  world.award();
  world.pay();
  world.on("2016-04-01");
  world.say("commission", "CancelAward", "project=P; ground=renounced");
  EXPECT_EQ(world.say_with_act("commission", "ReopenProject", "project=P"), "MONEY_MOVING");
  world.say("boris", "OrderRecovery", "project=P; recovery=T; titre_number=1; amount=100.00");
  EXPECT_EQ(world.say_with_act("commission", "ReopenProject", "project=P"), "MONEY_MOVING");
  world.say("chloe", "RecordRecoveryReceipt", "recovery=T; amount=100.00");
  EXPECT_EQ(world.say("commission", "ReopenProject", "project=P"), "ACT_REQUIRED");
  EXPECT_EQ(world.say_with_act("commission", "ReopenProject", "project=P"), "ProjectReopened");
  world.say("anne", "DeclareEligible", "project=P");
  EXPECT_EQ(world.say("commission", "DecideAward", "project=P; amount=50.00; plan=advance:1000000"),
            "AwardDecided");
  // The advance of the first award does not count in the second.
  EXPECT_EQ(
      world.say("anne", "RequestPayment", "project=P; payment=R2; kind=advance; amount=50.00"),
      "PaymentRequested");
}

TEST(OracleProject, IsNotWrittenToByAnAuditor) {
  World world;
  world.award();
  EXPECT_EQ(world.say("auguste", "SettleProject", "project=P"), "FORBIDDEN");
  EXPECT_EQ(world.reverse("auguste", 1), "FORBIDDEN");
}

}  // namespace
}  // namespace gl::oracle
