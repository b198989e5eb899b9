// An auditor's replay: every command decided again, books beside it, from a closed journal.
//   bench_replay [EVENTS [PROJECTS]]
#include <spdlog/spdlog.h>

#include <cstdlib>

#include "bench/support/auditing.h"
#include "bench/support/engine.h"
#include "bench/support/report.h"

int main(int argc, char** argv) {
  using namespace gl::bench;
  spdlog::set_level(spdlog::level::warn);
  std::uint64_t const events = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000;
  std::size_t const projects = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 100'000;
  Scratch const scratch;
  make_ledger(scratch.path(), events, projects);
  auto const journal = open_to_read(scratch.path());
  Stopwatch const watch;
  auto const findings = replay(*journal);
  auto const head = journal->head().position.value();
  report("replay with every rule", static_cast<double>(head) / watch.seconds(), "events/s");
  report("events replayed", static_cast<double>(head), "events");
  report("memory at its end", memory_mb(), "MB");
  return findings == 0 ? 0 : 1;
}
