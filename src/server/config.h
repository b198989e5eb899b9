#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/time.h"
#include "base/uuid.h"

namespace gl::server {

/// Where the server's own certificate stands, with its key, and that of the ledger's authority,
/// all in PEM.
struct TlsFiles {
  std::filesystem::path certificate;
  std::filesystem::path private_key;
  std::filesystem::path authority;
};

/// What one connection, and all of them, may ask of the server. Each at least 1.
struct Limits {
  std::size_t connections_max = 1'024;
  /// Requests of one connection that are accepted and not yet answered.
  std::size_t in_flight_max = 1'024;
  /// Commands of one connection that are with the sequencer. A single list may pass it.
  std::size_t commands_in_flight_max = 32'768;
  /// Commands in one submit; at most `sequencer::submission_commands_max`.
  std::size_t commands_max = 8'192;
  /// The sum of a frame's segments, either way; at most 64 MiB.
  std::size_t frame_bytes_max = 4ULL << 20;
  /// Answers that the peer has not taken yet; beyond it no further request is read.
  std::size_t unsent_bytes_max = 8ULL << 20;
  /// Subscriptions of one connection that are open.
  std::size_t subscriptions_max = 64;
  /// Entries of one page; a greater limit of a request is cut to it.
  std::size_t page_max = 1'000;
};

/// How long the server waits for what; afterwards it closes the connection.
struct Deadlines {
  std::chrono::milliseconds handshake{10'000};  ///< TLS and hello together
  std::chrono::milliseconds frame{30'000};      ///< from a frame's first byte to its last
  std::chrono::milliseconds idle{300'000};      ///< without a request and without an answer due
  /// For the peer to take any byte of an answer. It does not hold for a peer that subscribes:
  /// nobody is sent away for being slow.
  std::chrono::milliseconds write{30'000};
  std::chrono::milliseconds goodbye{2'000};    ///< for the peer to close after we did
  std::chrono::milliseconds wait_max{60'000};  ///< a request's own wait is cut to it
  std::chrono::milliseconds heartbeat{5'000};  ///< a subscription says something so often
};

/// What hello tells about the ledger behind the server.
struct LedgerIdentity {
  Uuid id;
  std::string name;
  bool simulated = false;  ///< recorded times come from the requests (design §5)
};

struct Config {
  std::filesystem::path data_directory;  ///< whose keys/ a change of the ledger's key is about
  std::string address = "127.0.0.1";     ///< a numeric address, IPv4 or IPv6
  std::uint16_t port = 7400;             ///< 0: any that is free
  TlsFiles tls;
  LedgerIdentity ledger;
  Limits limits;
  Deadlines deadlines;
  /// Threads of the sessions: TLS, decoding, checks, sealing, small reads.
  unsigned io_threads = 2;
  /// Threads of reads that look at many rows or at the disk.
  unsigned read_threads = 2;
  /// Software and version, told in hello.
  std::string server_name = "grandlivred";
};

}  // namespace gl::server
