#include "server/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <asio/ssl/error.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "keys/certificate_authority.h"

namespace gl::server {
namespace {

std::unexpected<Error> file_error(std::string_view what, std::filesystem::path const& file,
                                  asio::error_code const& error) {
  return fail(Errc::io, "the " + std::string{what} + " \"" + file.string() + "\" cannot be used (" +
                            error.message() +
                            "): restore identities/ from its backup or issue it again");
}

/// What TLS itself must keep: version, no way around the certificate, no resumption.
bool restrict_tls(SSL_CTX* context) {
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_num_tickets(context, 0) == 1 &&
         SSL_CTX_set_purpose(context, X509_PURPOSE_SSL_CLIENT) == 1;
}

/// The faults of a certificate that a chain check finds.
std::string_view word_for_certificate(long result) {
  switch (result) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return "certificate_expired";
    case X509_V_ERR_CERT_NOT_YET_VALID: return "certificate_not_yet_valid";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: return "unknown_authority";
    case X509_V_ERR_INVALID_PURPOSE: return "certificate_not_for_clients";
    default: return "certificate_invalid";
  }
}

std::string_view word_for_tls(int reason) {
  switch (reason) {
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE: return "no_certificate";
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_UNKNOWN_PROTOCOL:
    case SSL_R_BAD_RECORD_TYPE: return "not_tls";
    case SSL_R_UNSUPPORTED_PROTOCOL: return "tls_version";
    default: return "tls_error";
  }
}

/// The only value of a field of the subject; nothing when there is none, or several.
std::optional<std::string> only_entry(X509_NAME const* subject, int field) {
  auto const at = X509_NAME_get_index_by_NID(subject, field, -1);
  if (at < 0 || X509_NAME_get_index_by_NID(subject, field, at) >= 0) return std::nullopt;
  unsigned char* text = nullptr;
  auto const size =
      ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  if (size < 0) return std::nullopt;
  std::string value{reinterpret_cast<char const*>(text), static_cast<std::size_t>(size)};
  OPENSSL_free(text);
  return value;
}

}  // namespace

Result<std::unique_ptr<asio::ssl::context>> make_tls_context(TlsFiles const& files) {
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  asio::error_code error;
  context->use_certificate_chain_file(files.certificate.string(), error);
  if (error) return file_error("server certificate", files.certificate, error);
  context->use_private_key_file(files.private_key.string(), asio::ssl::context::pem, error);
  if (error) return file_error("server's private key", files.private_key, error);
  context->load_verify_file(files.authority.string(), error);
  if (error) return file_error("authority's certificate", files.authority, error);
  context->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert, error);
  if (error || !restrict_tls(context->native_handle())) {
    return fail(Errc::io, "OpenSSL refuses to speak TLS 1.3 only: install OpenSSL 3");
  }
  return context;
}

HandshakeFault describe_handshake(TlsStream& stream, asio::error_code const& error) {
  auto const verified = SSL_get_verify_result(stream.native_handle());
  if (verified != X509_V_OK) {
    return {std::string{word_for_certificate(verified)}, X509_verify_cert_error_string(verified)};
  }
  if (error.category() == asio::error::get_ssl_category()) {
    auto const reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
    return {std::string{word_for_tls(reason)}, error.message()};
  }
  return {"peer_gone", error.message()};
}

Result<Principal> principal_of(TlsStream& stream) {
  X509 const* const certificate = SSL_get0_peer_certificate(stream.native_handle());
  if (certificate == nullptr) return fail(Errc::refused_peer, "the peer showed no certificate");
  auto const* const subject = X509_get_subject_name(certificate);
  auto const person = only_entry(subject, NID_commonName);
  auto const unit = only_entry(subject, NID_organizationalUnitName);
  if (!person || !unit) {
    return fail(Errc::refused_peer,
                "the certificate's subject must have one CN (the person) and one OU (the role): "
                "make one with `grandlivre identity add`");
  }
  if (!keys::is_person(*person)) {
    return fail(Errc::refused_peer,
                "the certificate's CN is not a person's id, 1 to 64 of A-Za-z0-9._-");
  }
  auto const role = ledger::parse_role(*unit);
  if (!role || *role == ledger::Role::none || *role == ledger::Role::system) {
    return fail(Errc::refused_peer,
                "the certificate's OU is not a role that a client may have: make one with "
                "`grandlivre identity add NAME --role ROLE`");
  }
  return Principal{ledger::PersonId{*person}, *role};
}

}  // namespace gl::server
