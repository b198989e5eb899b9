#include <unistd.h>

#include <algorithm>
#include <array>

#include "codec/text.h"
#include "journal/journal.h"
#include "keys/certificate_authority.h"
#include "keys/key_store.h"
#include "keys/log_key.h"
#include "sequencer/sequencer.h"
#include "tools/common/config_file.h"
#include "tools/common/data_directory.h"
#include "tools/common/text_file.h"

namespace gl::tools {
namespace {

namespace fs = std::filesystem;

/// A role that people hold: `init` makes one identity of each, named like the role.
constexpr auto given_roles = std::to_array<ledger::Role>(
    {ledger::Role::applicant, ledger::Role::administrator, ledger::Role::instructor,
     ledger::Role::decision, ledger::Role::assembly, ledger::Role::officer,
     ledger::Role::accountant, ledger::Role::finance, ledger::Role::auditor, ledger::Role::dpo});

Result<void> check_options(fs::path const& path, InitOptions const& options) {
  std::error_code problem;
  if (fs::exists(path, problem) && (!fs::is_directory(path) || !fs::is_empty(path, problem))) {
    return fail(Errc::exists, path.string() + " is not empty: a new ledger wants a new directory");
  }
  auto const plain = [](char c) {
    return static_cast<unsigned char>(c) >= ' ' && c != '"' && c != '\\' && c != '\x7f';
  };
  if (options.name.empty() || options.name.size() > 64 || !codec::is_utf8(options.name) ||
      !std::ranges::all_of(options.name, plain)) {
    return fail(Errc::malformed,
                "the ledger's name has 1 to 64 bytes of UTF-8 without quotes, "
                "backslashes and control characters");
  }
  if (options.first_recorded_at && !options.simulated_clock) {
    return fail(Errc::usage, "a time of its own is for ledgers made with `--clock simulated`");
  }
  return {};
}

Result<void> make_identities(DataDirectory const& directory, InitOptions const& options,
                             Instant now) {
  std::error_code problem;
  if (!fs::create_directory(directory.identities(), problem)) {
    return fail(Errc::io, "cannot make " + directory.identities().string());
  }
  auto const authority = keys::make_authority(options.name, now);
  if (!authority) return std::unexpected(authority.error());
  auto const server = keys::issue_server(*authority, options.host_names, now);
  if (!server) return std::unexpected(server.error());
  struct File {
    fs::path path;
    std::string const& text;
    unsigned mode;
  };
  for (auto const& file : {File{directory.authority_certificate(), authority->certificate, 0644},
                           File{directory.identities() / "ca.key", authority->private_key, 0600},
                           File{directory.server_certificate(), server->certificate, 0644},
                           File{directory.server_key(), server->private_key, 0600}}) {
    if (auto done = write_new_text_file(file.path, file.text, file.mode); !done) return done;
  }
  for (auto const role : given_roles) {
    auto const added = directory.add_identity(ledger::name(role), role, now);
    if (!added) return std::unexpected(added.error());
  }
  return {};
}

Result<void> make_journal(fs::path const& path, LedgerConfig const& config, Instant recorded_at) {
  if (auto made = journal::Journal::create(path); !made) return made;
  journal::Config journal_config;
  journal_config.dir = path;
  auto opened = journal::Journal::open(journal_config);
  if (!opened) return std::unexpected(opened.error());
  ledger::Actor founder;
  founder.person = ledger::PersonId{"init"};
  founder.role = ledger::Role::system;
  return sequencer::create_ledger(
      **opened, ledger::LedgerCreated{config.ledger, config.simulated_clock, config.name}, founder,
      recorded_at);
}

Result<LedgerConfig> build(fs::path const& path, InitOptions const& options, Clock& clock,
                           Random& random) {
  auto const now = clock.now();
  LedgerConfig config;
  config.ledger = make_uuid_v7(now, random);
  config.name = options.name;
  config.simulated_clock = options.simulated_clock;
  config.listen = options.listen;
  DataDirectory const directory{path};
  if (auto done = keys::KeyStore::create(path, random); !done) return std::unexpected(done.error());
  if (auto key = keys::make_log_key(path, config.ledger, random); !key) {
    return std::unexpected(key.error());
  }
  if (auto done = make_identities(directory, options, now); !done) {
    return std::unexpected(done.error());
  }
  auto const first = options.first_recorded_at.value_or(now);
  if (auto done = make_journal(path, config, first); !done) return std::unexpected(done.error());
  if (auto done = write_new_text_file(directory.config_file(), to_toml(config)); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = sync_directory(path); !done) return std::unexpected(done.error());
  return config;
}

}  // namespace

Result<LedgerConfig> init_ledger(fs::path const& path, InitOptions const& options, Clock& clock,
                                 Random& random) {
  if (auto fine = check_options(path, options); !fine) return std::unexpected(fine.error());
  auto const target = fs::absolute(path).lexically_normal();
  auto const place = target.has_filename() ? target : target.parent_path();
  auto const building = fs::path{place.string() + ".new-" + std::to_string(::getpid())};
  std::error_code problem;
  fs::create_directories(building, problem);
  if (problem) return fail(Errc::io, "cannot make " + building.string() + ": " + problem.message());
  auto config = build(building, options, clock, random);
  if (config) fs::rename(building, place, problem);
  if (!config || problem) {
    std::error_code ignored;
    fs::remove_all(building, ignored);
    if (config) return fail(Errc::io, "cannot make " + place.string() + ": " + problem.message());
    return config;
  }
  if (auto done = sync_directory(place.parent_path()); !done) return std::unexpected(done.error());
  return config;
}

}  // namespace gl::tools
