#include "ledger/decide.h"

#include <gtest/gtest.h>

#include "ledger/given.h"

namespace gl::ledger::testing {
namespace {

TEST(Refusal, IsRecordedWithWhatWasComparedAndNoPayload) {
  auto w = with_eligible();
  auto const head = w.state.head();
  (void)w.send(board, award(eur(40'000, 1)), [](CommandHeader& header) {
    header.payload_digest.fill(std::byte{9});
    header.act = Act{ActKind::deliberation, ActNumber{"1"}, {}, {}};
  });
  auto const& event = w.events.back();
  auto const& refused = std::get<CommandRefused>(event.body);
  EXPECT_EQ(event.envelope.position, next(head));
  EXPECT_EQ(to_string(event.envelope.stream), "refusals");
  EXPECT_EQ(event.envelope.stream_version, StreamVersion{1});
  EXPECT_EQ(event.envelope.payload_digest[0], std::byte{9});
  EXPECT_EQ(event.envelope.act, std::nullopt);
  EXPECT_EQ(refused.command, "DecideAward");
  EXPECT_EQ(to_string(refused.target), "project/P");
  EXPECT_EQ(refused.evaluated_at, head);
  EXPECT_EQ(refused.refusal.rule, Rule::project_cap_exceeded);
  EXPECT_EQ(refused.refusal.limit, "40000.00");
  EXPECT_EQ(refused.refusal.actual, "40000.01");
  EXPECT_EQ(refused.refusal.call_version, 1U);
  EXPECT_TRUE(postings(event).empty());
}

TEST(Refusal, OfAMalformedOrUnknownOneIsAnsweredOnly) {
  auto w = with_eligible();
  auto const head = w.state.head();
  EXPECT_EQ(w.send(board, award({1, 3})), "REFUSED MALFORMED") << "three decimals";
  EXPECT_EQ(w.send(board, award(eur(1), "P9")), "REFUSED UNKNOWN_TARGET");
  EXPECT_EQ(w.send(board, VoteAuthority{ProgrammeId{"X"}, eur(1)}), "REFUSED UNKNOWN_TARGET")
      << "before the role is looked at";
  EXPECT_EQ(w.state.head(), head);
}

TEST(Refusal, OfAPaymentNamesItsProject) {
  auto w = with_advance_requested();
  (void)w.send({"anne", Role::officer}, approve("R1", eur(20'000)));
  EXPECT_EQ(to_string(std::get<CommandRefused>(w.events.back().body).target), "project/P");
}

TEST(Refusal, OfAReversalNamesTheTargetsStream) {
  auto w = with_recovery();
  (void)w.send(boris, ReverseEvent{w.state.head()}, effective("2016-12-15"));
  EXPECT_EQ(to_string(std::get<CommandRefused>(w.events.back().body).target), "recovery/T1");
}

TEST(Refusal, HasTheFirstCodeInTheDomainsOrder) {
  auto w = with_award();
  // Wrong role, wrong version, wrong state, a date ahead, no delegation, too much: in that order.
  auto const tweak = [](CommandHeader& header) {
    header.expected_version = StreamVersion{99};
    header.effective_date = day("2030-01-01");
    header.actor.acting_for = PersonId{"president"};
  };
  EXPECT_EQ(w.send(anne, award(eur(1'000'000)), tweak), "REFUSED FORBIDDEN");
  EXPECT_EQ(w.send(board, award(eur(1'000'000)), tweak), "REFUSED VERSION_CONFLICT");
  auto const versioned = [&](CommandHeader& header) {
    tweak(header);
    header.expected_version = w.project().stream.version;
  };
  EXPECT_EQ(w.send(board, award(eur(1'000'000)), versioned), "REFUSED STATE");
  w.state.projects.change(ProjectId{"P"}).state = ProjectState::eligible;
  EXPECT_EQ(w.send(board, award(eur(1'000'000)), versioned), "REFUSED DATE");
  auto const dated = [&](CommandHeader& header) {
    versioned(header);
    header.effective_date = day("2016-11-14");
  };
  EXPECT_EQ(w.send(board, award(eur(1'000'000)), dated), "REFUSED NOT_DELEGATED");
  auto const own = [&](CommandHeader& header) {
    dated(header);
    header.actor.acting_for = {};
  };
  EXPECT_EQ(w.send(board, award(eur(1'000'000)), own), "REFUSED AUTHORITY_EXCEEDED");
  EXPECT_EQ(w.send(board, award(eur(600'000)), own), "REFUSED PROJECT_CAP_EXCEEDED");
}

TEST(Version, ThatIsExpectedAndRightLetsTheCommandPass) {
  auto w = with_eligible();
  auto const version = w.project().stream.version;
  auto const expect = [](StreamVersion expected) {
    return [expected](CommandHeader& header) { header.expected_version = expected; };
  };
  EXPECT_EQ(w.send(board, award(eur(1)), expect(StreamVersion{1})), "REFUSED VERSION_CONFLICT");
  EXPECT_EQ(w.send(board, award(eur(1)), expect(version)), "AwardDecided");
  auto called = with_call();
  called.on("2016-08-01");
  EXPECT_EQ(called.send(portal, submit(), expect(StreamVersion{1})), "REFUSED VERSION_CONFLICT");
  EXPECT_EQ(called.send(portal, submit(), expect(StreamVersion{0})), "ProjectSubmitted");
}

TEST(Envelope, SaysWhoWhenAndWhy) {
  auto w = with_eligible();
  w.on("2016-11-20");
  w.given(board, award(eur(1'000)), [](CommandHeader& header) {
    header.effective_date = day("2016-11-14");
    header.correlation_id.bytes[3] = std::byte{3};
    header.causation = Position{2};
    header.reason_text.clear = "parce que";
    with_act(header);
  });
  auto const& envelope = w.events.back().envelope;
  EXPECT_EQ(envelope.recorded_at, moment("2016-11-20T12:00:00Z"));
  EXPECT_EQ(envelope.effective_date, day("2016-11-14"));
  EXPECT_EQ(envelope.actor.person.view(), "commission");
  EXPECT_EQ(envelope.actor.role, Role::decision);
  EXPECT_FALSE(envelope.command_id.is_nil());
  EXPECT_EQ(envelope.correlation_id.bytes[3], std::byte{3});
  EXPECT_EQ(envelope.causation, Position{2});
  EXPECT_EQ(envelope.act->number.view(), "2016-1");
  EXPECT_EQ(envelope.reason_code->view(), "DECIDED");
  EXPECT_FALSE(envelope.reason_text.empty());
  EXPECT_EQ(envelope.currency.code(), "EUR");
}

TEST(Envelope, OfALateEveningIsDatedInParis) {
  auto w = with_call();
  w.at("2016-08-01T22:30:00Z").given(portal, submit());
  EXPECT_EQ(w.events.back().envelope.effective_date, day("2016-08-02"));
}

TEST(Postings, NameTheirAccountsAsTheChartDoes) {
  auto w = with_advance_approved();
  std::map<std::string, std::string> lines;
  for (auto const& line : postings(w.events.back())) {
    lines[to_string(line.account)] = to_string(line.amount, *Currency::parse("EUR"));
  }
  std::map<std::string, std::string> const expected{
      {"Assets:AE:G:Payable:P", "20000.00"},
      {"Assets:CP:G:Y2016:Consumed", "20000.00"},
      {"Assets:AE:G:Committed:P", "-20000.00"},
      {"Assets:CP:G:Y2016:Available", "-20000.00"},
  };
  EXPECT_EQ(lines, expected);
}

TEST(Streams, AreNamedAndParsed) {
  for (auto const* const text :
       {"ledger", "refusals", "project/P1", "year/2016", "payee/W332001234"}) {
    EXPECT_EQ(to_string(*parse_stream(text)), text);
  }
  for (auto const* const text :
       {"", "project", "project/", "ledger/1", "nothing/1", "project/a b"}) {
    EXPECT_FALSE(parse_stream(text).has_value()) << text;
  }
}

TEST(Rules, AreNamedAndParsed) {
  for (std::uint16_t number = 1; number <= 45; ++number) {
    EXPECT_EQ(parse_rule(name(Rule{number})), Rule{number});
  }
  EXPECT_EQ(name(Rule::project_cap_exceeded), "PROJECT_CAP_EXCEEDED");
  EXPECT_EQ(parse_rule("NOTHING"), std::nullopt);
}

TEST(Roles, AreNamedAndParsed) {
  EXPECT_EQ(*parse_role("officer"), Role::officer);
  EXPECT_EQ(name(Role::dpo), "dpo");
  EXPECT_FALSE(parse_role("system").has_value()) << "nobody gets in as the system";
}

TEST(Summary, OfRefusalsJoinsTheirStream) {
  auto w = with_eligible();
  auto const event = summarise_refusals(
      w.state,
      {PersonId{"anne"}, moment("2016-11-14T12:00:00Z"), moment("2016-11-14T12:01:00Z"), 7},
      {moment("2016-11-14T12:01:00Z"), day("2016-11-14"), nullptr});
  apply(w.state, event);
  EXPECT_EQ(w.state.stream({StreamKind::refusals, {}}).version, StreamVersion{1});
}

}  // namespace
}  // namespace gl::ledger::testing
