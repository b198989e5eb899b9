#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ssl/context.hpp>
#include <asio/ssl/stream.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "client/client.h"
#include "keys/certificate_authority.h"
#include "wire/frame.h"

namespace gl::client {

/// A ledger's certificates in a directory of their own, which goes with this object.
class Certificates {
 public:
  Certificates();
  Certificates(Certificates const&) = delete;
  Certificates& operator=(Certificates const&) = delete;
  ~Certificates();

  [[nodiscard]] std::filesystem::path path(std::string const& name) const { return dir_ / name; }
  [[nodiscard]] keys::Identity const& authority() const { return authority_; }
  /// Writes `name`.crt and `name`.key.
  void save(std::string const& name, keys::Identity const& identity) const;
  /// The same of a certificate without restrictions, which `keys` does not make: any subject, for
  /// servers and clients alike.
  void issue_for_anything(std::string const& name, std::string const& subject) const;

 private:
  std::filesystem::path dir_;
  keys::Identity authority_;
};

/// The one client of a `PlayServer`, seen from the server's side. Blocking.
class Peer {
 public:
  using Stream = asio::ssl::stream<asio::ip::tcp::socket>;
  explicit Peer(Stream& stream) : stream_(stream) {}

  /// The next frame; nothing at the end of the connection.
  [[nodiscard]] std::optional<wire::Frame> read();
  void write(wire::Frame const& frame);
  void reply(std::uint64_t id, wire::Reply reply) { write({id, std::move(reply)}); }
  void fail(std::uint64_t id, wire::Failure failure) { write({id, std::move(failure)}); }
  /// Reads hello and answers it; returns what came.
  wire::Hello welcome(wire::HelloReply const& reply);
  /// Reads until the client has gone.
  void read_to_the_end();

 private:
  Stream& stream_;
  Bytes in_;
};

/// How the server's side of TLS differs from a ledger's.
struct PlayTls {
  std::string identity = "server";  ///< files of `Certificates`
  bool only_tls_1_2 = false;
};

/// Serves one connection on a thread of its own by `script`, then closes it.
class PlayServer {
 public:
  using Script = std::function<void(Peer&)>;
  PlayServer(Certificates const& certificates, Script script, PlayTls tls = {});
  PlayServer(PlayServer const&) = delete;
  PlayServer& operator=(PlayServer const&) = delete;
  /// Waits for the script: the client must have gone.
  ~PlayServer();

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void serve();

  asio::io_context io_;
  asio::ssl::context tls_;
  asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_;
  Script script_;
  std::jthread thread_;
};

}  // namespace gl::client
