// What a session promises to a well-behaved client.
#include "server/server.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "codec/event_codec.h"
#include "support/ledger_fixture.h"
#include "support/log_capture.h"
#include "support/sample_commands.h"

namespace gl::testing {
namespace {

using ledger::Outcome;
using ledger::Role;
using ledger::Rule;
using std::chrono::milliseconds;

class ServerTest : public ::testing::Test {
 protected:
  std::unique_ptr<client::Client> client(Role role) { return ledger_.client("anne", role); }

  /// Sends one command in a role and gives its answer.
  ledger::Answer send(Role role, ledger::CommandBody body, Instant at = noon_2016(6, 10)) {
    auto const sender = client(role);
    auto reply = must(sender->submit({ledger_.command(std::move(body))}, {.recorded_at = at}));
    return reply.answers.at(0);
  }

  /// A programme with this authority.
  void make_programme(std::int64_t authority_euros) {
    ASSERT_EQ(send(Role::administrator, sample_programme("P")).outcome, Outcome::accepted);
    ASSERT_EQ(send(Role::assembly, vote("P", euros(authority_euros))).outcome, Outcome::accepted);
  }

  wire::BalancesReply balances(wire::ReadPoint at = {}) {
    wire::Balances question;
    question.programme = ledger::ProgrammeId{"P"};
    question.at = at;
    return must(client(Role::auditor)->balances(question));
  }

  LogCapture log_;
  LedgerFixture ledger_;
};

TEST_F(ServerTest, SaysInHelloWhoIsThereAndWhatHolds) {
  auto const officer = ledger_.client("boris", Role::officer);
  auto const& hello = officer->hello();
  EXPECT_EQ(hello.protocol, 1);
  EXPECT_EQ(hello.ledger, ledger_.id());
  EXPECT_EQ(hello.ledger_name, "test ledger");
  EXPECT_EQ(hello.principal.person.view(), "boris");
  EXPECT_EQ(hello.principal.role, Role::officer);
  EXPECT_EQ(hello.head, Position{1});
  EXPECT_TRUE(hello.simulated);
  EXPECT_EQ(hello.limits.frame_bytes_max, 4U << 20U);
  EXPECT_EQ(hello.idle_ms, 300'000U);
}

TEST_F(ServerTest, TakesTheSenderFromTheCertificateAndNotFromTheMessage) {
  auto command = ledger_.command(sample_programme("P"));
  command.header.actor.person = ledger::PersonId{"somebody-else"};
  command.header.actor.role = Role::officer;
  auto const anne = client(Role::administrator);
  auto const reply = must(anne->submit({command}, {.recorded_at = noon_2016(6, 1)}));
  ASSERT_EQ(reply.answers.at(0).outcome, Outcome::accepted);
  auto const event = must(codec::decode_event(must(ledger_.journal().read_one(Position{2}))));
  EXPECT_EQ(event.envelope.actor.person.view(), "anne");
  EXPECT_EQ(event.envelope.actor.role, Role::administrator);
}

TEST_F(ServerTest, RecordsACommandThatTheRoleMayNotSend) {
  make_programme(100);
  for (auto const role : {Role::auditor, Role::applicant}) {
    auto const answer = send(role, vote("P", euros(1)));
    EXPECT_EQ(answer.outcome, Outcome::refused);
    EXPECT_EQ(answer.refusal.rule, Rule::forbidden);
    EXPECT_GT(answer.first, Position{0}) << "a recorded refusal has a position";
  }
}

TEST_F(ServerTest, RefusesAReadThatTheRoleMayNotMake) {
  make_programme(100);
  wire::Balances question;
  question.programme = ledger::ProgrammeId{"P"};
  auto const portal = client(Role::applicant);
  auto const reply = portal->balances(question);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().error_class, wire::ErrorClass::forbidden);
  EXPECT_EQ(reply.error().code, wire::Code::forbidden);
  EXPECT_TRUE(portal->status()) << "the connection goes on";
}

TEST_F(ServerTest, AnswersAMalformedCommandAndLetsTheOthersGoOn) {
  make_programme(100);
  auto const assembly = client(Role::assembly);
  auto const reply = must(
      assembly->submit({ledger_.command(vote("P", euros(1))), ledger_.command(vote("P", euros(0))),
                        ledger_.command(vote("P", euros(2)))},
                       {.recorded_at = noon_2016(6, 11)}));
  ASSERT_EQ(reply.answers.size(), 3U);
  EXPECT_EQ(reply.answers[0].outcome, Outcome::accepted);
  EXPECT_EQ(reply.answers[1].outcome, Outcome::refused);
  EXPECT_EQ(reply.answers[1].refusal.rule, Rule::malformed);
  EXPECT_EQ(reply.answers[1].first, Position{0}) << "it is answered, not recorded";
  EXPECT_EQ(reply.answers[2].outcome, Outcome::accepted);
  EXPECT_EQ(reply.not_before, reply.answers[2].last);
  EXPECT_EQ(balances({{}, reply.not_before, 5'000}).balances.at(0).authority.voted,
            ledger::Money::from_minor_units(103'00));
}

TEST_F(ServerTest, AnswersTheWholeAtomicListWhenOneIsMalformed) {
  make_programme(100);
  auto const head = ledger_.journal().watermark();
  auto const assembly = client(Role::assembly);
  auto const reply = must(
      assembly->submit({ledger_.command(vote("P", euros(1))), ledger_.command(vote("P", euros(0))),
                        ledger_.command(vote("P", euros(2)))},
                       {.atomic = true, .recorded_at = noon_2016(6, 11)}));
  ASSERT_EQ(reply.answers.size(), 3U);
  EXPECT_EQ(reply.answers[0].outcome, Outcome::not_tried);
  EXPECT_EQ(reply.answers[1].refusal.rule, Rule::malformed);
  EXPECT_EQ(reply.answers[2].outcome, Outcome::not_tried);
  for (auto const& answer : reply.answers) EXPECT_EQ(answer.list_index, 1U);
  EXPECT_EQ(ledger_.journal().watermark(), head) << "nothing was written";
}

TEST_F(ServerTest, GivesTheFirstAnswerAgainToTheSameCommand) {
  make_programme(100);
  auto const command = ledger_.command(vote("P", euros(5)));
  auto const assembly = client(Role::assembly);
  auto const first = must(assembly->submit({command}, {.recorded_at = noon_2016(6, 11)}));
  auto const again = must(assembly->submit({command}, {.recorded_at = noon_2016(6, 12)}));
  EXPECT_FALSE(first.answers.at(0).repeated);
  EXPECT_TRUE(again.answers.at(0).repeated);
  EXPECT_EQ(again.answers.at(0).first, first.answers.at(0).first);
  auto const known = must(assembly->lookup(command.header.id));
  ASSERT_TRUE(known.answer);
  EXPECT_EQ(known.answer->first, first.answers.at(0).first);
  auto const unknown = must(assembly->lookup(ledger_.command(vote("P", euros(1))).header.id));
  EXPECT_FALSE(unknown.answer);
  EXPECT_EQ(unknown.evaluated_at, ledger_.journal().watermark());
}

TEST_F(ServerTest, GivesTheSameAnswerToAPersonalTextSentAgain) {
  make_programme(100);
  ASSERT_EQ(send(Role::administrator, sample_call("C", "P")).outcome, Outcome::accepted);
  auto project = sample_project("P1", "C", euros(10));
  project.contact.clear = "Mireille Exemple, mireille@example.org";
  auto const command = ledger_.command(project);
  auto const portal = client(Role::applicant);
  auto const first = must(portal->submit({command}, {.recorded_at = noon_2016(6, 11)}));
  auto const again = must(portal->submit({command}, {.recorded_at = noon_2016(6, 11)}));
  ASSERT_EQ(first.answers.at(0).outcome, Outcome::accepted) << first.answers.at(0).refusal.sentence;
  EXPECT_TRUE(again.answers.at(0).repeated) << again.answers.at(0).refusal.sentence;
  auto const bytes = must(ledger_.journal().read_one(first.answers.at(0).first));
  EXPECT_EQ(as_text(bytes).find("Mireille"), std::string_view::npos)
      << "a personal text stands in the journal in clear";
}

TEST_F(ServerTest, ReadsTheTargetOfAReversalBeforeItIsDecided) {
  make_programme(100);
  auto const second = send(Role::assembly, vote("P", euros(50)));
  auto const reversed = send(Role::assembly, ledger::ReverseEvent{second.first});
  EXPECT_EQ(reversed.outcome, Outcome::accepted) << reversed.refusal.sentence;
  EXPECT_EQ(balances({{}, reversed.last, 5'000}).balances.at(0).authority.voted,
            ledger::Money::from_minor_units(100'00));
  auto const nothing = send(Role::assembly, ledger::ReverseEvent{Position{1'000}});
  EXPECT_EQ(nothing.refusal.rule, Rule::unknown_target);
}

TEST_F(ServerTest, WritesNothingInADryRun) {
  make_programme(100);
  auto const head = ledger_.journal().watermark();
  auto const assembly = client(Role::assembly);
  auto const reply = must(assembly->submit({ledger_.command(vote("P", euros(1)))},
                                           {.dry_run = true, .recorded_at = noon_2016(6, 11)}));
  EXPECT_EQ(reply.answers.at(0).outcome, Outcome::would_accept);
  EXPECT_EQ(ledger_.journal().watermark(), head);
}

TEST_F(ServerTest, RefusesASubmitWithoutACommand) {
  auto const reply = client(Role::assembly)->submit({});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, wire::Code::malformed);
}

TEST_F(ServerTest, KeepsTheOrderOfAConnectionsSubmits) {
  make_programme(100);
  auto config = ledger_.client_config("anne", Role::assembly);
  config.in_flight_max = 256;
  auto const assembly = must(client::Client::connect(config));
  std::vector<std::uint64_t> sent;
  for (int i = 0; i < 200; ++i) {
    wire::Submit submit;
    submit.commands = {ledger_.command(vote("P", euros(i + 1)))};
    submit.recorded_at = noon_2016(6, 11);
    sent.push_back(must(assembly->send(submit)));
  }
  std::map<std::uint64_t, Position> positions;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    auto const received = must(assembly->receive());
    auto const reply = std::get<wire::SubmitReply>(must(received.reply));
    positions[received.request_id] = reply.answers.at(0).first;
  }
  auto expected = Position{3};
  for (auto const id : sent) {
    expected = next(expected);
    EXPECT_EQ(positions[id], expected);
  }
}

TEST_F(ServerTest, LetsAReadOvertakeAReadThatWaits) {
  auto const auditor = client(Role::auditor);
  auto const head = ledger_.journal().watermark();
  auto const slow = must(auditor->send(wire::Read{next(head), {}, 0, 400}));
  auto const quick = must(auditor->send(wire::Status{}));
  EXPECT_EQ(must(auditor->receive()).request_id, quick);
  auto const waited = must(auditor->receive());
  EXPECT_EQ(waited.request_id, slow);
  auto const page = std::get<wire::EventsReply>(must(waited.reply));
  EXPECT_TRUE(page.events.empty()) << "no event came";
  EXPECT_EQ(page.next, next(head));
}

TEST_F(ServerTest, WakesAReaderThatWaitsForTheNextEvent) {
  auto const auditor = client(Role::auditor);
  auto const head = ledger_.journal().watermark();
  static_cast<void>(must(auditor->send(wire::Read{next(head), {}, 0, 10'000})));
  auto const answer = send(Role::administrator, sample_programme("P"));
  auto const start = std::chrono::steady_clock::now();
  auto const page = std::get<wire::EventsReply>(must(must(auditor->receive()).reply));
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds{2'000});
  ASSERT_EQ(page.events.size(), 1U);
  EXPECT_EQ(page.events[0].position, answer.first);
  EXPECT_EQ(page.events[0].bytes, must(ledger_.journal().read_one(answer.first)));
}

TEST_F(ServerTest, AnswersForAPositionThatTheViewsHaveToReachFirst) {
  make_programme(100);
  for (int i = 1; i <= 20; ++i) {
    auto const answer = send(Role::assembly, vote("P", euros(1)));
    auto const seen = balances({{}, answer.last, 5'000});
    EXPECT_GE(seen.as_of.position, answer.last);
    EXPECT_EQ(seen.balances.at(0).authority.voted,
              ledger::Money::from_minor_units((100 + i) * 100));
  }
}

TEST_F(ServerTest, WaitsForAPositionThatIsStillToCome) {
  make_programme(100);
  auto const auditor = client(Role::auditor);
  wire::Balances question;
  question.programme = ledger::ProgrammeId{"P"};
  question.at.not_before = next(ledger_.journal().watermark());
  question.at.wait_ms = 10'000;
  static_cast<void>(must(auditor->send(question)));
  static_cast<void>(send(Role::assembly, vote("P", euros(11))));
  auto const reply = std::get<wire::BalancesReply>(must(must(auditor->receive()).reply));
  EXPECT_EQ(reply.balances.at(0).authority.voted, ledger::Money::from_minor_units(111'00));
}

TEST_F(ServerTest, NamesThePositionThatIsNotThere) {
  make_programme(100);
  auto const auditor = client(Role::auditor);
  wire::Balances question;
  question.programme = ledger::ProgrammeId{"P"};
  question.at.as_of.position = Position{99};
  auto const as_of = auditor->balances(question);
  ASSERT_FALSE(as_of);
  EXPECT_EQ(as_of.error().code, wire::Code::beyond_head);
  EXPECT_EQ(as_of.error().limit, "3");
  EXPECT_EQ(as_of.error().actual, "99");
  question.at = {};
  question.at.not_before = Position{99};
  question.at.wait_ms = 50;
  auto const not_before = auditor->balances(question);
  ASSERT_FALSE(not_before);
  EXPECT_EQ(not_before.error().code, wire::Code::beyond_head);
}

TEST_F(ServerTest, AnswersEveryRequestThatIsInFlight) {
  auto const auditor = client(Role::auditor);
  for (int i = 0; i < 10; ++i) static_cast<void>(must(auditor->send(wire::Status{})));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(must(auditor->receive()).reply);
  EXPECT_EQ(auditor->in_flight(), 0U);
}

TEST_F(ServerTest, AnswersWhatItAcceptedBeforeItStops) {
  make_programme(100);
  auto const head = ledger_.journal().watermark();
  auto config = ledger_.client_config("anne", Role::assembly);
  config.in_flight_max = 1'024;
  auto const assembly = must(client::Client::connect(config));
  std::jthread stopping;
  std::size_t sent = 0;
  std::uint64_t accepted = 0;
  for (; sent < 1'000; ++sent) {
    if (sent == 100) {  // some are answered, others under way, however slow the machine
      ASSERT_TRUE(assembly->receive());
      ++accepted;
      stopping = std::jthread([&] { ledger_.server().stop(std::chrono::seconds{5}); });
    }
    wire::Submit submit;
    submit.commands = {ledger_.command(vote("P", euros(1)))};
    submit.recorded_at = noon_2016(6, 11);
    if (!assembly->send(submit)) break;
  }
  while (assembly->in_flight() > 0) {
    auto const received = assembly->receive();
    ASSERT_TRUE(received);
    if (received->reply) ++accepted;
  }
  stopping.join();
  EXPECT_GE(accepted, 1U);
  EXPECT_EQ(ledger_.journal().watermark().value(), head.value() + accepted)
      << "each command in the journal has its answer, and the other way round";
  EXPECT_NE(log_.find({"event=server_stopped"}), "");
  EXPECT_EQ(log_.find({"event=server_stop_cut"}), "");
}

TEST_F(ServerTest, TellsAConnectionThatItStops) {
  auto const idle = client(Role::auditor);
  auto const start = std::chrono::steady_clock::now();
  ledger_.server().stop(std::chrono::seconds{5});
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{2});
  EXPECT_EQ(ledger_.server().connections(), 0U);
  EXPECT_FALSE(idle->status());
}

TEST_F(ServerTest, EndsTheWaitsOfItsReadersWhenItStops) {
  auto const auditor = client(Role::auditor);
  static_cast<void>(
      must(auditor->send(wire::Read{next(ledger_.journal().watermark()), {}, 0, 60'000})));
  static_cast<void>(must(auditor->send(wire::Status{})));
  static_cast<void>(must(auditor->receive()));
  auto const start = std::chrono::steady_clock::now();
  ledger_.server().stop(std::chrono::seconds{10});
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{3});
}

TEST(ServerStart, RefusesATimeOnALedgerWithARealClock) {
  LedgerOptions options;
  options.simulated = false;
  LedgerFixture ledger{options};
  auto const anne = ledger.client("anne", Role::administrator);
  auto const timed =
      anne->submit({ledger.command(sample_programme("P"))}, {.recorded_at = noon_2016(6, 11)});
  ASSERT_FALSE(timed);
  EXPECT_EQ(timed.error().code, wire::Code::recorded_at);
  EXPECT_TRUE(anne->submit({ledger.command(sample_programme("P"))}));
}

TEST_F(ServerTest, KeepsTheDeliberationFromTheApplicant) {
  make_programme(1'000);
  auto const at = noon_2016(6, 20);
  ledger::RecordAssessment score;
  score.project = ledger::ProjectId{"P1"};
  score.criterion = ledger::ReasonCode{"impact"};
  score.score = 14;
  score.scale = 20;
  send(Role::administrator, sample_call("C", "P"));
  send(Role::applicant, sample_project("P1", "C", euros(10)), at);
  send(Role::instructor, declare_complete("P1"), at);
  send(Role::instructor, declare_eligible("P1"), at);
  ASSERT_EQ(send(Role::instructor, score, at).outcome, Outcome::accepted);
  auto const last = send(Role::instructor, ledger::DeclareConflict{score.project}, at);
  ASSERT_EQ(last.outcome, Outcome::accepted) << last.refusal.sentence;
  auto const shown_to = [&](Role role) {
    wire::Project question;
    question.project = score.project;
    question.at = {{}, last.last, 5'000};
    return must(client(role)->project(question)).project;
  };
  EXPECT_EQ(shown_to(Role::instructor).assessments.size(), 1U);
  EXPECT_EQ(shown_to(Role::instructor).notices.size(), 1U);
  EXPECT_TRUE(shown_to(Role::applicant).assessments.empty());
  EXPECT_TRUE(shown_to(Role::applicant).notices.empty());
}

TEST(ServerStart, NamesThePortThatIsTaken) {
  LedgerFixture ledger;
  server::Config config;
  config.port = ledger.server().port();
  auto const identities = ledger.directory() / "identities";
  config.tls = {identities / "server.crt", identities / "server.key", identities / "ca.crt"};
  auto const second = server::Server::start(
      config, {ledger.sequencer(), ledger.views(), ledger.journal(), ledger.keys(), ledger.notary(),
               ledger.consumers(), ledger.seals(), ledger.clock()});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::io);
  EXPECT_NE(second.error().what.find(std::to_string(config.port)), std::string::npos);
  config.port = 0;
  config.tls.private_key = identities / "nobody.key";
  auto const without_key = server::Server::start(
      config, {ledger.sequencer(), ledger.views(), ledger.journal(), ledger.keys(), ledger.notary(),
               ledger.consumers(), ledger.seals(), ledger.clock()});
  ASSERT_FALSE(without_key);
  EXPECT_NE(without_key.error().what.find("nobody.key"), std::string::npos);
}

}  // namespace
}  // namespace gl::testing
