#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tools/import/code.h"
#include "tools/import/mapping.h"

namespace gl::importing {

/// Longer records are rejected, and a quote that does not close within so many lines.
constexpr std::size_t record_bytes_max = 1U << 20U;
constexpr std::size_t record_lines_max = 50;

/// One record of a file.
struct Row {
  /// Where it starts: the file's line from 1; the record's place from 1 in JSON, where lines mean
  /// nothing.
  std::uint64_t line = 0;
  std::vector<std::string> cells;      ///< in the order of the columns asked for
  std::array<std::byte, 16> digest{};  ///< of all its fields: equal for equal records
  Codes flags;
  std::optional<Code> problem;  ///< then the cells are of no use
};

/// The headings that a mapping asks for, each once, and where a field's cells are among them.
class Columns {
 public:
  explicit Columns(Mapping const& mapping);

  [[nodiscard]] std::vector<std::string> const& headings() const { return headings_; }
  /// The places of a field's columns in `Row::cells`.
  [[nodiscard]] std::vector<std::size_t> const& places(Field field) const {
    return places_[index(field)];
  }

 private:
  std::vector<std::string> headings_;
  std::array<std::vector<std::size_t>, field_count> places_;
};

using RowSink = std::function<void(Row&&)>;

/// Hands each record of the file to `sink`, in order. What is wrong with one record is said in it;
/// the records around it are as if it were not there. Errors are those of the file as a whole:
/// malformed (a heading that is not there, another encoding, broken JSON).
[[nodiscard]] Result<void> read_rows(std::string_view file, Mapping const& mapping,
                                     Columns const& columns, RowSink const& sink);

/// The two kinds of file.
[[nodiscard]] Result<void> read_csv_rows(std::string_view file, Mapping const& mapping,
                                         Columns const& columns, RowSink const& sink);
[[nodiscard]] Result<void> read_json_rows(std::string_view file, Mapping const& mapping,
                                          Columns const& columns, RowSink const& sink);

}  // namespace gl::importing
