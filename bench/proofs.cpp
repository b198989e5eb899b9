// What proofs cost on a large ledger: signing what is there, starting again with and without the
// roots kept on disk, a proof of each kind.
//   bench_proofs [EVENTS]

#include <spdlog/spdlog.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

#include "bench/support/report.h"
#include "notary/notary.h"

namespace {

using namespace gl;
using namespace gl::bench;

constexpr std::size_t block = 8'000;
constexpr std::size_t event_bytes = 200;
constexpr int samples = 2'000;

template <class T>
T must(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "bench_proofs: %s\n", result.error().what.c_str());
  std::exit(1);
}

void fill(journal::Journal& journal, std::uint64_t events) {
  Bytes event(event_bytes);
  while (journal.watermark().value() < events) {
    journal::Records records;
    auto position = journal.watermark().value();
    for (std::size_t i = 0; i < block; ++i) {
      auto const number = big_endian(++position);
      std::copy(number.begin(), number.end(), event.begin());
      records.append(event);
    }
    static_cast<void>(must(journal.append(next(journal.watermark()), records)));
  }
}

notary::Config config_of(std::filesystem::path const& dir) {
  notary::Config config;
  config.dir = dir;
  config.signer.name = "grandlivre/bench";
  return config;
}

template <class Prove>
void report_proofs(std::string const& figure, std::uint64_t events, Prove const& prove) {
  std::mt19937_64 random{7};
  std::vector<double> milliseconds;
  for (int i = 0; i < samples; ++i) {
    Position const position{1 + random() % events};
    Stopwatch const watch;
    static_cast<void>(must(prove(position)));
    milliseconds.push_back(watch.seconds() * 1'000);
  }
  report(figure + ", p50", quantile(milliseconds, 0.5), "ms");
  report(figure + ", p99", quantile(milliseconds, 0.99), "ms");
}

}  // namespace

int main(int argc, char** argv) {
  spdlog::set_level(spdlog::level::warn);
  std::uint64_t const events = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000;
  auto const dir = std::filesystem::temp_directory_path() / "grandlivre-bench-proofs";
  std::filesystem::remove_all(dir);
  std::filesystem::create_directories(dir);
  if (auto const made = journal::Journal::create(dir); !made) return 1;
  journal::Config journal_config;
  journal_config.dir = dir;
  auto const journal = must(journal::Journal::open(journal_config));
  fill(*journal, events);

  Stopwatch const first;
  auto notary = must(notary::Notary::open(config_of(dir), *journal));
  notary->stop();
  report("first checkpoint of all events: read back, hash, sign",
         static_cast<double>(notary->position().value()) / first.seconds(), "events/s");
  notary.reset();
  Stopwatch const again;
  notary = must(notary::Notary::open(config_of(dir), *journal));
  report("start with the roots on disk", again.seconds() * 1'000, "ms");
  notary.reset();
  std::filesystem::remove_all(dir / "views");
  Stopwatch const without;
  notary = must(notary::Notary::open(config_of(dir), *journal));
  report("start without them", without.seconds() * 1'000, "ms");

  auto const size = notary->position().value();
  report_proofs("inclusion proof", size, [&](Position at) { return notary->inclusion(at); });
  report_proofs("consistency proof", size,
                [&](Position at) { return notary->consistency(at, Position{}); });
  notary.reset();
  std::filesystem::remove_all(dir);
  return 0;
}
