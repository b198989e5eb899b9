#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tools/import/code.h"

namespace gl::importing {

/// How the bytes of a file are to be read. `mixed`: line by line, UTF-8 where a line is UTF-8,
/// else Windows-1252.
enum class Encoding : std::uint8_t { utf8, windows_1252, mixed };

/// The line as UTF-8; nothing when its bytes are no text in this encoding.
[[nodiscard]] std::optional<std::string> decode(std::string_view bytes, Encoding encoding);

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// True for whole characters of RFC 3629.
[[nodiscard]] bool is_utf8(std::string_view text);

/// Without white space at its ends, no-break spaces and line breaks among it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// The text as the ledger takes it: white space of any kind becomes one space, other control
/// characters go (TEXT_CLEANED), and what is over `bytes_max` is cut at a character (TEXT_CUT).
[[nodiscard]] std::string clean(std::string_view text, std::size_t bytes_max, Codes& flags);

/// The length of the white space that `text` starts with: 0 when it starts with none. Blanks of
/// one to three bytes, among them the no-break ones that stand between thousands.
[[nodiscard]] std::size_t blank_at_start(std::string_view text);

}  // namespace gl::importing
