#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "ledger/money.h"
#include "tools/import/code.h"

namespace gl::importing {

/// How a file writes numbers.
struct NumberForm {
  char decimal = '.';
  char thousands = 0;  ///< ' ' stands for every blank, no-break ones too; 0: none
};

/// How a file writes dates. `serial`: days of a spreadsheet, 1 is 1 January 1900.
enum class DateForm : std::uint8_t { iso, day_month_year, month_day_year, year, serial };

/// The amount, of either sign: blanks and a currency sign at the ends are no part of it, brackets
/// around it are a minus. Nothing is rounded. Errors: NO_AMOUNT (empty), BAD_AMOUNT (anything
/// else, numbers with exponents, thousands that are not threes, decimals that the currency has not,
/// too large a number).
[[nodiscard]] std::expected<ledger::Money, Code> read_amount(std::string_view text, NumberForm form,
                                                             ledger::Currency currency);

/// Every date in the cell, in order; a time of day, words and whatever else stands there are passed
/// over. Of `year`, `serial` only a cell that is nothing else. A year counts as its last day when
/// `year_end`, else as its first. A day that no calendar has, or outside of the years 1900 to 2199,
/// is no date.
[[nodiscard]] std::vector<CivilDate> read_dates(std::string_view text, DateForm form,
                                                bool year_end);

/// The percentages in words ("40 % à la signature …, 20% …"), in parts per million and in order;
/// what they leave of 100 is the last. Empty when there are none or they do not come to 100.
[[nodiscard]] std::vector<ledger::Rate> read_shares(std::string_view words);

/// True for a SIREN: nine digits with a right check digit.
[[nodiscard]] bool is_siren(std::string_view text);

}  // namespace gl::importing
