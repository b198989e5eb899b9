#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "base/uuid.h"
#include "ledger/ids.h"
#include "ledger/money.h"
#include "tools/payments/debtor.h"
#include "tools/payments/orders.h"

namespace gl::payments {

/// Most orders in one file: bigger ones are refused by banks.
constexpr std::size_t transfers_max = 50'000;

/// An order with its personal texts in clear.
struct Transfer {
  Order order;
  std::string iban;
  std::string name;
};

/// What a file is made of. The same values give the same bytes.
struct Batch {
  Uuid ledger;
  ledger::ProgrammeId programme;
  Position from;  ///< the range of positions that the orders were looked for in
  Position to;
  std::optional<CivilDate> execution_date;  ///< none: the Paris day of the last order
  Debtor debtor;
  std::vector<Transfer> transfers;
};

/// A batch as a file.
struct BatchFile {
  std::string message_id;
  Instant created_at;  ///< the recorded time of the last order
  CivilDate execution_date;
  ledger::Money control_sum;
  std::string xml;
};

/// The batch as pain.001.001.03 (docs/payments.md). Errors: malformed, too_large; the sentence
/// names the payment, the value and the way out.
[[nodiscard]] Result<BatchFile> write_batch(Batch const& batch);

}  // namespace gl::payments
