#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/command.h"
#include "tools/payments/bank_file.h"
#include "tools/payments/orders.h"

namespace gl::payments {

/// What is to be done about an entry of a bank's file.
enum class Outcome : std::uint8_t {
  confirmed,         ///< a booked debit of an open order
  returned,          ///< a booked return of a paid order
  already_recorded,  ///< the ledger has it
  information,       ///< a status on the way: nothing to do
  unmatched,         ///< a person must look
  refused,           ///< the ledger refused the command, by a rule
};
[[nodiscard]] std::string_view name(Outcome outcome);

/// An entry and what becomes of it.
struct Step {
  BankEntry const* entry = nullptr;
  Outcome outcome = Outcome::unmatched;
  ledger::PaymentId payment;  ///< empty: none was found
  std::string why;            ///< for people; empty when it is plain
  /// Of `confirmed` and `returned`, else null: most of a large file's entries may have none.
  std::shared_ptr<ledger::Command const> command;
};

/// Holds a bank's file against the orders, entry by entry; what does not match in every respect is
/// listed, nothing is guessed. `today` is the Paris date: later value dates wait. Command ids come
/// from the file's hash, the entry's number and the payment's last change: the same file again
/// sends the same commands. Pure.
[[nodiscard]] std::vector<Step> plan(BankFile const& file, Orders const& orders, CivilDate today);

}  // namespace gl::payments
