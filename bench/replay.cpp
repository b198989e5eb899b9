// An auditor's replay: every command decided again, books beside it, from a closed journal.
//   bench_replay [EVENTS [PROJECTS]]

#include <sys/resource.h>

#include <spdlog/spdlog.h>

#include <cstdio>
#include <cstdlib>

#include "audit/recheck.h"
#include "bench/support/engine.h"
#include "bench/support/report.h"
#include "bench/support/workload.h"
#include "codec/event_codec.h"
#include "projections/trial_balance.h"
#include "proof/merkle.h"

namespace {

using namespace gl;
using namespace gl::bench;

constexpr std::size_t list_events = 8'000;

/// A ledger of at least so many events, closed.
void make_ledger(std::filesystem::path const& directory, std::uint64_t events,
                 std::size_t projects) {
  Engine engine{directory, false};
  Workload workload{projects, engine.today()};
  engine.run(workload.setup(list_events));
  while (engine.journal().head().position.value() < events) {
    engine.run(workload.payments(list_events));
  }
}

double memory_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// What `grandlivre replay` does with each event; how many findings there are.
std::size_t replay(journal::Journal& journal) {
  auto const head = journal.head().position.value();
  projections::TrialBalance balance;
  proof::Frontier tree;
  audit::Recheck recheck{[&journal](Position position) -> Result<ledger::Event> {
                           auto const bytes = journal.read_one(position);
                           if (!bytes) return std::unexpected(bytes.error());
                           return codec::decode_event(*bytes);
                         },
                         [&balance](ledger::Event const& event) { balance.apply(event); }};
  std::uint64_t position = 1;
  while (position <= head) {
    auto const records = journal.read(Position{position}, 8'192, 8U << 20U);
    for (std::size_t i = 0; i < records->size(); ++i) {
      auto const bytes = (*records)[i];
      tree.append(proof::leaf_hash(bytes));
      if (!recheck.take(*codec::decode_event(bytes), bytes)) return 1;
    }
    position += records->size();
  }
  if (!recheck.finish()) return 1;
  return recheck.findings().size() + (tree.root() == journal.head().root ? 0 : 1);
}

}  // namespace

int main(int argc, char** argv) {
  spdlog::set_level(spdlog::level::warn);
  std::uint64_t const events = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  std::size_t const projects = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 10'000;
  Scratch const scratch;
  make_ledger(scratch.path(), events, projects);
  report("memory after making the ledger", memory_mb(), "MB");
  journal::Config config;
  config.dir = scratch.path();
  config.read_only = true;
  config.verify_in_background = false;
  auto const journal = journal::Journal::open(config);
  if (!journal) return 1;
  Stopwatch const watch;
  auto const findings = replay(**journal);
  auto const head = (*journal)->head().position.value();
  report("replay with every rule", static_cast<double>(head) / watch.seconds(), "events/s");
  report("events replayed", static_cast<double>(head), "events");
  report("memory at its end", memory_mb(), "MB");
  return findings == 0 ? 0 : 1;
}
