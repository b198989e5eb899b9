#include <spdlog/fmt/fmt.h>

#include <cstdio>
#include <memory>

#include "journal/journal.h"
#include "projections/views.h"
#include "tools/common/data_directory.h"
#include "tools/grandlivre/progress.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

ExitCode rebuild(Options const& options, std::string const& directory) {
  auto const config = DataDirectory{directory}.read_config();
  if (!config) return complain(config.error());
  journal::Config journal_config;
  journal_config.dir = directory;
  journal_config.verify_in_background = false;
  auto const journal = journal::Journal::open(journal_config);
  if (!journal) {
    auto error = journal.error();
    if (error.code == Errc::locked) {
      error.what += "; a running server rebuilds its views while it serves: send it SIGUSR1";
    }
    return complain(error);
  }
  projections::ViewsConfig views_config;
  views_config.dir = directory;
  views_config.ledger = config->ledger;
  views_config.run_events = config->run_events;
  views_config.snapshot_events = config->snapshot_events;
  auto const views = projections::Views::open(views_config, **journal);
  if (!views) return complain(views.error());
  Progress progress{"events", (*journal)->head().position.value()};
  auto const report = (*views)->rebuild([&](projections::FoldProgress const& folded) {
    progress.show(folded.position.value(), folded.head.value());
  });
  if (!report) return complain(report.error());
  Json const json{{"position", report->position.value()},
                  {"runs_built", report->runs_built},
                  {"runs_compared", report->runs_compared},
                  {"events_per_second", static_cast<std::uint64_t>(report->events_per_second)}};
  if (options.output == Output::json) {
    print_json(json);
  } else {
    auto const text = fmt::format(
        "views rebuilt to position {} ({:.0f} events a second); {} runs, {} "
        "compared with the old ones and equal\n",
        report->position.value(), report->events_per_second, report->runs_built,
        report->runs_compared);
    std::fputs(text.c_str(), stdout);
  }
  return ExitCode::done;
}

}  // namespace

void add_offline(Program program) {
  auto* const rebuilding = program.app.add_subcommand(
      "rebuild", "Builds the views again and compares them with the old ones");
  auto const of = std::make_shared<std::string>();
  rebuilding->add_option("DIR", *of, "The data directory, not being served")->required();
  rebuilding->callback([program, of] { program.exit_code = rebuild(program.options, *of); });
}

}  // namespace gl::tools
