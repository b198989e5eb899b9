#pragma once

#include <string>
#include <vector>

#include "ledger/money.h"

namespace gl::tools {

enum class Align : std::uint8_t { left, right };

/// Rows of text under titles, for people or as CSV.
struct Table {
  struct Column {
    std::string title;
    Align align = Align::left;
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  ///< as many cells as columns
};

/// Columns padded to their widest cell, two spaces apart, titles underlined. Widths count
/// characters, not bytes.
[[nodiscard]] std::string to_text(Table const& table);

/// RFC 4180: commas, quotes where needed, CRLF; titles in lower_snake_case come first.
[[nodiscard]] std::string to_csv(Table const& table);

/// "1 234 567.50": digits in threes, for tables that people read.
[[nodiscard]] std::string grouped(ledger::Money money, ledger::Currency currency);

}  // namespace gl::tools
