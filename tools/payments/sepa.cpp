#include "tools/payments/sepa.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "ledger/ids.h"

namespace gl::payments {
namespace {

constexpr std::string_view unknown = ".";

// U+00C0 to U+017F, in rows of sixteen.
constexpr std::array<std::string_view, 192> latin{
    "A", "A", "A",  "A",  "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I", "I",   // C0
    "D", "N", "O",  "O",  "O", "O", "O",  ".", "O", "U", "U", "U", "U", "Y", "T", "ss",  // D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",   // E0
    "d", "n", "o",  "o",  "o", "o", "o",  ".", "o", "u", "u", "u", "u", "y", "t", "y",   // F0
    "A", "a", "A",  "a",  "A", "a", "C",  "c", "C", "c", "C", "c", "C", "c", "D", "d",   // 100
    "D", "d", "E",  "e",  "E", "e", "E",  "e", "E", "e", "E", "e", "G", "g", "G", "g",   // 110
    "G", "g", "G",  "g",  "H", "h", "H",  "h", "I", "i", "I", "i", "I", "i", "I", "i",   // 120
    "I", "i", "I",  "i",  "J", "j", "K",  "k", "k", "L", "l", "L", "l", "L", "l", "L",   // 130
    "l", "L", "l",  "N",  "n", "N", "n",  "N", "n", "n", "N", "n", "O", "o", "O", "o",   // 140
    "O", "o", "OE", "oe", "R", "r", "R",  "r", "R", "r", "S", "s", "S", "s", "S", "s",   // 150
    "S", "s", "T",  "t",  "T", "t", "T",  "t", "U", "u", "U", "u", "U", "u", "U", "u",   // 160
    "U", "u", "U",  "u",  "W", "w", "Y",  "y", "Y", "Z", "z", "Z", "z", "Z", "z", "s"};  // 170

bool is_allowed(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view{"/-?:().,'+ "}.find(c) != std::string_view::npos;
}

std::string_view plain_ascii(char c) {
  switch (c) {
    case '&': return "+";
    case '"':
    case '`': return "'";
    case '_':
    case '~': return "-";
    case ';': return ",";
    case '[':
    case '{':
    case '<': return "(";
    case ']':
    case '}':
    case '>': return ")";
    case '!': return ".";
    case '\t':
    case '\n':
    case '\r': return " ";
    default: return unknown;
  }
}

std::string_view plain(char32_t c) {
  if (c >= 0xC0 && c < 0xC0 + latin.size()) return latin[c - 0xC0];
  if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F) return " ";
  if (c >= 0x2010 && c <= 0x2015) return "-";
  if ((c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0xB4) return "'";
  if (c == 0x2026) return "...";
  if (c == 0x20AC) return "EUR";
  if (c == 0xB0 || c == 0xBA) return "o";
  if (c >= 0x300 && c <= 0x36F) return "";  // an accent that stands behind its letter
  return unknown;
}

/// The length of the character of more than one byte at `at`; 1 for bytes that are none.
std::size_t length_at(std::string_view text, std::size_t at) {
  auto const lead = static_cast<unsigned char>(text[at]);
  std::size_t const length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (at + length > text.size()) return 1;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[at + i]) & 0xC0U) != 0x80U) return 1;
  }
  return length;
}

char32_t character_at(std::string_view text, std::size_t at, std::size_t length) {
  constexpr std::array<std::uint32_t, 5> lead_bits{0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t c = static_cast<unsigned char>(text[at]) & lead_bits[length];
  for (std::size_t i = 1; i < length; ++i) {
    c = (c << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  }
  return c;
}

constexpr auto sepa_countries = std::to_array<std::string_view>(
    {"AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR",
     "GB", "GI", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD",
     "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA"});

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_capital_or_digit(char c) { return is_capital(c) || (c >= '0' && c <= '9'); }

}  // namespace

std::string sepa_text(std::string_view utf8, std::size_t characters_max) {
  std::string out;
  for (std::size_t at = 0; at < utf8.size();) {
    auto const length = length_at(utf8, at);
    if (length > 1) {
      out += plain(character_at(utf8, at, length));
    } else if (is_allowed(utf8[at])) {
      out += utf8[at];
    } else {
      out += plain_ascii(utf8[at]);
    }
    at += length;
  }
  auto const first = out.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  out = out.substr(first, characters_max);
  out.erase(out.find_last_not_of(' ') + 1);
  return out;
}

bool is_sepa_id(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_allowed) && !text.starts_with('/') &&
         !text.ends_with('/') && text.find("//") == std::string_view::npos;
}

bool is_sepa_iban(std::string_view iban) {
  return ledger::is_iban(iban) &&
         std::ranges::find(sepa_countries, iban.substr(0, 2)) != sepa_countries.end();
}

bool is_bic(std::string_view text) {
  return (text.size() == 8 || text.size() == 11) &&
         std::ranges::all_of(text.substr(0, 6), is_capital) &&
         std::ranges::all_of(text.substr(6), is_capital_or_digit);
}

}  // namespace gl::payments
