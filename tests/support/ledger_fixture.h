#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/random.h"
#include "base/time.h"
#include "base/uuid.h"
#include "client/client.h"
#include "consumers/consumers.h"
#include "journal/journal.h"
#include "keys/certificate_authority.h"
#include "keys/key_store.h"
#include "ledger/values.h"
#include "notary/notary.h"
#include "projections/views.h"
#include "sequencer/sequencer.h"
#include "server/server.h"

namespace gl::testing {

/// A clock that a test sets while others read it.
class TestClock final : public Clock {
 public:
  explicit TestClock(Instant start) : now_(start.microseconds()) {}
  [[nodiscard]] Instant now() override { return Instant{now_}; }
  void set(Instant now) { now_ = now.microseconds(); }

 private:
  std::atomic<std::int64_t> now_;
};

/// How a test wants its ledger. Everything has a default.
struct LedgerOptions {
  std::string name = "test ledger";
  bool simulated = true;                      ///< recorded times come from the requests
  Instant created_at{1'464'595'200'000'000};  ///< 2016-05-30T08:00:00Z; also where the clock stands
  server::Limits limits;
  server::Deadlines deadlines;
  unsigned io_threads = 2;
  unsigned read_threads = 2;
  std::size_t queue_commands_max = 65'536;
  std::uint64_t run_events = 256'000;
  std::chrono::milliseconds seals_look_every{1'000};
  /// Called by the views' thread now and then: who does not return holds them where they are.
  std::function<void(projections::FoldProgress const&)> on_views_progress;
};

/// A whole ledger for tests: a directory of its own with keys, certificates and journal, and when
/// it is started the sequencer, the views and a server on a free port. What cannot be had is
/// thrown as std::runtime_error with the sentence of the error. Thread: one, but for the clients,
/// each of which may be used by a thread of its own.
class LedgerFixture {
 public:
  /// Makes the ledger and starts it.
  explicit LedgerFixture(LedgerOptions options = {});
  LedgerFixture(LedgerFixture const&) = delete;
  LedgerFixture& operator=(LedgerFixture const&) = delete;
  /// Stops it and removes the directory.
  ~LedgerFixture();

  /// Opens journal, keys, views, sequencer and server, with the options as they are now.
  void start();
  /// Ends them in reverse; the directory stays.
  void stop();

  [[nodiscard]] LedgerOptions& options() { return options_; }
  [[nodiscard]] std::filesystem::path const& directory() const { return directory_; }
  [[nodiscard]] Uuid const& id() const { return id_; }
  [[nodiscard]] TestClock& clock() { return clock_; }
  [[nodiscard]] Random& random() { return random_; }

  // While it is started:
  [[nodiscard]] server::Server& server() { return *server_; }
  [[nodiscard]] sequencer::Sequencer& sequencer() { return *sequencer_; }
  [[nodiscard]] projections::Views& views() { return *views_; }
  [[nodiscard]] journal::Journal& journal() { return *journal_; }
  [[nodiscard]] keys::KeyStore& keys() { return *keys_; }
  [[nodiscard]] notary::Notary& notary() { return *notary_; }
  [[nodiscard]] consumers::Consumers& consumers() { return *consumers_; }
  [[nodiscard]] seals::Seals& seals() { return *seals_; }

  /// A certificate of this ledger's authority, with its key; made on first use.
  struct Files {
    std::filesystem::path certificate;
    std::filesystem::path private_key;
  };
  [[nodiscard]] Files identity(std::string_view person, ledger::Role role);
  /// Writes a certificate from anywhere into the directory, under a name of its own.
  [[nodiscard]] Files write_identity(std::string_view name, keys::Identity const& identity) const;
  [[nodiscard]] keys::Identity const& authority() const { return authority_; }
  [[nodiscard]] std::filesystem::path authority_file() const;

  /// How a client connects as this identity; for tests that change something.
  [[nodiscard]] client::Config client_config(std::string_view person, ledger::Role role);
  /// A connected client.
  [[nodiscard]] std::unique_ptr<client::Client> client(std::string_view person, ledger::Role role);

  /// A new command with this body: an id of its own and nothing else in the header.
  [[nodiscard]] ledger::Command command(ledger::CommandBody body);

 private:
  void create();
  void open_parts();
  void start_server();

  LedgerOptions options_;
  std::filesystem::path directory_;
  TestClock clock_;
  SystemRandom random_;
  Uuid id_;
  keys::Identity authority_;
  std::mutex identities_mutex_;  ///< threads of a test connect at once
  std::map<std::pair<std::string, ledger::Role>, Files> identities_;

  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<keys::KeyStore> keys_;
  std::unique_ptr<notary::Notary> notary_;
  std::unique_ptr<consumers::Consumers> consumers_;
  std::unique_ptr<projections::Views> views_;
  std::unique_ptr<seals::Seals> seals_;
  std::unique_ptr<sequencer::Sequencer> sequencer_;
  std::unique_ptr<server::Server> server_;
};

/// The value, or an exception with the error's sentence.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().what);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// The reply, or an exception with the failure's sentence.
template <class T>
T must(client::Response<T> response) {
  if (!response) {
    throw std::runtime_error(std::string{wire::name(response.error().code)} + ": " +
                             response.error().sentence);
  }
  return *std::move(response);
}

}  // namespace gl::testing
