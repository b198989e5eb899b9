#include <gtest/gtest.h>

#include "ledger/given.h"
#include "ledger/order.h"

namespace gl::ledger::testing {
namespace {

ProgrammeId const g{"G"};
ProgrammeId const h{"H"};
CallId const c{"C"};
Amount const most{9'223'372'036'854'775'807, 2};

/// G with 700 000, H without authority, call C of G.
World with_two_programmes() {
  auto w = with_call();
  w.given(admin, programme("H"));
  return w;
}

Call const& call_of(World const& w) { return *w.state.calls.find(c); }

AmendProgramme amend_programme() {
  AmendProgramme command;
  command.programme = g;
  return command;
}

ProgrammeSettings const& settings(World const& w) { return w.state.programmes.find(g)->settings; }

TEST(ProgrammeAmendment, SetsWhatItGivesAndLeavesTheRest) {
  auto w = with_programme();
  auto const before = settings(w);
  auto command = amend_programme();
  command.name = "Social innovation";
  command.re_credit = ReCredit::authority;
  command.retention_years = 12;
  command.publication = Choice::yes;
  command.convention_threshold = eur(10'000);
  command.authority_valid_until = day("2018-12-31");
  command.de_minimis_ceiling = eur(100'000);
  command.de_minimis_window_years = 4;
  EXPECT_EQ(w.send(admin, command), "ProgrammeAmended");
  auto expected = before;
  expected.name = "Social innovation";
  expected.re_credit = ReCredit::authority;
  expected.retention_years = 12;
  expected.publication = true;
  expected.convention_threshold = euros(10'000);
  expected.authority_valid_until = day("2018-12-31");
  expected.de_minimis_ceiling = euros(100'000);
  expected.de_minimis_window_years = 4;
  EXPECT_EQ(settings(w), expected);
  auto const& event = std::get<ProgrammeAmended>(w.events.back().body);
  EXPECT_EQ(event.before, before);
  EXPECT_EQ(event.after, expected);
  EXPECT_EQ(w.authority().voted, euros(700'000)) << "money does not move";
}

TEST(ProgrammeAmendment, CountsFromItsPositionOn) {
  auto w = with_eligible();
  auto command = amend_programme();
  command.authority_valid_until = day("2016-10-31");
  w.on("2016-11-14").given(admin, command);
  EXPECT_EQ(w.send(board, award(eur(1))), "REFUSED AUTHORITY_EXCEEDED");
  command.authority_valid_until = day("2016-11-14");
  w.given(admin, command);
  EXPECT_EQ(w.send(board, award(eur(1))), "AwardDecided") << "its last day is included";
}

TEST(ProgrammeAmendment, KeepsTheRecordsOfStateAidTenYears) {
  World w;
  auto created = programme();
  created.retention_years = 5;
  w.given(admin, created);
  auto command = amend_programme();
  command.aid_regime = AidRegime::de_minimis;
  EXPECT_EQ(w.send(admin, command), "REFUSED MALFORMED");
  command.retention_years = 10;
  EXPECT_EQ(w.send(admin, command), "ProgrammeAmended");
  auto shorter = amend_programme();
  shorter.retention_years = 9;
  EXPECT_EQ(w.send(admin, shorter), "REFUSED MALFORMED") << "the regime stands already";
}

TEST(ProgrammeAmendment, FallsBackToTheLawsThreshold) {
  World w;
  auto created = programme();
  created.convention_for_all = true;
  w.given(admin, created);
  EXPECT_EQ(settings(w).convention_threshold, std::nullopt);
  auto command = amend_programme();
  command.convention_for_all = Choice::no;
  w.given(admin, command);
  EXPECT_EQ(settings(w).convention_threshold, euros(23'000));
}

TEST(ProgrammeAmendment, IsRefusedInTheOrderOfTheCodes) {
  auto w = in_2017(with_programme());
  auto command = amend_programme();
  command.name = "Other";
  auto bad = command;
  bad.programme = ProgrammeId{"X"};
  EXPECT_EQ(w.send(admin, bad), "REFUSED UNKNOWN_TARGET");
  bad = command;
  bad.de_minimis_ceiling = Amount{1, 3};
  EXPECT_EQ(w.send(board, bad), "REFUSED MALFORMED") << "before FORBIDDEN";
  EXPECT_EQ(w.send(board, command), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send(admin, command, effective("2016-05-29")), "REFUSED DATE");
  EXPECT_EQ(w.send(admin, command, effective("2017-01-11")), "REFUSED DATE");
  EXPECT_EQ(w.send(admin, command, effective("2016-12-31")), "ProgrammeAmended")
      << "it does not post";
}

TEST(Lapse, TakesFromWhatIsNeitherCommittedNorAllocated) {
  auto w = with_award();
  w.given(council, AllocateToCall{c, eur(60'000)});
  EXPECT_EQ(w.send(council, LapseAuthority{g, eur(600'000, 1)}), "REFUSED AUTHORITY_EXCEEDED");
  EXPECT_EQ(w.refusal.limit, "600000.00");
  EXPECT_EQ(w.refusal.actual, "600000.01");
  EXPECT_EQ(w.send(council, LapseAuthority{g, eur(600'000)}), "AuthorityLapsed");
  EXPECT_EQ(w.authority().available, euros(60'000));
  EXPECT_EQ(w.authority().lapsed, euros(600'000));
  EXPECT_EQ(w.authority().voted, euros(700'000));
}

TEST(Lapse, ComesAfterTheValidityAsWell) {
  World w;
  auto created = programme();
  created.authority_valid_until = day("2016-05-30");
  w.given(admin, created).given(council, VoteAuthority{g, eur(5)});
  EXPECT_EQ(w.on("2016-05-31").send(council, LapseAuthority{g, eur(5)}), "AuthorityLapsed");
}

TEST(Transfer, MovesVotedAndAvailableInOneEventOfTheGiver) {
  auto w = with_two_programmes();
  auto const before = w.state.programmes.find(h)->stream;
  EXPECT_EQ(w.send(council, TransferAuthority{g, h, eur(200'000)}), "AuthorityTransferred");
  EXPECT_EQ(w.authority("G").voted, euros(500'000));
  EXPECT_EQ(w.authority("G").available, euros(500'000));
  EXPECT_EQ(w.authority("H").voted, euros(200'000));
  EXPECT_EQ(w.authority("H").available, euros(200'000));
  EXPECT_EQ(w.events.back().envelope.stream.id.view(), "G");
  EXPECT_EQ(w.state.programmes.find(h)->stream, before);
}

TEST(Transfer, TakesFromTheUnallocatedPart) {
  auto w = with_two_programmes();
  w.given(council, AllocateToCall{c, eur(100'000)});
  EXPECT_EQ(w.send(council, TransferAuthority{g, h, eur(600'000, 1)}),
            "REFUSED AUTHORITY_EXCEEDED");
  EXPECT_EQ(w.send(council, TransferAuthority{g, h, eur(600'000)}), "AuthorityTransferred");
}

TEST(Transfer, IsBetweenTwoProgrammesOfOneCurrency) {
  auto w = with_two_programmes();
  auto yen = programme("J");
  yen.currency = *Currency::parse("JPY");
  w.given(admin, yen);
  EXPECT_EQ(w.send(council, TransferAuthority{g, g, eur(1)}), "REFUSED STATE");
  EXPECT_EQ(w.send(council, TransferAuthority{g, ProgrammeId{"J"}, eur(1)}), "REFUSED STATE");
  EXPECT_EQ(w.send(council, TransferAuthority{g, ProgrammeId{"X"}, eur(1)}),
            "REFUSED UNKNOWN_TARGET");
  EXPECT_EQ(w.send(council, TransferAuthority{ProgrammeId{"X"}, g, eur(1)}),
            "REFUSED UNKNOWN_TARGET");
}

TEST(Transfer, IsNotDatedBeforeEitherProgramme) {
  auto w = with_two_programmes();
  w.on("2016-06-02");
  EXPECT_EQ(w.send(council, TransferAuthority{g, h, eur(1)}, effective("2016-05-31")),
            "REFUSED DATE")
      << "H is of 2016-06-01";
  EXPECT_EQ(w.send(council, TransferAuthority{g, h, eur(1)}, effective("2016-06-01")),
            "AuthorityTransferred");
}

TEST(Transfer, DoesNotReviveAuthorityWhoseValidityIsOver) {
  auto w = with_two_programmes();
  auto command = amend_programme();
  command.authority_valid_until = day("2016-06-01");
  w.given(admin, command);
  w.on("2016-06-02");
  EXPECT_EQ(w.send(council, TransferAuthority{g, h, eur(1)}), "REFUSED AUTHORITY_EXCEEDED");
  EXPECT_EQ(w.send(council, AllocateToCall{c, eur(1)}), "REFUSED AUTHORITY_EXCEEDED");
  EXPECT_EQ(w.send(council, AdjustAuthority{g, eur(-1)}), "AuthorityAdjusted");
  EXPECT_EQ(w.send(council, TransferAuthority{g, h, eur(1)}, effective("2016-06-01")),
            "AuthorityTransferred");
}

TEST(Transfer, NeverOverflows) {
  auto w = with_two_programmes();
  w.given(council, VoteAuthority{h, most});
  EXPECT_EQ(w.send(council, TransferAuthority{g, h, {1, 2}}), "REFUSED AMOUNT_OVERFLOW");
}

TEST(Allocation, SetsAuthorityApartAndItsReleaseGivesItBack) {
  auto w = with_call();
  EXPECT_EQ(w.send(board, AllocateToCall{c, eur(100'000)}), "CallAllocated");
  EXPECT_EQ(call_of(w).available, euros(100'000));
  EXPECT_EQ(w.authority().available, euros(700'000)) << "with the call's part";
  EXPECT_EQ(w.state.programmes.find(g)->unallocated(), euros(600'000));
  EXPECT_EQ(w.send(council, ReleaseAllocation{c, eur(100'000, 1)}), "REFUSED AUTHORITY_EXCEEDED");
  EXPECT_EQ(w.send(council, ReleaseAllocation{c, eur(100'000)}), "CallReleased");
  EXPECT_EQ(call_of(w).available, euros(0));
  EXPECT_FALSE(call_of(w).has_allocation());
}

TEST(Allocation, IsAtMostTheUnallocatedPart) {
  auto w = with_call();
  w.given(admin, open_call("D")).given(board, AllocateToCall{CallId{"D"}, eur(300'000)});
  EXPECT_EQ(w.send(board, AllocateToCall{c, eur(400'000, 1)}), "REFUSED AUTHORITY_EXCEEDED");
  EXPECT_EQ(w.send(board, AllocateToCall{c, eur(400'000)}), "CallAllocated");
}

TEST(Allocation, OfEverythingThatTheLedgerCanHoldStillFits) {
  World w;
  w.given(admin, programme()).given(council, VoteAuthority{g, most});
  w.on("2016-06-01").given(admin, open_call());
  EXPECT_EQ(w.send(board, AllocateToCall{c, most}), "CallAllocated");
  EXPECT_EQ(w.send(board, ReleaseAllocation{c, most}), "CallReleased");
  EXPECT_EQ(w.state.programmes.find(g)->unallocated(), w.authority().voted);
}

TEST(Allocation, IsNotDatedBeforeTheCallWasMade) {
  auto w = with_programme();
  w.on("2016-06-01").given(admin, DraftCall{open_call()});
  OpenCall open_it;
  open_it.call = c;
  w.on("2016-06-10").given(admin, open_it);
  EXPECT_EQ(w.send(board, AllocateToCall{c, eur(1)}, effective("2016-05-31")), "REFUSED DATE");
  EXPECT_EQ(w.send(board, AllocateToCall{c, eur(1)}, effective("2016-06-01")), "CallAllocated")
      << "it was a draft then";
}

TEST(Allocation, WhileItStandsIsAllThatAwardsTakeFrom) {
  auto w = with_eligible();
  w.on("2016-11-14").given(board, AllocateToCall{c, eur(30'000)});
  EXPECT_EQ(w.send(board, award(eur(30'000, 1))), "REFUSED AUTHORITY_EXCEEDED");
  EXPECT_EQ(w.send(board, award(eur(30'000))), "AwardDecided");
  EXPECT_EQ(call_of(w).available, euros(0));
  EXPECT_EQ(w.send(board, AmendAward{ProjectId{"P"}, eur(30'001), {}, {}}),
            "REFUSED AUTHORITY_EXCEEDED")
      << "awarded to the last cent, it stands still";
  w.given(board, AmendAward{ProjectId{"P"}, eur(20'000), {}, {}});
  EXPECT_EQ(call_of(w).available, euros(10'000)) << "what is freed comes back to the call";
}

TEST(Allocation, OnceReleasedLeavesAwardsTheUnallocatedPart) {
  auto w = with_eligible();
  w.on("2016-11-14").given(board, AllocateToCall{c, eur(1)});
  w.given(board, ReleaseAllocation{c, eur(1)});
  EXPECT_EQ(w.send(board, award(eur(40'000))), "AwardDecided");
  EXPECT_EQ(w.state.programmes.find(g)->unallocated(), euros(660'000));
}

TEST(Allocation, TakesBackWhatWasAwardedBeforeItAndReleasesThatToo) {
  auto w = with_award();
  w.given(board, AllocateToCall{c, eur(10'000)});
  w.given(board, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}});
  EXPECT_EQ(call_of(w).available, euros(50'000));
  EXPECT_EQ(w.send(board, ReleaseAllocation{c, eur(50'000, 1)}), "REFUSED AUTHORITY_EXCEEDED");
  w.given(board, ReleaseAllocation{c, eur(50'000)});
  EXPECT_FALSE(call_of(w).has_allocation());
  w.given(board, AllocateToCall{c, eur(5'000)});
  EXPECT_TRUE(call_of(w).has_allocation()) << "a new allocation stands, whatever was released";
}

TEST(Allocation, OfAnotherCallsDecimalsOrOfNoCallIsNone) {
  auto w = with_call();
  EXPECT_EQ(w.send(board, AllocateToCall{CallId{"X"}, eur(1)}), "REFUSED UNKNOWN_TARGET");
  EXPECT_EQ(w.send(board, ReleaseAllocation{CallId{"X"}, eur(1)}), "REFUSED UNKNOWN_TARGET");
  EXPECT_EQ(w.send(board, AllocateToCall{c, {1, 3}}), "REFUSED MALFORMED");
  EXPECT_EQ(w.send(board, ReleaseAllocation{c, {1, 3}}), "REFUSED MALFORMED");
}

TEST(AuthorityCommands, AreRefusedInTheOrderOfTheCodes) {
  auto const w = in_2017(with_call());
  auto const much = eur(700'000, 1);
  expect_order(w, {council, {}, "", LapseAuthority{g, much}, "AUTHORITY_EXCEEDED"});
  expect_order(w, {council, TransferAuthority{g, g, much}, "STATE", TransferAuthority{g, h, much},
                   "AUTHORITY_EXCEEDED"});
  auto over = w;
  over.given(admin, open_call("E")).given(admin, CancelCall{CallId{"E"}});
  CallId const e{"E"};
  expect_order(over, {board, AllocateToCall{e, much}, "STATE", AllocateToCall{c, much},
                      "AUTHORITY_EXCEEDED"});
  expect_order(over, {board, ReleaseAllocation{e, much}, "STATE", ReleaseAllocation{c, much},
                      "AUTHORITY_EXCEEDED"});
}

/// More came back to the call than it was allocated, and was released: what is allocated anew is
/// the call's again, and its awards take that.
TEST(Allocation, StandsWhileTheCallsPartHoldsAnything) {
  auto w = with_award();  // 40 000, of the unallocated part
  w.given(council, AllocateToCall{CallId{"C"}, eur(100'000)});
  w.given(board, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}});
  EXPECT_EQ(w.state.calls.find(CallId{"C"})->available, euros(140'000));
  w.given(council, ReleaseAllocation{CallId{"C"}, eur(140'000)});
  w.given(council, AllocateToCall{CallId{"C"}, eur(30'000)});
  w.given(board, ReopenProject{ProjectId{"P"}}, with_act)
      .given(anne, DeclareEligible{ProjectId{"P"}, {}});
  EXPECT_EQ(w.send(board, award(eur(40'000))), "REFUSED AUTHORITY_EXCEEDED");
  EXPECT_EQ(w.refusal.limit, "30000.00");
  EXPECT_EQ(w.send(board, award(eur(30'000))), "AwardDecided");
  EXPECT_EQ(w.state.calls.find(CallId{"C"})->available, euros(0));
}

}  // namespace
}  // namespace gl::ledger::testing
