#include <cstdio>
#include <memory>

#include "tools/common/data_directory.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

struct InitFlags {
  std::string directory;
  std::string clock = "system";
  std::string first_recorded_at;
  InitOptions options;
};

ExitCode run_init(Options const& options, InitFlags const& flags) {
  auto init = flags.options;
  init.simulated_clock = flags.clock == "simulated";
  if (!flags.first_recorded_at.empty()) {
    auto const instant = parse_instant(flags.first_recorded_at);
    if (!instant) return complain(instant.error());
    init.first_recorded_at = *instant;
  }
  SystemClock clock;
  SystemRandom random;
  auto const config = init_ledger(flags.directory, init, clock, random);
  if (!config) return complain(config.error());
  Json const json{{"directory", flags.directory},
                  {"ledger", to_string(config->ledger)},
                  {"name", config->name},
                  {"clock", flags.clock},
                  {"listen", config->listen}};
  if (options.output == Output::json) {
    print_json(json);
    return ExitCode::done;
  }
  std::printf(
      "ledger %s \"%s\" made in %s, with an identity for every role\n"
      "serve it:  grandlivred %s\n"
      "ask it:    grandlivre --data %s --as auditor status\n"
      "keep safe: %s/keys and %s/identities, with backups apart from the journal's\n",
      to_string(config->ledger).c_str(), config->name.c_str(), flags.directory.c_str(),
      flags.directory.c_str(), flags.directory.c_str(), flags.directory.c_str(),
      flags.directory.c_str());
  return ExitCode::done;
}

}  // namespace

void add_init(Program program) {
  auto* const verb = program.app.add_subcommand(
      "init", "Makes a new ledger: keys, certificate authority, an identity per role, config");
  auto const flags = std::make_shared<InitFlags>();
  verb->add_option("DIR", flags->directory, "A directory that is absent or empty")->required();
  verb->add_option("--name", flags->options.name, "The ledger's name, at most 64 characters")
      ->capture_default_str();
  verb->add_option("--listen", flags->options.listen, "Where its server will listen")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  verb->add_option("--host-names", flags->options.host_names,
                   "Further names of the server for its certificate, by commas");
  verb->add_option("--clock", flags->clock,
                   "simulated: recorded times come with the requests; for training and tests only")
      ->check(CLI::IsMember({"system", "simulated"}))
      ->capture_default_str();
  verb->add_option("--first-recorded-at", flags->first_recorded_at,
                   "The simulated clock's first reading, e.g. 2016-05-30T06:00:00Z");
  verb->footer(
      "Example: grandlivre init region --name \"Region\" --listen 0.0.0.0:7400 "
      "--host-names ledger.region.example");
  verb->callback([program, flags] { program.exit_code = run_init(program.options, *flags); });
}

}  // namespace gl::tools
