#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <map>

#include "tools/grandlivre/verbs.h"

namespace {

using namespace gl::tools;

constexpr char const* about = R"(grandlivre: an event-sourced ledger for public funding.

Examples
  grandlivre init region --name "Region"               a new ledger in the directory region
  grandlivred region                                   serves it
  grandlivre --data region --as assembly vote-authority --programme INNOVSOC --amount 700000.00
  grandlivre --data region --as auditor balances --programme INNOVSOC --as-of-position 39
  grandlivre --data region --as anne submit commands.jsonl
  grandlivre --data region --as claire/finance watch --programme INNOVSOC --consumer accounts
  grandlivre --data region --as auditor export --format hledger --to region.journal
  grandlivre replay region                             every rule again, from the events
  grandlivre --data region --as auditor prove 22 -o payment.tlog-proof
  grandlivre verify payment.tlog-proof --key log.vkey  needs no server and no ledger

Exit codes: 0 done, 1 failed, 2 usage, 3 refused by a rule, 4 unknown outcome (send it again with
the same id).)";

void add_options(CLI::App& app, Options& options) {
  add_connection_options(app, options);
  static std::map<std::string, Output> const outputs{
      {"table", Output::table}, {"json", Output::json}, {"csv", Output::csv}};
  app.add_option("--output", options.output, "For people, or for programs")
      ->transform(CLI::CheckedTransformer(outputs, CLI::ignore_case).description(""))
      ->type_name("table|json|csv");
  app.set_version_flag("--version", "grandlivre " GL_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
}

}  // namespace

int main(int argc, char** argv) {
  // Standard output is for answers: what the parts log goes to standard error, warnings and up.
  spdlog::set_default_logger(spdlog::stderr_logger_mt("grandlivre"));
  spdlog::set_level(spdlog::level::warn);

  CLI::App app{about};
  app.name("grandlivre");
  Options options;
  auto exit_code = ExitCode::done;
  add_options(app, options);
  Program const program{app, options, exit_code};
  add_init(program);
  add_identity(program);
  add_questions(program);
  add_diff(program);
  add_events(program);
  add_watch(program);
  add_consumers(program);
  add_status(program);
  add_prove(program);
  add_seals(program);
  add_export(program);
  add_submit(program);
  add_import(program);
  add_payments(program);
  add_commands(program);
  add_replay(program);
  add_scrub(program);
  add_explain(program);
  add_audit(program);
  add_offline(program);
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& problem) {
    bool const asked_for_help = problem.get_exit_code() == 0;
    static_cast<void>(app.exit(problem));
    return static_cast<int>(asked_for_help ? ExitCode::done : ExitCode::usage);
  }
  return static_cast<int>(exit_code);
}
