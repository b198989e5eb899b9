// Authority, credits, awards by hand: domain §6 rules 1, 2, 3, 8, 10.
#include <gtest/gtest.h>

#include "oracle/world.h"

namespace gl::oracle {
namespace {

TEST(OracleAuthority, OfACallIsNeverMixedWithTheRest) {
  World world;
  world.create_programme();
  world.open_call();
  world.bring_to_eligible("P", "00000101600013");
  world.bring_to_eligible("Q", "00000202200010");
  world.on("2016-03-01");
  world.say("conseil", "AllocateToCall", "call=C; amount=300.00");
  EXPECT_EQ(world.say("commission", "DecideAward", "project=P; amount=300.01"),
            "AUTHORITY_EXCEEDED");
  EXPECT_EQ(world.say("commission", "DecideAward", "project=P; amount=300.00"), "AwardDecided");
  EXPECT_EQ(world.say("commission", "DecideAward", "project=Q; amount=0.01"), "AUTHORITY_EXCEEDED");
  EXPECT_EQ(world.say("commission", "AmendAward", "project=P; amount=250.00"), "AwardReduced");
  EXPECT_EQ(world.oracle().available("X", "C"), 50'00);
  EXPECT_EQ(world.oracle().available("X", ""), 700'00);
  EXPECT_EQ(world.say("conseil", "LapseAuthority", "programme=X; amount=700.01"),
            "AUTHORITY_EXCEEDED");
  EXPECT_EQ(world.say("conseil", "LapseAuthority", "programme=X; amount=700.00"),
            "AuthorityLapsed");
  EXPECT_EQ(world.balances().lapsed, 700'00);
}

TEST(OracleAuthority, LapsesWhenGivenBackAfterItsValidity) {
  World world;
  world.award("; authority_valid_until=2016-06-30");
  world.on("2016-07-01");
  EXPECT_EQ(world.say("commission", "AmendAward", "project=P; amount=400.01"),
            "AUTHORITY_EXCEEDED");
  EXPECT_EQ(world.say("commission", "AmendAward", "project=P; amount=390.00"), "AwardReduced");
  EXPECT_EQ(world.balances().lapsed, 10'00);
  EXPECT_EQ(
      world.say_dated("2016-06-30", "commission", "CancelAward", "project=P; ground=renounced"),
      "AwardCancelled");
  EXPECT_EQ(world.balances().lapsed, 10'00);
  EXPECT_EQ(world.balances().available, 990'00);
}

TEST(OracleAuthority, IsTransferredBetweenProgrammesOfOneCurrency) {
  World world;
  world.create_programme();
  world.say("admin", "CreateProgramme", "programme=Y; name=Y; currency=EUR; nature=investment");
  world.say("admin", "CreateProgramme", "programme=Z; name=Z; currency=JPY; nature=investment");
  std::string const from = "from_programme=X; amount=100.00; to_programme=";
  EXPECT_EQ(world.say("conseil", "TransferAuthority", from + "Z"), "STATE");
  EXPECT_EQ(world.say("conseil", "TransferAuthority", from + "X"), "STATE");
  EXPECT_EQ(world.say("conseil", "TransferAuthority", from + "W"), "UNKNOWN_TARGET");
  EXPECT_EQ(world.say("conseil", "TransferAuthority", from + "Y"), "AuthorityTransferred");
  EXPECT_EQ(world.balances().voted, 900'00);
  EXPECT_EQ(world.oracle().balances("Y").voted, 100'00);
  EXPECT_TRUE(world.oracle().keeps_invariant_1("X"));
  EXPECT_TRUE(world.oracle().keeps_invariant_1("Y"));
  EXPECT_EQ(world.say("conseil", "VoteAuthority", "programme=Z; amount=1.5"), "MALFORMED");
  EXPECT_EQ(world.say("conseil", "VoteAuthority", "programme=X; amount=0.00"), "MALFORMED");
  EXPECT_EQ(world.say("conseil", "VoteAuthority", "programme=X; amount=92233720368547758.07"),
            "AMOUNT_OVERFLOW");
}

TEST(OracleAuthority, ComesBackWithARecoveryByPolicyOnly) {
  for (std::string const policy : {"none", "authority"}) {
    World world;
    world.award("; re_credit=" + policy);
    world.pay();
    world.say("boris", "OrderRecovery", "project=P; recovery=T; titre_number=1; amount=60.00");
    world.say("bank", "RecordRecoveryReceipt", "recovery=T; amount=60.00");
    EXPECT_EQ(world.oracle().recovery_state("T"), "Received");
    auto const all = world.balances();
    EXPECT_EQ(all.recovered, policy == "none" ? 60'00 : 0);
    EXPECT_EQ(all.available, policy == "none" ? 600'00 : 660'00);
    EXPECT_TRUE(world.oracle().keeps_invariant_1("X"));
  }
}

TEST(OracleCredits, AreOpenedOnceThenAdjustedAndCarriedOver) {
  World world;
  world.create_programme();
  EXPECT_EQ(world.say("conseil", "OpenPaymentCredits", "programme=X; year=2016; amount=1.00"),
            "STATE");
  EXPECT_EQ(world.say("conseil", "AdjustPaymentCredits", "programme=X; year=2017; amount=1.00"),
            "STATE");
  EXPECT_EQ(world.say("conseil", "AdjustPaymentCredits", "programme=X; year=2016; amount=-500.01"),
            "CREDITS_EXCEEDED");
  EXPECT_EQ(world.say("conseil", "CarryOverCredits", "programme=X; year=2016; amount=200.00"),
            "PaymentCreditsCarriedOver");
  EXPECT_EQ(world.say("conseil", "OpenPaymentCredits", "programme=X; year=2017; amount=1.00"),
            "PaymentCreditsOpened");
  EXPECT_EQ(world.reverse("conseil", 1), "DEPENDENT_EVENTS");
  EXPECT_EQ(world.reverse("conseil"), "NOT_REVERSIBLE");  // the refusal just recorded
  EXPECT_EQ(world.balances().years.at(2017).available, 201'00);
  EXPECT_EQ(world.say("boris", "CloseExercise", "year=2015"), "STATE");
  EXPECT_EQ(world.say("boris", "CloseExercise", "year=2016"), "DATE");
  world.on("2016-12-31");
  EXPECT_EQ(world.say("boris", "CloseExercise", "year=2016"), "ExerciseClosed");
  EXPECT_EQ(world.balances().years.at(2016).lapsed, 300'00);
  EXPECT_EQ(world.say("conseil", "AdjustPaymentCredits", "programme=X; year=2016; amount=1.00"),
            "YEAR_CLOSED");
  EXPECT_EQ(world.say("conseil", "VoteAuthority", "programme=X; amount=1.00"), "YEAR_CLOSED");
}

TEST(OracleAward, IsHeldAgainstCapAskedRateAndOtherFunding) {
  World world;
  world.create_programme();
  world.open_call("; project_cap=390.00; maximum_rate=380000");
  world.bring_to_eligible("P", "00000101600013", "; other_funders=A:650.00:true,B:90.00:false");
  world.on("2016-03-01");
  auto const award = [&](std::string const& fields) {
    return world.say("commission", "DecideAward", "project=P; amount=" + fields);
  };
  EXPECT_EQ(award("1000.01"), "AUTHORITY_EXCEEDED");
  EXPECT_EQ(award("400.01"), "PROJECT_CAP_EXCEEDED");
  EXPECT_EQ(award("390.00"), "RATE_EXCEEDED");
  EXPECT_EQ(award("380.00"), "OVERFUNDING");
  EXPECT_EQ(award("1.00; rate=380001"), "RATE_EXCEEDED");
  EXPECT_EQ(award("1.00; cost_base=1000.01"), "RATE_EXCEEDED");
  EXPECT_EQ(award("33.34; rate=333333; cost_base=100.00"), "RATE_EXCEEDED");
  EXPECT_EQ(award("0.01; cost_base=650.00"), "OVERFUNDING");
  EXPECT_EQ(award("350.00"), "AwardDecided");
  EXPECT_EQ(award("350.00"), "STATE");
}

TEST(OracleAward, OfDeMinimisAidIsCountedOverThreeCalendarYears) {
  World world;
  world.create_programme("; aid_regime=de_minimis; de_minimis_ceiling=500.00");
  world.open_call();
  world.bring_to_eligible("P", "00000101600013", "; de_minimis_declared=100.00");
  world.bring_to_eligible("Q", "00000101600021");
  world.on("2016-03-01");
  world.say("commission", "DecideAward", "project=P; amount=300.00");
  EXPECT_EQ(world.say("commission", "AmendAward", "project=P; amount=400.01"), "ASKED_EXCEEDED");
  EXPECT_EQ(world.say("commission", "DecideAward", "project=Q; amount=200.01"),
            "DE_MINIMIS_EXCEEDED");
  EXPECT_EQ(world.say("commission", "DecideAward", "project=Q; amount=100.00"), "AwardDecided");
  EXPECT_EQ(world.say("commission", "AmendAward", "project=P; amount=300.01"),
            "DE_MINIMIS_EXCEEDED");
  world.on("2018-12-31");
  EXPECT_EQ(world.say("commission", "AmendAward", "project=P; amount=300.01"),
            "DE_MINIMIS_EXCEEDED");
  world.on("2019-01-01");
  EXPECT_EQ(world.say("commission", "AmendAward", "project=P; amount=400.00"), "AwardIncreased");
}

TEST(OracleAward, IsProlongedThenIncreasedAndReversedStepByStep) {
  World world;
  world.award();
  EXPECT_EQ(world.say("commission", "AmendAward", "project=P; amount=400.00"), "STATE");
  EXPECT_EQ(world.say("commission", "AmendAward", "project=P; rate=1"), "MALFORMED");
  EXPECT_EQ(
      world.say("commission", "AmendAward", "project=P; amount=399.00; valid_until=2016-12-31"),
      "AwardProlonged AwardReduced");
  EXPECT_EQ(world.reverse("commission", 1), "NOT_REVERSIBLE");
  EXPECT_EQ(world.reverse("commission", 1), "EventReversed");
  EXPECT_EQ(world.oracle().award_amount("P"), 400'00);
  EXPECT_EQ(world.reverse("commission", 2), "ALREADY_REVERSED");
  world.on("2017-01-01");
  EXPECT_EQ(world.say_dated("2016-12-31", "commission", "CancelAward", "project=P; ground=lapsed"),
            "DATE");
  EXPECT_EQ(world.say("commission", "CancelAward", "project=P; ground=lapsed"), "AwardCancelled");
}

TEST(OracleAward, IsCancelledOnItsGroundsOnly) {
  World world;
  world.award();
  world.on("2016-07-02");
  auto const end = [&](std::string const& type, std::string const& fields) {
    return world.say("commission", type, "project=P; ground=" + fields);
  };
  EXPECT_EQ(end("CancelAward", "fraud"), "MALFORMED");
  EXPECT_EQ(end("CancelAward", "lapsed"), "DATE");
  EXPECT_EQ(end("CancelAward", "breach"), "HEARING_REQUIRED");
  EXPECT_EQ(end("CancelAward", "breach; hearing_date=2016-07-03"), "HEARING_REQUIRED");
  EXPECT_EQ(end("WithdrawDecision", "illegal"), "DEADLINE_PASSED");
  EXPECT_EQ(end("WithdrawDecision", "fraud"), "DecisionWithdrawn");
  EXPECT_EQ(world.balances().available, 1000'00);
  EXPECT_EQ(world.reverse("commission"), "EventReversed");
  EXPECT_EQ(world.oracle().project_state("P"), "Awarded");
  world.on("2016-07-01");
  EXPECT_EQ(end("WithdrawDecision", "illegal"), "DecisionWithdrawn");
}

}  // namespace
}  // namespace gl::oracle
