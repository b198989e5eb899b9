#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "system/program.h"

namespace gl::system_test {

/// Balances in minor units of a currency with two decimals, by account; those of zero left out.
using Books = std::map<std::string, std::int64_t>;

/// The accounting programs that judge our journals.
[[nodiscard]] std::vector<std::string> const& accounting_tools();

/// Whether the tool accepts the journal: in its strictest mode, or, for a journal of many
/// accounts, without hledger's look at whether each is declared, which takes their number squared.
enum class Strictness : std::uint8_t { all, many_accounts };
[[nodiscard]] Outcome check_books(std::string const& tool, std::string const& journal,
                                  Strictness strictness = Strictness::all);

/// The balances that the tool makes of a journal, counting what is dated on or before `day`
/// (2016-12-31).
[[nodiscard]] Books books_of(std::string const& tool, std::string const& journal,
                             std::string const& day);

/// What `balances --output json` says of one programme, as terms by name: "committed", "cp2016
/// consumed"; those of zero left out.
[[nodiscard]] Books terms_of(nlohmann::ordered_json const& balances);
/// The same of accounts (domain §7): of a ledger with one programme, or of one of several.
[[nodiscard]] Books terms_of(Books const& accounts, std::string const& programme = {});

/// "-12.34" is -1234.
[[nodiscard]] std::int64_t minor_units(std::string const& amount);

}  // namespace gl::system_test
