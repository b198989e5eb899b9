#include "ledger/ids.h"

#include <algorithm>

namespace gl::ledger {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }
bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

/// The sum of Luhn's rule: every second digit from the right counts double, its digits added.
unsigned luhn_sum(std::string_view digits) {
  unsigned sum = 0;
  bool doubled = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    auto value = static_cast<unsigned>(*digit - '0') * (doubled ? 2U : 1U);
    sum += value / 10 + value % 10;
    doubled = !doubled;
  }
  return sum;
}

unsigned plain_sum(std::string_view digits) {
  unsigned sum = 0;
  for (char const c : digits) sum += static_cast<unsigned>(c - '0');
  return sum;
}

}  // namespace

bool is_short_id(std::string_view text, std::size_t characters_max) {
  auto const allowed = [](char c) {
    return is_digit(c) || is_letter(c) || c == '.' || c == '_' || c == '/' || c == '-';
  };
  return !text.empty() && text.size() <= characters_max && std::ranges::all_of(text, allowed);
}

bool is_siret(std::string_view text) {
  if (text.size() != 14 || !all_digits(text)) return false;
  if (luhn_sum(text) % 10 == 0) return true;
  return text.starts_with("356000000") && plain_sum(text) % 5 == 0;
}

bool is_rna(std::string_view text) {
  return text.size() == 10 && text.front() == 'W' && all_digits(text.substr(1));
}

bool is_iban(std::string_view text) {
  auto const allowed = [](char c) { return is_digit(c) || is_capital(c); };
  if (text.size() < 15 || text.size() > 34 || !std::ranges::all_of(text, allowed)) return false;
  if (!is_capital(text[0]) || !is_capital(text[1]) || !all_digits(text.substr(2, 2))) return false;
  unsigned remainder = 0;
  auto const take = [&](char c) {
    if (is_digit(c)) {
      remainder = (remainder * 10 + static_cast<unsigned>(c - '0')) % 97;
    } else {
      remainder = (remainder * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
    }
  };
  std::ranges::for_each(text.substr(4), take);
  std::ranges::for_each(text.substr(0, 4), take);
  return remainder == 1;
}

bool is_department(std::string_view text) {
  if (text == "2A" || text == "2B") return true;
  if (!all_digits(text)) return false;
  if (text.size() == 2) return text >= "01" && text <= "95" && text != "20";
  return text.size() == 3 && text >= "971" && text <= "989";
}

bool is_commune(std::string_view text) {
  if (text.size() != 5) return false;
  bool const corsican = text.starts_with("2A") || text.starts_with("2B");
  return all_digits(corsican ? text.substr(2) : text);
}

BeneficiaryKey beneficiary_of(std::string_view id) {
  return BeneficiaryKey{is_siret(id) ? id.substr(0, 9) : id};
}

}  // namespace gl::ledger
