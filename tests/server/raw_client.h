#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "support/ledger_fixture.h"
#include "wire/messages.h"

struct ssl_st;
struct ssl_ctx_st;

namespace gl::testing {

/// A peer without manners: bytes as a test likes them, with TLS or without. Every wait ends after
/// five seconds, which a test sees as "still open".
class RawClient {
 public:
  /// A TCP connection to this port of 127.0.0.1.
  explicit RawClient(std::uint16_t port);
  RawClient(RawClient const&) = delete;
  RawClient& operator=(RawClient const&) = delete;
  ~RawClient();

  struct TlsOptions {
    std::optional<LedgerFixture::Files> identity;  ///< none: shows no certificate
    int version_max = 0;                           ///< 0: the newest
  };
  /// TLS up to this side's end of the handshake: whether the server took the certificate shows in
  /// what it does next. False when the handshake failed.
  bool handshake(TlsOptions const& options);

  /// Sends bytes, through TLS if there was a handshake. False when the peer has gone.
  bool send(ByteView bytes);
  bool send(std::string_view text) { return send(as_bytes(text)); }
  /// Sends one message.
  bool send(std::uint64_t id, wire::Request request);
  /// TLS hello and the protocol's; the reply to the latter.
  std::optional<wire::HelloReply> greet(TlsOptions const& options);

  /// The next message; nothing when the connection is closed, or stays silent.
  std::optional<wire::Frame> receive();
  /// Whether the server closes the connection; throws away what it still says.
  bool is_closed_by_server();

  /// No more bytes from here, but still reading.
  void shut_down_sending();

 private:
  std::size_t read_some(std::byte* out, std::size_t size);

  int socket_ = -1;
  ssl_ctx_st* context_ = nullptr;
  ssl_st* tls_ = nullptr;
  Bytes received_;
  bool closed_ = false;
};

}  // namespace gl::testing
