#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/grandlivre/session.h"
#include "tools/payments/orders.h"
#include "tools/payments/plan.h"

namespace gl::tools {

/// What `payments batch` was told.
struct BatchFlags {
  std::string programme;
  std::string output;
  std::uint64_t from = 0;  ///< 0: behind the last batch in the directory
  std::uint64_t to = 0;    ///< 0: the head
  std::string date;
  std::string config;
  std::string debtor_name;
  std::string debtor_iban;
  std::string debtor_bic;
};

/// What `payments reconcile` was told.
struct ReconcileFlags {
  std::string file;
  std::string recorded_at;
  bool dry_run = false;
};

[[nodiscard]] ExitCode write_payments_batch(Options const& options, BatchFlags const& flags);
[[nodiscard]] ExitCode reconcile_payments(Options const& options, ReconcileFlags const& flags);

/// As whom payments are done when the caller does not say: "finance".
[[nodiscard]] std::string_view payments_identity(Options const& options);

/// The orders as of a position, from the events up to it.
[[nodiscard]] client::Response<payments::Orders> read_orders(client::Client& client, Position to);

/// What a reconciliation came to.
struct ReconcileReport {
  std::string file;
  payments::BankFile const& bank;
  std::vector<payments::Step> const& steps;
  bool dry_run = false;
};
[[nodiscard]] Json to_json(ReconcileReport const& report);
/// One row an entry.
[[nodiscard]] Table to_table(ReconcileReport const& report);
/// Totals in a line, for people.
[[nodiscard]] std::string totals(ReconcileReport const& report);

}  // namespace gl::tools
