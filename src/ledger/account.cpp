#include "ledger/account.h"

#include "ledger/text.h"

namespace gl::ledger {
namespace {

std::string_view part_name(AccountKind kind) {
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
  return "None";
}

bool may_begin(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool may_follow(char c) { return may_begin(c) || (c >= 'a' && c <= 'z') || c == '-'; }

void append_escaped(std::string& out, char c) {
  static constexpr std::string_view digits = "0123456789abcdef";
  auto const byte = static_cast<unsigned char>(c);
  out += "--";
  out += digits[byte >> 4U];
  out += digits[byte & 0xfU];
}

}  // namespace

std::string_view name(AccountKind kind) {
  switch (kind) {
    case AccountKind::none: return "none";
    case AccountKind::ae_voted: return "ae_voted";
    case AccountKind::ae_available: return "ae_available";
    case AccountKind::ae_committed: return "ae_committed";
    case AccountKind::ae_payable: return "ae_payable";
    case AccountKind::ae_disbursed: return "ae_disbursed";
    case AccountKind::ae_recoverable: return "ae_recoverable";
    case AccountKind::ae_recovered: return "ae_recovered";
    case AccountKind::ae_written_off: return "ae_written_off";
    case AccountKind::ae_lapsed: return "ae_lapsed";
    case AccountKind::cp_voted: return "cp_voted";
    case AccountKind::cp_available: return "cp_available";
    case AccountKind::cp_consumed: return "cp_consumed";
    case AccountKind::cp_lapsed: return "cp_lapsed";
  }
  return "unknown";
}

std::string account_component(std::string_view id) {
  std::string out;
  if (!id.empty() && !may_begin(id.front())) out = "X--";
  for (std::size_t i = 0; i < id.size(); ++i) {
    char const c = id[i];
    bool const begins_escape = c == '-' && i + 1 < id.size() && id[i + 1] == '-';
    if (may_follow(c) && !begins_escape) {
      out += c;
    } else {
      append_escaped(out, c);
    }
  }
  return out;
}

std::string to_string(Account const& account) {
  auto text = say(is_equity(account.kind) ? "Equity" : "Assets",
                  is_credits(account.kind) ? ":CP:" : ":AE:");
  if (!account.programme.empty()) text += say(account_component(account.programme.view()), ":");
  if (is_credits(account.kind) && !is_equity(account.kind)) text += say("Y", account.year, ":");
  text += part_name(account.kind);
  if (!account.scope.empty()) text += say(":", account_component(account.scope.view()));
  return text;
}

}  // namespace gl::ledger
