#include "proof/utf8.h"

#include <bit>
#include <cstddef>

namespace gl::proof {

std::optional<char32_t> take_character(std::string_view& text) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  auto const ones = static_cast<std::size_t>(std::countl_one(byte(0)));
  if (ones == 0) {
    char32_t const ascii = byte(0);
    text.remove_prefix(1);
    return ascii;
  }
  if (ones == 1 || ones > 4 || text.size() < ones) return std::nullopt;
  char32_t character = byte(0) & (0x7fU >> ones);
  for (std::size_t i = 1; i < ones; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return std::nullopt;
    character = character << 6U | (byte(i) & 0x3fU);
  }
  constexpr char32_t first_of_length[] = {0, 0, 0x80, 0x800, 0x10000};
  bool const surrogate = character >= 0xd800 && character <= 0xdfff;
  if (character < first_of_length[ones] || character > 0x10ffff || surrogate) return std::nullopt;
  text.remove_prefix(ones);
  return character;
}

bool is_space(char32_t character) {
  switch (character) {
    case 0x20:
    case 0x85:
    case 0xa0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202f:
    case 0x205f:
    case 0x3000: return true;
    default:
      return (character >= 0x09 && character <= 0x0d) ||
             (character >= 0x2000 && character <= 0x200a);
  }
}

}  // namespace gl::proof
