#include <signal.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdio>

#include "tools/sinks/sqlite/sink.h"

namespace {

constexpr char const* about =
    R"(grandlivre-sqlite: keeps a report database up with a ledger.

The database (SQLite) has grants, payments, recoveries, and balances by programme and budget year;
docs/sinks.md has its tables. Every event counts in it exactly once, whatever is killed when.

Examples
  grandlivre-sqlite report.db --data region --as claire/finance
  grandlivre-sqlite report.db --data region --as claire/finance --once
  sqlite3 report.db "select programme, year, consumed / 100.0 from credits"

Exit codes: 0 ended as asked, 1 failed, 2 usage, 3 another sink has taken the consumer over.)";

std::atomic<bool> stop = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler writes it");

void ask_to_stop(int /*signal*/) { stop = true; }

}  // namespace

int main(int argc, char** argv) {
  using gl::tools::ExitCode;
  spdlog::set_default_logger(spdlog::stderr_logger_mt("grandlivre-sqlite"));
  spdlog::set_level(spdlog::level::warn);
  CLI::App app{about};
  app.name("grandlivre-sqlite");
  app.set_version_flag("--version", "grandlivre-sqlite " GL_VERSION);
  gl::sinks::SinkOptions options;
  std::string consumer = "sqlite-report";
  app.add_option("DATABASE", options.database, "The file; it is made when it is not there")
      ->required();
  app.add_option("--consumer", consumer, "Under this name the ledger sees how far the report is")
      ->capture_default_str();
  app.add_flag("--once", options.once, "End when everything that was there is in");
  gl::tools::add_connection_options(app, options.connection);
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& problem) {
    bool const asked_for_help = problem.get_exit_code() == 0;
    static_cast<void>(app.exit(problem));
    return static_cast<int>(asked_for_help ? ExitCode::done : ExitCode::usage);
  }
  if (!gl::ledger::is_consumer_name(consumer)) {
    std::fprintf(stderr,
                 "grandlivre-sqlite: \"%s\" is no consumer's name: 1 to 64 of A-Za-z0-9._-, no dot "
                 "first\n",
                 consumer.c_str());
    return static_cast<int>(ExitCode::usage);
  }
  options.consumer = gl::ledger::ConsumerName{consumer};
  ::signal(SIGTERM, ask_to_stop);
  ::signal(SIGINT, ask_to_stop);
  return static_cast<int>(gl::sinks::run_sink(options, stop));
}
