#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "base/random.h"
#include "base/time.h"
#include "client/client.h"
#include "codec/event_codec.h"
#include "proof/sha256.h"
#include "support/repetitions.h"
#include "system/program.h"
#include "tools/common/data_directory.h"

namespace gl::system_test {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t writers = 16;

/// RFC 6962's definition, as it stands there: split at the largest power of two below n.
Hash naive_root(std::span<Hash const> leaves) {
  if (leaves.empty()) return proof::sha256({});
  if (leaves.size() == 1) return leaves.front();
  std::size_t split = 1;
  while (split * 2 < leaves.size()) split *= 2;
  auto const left = naive_root(leaves.first(split));
  auto const right = naive_root(leaves.subspan(split));
  Bytes node{std::byte{1}};
  node.insert(node.end(), left.begin(), left.end());
  node.insert(node.end(), right.begin(), right.end());
  return proof::sha256(node);
}

Hash naive_leaf(ByteView event) {
  Bytes leaf{std::byte{0}};
  leaf.insert(leaf.end(), event.begin(), event.end());
  return proof::sha256(leaf);
}

/// What the clients were told before the server died: nothing of it may be missing afterwards.
struct Told {
  std::mutex mutex;
  std::map<std::uint64_t, Uuid> commands;  ///< by the position that was acknowledged
  std::map<std::uint64_t, Hash> leaves;    ///< of the events that a reader was shown
};

class Crash {
 public:
  explicit Crash(std::uint64_t seed) : random_(seed) { make_ledger(); }

  /// One life of the server: writers write until it is killed; then it is opened and checked.
  void one_kill(std::size_t commands_a_submit, milliseconds longest_life) {
    ServerProcess server{directory_->path() / "ledger"};
    ASSERT_TRUE(server.ready()) << "the server refused to open:\n" << server.log();
    ASSERT_NO_FATAL_FAILURE(check_everything_told(server));
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < writers; ++i) {
      threads.emplace_back([this, &server, commands_a_submit, seed = random_()] {
        write(server, commands_a_submit, seed);
      });
    }
    threads.emplace_back([this, &server] { read(server); });
    std::uniform_int_distribution<std::int64_t> life{1, longest_life.count() * 1'000};
    std::this_thread::sleep_for(std::chrono::microseconds{life(random_)});
    server.kill();
  }

  /// The last life: opens, checks, stops as one should.
  void finish() {
    ServerProcess server{directory_->path() / "ledger"};
    ASSERT_TRUE(server.ready()) << server.log();
    ASSERT_NO_FATAL_FAILURE(check_everything_told(server));
    EXPECT_EQ(server.stop(), 0) << server.log();
  }

  /// A new ledger, so that checking does not take longer and longer.
  void begin_anew() {
    ASSERT_NO_FATAL_FAILURE(finish());
    make_ledger();
  }

 private:
  void make_ledger() {
    directory_ = std::make_unique<TemporaryDirectory>();
    told_.commands.clear();
    told_.leaves.clear();
    leaves_.clear();
    auto const path = (directory_->path() / "ledger").string();
    ASSERT_EQ(grandlivre({"init", path}).exit_code, 0);
    ServerProcess server{path};
    ASSERT_TRUE(server.ready()) << server.log();
    auto const made =
        grandlivre({"--data", path, "--as", "administrator", "create-programme", "--programme", "G",
                    "--name", "G", "--currency", "EUR", "--nature", "operating"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    ASSERT_EQ(server.stop(), 0);
  }

  [[nodiscard]] std::unique_ptr<client::Client> connect(ServerProcess const& server,
                                                        char const* identity) const {
    tools::DataDirectory const data{directory_->path() / "ledger"};
    auto const files = data.identity(identity);
    if (!files) return nullptr;
    client::Config config;
    config.port = server.port();
    config.ca_file = data.authority_certificate();
    config.certificate_file = files->certificate;
    config.key_file = files->private_key;
    auto connected = client::Client::connect(std::move(config));
    return connected ? std::move(*connected) : nullptr;
  }

  void write(ServerProcess const& server, std::size_t commands_a_submit, std::uint64_t seed) {
    auto const client = connect(server, "assembly");
    SeededRandom random{seed};
    SystemClock clock;
    while (client) {
      std::vector<ledger::Command> commands(commands_a_submit);
      for (auto& command : commands) {
        command.header.id = make_uuid_v7(clock.now(), random);
        command.body = ledger::VoteAuthority{ledger::ProgrammeId{"G"}, {1, 2}};
      }
      auto const reply = client->submit(std::move(commands));
      if (!reply) return;
      std::scoped_lock const lock(told_.mutex);
      for (auto const& answer : reply->answers) {
        if (answer.outcome == ledger::Outcome::accepted) {
          told_.commands.emplace(answer.first.value(), answer.command_id);
        }
      }
    }
  }

  void read(ServerProcess const& server) {
    auto const client = connect(server, "auditor");
    wire::Read request;
    request.from = Position{leaves_.size() + 1};
    request.wait_ms = 1'000;
    while (client) {
      auto const reply = client->read(request);
      if (!reply) return;
      std::scoped_lock const lock(told_.mutex);
      for (auto const& record : reply->events) {
        told_.leaves.emplace(record.position.value(), naive_leaf(record.bytes));
      }
      request.from = reply->next;
    }
  }

  /// Reads what is new since the last check, and compares with what was told.
  void check_everything_told(ServerProcess const& server) {
    auto const client = connect(server, "auditor");
    ASSERT_NE(client, nullptr);
    auto const status = client->status();
    ASSERT_TRUE(status) << status.error().sentence;
    wire::Read request;
    while (leaves_.size() < status->head.value()) {
      request.from = Position{leaves_.size() + 1};
      request.to = status->head;
      auto const reply = client->read(request);
      ASSERT_TRUE(reply) << reply.error().sentence;
      ASSERT_FALSE(reply->events.empty());
      for (auto const& record : reply->events) check_event(record);
    }
    EXPECT_TRUE(told_.commands.empty()) << "an acknowledged command is gone; the first at position "
                                        << told_.commands.begin()->first;
    EXPECT_TRUE(told_.leaves.empty()) << "an event that was shown is gone";
    ASSERT_TRUE(status->root.has_value());
    EXPECT_EQ(*status->root, naive_root(leaves_)) << "at head " << status->head.value();
    told_.commands.clear();
    told_.leaves.clear();
  }

  void check_event(wire::EventRecord const& record) {
    auto const position = record.position.value();
    ASSERT_EQ(position, leaves_.size() + 1) << "a gap";
    leaves_.push_back(naive_leaf(record.bytes));
    auto const event = codec::decode_event(record.bytes);
    ASSERT_TRUE(event) << event.error().what;
    EXPECT_EQ(event->envelope.position.value(), position);
    if (auto const told = told_.commands.find(position); told != told_.commands.end()) {
      EXPECT_EQ(event->envelope.command_id, told->second) << "at position " << position;
      told_.commands.erase(told);
      ++checked;
    }
    if (auto const told = told_.leaves.find(position); told != told_.leaves.end()) {
      EXPECT_EQ(leaves_.back(), told->second) << "other bytes at position " << position;
      told_.leaves.erase(told);
    }
  }

 public:
  std::uint64_t checked = 0;  ///< acknowledged commands that were found again

 private:
  std::mt19937_64 random_;
  std::unique_ptr<TemporaryDirectory> directory_;
  Told told_;
  std::vector<Hash> leaves_;
};

/// Kills `kills` servers; a new ledger after every `lives`. Lives grow longer until something was
/// acknowledged, however slow the machine.
void kill_often(int kills, int lives, std::size_t commands_a_submit, milliseconds longest_life) {
  auto const seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Crash crash{seed};
  for (int kill = 1; kill <= kills; ++kill) {
    SCOPED_TRACE("kill " + std::to_string(kill));
    ASSERT_NO_FATAL_FAILURE(crash.one_kill(commands_a_submit, longest_life));
    if (testing::Test::HasFailure()) return;
    if (crash.checked == 0) longest_life *= 2;
    if (kill % lives == 0 && kill != kills) {
      ASSERT_NO_FATAL_FAILURE(crash.begin_anew());
    }
  }
  ASSERT_NO_FATAL_FAILURE(crash.finish());
  EXPECT_GT(crash.checked, 0U) << "nothing was acknowledged before a kill";
  std::printf("seed %u: %d kills, %llu acknowledged commands found again\n", seed, kills,
              static_cast<unsigned long long>(crash.checked));
}

TEST(CrashSlow, LosesNothingAcknowledgedInAHundredKillsWithSingleCommands) {
  kill_often(repetitions(100), 50, 1, milliseconds{150});
}

TEST(CrashSlow, LosesNothingAcknowledgedInAHundredKillsWithBlocksOf8000) {
  // 16 writers with 500 commands each: while one block syncs, the next fills up to 8,000.
  kill_often(repetitions(100), 10, 8'000 / writers, milliseconds{250});
}

TEST(Crash, LosesNothingAcknowledgedInFiveKills) { kill_often(5, 5, 1, milliseconds{100}); }

}  // namespace
}  // namespace gl::system_test
