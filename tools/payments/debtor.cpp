#include "tools/payments/debtor.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include "ledger/ids.h"
#include "tools/payments/sepa.h"

namespace gl::payments {
namespace {

constexpr std::int64_t format = 1;
constexpr std::size_t name_bytes_max = 200;

std::unexpected<Error> bad(std::string const& file, std::string_view key, std::string_view why) {
  return fail(Errc::malformed, fmt::format("{}: {} {}", file, key, why));
}

Result<void> take(toml::table const& table, std::string const& file, Debtor& into) {
  for (auto const& [key, node] : table) {
    auto const name = std::string{key.str()};
    auto* const place = name == "name"   ? &into.name
                        : name == "iban" ? &into.iban
                        : name == "bic"  ? &into.bic
                                         : nullptr;
    if (place == nullptr) {
      return bad(file, "debtor." + name, "is none of name, iban, bic: take it out");
    }
    auto const value = node.value_exact<std::string>();
    if (!value) return bad(file, "debtor." + name, "must be a text in quotes");
    *place = *value;
  }
  return {};
}

}  // namespace

Result<Debtor> parse_debtor(std::string_view toml, std::string const& file) try {
  auto const root = toml::parse(toml);
  auto const version = root["format"].value<std::int64_t>();
  if (version && *version > format) {
    return fail(Errc::newer_format,
                fmt::format("{} has format {}, this program knows format {}: use a newer version",
                            file, *version, format));
  }
  if (version != format) return bad(file, "format", "must be 1");
  Debtor debtor;
  for (auto const& [key, node] : root) {
    if (key == "format") continue;
    auto const* const table = node.as_table();
    if (key != "debtor" || table == nullptr) {
      return bad(file, key.str(), "is not known: the file has format and [debtor]");
    }
    if (auto done = take(*table, file, debtor); !done) return std::unexpected(done.error());
  }
  return debtor;
} catch (toml::parse_error const& problem) {
  return fail(Errc::malformed, fmt::format("{} line {}: {}", file, problem.source().begin.line,
                                           problem.description()));
}

Result<void> check(Debtor const& debtor) {
  auto const bad_value = [](std::string_view what, std::string const& value,
                            std::string_view should) {
    return fail(Errc::malformed,
                fmt::format("the debtor's {} {}: {}", what,
                            value.empty() ? "is missing" : "\"" + value + "\" is none", should));
  };
  if (sepa_text(debtor.name, 1).empty() || debtor.name.size() > name_bytes_max) {
    return bad_value("name", debtor.name.substr(0, name_bytes_max),
                     "give 1 to 200 bytes, in payments.toml or as --debtor-name");
  }
  if (!is_sepa_iban(debtor.iban)) {
    return bad_value("IBAN", debtor.iban,
                     "give one of a SEPA country without spaces, in payments.toml or as "
                     "--debtor-iban");
  }
  if (!is_bic(debtor.bic)) {
    return bad_value("BIC", debtor.bic,
                     "give 8 or 11 capitals and digits, in payments.toml or as --debtor-bic");
  }
  return {};
}

}  // namespace gl::payments
