// Subscriptions over TLS on loopback: how fast events reach one and eight, how soon after their
// commit, beside Redis Streams and PostgreSQL's LISTEN/NOTIFY (without TLS) in the same run, and
// what a subscriber that never reads costs the writer. Redis gives an event to its readers as soon
// as to its writer: from commit to delivery is then 0, and from sent to delivery compares.
//   bench_subscribers BIN_DIR [EVENTS [PACED]]    BIN_DIR holds grandlivre and grandlivred; PACED
//                                                 events are sent one by one for the latencies
#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "bench/support/engine.h"
#include "bench/support/event_server.h"
#include "bench/support/report.h"
#include "bench/support/served.h"
#include "client/subscription.h"

namespace {

using namespace gl;
using namespace gl::bench;

constexpr std::size_t list_size = 5'000;
constexpr std::size_t fan_out = 8;

ledger::Command vote(Random& random, Instant now) {
  ledger::Command command;
  command.header.id = make_uuid_v7(now, random);
  command.body = ledger::VoteAuthority{ledger::ProgrammeId{"G"}, {1, 2}};
  return command;
}

/// Writes so many events; how many a second.
double write(Served const& served, std::size_t events) {
  SeededRandom random{std::random_device{}()};
  SystemClock clock;
  auto const client = served.connect("conseil");
  Stopwatch const watch;
  for (std::size_t done = 0; done < events; done += list_size) {
    std::vector<ledger::Command> list;
    for (std::size_t i = 0; i < list_size; ++i) list.push_back(vote(random, clock.now()));
    auto const reply = client->submit(std::move(list));
    GL_CHECK(reply.has_value(), reply.error().sentence);
  }
  return static_cast<double>(events) / watch.seconds();
}

void make_programme(Served const& served) {
  SeededRandom random{7};
  ledger::CreateProgramme body;
  body.programme = ledger::ProgrammeId{"G"};
  body.name = "G";
  body.currency = *ledger::Currency::parse("EUR");
  body.nature = ledger::AidNature::operating;
  ledger::Command command;
  command.header.id = make_uuid_v7(SystemClock{}.now(), random);
  command.body = body;
  GL_CHECK(served.connect("admin")->submit({command}).has_value(), "no programme");
}

std::unique_ptr<client::Subscription> subscribe(client::Client& client, bool from_now) {
  wire::Subscribe request;
  if (from_now) request.after = std::nullopt;
  request.credit_events = 262'144;
  request.credit_bytes = 16U << 20U;
  auto opened = client.subscribe(request);
  GL_CHECK(opened.has_value(), opened.error().sentence);
  return std::move(*opened);
}

/// `subscribers` at once read from the first event to `head`; events a second in all.
double read_all(Served const& served, std::size_t subscribers, std::uint64_t head) {
  Stopwatch const watch;
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < subscribers; ++i) {
    threads.emplace_back([&] {
      auto const client = served.connect("anne");
      auto const subscription = subscribe(*client, false);
      for (std::uint64_t seen = 0; seen < head;) {
        auto const batch = subscription->next(std::chrono::seconds{30});
        GL_CHECK(batch.has_value(), batch.error().sentence);
        seen += batch->events.size();
      }
    });
  }
  threads.clear();
  return static_cast<double>(head) * static_cast<double>(subscribers) / watch.seconds();
}

/// The ledger as its peers are measured.
class Ledger final : public EventServer {
 public:
  explicit Ledger(Served const& served) : served_(served) {}
  [[nodiscard]] std::string name() const override { return "grandlivre"; }
  [[nodiscard]] std::unique_ptr<EventServer::Writer> writer() override {
    return std::make_unique<Writer>(served_.connect("conseil"));
  }
  [[nodiscard]] std::unique_ptr<EventServer::Reader> reader() override {
    return std::make_unique<Reader>(served_.connect("anne"));
  }

 private:
  class Writer final : public EventServer::Writer {
   public:
    explicit Writer(std::unique_ptr<client::Client> client) : client_(std::move(client)) {}
    void write(std::uint64_t /*number*/) override {
      auto const reply = client_->submit({vote(random_, SystemClock{}.now())});
      GL_CHECK(reply.has_value(), reply.error().sentence);
    }

   private:
    std::unique_ptr<client::Client> client_;
    SeededRandom random_{std::random_device{}()};
  };
  class Reader final : public EventServer::Reader {
   public:
    explicit Reader(std::unique_ptr<client::Client> client)
        : client_(std::move(client)), subscription_(subscribe(*client_, true)) {}
    std::vector<std::uint64_t> read() override {
      auto const batch = subscription_->next(std::chrono::seconds{30});
      GL_CHECK(batch.has_value(), batch.error().sentence);
      std::vector<std::uint64_t> numbers;
      for (auto const& event : batch->events) {
        numbers.push_back(event.position.value() - subscription_->opened().after.value() - 1);
      }
      return numbers;
    }

   private:
    std::unique_ptr<client::Client> client_;
    std::unique_ptr<client::Subscription> subscription_;
  };

  Served const& served_;
};

using Latencies = std::vector<double> Paced::*;

/// A line of the ledger's figure beside each peer's; alone where there is none.
void report_beside(std::string const& figure, Paced& ours, std::vector<std::string> const& names,
                   std::vector<Paced>& peers, Latencies which, double share,
                   std::string const& to_reach) {
  auto const value = quantile(ours.*which, share);
  if (peers.empty()) report(figure, value, "us", {}, 0, to_reach);
  for (std::size_t i = 0; i < peers.size(); ++i) {
    report(figure, value, "us", names[i], quantile(peers[i].*which, share), to_reach);
  }
}

/// The ledger and its peers in turn, each alone on the machine but for the others' idle processes.
void measure_latencies(Served const& served, std::size_t events) {
  Ledger ledger{served};
  std::vector<std::unique_ptr<EventServer>> peers;
  for (auto* const start : {start_redis, start_postgresql}) {
    if (auto peer = start()) peers.push_back(std::move(peer));
  }
  std::vector<std::string> names;
  for (auto const& peer : peers) names.push_back(peer->name());
  for (std::size_t const readers : {std::size_t{1}, fan_out}) {
    auto ours = paced(ledger, readers, events);
    std::vector<Paced> theirs;
    for (auto const& peer : peers) theirs.push_back(paced(*peer, readers, events));
    auto const of = std::to_string(readers) + (readers == 1 ? " subscriber" : " subscribers");
    for (auto const& [share, name] : {std::pair{0.5, "p50"}, std::pair{0.99, "p99"}}) {
      report_beside("paced, commit to delivery, " + of + ", " + name, ours, names, theirs,
                    &Paced::from_answered, share, share > 0.9 ? "<= 1000" : "");
      report_beside("paced, sent to delivery, " + of + ", " + name, ours, names, theirs,
                    &Paced::from_sent, share, "");
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  spdlog::set_level(spdlog::level::warn);
  if (argc < 2) {
    std::fprintf(stderr, "bench_subscribers BIN_DIR [EVENTS [PACED]]\n");
    return 2;
  }
  std::size_t const events = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 500'000;
  std::size_t const paced_events = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1'000;
  Scratch const scratch;
  Served const served{scratch.path() / "ledger", argv[1]};
  make_programme(served);
  write(served, events);
  auto const head = served.connect("anne")->status()->head.value();
  report("catching up, 1 subscriber", read_all(served, 1, head), "events/s");
  report("catching up, 8 subscribers in all", read_all(served, fan_out, head), "events/s", {}, 0,
         ">= 2M");
  measure_latencies(served, paced_events);
  auto const alone = write(served, events / 2);
  auto const stuck = served.connect("anne");
  auto const never_read = subscribe(*stuck, true);
  report("writing beside a subscriber that never reads", write(served, events / 2), "events/s",
         "without it", alone, ">= 0.9");
  return 0;
}
