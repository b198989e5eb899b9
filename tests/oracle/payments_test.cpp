// Payments, recoveries, final accounts, reversals by hand: domain §3, §6 rules 5 to 7 and 9 to 11.
#include <gtest/gtest.h>

#include "oracle/world.h"

namespace gl::oracle {
namespace {

TEST(OraclePayment, FollowsThePlan) {
  World world;
  world.award("", "; minimum_instalment=20.00");
  auto const request = [&](std::string const& id, std::string const& fields) {
    return world.say("anne", "RequestPayment", "project=P; payment=" + id + "; kind=" + fields);
  };
  EXPECT_EQ(request("R", "advance; amount=400.01"), "COMMITMENT_EXCEEDED");
  EXPECT_EQ(request("R", "advance; amount=100.01"), "PLAN_EXCEEDED");
  EXPECT_EQ(request("R", "advance; amount=19.99"), "BELOW_MINIMUM");
  EXPECT_EQ(request("R", "balance; amount=10.00"), "FINAL_ACCOUNT_REQUIRED");
  EXPECT_EQ(request("R", "advance; amount=100.00; payee=X"), "STATE");
  EXPECT_EQ(request("R", "advance; amount=80.00"), "PaymentRequested");
  EXPECT_EQ(request("R", "advance; amount=20.00"), "ID_TAKEN");
  EXPECT_EQ(world.say("boris", "ApprovePayment",
                      "payment=R; amount=80.01; order_number=1; budget_year=2016"),
            "REQUEST_EXCEEDED");
  EXPECT_EQ(request("S", "advance; amount=20.01"), "PLAN_EXCEEDED");
  EXPECT_EQ(request("S", "instalment; amount=120.01"), "PLAN_EXCEEDED");
  EXPECT_EQ(request("S", "instalment; amount=120.00"), "PaymentRequested");
  EXPECT_EQ(request("T", "balance; amount=200.01"), "COMMITMENT_EXCEEDED");
  EXPECT_EQ(world.say("boris", "ApprovePayment",
                      "payment=R; amount=19.00; order_number=1; budget_year=2016"),
            "BELOW_MINIMUM");
  EXPECT_EQ(world.say("boris", "ApprovePayment",
                      "payment=R; amount=30.00; order_number=1; budget_year=2016"),
            "PaymentApproved");
  EXPECT_EQ(request("U", "advance; amount=50.01"), "PLAN_EXCEEDED");  // S took the rest
  EXPECT_EQ(request("U", "advance; amount=50.00"), "PaymentRequested");
}

TEST(OraclePayment, GoesToEachPayeeUpToItsShare) {
  World world;
  world.create_programme();
  world.open_call();
  world.bring_to_eligible("P", "00000101600013");
  world.on("2016-03-01");
  auto const award = [&](std::string const& payees) {
    return world.say("commission", "DecideAward",
                     "project=P; amount=100.01; plan=advance:1000000; payees=" + payees);
  };
  EXPECT_EQ(award("A:500000,B:499999"), "MALFORMED");
  EXPECT_EQ(award("A:500000,B:500000"), "AwardDecided");
  auto const request = [&](std::string const& fields) {
    return world.say("anne", "RequestPayment",
                     "project=P; payment=R; kind=advance; amount=" + fields);
  };
  EXPECT_EQ(request("1.00"), "STATE");
  EXPECT_EQ(request("50.01; payee=B"), "PLAN_EXCEEDED");
  EXPECT_EQ(request("50.01; payee=A"), "PaymentRequested");  // the earlier takes the odd cent
}

TEST(OraclePayment, TakesThreePersonsAndAVerifiedAccount) {
  World world;
  world.award();
  world.say("anne", "RegisterPayee", "payee=00000101600013; legal_kind=private; iban=FR76");
  world.say("anne", "RequestPayment", "project=P; payment=R; kind=advance; amount=100.00");
  auto approval = world.command("boris", "ApprovePayment",
                                "payment=R; amount=100.00; order_number=1; budget_year=2016");
  approval.person = "anne";
  EXPECT_EQ(world.send(approval), "FOUR_EYES");
  approval.person = "boris";
  EXPECT_EQ(world.send(approval), "PaymentApproved");
  EXPECT_EQ(world.send(approval), "ID_TAKEN");  // its number is used
  EXPECT_EQ(world.say("boris", "IssuePayment", "payment=R"), "ACCOUNT_NOT_VERIFIED");
  EXPECT_EQ(world.say("anne", "VerifyPayeeAccount", "payee=00000101600013"), "FOUR_EYES");
  EXPECT_EQ(world.say("alice", "VerifyPayeeAccount", "payee=00000101600013"),
            "PayeeAccountVerified");
  EXPECT_EQ(world.say("boris", "IssuePayment", "payment=R; end_to_end_id=R.2"), "PaymentIssued");
  EXPECT_EQ(world.say("chloe", "RejectOrder", "payment=R"), "OrderRejected");
  EXPECT_EQ(world.say("boris", "Requisition", "payment=R"), "ID_TAKEN");  // R.2 would be its own
  EXPECT_EQ(world.say("boris", "Requisition", "payment=R; end_to_end_id=R-b"),
            "OrderRequisitioned");
  auto confirmation = world.command("chloe", "ConfirmPayment", "payment=R; attempt=2");
  confirmation.person = "boris";
  EXPECT_EQ(world.send(confirmation), "FOUR_EYES");
  confirmation.person = "chloe";
  confirmation.fields["attempt"] = "1";
  EXPECT_EQ(world.send(confirmation), "STATE");
  confirmation.fields["attempt"] = "2";
  EXPECT_EQ(world.send(confirmation), "PaymentExecuted");
  EXPECT_EQ(world.send(confirmation), "STATE");
}

TEST(OraclePayment, AnnulledAfterItsYearGivesAuthorityBackButNoCredits) {
  World world;
  world.award();
  world.pay();
  world.on("2017-01-02");
  world.say("chloe", "CloseExercise", "year=2016");
  EXPECT_EQ(world.say("chloe", "RecordBankReturn", "payment=R; attempt=1; reason_code=AC04"),
            "PaymentReturned");
  world.say("commission", "CancelAward", "project=P; ground=renounced");
  EXPECT_EQ(world.balances().available, 900'00);
  EXPECT_EQ(world.say("boris", "IssuePayment", "payment=R"), "STATE");
  EXPECT_EQ(world.say("boris", "AnnulApproval", "payment=R"), "PaymentAnnulled");
  EXPECT_EQ(world.balances().available, 1000'00);
  EXPECT_EQ(world.balances().years.at(2016).consumed, 100'00);
  EXPECT_EQ(world.balances().years.at(2016).lapsed, 400'00);
}

TEST(OraclePayment, MayTakeTheCreditsOfTheYearBeforeWhileItIsOpen) {
  World world;
  world.award();
  world.say("anne", "RequestPayment", "project=P; payment=R; kind=advance; amount=10.00");
  world.on("2017-01-05");
  auto const approve = [&](std::string const& year) {
    return world.say("boris", "ApprovePayment",
                     "payment=R; amount=10.00; order_number=1; budget_year=" + year);
  };
  EXPECT_EQ(approve("2015"), "DATE");
  EXPECT_EQ(approve("2018"), "DATE");
  EXPECT_EQ(approve("2017"), "CREDITS_EXCEEDED");
  EXPECT_EQ(approve("2016"), "PaymentApproved");
  world.say("boris", "CloseExercise", "year=2016");
  EXPECT_EQ(approve("2016"), "ID_TAKEN");
  EXPECT_EQ(
      world.say("boris", "ReverseEvent", "position=" + std::to_string(world.oracle().head() - 2)),
      "YEAR_CLOSED");  // it moved credits of a closed year
}

TEST(OracleAgreement, IsNeededAboveTheYearlyTotalOfAPrivateBody) {
  World world;
  world.award("; convention_threshold=399.99");
  auto const request = [&] {
    return world.say("anne", "RequestPayment", "project=P; payment=R; kind=advance; amount=100.00");
  };
  auto const sign = [&](std::string const& type, std::string const& amount,
                        std::string const& date) {
    return world.say("boris", type,
                     "project=P; number=1; signed_by_payee=2016-03-01; signed_by_funder=" + date +
                         "; amount=" + amount);
  };
  EXPECT_EQ(request(), "CONVENTION_REQUIRED");
  world.say("commission", "AmendAward", "project=P; amount=399.99");
  EXPECT_EQ(request(), "PaymentRequested");
  world.say("anne", "WithdrawPaymentRequest", "payment=R");
  EXPECT_EQ(sign("SignConvention", "400.00", "2016-03-01"), "AMOUNT_MISMATCH");
  EXPECT_EQ(sign("SignConvention", "399.99", "2016-02-28"), "DATE");
  EXPECT_EQ(sign("SignConvention", "399.99", "2016-03-01"), "ConventionSigned");
  EXPECT_EQ(sign("SignConvention", "399.99", "2016-03-01"), "STATE");
  world.say("commission", "AmendAward", "project=P; amount=400.00");
  EXPECT_EQ(sign("AmendConvention", "399.99", "2016-03-01"), "AMOUNT_MISMATCH");
  EXPECT_EQ(sign("AmendConvention", "400.00", "2016-03-01"), "ConventionAmended");
}

TEST(OracleFinalAccount, SetsTheAwardAndWhatIsToBePaidBack) {
  World world;
  world.award();
  world.pay();
  world.on("2016-05-01");
  auto const accept = [&](std::string const& fields) {
    return world.say("anne", "AcceptFinalAccount", "project=P; real_eligible_cost=" + fields);
  };
  EXPECT_EQ(accept("90.00"), "FINAL_REPORT_REQUIRED");
  world.say("porteur", "FileFinalReport",
            "project=P; real_eligible_cost=90.00; other_funding=20.00");
  auto const given = std::string{"90.00; other_funding=20.00; amount="};
  EXPECT_EQ(accept(given + "90.00"), "AMOUNT_MISMATCH");
  EXPECT_EQ(accept(given + "70.00"), "FinalAmountSet");
  EXPECT_EQ(world.oracle().award_amount("P"), 70'00);
  EXPECT_EQ(world.balances().committed, 0);
  EXPECT_EQ(world.balances().available, 900'00);
  EXPECT_EQ(accept("90.00"), "STATE");
  EXPECT_EQ(world.say("anne", "SettleProject", "project=P"), "MONEY_MOVING");  // 30.00 too much
  EXPECT_EQ(world.reverse("anne", 2), "EventReversed");
  EXPECT_EQ(world.oracle().award_amount("P"), 400'00);
  EXPECT_EQ(accept("0"), "FinalAmountSet");
  EXPECT_EQ(world.oracle().award_amount("P"), 0);
}

TEST(OracleFinalAccount, LetsASettledPaymentComeBack) {
  World world;
  world.award();
  world.pay();
  world.say("anne", "FileFinalReport", "project=P; real_eligible_cost=100.00");
  world.say("anne", "AcceptFinalAccount", "project=P; real_eligible_cost=100.00");
  EXPECT_EQ(world.say("anne", "SettleProject", "project=P"), "ProjectSettled");
  EXPECT_EQ(world.reverse("chloe", 3), "DEPENDENT_EVENTS");
  EXPECT_EQ(world.say("chloe", "RecordBankReturn", "payment=R; attempt=1; reason_code=AC04"),
            "PaymentReturned");
  EXPECT_EQ(world.oracle().project_state("P"), "Awarded");
  EXPECT_EQ(world.reverse("chloe"), "EventReversed");
  EXPECT_EQ(world.oracle().project_state("P"), "Settled");
  EXPECT_EQ(world.oracle().payment_state("R"), "Paid");
  EXPECT_EQ(world.say("commission", "CancelAward", "project=P; ground=renounced"), "STATE");
  EXPECT_EQ(
      world.say("commission", "CancelAward", "project=P; ground=breach; hearing_date=2016-03-10"),
      "AwardCancelled");
}

TEST(OracleRecovery, EndsInItsStates) {
  World world;
  world.award();
  world.pay();
  auto const order = [&](std::string const& id, std::string const& amount) {
    return world.say("boris", "OrderRecovery",
                     "project=P; recovery=" + id + "; titre_number=" + id + "; amount=" + amount);
  };
  EXPECT_EQ(order("A", "100.01"), "RECOVERY_EXCEEDED");
  EXPECT_EQ(order("A", "10.00"), "RecoveryOrdered");
  EXPECT_EQ(order("A", "10.00"), "ID_TAKEN");
  EXPECT_EQ(world.say("boris", "ReduceRecovery", "recovery=A; amount=10.01"), "RECOVERY_EXCEEDED");
  EXPECT_EQ(world.say("boris", "ReduceRecovery", "recovery=A; amount=10.00"), "RecoveryReduced");
  EXPECT_EQ(world.oracle().recovery_state("A"), "Cancelled");
  order("B", "20.00");
  world.say("chloe", "RecordRecoveryReceipt", "recovery=B; amount=5.00");
  world.say("boris", "ReduceRecovery", "recovery=B; amount=15.00");
  EXPECT_EQ(world.oracle().recovery_state("B"), "Received");
  order("D", "30.00");
  EXPECT_EQ(world.say("conseil", "WriteOffRecovery", "recovery=D"), "RecoveryWrittenOff");
  EXPECT_EQ(world.balances().written_off, 30'00);
  EXPECT_EQ(world.reverse("conseil"), "EventReversed");
  EXPECT_EQ(world.oracle().recovery_state("D"), "Ordered");
  EXPECT_EQ(world.say("boris", "CancelRecovery", "recovery=D"), "RecoveryCancelled");
  order("E", "40.00");
  EXPECT_EQ(world.reverse("boris"), "EventReversed");
  EXPECT_EQ(world.oracle().recovery_state("E"), "Cancelled");
  EXPECT_EQ(world.say("chloe", "RecordRecoveryReceipt", "recovery=E; amount=1.00"), "STATE");
  EXPECT_EQ(world.balances().disbursed, 95'00);
  EXPECT_TRUE(world.oracle().keeps_invariant_1("X"));
}

TEST(OracleReversal, TakesTheFirstOpenDayWhenTheYearIsClosed) {
  World world;
  world.award();
  world.pay();
  auto const paid = world.oracle().head();
  world.on("2016-12-31").say("chloe", "CloseExercise", "year=2016");
  auto const reverse = [&](std::string const& date) {
    return world.say_dated(date, "chloe", "ReverseEvent", "position=" + std::to_string(paid));
  };
  EXPECT_EQ(reverse("2017-01-01"), "DATE");  // not yet
  world.on("2017-01-03");
  EXPECT_EQ(reverse("2016-03-10"), "YEAR_CLOSED");
  EXPECT_EQ(reverse("2017-01-02"), "DATE");
  EXPECT_EQ(world.say("chloe", "ReverseEvent", "position=" + std::to_string(paid)),
            "EventReversed");
  EXPECT_EQ(world.oracle().payment_state("R"), "Issued");
  EXPECT_EQ(world.oracle().balances("X", {{}, {}, parse_day("2016-12-31")}).disbursed, 100'00);
  EXPECT_EQ(world.oracle().balances("X", {{}, {}, parse_day("2017-01-01")}).disbursed, 0);
}

TEST(OracleDelegation, HoldsForItsCommandsAndItsDays) {
  World world;
  world.award();
  auto const give = [&](std::string const& fields) {
    return world.say("boris", "GiveDelegation",
                     "delegation=D; from_person=boris; to_person=bernard; " + fields);
  };
  EXPECT_EQ(give("commands=Dance; start=2016-03-01"), "MALFORMED");
  EXPECT_EQ(give("commands=SignConvention; start=2016-03-02; end=2016-03-01"), "DATE");
  EXPECT_EQ(give("commands=SignConvention; start=2016-03-02; end=2016-03-09"), "DelegationGiven");
  EXPECT_EQ(give("commands=SignConvention; start=2016-03-02"), "ID_TAKEN");
  auto signing = world.command("bernard", "SignConvention",
                               "project=P; number=1; signed_by_payee=2016-03-01; "
                               "signed_by_funder=2016-03-01; amount=400.00");
  signing.acting_for = "boris";
  EXPECT_EQ(world.send(signing), "NOT_DELEGATED");
  signing.recorded_at = parse_instant("2016-03-05T10:00:00Z");
  signing.delegation = "E";
  EXPECT_EQ(world.send(signing), "NOT_DELEGATED");
  world.on("2016-03-04");
  EXPECT_EQ(world.say("boris", "EndDelegation", "delegation=D"), "DelegationEnded");
  EXPECT_EQ(world.say("boris", "EndDelegation", "delegation=D"), "STATE");
  signing.delegation = "D";
  EXPECT_EQ(world.send(signing), "NOT_DELEGATED");
  signing.effective_date = parse_day("2016-03-04");
  EXPECT_EQ(world.send(signing), "ConventionSigned");
}

TEST(OracleImport, FlagsWhatHistoryBroke) {
  World world;
  world.award("; convention_threshold=100.00");
  auto request =
      world.command("anne", "RequestPayment", "project=P; payment=R; kind=advance; amount=100.01");
  request.imported = true;
  EXPECT_EQ(world.send(request), "PaymentRequested CONVENTION_REQUIRED PLAN_EXCEEDED");
  request.fields["payment"] = "S";
  request.fields["amount"] = "300.00";
  EXPECT_EQ(world.send(request), "COMMITMENT_EXCEEDED");
}

TEST(OracleVersion, IsOfTheStreamThatTheCommandIsAbout) {
  World world;
  world.award();
  auto amendment = world.command("commission", "AmendAward", "project=P; amount=399.00");
  amendment.expected_version = 3;
  EXPECT_EQ(world.send(amendment), "VERSION_CONFLICT");
  EXPECT_EQ(world.oracle().version("project/P"), 4);  // a refusal uses none up
  amendment.expected_version = 4;
  EXPECT_EQ(world.send(amendment), "AwardReduced");
}

TEST(OracleSubject, IsErasedOnceNothingHasToBeKept) {
  World world;
  world.create_programme("; retention_years=1");
  world.open_call();
  world.on("2016-02-10").submit("P", "00000101600013", "; contact=Jeanne");
  world.submit("Q", "00000202200010");
  auto const erase = [&](std::string const& subject) {
    return world.say("paul", "EraseSubject", "subject=" + subject + "; ground=RGPD");
  };
  world.on("2017-02-09");
  EXPECT_EQ(erase("project/Q"), "UNKNOWN_TARGET");
  EXPECT_EQ(erase("project/P"), "RETENTION");
  world.on("2017-02-10");
  EXPECT_EQ(erase("project/P"), "SubjectErased");
  EXPECT_EQ(erase("project/P"), "STATE");
}

}  // namespace
}  // namespace gl::oracle
