// Peers that do not keep to the protocol: each is closed cleanly, told why where that is possible,
// logged with the reason, and the server goes on.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <memory>

#include "server/raw_client.h"
#include "support/ledger_fixture.h"
#include "support/log_capture.h"
#include "wire/frame.h"

namespace gl::testing {
namespace {

using ledger::Role;
using std::chrono::milliseconds;

class Hostile : public ::testing::Test {
 protected:
  static LedgerOptions options() {
    LedgerOptions options;
    options.deadlines.handshake = milliseconds{200};
    options.deadlines.frame = milliseconds{200};
    options.deadlines.idle = milliseconds{300};
    options.deadlines.goodbye = milliseconds{200};
    options.limits.frame_bytes_max = 128U << 10U;
    return options;
  }

  RawClient::TlsOptions anne() { return {ledger_.identity("anne", Role::instructor)}; }
  std::uint16_t port() { return ledger_.server().port(); }

  /// The line of this reason was logged with the peer's address, and the server still serves.
  void expect_reason(std::string_view event, std::string_view reason) {
    auto const line = log_.wait_for({event, "reason=" + std::string{reason} + " "});
    EXPECT_NE(line, "") << "no " << event << " with reason " << reason;
    EXPECT_NE(line.find("peer=127.0.0.1:"), std::string::npos) << line;
    EXPECT_NE(line.find("warning"), std::string::npos) << line;
    auto const client = ledger_.client("anne", Role::instructor);
    EXPECT_TRUE(client->status()) << "the server does not go on";
  }

  /// The last frame that the server sends by itself.
  void expect_farewell(RawClient& client, wire::Code code) {
    auto const frame = client.receive();
    ASSERT_TRUE(frame) << "no farewell";
    EXPECT_EQ(frame->request_id, 0U);
    ASSERT_TRUE(std::holds_alternative<wire::Failure>(frame->body));
    EXPECT_EQ(std::get<wire::Failure>(frame->body).code, code);
    EXPECT_NE(std::get<wire::Failure>(frame->body).sentence, "");
  }

  LogCapture log_;
  LedgerFixture ledger_{options()};
};

TEST_F(Hostile, WithoutACertificateIsNotLetIn) {
  RawClient client{port()};
  client.handshake({});
  client.send(1, wire::Hello{});
  EXPECT_FALSE(client.receive());
  EXPECT_TRUE(client.is_closed_by_server());
  expect_reason("event=handshake_failed", "no_certificate");
}

TEST_F(Hostile, WithACertificateOfAnotherAuthorityIsNotLetIn) {
  auto const now = SystemClock{}.now();
  auto const other = must(keys::make_authority("another ledger", now));
  auto const stranger = must(keys::issue_client(other, "anne", Role::officer, now));
  RawClient client{port()};
  client.handshake({ledger_.write_identity("stranger", stranger)});
  client.send(1, wire::Hello{});
  EXPECT_FALSE(client.receive());
  EXPECT_TRUE(client.is_closed_by_server());
  expect_reason("event=handshake_failed", "unknown_authority");
}

TEST_F(Hostile, WithAnAuthorityOfTheSameNameIsNotLetIn) {
  auto const now = SystemClock{}.now();
  auto const other = must(keys::make_authority("test ledger", now));
  auto const stranger = must(keys::issue_client(other, "anne", Role::officer, now));
  RawClient client{port()};
  client.handshake({ledger_.write_identity("stranger", stranger)});
  client.send(1, wire::Hello{});
  EXPECT_FALSE(client.receive());
  expect_reason("event=handshake_failed", "unknown_authority");
}

TEST_F(Hostile, WithAnExpiredCertificateIsNotLetIn) {
  constexpr std::int64_t ten_days = 10LL * 86'400 * 1'000'000;
  Instant const then{SystemClock{}.now().microseconds() - ten_days};
  auto const old = must(keys::issue_client(ledger_.authority(), "anne", Role::officer, then, 2));
  RawClient client{port()};
  client.handshake({ledger_.write_identity("old", old)});
  client.send(1, wire::Hello{});
  EXPECT_FALSE(client.receive());
  expect_reason("event=handshake_failed", "certificate_expired");
}

TEST_F(Hostile, WithTheServersOwnCertificateIsNotLetIn) {
  auto const directory = ledger_.directory() / "identities";
  RawClient client{port()};
  client.handshake({LedgerFixture::Files{directory / "server.crt", directory / "server.key"}});
  client.send(1, wire::Hello{});
  EXPECT_FALSE(client.receive());
  expect_reason("event=handshake_failed", "certificate_not_for_clients");
}

TEST_F(Hostile, WithARoleThatNoClientHasIsToldSo) {
  for (auto const role : {Role::system, Role::none}) {
    RawClient client{port()};
    ASSERT_TRUE(client.handshake({ledger_.identity("anne", role)}));
    expect_farewell(client, wire::Code::refused_peer);
    EXPECT_TRUE(client.is_closed_by_server());
  }
  expect_reason("event=handshake_failed", "certificate_subject");
}

TEST_F(Hostile, SpeakingAnOlderTlsIsNotLetIn) {
  RawClient client{port()};
  auto options = anne();
  options.version_max = TLS1_2_VERSION;
  EXPECT_FALSE(client.handshake(options));
  expect_reason("event=handshake_failed", "tls_version");
}

TEST_F(Hostile, SpeakingPlaintextIsClosed) {
  RawClient http{port()};
  ASSERT_TRUE(http.send("GET / HTTP/1.1\r\nHost: ledger\r\n\r\n"));
  EXPECT_TRUE(http.is_closed_by_server());
  expect_reason("event=handshake_failed", "not_tls");
}

TEST_F(Hostile, SendingItsFramesWithoutTlsIsClosed) {
  RawClient client{port()};
  ASSERT_TRUE(client.send(1, wire::Hello{}));
  EXPECT_TRUE(client.is_closed_by_server());
  expect_reason("event=handshake_failed", "not_tls");
}

TEST_F(Hostile, ThatSaysNothingIsClosedAfterTheHandshakesDeadline) {
  RawClient client{port()};
  EXPECT_TRUE(client.is_closed_by_server());
  expect_reason("event=handshake_failed", "handshake_timeout");
}

TEST_F(Hostile, ThatSaysNoHelloIsClosedAfterTheHandshakesDeadline) {
  RawClient client{port()};
  ASSERT_TRUE(client.handshake(anne()));
  expect_farewell(client, wire::Code::timeout);
  EXPECT_TRUE(client.is_closed_by_server());
  expect_reason("event=handshake_failed", "handshake_timeout");
}

TEST_F(Hostile, ThatAsksBeforeHelloIsToldSo) {
  RawClient client{port()};
  ASSERT_TRUE(client.handshake(anne()));
  ASSERT_TRUE(client.send(7, wire::Status{}));
  auto const frame = client.receive();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->request_id, 7U);
  EXPECT_EQ(std::get<wire::Failure>(frame->body).code, wire::Code::hello_expected);
  EXPECT_TRUE(client.is_closed_by_server());
  expect_reason("event=handshake_failed", "hello_expected");
}

TEST_F(Hostile, ThatMeansAnotherLedgerIsToldSo) {
  RawClient client{port()};
  ASSERT_TRUE(client.handshake(anne()));
  wire::Hello hello;
  hello.ledger.bytes.fill(std::byte{7});
  ASSERT_TRUE(client.send(1, hello));
  auto const frame = client.receive();
  ASSERT_TRUE(frame);
  auto const& failure = std::get<wire::Failure>(frame->body);
  EXPECT_EQ(failure.code, wire::Code::wrong_ledger);
  EXPECT_EQ(failure.limit, to_string(ledger_.id()));
  EXPECT_EQ(failure.actual, to_string(hello.ledger));
  expect_reason("event=handshake_failed", "wrong_ledger");
}

TEST_F(Hostile, ThatSpeaksOnlyANewerProtocolIsToldSo) {
  RawClient client{port()};
  ASSERT_TRUE(client.handshake(anne()));
  wire::Hello hello;
  hello.protocol_min = wire::protocol_max + 1;
  hello.protocol_max = wire::protocol_max + 5;
  ASSERT_TRUE(client.send(1, hello));
  auto const frame = client.receive();
  ASSERT_TRUE(frame);
  EXPECT_EQ(std::get<wire::Failure>(frame->body).code, wire::Code::version_not_supported);
  expect_reason("event=handshake_failed", "version_not_supported");
}

TEST_F(Hostile, ThatSendsGarbageIsToldSoAndClosed) {
  RawClient client{port()};
  ASSERT_TRUE(client.greet(anne()));
  Bytes garbage(1'024, std::byte{0xab});
  ASSERT_TRUE(client.send(garbage));
  auto const frame = client.receive();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->request_id, 0U);
  EXPECT_TRUE(client.is_closed_by_server());
  auto const line = log_.wait_for({"event=connection_closed", "person=anne"});
  EXPECT_NE(line.find("warning"), std::string::npos) << line;
}

TEST_F(Hostile, WhoseFrameSaysNothingIsToldSoAndClosed) {
  RawClient client{port()};
  ASSERT_TRUE(client.greet(anne()));
  // One segment of two words, all zero: a message whose root is no frame of any kind.
  Bytes zeros(24, std::byte{0});
  zeros[4] = std::byte{2};
  ASSERT_TRUE(client.send(zeros));
  expect_farewell(client, wire::Code::malformed);
  EXPECT_TRUE(client.is_closed_by_server());
  expect_reason("event=connection_closed", "not_a_frame");
}

TEST_F(Hostile, WhoseFrameIsOverTheLimitIsToldSoBeforeAnythingIsRead) {
  RawClient client{port()};
  ASSERT_TRUE(client.greet(anne()));
  // The table of one segment of 16 MiB, and nothing of the segment itself.
  Bytes table(8, std::byte{0});
  table[6] = std::byte{0x20};
  ASSERT_TRUE(client.send(table));
  expect_farewell(client, wire::Code::too_large);
  EXPECT_TRUE(client.is_closed_by_server());
  expect_reason("event=connection_closed", "frame_too_large");
}

TEST_F(Hostile, WhoseFrameIsCutOffIsLogged) {
  RawClient client{port()};
  ASSERT_TRUE(client.greet(anne()));
  auto frame = wire::encode({2, wire::Status{}});
  frame.resize(frame.size() - 8);
  ASSERT_TRUE(client.send(frame));
  client.shut_down_sending();
  EXPECT_TRUE(client.is_closed_by_server());
  expect_reason("event=connection_closed", "truncated_frame");
}

TEST_F(Hostile, WhoseFrameDoesNotEndIsClosedAfterTheFramesDeadline) {
  RawClient client{port()};
  ASSERT_TRUE(client.greet(anne()));
  auto frame = wire::encode({2, wire::Status{}});
  frame.resize(frame.size() - 8);
  ASSERT_TRUE(client.send(frame));
  expect_farewell(client, wire::Code::timeout);
  EXPECT_TRUE(client.is_closed_by_server());
  expect_reason("event=connection_closed", "frame_timeout");
}

TEST_F(Hostile, ThatRepliesInsteadOfAskingIsClosed) {
  RawClient client{port()};
  ASSERT_TRUE(client.greet(anne()));
  ASSERT_TRUE(client.send(wire::encode({2, wire::StatusReply{}})));
  expect_farewell(client, wire::Code::malformed);
  expect_reason("event=connection_closed", "not_a_request");
}

TEST_F(Hostile, ThatIsIdleIsToldSoAndClosed) {
  RawClient client{port()};
  ASSERT_TRUE(client.greet(anne()));
  expect_farewell(client, wire::Code::timeout);
  EXPECT_TRUE(client.is_closed_by_server());
  expect_reason("event=connection_closed", "idle");
}

TEST_F(Hostile, ThatDoesNotTakeItsAnswersIsNoBurdenForLong) {
  ledger_.stop();
  ledger_.options().deadlines.write = milliseconds{200};
  ledger_.options().deadlines.idle = milliseconds{10'000};
  ledger_.options().limits.unsent_bytes_max = 64U << 10U;
  ledger_.start();
  RawClient client{port()};
  ASSERT_TRUE(client.greet(anne()));
  // Asks without end and never reads: the server stops reading, then gives up.
  auto const question = wire::encode({2, wire::Calls{}});
  Bytes many;
  for (int i = 0; i < 1'000; ++i) many.insert(many.end(), question.begin(), question.end());
  for (int i = 0; i < 1'000 && client.send(many); ++i) {
  }
  expect_reason("event=connection_closed", "peer_does_not_read");
}

TEST_F(Hostile, BeyondTheLimitOfConnectionsIsToldToComeBackLater) {
  ledger_.stop();
  ledger_.options().limits.connections_max = 2;
  ledger_.options().deadlines = {};
  ledger_.start();
  auto first = ledger_.client("anne", Role::instructor);
  auto const second = ledger_.client("anne", Role::instructor);
  RawClient third{port()};
  ASSERT_TRUE(third.handshake(anne()));
  ASSERT_TRUE(third.send(1, wire::Hello{}));
  auto const frame = third.receive();
  ASSERT_TRUE(frame);
  auto const& failure = std::get<wire::Failure>(frame->body);
  EXPECT_EQ(failure.error_class, wire::ErrorClass::retry_after);
  EXPECT_EQ(failure.limit, "2");
  EXPECT_GT(failure.retry_after_ms, 0U);
  EXPECT_TRUE(third.is_closed_by_server());
  first.reset();
  expect_reason("event=handshake_failed", "busy");
}

}  // namespace
}  // namespace gl::testing
