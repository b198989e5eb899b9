#include "journal/scrub.h"

#include <spdlog/fmt/fmt.h>

#include <cstdio>
#include <memory>
#include <string>

#include "tools/grandlivre/progress.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

Json to_json(journal::Scrubbed const& scrubbed) {
  Json damage = Json::array();
  for (auto const& each : scrubbed.damage) {
    damage.push_back({{"where", each.where}, {"what", each.what}});
  }
  return {{"position", scrubbed.head.position.value()},
          {"root", to_hex(scrubbed.head.root)},
          {"tables", scrubbed.tables},
          {"logs", scrubbed.logs},
          {"bytes", scrubbed.bytes},
          {"damage", std::move(damage)}};
}

Table to_table(std::vector<journal::Damage> const& damage) {
  Table table{{{"Where"}, {"What"}}, {}};
  for (auto const& each : damage) table.rows.push_back({each.where, each.what});
  return table;
}

ExitCode run_scrub(Options const& options, std::string const& directory) {
  journal::Config config;
  config.dir = directory;
  Progress progress{"events", 0};
  config.on_progress = [&progress](journal::Progress const& so_far) {
    auto const head = so_far.head.value();
    progress.show(head - so_far.verified_from.value() + 1, head);
  };
  auto const scrubbed = journal::scrub(config);
  if (!scrubbed) return complain(scrubbed.error());
  if (options.output == Output::json) {
    print_json(to_json(*scrubbed));
  } else if (!scrubbed->damage.empty() || options.output == Output::csv) {
    print(options, {}, to_table(scrubbed->damage), "Damage");
  }
  if (!scrubbed->damage.empty()) {
    return complain("the journal of " + directory +
                    " is not as it was written: restore it from a backup");
  }
  if (options.output == Output::table) {
    auto const text = fmt::format(
        "{} events, every leaf hashed anew: root {}\n"
        "{} table files and {} log files are as they were written, byte for byte\n",
        scrubbed->head.position.value(), to_hex(scrubbed->head.root), scrubbed->tables,
        scrubbed->logs);
    std::fputs(text.c_str(), stdout);
  }
  return ExitCode::done;
}

}  // namespace

void add_scrub(Program program) {
  auto* const verb = program.app.add_subcommand(
      "scrub", "Reads every byte of a closed journal, or of a backup, and names what has changed");
  auto const directory = std::make_shared<std::string>();
  verb->add_option("DIR", *directory, "With journal/ and HEAD; not being served")->required();
  verb->footer(
      "A running server hashes all events anew after its start, at low priority; this looks at "
      "the\n"
      "files too. Exit code 1 where anything is damaged. Example: grandlivre scrub region");
  verb->callback(
      [program, directory] { program.exit_code = run_scrub(program.options, *directory); });
}

}  // namespace gl::tools
