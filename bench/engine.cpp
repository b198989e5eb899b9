// The append path beside raw RocksDB, in one run: rounds of equally many events in turn, and the
// median of the ratios round by round. Then the views' pace, replay and rebuild.
//   bench_engine [PROJECTS [ROUNDS]]

#include <spdlog/spdlog.h>

#include <cstdio>
#include <cstdlib>

#include "bench/support/engine.h"
#include "bench/support/raw_rocksdb.h"
#include "bench/support/report.h"
#include "codec/event_codec.h"
#include "ledger/decide.h"

namespace {

using namespace gl;
using namespace gl::bench;

constexpr std::size_t block = 8'000;
constexpr std::size_t events_a_round = 4 * 5 * block;

/// The bytes of the last `events` events: what a raw put of as many would write.
Bytes event_bytes(journal::Journal& journal, std::size_t events) {
  Bytes bytes;
  auto const head = journal.head().position.value();
  auto position = head - events + 1;
  while (position <= head) {
    auto const records = journal.read(Position{position}, 8'192, 8U << 20U);
    for (std::size_t i = 0; i < records->size(); ++i) {
      auto const record = (*records)[i];
      bytes.insert(bytes.end(), record.begin(), record.end());
    }
    position += records->size();
  }
  return bytes;
}

double raw_rate(RawRocksdb& raw, ByteView value, std::size_t puts, std::size_t events_a_put) {
  Stopwatch const watch;
  for (std::size_t i = 0; i < puts; ++i) raw.put(value);
  return static_cast<double>(puts * events_a_put) / watch.seconds();
}

struct Rates {
  std::vector<double> raw_8000, raw_1000, engine, views, ratio, views_ratio, lag_s;
};

void run_rounds(Rates& rates, std::filesystem::path const& directory, std::size_t projects,
                std::size_t rounds) {
  Engine alone{directory / "alone", false};
  Engine viewed{directory / "viewed", true};
  RawRocksdb raw{directory / "raw"};
  Workload first{projects, alone.today()};
  Workload second{projects, alone.today()};
  alone.run(first.setup(block));
  viewed.run(second.setup(block));
  static_cast<void>(viewed.catch_up());
  alone.run(first.payments(block));  // a warm-up, and bytes for the raw puts
  auto const bytes = event_bytes(alone.journal(), block);
  std::fprintf(stderr, "%zu projects; an event of this mix has %zu bytes\n", projects,
               bytes.size() / block);
  for (std::size_t round = 0; round < rounds; ++round) {
    rates.raw_8000.push_back(raw_rate(raw, bytes, events_a_round / block, block));
    rates.raw_1000.push_back(raw_rate(raw, ByteView{bytes}.first(bytes.size() / 8), 40, block / 8));
    std::vector<CommandList> lists;
    std::vector<CommandList> same;
    while (count(lists) < events_a_round) {
      for (auto& list : first.payments(block)) lists.push_back(std::move(list));
      for (auto& list : second.payments(block)) same.push_back(std::move(list));
    }
    auto const commands = static_cast<double>(count(lists));
    Stopwatch const watch;
    alone.run(std::move(lists));
    rates.engine.push_back(commands / watch.seconds());
    rates.ratio.push_back(rates.engine.back() / rates.raw_8000.back());
    Stopwatch const viewed_watch;
    viewed.run(std::move(same));
    auto const seconds = viewed_watch.seconds();
    rates.lag_s.push_back(viewed.catch_up());
    rates.views.push_back(commands / (seconds + rates.lag_s.back()));
    rates.views_ratio.push_back(rates.views.back() / rates.raw_8000.back());
  }
}

/// Bytes on disk of a directory's files.
double disk_bytes(std::filesystem::path const& directory) {
  double bytes = 0;
  for (auto const& file : std::filesystem::recursive_directory_iterator{directory}) {
    if (file.is_regular_file()) bytes += static_cast<double>(file.file_size());
  }
  return bytes;
}

double replay_rate(journal::Journal& journal) {
  ledger::State state;
  auto const head = journal.head().position.value();
  Stopwatch const watch;
  std::uint64_t position = 1;
  while (position <= head) {
    auto const records = journal.read(Position{position}, 8'192, 8U << 20U);
    for (std::size_t i = 0; i < records->size(); ++i) {
      ledger::apply(state, *codec::decode_event((*records)[i]));
    }
    position += records->size();
  }
  return static_cast<double>(head) / watch.seconds();
}

void measure_reading(std::filesystem::path const& directory, std::size_t projects) {
  Engine engine{directory / "reading", true};
  Workload workload{projects, engine.today()};
  engine.run(workload.setup(block));
  for (int i = 0; i < 10; ++i) engine.run(workload.payments(block));
  static_cast<void>(engine.catch_up());
  report("replay into state", replay_rate(engine.journal()), "events/s", "", 0, ">= 5 M");
  auto const rebuilt = engine.views().rebuild({});
  if (rebuilt)
    report("rebuild of all views", rebuilt->events_per_second, "events/s", "", 0, ">= 1 M");
  std::vector<double> times;
  auto const head = engine.journal().head().position.value();
  for (std::uint64_t i = 0; i < 5'000; ++i) {
    ledger::AsOf as_of;
    as_of.position = Position{1 + (i * 7'919) % head};
    if (i % 2 == 1) as_of.effective = engine.today();
    Stopwatch const watch;
    static_cast<void>(engine.views().balances(ledger::ProgrammeId{"BENCH"}, as_of));
    times.push_back(watch.seconds() * 1e3);
  }
  report("as-of balances, p99", quantile(times, 0.99), "ms", "", 0, "<= 2");
  auto const bytes = disk_bytes(directory / "reading" / "journal");
  report("journal on disk", bytes / static_cast<double>(head), "bytes/event", "", 0, "<= 130");
}

}  // namespace

int main(int argc, char** argv) {
  spdlog::set_level(spdlog::level::warn);
  std::size_t const projects = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000;
  std::size_t const rounds = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 5;
  Scratch const scratch;
  Rates rates;
  run_rounds(rates, scratch.path(), projects, rounds);
  auto const raw = quantile(rates.raw_8000, 0.5);
  report("raw RocksDB, one value per 8,000 events", raw, "events/s");
  report("raw RocksDB, one value per 1,000 events", quantile(rates.raw_1000, 0.5), "events/s");
  report("engine alone, lists of 8,000", quantile(rates.engine, 0.5), "events/s", "raw 8,000", raw,
         ">= 0.5");
  report("engine with every view keeping pace", quantile(rates.views, 0.5), "events/s", "raw 8,000",
         raw, ">= 700 k events/s");
  report("views behind at the end of a round", quantile(rates.lag_s, 0.5), "s", "", 0, "<= 1");
  measure_reading(scratch.path(), projects);
  return 0;
}
