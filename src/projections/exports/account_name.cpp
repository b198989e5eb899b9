#include "projections/exports/account_name.h"

namespace gl::projections {
namespace {

using ledger::AccountKind;

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

std::string_view part_of(AccountKind kind) {
  switch (kind) {
    case AccountKind::ae_voted:
    case AccountKind::cp_voted: return "Voted";
    case AccountKind::ae_available:
    case AccountKind::cp_available: return "Available";
    case AccountKind::ae_committed: return "Committed";
    case AccountKind::ae_payable: return "Payable";
    case AccountKind::ae_disbursed: return "Disbursed";
    case AccountKind::ae_recoverable: return "Recoverable";
    case AccountKind::ae_recovered: return "Recovered";
    case AccountKind::ae_written_off: return "WrittenOff";
    case AccountKind::ae_lapsed:
    case AccountKind::cp_lapsed: return "Lapsed";
    case AccountKind::cp_consumed: return "Consumed";
    case AccountKind::none: break;
  }
  return "Unknown";
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
  bool const of_credits = account.kind >= AccountKind::cp_voted;
  std::string name = ledger::is_equity(account.kind) ? "Equity:" : "Assets:";
  name += of_credits ? "CP:" : "AE:";
  if (with_programme) name += account_component(account.programme.view()) + ":";
  if (account.year != 0) name += "Y" + std::to_string(account.year) + ":";
  name += part_of(account.kind);
  if (!account.scope.empty()) name += ":" + account_component(account.scope.view());
  return name;
}

}  // namespace gl::projections
