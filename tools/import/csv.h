#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/import/code.h"

namespace gl::importing {

/// How fields stand in a line.
struct CsvForm {
  char separator = ';';
  char quote = '"';     ///< 0: quotes are characters like others
  char wrapped_in = 0;  ///< the separator of a spreadsheet that took each line for cells; 0: none
};

/// One record of RFC 4180, fed line by line because a quoted field may hold line breaks. What the
/// standard does not allow is taken as it was meant: a quote inside an unquoted field is a
/// character; what follows a closing quote belongs to the field.
class CsvRecord {
 public:
  explicit CsvRecord(CsvForm form) : form_(form) {}

  /// Takes one more line, without its end. True when the record is whole; false when a quote is
  /// still open and the next line belongs to it.
  bool take(std::string_view line);
  [[nodiscard]] std::vector<std::string>& fields() { return fields_; }

 private:
  CsvForm form_;
  bool open_ = false;  ///< inside quotes
  std::vector<std::string> fields_;
};

/// The line that a spreadsheet took for cells, put together again: its cells joined by the
/// separator, those that are empty at the end left out. Flag: LINE_UNQUOTED.
[[nodiscard]] std::string unwrap(std::string_view line, char separator, Codes& flags);

/// A column whose amounts have a decimal comma that the file does not quote, so that "24 975,00"
/// is two fields; and the columns of free text that may hold separators too.
struct SplitAmount {
  std::size_t amount = 0;             ///< its place among the headings
  std::optional<std::size_t> before;  ///< free text in front of it, at most one
  std::optional<std::size_t> after;   ///< and behind it
  char separator = ',';
};

/// Puts the fields of such a line back under `headings` headings: the amount is the only whole
/// number that two digits follow, far enough from both ends; what is too much on either side
/// belongs to that side's free text. The amount keeps a decimal comma. A line that is right as it
/// is stays so. Errors: FIELD_COUNT, AMBIGUOUS_FIELDS; flag: FIELDS_MERGED.
[[nodiscard]] std::optional<Code> rejoin(std::vector<std::string>& fields, std::size_t headings,
                                         SplitAmount const& split, Codes& flags);

}  // namespace gl::importing
