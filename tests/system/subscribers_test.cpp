// Eight subscribers of different filters and speeds beside sixteen writers, with kills of the
// server in between. GL_EVENTS and GL_KILLS make it longer: 1000000 and 50 is the whole of it.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "base/random.h"
#include "client/subscription.h"
#include "codec/event_codec.h"
#include "system/program.h"
#include "tools/common/data_directory.h"

namespace gl::system_test {
namespace {

using std::chrono::milliseconds;
using Positions = std::vector<std::uint64_t>;

constexpr std::size_t writers = 16;
constexpr std::size_t programmes = 4;
constexpr std::size_t list_size = 50;

std::uint64_t number_from(char const* variable, std::uint64_t otherwise) {
  auto const* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string programme(std::size_t number) { return "G" + std::to_string(number); }

/// A ledger whose server comes and goes.
class World {
 public:
  World() {
    auto const path = ledger().string();
    if (grandlivre({"init", path}).exit_code != 0) throw std::runtime_error("init");
    start();
    for (std::size_t i = 0; i < programmes; ++i) {
      auto const made =
          grandlivre({"--data", path, "--as", "administrator", "create-programme", "--programme",
                      programme(i), "--name", "G", "--currency", "EUR", "--nature", "operating"});
      if (made.exit_code != 0) throw std::runtime_error(made.err);
    }
  }

  /// kill -9 and a new start.
  void kill() {
    memory_kb_ = std::max(memory_kb_, peak_memory_kb());
    {
      std::scoped_lock const lock(mutex_);
      server_->kill();
      port_ = 0;
    }
    start();
  }
  /// The most that any server of this world took.
  [[nodiscard]] std::uint64_t memory_kb() const { return std::max(memory_kb_, peak_memory_kb()); }

  /// Connects, however often the server has to come back; null when the world ends.
  [[nodiscard]] std::unique_ptr<client::Client> connect(std::string const& identity) const {
    tools::DataDirectory const data{ledger()};
    auto const files = data.identity(identity);
    while (files && !over) {
      client::Config config;
      {
        std::scoped_lock const lock(mutex_);
        config.port = port_;
      }
      config.ca_file = data.authority_certificate();
      config.certificate_file = files->certificate;
      config.key_file = files->private_key;
      if (config.port != 0) {
        auto connected = client::Client::connect(std::move(config));
        if (connected) return std::move(*connected);
      }
      std::this_thread::sleep_for(milliseconds{20});
    }
    return nullptr;
  }

  std::atomic<bool> over{false};

 private:
  [[nodiscard]] std::filesystem::path ledger() const { return directory_ / "ledger"; }
  void start() {
    auto server = std::make_unique<ServerProcess>(ledger());
    if (!server->ready()) throw std::runtime_error(server->log());
    std::scoped_lock const lock(mutex_);
    server_ = std::move(server);
    port_ = server_->port();
  }
  [[nodiscard]] std::uint64_t peak_memory_kb() const {
    std::ifstream status{"/proc/" + std::to_string(server_->pid()) + "/status"};
    for (std::string word; status >> word;) {
      std::uint64_t kb = 0;
      if (word == "VmHWM:" && status >> kb) return kb;
    }
    return 0;
  }

  TemporaryDirectory directory_;
  mutable std::mutex mutex_;
  std::unique_ptr<ServerProcess> server_;
  std::uint16_t port_ = 0;
  std::uint64_t memory_kb_ = 0;
};

/// Sends its share of commands, each until it was answered.
void write_share(World const& world, std::size_t number, std::size_t commands) {
  SystemRandom random;
  SystemClock clock;
  auto client = world.connect("assembly");
  while (commands > 0 && client) {
    std::vector<ledger::Command> list(std::min(commands, list_size));
    for (auto& command : list) {
      command.header.id = make_uuid_v7(clock.now(), random);
      command.body =
          ledger::VoteAuthority{ledger::ProgrammeId{programme(number % programmes)}, {1, 2}};
    }
    while (client && !client->submit(list)) client = world.connect("assembly");
    commands -= list.size();
  }
}

/// What a subscriber is to do.
struct Habits {
  std::string name;
  wire::Subscribe request;
  milliseconds pause{0};  ///< after each batch
  milliseconds life{0};   ///< of a connection; 0: as long as it holds
  bool rejects = false;   ///< sends events back now and then
  bool needs_end = true;  ///< whether it is to have everything in the end
};

/// One subscriber: connects anew as often as it must, goes on behind the last position (or leaves
/// that to the server), and remembers what came.
class Subscriber {
 public:
  Subscriber(World const& world, Habits habits)
      : world_(world), habits_(std::move(habits)), thread_([this] { live(); }) {}
  void join() { thread_.join(); }

  [[nodiscard]] Habits const& habits() const { return habits_; }
  [[nodiscard]] std::uint64_t scanned_to() const { return scanned_to_; }
  [[nodiscard]] std::size_t open_ends() const { return open_ends_; }
  [[nodiscard]] Positions const& came() const { return came_; }
  [[nodiscard]] std::size_t repeated() const { return repeated_; }
  [[nodiscard]] std::size_t broken() const { return broken_; }

 private:
  [[nodiscard]] bool is_named() const { return !habits_.request.consumer.empty(); }

  void live() {
    while (!world_.over) {
      auto const client = world_.connect("finance");
      if (!client) return;
      auto request = habits_.request;
      if (!is_named()) request.after = Position{last_};
      auto const subscription = client->subscribe(request);
      if (subscription) one_life(**subscription);
    }
  }

  void one_life(client::Subscription& subscription) {
    auto const end = std::chrono::steady_clock::now() + habits_.life;
    while (!world_.over) {
      if (habits_.life.count() > 0 && std::chrono::steady_clock::now() >= end) return;
      auto const batch = subscription.next(milliseconds{200});
      if (!batch) return;
      for (auto const& event : batch->events) take(event);
      if (is_named() && !settle(subscription, *batch)) return;
      if (batch->scanned_to.value() > 0) scanned_to_ = batch->scanned_to.value();
      if (habits_.pause.count() > 0) std::this_thread::sleep_for(habits_.pause);
    }
  }

  void take(client::SubscribedEvent const& event) {
    auto const position = event.position.value();
    if (acknowledged_.contains(position)) ++broken_;  // it was answered that it is done
    if (!is_named() && position <= last_) ++broken_;
    last_ = std::max(last_, position);
    if (seen_.insert(position).second) {
      came_.push_back(position);
    } else {
      ++repeated_;
    }
  }

  bool settle(client::Subscription& subscription, client::Batch const& batch) {
    std::vector<Position> done;
    for (auto const& event : batch.events) {
      if (habits_.rejects && event.attempt == 1 && random_() % 50 == 0) {
        if (!subscription.retry(event.position, milliseconds{20}, "later")) return false;
        ++open_ends_;
        continue;
      }
      if (habits_.rejects && event.attempt > 1 && open_ends_ > 0) --open_ends_;
      done.push_back(event.position);
    }
    for (std::size_t at = 0; at < done.size(); at += wire::ack_positions_max) {
      auto const first = done.begin() + static_cast<std::ptrdiff_t>(at);
      auto const count = std::min<std::size_t>(done.size() - at, wire::ack_positions_max);
      std::vector<Position> some{first, first + static_cast<std::ptrdiff_t>(count)};
      if (!subscription.ack(some)) return false;
      for (auto const position : some) acknowledged_.insert(position.value());
    }
    return true;
  }

  World const& world_;
  Habits const habits_;
  std::mt19937_64 random_{std::random_device{}()};
  std::atomic<std::uint64_t> scanned_to_{0};
  std::atomic<std::size_t> open_ends_{0};
  std::uint64_t last_ = 0;
  Positions came_;
  std::set<std::uint64_t> seen_, acknowledged_;
  std::size_t repeated_ = 0;
  std::size_t broken_ = 0;
  std::jthread thread_;
};

std::vector<Habits> eight_habits() {
  auto const only = [](std::size_t number) {
    wire::Subscribe request;
    request.filter.programmes = {ledger::ProgrammeId{programme(number)}};
    return request;
  };
  auto const named = [](wire::Subscribe request, char const* name) {
    request.consumer = ledger::ConsumerName{name};
    return request;
  };
  wire::Subscribe votes;
  votes.filter.types = {"AuthorityVoted"};
  wire::Subscribe one_by_one;
  one_by_one.credit_events = 1;
  one_by_one.credit_bytes = 1'000;
  auto stuck = wire::Subscribe{};
  stuck.credit_events = wire::CreditLimits::events_max;
  stuck.credit_bytes = wire::CreditLimits::bytes_max;
  std::vector<Habits> habits(8);
  habits[0] = {.name = "everything", .request = {}};
  habits[1] = {.name = "one programme", .request = only(0)};
  habits[2] = {.name = "named, by type", .request = named(votes, "votes")};
  habits[3] = {.name = "named, a new life every second",
               .request = named(only(1), "restless"),
               .life = milliseconds{1'000}};
  habits[4] = {.name = "one event a second",
               .request = one_by_one,
               .pause = milliseconds{1'000},
               .needs_end = false};
  habits[5] = {
      .name = "never reads", .request = stuck, .pause = std::chrono::hours{1}, .needs_end = false};
  habits[6] = {.name = "another programme, slow", .request = only(2), .pause = milliseconds{5}};
  habits[7] = {.name = "named, sends back", .request = named({}, "fussy"), .rejects = true};
  return habits;
}

/// A client that opens a subscription and reads nothing, for as long as its server lives.
void never_read(World const& world, wire::Subscribe const& request) {
  while (!world.over) {
    auto const client = world.connect("auditor");
    if (!client) return;
    auto const subscription = client->subscribe(request);
    for (int i = 0; i < 20 && !world.over; ++i) std::this_thread::sleep_for(milliseconds{100});
  }
}

/// Every event's position that the filter lets through, from a plain reading of the ledger.
Positions expected_for(wire::Subscribe const& request, std::vector<wire::EventRecord> const& all) {
  Positions expected;
  for (auto const& record : all) {
    auto const event = codec::decode_event(record.bytes);
    if (!event) throw std::runtime_error(event.error().what);
    auto const& filter = request.filter;
    if (!filter.types.empty() && filter.types.front() != name(event->body)) continue;
    if (!filter.programmes.empty()) {
      auto const* const vote = std::get_if<ledger::AuthorityVoted>(&event->body);
      auto const* const made = std::get_if<ledger::ProgrammeCreated>(&event->body);
      auto const about = vote != nullptr   ? vote->programme
                         : made != nullptr ? made->programme
                                           : ledger::ProgrammeId{};
      if (about != filter.programmes.front()) continue;
    }
    expected.push_back(record.position.value());
  }
  return expected;
}

std::vector<wire::EventRecord> read_all(World const& world) {
  auto const client = world.connect("auditor");
  std::vector<wire::EventRecord> all;
  wire::Read request;
  request.from = Position{1};
  while (true) {
    auto reply = client->read(request);
    if (!reply) throw std::runtime_error(reply.error().sentence);
    if (reply->events.empty()) return all;
    for (auto& record : reply->events) all.push_back(std::move(record));
    request.from = reply->next;
  }
}

TEST(SubscribersSlow, HaveExactlyTheirEventsWhateverTheirSpeedAndHoweverOftenTheServerDies) {
  auto const events = number_from("GL_EVENTS", 40'000);
  auto const kills = number_from("GL_KILLS", 3);
  World world;
  std::vector<std::unique_ptr<Subscriber>> subscribers;
  std::jthread stuck;
  for (auto& habits : eight_habits()) {
    if (habits.name == "never reads") {
      stuck = std::jthread{[&world, request = habits.request] { never_read(world, request); }};
    } else {
      subscribers.push_back(std::make_unique<Subscriber>(world, std::move(habits)));
    }
  }
  auto const began = std::chrono::steady_clock::now();
  std::atomic<std::size_t> writing{writers};
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < writers; ++i) {
    threads.emplace_back([&, i] {
      write_share(world, i, events / writers);
      --writing;
    });
  }
  std::uint64_t killed = 0;
  for (; killed < kills; ++killed) {
    std::this_thread::sleep_for(milliseconds{700});
    world.kill();
  }
  threads.clear();
  auto const took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();

  auto const all = read_all(world);
  auto const head = all.size();
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{300};
  auto const is_there = [&](auto const& subscriber) {
    return !subscriber->habits().needs_end ||
           (subscriber->scanned_to() >= head && subscriber->open_ends() == 0);
  };
  while (!std::ranges::all_of(subscribers, is_there) &&
         std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(milliseconds{100});
  }
  std::this_thread::sleep_for(milliseconds{1'500});  // what would come too often has time to
  world.over = true;
  stuck.join();
  std::printf("%zu events, %llu kills, %.0f events/s written, server at most %llu MB\n", head,
              static_cast<unsigned long long>(killed), static_cast<double>(events) / took,
              static_cast<unsigned long long>(world.memory_kb() / 1'024));
  for (auto const& subscriber : subscribers) {
    subscriber->join();
    auto const& habits = subscriber->habits();
    SCOPED_TRACE(habits.name);
    auto came = subscriber->came();
    std::printf("  %-32s %8zu events, %6zu came again\n", habits.name.c_str(), came.size(),
                subscriber->repeated());
    EXPECT_EQ(subscriber->broken(), 0U) << "an event came again that was done";
    auto expected = expected_for(habits.request, all);
    if (!habits.needs_end) expected.resize(std::min(expected.size(), came.size()));
    if (!habits.request.consumer.empty()) std::ranges::sort(came);  // what is sent back comes later
    EXPECT_TRUE(came == expected) << came.size() << " came, " << expected.size() << " were there";
    if (habits.request.consumer.empty()) {
      EXPECT_EQ(subscriber->repeated(), 0U);
    }
  }
}

}  // namespace
}  // namespace gl::system_test
