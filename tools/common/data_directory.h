#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "base/uuid.h"
#include "ledger/values.h"

namespace gl::tools {

/// What `config.toml` of a data directory says. Every limit has a default; unknown keys are errors.
struct LedgerConfig {
  Uuid ledger;  ///< the ledger's id, as in its first event
  std::string name;
  bool simulated_clock = false;

  std::string listen = "127.0.0.1:7400";
  std::uint32_t connections_max = 1'000;
  std::uint32_t idle_timeout_s = 300;
  std::uint32_t handshake_timeout_s = 10;
  std::uint32_t frame_bytes_max = 4U << 20U;
  std::uint32_t in_flight_max = 64;           ///< requests of one connection
  std::uint32_t queue_commands_max = 65'536;  ///< commands waiting for the sequencer
  std::uint32_t io_threads = 2;

  bool witness_each = false;  ///< `witness = "each"`: synced before every answer
  std::uint64_t wal_bytes_max = 256U << 20U;

  std::uint32_t run_events = 256'000;
  std::uint32_t snapshot_events = 1'000'000;

  std::string log_level = "info";
};

/// The files of one identity: a person in a role.
struct IdentityFiles {
  std::string person;
  ledger::Role role = ledger::Role::none;
  std::filesystem::path certificate;
  std::filesystem::path private_key;
};

/// The layout of a data directory (design §4), and the parts of it that are plain files.
class DataDirectory {
 public:
  explicit DataDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }
  [[nodiscard]] std::filesystem::path config_file() const { return path_ / "config.toml"; }
  [[nodiscard]] std::filesystem::path identities() const { return path_ / "identities"; }
  [[nodiscard]] std::filesystem::path authority_certificate() const {
    return identities() / "ca.crt";
  }
  [[nodiscard]] std::filesystem::path server_certificate() const {
    return identities() / "server.crt";
  }
  [[nodiscard]] std::filesystem::path server_key() const { return identities() / "server.key"; }

  /// Errors: not_found (no ledger here), malformed (naming key and value), newer_format.
  [[nodiscard]] Result<LedgerConfig> read_config() const;

  /// Where the server says what address it listens on, for clients of this directory.
  [[nodiscard]] std::filesystem::path address_file() const { return path_ / "address"; }

  /// The identity called `anne` (her first) or `anne/officer`. Errors: not_found, naming those
  /// there are; malformed.
  [[nodiscard]] Result<IdentityFiles> identity(std::string_view name) const;
  /// All identities, by person and role.
  [[nodiscard]] std::vector<IdentityFiles> all_identities() const;
  /// Issues a certificate and writes it. Errors: exists, malformed, io.
  [[nodiscard]] Result<IdentityFiles> add_identity(std::string_view person, ledger::Role role,
                                                   Instant now) const;

 private:
  std::filesystem::path path_;
};

/// What `init` is asked for.
struct InitOptions {
  std::string name = "grandlivre";
  bool simulated_clock = false;
  std::string host_names;  ///< further names of the server, by commas
  std::string listen = "127.0.0.1:7400";
  std::optional<Instant> first_recorded_at;  ///< only with a simulated clock
};

/// Makes a new ledger in `path`, which must be absent or empty: keys, certificate authority, an
/// identity per role, config, journal with its first event. All or nothing: it is built beside
/// and renamed. Errors: exists (naming what is there), io, malformed.
[[nodiscard]] Result<LedgerConfig> init_ledger(std::filesystem::path const& path,
                                               InitOptions const& options, Clock& clock,
                                               Random& random);

}  // namespace gl::tools
