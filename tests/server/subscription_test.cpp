// What a subscription without a name promises.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "codec/event_codec.h"
#include "server/raw_client.h"
#include "support/log_capture.h"
#include "support/repetitions.h"
#include "support/subscriber.h"
#include "wire/frame.h"

namespace gl::testing {
namespace {

using ledger::Role;
using std::chrono::milliseconds;

class SubscriptionTest : public ::testing::Test {
 protected:
  static wire::Subscribe after(std::uint64_t position) {
    wire::Subscribe request;
    request.after = Position{position};
    return request;
  }
  wire::Failure refused(wire::Subscribe request) {
    auto const client = books_.finance();
    auto const subscription = client->subscribe(std::move(request));
    if (subscription) {
      ADD_FAILURE() << "it was opened";
      return {};
    }
    EXPECT_TRUE(client->status()) << "the connection goes on";
    return subscription.error();
  }

  LogCapture log_;
  SubscribedLedger books_;
};

TEST_F(SubscriptionTest, GivesTheBytesThatAreStoredInTheirOrder) {
  books_.add_votes(300);
  auto const client = books_.finance();
  auto const subscription = must(client->subscribe(after(0)));
  auto const came = take(*subscription, books_.head());
  EXPECT_EQ(positions_of(came), from_to(1, books_.head()));
  for (auto const& event : came) {
    EXPECT_EQ(event.bytes, must(books_.ledger.journal().read_one(Position{event.position})));
  }
}

TEST_F(SubscriptionTest, BeginsBehindThePositionThatIsGiven) {
  books_.add_votes(10);
  auto const client = books_.finance();
  auto const subscription = must(client->subscribe(after(7)));
  EXPECT_EQ(positions_of(take(*subscription, books_.head() - 7)), from_to(8, books_.head()));
}

TEST_F(SubscriptionTest, FromNowGivesOnlyWhatComes) {
  books_.add_votes(10);
  auto const before = books_.head();
  auto const client = books_.finance();
  wire::Subscribe request;
  request.after = std::nullopt;
  auto const subscription = must(client->subscribe(request));
  EXPECT_EQ(subscription->opened().after, Position{before});
  books_.add_votes(3);
  EXPECT_EQ(positions_of(take(*subscription, 3)), from_to(before + 1, before + 3));
}

TEST_F(SubscriptionTest, SaysOnceThatItHasCaughtUp) {
  books_.add_votes(5);
  auto const client = books_.finance();
  auto const subscription = must(client->subscribe(after(0)));
  int caught_up = 0;
  std::uint64_t seen = 0;
  auto const head = books_.head();
  for (int i = 0; i < 20 && caught_up == 0; ++i) {
    auto const batch = must(subscription->next(milliseconds{2'000}));
    seen += batch.events.size();
    if (batch.caught_up) ++caught_up;
  }
  EXPECT_EQ(caught_up, 1);
  EXPECT_EQ(seen, head) << "everything that was there came before";
  books_.add_votes(5);
  for (auto left = 5U; left > 0;) {
    auto const batch = must(subscription->next(milliseconds{2'000}));
    left -= static_cast<unsigned>(batch.events.size());
    EXPECT_FALSE(batch.caught_up);
  }
}

TEST_F(SubscriptionTest, GoesFromCatchingUpToFollowingWithoutGapOrDouble) {
  books_.add_votes(2'000);
  std::atomic<bool> stop{false};
  std::vector<std::jthread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&, i] {
      auto const client = books_.ledger.client("w" + std::to_string(i), Role::assembly);
      while (!stop) {
        std::vector<ledger::Command> commands;
        for (int left = 0; left < 20; ++left) {
          ledger::Command command;
          SystemRandom random;
          command.header.id = make_uuid_v7(SystemClock{}.now(), random);
          command.body = vote("P", euros(1));
          commands.push_back(std::move(command));
        }
        must(client->submit(std::move(commands), {.recorded_at = noon_2016(6, 1)}));
      }
    });
  }
  auto const client = books_.finance();
  auto const subscription = must(client->subscribe(after(0)));
  auto const came = take(*subscription, 6'000);
  stop = true;
  writers.clear();
  EXPECT_GE(came.size(), 6'000U);
  EXPECT_EQ(positions_of(came), from_to(1, came.size()));
}

TEST_F(SubscriptionTest, SendsNoMoreEventsThanItsCredit) {
  books_.add_votes(50);
  RawClient raw{books_.ledger.server().port()};
  ASSERT_TRUE(raw.greet({books_.ledger.identity("claire", Role::finance)}));
  auto request = after(0);
  request.credit_events = 7;
  request.credit_bytes = 1'000'000;
  ASSERT_TRUE(raw.send(2, request));
  ASSERT_TRUE(std::holds_alternative<wire::Reply>(raw.receive()->body));
  std::uint32_t events = 0;
  auto const count_pushed = [&] {
    auto const frame = raw.receive();
    if (!frame || !std::holds_alternative<wire::Push>(frame->body)) return;
    auto const* const push = std::get_if<wire::EventsPush>(&std::get<wire::Push>(frame->body));
    if (push != nullptr) events += push->count;
  };
  count_pushed();
  EXPECT_EQ(events, 7U);
  // A status is answered after whatever the subscription would still have sent.
  ASSERT_TRUE(raw.send(3, wire::Status{}));
  EXPECT_TRUE(std::holds_alternative<wire::Reply>(raw.receive()->body));
  ASSERT_TRUE(raw.send(4, wire::Credit{2, 5, 0}));
  EXPECT_TRUE(std::holds_alternative<wire::Reply>(raw.receive()->body));
  count_pushed();
  EXPECT_EQ(events, 12U);
}

TEST_F(SubscriptionTest, StopsAtTheEventThatUsesUpItsBytes) {
  books_.add_votes(50);
  RawClient raw{books_.ledger.server().port()};
  ASSERT_TRUE(raw.greet({books_.ledger.identity("claire", Role::finance)}));
  auto request = after(0);
  request.credit_events = 1'000;
  request.credit_bytes = 500;
  ASSERT_TRUE(raw.send(2, request));
  ASSERT_TRUE(raw.receive());
  auto const frame = raw.receive();
  ASSERT_TRUE(frame);
  auto const& push = std::get<wire::EventsPush>(std::get<wire::Push>(frame->body));
  std::size_t expected = 0;
  for (std::uint64_t sum = 0; sum < 500; ++expected) {
    sum += must(books_.ledger.journal().read_one(Position{expected + 1})).size();
  }
  EXPECT_EQ(push.count, expected);
}

TEST_F(SubscriptionTest, CutsCreditAtItsMaximum) {
  RawClient raw{books_.ledger.server().port()};
  ASSERT_TRUE(raw.greet({books_.ledger.identity("claire", Role::finance)}));
  wire::Subscribe request;
  request.after = std::nullopt;
  ASSERT_TRUE(raw.send(2, request));
  auto const opened = std::get<wire::SubscribeReply>(std::get<wire::Reply>(raw.receive()->body));
  EXPECT_EQ(opened.credit_events, wire::CreditLimits::events_default);
  EXPECT_EQ(opened.credit_bytes, wire::CreditLimits::bytes_default);
  ASSERT_TRUE(raw.send(3, wire::Credit{2, UINT32_MAX, UINT32_MAX}));
  for (auto frame = raw.receive(); frame; frame = raw.receive()) {
    if (frame->request_id != 3) continue;
    auto const reply = std::get<wire::CreditReply>(std::get<wire::Reply>(frame->body));
    EXPECT_EQ(reply.events, wire::CreditLimits::events_max);
    EXPECT_EQ(reply.bytes, wire::CreditLimits::bytes_max);
    break;
  }
}

TEST_F(SubscriptionTest, NamesAValueOfAFilterThatNothingCanHave) {
  struct Row {
    std::string value;
    std::function<void(ledger::EventFilter&)> put;
  };
  books_.submit(Role::administrator, {books_.ledger.command(sample_programme("Q")),
                                      books_.ledger.command(sample_call("C", "P"))});
  std::vector<Row> const rows{
      {"AwardDecidde", [](auto& filter) { filter.types = {"AwardDecided", "AwardDecidde"}; }},
      {"NOWHERE", [](auto& filter) { filter.programmes = {ledger::ProgrammeId{"NOWHERE"}}; }},
      {"X1", [](auto& filter) { filter.calls = {ledger::CallId{"X1"}}; }},
      {"P404", [](auto& filter) { filter.projects = {ledger::ProjectId{"P404"}}; }},
      {"16", [](auto& filter) { filter.years = {16}; }},
      {"PayeeRegistered",
       [](auto& filter) {
         filter.types = {"PayeeRegistered"};
         filter.programmes = {ledger::ProgrammeId{"P"}};
       }},
      {"C", [](auto& filter) {
         filter.calls = {ledger::CallId{"C"}};
         filter.programmes = {ledger::ProgrammeId{"Q"}};
       }}};
  for (auto const& row : rows) {
    auto request = after(0);
    row.put(request.filter);
    auto const failure = refused(request);
    EXPECT_EQ(failure.code, wire::Code::matches_nothing) << row.value;
    EXPECT_EQ(failure.actual, row.value);
    EXPECT_NE(failure.sentence.find(row.value), std::string::npos) << failure.sentence;
  }
}

TEST_F(SubscriptionTest, SaysWhereTheHeadIsToWhoBeginsBeyondIt) {
  auto const failure = refused(after(books_.head() + 1));
  EXPECT_EQ(failure.code, wire::Code::beyond_head);
  EXPECT_EQ(failure.limit, std::to_string(books_.head()));
  EXPECT_EQ(failure.actual, std::to_string(books_.head() + 1));
}

TEST_F(SubscriptionTest, HasItsOutcomeForEveryRequestAboutNoSubscription) {
  auto const client = books_.finance();
  for (wire::Request const& request :
       {wire::Request{wire::Credit{77, 1, 1}}, wire::Request{wire::Ack{77, Position{1}, {}}},
        wire::Request{wire::Unsubscribe{77}}}) {
    must(client->send(request));
    auto const received = must(client->receive());
    ASSERT_FALSE(received.reply);
    EXPECT_EQ(received.reply.error().code, wire::Code::not_found) << wire::name(request);
  }
  auto const subscription = must(client->subscribe(after(0)));
  auto const settled = subscription->ack_up_to(Position{1});
  ASSERT_FALSE(settled);
  EXPECT_EQ(settled.error().code, wire::Code::usage) << "nothing is kept of it";
}

TEST_F(SubscriptionTest, LetsTheRolesThatReadSubscribeAndNobodyElse) {
  for (auto const role : {Role::finance, Role::auditor, Role::administrator, Role::accountant}) {
    auto const client = books_.ledger.client("anne", role);
    EXPECT_TRUE(client->subscribe(after(0))) << ledger::name(role);
  }
  for (auto const role : {Role::applicant, Role::dpo}) {
    auto const client = books_.ledger.client("anne", role);
    auto const subscription = client->subscribe(after(0));
    ASSERT_FALSE(subscription);
    EXPECT_EQ(subscription.error().code, wire::Code::forbidden) << ledger::name(role);
  }
}

TEST_F(SubscriptionTest, BoundsTheSubscriptionsOfAConnection) {
  auto const client = books_.finance();
  std::vector<std::unique_ptr<client::Subscription>> open;
  auto const limit = books_.ledger.options().limits.subscriptions_max;
  for (std::size_t i = 0; i < limit; ++i) open.push_back(must(client->subscribe(after(0))));
  auto const over = client->subscribe(after(0));
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().code, wire::Code::busy);
  open.pop_back();
  EXPECT_TRUE(client->subscribe(after(0))) << "one that was ended makes room";
}

/// An event longer than the shortest frames, and not too long to be stored. No command makes one
/// now; an older or newer version may have.
std::uint64_t add_a_long_event(SubscribedLedger& books) {
  constexpr int programmes = 1'160;
  std::vector<ledger::Command> founded;
  std::vector<ledger::Command> opened;
  ledger::ExerciseClosed closing;
  closing.year = 2016;
  auto const voted = ledger::Money::from_minor_units(100'00);
  for (int i = 0; i < programmes; ++i) {
    ledger::ProgrammeId const id{"G" + std::to_string(1'000 + i)};
    founded.push_back(books.ledger.command(sample_programme(id.view())));
    opened.push_back(books.ledger.command(ledger::OpenPaymentCredits{id, 2016, euros(100)}));
    closing.lines.push_back({id, voted, {}, {}, voted, *ledger::Currency::parse("EUR")});
  }
  books.submit(Role::administrator, std::move(founded));
  books.submit(Role::assembly, std::move(opened));

  Position const head{books.head()};
  auto event = must(codec::decode_event(must(books.ledger.journal().read_one(head))));
  auto& envelope = event.envelope;  // of the year's last event
  envelope.position = next(head);
  envelope.previous_in_stream = head;
  envelope.stream_version = StreamVersion{envelope.stream_version.value() + 1};
  envelope.command_id = books.ledger.command(ledger::CloseExercise{2016}).header.id;
  envelope.currency = {};
  event.body = closing;
  auto const bytes = codec::encode_event(event);
  EXPECT_GT(bytes.size(), wire::frame_bytes_min - 1'024);
  books.ledger.stop();
  journal::Config config;
  config.dir = books.ledger.directory();
  journal::Records records;
  records.append(bytes);
  must(must(journal::Journal::open(config))->append(next(head), records));
  books.ledger.start();
  return next(head).value();
}

// On each of the ways by which an event is first sent: unfiltered, filtered, to a consumer.
TEST_F(SubscriptionTest, EndsAloudAtAFirstDeliveryThatIsLongerThanItsClientsFrames) {
  auto const position = add_a_long_event(books_);
  auto config = books_.ledger.client_config("claire", Role::finance);
  for (auto const* const way : {"unfiltered", "filtered", "consumer"}) {
    SCOPED_TRACE(way);
    wire::Subscribe request;
    request.after = Position{position - 1};
    if (way == std::string_view{"filtered"}) request.filter.types = {"ExerciseClosed"};
    if (way == std::string_view{"consumer"}) request.consumer = ledger::ConsumerName{"export"};
    config.frame_bytes_max = wire::frame_bytes_min;
    {
      auto const client = must(client::Client::connect(config));
      auto const subscription = must(client->subscribe(request));
      auto last = subscription->next(milliseconds{5'000});
      for (int i = 0; i < 10 && last; ++i) last = subscription->next(milliseconds{5'000});
      ASSERT_FALSE(last) << "the event was passed over";
      EXPECT_EQ(last.error().code, wire::Code::too_large);
      EXPECT_NE(last.error().sentence.find("position " + std::to_string(position)),
                std::string::npos)
          << last.error().sentence;
    }
    config.frame_bytes_max = 0;  // the usual ones
    auto const client = must(client::Client::connect(config));
    auto const subscription = must(client->subscribe(request));
    EXPECT_EQ(positions_of(take(*subscription, 1)), std::vector<std::uint64_t>{position});
  }
}

// What waits for the pool of readers when the server ends holds timers of the sessions: they must
// not be gone before it. A sanitizer tells.
TEST(SubscriptionAtTheEnd, LetsTheServerStopWhileReadsWait) {
  LedgerOptions options;
  options.read_threads = 1;
  SubscribedLedger books{options};
  books.add_votes(2'000);
  wire::Read page;
  page.from = Position{1};
  wire::Subscribe all;
  all.after = Position{0};
  for (int round = 0; round < repetitions(10); ++round) {
    auto client = books.finance();
    for (std::size_t i = 0; i < 12; ++i) must(client->send(page));
    for (std::size_t i = 0; i < 4; ++i) must(client->send(all));
    must(client->receive());
    client.reset();
    books.ledger.stop();
    books.ledger.start();
  }
  EXPECT_TRUE(books.finance()->status());
}

TEST(SubscriptionHeartbeat, TellsHowFarANarrowFilterHasLooked) {
  LedgerOptions options;
  options.deadlines.heartbeat = milliseconds{50};
  SubscribedLedger books{options};
  auto const client = books.finance();
  wire::Subscribe request;
  request.filter.types = {"CallOpened"};
  auto const subscription = must(client->subscribe(request));
  EXPECT_EQ(subscription->opened().heartbeat_ms, 50U);
  books.add_votes(100);
  Position scanned_to;
  for (int i = 0; i < 100 && scanned_to < Position{books.head()}; ++i) {
    auto const batch = must(subscription->next(milliseconds{1'000}));
    EXPECT_TRUE(batch.events.empty());
    scanned_to = std::max(scanned_to, batch.scanned_to);
  }
  EXPECT_EQ(scanned_to, Position{books.head()});
}

TEST(StuckSubscriber, NeitherHoldsTheWriterNorIsSentAway) {
  LogCapture log;
  LedgerOptions options;
  options.deadlines.write = milliseconds{100};
  options.deadlines.heartbeat = milliseconds{50};
  SubscribedLedger books{options};
  books.add_votes(20'000);
  RawClient stuck{books.ledger.server().port()};
  ASSERT_TRUE(stuck.greet({books.ledger.identity("claire", Role::finance)}));
  wire::Subscribe request;
  request.credit_events = wire::CreditLimits::events_max;
  request.credit_bytes = wire::CreditLimits::bytes_max;
  ASSERT_TRUE(stuck.send(2, request));  // and reads nothing of what comes
  auto const client = books.finance("denis");
  auto const other = must(client->subscribe(request));
  books.add_votes(20'000);
  auto const head = books.head();
  EXPECT_EQ(positions_of(take(*other, head)), from_to(1, head));
  std::this_thread::sleep_for(milliseconds{500});  // five of the deadlines that would have cut it
  // It reads at last, and everything is there.
  std::uint64_t last = 0;
  while (last < head) {
    auto const frame = stuck.receive();
    ASSERT_TRUE(frame) << "the connection was closed behind position " << last;
    auto const* const push = std::get_if<wire::Push>(&frame->body);
    if (push == nullptr) continue;
    if (auto const* const events = std::get_if<wire::EventsPush>(push)) {
      EXPECT_EQ(events->scanned_to.value(), last + events->count);
      last = events->scanned_to.value();
    }
  }
}

TEST(HalfAFrame, EndsTheConnectionOfASubscriberInItsTime) {
  LogCapture log;
  LedgerOptions options;
  options.deadlines.frame = milliseconds{100};
  SubscribedLedger books{options};
  RawClient raw{books.ledger.server().port()};
  ASSERT_TRUE(raw.greet({books.ledger.identity("claire", Role::finance)}));
  ASSERT_TRUE(raw.send(2, wire::Subscribe{}));
  auto const frame = wire::encode({3, wire::Request{wire::Status{}}});
  ASSERT_TRUE(raw.send(ByteView{frame}.first(frame.size() / 2)));
  EXPECT_TRUE(raw.is_closed_by_server());
}

TEST(StoppingServer, TellsItsSubscribers) {
  SubscribedLedger books;
  auto const client = books.finance();
  auto const subscription = must(client->subscribe(wire::Subscribe{}));
  take(*subscription, books.head());
  std::jthread const stopping{[&] { books.ledger.server().stop(std::chrono::seconds{5}); }};
  client::Response<client::Batch> last;
  do {
    last = subscription->next(milliseconds{5'000});
  } while (last);
  EXPECT_EQ(last.error().code, wire::Code::shutting_down) << last.error().sentence;
}

}  // namespace
}  // namespace gl::testing
