#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gl::oracle {

/// Wide enough that no sum of this oracle can overflow.
__extension__ using Money = __int128;

using Fields = std::map<std::string, std::string>;

/// Parts of a text; the empty text has none.
[[nodiscard]] std::vector<std::string> split(std::string const& text, char separator);

/// `key=value; key=value`, as in ami-2016.commands.tsv.
[[nodiscard]] Fields parse_fields(std::string const& text);

/// Minor units of `40000.5` with that many decimals; nothing if the text has more (domain §4).
[[nodiscard]] std::optional<Money> parse_amount(std::string const& text, int decimals);
[[nodiscard]] std::string amount_text(Money amount, int decimals);

/// Decimals of a currency: ISO 4217's exponent (domain §4).
[[nodiscard]] int decimals_of(std::string const& currency);

/// `amount` times `ppm` millionths, rounded half up (domain §4).
[[nodiscard]] Money share_of(Money amount, Money ppm);

/// Parts of `amount` by millionths, largest remainder first, ties to the earlier (domain §4).
[[nodiscard]] std::vector<Money> split_amount(Money amount, std::vector<Money> const& ppm);

/// Who it is for "one per applicant", yearly totals and de minimis: SIREN of a SIRET, else the id.
[[nodiscard]] std::string legal_unit(std::string const& id);

}  // namespace gl::oracle
