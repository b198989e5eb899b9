#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "ledger/values.h"

namespace gl::keys {

/// A certificate and its private key, both in PEM.
struct Identity {
  std::string certificate;
  std::string private_key;
};

/// The subject of a ledger's server certificate: clients check both names.
constexpr std::string_view server_common_name = "grandlivre-server";
constexpr std::string_view server_unit = "server";

/// How long certificates hold from the day they are made.
constexpr std::int32_t authority_days = 3'650;
constexpr std::int32_t identity_days = 825;

/// A new certificate authority of a ledger's own (ECDSA P-256, self-signed). Errors: io.
[[nodiscard]] Result<Identity> make_authority(std::string_view ledger_name, Instant now);

/// The server's certificate, for localhost, 127.0.0.1, ::1 and the host names given.
/// Errors: io, malformed (the authority does not parse).
[[nodiscard]] Result<Identity> issue_server(Identity const& authority, std::string_view host_names,
                                            Instant now);

/// A client's certificate: the subject's common name is the person, its unit the role (design §7).
/// Errors: malformed (a person with other than 1 to 64 of `A-Za-z0-9._-`), io.
[[nodiscard]] Result<Identity> issue_client(Identity const& authority, std::string_view person,
                                            ledger::Role role, Instant now,
                                            std::int32_t days = identity_days);

/// True for 1 to 64 of `A-Za-z0-9._-`: a person's id has no slash, because `anne/officer` names a
/// person and a role.
[[nodiscard]] bool is_person(std::string_view text);

}  // namespace gl::keys
