// Subscriptions over TLS on loopback: how fast events reach one and eight, how soon after their
// commit, and what a subscriber that never reads costs the writer.
//   bench_subscribers BIN_DIR [EVENTS]    BIN_DIR holds grandlivre and grandlivred
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "bench/support/engine.h"
#include "bench/support/report.h"
#include "bench/support/served.h"
#include "client/subscription.h"

namespace {

using namespace gl;
using namespace gl::bench;
using Moment = std::chrono::steady_clock::time_point;

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

/// One command every other millisecond; how long after its answer its event comes, in µs.
std::vector<double> paced(Served const& served, std::size_t subscribers, std::size_t commands) {
  auto const first = served.connect("anne")->status()->head.value() + 1;
  std::vector<Moment> answered(commands);
  std::vector<std::vector<Moment>> came(subscribers, std::vector<Moment>(commands));
  std::atomic<std::size_t> ready = 0;
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < subscribers; ++i) {
    threads.emplace_back([&, i] {
      auto const client = served.connect("anne");
      auto const subscription = subscribe(*client, true);
      ++ready;
      for (std::size_t seen = 0; seen < commands;) {
        auto const batch = subscription->next(std::chrono::seconds{30});
        GL_CHECK(batch.has_value(), batch.error().sentence);
        auto const now = std::chrono::steady_clock::now();
        for (auto const& event : batch->events) came[i].at(event.position.value() - first) = now;
        seen += batch->events.size();
      }
    });
  }
  while (ready < subscribers) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  SeededRandom random{std::random_device{}()};
  auto const client = served.connect("conseil");
  for (std::size_t i = 0; i < commands; ++i) {
    auto const reply = client->submit({vote(random, SystemClock{}.now())});
    GL_CHECK(reply.has_value(), reply.error().sentence);
    answered[i] = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  threads.clear();
  std::vector<double> times;
  for (auto const& moments : came) {
    for (std::size_t i = 0; i < commands; ++i) {
      auto const after = std::chrono::duration<double, std::micro>(moments[i] - answered[i]);
      times.push_back(std::max(after.count(), 0.0));
    }
  }
  return times;
}

}  // namespace

int main(int argc, char** argv) {
  spdlog::set_level(spdlog::level::warn);
  if (argc < 2) {
    std::fprintf(stderr, "bench_subscribers BIN_DIR [EVENTS]\n");
    return 2;
  }
  std::size_t const events = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 500'000;
  Scratch const scratch;
  Served const served{scratch.path() / "ledger", argv[1]};
  make_programme(served);
  write(served, events);
  auto const head = served.connect("anne")->status()->head.value();
  report("catching up, 1 subscriber", read_all(served, 1, head), "events/s");
  report("catching up, 8 subscribers in all", read_all(served, fan_out, head), "events/s", {}, 0,
         ">= 2M");
  for (std::size_t const subscribers : {std::size_t{1}, fan_out}) {
    auto times = paced(served, subscribers, 1'000);
    auto const of =
        std::to_string(subscribers) + (subscribers == 1 ? " subscriber" : " subscribers");
    report("paced, answer to delivery, " + of + ", p50", quantile(times, 0.5), "us");
    report("paced, answer to delivery, " + of + ", p99", quantile(times, 0.99), "us", {}, 0,
           "<= 1000");
  }
  auto const alone = write(served, events / 2);
  auto const stuck = served.connect("anne");
  auto const never_read = subscribe(*stuck, true);
  report("writing beside a subscriber that never reads", write(served, events / 2), "events/s",
         "without it", alone, ">= 0.9");
  return 0;
}
