#pragma once

#include <string>
#include <string_view>

namespace gl::codec {

/// "EligibleCost" or "eligibleCost" -> "eligible_cost".
[[nodiscard]] std::string snake_case(std::string_view camel_case);
/// "DecideAward" -> "decide-award".
[[nodiscard]] std::string kebab_case(std::string_view camel_case);
/// "projectCapExceeded" -> "PROJECT_CAP_EXCEEDED".
[[nodiscard]] std::string capitals(std::string_view camel_case);
/// "decideAward" -> "DecideAward".
[[nodiscard]] std::string capitalised(std::string_view camel_case);

/// True for well-formed UTF-8 (RFC 3629) without a zero byte.
[[nodiscard]] bool is_utf8(std::string_view text);

/// How many single changes (insert, delete, replace) turn one into the other.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace gl::codec
