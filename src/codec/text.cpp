#include "codec/text.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace gl::codec {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
char lower(char c) { return is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string separated(std::string_view camel_case, char separator) {
  std::string text;
  for (char const c : camel_case) {
    if (is_capital(c) && !text.empty()) text.push_back(separator);
    text.push_back(lower(c));
  }
  return text;
}

/// Bytes of the code point that starts with `lead`; 0: none starts so.
std::size_t sequence_bytes(unsigned char lead) {
  if (lead < 0x80) return lead == 0 ? 0 : 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/// Whether the second byte keeps the code point short, below the surrogates and below U+110000.
bool is_second(unsigned char lead, unsigned char second) {
  switch (lead) {
    case 0xe0: return second >= 0xa0 && second <= 0xbf;
    case 0xed: return second >= 0x80 && second <= 0x9f;
    case 0xf0: return second >= 0x90 && second <= 0xbf;
    case 0xf4: return second >= 0x80 && second <= 0x8f;
    default: return second >= 0x80 && second <= 0xbf;
  }
}

}  // namespace

std::string snake_case(std::string_view camel_case) { return separated(camel_case, '_'); }
std::string kebab_case(std::string_view camel_case) { return separated(camel_case, '-'); }

std::string capitals(std::string_view camel_case) {
  auto text = snake_case(camel_case);
  std::ranges::transform(text, text.begin(), upper);
  return text;
}

std::string capitalised(std::string_view camel_case) {
  std::string text{camel_case};
  if (!text.empty()) text.front() = upper(text.front());
  return text;
}

bool is_utf8(std::string_view text) {
  std::size_t at = 0;
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  while (at < text.size()) {
    auto const bytes = sequence_bytes(byte(at));
    if (bytes == 0 || text.size() - at < bytes) return false;
    if (bytes > 1 && !is_second(byte(at), byte(at + 1))) return false;
    for (std::size_t i = 2; i < bytes; ++i) {
      if ((byte(at + i) & 0xc0U) != 0x80U) return false;
    }
    at += bytes;
  }
  return true;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto const replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace gl::codec
