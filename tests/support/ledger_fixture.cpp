#include "support/ledger_fixture.h"

#include <cstdlib>
#include <fstream>

#include "keys/log_key.h"
#include "projections/snapshots.h"
#include "server/erasure.h"
#include "server/open_notary.h"
#include "server/unfinished_resets.h"

namespace gl::testing {
namespace {

namespace fs = std::filesystem;

fs::path make_directory() {
  auto name = (fs::temp_directory_path() / "grandlivre-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  return name;
}

void write_file(fs::path const& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.string());
}

/// Certificates are checked against the real time, whatever the ledger's clock says.
Instant real_time() { return SystemClock{}.now(); }

}  // namespace

LedgerFixture::LedgerFixture(LedgerOptions options)
    : options_(std::move(options)), directory_(make_directory()), clock_(options_.created_at) {
  create();
  start();
}

LedgerFixture::~LedgerFixture() {
  stop();
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

void LedgerFixture::create() {
  id_ = make_uuid_v7(options_.created_at, random_);
  fs::create_directory(directory_ / "identities");
  authority_ = must(keys::make_authority(options_.name, real_time()));
  write_file(authority_file(), authority_.certificate);
  static_cast<void>(
      write_identity("server", must(keys::issue_server(authority_, "", real_time()))));
  must(keys::KeyStore::create(directory_, random_));
  static_cast<void>(must(keys::make_log_key(directory_, id_, random_)));
  must(journal::Journal::create(directory_));
  journal::Config config;
  config.dir = directory_;
  auto const journal = must(journal::Journal::open(config));
  ledger::Actor actor;
  actor.person = ledger::PersonId{"init"};
  actor.role = ledger::Role::system;
  must(sequencer::create_ledger(*journal, {id_, options_.simulated, options_.name}, actor,
                                options_.created_at));
}

void LedgerFixture::start() {
  open_parts();
  start_server();
}

void LedgerFixture::open_parts() {
  journal::Config journal_config;
  journal_config.dir = directory_;
  journal_ = must(journal::Journal::open(journal_config));
  keys_ = must(keys::KeyStore::open(directory_, random_));
  consumers_ = must(consumers::Consumers::open(directory_, clock_));
  projections::ViewsConfig views_config;
  views_config.dir = directory_;
  views_config.ledger = id_;
  views_config.run_events = options_.run_events;
  views_config.on_progress = options_.on_views_progress;
  views_ = must(projections::Views::open(views_config, *journal_));
  sequencer::Start from;
  if (auto snapshot = must(projections::latest_snapshot(directory_, journal_->head().position))) {
    from.state = std::move(snapshot->state);
    from.position = snapshot->position;
    from.load_hashes = [this](sequencer::HashSink const& sink) {
      return views_->for_each_command_hash(sink);
    };
  }
  sequencer::Config config;
  config.queue_commands_max = options_.queue_commands_max;
  config.on_folded = [this](ledger::State const& state) {
    auto notary = server::open_notary(directory_, id_, *journal_, state);
    if (!notary) return Result<void>{std::unexpected(notary.error())};
    notary_ = *std::move(notary);
    auto done = server::destroy_keys(*keys_, server::erased_subjects(state));
    return done ? server::finish_resets(*consumers_, *journal_, state) : done;
  };
  sequencer_ = must(sequencer::Sequencer::open(config, *journal_, clock_, std::move(from)));
  seals::Config seals_config;
  seals_config.dir = directory_;
  seals_config.today = [this] { return paris_date(clock_.now()); };
  seals_config.look_every = options_.seals_look_every;
  seals_ = must(seals::Seals::open(std::move(seals_config), *notary_, *views_, *journal_));
}

void LedgerFixture::start_server() {
  server::Config config;
  config.port = 0;
  config.tls = {directory_ / "identities" / "server.crt", directory_ / "identities" / "server.key",
                authority_file()};
  config.data_directory = directory_;
  config.ledger = {id_, options_.name, options_.simulated};
  config.limits = options_.limits;
  config.deadlines = options_.deadlines;
  config.io_threads = options_.io_threads;
  config.read_threads = options_.read_threads;
  config.server_name = "test";
  server_ =
      must(server::Server::start(std::move(config), {*sequencer_, *views_, *journal_, *keys_,
                                                     *notary_, *consumers_, *seals_, clock_}));
}

void LedgerFixture::stop() {
  if (server_) server_->stop(std::chrono::seconds{5});
  if (sequencer_) sequencer_->stop();
  server_.reset();
  sequencer_.reset();
  seals_.reset();
  notary_.reset();
  views_.reset();
  consumers_.reset();
  keys_.reset();
  journal_.reset();
}

fs::path LedgerFixture::authority_file() const { return directory_ / "identities" / "ca.crt"; }

LedgerFixture::Files LedgerFixture::identity(std::string_view person, ledger::Role role) {
  std::scoped_lock const lock(identities_mutex_);
  auto& files = identities_[{std::string{person}, role}];
  if (files.certificate.empty()) {
    files = write_identity(std::string{person} + "." + std::string{ledger::name(role)},
                           must(keys::issue_client(authority_, person, role, real_time())));
  }
  return files;
}

LedgerFixture::Files LedgerFixture::write_identity(std::string_view name,
                                                   keys::Identity const& identity) const {
  Files files{directory_ / "identities" / (std::string{name} + ".crt"),
              directory_ / "identities" / (std::string{name} + ".key")};
  write_file(files.certificate, identity.certificate);
  write_file(files.private_key, identity.private_key);
  return files;
}

client::Config LedgerFixture::client_config(std::string_view person, ledger::Role role) {
  auto const files = identity(person, role);
  client::Config config;
  config.port = server_->port();
  config.ca_file = authority_file();
  config.certificate_file = files.certificate;
  config.key_file = files.private_key;
  return config;
}

std::unique_ptr<client::Client> LedgerFixture::client(std::string_view person, ledger::Role role) {
  return must(client::Client::connect(client_config(person, role)));
}

ledger::Command LedgerFixture::command(ledger::CommandBody body) {
  ledger::Command command;
  command.header.id = make_uuid_v7(clock_.now(), random_);
  command.body = std::move(body);
  return command;
}

}  // namespace gl::testing
