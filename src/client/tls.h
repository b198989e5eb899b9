#pragma once

#include <asio/ip/tcp.hpp>
#include <asio/ssl/context.hpp>
#include <asio/ssl/stream.hpp>
#include <memory>
#include <string>

#include "client/client.h"

// Inside client only: which servers are talked to, and as whom.

namespace gl::client {

using TlsStream = asio::ssl::stream<asio::ip::tcp::socket>;

/// TLS 1.3 with our certificate, trusting the ledger's own authority and nothing else.
/// Failures: io (a file), usage (no file named).
[[nodiscard]] Response<std::unique_ptr<asio::ssl::context>> make_tls_context(Config const& config);

/// Before the handshake: the peer must be the ledger's server (common name and unit of its subject)
/// and bear `server_name`, a host name or an address. What is wrong goes into `problem`, which
/// outlives the stream.
[[nodiscard]] bool expect_server(TlsStream& stream, std::string const& server_name,
                                 std::string& problem);

}  // namespace gl::client
