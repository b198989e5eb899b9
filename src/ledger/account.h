#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/values.h"

namespace gl::ledger {

/// The kinds of account (domain §7). Numbers are frozen: they stand in reversal events.
enum class AccountKind : std::uint8_t {
  none = 0,
  ae_voted = 1,      ///< Equity:AE:Voted, a credit balance: negative here
  ae_available = 2,  ///< unallocated part (no scope) or a call's part (scope = call)
  ae_committed = 3,  ///< scope = project, as the five below
  ae_payable = 4,
  ae_disbursed = 5,
  ae_recoverable = 6,
  ae_recovered = 7,
  ae_written_off = 8,
  ae_lapsed = 9,      ///< no scope
  cp_voted = 10,      ///< Equity:CP:Voted
  cp_available = 11,  ///< by year, as the two below
  cp_consumed = 12,
  cp_lapsed = 13,
};
[[nodiscard]] std::string_view name(AccountKind kind);

/// One account of a programme. Debit balances are positive.
struct Account {
  AccountKind kind = AccountKind::none;
  ProgrammeId programme;
  StreamId scope;         ///< a project's or a call's id, or empty
  std::int32_t year = 0;  ///< a budget year for CP accounts, else 0

  friend auto operator<=>(Account const&, Account const&) = default;
  friend bool operator==(Account const&, Account const&) = default;
};

/// An id as a component of an account's name that hledger, ledger and beancount all take: letters,
/// digits and dashes, a capital or a digit first. Ids that differ give components that differ:
/// what a component may not hold stands as `--` and two hexadecimal digits (`a/b.c` is
/// `X--a--2fb--2ec`), a small letter at the start behind `X--`.
[[nodiscard]] std::string account_component(std::string_view id);

/// "Assets:AE:INNOVSOC:Committed:P1", "Assets:CP:INNOVSOC:Y2016:Available",
/// "Equity:AE:INNOVSOC:Voted"; without an empty programme. Accounts that differ have names that
/// differ.
[[nodiscard]] std::string to_string(Account const& account);

/// True for what is voted: kept with the other sign, since every other account stands against it.
[[nodiscard]] constexpr bool is_equity(AccountKind kind) {
  return kind == AccountKind::ae_voted || kind == AccountKind::cp_voted;
}

/// True for payment credits (CP), false for authority (AE).
[[nodiscard]] constexpr bool is_credits(AccountKind kind) { return kind >= AccountKind::cp_voted; }

/// One line of an entry: debits are positive, credits negative. The lines of an event sum to zero
/// within AE and within CP.
struct Posting {
  Account account;
  Money amount;

  friend bool operator==(Posting const&, Posting const&) = default;
};
using Postings = std::vector<Posting>;

}  // namespace gl::ledger

template <>
struct std::hash<gl::ledger::Account> {
  [[nodiscard]] std::size_t operator()(gl::ledger::Account const& account) const noexcept {
    auto const text = std::hash<std::string_view>{};
    auto mix = text(account.programme.view());
    mix = mix * 0x9e3779b97f4a7c15ULL + text(account.scope.view());
    return mix * 31U + static_cast<std::size_t>(account.kind) * 7919U +
           static_cast<std::size_t>(account.year);
  }
};
