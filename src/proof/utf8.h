#pragma once

#include <optional>
#include <string_view>

namespace gl::proof {

/// Takes the first character off `text` (not empty) and gives its code point; nothing when it does
/// not begin with well formed UTF-8 (RFC 3629).
[[nodiscard]] std::optional<char32_t> take_character(std::string_view& text);

/// True for the characters that Unicode calls white space.
[[nodiscard]] bool is_space(char32_t character);

}  // namespace gl::proof
