#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <thread>

#include "consumers/consumers.h"
#include "journal/journal.h"
#include "keys/key_store.h"
#include "keys/log_key.h"
#include "notary/notary.h"
#include "projections/snapshots.h"
#include "projections/views.h"
#include "seals/seals.h"
#include "sequencer/sequencer.h"
#include "server/erasure.h"
#include "server/open_notary.h"
#include "server/server.h"
#include "server/unfinished_resets.h"
#include "tools/common/data_directory.h"
#include "tools/common/text_file.h"
#include "tools/grandlivred/signals.h"

namespace {

using namespace gl;

constexpr std::chrono::seconds stop_deadline{20};

int complain(Error const& error) {
  spdlog::critical("event=start_failed reason={} what=\"{}\"", name(error.code), error.what);
  std::fprintf(stderr, "grandlivred: %s\n", error.what.c_str());
  return 1;
}

/// The parts of a running ledger, in the order in which they are made; they end in reverse.
struct Running {
  tools::DataDirectory directory;
  tools::LedgerConfig config;
  SystemClock clock;
  SystemRandom random;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<keys::KeyStore> keys;
  std::unique_ptr<notary::Notary> notary;
  std::unique_ptr<consumers::Consumers> consumers;
  std::unique_ptr<projections::Views> views;
  std::unique_ptr<seals::Seals> seals;
  std::unique_ptr<sequencer::Sequencer> sequencer;
  std::unique_ptr<server::Server> server;
};

Result<void> open_journal(Running& running) {
  journal::Config config;
  config.dir = running.directory.path();
  config.witness =
      running.config.witness_each ? journal::WitnessMode::each : journal::WitnessMode::lazy;
  config.max_total_wal_size_bytes = running.config.wal_bytes_max;
  config.on_progress = [](journal::Progress const& progress) {
    spdlog::info("event=verifying head={} verified_from={}", progress.head.value(),
                 progress.verified_from.value());
  };
  auto journal = journal::Journal::open(config);
  if (!journal) return std::unexpected(journal.error());
  running.journal = std::move(*journal);
  auto keys = keys::KeyStore::open(running.directory.path(), running.random);
  if (!keys) return std::unexpected(keys.error());
  running.keys = std::move(*keys);
  auto consumers = consumers::Consumers::open(running.directory.path(), running.clock);
  if (!consumers) return std::unexpected(consumers.error());
  running.consumers = std::move(*consumers);
  return {};
}

/// A ledger made before there was a key that signs checkpoints gets it now, unless it has signed
/// with one that is gone.
Result<void> make_missing_log_key(Running& running) {
  auto const& path = running.directory.path();
  std::error_code unknown;
  if (std::filesystem::exists(keys::log_key_file(path), unknown) ||
      std::filesystem::exists(notary::checkpoint_file(path), unknown)) {
    return {};
  }
  auto const key = keys::make_log_key(path, running.config.ledger, running.random);
  if (!key) return std::unexpected(key.error());
  spdlog::warn("event=log_key_made verifier={} file={} what=\"back it up with keys/\"",
               to_string(key->verifier()), keys::verifier_key_file(path).string());
  return {};
}

/// With the key that the events name.
Result<void> open_notary(Running& running, ledger::State const& state) {
  if (auto const made = make_missing_log_key(running); !made) return made;
  auto notary =
      server::open_notary(running.directory.path(), running.config.ledger, *running.journal, state);
  if (!notary) return std::unexpected(notary.error());
  running.notary = *std::move(notary);
  return {};
}

Result<void> open_views(Running& running) {
  projections::ViewsConfig config;
  config.dir = running.directory.path();
  config.ledger = running.config.ledger;
  config.run_events = running.config.run_events;
  config.snapshot_events = running.config.snapshot_events;
  config.on_progress = [](projections::FoldProgress const& fold) {
    spdlog::debug("event=views_catching_up position={} head={}", fold.position.value(),
                  fold.head.value());
  };
  config.on_failure = [](Error const& error) {
    spdlog::error("event=views_stopped reason={} what=\"{}\"", name(error.code), error.what);
  };
  auto views = projections::Views::open(config, *running.journal);
  if (!views) return std::unexpected(views.error());
  running.views = std::move(*views);
  return {};
}

/// On a simulated clock it is the day that was last recorded: time comes with the events.
Result<void> open_seals(Running& running) {
  seals::Config config;
  config.dir = running.directory.path();
  config.today = [&running] {
    if (!running.config.simulated_clock) return paris_date(running.clock.now());
    auto const last = running.views->resolve({});
    return last ? paris_date(last->recorded_at) : CivilDate{};
  };
  auto seals =
      seals::Seals::open(std::move(config), *running.notary, *running.views, *running.journal);
  if (!seals) return std::unexpected(seals.error());
  running.seals = *std::move(seals);
  return {};
}

Result<void> open_sequencer(Running& running) {
  sequencer::Start start;
  auto snapshot =
      projections::latest_snapshot(running.directory.path(), running.journal->head().position);
  if (!snapshot) return std::unexpected(snapshot.error());
  if (*snapshot) {
    start.state = std::move((*snapshot)->state);
    start.position = (*snapshot)->position;
    start.load_hashes = [&running](sequencer::HashSink const& sink) {
      return running.views->for_each_command_hash(sink);
    };
  }
  sequencer::Config config;
  config.queue_commands_max = running.config.queue_commands_max;
  config.on_progress = [](Position position, Position head) {
    spdlog::info("event=folding position={} head={}", position.value(), head.value());
  };
  config.on_folded = [&running](ledger::State const& state) {
    // First of all: a ledger that is not what was signed is left as it is.
    auto done = open_notary(running, state);
    if (done) done = server::destroy_keys(*running.keys, server::erased_subjects(state));
    return done ? server::finish_resets(*running.consumers, *running.journal, state) : done;
  };
  auto sequencer =
      sequencer::Sequencer::open(config, *running.journal, running.clock, std::move(start));
  if (!sequencer) return std::unexpected(sequencer.error());
  running.sequencer = std::move(*sequencer);
  return {};
}

Result<void> start_server(Running& running) {
  server::Config config;
  auto const& listen = running.config.listen;
  auto const colon = listen.rfind(':');
  if (colon == std::string::npos) {
    return fail(Errc::usage,
                "\"" + listen + "\" is not an address to listen on: write ADDRESS:PORT");
  }
  config.address = listen.substr(0, colon);
  if (config.address.starts_with('['))
    config.address = config.address.substr(1, config.address.size() - 2);
  config.port = static_cast<std::uint16_t>(std::strtoul(listen.c_str() + colon + 1, nullptr, 10));
  config.tls = {.certificate = running.directory.server_certificate(),
                .private_key = running.directory.server_key(),
                .authority = running.directory.authority_certificate()};
  config.data_directory = running.directory.path();
  config.ledger = {running.config.ledger, running.config.name, running.config.simulated_clock};
  config.limits.connections_max = running.config.connections_max;
  config.limits.in_flight_max = running.config.in_flight_max;
  config.limits.frame_bytes_max = running.config.frame_bytes_max;
  config.deadlines.idle = std::chrono::seconds{running.config.idle_timeout_s};
  config.deadlines.handshake = std::chrono::seconds{running.config.handshake_timeout_s};
  config.io_threads = running.config.io_threads;
  config.server_name = "grandlivred " GL_VERSION;
  auto server = server::Server::start(
      config, {*running.sequencer, *running.views, *running.journal, *running.keys, *running.notary,
               *running.consumers, *running.seals, running.clock});
  if (!server) return std::unexpected(server.error());
  running.server = std::move(*server);
  return tools::replace_text_file(running.directory.address_file(),
                                  running.server->address() + "\n");
}

void rebuild_views(Running& running) {
  spdlog::info("event=rebuild_started");
  auto const report = running.views->rebuild({});
  if (report) {
    spdlog::info("event=rebuild_done position={} runs_compared={}", report->position.value(),
                 report->runs_compared);
  } else {
    spdlog::error("event=rebuild_failed what=\"{}\"", report.error().what);
  }
}

/// Why this ledger must not be served any longer, if so: what the checks behind the scenes found.
std::optional<Error> damage(Running const& running) {
  if (auto const integrity = running.journal->integrity(); integrity.failure)
    return integrity.failure;
  if (auto const failure = running.notary->failure()) return failure;
  if (auto failure = running.consumers->failure()) return failure;
  return running.views->failure();
}

/// SIGTERM and SIGINT end the loop, SIGUSR1 rebuilds the views while they serve. False when the
/// server ends because something is damaged.
bool serve_until_told(Running& running, tools::Signals& signals) {
  std::jthread rebuilding;
  while (true) {
    int const signal = signals.wait_a_second();
    if (signal == SIGUSR1) {
      rebuilding = std::jthread([&running] { rebuild_views(running); });
    } else if (signal != 0) {
      spdlog::info("event=stopping signal={}", signal);
      return true;
    } else if (auto const found = damage(running)) {
      spdlog::critical("event=stopping reason={} what=\"{}\"", name(found->code), found->what);
      return false;
    }
  }
}

void stop(Running& running) {
  running.server->stop(stop_deadline);
  running.sequencer->stop();
  running.notary->stop();
  std::error_code ignored;
  std::filesystem::remove(running.directory.address_file(), ignored);
  auto const head = running.journal->head();
  running.server.reset();
  running.sequencer.reset();
  running.seals.reset();
  running.notary.reset();
  running.views.reset();
  running.consumers.reset();
  running.keys.reset();
  running.journal.reset();
  spdlog::info("event=stopped head={} root={}", head.position.value(), to_hex(head.root));
}

Result<void> open(Running& running) {
  if (auto done = open_journal(running); !done) return done;
  if (auto done = open_views(running); !done) return done;
  if (auto done = open_sequencer(running); !done) return done;
  if (auto done = open_seals(running); !done) return done;
  return start_server(running);
}

int serve(std::string const& path, std::string const& listen, std::string const& level) {
  // Before any thread is made, so that every thread leaves these signals to the main one.
  tools::Signals signals{SIGTERM, SIGINT, SIGUSR1};
  Running running{tools::DataDirectory{path}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  auto config = running.directory.read_config();
  if (!config) return complain(config.error());
  running.config = *config;
  if (!listen.empty()) running.config.listen = listen;
  spdlog::set_level(spdlog::level::from_str(level.empty() ? running.config.log_level : level));
  if (auto done = open(running); !done) return complain(done.error());
  spdlog::info("event=ready address={} ledger={} head={} clock={}", running.server->address(),
               to_string(running.config.ledger), running.journal->head().position.value(),
               running.config.simulated_clock ? "simulated" : "system");
  bool const well = serve_until_told(running, signals);
  stop(running);
  return well ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "grandlivred: serves a ledger until SIGTERM. SIGUSR1 rebuilds its views meanwhile.\n\n"
      "Example: grandlivred region --listen 127.0.0.1:7400"};
  app.name("grandlivred");
  std::string directory;
  std::string listen;
  std::string level;
  app.add_option("DIR", directory, "The ledger's data directory, made by `grandlivre init`")
      ->required();
  app.add_option("--listen", listen, "Instead of the configured address; port 0: any that is free")
      ->type_name("ADDRESS:PORT");
  app.add_option("--log-level", level, "trace, debug, info, warn or error")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
  app.set_version_flag("--version", "grandlivred " GL_VERSION);
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& problem) {
    return app.exit(problem) == 0 ? 0 : 2;
  }
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%fZ %l %v", spdlog::pattern_time_type::utc);
  spdlog::flush_on(spdlog::level::info);
  return serve(directory, listen, level);
}
