#include <gtest/gtest.h>

#include <map>
#include <string>

#include "ledger/project_states.h"

namespace gl::ledger::testing {
namespace {

ProjectId const p{"P"};

GiveDelegation delegation(std::string_view command = "DecideAward", std::string_view id = "D1") {
  GiveDelegation c;
  c.delegation = DelegationId{id};
  c.from_person = PersonId{"president"};
  c.to_person = PersonId{"commission"};
  c.commands = {CommandName{command}};
  c.start = day("2016-08-01");
  c.end = day("2016-08-31");
  return c;
}

/// For the president, by a delegation that is named or not.
World::Tweak for_president(std::string_view date, std::string_view named = "") {
  return [=](CommandHeader& header) {
    header.effective_date = day(date);
    header.actor.acting_for = PersonId{"president"};
    header.actor.delegation = DelegationId{named};
  };
}

/// P is eligible since August; it is September.
World in_september() {
  auto w = project_in(ProjectState::eligible);
  w.on("2016-09-01");
  return w;
}

TEST(Delegation, LetsItsHolderActForTheGiverWhileItHolds) {
  for (auto const* const date : {"2016-08-01", "2016-08-31"}) {
    auto w = in_september();
    EXPECT_EQ(w.send(board, award(eur(1)), for_president(date)), "REFUSED NOT_DELEGATED");
    w.given(boris, delegation());
    EXPECT_EQ(w.send(board, award(eur(1)), for_president(date)), "AwardDecided") << date;
    EXPECT_EQ(w.events.back().envelope.actor.acting_for.view(), "president");
  }
  auto w = in_september();
  auto later = delegation();
  later.start = day("2016-08-02");
  w.given(boris, later);
  EXPECT_EQ(w.send(board, award(eur(1)), for_president("2016-08-01")), "REFUSED NOT_DELEGATED");
  EXPECT_EQ(w.send(board, award(eur(1)), for_president("2016-09-01")), "REFUSED NOT_DELEGATED");
}

TEST(Delegation, IsForItsCommandsPersonsAndDirection) {
  auto w = in_september();
  w.given(boris, delegation("RejectProject"));
  EXPECT_EQ(w.send(board, award(eur(1)), for_president("2016-08-31")), "REFUSED NOT_DELEGATED");
  auto to_other = delegation("DecideAward", "D2");
  to_other.to_person = PersonId{"somebody"};
  auto from_other = delegation("DecideAward", "D3");
  from_other.from_person = PersonId{"somebody"};
  auto back = delegation("DecideAward", "D4");
  std::swap(back.from_person, back.to_person);
  w.given(boris, to_other).given(boris, from_other).given(boris, back);
  EXPECT_EQ(w.send(board, award(eur(1)), for_president("2016-08-31")), "REFUSED NOT_DELEGATED");
  auto several = delegation("CancelAward", "D5");
  several.commands.push_back(CommandName{"DecideAward"});
  w.given(boris, several);
  EXPECT_EQ(w.send(board, award(eur(1)), for_president("2016-08-31")), "AwardDecided");
}

TEST(Delegation, ThatIsNamedMustBeTheOne) {
  auto w = in_september();
  w.given(boris, delegation()).given(boris, delegation("RejectProject", "D2"));
  auto const with = [&](std::string_view id) {
    return w.send(board, award(eur(1)), for_president("2016-08-31", id));
  };
  EXPECT_EQ(with("D2"), "REFUSED NOT_DELEGATED");
  EXPECT_EQ(with("nothing"), "REFUSED NOT_DELEGATED");
  EXPECT_EQ(w.refusal.actual, "nothing");
  EXPECT_EQ(with("D1"), "AwardDecided");
}

TEST(Delegation, ThatIsEndedHoldsUpToItsEnding) {
  for (auto const* const date : {"2016-08-14", "2016-08-15", "2016-08-16"}) {
    auto w = in_september();
    w.given(boris, delegation());
    w.given(boris, EndDelegation{DelegationId{"D1"}}, effective("2016-08-15"));
    bool const holds = day(date) <= day("2016-08-15");
    EXPECT_EQ(w.send(board, award(eur(1)), for_president(date)),
              holds ? "AwardDecided" : "REFUSED NOT_DELEGATED")
        << date;
  }
}

TEST(Delegation, WithoutAnEndHoldsUntilItIsEnded) {
  auto w = in_september();
  auto c = delegation();
  c.end.reset();
  w.given(boris, c);
  EXPECT_EQ(w.send(board, award(eur(1)), for_president("2016-09-01")), "AwardDecided");
}

TEST(Delegation, DoesNotGiveARole) {
  auto w = in_september();
  auto c = delegation();
  c.to_person = PersonId{"anne"};
  w.given(boris, c);
  EXPECT_EQ(w.send(anne, award(eur(1)), for_president("2016-08-31")), "REFUSED FORBIDDEN");
}

TEST(Delegation, IsGivenOnceAndEndedOnce) {
  auto w = in_september();
  auto backwards = delegation();
  backwards.end = day("2016-07-31");
  EXPECT_EQ(w.send(boris, backwards), "REFUSED DATE");
  EXPECT_EQ(w.send(boris, delegation(), effective("2016-09-02")), "REFUSED DATE");
  EXPECT_EQ(w.send(boris, delegation()), "DelegationGiven");
  EXPECT_EQ(w.send(boris, delegation()), "REFUSED ID_TAKEN");
  EndDelegation const end{DelegationId{"D1"}};
  EXPECT_EQ(w.send(boris, EndDelegation{DelegationId{"D9"}}), "REFUSED UNKNOWN_TARGET");
  EXPECT_EQ(w.send(boris, end, effective("2016-09-02")), "REFUSED DATE");
  EXPECT_EQ(w.send(boris, end), "DelegationEnded");
  EXPECT_EQ(w.send(boris, end), "REFUSED STATE");
  EXPECT_EQ(w.send(boris, delegation()), "REFUSED ID_TAKEN") << "its id stays taken";
}

TEST(Delegation, OfAnImportedActIsAFlag) {
  auto w = in_september();
  auto const imported = [](CommandHeader& header) {
    for_president("2016-08-31")(header);
    header.imported = Imported{any_hash(), 7};
  };
  EXPECT_EQ(w.send(board, award(eur(1)), imported), "AwardDecided");
  EXPECT_EQ(w.events.back().envelope.flags, std::vector<Rule>{Rule::not_delegated});
}

struct Barred {
  As who;
  CommandBody command;
  ProjectState from;
};

/// Domain §2: what a declaration bars its sender from.
std::map<std::string, Barred> barred() {
  using enum ProjectState;
  return {
      {"RecordAssessment", {anne, RecordAssessment{p, ReasonCode{"x"}, 1, 5, {}, {}}, eligible}},
      {"CloseAssessment", {anne, CloseAssessment{p}, eligible}},
      {"DecideAward", {board, award(eur(1)), eligible}},
      {"RejectProject", {board, RejectProject{p}, eligible}},
      {"OrientProject", {board, OrientProject{p, "OTHER"}, eligible}},
      {"WaitlistProject", {board, WaitlistProject{p, 1}, eligible}},
      {"AmendAward", {board, AmendAward{p, eur(9'000), {}, {}}, awarded}},
      {"AmendAward later", {board, AmendAward{p, {}, {}, day("2019-01-01")}, awarded}},
      {"CancelAward", {board, CancelAward{p, CancelGround::renounced, {}}, awarded}},
  };
}

TEST(Conflict, BarsItsSenderFromAssessingAndDeciding) {
  for (auto const& [name, attempt] : barred()) {
    auto w = project_in(attempt.from);
    // The person, whatever the role that the declaration was sent in.
    w.given({attempt.who.person, Role::officer}, DeclareConflict{p});
    EXPECT_EQ(w.send(attempt.who, attempt.command), "REFUSED CONFLICT_OF_INTEREST") << name;
    As const other{"other", attempt.who.role};
    EXPECT_FALSE(w.send(other, attempt.command).starts_with("REFUSED")) << name;
  }
}

TEST(Conflict, BarsFromNothingElseAndFromNoOtherProject) {
  auto w = project_in(ProjectState::complete);
  w.given(anne, DeclareConflict{p});
  EXPECT_EQ(w.send(anne, DeclareEligible{p, {}}), "EligibilityDecided");
  EXPECT_EQ(w.send(anne, DeclareConflict{p}), "ConflictDeclared") << "said twice is no harm";
  auto other = submit("P2", "73282932000074");
  w.given(portal, other).given(anne, DeclareComplete{ProjectId{"P2"}});
  w.given(anne, DeclareEligible{ProjectId{"P2"}, {}});
  EXPECT_EQ(w.send(anne, CloseAssessment{ProjectId{"P2"}}), "AssessmentClosed");
}

TEST(Conflict, ComesAfterTheDelegationAndBeforeTheAmounts) {
  auto w = project_in(ProjectState::eligible);
  w.given({"commission", Role::decision}, DeclareConflict{p});
  EXPECT_EQ(w.send(board, award(eur(9'000'000)), for_president("2016-08-02")),
            "REFUSED NOT_DELEGATED");
  EXPECT_EQ(w.send(board, award(eur(9'000'000))), "REFUSED CONFLICT_OF_INTEREST");
}

TEST(Conflict, IsNoDependentOfAnAward) {
  auto w = project_in(ProjectState::awarded);
  Position decided;
  for (auto const& event : w.events) {
    if (std::holds_alternative<AwardDecided>(event.body)) decided = event.envelope.position;
  }
  w.given(anne, DeclareConflict{p}).given(anne, NotifyApplicant{p, "letter", {}});
  EXPECT_EQ(w.send(board, ReverseEvent{decided}), "EventReversed");
  auto published = project_in(ProjectState::awarded);
  published.given(admin, PublishGrant{{p, "data.gouv.fr", {}, {}}});
  EXPECT_EQ(published.send(board, ReverseEvent{decided}), "REFUSED DEPENDENT_EVENTS");
}

TEST(Notice, SaysWhenTheApplicantWasTold) {
  auto w = in_september();
  EXPECT_EQ(w.send(anne, NotifyApplicant{p, "letter", {}}), "ApplicantNotified");
  EXPECT_EQ(std::get<ApplicantNotified>(w.events.back().body).date, day("2016-09-01"));
  EXPECT_EQ(w.send(anne, NotifyApplicant{p, "letter", day("2016-07-31")}), "REFUSED DATE");
  EXPECT_EQ(w.send(anne, NotifyApplicant{p, "letter", day("2016-09-02")}), "REFUSED DATE");
  EXPECT_EQ(w.send(anne, NotifyApplicant{p, "letter", day("2016-08-01")}), "ApplicantNotified");
  EXPECT_EQ(w.send(anne, NotifyApplicant{p, "letter", day("2016-08-30")}, effective("2016-08-29")),
            "REFUSED DATE");
}

TEST(Publication, IsDatedBetweenTheAwardAndItsRecord) {
  auto w = project_in(ProjectState::awarded);  // decided on 2016-08-02
  w.on("2016-09-01");
  auto const publish = [](std::optional<CivilDate> date) {
    return PublishGrant{{p, "data.gouv.fr", date, {}}};
  };
  EXPECT_EQ(w.send(admin, publish({})), "GrantPublished");
  EXPECT_EQ(std::get<GrantPublished>(w.events.back().body).date, day("2016-09-01"));
  EXPECT_EQ(w.send(admin, publish(day("2016-08-01"))), "REFUSED DATE");
  EXPECT_EQ(w.send(admin, publish(day("2016-09-02"))), "REFUSED DATE");
  EXPECT_EQ(w.send(admin, publish({}), effective("2016-08-01")), "REFUSED DATE");
  EXPECT_EQ(w.send(admin, publish(day("2016-08-02"))), "GrantPublished");
  EXPECT_EQ(w.send(admin, NotifyStateAid{{p, "TAM", day("2016-09-02"), {}}}), "REFUSED DATE");
  EXPECT_EQ(w.send(admin, NotifyStateAid{{p, "TAM", day("2016-08-02"), any_hash()}}),
            "StateAidNotified");
}

}  // namespace
}  // namespace gl::ledger::testing
