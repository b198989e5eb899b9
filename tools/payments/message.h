#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "tools/payments/bank_file.h"

namespace gl::payments {

/// A kind of message, as its elements come: paths are from below the message's own element.
class Message {
 public:
  explicit Message(BankFile& file) : file_(file) {}
  Message(Message const&) = delete;
  Message& operator=(Message const&) = delete;
  virtual ~Message() = default;

  virtual void begin(std::string_view path) = 0;
  [[nodiscard]] virtual Result<void> end(std::string_view path, std::string_view text,
                                         std::string_view currency) = 0;

 protected:
  /// Numbers an entry and keeps it. Errors: too_large.
  [[nodiscard]] Result<void> keep(BankEntry entry);
  BankFile& file_;
};

/// camt.054: debits and credits of an account.
[[nodiscard]] std::unique_ptr<Message> read_camt_054(BankFile& file);
/// pain.002: where orders stand.
[[nodiscard]] std::unique_ptr<Message> read_pain_002(BankFile& file);

/// A sum in hundred-thousandths: ISO 20022 has at most five decimals.
struct Total {
  std::int64_t units = 0;
  /// Errors: too_large.
  [[nodiscard]] Result<void> add(ledger::Amount amount);
  friend bool operator==(Total const&, Total const&) = default;
};
[[nodiscard]] std::string to_string(Total total);

/// What a file claims of itself, held against what stands in it.
struct Claim {
  std::optional<std::uint64_t> count;
  std::optional<Total> sum;

  [[nodiscard]] Result<void> take_count(std::string_view name, std::string_view text);
  [[nodiscard]] Result<void> take_sum(std::string_view name, std::string_view text);
  /// Errors: malformed, naming both numbers. `name` is the element.
  [[nodiscard]] Result<void> check(std::string_view name, std::uint64_t found,
                                   Total sum_found) const;
};

/// Transactions that belong together: what is claimed of them, and what came.
struct Group {
  Claim claim;
  std::uint64_t found = 0;
  Total sum;
  bool all_have_amounts = true;

  [[nodiscard]] Result<void> add(std::optional<ledger::Amount> amount);
  /// The sum is held against the claim only where each says its amount. Errors: malformed.
  [[nodiscard]] Result<void> check(std::string_view name) const;
};

/// Values of elements. Errors: malformed, naming the element and the value.
[[nodiscard]] Result<ledger::Amount> read_amount(std::string_view name, std::string_view text);
[[nodiscard]] Result<CivilDate> read_day(std::string_view name, std::string_view text);

/// What stands behind `prefix` and a slash in a path; nothing when the path is another.
[[nodiscard]] std::optional<std::string_view> below(std::string_view path, std::string_view prefix);

}  // namespace gl::payments
