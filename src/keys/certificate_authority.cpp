#include "keys/certificate_authority.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>

namespace gl::keys {
namespace {

template <class T, void (*release)(T*)>
struct Free {
  void operator()(T* object) const { release(object); }
};
using Certificate = std::unique_ptr<X509, Free<X509, X509_free>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY, EVP_PKEY_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION, X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Free<BIO, BIO_free_all>>;

struct Signer {
  Certificate certificate;
  PrivateKey key;
};

std::unexpected<Error> tls_error(std::string_view what) {
  return fail(Errc::io, "OpenSSL could not " + std::string{what});
}

unsigned char const* raw(std::string_view text) {
  return reinterpret_cast<unsigned char const*>(text.data());
}

std::string taken(BIO* memory) {
  char* data = nullptr;
  auto const size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

Result<Signer> parse(Identity const& identity) {
  Memory const certificate_text{
      BIO_new_mem_buf(identity.certificate.data(), static_cast<int>(identity.certificate.size()))};
  Memory const key_text{
      BIO_new_mem_buf(identity.private_key.data(), static_cast<int>(identity.private_key.size()))};
  Signer signer;
  signer.certificate.reset(PEM_read_bio_X509(certificate_text.get(), nullptr, nullptr, nullptr));
  signer.key.reset(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
  if (!signer.certificate || !signer.key) {
    return fail(Errc::malformed,
                "the authority's certificate or key is not PEM: restore it from "
                "the backup of identities/");
  }
  return signer;
}

bool add_name(X509_NAME* name, char const* field, std::string_view value) {
  return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, raw(value),
                                    static_cast<int>(value.size()), -1, 0) == 1;
}

bool add_extension(X509* certificate, X509* issuer, int which, std::string const& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  Extension const extension{X509V3_EXT_conf_nid(nullptr, &context, which, value.c_str())};
  return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_serial(X509* certificate) {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) return false;
  bytes[0] &= 0x7fU;
  std::unique_ptr<BIGNUM, Free<BIGNUM, BN_free>> const number{
      BN_bin2bn(bytes.data(), bytes.size(), nullptr)};
  return number != nullptr &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_validity(X509* certificate, Instant now, std::int32_t days) {
  constexpr std::time_t day_seconds = 86'400;
  auto const today = static_cast<std::time_t>(now.microseconds() / 1'000'000);
  // A day of grace at the start: clocks of two machines never agree.
  return ASN1_TIME_set(X509_getm_notBefore(certificate), today - day_seconds) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), today + days * day_seconds) != nullptr;
}

struct Request {
  std::string_view common_name;
  std::string_view unit;
  std::int32_t days = 0;
  std::string basic_constraints;
  std::string key_usage;
  std::string extended_usage;     ///< empty: none
  std::string alternative_names;  ///< empty: none
};

Result<Identity> to_pem(X509* certificate, EVP_PKEY* key) {
  Memory const certificate_text{BIO_new(BIO_s_mem())};
  Memory const key_text{BIO_new(BIO_s_mem())};
  if (PEM_write_bio_X509(certificate_text.get(), certificate) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(key_text.get(), key, nullptr, nullptr, 0, nullptr, nullptr) !=
          1) {
    return tls_error("write a certificate");
  }
  return Identity{taken(certificate_text.get()), taken(key_text.get())};
}

bool fill_in(X509* certificate, X509* issuer, EVP_PKEY* key, Request const& request, Instant now) {
  auto* const name = X509_get_subject_name(certificate);
  bool filled =
      X509_set_version(certificate, X509_VERSION_3) == 1 && set_serial(certificate) &&
      set_validity(certificate, now, request.days) && add_name(name, "O", "grandlivre") &&
      add_name(name, "OU", request.unit) && add_name(name, "CN", request.common_name) &&
      X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
      X509_set_pubkey(certificate, key) == 1 &&
      add_extension(certificate, issuer, NID_basic_constraints, request.basic_constraints) &&
      add_extension(certificate, issuer, NID_key_usage, request.key_usage) &&
      add_extension(certificate, issuer, NID_subject_key_identifier, "hash") &&
      add_extension(certificate, issuer, NID_authority_key_identifier, "keyid:always");
  if (!request.extended_usage.empty()) {
    filled =
        filled && add_extension(certificate, issuer, NID_ext_key_usage, request.extended_usage);
  }
  if (!request.alternative_names.empty()) {
    filled = filled &&
             add_extension(certificate, issuer, NID_subject_alt_name, request.alternative_names);
  }
  return filled;
}

/// Signs with `signer`, or with the new key itself when there is none.
Result<Identity> issue(Signer const* signer, Request const& request, Instant now) {
  PrivateKey const key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")};
  Certificate const certificate{X509_new()};
  if (!key || !certificate) return tls_error("make a P-256 key");
  X509* const issuer = signer != nullptr ? signer->certificate.get() : certificate.get();
  EVP_PKEY* const signing_key = signer != nullptr ? signer->key.get() : key.get();
  if (!fill_in(certificate.get(), issuer, key.get(), request, now) ||
      X509_sign(certificate.get(), signing_key, EVP_sha256()) == 0) {
    return tls_error("fill in and sign a certificate");
  }
  return to_pem(certificate.get(), key.get());
}

}  // namespace

Result<Identity> make_authority(std::string_view ledger_name, Instant now) {
  return issue(nullptr,
               {.common_name = ledger_name,
                .unit = "authority",
                .days = authority_days,
                .basic_constraints = "critical,CA:TRUE,pathlen:0",
                .key_usage = "critical,keyCertSign,cRLSign",
                .extended_usage = {},
                .alternative_names = {}},
               now);
}

Result<Identity> issue_server(Identity const& authority, std::string_view host_names, Instant now) {
  auto const signer = parse(authority);
  if (!signer) return std::unexpected(signer.error());
  std::string names = "DNS:localhost,IP:127.0.0.1,IP:::1";
  while (!host_names.empty()) {
    auto const comma = host_names.find(',');
    names += ",DNS:" + std::string{host_names.substr(0, comma)};
    host_names = comma == std::string_view::npos ? "" : host_names.substr(comma + 1);
  }
  return issue(&*signer,
               {.common_name = server_common_name,
                .unit = server_unit,
                .days = authority_days,
                .basic_constraints = "critical,CA:FALSE",
                .key_usage = "critical,digitalSignature",
                .extended_usage = "serverAuth",
                .alternative_names = names},
               now);
}

Result<Identity> issue_client(Identity const& authority, std::string_view person, ledger::Role role,
                              Instant now, std::int32_t days) {
  if (!is_person(person)) {
    return fail(Errc::malformed, "\"" + std::string{person.substr(0, 80)} +
                                     "\" is not a person's id: write 1 to 64 of A-Za-z0-9._-");
  }
  auto const signer = parse(authority);
  if (!signer) return std::unexpected(signer.error());
  return issue(&*signer,
               {.common_name = person,
                .unit = ledger::name(role),
                .days = days,
                .basic_constraints = "critical,CA:FALSE",
                .key_usage = "critical,digitalSignature",
                .extended_usage = "clientAuth",
                .alternative_names = {}},
               now);
}

bool is_person(std::string_view text) {
  return ledger::is_short_id(text) && text.find('/') == std::string_view::npos;
}

}  // namespace gl::keys
