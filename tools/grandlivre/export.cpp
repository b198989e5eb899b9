#include <cstdio>
#include <memory>

#include "tools/grandlivre/export_tiles.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

struct ExportFlags {
  std::string format;
  std::string directory;
};

ExitCode run_export(Options const& options, ExportFlags const& flags) {
  auto log = open_log(options);
  if (!log) return complain(log.error());
  auto const exported = export_tiles(**log, flags.directory);
  if (!exported) return complain(exported.error());
  if (options.output == Output::json) {
    print_json({{"format", flags.format}, {"events", *exported}, {"directory", flags.directory}});
  } else {
    std::printf("%llu events exported to %s; check them with `grandlivre verify %s --key VKEY`\n",
                static_cast<unsigned long long>(*exported), flags.directory.c_str(),
                flags.directory.c_str());
  }
  return ExitCode::done;
}

}  // namespace

void add_export(Program program) {
  auto* const verb =
      program.app.add_subcommand("export", "Writes the ledger in a form that other programs read");
  auto const flags = std::make_shared<ExportFlags>();
  verb->add_option("--format", flags->format,
                   "tlog: all events as static files of C2SP's tlog-tiles, which `verify` walks")
      ->required()
      ->check(CLI::IsMember({"tlog"}));
  verb->add_option("DIR", flags->directory, "A new directory")->required();
  verb->footer(
      "From the server; or from the data directory itself, when none runs there.\n"
      "Example: grandlivre --data region --as auditor export --format tlog region-tiles");
  verb->callback([program, flags] { program.exit_code = run_export(program.options, *flags); });
}

}  // namespace gl::tools
