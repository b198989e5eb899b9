#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "tools/common/data_directory.h"

namespace gl::tools {

/// The configuration in TOML text. An unknown key, a wrong type or a value outside its range is an
/// error that names key, value and range: a misspelt limit must not be a default in silence.
/// `file` is for messages. Errors: malformed, newer_format.
[[nodiscard]] Result<LedgerConfig> parse_config(std::string_view text, std::string const& file);

/// The same configuration as TOML with a comment per key.
[[nodiscard]] std::string to_toml(LedgerConfig const& config);

}  // namespace gl::tools
