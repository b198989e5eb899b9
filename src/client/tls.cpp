#include "client/tls.h"

#include <openssl/objects.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <asio/ip/address.hpp>
#include <asio/ssl/verify_context.hpp>
#include <optional>
#include <string_view>

namespace gl::client {
namespace {

// As keys/certificate_authority.h issues the server's certificate.
constexpr std::string_view server_common_name = "grandlivre-server";
constexpr std::string_view server_unit = "server";

bool is_address(std::string const& host) {
  asio::error_code error;
  auto const address = asio::ip::make_address(host, error);
  return !error && !address.is_unspecified();
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

bool bears_name(X509* certificate, std::string const& server_name) {
  if (is_address(server_name)) {
    return X509_check_ip_asc(certificate, server_name.c_str(), 0) == 1;
  }
  return X509_check_host(certificate, server_name.data(), server_name.size(),
                         X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr) == 1;
}

/// What is wrong with the server's own certificate; empty: nothing.
std::string problem_of(X509* certificate, std::string const& server_name) {
  auto const* const subject = X509_get_subject_name(certificate);
  auto const name = only_entry(subject, NID_commonName);
  auto const unit = only_entry(subject, NID_organizationalUnitName);
  if (name != server_common_name || unit != server_unit) {
    return "its certificate names \"" + unit.value_or("") + "/" + name.value_or("") +
           "\", not the ledger's server: somebody else answers there";
  }
  if (!bears_name(certificate, server_name)) {
    return "its certificate is not for \"" + server_name +
           "\": issue it for that name too, or say which name to expect";
  }
  return {};
}

std::unexpected<wire::Failure> file_failure(std::string_view what,
                                            std::filesystem::path const& file,
                                            asio::error_code const& error) {
  return std::unexpected(wire::failure(
      wire::Code::io, "the " + std::string{what} + " \"" + file.string() + "\" cannot be used (" +
                          error.message() + "): give the files of an identity of this ledger"));
}

Response<void> load_files(asio::ssl::context& context, Config const& config) {
  asio::error_code error;
  context.load_verify_file(config.ca_file.string(), error);
  if (error) return file_failure("authority's certificate", config.ca_file, error);
  context.use_certificate_chain_file(config.certificate_file.string(), error);
  if (error) return file_failure("certificate", config.certificate_file, error);
  context.use_private_key_file(config.key_file.string(), asio::ssl::context::pem, error);
  if (error) return file_failure("private key", config.key_file, error);
  return {};
}

}  // namespace

Response<std::unique_ptr<asio::ssl::context>> make_tls_context(Config const& config) {
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  if (SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_3_VERSION) != 1) {
    return std::unexpected(
        wire::failure(wire::Code::io, "this OpenSSL has no TLS 1.3: install version 3 or later"));
  }
  SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
  auto const loaded = load_files(*context, config);
  if (!loaded) return std::unexpected(loaded.error());
  return context;
}

bool expect_server(TlsStream& stream, std::string const& server_name, std::string& problem) {
  asio::error_code error;
  stream.set_verify_mode(asio::ssl::verify_peer, error);
  if (error) return false;
  stream.set_verify_callback(
      [&problem, server_name](bool is_chain_good, asio::ssl::verify_context& context) {
        auto* const store = context.native_handle();
        if (!is_chain_good) {
          problem = std::string{"its certificate is not of this ledger's authority ("} +
                    X509_verify_cert_error_string(X509_STORE_CTX_get_error(store)) +
                    "): check the address and the authority's file";
          return false;
        }
        if (X509_STORE_CTX_get_error_depth(store) > 0) return true;
        problem = problem_of(X509_STORE_CTX_get_current_cert(store), server_name);
        return problem.empty();
      },
      error);
  if (error) return false;
  if (is_address(server_name)) return true;
  // What SSL_set_tlsext_host_name does, without its cast.
  return SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                  const_cast<char*>(server_name.c_str())) == 1;
}

}  // namespace gl::client
