#pragma once

#include <asio/error_code.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ssl/context.hpp>
#include <asio/ssl/stream.hpp>
#include <memory>
#include <string>

#include "base/result.h"
#include "ledger/values.h"
#include "server/config.h"

namespace gl::server {

using TlsStream = asio::ssl::stream<asio::ip::tcp::socket>;

/// Who is at the other end, as the certificate says it.
struct Principal {
  ledger::PersonId person;
  ledger::Role role = ledger::Role::none;
};

/// TLS 1.3 only, a client certificate from `authority` for client use required, no resumption:
/// every connection shows its certificate. Errors: io (a file is missing or is not PEM, the key
/// is not the certificate's), naming the file.
[[nodiscard]] Result<std::unique_ptr<asio::ssl::context>> make_tls_context(TlsFiles const& files);

/// Why a handshake was not accepted, in one word for the log and a sentence for people.
struct HandshakeFault {
  std::string reason;  ///< e.g. "unknown_authority"
  std::string detail;
};

/// What went wrong in a handshake that ended with `error`.
[[nodiscard]] HandshakeFault describe_handshake(TlsStream& stream, asio::error_code const& error);

/// The person (CN) and role (OU) of the peer's verified certificate. Errors: refused_peer (not
/// exactly one of each, a person's id of another form, an unknown role, `system`, which is the
/// server's own).
[[nodiscard]] Result<Principal> principal_of(TlsStream& stream);

}  // namespace gl::server
