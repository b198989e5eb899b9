#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "ledger/money.h"

namespace gl::payments {

/// The largest file that is read, and most entries in it.
constexpr std::uint64_t file_bytes_max = 128U << 20U;
constexpr std::size_t entries_max = 200'000;

/// What a bank says in one entry.
enum class Says : std::uint8_t {
  debit,   ///< camt.054: it took the money
  credit,  ///< camt.054: it brought money; with a reason: a return
  status,  ///< pain.002: where an order stands with it
};

/// One transaction of a bank's file, as it is written there.
struct BankEntry {
  std::uint32_t number = 0;  ///< in the file, from 1
  Says says = Says::debit;
  std::string status;  ///< BOOK, PDNG, INFO of an entry; RJCT, ACSP, … of an order
  bool reversal = false;
  std::string end_to_end_id;
  std::optional<ledger::Amount> amount;
  std::string currency;
  std::string reason;  ///< AC04 of a return or a rejection
  std::string bank_reference;
  std::optional<CivilDate> value_date;
  std::string about;  ///< of a status for a whole message or batch: its id
};

/// A file that was read to its end and whose own sums are right.
struct BankFile {
  std::string message;  ///< "camt.054.001.08"
  std::string message_id;
  std::vector<BankEntry> entries;
  Hash sha256{};
};

/// Reads a bank's file in pieces: camt.054.001.02 and .08, pain.002.001.03 and .11. Thread: one.
class BankFileReader {
 public:
  BankFileReader();
  BankFileReader(BankFileReader const&) = delete;
  BankFileReader& operator=(BankFileReader const&) = delete;
  ~BankFileReader();

  /// The next bytes. Errors: malformed, too_large; sentences name line, value, limit and way out.
  [[nodiscard]] Result<void> feed(ByteView bytes);
  /// The whole. Errors: as above.
  [[nodiscard]] Result<BankFile> finish();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace gl::payments
