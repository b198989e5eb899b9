#pragma once

#include <optional>
#include <string>

#include "tools/grandlivre/import_sender.h"

namespace gl::tools {

/// What an import came to.
struct ImportReport {
  std::string file;
  std::string mapping;
  importing::Mapping const& how;
  importing::Survey const& survey;
  std::optional<InLedger> in_ledger;  ///< none: nothing was sent
  std::uint64_t commands = 0;
  std::uint64_t repeated = 0;
  double seconds = 0;
};

/// The report for programs: counts, sums by year, codes, every rejected line, what the ledger has.
[[nodiscard]] Json to_json(ImportReport const& report);

/// The report for people: the same in tables, rejected lines as far as they hold money.
[[nodiscard]] std::string to_text(ImportReport const& report);

/// Sums by year, as CSV or as a table.
[[nodiscard]] Table years_table(ImportReport const& report);

/// One line of the file: what became of it and why.
[[nodiscard]] Json to_json(importing::Verdict const& verdict, importing::Mapping const& how);

}  // namespace gl::tools
