#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace gl::payments {

/// Who pays: the `[debtor]` of payments.toml.
struct Debtor {
  std::string name;
  std::string iban;
  std::string bic;
};

/// Reads payments.toml; a value may be missing, to be given in another way. `file` is its name in
/// sentences. Errors: malformed, newer_format.
[[nodiscard]] Result<Debtor> parse_debtor(std::string_view toml, std::string const& file);

/// Errors: malformed: a value is missing or is none that a bank takes.
[[nodiscard]] Result<void> check(Debtor const& debtor);

}  // namespace gl::payments
