// What the server keeps of named consumers.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <future>
#include <map>
#include <set>
#include <thread>

#include "support/log_capture.h"
#include "support/subscriber.h"
#include "wire/frame.h"

namespace gl::testing {
namespace {

using ledger::ConsumerName;
using ledger::Role;
using std::chrono::milliseconds;

class ConsumerTest : public ::testing::Test {
 protected:
  static wire::Subscribe as(std::string_view name) {
    wire::Subscribe request;
    request.consumer = ConsumerName{name};
    return request;
  }
  wire::ConsumersReply show(std::string_view name) {
    return must(books_.finance()->consumers({ConsumerName{name}, {}, 0}));
  }
  client::Response<wire::ConsumersReply> change(std::string_view name,
                                                decltype(wire::ChangeConsumer::change) what,
                                                Role role = Role::finance) {
    return books_.ledger.client("olga", role)->change_consumer({ConsumerName{name}, what});
  }
  void restart() {
    books_.ledger.stop();
    books_.ledger.start();
  }

  LogCapture log_;
  SubscribedLedger books_;
};

TEST_F(ConsumerTest, ResumesBehindWhatWasAcknowledged) {
  books_.add_votes(20);
  {
    auto const client = books_.finance();
    auto const subscription = must(client->subscribe(as("export")));
    EXPECT_TRUE(subscription->opened().created);
    take(*subscription, books_.head());
    EXPECT_EQ(must(subscription->ack_up_to(Position{12})).checkpoint, Position{12});
  }
  auto const client = books_.finance();
  auto const subscription = must(client->subscribe(as("export")));
  EXPECT_FALSE(subscription->opened().created);
  EXPECT_EQ(subscription->opened().after, Position{12});
  EXPECT_EQ(positions_of(take(*subscription, books_.head() - 12)), from_to(13, books_.head()));
}

TEST_F(ConsumerTest, BringsBackExactlyTheUnacknowledgedWindow) {
  books_.add_votes(8);
  {
    auto const client = books_.finance();
    auto const subscription = must(client->subscribe(as("export")));
    take(*subscription, books_.head());
    must(subscription->ack({Position{1}, Position{2}, Position{5}, Position{7}}));
  }
  for (bool const restarted : {false, true}) {
    if (restarted) restart();
    auto const client = books_.finance();
    auto const subscription = must(client->subscribe(as("export")));
    EXPECT_EQ(positions_of(take(*subscription, books_.head() - 4)),
              (std::vector<std::uint64_t>{3, 4, 6, 8, 9, 10}))
        << (restarted ? "after a restart" : "on a new connection");
  }
}

TEST_F(ConsumerTest, BringsEventsBackInFramesThatItsClientTakes) {
  books_.submit(Role::administrator, {books_.ledger.command(sample_call("C", "P"))});
  std::vector<ledger::Command> commands;
  for (int i = 0; i < 250; ++i) {
    auto project = sample_project("P" + std::to_string(i), "C", euros(100));
    project.title = std::string(300, 't');
    commands.push_back(books_.ledger.command(std::move(project)));
  }
  books_.submit(Role::applicant, std::move(commands));
  auto config = books_.ledger.client_config("claire", Role::finance);
  config.frame_bytes_max = wire::frame_bytes_min;  // a quarter of these events
  for (int delivery = 1; delivery <= 2; ++delivery) {
    auto const client = must(client::Client::connect(config));
    auto const subscription = must(client->subscribe(as("export")));
    EXPECT_EQ(positions_of(take(*subscription, books_.head())), from_to(1, books_.head()))
        << "delivery " << delivery;
  }
}

TEST_F(ConsumerTest, IsNotInTheViews) {
  books_.add_votes(5);
  {
    auto const client = books_.finance();
    auto const subscription = must(client->subscribe(as("export")));
    take(*subscription, books_.head());
    must(subscription->ack_up_to(Position{4}));
  }
  books_.ledger.stop();
  std::filesystem::remove_all(books_.ledger.directory() / "views");
  books_.ledger.start();
  EXPECT_EQ(show("export").consumers.at(0).checkpoint, Position{4});
}

TEST_F(ConsumerTest, RetriesAfterItsDelayParksAfterItsAttemptsAndReplays) {
  auto request = as("export");
  request.attempts_max = 2;
  auto const client = books_.finance();
  auto const subscription = must(client->subscribe(request));
  take(*subscription, books_.head());
  auto const head = books_.head();
  books_.ledger.clock().set(noon_2016(7, 1));
  must(subscription->retry(Position{1}, milliseconds{60'000}, "no such account"));
  EXPECT_TRUE(must(subscription->next(milliseconds{200})).events.empty()) << "it is not due";
  books_.ledger.clock().set(Instant{noon_2016(7, 1).microseconds() + 60'000'000});
  must(subscription->ack_up_to(Position{head}));  // wakes it: the clock of the test does not
  auto const again = take(*subscription, 1);
  EXPECT_EQ(again.at(0).position, 1U);
  EXPECT_EQ(again.at(0).attempt, 2);
  EXPECT_EQ(must(subscription->retry(Position{1}, milliseconds{0}, "still none")).parked, 1U);
  auto const shown = show("export");
  ASSERT_EQ(shown.parked.size(), 1U);
  EXPECT_EQ(shown.parked[0].position, Position{1});
  EXPECT_EQ(shown.parked[0].reason, "still none");
  EXPECT_EQ(shown.consumers.at(0).checkpoint, Position{head}) << "the consumer goes on";

  ASSERT_TRUE(change("export", wire::ChangeConsumer::Replay{Position{1}}));
  EXPECT_EQ(take(*subscription, 1).at(0).position, 1U);
  must(subscription->ack({Position{1}}));
  EXPECT_TRUE(show("export").parked.empty());
}

TEST_F(ConsumerTest, KeepsParkedEventsAcrossARestartUntilTheyAreDismissed) {
  books_.add_votes(3);
  {
    auto const client = books_.finance();
    auto const subscription = must(client->subscribe(as("export")));
    take(*subscription, books_.head());
    must(subscription->park(Position{2}, "unreadable"));
    must(subscription->ack_up_to(Position{books_.head()}));
  }
  restart();
  EXPECT_EQ(show("export").parked.at(0).reason, "unreadable");
  ASSERT_TRUE(change("export", wire::ChangeConsumer::Dismiss{Position{2}}));
  EXPECT_TRUE(show("export").parked.empty());
  auto const twice = change("export", wire::ChangeConsumer::Dismiss{Position{2}});
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, wire::Code::not_found);
}

TEST_F(ConsumerTest, HasItsOutcomeForAcksThatAreOff) {
  auto const client = books_.finance();
  auto const subscription = must(client->subscribe(as("export")));
  take(*subscription, books_.head());
  auto const never = subscription->ack({Position{books_.head() + 5}});
  ASSERT_FALSE(never);
  EXPECT_EQ(never.error().code, wire::Code::not_delivered);
  EXPECT_NE(never.error().sentence.find(std::to_string(books_.head() + 5)), std::string::npos)
      << never.error().sentence;
  EXPECT_EQ(must(subscription->ack({Position{1}})).settled, 1U);
  auto const twice = must(subscription->ack({Position{1}}));
  EXPECT_EQ(twice.settled, 0U);
  EXPECT_EQ(twice.already, 1U);
}

TEST_F(ConsumerTest, IsTakenOverByTheNewerConnectionAndTheOlderIsTold) {
  books_.add_votes(5);
  auto const older_client = books_.finance();
  auto const older = must(older_client->subscribe(as("export")));
  take(*older, books_.head());
  must(older->ack_up_to(Position{3}));
  auto const newer_client = books_.finance();
  auto const newer = must(newer_client->subscribe(as("export")));
  client::Response<client::Batch> last;
  do {
    last = older->next(milliseconds{5'000});
  } while (last);
  EXPECT_EQ(last.error().code, wire::Code::taken_over) << last.error().sentence;
  EXPECT_EQ(positions_of(take(*newer, books_.head() - 3)), from_to(4, books_.head()));
  EXPECT_FALSE(older->ack_up_to(Position{5})) << "it is the newer one's now";
  EXPECT_TRUE(older_client->status()) << "the connection itself goes on";
}

TEST_F(ConsumerTest, BelongsToWhoMadeIt) {
  auto const claire = books_.finance();
  must(claire->subscribe(as("export")));
  auto const denis = books_.finance("denis");
  auto const foreign = denis->subscribe(as("export"));
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, wire::Code::forbidden);
  EXPECT_NE(foreign.error().sentence.find("claire"), std::string::npos) << foreign.error().sentence;
}

TEST_F(ConsumerTest, KeepsTheFilterThatItWasMadeWith) {
  auto request = as("export");
  request.filter.types = {"ProgrammeCreated"};
  auto const client = books_.finance();
  must(client->subscribe(request));
  auto other = request;
  other.filter.types = {"AuthorityVoted"};
  auto const refused = client->subscribe(other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, wire::Code::other_filter);
  books_.add_votes(2);
  auto const without = must(client->subscribe(as("export")));
  EXPECT_EQ(positions_of(take(*without, 1)), std::vector<std::uint64_t>{2});
}

TEST_F(ConsumerTest, RefusesANameOfOddCharacters) {
  auto const client = books_.finance();
  for (auto const* const name : {"a/b", ".hidden", "a b", "é"}) {
    auto const refused = client->subscribe(as(name));
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().code, wire::Code::malformed) << name;
  }
}

TEST_F(ConsumerTest, IsMovedByThoseWhoMayAndSaysSo) {
  books_.add_votes(5);
  auto const client = books_.finance();
  auto const subscription = must(client->subscribe(as("export")));
  take(*subscription, books_.head());
  must(subscription->ack_up_to(Position{books_.head()}));
  auto const forbidden = change("export", wire::ChangeConsumer::Reset{Position{2}}, Role::auditor);
  ASSERT_FALSE(forbidden);
  EXPECT_EQ(forbidden.error().code, wire::Code::forbidden);
  auto const beyond = change("export", wire::ChangeConsumer::Reset{Position{99}});
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, wire::Code::beyond_head);
  auto const moved = must(change("export", wire::ChangeConsumer::Reset{Position{2}}));
  ASSERT_TRUE(moved.consumers.at(0).reset);
  EXPECT_EQ(moved.consumers[0].reset->by.view(), "olga");
  EXPECT_EQ(moved.consumers[0].reset->to, Position{2});
  client::Response<client::Batch> last;
  do {
    last = subscription->next(milliseconds{5'000});
  } while (last);
  EXPECT_EQ(last.error().code, wire::Code::consumer_changed);
  auto const again = must(client->subscribe(as("export")));
  EXPECT_EQ(positions_of(take(*again, books_.head() - 2)), from_to(3, books_.head()));
  ASSERT_TRUE(change("export", wire::ChangeConsumer::Remove{}));
  EXPECT_TRUE(must(client->consumers({})).consumers.empty());
}

TEST_F(ConsumerTest, IsMovedByAnEventOfTheLedgerAndRefusedWithoutOne) {
  books_.add_votes(5);
  must(books_.finance()->subscribe(as("export")));
  auto const head = books_.head();
  EXPECT_FALSE(change("export", wire::ChangeConsumer::Reset{Position{2}}, Role::auditor));
  EXPECT_FALSE(change("export", wire::ChangeConsumer::Reset{Position{head + 1}}));
  EXPECT_FALSE(change("unknown", wire::ChangeConsumer::Reset{Position{2}}));
  EXPECT_EQ(books_.head(), head) << "what is refused is not recorded";

  auto const moved = must(change("export", wire::ChangeConsumer::Reset{Position{2}}));
  ASSERT_EQ(books_.head(), head + 1);
  auto const bytes = must(books_.ledger.journal().read_one(Position{head + 1}));
  auto const event = must(codec::decode_event(bytes));
  auto const* const reset = std::get_if<ledger::ConsumerReset>(&event.body);
  ASSERT_NE(reset, nullptr);
  EXPECT_EQ(reset->consumer.view(), "export");
  EXPECT_EQ(reset->from, Position{0});
  EXPECT_EQ(reset->to, Position{2});
  EXPECT_EQ(event.envelope.actor.person.view(), "olga");
  EXPECT_EQ(event.envelope.actor.role, Role::finance);
  EXPECT_EQ(to_string(event.envelope.stream), "ledger");
  EXPECT_EQ(event.envelope.previous_in_stream, Position{1}) << "behind the ledger's creation";
  EXPECT_EQ(moved.consumers.at(0).reset->at, event.envelope.recorded_at);
  EXPECT_EQ(moved.consumers.at(0).checkpoint, Position{2});
}

TEST_F(ConsumerTest, WhoseResetWasInterruptedHasItAfterTheNextOpenOnce) {
  books_.add_votes(5);
  must(books_.finance()->subscribe(as("export")));
  auto const head = books_.head();
  // As when the process dies between the event and consumers/.
  std::promise<Instant> durable;
  sequencer::AdministrativeAct act;
  act.body = ledger::ConsumerReset{ConsumerName{"export"}, Position{0}, Position{3}};
  act.actor.person = ledger::PersonId{"olga"};
  act.actor.role = Role::finance;
  act.done = [&durable](sequencer::AdministrativeAct::Recorded const& recorded) {
    durable.set_value(recorded.at);
  };
  must(books_.ledger.sequencer().record(std::move(act)));
  auto const at = durable.get_future().get();
  EXPECT_FALSE(show("export").consumers.at(0).reset);
  restart();
  auto const shown = show("export").consumers.at(0);
  EXPECT_EQ(shown.checkpoint, Position{3});
  ASSERT_TRUE(shown.reset);
  EXPECT_EQ(shown.reset->by.view(), "olga");
  EXPECT_EQ(shown.reset->at, at);
  {
    auto const client = books_.finance();
    auto const subscription = must(client->subscribe(as("export")));
    take(*subscription, head + 1 - 3);
    must(subscription->ack_up_to(Position{head + 1}));
  }
  restart();
  EXPECT_EQ(show("export").consumers.at(0).checkpoint, Position{head + 1}) << "not a second time";
  must(change("export", wire::ChangeConsumer::Remove{}));
  books_.ledger.clock().set(noon_2016(7, 1));
  must(books_.finance()->subscribe(as("export")));
  restart();
  EXPECT_FALSE(show("export").consumers.at(0).reset) << "another of that name, made since";
}

TEST_F(ConsumerTest, ShowsHowFarItIs) {
  books_.add_votes(10);
  auto const client = books_.finance();
  auto const subscription = must(client->subscribe(as("export")));
  take(*subscription, books_.head());
  must(subscription->ack_up_to(Position{4}));
  auto const shown = show("export");
  auto const& view = shown.consumers.at(0);
  EXPECT_EQ(shown.head, Position{books_.head()});
  EXPECT_EQ(view.checkpoint, Position{4});
  EXPECT_EQ(view.unacknowledged, books_.head() - 4);
  EXPECT_EQ(view.members, 1);
  EXPECT_EQ(view.owner.person.view(), "claire");
  EXPECT_EQ(view.settled_last_minute, 4U);
  EXPECT_TRUE(view.oldest_delivered_at);
}

TEST_F(ConsumerTest, SharesAGroupWithTheOrderOfEachProjectKept) {
  std::vector<ledger::Command> commands;
  books_.submit(Role::administrator, {books_.ledger.command(sample_call("C", "P"))});
  constexpr int project_count = 40;
  for (int i = 0; i < project_count; ++i) {
    commands.push_back(
        books_.ledger.command(sample_project("P" + std::to_string(i), "C", euros(100))));
  }
  for (int i = 0; i < project_count; ++i) {
    commands.push_back(books_.ledger.command(declare_complete("P" + std::to_string(i))));
  }
  auto request = as("workers");
  request.group = true;
  request.filter.types = {"ProjectSubmitted", "ProjectDeclaredComplete"};
  auto const first_client = books_.finance();
  auto const second_client = books_.finance();
  auto const first = must(first_client->subscribe(request));
  auto const second = must(second_client->subscribe(request));
  books_.submit(Role::instructor, std::move(commands));
  std::map<std::string, std::vector<std::uint64_t>> seen;
  std::map<std::string, std::set<int>> workers;
  std::size_t total = 0;
  for (int round = 0; round < 400 && total < 2 * project_count; ++round) {
    int number = 0;
    for (auto* const member : {first.get(), second.get()}) {
      auto const batch = must(member->next(milliseconds{20}));
      ++number;
      for (auto const& event : batch.events) {
        auto const stream = to_string(must(codec::peek(event.bytes)).stream);
        seen[stream].push_back(event.position.value());
        workers[stream].insert(number);
        must(member->ack({event.position}));
        ++total;
      }
    }
  }
  ASSERT_EQ(total, 2U * project_count);
  std::set<int> all;
  for (auto const& [stream, positions] : seen) {
    EXPECT_EQ(positions.size(), 2U) << stream;
    EXPECT_TRUE(std::ranges::is_sorted(positions)) << stream;
    EXPECT_EQ(workers[stream].size(), 1U) << stream << " went to two members";
    all.insert(workers[stream].begin(), workers[stream].end());
  }
  EXPECT_EQ(all.size(), 2U) << "one member did everything";
}

TEST(ConsumerWithoutViews, IsToldToComeAgainAndLosesNothing) {
  LogCapture log;
  std::atomic<bool> held = false;
  LedgerOptions options;
  options.run_events = 2;  // the views go on in steps of two events
  options.on_views_progress = [&held](projections::FoldProgress const&) { held.wait(true); };
  SubscribedLedger books{options};
  books.add_votes(3);
  books.submit(Role::administrator, {books.ledger.command(sample_programme("Q"))});
  wire::Subscribe request;
  request.consumer = ConsumerName{"narrow"};
  request.filter.programmes = {ledger::ProgrammeId{"Q"}};
  must(books.finance()->subscribe(request));
  books.ledger.stop();
  std::filesystem::remove_all(books.ledger.directory() / "views");
  held = true;
  books.ledger.start();
  request.filter = {};  // what it has, which names a programme that the views do not know yet
  auto const client = books.finance();
  auto const early = client->subscribe(request);
  EXPECT_FALSE(early);
  if (!early) {
    EXPECT_EQ(early.error().code, wire::Code::not_reached) << early.error().sentence;
    EXPECT_NE(early.error().sentence.find("subscribe again in a moment"), std::string::npos);
    EXPECT_GT(early.error().retry_after_ms, 0U);
  }
  auto const shown = must(client->consumers({request.consumer, {}, 0})).consumers.at(0);
  EXPECT_EQ(shown.members, 0) << "it is with nobody";
  EXPECT_EQ(shown.filter.programmes.size(), 1U);
  held = false;
  held.notify_all();
  wire::Balances there;
  there.at.not_before = Position{books.head()};
  there.at.wait_ms = 20'000;
  must(client->balances(there));
  auto const subscription = must(client->subscribe(request));
  EXPECT_EQ(positions_of(take(*subscription, 1)), std::vector<std::uint64_t>{books.head()});
}

TEST(ConsumerDirectory, IsRefusedByNameWhenItIsOfANewerFormat) {
  LogCapture log;
  LedgerFixture ledger;
  ledger.stop();
  std::ofstream{ledger.directory() / "consumers" / "FORMAT"} << "2\n";
  auto const opened = consumers::Consumers::open(ledger.directory(), ledger.clock());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::newer_format);
  EXPECT_NE(opened.error().what.find("format 2"), std::string::npos) << opened.error().what;
}

TEST(ConsumerDirectory, NamesTheFileThatIsDamaged) {
  LogCapture log;
  LedgerFixture ledger;
  ledger.stop();
  std::ofstream{ledger.directory() / "consumers" / "export.consumer"} << "grandlivre-consumer 1\n";
  auto const opened = consumers::Consumers::open(ledger.directory(), ledger.clock());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::corrupt);
  EXPECT_NE(opened.error().what.find("export.consumer"), std::string::npos) << opened.error().what;
}

}  // namespace
}  // namespace gl::testing
