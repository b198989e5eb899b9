#include "projections/exports/text.h"

#include <array>

namespace gl::projections {
namespace {

constexpr unsigned char delete_character = 0x7f;

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) == delete_character;
}

/// The first byte of a character of UTF-8, not one of those that follow.
bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }

}  // namespace

std::string one_line(std::string_view text) {
  std::string line{text};
  for (auto& c : line) {
    if (is_control(c)) c = ' ';
  }
  return line;
}

std::string cut_to(std::string_view text, std::size_t characters_max) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins_character(text[i]) && characters++ == characters_max) {
      return std::string{text.substr(0, i)};
    }
  }
  return std::string{text};
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{text};
  std::string cell = "\"";
  for (char const c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + '"';
}

std::string json_text(std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (char const c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (is_control(c)) {
      auto const byte = static_cast<unsigned char>(c);
      out += "\\u00";
      out += digits[byte >> 4U];
      out += digits[byte & 0xfU];
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string xml_text(std::string_view text) {
  std::string out;
  for (char const c : one_line(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace gl::projections
