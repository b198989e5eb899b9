#include "bench/support/auditing.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audit/recheck.h"
#include "base/check.h"
#include "bench/support/engine.h"
#include "bench/support/workload.h"
#include "codec/event_codec.h"
#include "projections/trial_balance.h"
#include "proof/merkle.h"

namespace gl::bench {
namespace {

constexpr std::size_t list_events = 8'000;

void make_here(std::filesystem::path const& directory, std::uint64_t events, std::size_t projects) {
  Engine engine{directory, false};
  Workload workload{projects, engine.today()};
  engine.run(workload.setup(list_events));
  while (engine.journal().head().position.value() < events) {
    engine.run(workload.payments(list_events));
  }
}

}  // namespace

void make_ledger(std::filesystem::path const& directory, std::uint64_t events,
                 std::size_t projects) {
  auto const child = ::fork();
  GL_CHECK(child >= 0, "a process can be made");
  if (child == 0) {
    make_here(directory, events, projects);
    ::_exit(0);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  GL_CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the ledger was made");
}

std::unique_ptr<journal::Journal> open_to_read(std::filesystem::path const& directory) {
  journal::Config config;
  config.dir = directory;
  config.read_only = true;
  config.verify_in_background = false;
  auto opened = journal::Journal::open(config);
  GL_CHECK(opened.has_value(), "the ledger that was just made does not open");
  return *std::move(opened);
}

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

double memory_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace gl::bench
