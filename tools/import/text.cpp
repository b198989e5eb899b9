#include "tools/import/text.h"

#include <algorithm>
#include <array>

namespace gl::importing {
namespace {

/// What Windows-1252 has at 0x80 to 0x9f; 0 stands for the five bytes that it has nothing at.
constexpr std::array<char16_t, 32> windows_1252_high{
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

void append_utf8(std::string& out, char16_t character) {
  auto const put = [&out](unsigned byte) { out += static_cast<char>(byte); };
  if (character < 0x80) return put(character);
  if (character < 0x800) {
    put(0xc0U | (character >> 6U));
  } else {
    put(0xe0U | (character >> 12U));
    put(0x80U | ((character >> 6U) & 0x3fU));
  }
  put(0x80U | (character & 0x3fU));
}

std::optional<std::string> from_windows_1252(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (char const c : bytes) {
    auto const byte = static_cast<unsigned char>(c);
    char16_t const character =
        byte >= 0x80 && byte < 0xa0 ? windows_1252_high.at(byte - 0x80U) : char16_t{byte};
    if (character == 0 && byte != 0) return std::nullopt;
    append_utf8(out, character);
  }
  return out;
}

/// Bytes of the character that `text` starts with; 0 when it starts with none.
std::size_t character_length(std::string_view text) {
  auto const at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  auto const first = at(0);
  if (first < 0x80) return 1;
  std::size_t const length = first >= 0xc2 && first < 0xe0   ? 2U
                             : first >= 0xe0 && first < 0xf0 ? 3U
                             : first >= 0xf0 && first < 0xf5 ? 4U
                                                             : 0U;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xc0U) != 0x80) return 0;
  }
  bool const overlong = (first == 0xe0 && at(1) < 0xa0) || (first == 0xf0 && at(1) < 0x90);
  bool const surrogate = first == 0xed && at(1) >= 0xa0;
  bool const beyond = first == 0xf4 && at(1) >= 0x90;
  return overlong || surrogate || beyond ? 0 : length;
}

/// C0, DEL and C1 controls, and the byte order mark in the middle of a text.
bool is_control(std::string_view character) {
  auto const first = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return first < 0x20 || first == 0x7f;
  return (first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0) ||
         character == "\xef\xbb\xbf";
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    auto const length = character_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::optional<std::string> decode(std::string_view bytes, Encoding encoding) {
  if (encoding == Encoding::windows_1252) return from_windows_1252(bytes);
  if (is_utf8(bytes)) return std::string{bytes};
  if (encoding == Encoding::mixed) return from_windows_1252(bytes);
  return std::nullopt;
}

std::size_t blank_at_start(std::string_view text) {
  if (text.empty()) return 0;
  if (std::string_view{" \t\n\r\v\f"}.contains(text.front())) return 1;
  if (text.starts_with("\u00a0")) return 2;
  for (std::string_view const blank : {"\u2007", "\u2009", "\u202f", "\u3000"}) {
    if (text.starts_with(blank)) return 3;
  }
  return 0;
}

std::string_view trimmed(std::string_view text) {
  while (auto const blank = blank_at_start(text)) text.remove_prefix(blank);
  for (bool more = true; more && !text.empty();) {
    more = false;
    for (std::size_t length = 1; length <= std::min<std::size_t>(3, text.size()); ++length) {
      if (blank_at_start(text.substr(text.size() - length)) != length) continue;
      text.remove_suffix(length);
      more = true;
      break;
    }
  }
  return text;
}

std::string clean(std::string_view text, std::size_t bytes_max, Codes& flags) {
  text = trimmed(text);
  std::string out;
  bool space = false;
  while (!text.empty()) {
    if (auto const blank = blank_at_start(text)) {
      space = true;
      text.remove_prefix(blank);
      continue;
    }
    auto const length = std::max<std::size_t>(1, character_length(text));
    auto const character = text.substr(0, length);
    text.remove_prefix(length);
    if (is_control(character)) {
      flags.add(Code::text_cleaned);
      continue;
    }
    if (out.size() + length + (space ? 1 : 0) > bytes_max) {
      flags.add(Code::text_cut);
      break;
    }
    if (space && !out.empty()) out += ' ';
    space = false;
    out += character;
  }
  return out;
}

}  // namespace gl::importing
