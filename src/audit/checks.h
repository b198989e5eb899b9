#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event.h"

namespace gl::audit {

/// What the checks are asked with. Amounts are of each award's own currency.
struct Parameters {
  /// Near: at one of these or below it by `margin` at most. 23 000 is the law's for an agreement
  /// (décret 2001-495), 153 000 that for filing accounts (loi 2000-321 art. 10), 40 000 a call's
  /// cap.
  std::vector<ledger::Amount> thresholds{{23'000, 0}, {40'000, 0}, {153'000, 0}};
  ledger::Rate margin{50'000};                ///< 5 %
  ledger::Amount split_threshold{23'000, 0};  ///< each award at most this, together more
  std::int32_t split_days = 90;               ///< between the first and the last of them
  std::int32_t account_days = 30;             ///< between an account's change and a payment to it
  std::int32_t late_days = 30;                ///< between the effective date and the recording
};

/// A column of a check's answer.
struct Column {
  std::string_view name;  ///< lower_snake_case
  bool number = false;
};
using Row = std::vector<std::string>;

/// One question to all events, which are handed over in order. Memory: what the answer needs, at
/// most an entry a payment, an award or a payee. Thread: one.
class Check {
 public:
  Check() = default;
  Check(Check const&) = delete;
  Check& operator=(Check const&) = delete;
  virtual ~Check() = default;

  virtual void take(ledger::Event const& event) = 0;
  /// The answer after the last event, by position, as many cells a row as the check has columns.
  [[nodiscard]] virtual std::vector<Row> rows() = 0;
};

/// A check by its name.
struct CheckSpec {
  std::string_view name;
  std::string_view question;
  std::string (*asked_with)(Parameters const&);  ///< its parameters in words; empty: none
  std::vector<Column> columns;
  std::unique_ptr<Check> (*make)(Parameters const&);
};

/// All checks, in the order of docs/audit.md. Thread: any.
[[nodiscard]] std::span<CheckSpec const> all_checks();
/// The check of this name; null if there is none.
[[nodiscard]] CheckSpec const* find_check(std::string_view name);

}  // namespace gl::audit
