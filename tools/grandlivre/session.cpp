#include "tools/grandlivre/session.h"

#include <spdlog/fmt/fmt.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>
#include <optional>
#include <vector>

#include "tools/common/data_directory.h"
#include "tools/common/text_file.h"

namespace gl::tools {
namespace {

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

Result<Address> parse_address(std::string_view text) {
  auto const colon = text.rfind(':');
  auto const digits = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  Address address{std::string{text.substr(0, colon)}, 0};
  auto const [end, problem] =
      std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
  if (digits.empty() || problem != std::errc{} || end != digits.data() + digits.size() ||
      address.port == 0 || address.host.empty()) {
    return fail(Errc::usage, fmt::format("\"{}\" is not an address: write HOST:PORT", text));
  }
  if (address.host.starts_with('[') && address.host.ends_with(']')) {
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  return address;
}

/// Where the directory's server listens now, else where its configuration says.
Result<Address> address_of(Options const& options, std::optional<LedgerConfig> const& config) {
  if (!options.server.empty()) return parse_address(options.server);
  if (!config) return fail(Errc::usage, "which server? give --data DIR or --server HOST:PORT");
  if (auto const text = read_text_file(DataDirectory{options.data}.address_file()); text) {
    return parse_address(text->substr(0, text->find('\n')));
  }
  return parse_address(config->listen);
}

Result<void> take_identity(client::Config& config, Options const& options, std::string_view as) {
  if (!options.identity.empty()) {
    auto const first = options.identity.find(',');
    auto const second = options.identity.find(',', first + 1);
    if (first == std::string::npos || second == std::string::npos) {
      return fail(Errc::usage, "--identity takes three PEM files: CERTIFICATE,KEY,AUTHORITY");
    }
    config.certificate_file = options.identity.substr(0, first);
    config.key_file = options.identity.substr(first + 1, second - first - 1);
    config.ca_file = options.identity.substr(second + 1);
    return {};
  }
  if (options.data.empty())
    return fail(Errc::usage, "as whom? give --data DIR or --identity FILES");
  DataDirectory const directory{options.data};
  if (as.empty()) as = options.as;
  if (as.empty()) {
    return fail(Errc::usage, "as whom? give --as NAME, e.g. --as auditor; `grandlivre --data " +
                                 options.data.string() + " identity list` shows who there is");
  }
  auto const identity = directory.identity(as);
  if (!identity) return std::unexpected(identity.error());
  config.certificate_file = identity->certificate;
  config.key_file = identity->private_key;
  config.ca_file = directory.authority_certificate();
  return {};
}

}  // namespace

void add_connection_options(CLI::App& app, Options& options) {
  app.add_option("--data", options.data, "A ledger's data directory: gives address and identities")
      ->type_name("DIR");
  app.add_option("--server", options.server, "Where the server is")->type_name("HOST:PORT");
  app.add_option("--identity", options.identity, "Three PEM files: certificate, key, authority")
      ->type_name("CERT,KEY,CA");
  app.add_option("--as", options.as, "An identity of the data directory, e.g. anne or anne/officer")
      ->type_name("NAME");
  app.add_option("--deadline", options.deadline_s, "Seconds that any call may take")
      ->type_name("SECONDS")
      ->check(CLI::Range(1U, 3'600U))
      ->capture_default_str();
}

ExitCode complain(std::string_view sentence, ExitCode code) {
  std::fprintf(stderr, "grandlivre: %.*s\n", static_cast<int>(sentence.size()), sentence.data());
  return code;
}

ExitCode exit_code_of(Error const& error) {
  return error.code == Errc::usage             ? ExitCode::usage
         : error.code == Errc::unknown_outcome ? ExitCode::unknown_outcome
                                               : ExitCode::failed;
}

ExitCode exit_code_of(wire::Failure const& failure) {
  switch (failure.error_class) {
    case wire::ErrorClass::unknown_outcome: return ExitCode::unknown_outcome;
    case wire::ErrorClass::refused:
    case wire::ErrorClass::conflict: return ExitCode::refused;
    case wire::ErrorClass::none:
    case wire::ErrorClass::fix_request:
    case wire::ErrorClass::retry_after:
    case wire::ErrorClass::read_only:
    case wire::ErrorClass::forbidden:
    case wire::ErrorClass::not_found:
    case wire::ErrorClass::internal: break;
  }
  return failure.code == wire::Code::usage ? ExitCode::usage : ExitCode::failed;
}

ExitCode complain(Error const& error) { return complain(error.what, exit_code_of(error)); }

ExitCode complain(wire::Failure const& failure) {
  return complain(failure.sentence, exit_code_of(failure));
}

client::Response<std::unique_ptr<client::Client>> connect(Options const& options,
                                                          std::string_view as) {
  client::Config config;
  std::optional<LedgerConfig> ledger;
  if (!options.data.empty()) {
    auto read = DataDirectory{options.data}.read_config();
    if (!read) return std::unexpected(wire::to_failure(read.error()));
    ledger = *read;
    if (options.server.empty()) config.expected_ledger = ledger->ledger;
  }
  auto const address = address_of(options, ledger);
  if (!address) return std::unexpected(wire::to_failure(address.error()));
  config.host = address->host;
  config.port = address->port;
  config.name = "grandlivre " GL_VERSION;
  config.deadline = std::chrono::seconds{options.deadline_s};
  if (auto done = take_identity(config, options, as); !done) {
    return std::unexpected(wire::to_failure(done.error()));
  }
  return client::Client::connect(std::move(config));
}

void print_json(Json const& json) {
  auto const text = json.dump();
  std::printf("%s\n", text.c_str());
}

void print(Options const& options, Json const& json, Table const& table, std::string_view heading) {
  if (options.output == Output::json) return print_json(json);
  auto const text = options.output == Output::csv ? to_csv(table) : to_text(table);
  if (options.output == Output::table && !heading.empty()) {
    std::printf("%.*s\n", static_cast<int>(heading.size()), heading.data());
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace gl::tools
