// All balances of a ledger of a million postings: replayed with every rule, and out of its exports
// by hledger and by ledger, of the same postings in the same run.
//   bench_books [POSTINGS [PROJECTS]]
#include <signal.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "base/check.h"
#include "bench/support/auditing.h"
#include "bench/support/child.h"
#include "bench/support/engine.h"
#include "bench/support/report.h"
#include "codec/event_codec.h"
#include "projections/exports.h"

namespace {

using namespace gl;
using namespace gl::bench;

/// Requests and orders post nothing, an approval four lines, a payment two.
constexpr std::uint64_t postings_per_payment = 6;
constexpr std::uint64_t events_per_payment = 4;

class FileOut final : public projections::TextOut {
 public:
  explicit FileOut(std::filesystem::path const& path) : file_(path, std::ios::binary) {}
  Result<void> write(std::string_view text) override {
    file_.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file_) return fail(Errc::io, "an export could not be written");
    return {};
  }

 private:
  std::ofstream file_;
};

/// Calls `visit` with each event's bytes.
void for_each_event(journal::Journal& journal, auto const& visit) {
  auto const head = journal.head().position.value();
  for (std::uint64_t position = 1; position <= head;) {
    auto const records = journal.read(Position{position}, 8'192, 8U << 20U);
    GL_CHECK(records.has_value() && !records->empty(), "the journal can be read");
    for (std::size_t i = 0; i < records->size(); ++i) visit((*records)[i]);
    position += records->size();
  }
}

std::uint64_t count_postings(journal::Journal& journal) {
  std::uint64_t count = 0;
  for_each_event(journal, [&](ByteView bytes) {
    count += ledger::postings(*codec::decode_event(bytes)).size();
  });
  return count;
}

void write_journal(journal::Journal& journal, std::string_view format,
                   std::filesystem::path const& path, std::filesystem::path const& scratch) {
  FileOut out{path};
  projections::ExportSettings settings;
  settings.spool.scratch = scratch;
  auto const made = projections::find_export_format(format)->make(out, settings);
  auto run = projections::ExportRun::start(*made, {}, journal.head().position);
  GL_CHECK(run.has_value(), "an export of the whole can start");
  for_each_event(journal, [&](ByteView bytes) {
    GL_CHECK(run->take(bytes).has_value(), "an export takes every event");
  });
  GL_CHECK(run->finish({}).has_value(), "an export ends");
}

/// Postings a second, and the memory that it took; nothing where there is no such program.
void measure_peer(std::string const& program, std::filesystem::path const& file, double postings,
                  double ours, double our_memory) {
  Stopwatch const watch;
  Child child{{program, "-f", file.string(), "bal"}, SIGKILL};
  if (!child.ended_well()) return;
  report("replay with every rule, of " + program + "'s postings", ours, "postings/s",
         program + " bal", postings / watch.seconds());
  report("memory of it", our_memory, "MB", program + " bal", child.memory_mb());
}

}  // namespace

int main(int argc, char** argv) {
  spdlog::set_level(spdlog::level::warn);
  std::uint64_t const wanted = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  std::size_t const projects = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 10'000;
  Scratch const scratch;
  auto const ledger = scratch.path() / "ledger";
  std::filesystem::create_directory(ledger);
  make_ledger(ledger, wanted * events_per_payment / postings_per_payment, projects);
  auto const journal = open_to_read(ledger);
  auto const postings = static_cast<double>(count_postings(*journal));
  report("postings", postings, "postings");
  Stopwatch watch;
  if (replay(*journal) != 0) return 1;
  auto const ours = postings / watch.seconds();
  auto const memory = memory_mb();
  for (std::string const program : {"hledger", "ledger"}) {
    auto const file = scratch.path() / (program + ".journal");
    Stopwatch const writing;
    write_journal(*journal, program, file, scratch.path());
    report("export for " + program, postings / writing.seconds(), "postings/s");
    measure_peer(program, file, postings, ours, memory);
  }
}
