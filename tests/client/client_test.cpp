#include "client/client.h"

#include <gtest/gtest.h>

#include <chrono>

#include "client/play_server.h"

namespace gl::client {
namespace {

using namespace std::chrono_literals;
using wire::Code;
using wire::ErrorClass;

Certificates const& certificates() {
  static Certificates const made;
  return made;
}

Uuid ledger_id(std::uint8_t last) {
  Uuid id;
  id.bytes[0] = std::byte{1};
  id.bytes[15] = std::byte{last};
  return id;
}

wire::HelloReply a_ledger() {
  wire::HelloReply reply;
  reply.protocol = 1;
  reply.ledger = ledger_id(1);
  reply.ledger_name = "AMI 2016";
  reply.principal = {.person = ledger::PersonId{"anne"}, .role = ledger::Role::officer};
  reply.head = Position{12};
  return reply;
}

Config config_for(PlayServer const& server) {
  Config config;
  config.port = server.port();
  config.ca_file = certificates().path("authority.crt");
  config.certificate_file = certificates().path("anne.crt");
  config.key_file = certificates().path("anne.key");
  config.deadline = 5'000ms;
  return config;
}

std::vector<ledger::Command> a_command() {
  ledger::Command command;
  command.header.id = ledger_id(9);
  command.body = ledger::CloseExercise{2016};
  return {command};
}

wire::SubmitReply accepted() {
  return {.answers = {{.command_id = ledger_id(9),
                       .outcome = ledger::Outcome::accepted,
                       .repeated = false,
                       .first = Position{13},
                       .last = Position{13},
                       .stream_version = StreamVersion{2},
                       .refusal = {},
                       .list_index = 0}},
          .not_before = Position{13}};
}

wire::StatusReply status_at(Position head) {
  wire::StatusReply reply;
  reply.head = head;
  return reply;
}

wire::Request a_submit() { return wire::Submit{a_command(), false, false, std::nullopt, {}}; }

/// What connecting to a server of this script gives.
Response<std::unique_ptr<Client>> connect_to(PlayServer::Script script, PlayTls tls = {},
                                             std::function<void(Config&)> change = {}) {
  PlayServer const server{certificates(), std::move(script), std::move(tls)};
  auto config = config_for(server);
  if (change) change(config);
  return Client::connect(std::move(config));
}

void expect_refused_peer(Response<std::unique_ptr<Client>> const& client, std::string_view words) {
  ASSERT_FALSE(client.has_value());
  EXPECT_EQ(client.error().code, Code::refused_peer) << client.error().sentence;
  EXPECT_NE(client.error().sentence.find(words), std::string::npos) << client.error().sentence;
}

// -------------------------------------------------------------------------------- connecting

TEST(Connecting, SaysHelloAndLearnsWhoItIs) {
  wire::Hello heard;
  auto const change = [](Config& config) {
    config.name = "a test 1.0";
    config.expected_ledger = ledger_id(1);
  };
  // The server is joined before `heard` is looked at.
  auto const client = connect_to([&](Peer& peer) { heard = peer.welcome(a_ledger()); }, {}, change);
  ASSERT_TRUE(client.has_value()) << client.error().sentence;
  EXPECT_EQ((*client)->hello(), a_ledger());
  EXPECT_EQ(heard.client_name, "a test 1.0");
  EXPECT_EQ(heard.ledger, ledger_id(1));
  EXPECT_EQ(heard.protocol_max, wire::protocol_max);
}

TEST(Connecting, RefusesAServerOfAnotherAuthority) {
  Certificates const others;
  expect_refused_peer(
      connect_to([](Peer&) {}, {},
                 [&](Config& config) { config.ca_file = others.path("authority.crt"); }),
      "not of this ledger's authority");
}

TEST(Connecting, RefusesAPersonThatPlaysTheServer) {
  auto const client = connect_to([](Peer&) {}, {.identity = "anne", .only_tls_1_2 = false});
  ASSERT_FALSE(client.has_value());
  EXPECT_EQ(client.error().code, Code::refused_peer);
}

TEST(Connecting, RefusesACertificateForServersThatNamesAPerson) {
  certificates().issue_for_anything("impostor", "/OU=officer/CN=anne");
  expect_refused_peer(connect_to([](Peer&) {}, {.identity = "impostor", .only_tls_1_2 = false}),
                      "names \"officer/anne\", not the ledger's server");
}

TEST(Connecting, RefusesAServerOfAnotherName) {
  expect_refused_peer(connect_to([](Peer&) {}, {},
                                 [](Config& config) { config.server_name = "ledger.example.org"; }),
                      "ledger.example.org");
}

TEST(Connecting, AcceptsTheServerByTheNameThatItsCertificateBears) {
  EXPECT_TRUE(connect_to([](Peer& peer) { peer.welcome(a_ledger()); }, {},
                         [](Config& config) { config.server_name = "localhost"; })
                  .has_value());
}

TEST(Connecting, RefusesTlsOlderThan1_3) {
  auto const client = connect_to([](Peer&) {}, {.identity = "server", .only_tls_1_2 = true});
  ASSERT_FALSE(client.has_value());
  EXPECT_EQ(client.error().code, Code::refused_peer);
}

TEST(Connecting, TellsThatTheServerDoesNotKnowTheIdentity) {
  Certificates const others;
  auto const client = connect_to([](Peer&) {}, {},
                                 [&](Config& config) {
                                   config.certificate_file = others.path("anne.crt");
                                   config.key_file = others.path("anne.key");
                                 });
  ASSERT_FALSE(client.has_value());
  EXPECT_TRUE(client.error().code == Code::refused_peer || client.error().code == Code::closed)
      << client.error().sentence;
}

TEST(Connecting, TellsTheServersReasonForAWrongLedger) {
  auto const client = connect_to([](Peer& peer) {
    auto const hello = peer.read();
    peer.fail(hello->request_id, wire::failure(Code::wrong_ledger, "this is ledger B", "B", "A"));
  });
  ASSERT_FALSE(client.has_value());
  EXPECT_EQ(client.error().code, Code::wrong_ledger);
  EXPECT_EQ(client.error().sentence, "this is ledger B");
  EXPECT_EQ(client.error().limit, "B");
}

TEST(Connecting, RefusesAWrongLedgerEvenIfTheServerDoesNotMind) {
  auto const client = connect_to([](Peer& peer) { peer.welcome(a_ledger()); }, {},
                                 [](Config& config) { config.expected_ledger = ledger_id(2); });
  ASSERT_FALSE(client.has_value());
  EXPECT_EQ(client.error().code, Code::wrong_ledger);
}

TEST(Connecting, RefusesAVersionThatItDoesNotSpeak) {
  auto newer = a_ledger();
  newer.protocol = 9;
  auto const client = connect_to([&](Peer& peer) { peer.welcome(newer); });
  ASSERT_FALSE(client.has_value());
  EXPECT_EQ(client.error().code, Code::version_not_supported);
}

TEST(Connecting, TellsThatNobodyListens) {
  std::optional<Config> config;
  {
    PlayServer const gone{certificates(), [](Peer&) {}};
    config = config_for(gone);
  }
  auto const client = Client::connect(*config);
  ASSERT_FALSE(client.has_value());
  EXPECT_EQ(client.error().code, Code::closed) << client.error().sentence;
  EXPECT_NE(client.error().sentence.find("is the server running"), std::string::npos);
}

TEST(Connecting, NamesTheFileThatItCannotUse) {
  auto const client =
      connect_to([](Peer&) {}, {},
                 [](Config& config) { config.key_file = certificates().path("nobody.key"); });
  ASSERT_FALSE(client.has_value());
  EXPECT_EQ(client.error().code, Code::io);
  EXPECT_NE(client.error().sentence.find("nobody.key"), std::string::npos);
}

TEST(Connecting, GivesUpOnAServerThatDoesNotAnswerHello) {
  auto const begin = std::chrono::steady_clock::now();
  auto const client = connect_to([](Peer& peer) { peer.read_to_the_end(); }, {},
                                 [](Config& config) { config.deadline = 300ms; });
  ASSERT_FALSE(client.has_value());
  EXPECT_EQ(client.error().code, Code::timeout) << client.error().sentence;
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 3'000ms);
}

// -------------------------------------------------------------------------------------- asking

/// A client of a server that welcomes it and goes on with `script`.
class Asking : public testing::Test {
 protected:
  Client& connect(PlayServer::Script script, std::function<void(Config&)> change = {}) {
    server_.emplace(certificates(), [script = std::move(script)](Peer& peer) {
      peer.welcome(a_ledger());
      script(peer);
    });
    auto config = config_for(*server_);
    if (change) change(config);
    auto client = Client::connect(std::move(config));
    if (!client) throw std::runtime_error(client.error().sentence);
    client_ = std::move(*client);
    return *client_;
  }

 private:
  std::optional<PlayServer> server_;
  std::unique_ptr<Client> client_;  // goes first: the script ends when it has gone
};

TEST_F(Asking, GivesTheAnswersToCommands) {
  auto& client = connect([](Peer& peer) {
    auto const frame = peer.read();
    auto const& submit = std::get<wire::Submit>(std::get<wire::Request>(frame->body));
    auto reply = accepted();
    reply.answers[0].repeated = submit.dry_run && submit.atomic;
    peer.reply(frame->request_id, reply);
    peer.read_to_the_end();
  });
  auto const reply =
      client.submit(a_command(), {.atomic = true, .dry_run = true, .recorded_at = {}});
  ASSERT_TRUE(reply.has_value()) << reply.error().sentence;
  EXPECT_EQ(reply->not_before, Position{13});
  EXPECT_TRUE(reply->answers[0].repeated);
}

TEST_F(Asking, KeepsClassCodeAndValuesOfAnError) {
  auto sent = wire::failure(Code::not_reached, "the views are at 5", "13", "5");
  sent.retry_after_ms = 250;
  auto& client = connect([&](Peer& peer) {
    peer.fail(peer.read()->request_id, sent);
    peer.read_to_the_end();
  });
  auto const reply = client.balances({});
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error(), sent);
}

TEST_F(Asking, SaysUnknownOutcomeWhenTheConnectionDropsAfterASubmit) {
  auto& client = connect([](Peer& peer) { static_cast<void>(peer.read()); });
  auto const reply = client.submit(a_command());
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().code, Code::unknown_outcome);
  EXPECT_EQ(reply.error().error_class, ErrorClass::unknown_outcome);
  EXPECT_NE(reply.error().sentence.find("again with the same ids"), std::string::npos)
      << reply.error().sentence;
  auto const after = client.status();
  ASSERT_FALSE(after.has_value());
  EXPECT_EQ(after.error().code, Code::closed) << after.error().sentence;
}

TEST_F(Asking, SaysClosedWhenTheConnectionDropsDuringARead) {
  auto& client = connect([](Peer& peer) { static_cast<void>(peer.read()); });
  auto const reply = client.status();
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().code, Code::closed) << reply.error().sentence;
}

ledger::Sealed a_sealed_text() {
  ledger::Sealed sealed;
  sealed.subject.fill(std::byte{1});
  sealed.ciphertext.assign(20, std::byte{2});
  return sealed;
}

TEST_F(Asking, GivesTheClearTextsInTheOrderAskedFor) {
  auto& client = connect([](Peer& peer) {
    auto const frame = peer.read();
    auto const& asked = std::get<wire::Reveal>(std::get<wire::Request>(frame->body));
    EXPECT_EQ(asked.texts, (std::vector{a_sealed_text(), a_sealed_text()}));
    peer.reply(frame->request_id, wire::RevealReply{{std::nullopt, "in clear"}});
  });
  auto const reply = client.reveal({a_sealed_text(), a_sealed_text()});
  ASSERT_TRUE(reply.has_value()) << reply.error().sentence;
  EXPECT_EQ(reply->texts.at(0), std::nullopt);
  EXPECT_EQ(reply->texts.at(1), "in clear");
}

TEST_F(Asking, RefusesAnotherNumberOfClearTextsThanItAskedFor) {
  auto& client = connect([](Peer& peer) {
    auto const frame = peer.read();
    peer.reply(frame->request_id, wire::RevealReply{{"one"}});
  });
  auto const reply = client.reveal({a_sealed_text(), a_sealed_text()});
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().code, Code::malformed);
}

TEST_F(Asking, PassesOnTheServersLastWords) {
  auto& client = connect([](Peer& peer) {
    static_cast<void>(peer.read());
    peer.fail(0, wire::failure(Code::shutting_down, "the server stops: connect again in a minute"));
  });
  auto const reply = client.status();
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().code, Code::shutting_down);
}

TEST_F(Asking, GivesUpAtTheDeadlineAndThrowsTheLateAnswerAway) {
  auto& client = connect(
      [](Peer& peer) {
        auto const first = peer.read();
        auto const second = peer.read();
        peer.reply(first->request_id, status_at(Position{1}));
        peer.reply(second->request_id, status_at(Position{2}));
        peer.read_to_the_end();
      },
      [](Config& config) { config.deadline = 400ms; });
  auto const late = client.status();
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().code, Code::timeout);
  auto const next = client.status();
  ASSERT_TRUE(next.has_value()) << next.error().sentence;
  EXPECT_EQ(next->head, Position{2});
  EXPECT_EQ(client.in_flight(), 0U);
}

TEST_F(Asking, SaysUnknownOutcomeWhenASubmitsDeadlinePasses) {
  auto& client = connect([](Peer& peer) { peer.read_to_the_end(); },
                         [](Config& config) { config.deadline = 400ms; });
  auto const reply = client.submit(a_command());
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().code, Code::unknown_outcome);
}

TEST_F(Asking, WaitsLongerWhereTheRequestSaysSo) {
  auto& client = connect(
      [](Peer& peer) {
        auto const frame = peer.read();
        std::this_thread::sleep_for(700ms);
        peer.reply(frame->request_id, wire::EventsReply{.as_of = {}, .events = {}, .next = {}});
        peer.read_to_the_end();
      },
      [](Config& config) { config.deadline = 500ms; });
  auto const reply = client.read({.from = Position{1}, .to = {}, .limit = 0, .wait_ms = 4'000});
  EXPECT_TRUE(reply.has_value()) << reply.error().sentence;
}

TEST_F(Asking, RefusesAReplyOfAnotherKind) {
  auto& client = connect([](Peer& peer) {
    peer.reply(peer.read()->request_id, wire::StatusReply{});
    peer.read_to_the_end();
  });
  EXPECT_EQ(client.balances({}).error().code, Code::malformed);
}

TEST_F(Asking, DoesNotSendAnAmbiguousPoint) {
  auto& client = connect([](Peer& peer) { peer.read_to_the_end(); });
  wire::Digest digest;
  digest.at.as_of = {.position = Position{1}, .recorded_at = Instant{1}, .effective = {}};
  EXPECT_EQ(client.digest(digest).error().code, Code::usage);
}

TEST_F(Asking, DoesNotSendMoreCommandsThanTheServerTakes) {
  auto& client = connect([](Peer& peer) { peer.read_to_the_end(); });
  std::vector<ledger::Command> many(10'001, a_command().front());
  auto const reply = client.submit(std::move(many));
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().code, Code::too_large);
  EXPECT_EQ(reply.error().limit, "10000");
}

// ---------------------------------------------------------------------------------- many at once

TEST_F(Asking, MatchesAnswersThatOvertakeByTheirIds) {
  auto& client = connect(
      [](Peer& peer) {
        std::vector<std::uint64_t> ids;
        for (int i = 0; i < 3; ++i) ids.push_back(peer.read()->request_id);
        for (auto id = ids.rbegin(); id != ids.rend(); ++id) peer.reply(*id, accepted());
        peer.read_to_the_end();
      },
      [](Config& config) { config.in_flight_max = 3; });
  std::vector<std::uint64_t> sent;
  for (int i = 0; i < 3; ++i) sent.push_back(client.send(a_submit()).value());
  EXPECT_EQ(client.in_flight(), 3U);
  EXPECT_EQ(client.send(a_submit()).error().code, Code::busy);
  for (auto id = sent.rbegin(); id != sent.rend(); ++id) {
    auto const received = client.receive();
    ASSERT_TRUE(received.has_value()) << received.error().sentence;
    EXPECT_EQ(received->request_id, *id);
    EXPECT_TRUE(received->reply.has_value());
  }
  EXPECT_EQ(client.in_flight(), 0U);
  EXPECT_EQ(client.receive().error().code, Code::usage);
}

TEST_F(Asking, TellsOfEachRequestThatWasLostWithTheConnection) {
  auto& client = connect([](Peer& peer) {
    peer.reply(peer.read()->request_id, accepted());
    static_cast<void>(peer.read());
    static_cast<void>(peer.read());
  });
  auto const first = client.send(a_submit());
  auto const second = client.send(a_submit());
  auto const third = client.send(wire::Status{});
  ASSERT_TRUE(third.has_value()) << third.error().sentence;
  auto const answered = client.receive();
  EXPECT_EQ(answered->request_id, *first);
  EXPECT_TRUE(answered->reply.has_value());
  auto const lost = client.receive();
  EXPECT_EQ(lost->request_id, *second);
  EXPECT_EQ(lost->reply.error().code, Code::unknown_outcome);
  EXPECT_EQ(client.receive()->reply.error().code, Code::closed);
}

TEST_F(Asking, TakesAnswersInWhileItSends) {
  // Neither side reads before it has written what no socket's buffers hold: a client that did not
  // read meanwhile would wait for ever.
  wire::EventsReply big_reply{.as_of = {}, .events = {}, .next = Position{131}};
  big_reply.events.resize(130, {Position{1}, Bytes(60'000)});
  auto ledger = a_ledger();
  ledger.limits.frame_bytes_max = wire::frame_bytes_hard_max;
  PlayServer const server{certificates(), [&](Peer& peer) {
                            peer.welcome(ledger);
                            peer.reply(peer.read()->request_id, big_reply);
                            peer.reply(peer.read()->request_id, accepted());
                            peer.read_to_the_end();
                          }};
  auto const client = Client::connect(config_for(server));
  ASSERT_TRUE(client.has_value()) << client.error().sentence;
  auto command = a_command().front();
  command.header.reason_text.clear = std::string(3'000, 'x');
  wire::Submit big{std::vector<ledger::Command>(2'500, command), false, false, std::nullopt, {}};
  ASSERT_TRUE((*client)->send(wire::Read{}).has_value());
  ASSERT_TRUE((*client)->send(std::move(big)).has_value());
  auto const events = (*client)->receive();
  ASSERT_TRUE(events->reply.has_value()) << events->reply.error().sentence;
  EXPECT_EQ(std::get<wire::EventsReply>(*events->reply), big_reply);
  auto const answers = (*client)->receive();
  EXPECT_TRUE(answers->reply.has_value()) << answers->reply.error().sentence;
}

}  // namespace
}  // namespace gl::client
