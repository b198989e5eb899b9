#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/values.h"
#include "tools/import/csv.h"
#include "tools/import/text.h"
#include "tools/import/values.h"

namespace gl::importing {

/// What the columns of a file may be. The names in a mapping are those of `name`.
enum class Field : std::uint8_t {
  amount,
  paid_amount,
  cost,
  payee_name,
  payee_id,
  legal_kind,
  address,
  title,
  decided,
  signed_on,
  paid,
  start,
  end,
  act_number,
  share,
  conditions,
  advance,
  instalment,
  balance,
  commune,
  department,
  valid_from,
  valid_until,
  count,
};
constexpr std::size_t field_count = static_cast<std::size_t>(Field::count);
[[nodiscard]] std::string_view name(Field field);
[[nodiscard]] constexpr std::size_t index(Field field) { return static_cast<std::size_t>(field); }

/// What becomes of a line of the file in the ledger.
enum class EntersAs : std::uint8_t { award, convention, payment, reference };

enum class FileKind : std::uint8_t { csv, json };

/// What to do with a line in which a field is empty. `usual`: a flag for the payee's name and
/// identifier, the title and an agreement's date; nothing for the others.
enum class Missing : std::uint8_t { usual, flag, reject, ignore };

/// How identifiers of payees are read. `french`: a SIRET, a SIREN or an association's number;
/// `text`: any, kept as a token.
enum class IdForm : std::uint8_t { french, text };

/// Money that is made to fit the file, or given: a sum for each year.
struct Provision {
  bool fits = true;
  std::map<std::int32_t, ledger::Money> years;
};

/// How a file is read and what it becomes: a mapping file of TOML (docs/import.md).
struct Mapping {
  std::string title;

  // [file]
  FileKind kind = FileKind::csv;
  Encoding encoding = Encoding::utf8;
  CsvForm csv;
  std::string split_amount;            ///< the column of `SplitAmount`; empty: none
  std::vector<std::string> free_text;  ///< its columns of free text
  std::string records;                 ///< json: the name of the array of records
  bool total_lines = true;             ///< a nameless line that equals a sum is a total

  // [values]
  NumberForm numbers;
  DateForm dates = DateForm::iso;
  bool year_end = true;
  IdForm ids = IdForm::french;
  std::optional<CivilDate> facts_until;  ///< payments behind it were plans

  // [columns], [constants], [missing], [legal_kinds]
  std::array<std::vector<std::string>, field_count> columns;
  std::array<std::string, field_count> constants;
  std::array<Missing, field_count> missing{};
  std::map<std::string, ledger::LegalKind> legal_kinds;

  // [into]
  EntersAs enters_as = EntersAs::award;
  std::string prefix;
  std::string programme;
  std::string programme_name;
  std::string call;  ///< its id, `{year}` stands for the year
  ledger::Currency currency;
  ledger::AidNature nature = ledger::AidNature::operating;
  Field year_from = Field::decided;  ///< whose year a line is counted in
  Provision authority;
  Provision credits;
  std::string communes;  ///< the mapping of the reference table, beside this one; empty: none

  [[nodiscard]] std::vector<std::string> const& columns_of(Field field) const {
    return columns[index(field)];
  }
  [[nodiscard]] std::string const& constant(Field field) const { return constants[index(field)]; }
  [[nodiscard]] Missing when_missing(Field field) const { return missing[index(field)]; }
};

/// The mapping in TOML text. An unknown key, a wrong type or an unknown word is an error that names
/// key, value and what there is. `file` is for messages. Errors: malformed, newer_format.
[[nodiscard]] Result<Mapping> parse_mapping(std::string_view text, std::string const& file);

}  // namespace gl::importing
