#pragma once

#include <string>
#include <string_view>

namespace gl::projections {

/// The text as one line: what is not printable becomes a blank, so that nothing of ours is ever
/// taken for a new line, a comment's end or markup of a terminal.
[[nodiscard]] std::string one_line(std::string_view text);

/// At most so many characters of UTF-8.
[[nodiscard]] std::string cut_to(std::string_view text, std::size_t characters_max);

/// A cell of CSV (RFC 4180): quoted where it must be.
[[nodiscard]] std::string csv_cell(std::string_view text);

/// A string of JSON, with its quotes.
[[nodiscard]] std::string json_text(std::string_view text);

/// Text within an element or an attribute of XML 1.0.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace gl::projections
