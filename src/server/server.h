#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "consumers/consumers.h"
#include "journal/journal.h"
#include "keys/key_store.h"
#include "notary/notary.h"
#include "projections/views.h"
#include "seals/seals.h"
#include "sequencer/sequencer.h"
#include "server/config.h"

namespace gl::server {

/// What the server stands in front of. All of it outlives the server.
struct Parts {
  sequencer::Sequencer& sequencer;
  projections::Views& views;
  journal::Journal& journal;
  keys::KeyStore& keys;
  notary::Notary& notary;
  consumers::Consumers& consumers;
  seals::Seals& seals;
  Clock& clock;
};

/// The door to a ledger: TLS 1.3 with client certificates, frames of schema/protocol.capnp. A
/// resource: it owns its threads and connections. Deadlines and limits: docs/operations.md.
class Server {
 public:
  /// Listens and serves. Errors: io (the address or the port cannot be had, a certificate file
  /// cannot be used), usage (a limit of 0, a frame limit beyond 64 MiB, no thread).
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(Config config, Parts parts);

  Server(Server const&) = delete;
  Server& operator=(Server const&) = delete;
  /// Stops at once if `stop` was not called.
  ~Server();

  /// "127.0.0.1:7400", "[::1]:7400": where it listens, with the port that was chosen.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::uint16_t port() const;

  /// Connections at present.
  [[nodiscard]] std::size_t connections() const;

  /// Accepts nothing more, neither connections nor requests, answers what it accepted, says
  /// goodbye, and ends its threads; what is not done after `deadline` is cut off. The sequencer and
  /// the views must still run. A second call does nothing. Thread: any, but not one of its own.
  void stop(std::chrono::milliseconds deadline);

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace gl::server
