#include "oracle/text.h"

#include <algorithm>

namespace gl::oracle {

std::vector<std::string> split(std::string const& text, char separator) {
  std::vector<std::string> parts;
  if (text.empty()) return parts;
  parts.emplace_back();
  for (char const c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

Fields parse_fields(std::string const& text) {
  Fields fields;
  std::size_t begin = 0;
  while (begin < text.size()) {
    auto end = text.find("; ", begin);
    if (end == std::string::npos) end = text.size();
    auto const part = text.substr(begin, end - begin);
    auto const equals = part.find('=');
    fields[part.substr(0, equals)] = part.substr(equals + 1);
    begin = end + 2;
  }
  return fields;
}

std::optional<Money> parse_amount(std::string const& text, int decimals) {
  bool const negative = text.starts_with('-');
  Money units = 0;
  int behind_point = -1;
  for (char const c : text.substr(negative ? 1 : 0)) {
    if (c == '.') {
      behind_point = 0;
      continue;
    }
    units = units * 10 + (c - '0');
    if (behind_point >= 0) ++behind_point;
  }
  behind_point = std::max(behind_point, 0);
  if (behind_point > decimals) return std::nullopt;
  for (; behind_point < decimals; ++behind_point) units *= 10;
  return negative ? -units : units;
}

std::string amount_text(Money amount, int decimals) {
  std::string digits;
  Money rest = amount < 0 ? -amount : amount;
  for (int place = 0; rest > 0 || place <= decimals; ++place) {
    if (place == decimals && decimals > 0) digits += '.';
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  }
  if (amount < 0) digits += '-';
  std::ranges::reverse(digits);
  return digits;
}

int decimals_of(std::string const& currency) {
  if (currency == "JPY" || currency == "KRW" || currency == "XPF" || currency == "XOF") return 0;
  if (currency == "TND" || currency == "KWD" || currency == "BHD") return 3;
  return 2;
}

Money share_of(Money amount, Money ppm) { return (amount * ppm + 500'000) / 1'000'000; }

std::vector<Money> split_amount(Money amount, std::vector<Money> const& ppm) {
  std::vector<Money> parts;
  std::vector<Money> remainders;
  Money left = amount;
  for (auto const share : ppm) {
    parts.push_back(amount * share / 1'000'000);
    remainders.push_back(amount * share % 1'000'000);
    left -= parts.back();
  }
  for (; left > 0 && !parts.empty(); --left) {
    auto const largest = std::ranges::max_element(remainders) - remainders.begin();
    ++parts.at(static_cast<std::size_t>(largest));
    remainders.at(static_cast<std::size_t>(largest)) = -1;
  }
  return parts;
}

std::string legal_unit(std::string const& id) {
  bool const siret =
      id.size() == 14 && std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
  return siret ? id.substr(0, 9) : id;
}

}  // namespace gl::oracle
