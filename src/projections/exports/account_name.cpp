#include "projections/exports/account_name.h"

namespace gl::projections {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_escaped(std::string& out, char c) {
  static constexpr std::string_view digits = "0123456789abcdef";
  auto const byte = static_cast<unsigned char>(c);
  out += "--";
  out += digits[byte >> 4U];
  out += digits[byte & 0xfU];
}

}  // namespace

std::string account_component(std::string_view id) {
  std::string out;
  if (!id.empty() && !is_capital(id.front()) && !is_digit(id.front())) out = "X--";
  for (std::size_t i = 0; i < id.size(); ++i) {
    char const c = id[i];
    bool const begins_escape = c == '-' && i + 1 < id.size() && id[i + 1] == '-';
    bool const kept = is_capital(c) || is_small(c) || is_digit(c) || c == '-';
    if (kept && !begins_escape) {
      out += c;
    } else {
      append_escaped(out, c);
    }
  }
  return out;
}

std::string account_name(ledger::Account const& account, bool with_programme) {
  auto name = to_string(ledger::Account{account.kind, {}, {}, account.year});
  constexpr auto behind_book = std::string_view{"Assets:AE:"}.size();
  if (with_programme) {
    name.insert(behind_book, account_component(account.programme.view()) + ":");
  }
  if (!account.scope.empty()) name += ":" + account_component(account.scope.view());
  return name;
}

}  // namespace gl::projections
