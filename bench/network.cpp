// The server over TLS on loopback, beside an echo and a bare TLS + group-commit skeleton in the
// same run. Clients run in this process, the server in one of its own.
//   bench_network BIN_DIR [SECONDS]    BIN_DIR holds grandlivre and grandlivred

#include <spdlog/spdlog.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "base/check.h"
#include "bench/support/engine.h"
#include "bench/support/peers.h"
#include "bench/support/raw_rocksdb.h"
#include "bench/support/report.h"
#include "bench/support/served.h"
#include "client/client.h"
#include "tools/common/data_directory.h"

namespace {

using namespace gl;
using namespace gl::bench;

struct Measured {
  double per_second = 0;
  double p50_us = 0;
};

/// Runs `clients` loops at once for `seconds`; `make` gives each its own step.
Measured loops(std::size_t clients, double seconds,
               std::function<std::function<void()>(std::size_t)> const& make) {
  std::vector<std::function<void()>> steps;
  for (std::size_t i = 0; i < clients; ++i) steps.push_back(make(i));
  std::atomic<std::uint64_t> done = 0;
  std::vector<double> times;
  std::mutex mutex;
  Stopwatch const watch;
  {
    std::vector<std::jthread> threads;
    for (auto& step : steps) {
      threads.emplace_back([&, step] {
        std::vector<double> own;
        while (watch.seconds() < seconds) {
          Stopwatch const one;
          step();
          own.push_back(one.seconds() * 1e6);
        }
        done += own.size();
        std::scoped_lock const lock(mutex);
        times.insert(times.end(), own.begin(), own.end());
      });
    }
  }
  return {static_cast<double>(done) / watch.seconds(), quantile(times, 0.5)};
}

void expect_accepted(client::Response<wire::SubmitReply> const& reply) {
  GL_CHECK(reply.has_value(), reply.error().sentence);
  for (auto const& answer : reply->answers) {
    GL_CHECK(answer.outcome == ledger::Outcome::accepted, answer.refusal.sentence);
  }
}

/// A command that is always accepted.
ledger::Command small_command(SeededRandom& random) {
  ledger::Command command;
  random.fill(command.header.id.bytes);
  command.body = ledger::VoteAuthority{ledger::ProgrammeId{"BENCH"}, {100, 2}};
  return command;
}

Measured single_commands(Served const& served, std::size_t clients, double seconds) {
  static std::uint64_t seed = 1;
  return loops(clients, seconds, [&](std::size_t) -> std::function<void()> {
    auto client = std::shared_ptr<client::Client>{served.connect("conseil")};
    auto random = std::make_shared<SeededRandom>(++seed);
    return [client, random] { expect_accepted(client->submit({small_command(*random)})); };
  });
}

Measured peer(std::uint16_t port, Pem const* pem, std::size_t clients, double seconds) {
  return loops(clients, seconds, [&](std::size_t) -> std::function<void()> {
    auto client = std::make_shared<PeerClient>(port, pem);
    return [client] { client->round_trip(); };
  });
}

Measured balances(Served const& served, std::size_t clients, double seconds) {
  return loops(clients, seconds, [&](std::size_t) -> std::function<void()> {
    auto client = std::shared_ptr<client::Client>{served.connect("auditor")};
    return [client] {
      wire::Balances request;
      request.programme = ledger::ProgrammeId{"BENCH"};
      auto const reply = client->balances(request);
      GL_CHECK(reply.has_value(), reply.error().sentence);
    };
  });
}

/// The lists of one round of payments, sent one after the other: each rests on the one before.
class Round {
 public:
  Round(Served const& served, std::vector<CommandList> lists) : lists_(std::move(lists)) {
    for (auto const* const person : {"anne", "boris", "chloe"})
      clients_[person] = served.connect(person);
  }
  void run() {
    for (auto& list : lists_) {
      auto& client = *clients_.at(list.front().header.actor.person.string());
      expect_accepted(client.submit(std::move(list)));
    }
  }

 private:
  std::vector<CommandList> lists_;
  std::map<std::string, std::unique_ptr<client::Client>> clients_;
};

/// Lists of 8,000 over TLS, of several rounds at once: events a second.
double batches(Served const& served, Workload& workload, std::size_t rounds) {
  std::vector<std::unique_ptr<Round>> under_way;
  double commands = 0;
  for (std::size_t i = 0; i < rounds; ++i) {
    auto lists = workload.payments(8'000);
    commands += static_cast<double>(count(lists));
    under_way.push_back(std::make_unique<Round>(served, std::move(lists)));
  }
  Stopwatch const watch;
  {
    std::vector<std::jthread> threads;
    for (auto& round : under_way) threads.emplace_back([&round] { round->run(); });
  }
  return commands / watch.seconds();
}

/// A figure and its peer, measured in turn; the median of the ratios counts.
void compare(std::string const& figure, std::string const& unit, std::string const& peer_name,
             std::string const& to_reach, std::function<double()> const& ours,
             std::function<double()> const& theirs) {
  std::vector<double> values;
  std::vector<double> peers;
  std::vector<double> ratios;
  for (int round = 0; round < 3; ++round) {
    peers.push_back(theirs());
    values.push_back(ours());
    ratios.push_back(values.back() / peers.back());
  }
  auto const ratio = quantile(ratios, 0.5);
  auto const value = quantile(values, 0.5);
  report(figure, value, unit, peer_name, value / ratio, to_reach);
}

void set_up(Served const& served, Workload& workload) {
  std::map<std::string, std::unique_ptr<client::Client>> clients;
  for (auto& list : workload.setup(2'000)) {
    auto const person = list.front().header.actor.person.string();
    if (!clients[person]) clients[person] = served.connect(person);
    for (auto& command : list) {
      if (auto* const payee = std::get_if<ledger::RegisterPayee>(&command.body)) {
        payee->iban = {"FR7630006000011234567890189", {}};
      }
    }
    expect_accepted(clients[person]->submit(std::move(list)));
  }
}

}  // namespace

int main(int argc, char** argv) {
  spdlog::set_level(spdlog::level::warn);
  if (argc < 2) {
    std::fprintf(stderr, "bench_network BIN_DIR [SECONDS]\n");
    return 2;
  }
  double const seconds = argc > 2 ? std::strtod(argv[2], nullptr) : 2;
  Scratch const scratch;
  Served const served{scratch.path() / "ledger", argv[1]};
  Workload workload{10'000, paris_date(SystemClock{}.now())};
  set_up(served, workload);

  EchoServer const echo;
  auto const server_pem = served.server_pem();
  auto const client_pem = served.client_pem();
  SkeletonServer const skeleton{server_pem, scratch.path() / "skeleton"};
  RawRocksdb raw{scratch.path() / "raw"};
  Bytes const value(8'000 * message_bytes, std::byte{42});

  compare(
      "over TLS, lists of 8,000, views running", "events/s", "raw RocksDB, 8,000 x 200 bytes",
      ">= 0.25", [&] { return batches(served, workload, 4); },
      [&] {
        Stopwatch const watch;
        for (int i = 0; i < 20; ++i) raw.put(value);
        return 160'000 / watch.seconds();
      });
  compare(
      "64 connections x 1 command", "commands/s", "TLS + group commit", ">= 0.9",
      [&] { return single_commands(served, 64, seconds).per_second; },
      [&] { return peer(skeleton.port(), &client_pem, 64, seconds).per_second; });
  compare(
      "1 connection x 1 command, p50", "us", "TLS + group commit", "<= 1.15",
      [&] { return single_commands(served, 1, seconds).p50_us; },
      [&] { return peer(skeleton.port(), &client_pem, 1, seconds).p50_us; });
  compare(
      "balance query, 16 connections", "queries/s", "plain echo", ">= 0.6",
      [&] { return balances(served, 16, seconds).per_second; },
      [&] { return peer(echo.port(), nullptr, 16, seconds).per_second; });
  compare(
      "balance query alone, p50", "us", "plain echo", "<= 1.5",
      [&] { return balances(served, 1, seconds).p50_us; },
      [&] { return peer(echo.port(), nullptr, 1, seconds).p50_us; });
  return 0;
}
