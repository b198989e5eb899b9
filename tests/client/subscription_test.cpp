#include "client/subscription.h"

#include <gtest/gtest.h>

#include <chrono>

#include "client/play_server.h"
#include "codec/event_codec.h"

namespace gl::client {
namespace {

using namespace std::chrono_literals;
using wire::Code;

Certificates const& certificates() {
  static Certificates const made;
  return made;
}

wire::HelloReply welcome() {
  wire::HelloReply reply;
  reply.protocol = 1;
  reply.limits.in_flight_max = 16;
  return reply;
}

Bytes event_at(std::uint64_t position) {
  ledger::Event event;
  event.envelope.position = Position{position};
  event.envelope.stream = {ledger::StreamKind::programme, ledger::StreamId{"P"}};
  event.body = ledger::AuthorityVoted{ledger::ProgrammeId{"P"}, ledger::Money{}};
  return codec::encode_event(event);
}

/// Events at these positions, as a server packs them.
wire::EventsPush events_at(std::vector<std::uint64_t> const& positions) {
  wire::EventsPush push;
  for (auto const position : positions) {
    auto const bytes = event_at(position);
    push.entries.push_back(static_cast<std::byte>(bytes.size() >> 8U));
    push.entries.push_back(static_cast<std::byte>(bytes.size() & 0xffU));
    push.entries.insert(push.entries.end(), bytes.begin(), bytes.end());
    ++push.count;
    push.scanned_to = Position{position};
  }
  push.head = push.scanned_to;
  return push;
}

/// Reads hello and the subscribe request, answers both; the id of the subscription.
std::uint64_t open(Peer& peer, std::uint32_t credit_events = 100, std::uint32_t heartbeat_ms = 0) {
  peer.welcome(welcome());
  auto const frame = peer.read();
  wire::SubscribeReply reply;
  reply.credit_events = credit_events;
  reply.credit_bytes = 1'000'000;
  reply.heartbeat_ms = heartbeat_ms;
  peer.reply(frame->request_id, reply);
  return frame->request_id;
}

class Subscribed : public ::testing::Test {
 protected:
  /// A subscription on a server of this script.
  Subscription& subscribe(PlayServer::Script script) {
    server_ = std::make_unique<PlayServer>(certificates(), std::move(script));
    Config config;
    config.port = server_->port();
    config.ca_file = certificates().path("authority.crt");
    config.certificate_file = certificates().path("anne.crt");
    config.key_file = certificates().path("anne.key");
    config.deadline = 5'000ms;
    client_ = *Client::connect(config);
    subscription_ = *client_->subscribe({});
    return *subscription_;
  }

  std::unique_ptr<PlayServer> server_;
  std::unique_ptr<Client> client_;
  std::unique_ptr<Subscription> subscription_;
};

TEST_F(Subscribed, GivesEventsThatCameWithTheReply) {
  auto& subscription = subscribe([](Peer& peer) {
    auto const id = open(peer);
    auto push = events_at({4, 9});
    push.attempts = {1, 3};
    peer.write({id, wire::Push{push}});
    peer.read_to_the_end();
  });
  auto const batch = subscription.next(5'000ms);
  ASSERT_TRUE(batch) << batch.error().sentence;
  ASSERT_EQ(batch->events.size(), 2U);
  EXPECT_EQ(batch->events[0].position, Position{4});
  EXPECT_EQ(batch->events[1].position, Position{9});
  EXPECT_EQ(batch->events[1].attempt, 3);
  auto const bytes = event_at(9);
  EXPECT_TRUE(std::ranges::equal(batch->events[1].bytes, bytes));
  EXPECT_EQ(batch->scanned_to, Position{9});
}

TEST_F(Subscribed, GivesNothingWhenNothingComes) {
  auto& subscription = subscribe([](Peer& peer) {
    open(peer);
    peer.read_to_the_end();
  });
  auto const batch = subscription.next(20ms);
  ASSERT_TRUE(batch);
  EXPECT_TRUE(batch->events.empty());
}

TEST_F(Subscribed, GivesBackTheCreditOfWhatWasTaken) {
  auto& subscription = subscribe([](Peer& peer) {
    auto const id = open(peer, 4);
    peer.write({id, wire::Push{events_at({1, 2, 3, 4})}});
    auto const frame = peer.read();
    auto const* const credit = std::get_if<wire::Credit>(&std::get<wire::Request>(frame->body));
    ASSERT_NE(credit, nullptr);
    EXPECT_EQ(credit->subscription, id);
    EXPECT_EQ(credit->events, 4U);
    EXPECT_EQ(credit->bytes, 4 * event_at(1).size());
    peer.reply(frame->request_id, wire::CreditReply{4, 1});
    peer.write({id, wire::Push{events_at({5})}});
    peer.read_to_the_end();
  });
  EXPECT_EQ(subscription.next(5'000ms)->events.size(), 4U);
  EXPECT_EQ(subscription.next(5'000ms)->events.size(), 1U);
}

TEST_F(Subscribed, LetsOtherCallsGoOnMeanwhile) {
  auto& subscription = subscribe([](Peer& peer) {
    auto const id = open(peer);
    auto const frame = peer.read();
    peer.write({id, wire::Push{events_at({1})}});
    peer.reply(frame->request_id, wire::StatusReply{});
    peer.read_to_the_end();
  });
  EXPECT_TRUE(client_->status());
  EXPECT_EQ(subscription.next(5'000ms)->events.size(), 1U) << "it came during the other call";
}

TEST_F(Subscribed, EndsWithWhatTheServerSays) {
  auto& subscription = subscribe([](Peer& peer) {
    auto const id = open(peer);
    peer.write({id, wire::Push{wire::EndedPush{wire::failure(Code::taken_over, "by another")}}});
    peer.read_to_the_end();
  });
  for (int i = 0; i < 2; ++i) {
    auto const batch = subscription.next(5'000ms);
    ASSERT_FALSE(batch);
    EXPECT_EQ(batch.error().code, Code::taken_over);
  }
}

TEST_F(Subscribed, TellsAConnectionThatBroke) {
  auto& subscription = subscribe([](Peer& peer) { open(peer); });
  auto const batch = subscription.next(5'000ms);
  ASSERT_FALSE(batch);
  EXPECT_EQ(batch.error().code, Code::closed);
}

TEST_F(Subscribed, MissesTheHeartbeatsOfAServerThatHasGone) {
  auto& subscription = subscribe([](Peer& peer) {
    open(peer, 100, 20);
    peer.read_to_the_end();
  });
  auto const batch = subscription.next(5'000ms);
  ASSERT_FALSE(batch);
  EXPECT_EQ(batch.error().code, Code::timeout) << batch.error().sentence;
}

TEST_F(Subscribed, RefusesEntriesThatAreNoEvents) {
  auto& subscription = subscribe([](Peer& peer) {
    auto const id = open(peer);
    auto push = events_at({1});
    push.entries.pop_back();
    peer.write({id, wire::Push{push}});
    peer.read_to_the_end();
  });
  auto const batch = subscription.next(5'000ms);
  ASSERT_FALSE(batch);
  EXPECT_EQ(batch.error().code, Code::malformed);
}

}  // namespace
}  // namespace gl::client
