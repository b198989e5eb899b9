#include "tools/import/reference.h"

namespace gl::importing {
namespace {

std::string cell(Row const& row, Columns const& columns, Field field) {
  auto const& places = columns.places(field);
  return places.empty() ? std::string{} : std::string{trimmed(row.cells[places.front()])};
}

/// A code's department: its first two characters, three overseas.
bool belongs_to(std::string_view commune, std::string_view department) {
  return commune.starts_with(department) && (department.size() == 3 || !commune.starts_with("97"));
}

}  // namespace

std::optional<Code> Reference::add(Row const& row, Mapping const& mapping, Columns const& columns) {
  auto const commune = cell(row, columns, Field::commune);
  auto const department = cell(row, columns, Field::department);
  if (!ledger::is_commune(commune) || !ledger::is_department(department) ||
      !belongs_to(commune, department)) {
    return Code::bad_reference;
  }
  auto const day = [&](Field field) -> std::optional<CivilDate> {
    auto const dates = read_dates(cell(row, columns, field), mapping.dates, false);
    return dates.empty() ? std::optional<CivilDate>{} : dates.front();
  };
  entries_[commune].push_back({{ledger::CommuneCode{commune}, ledger::DepartmentCode{department}},
                               day(Field::valid_from),
                               day(Field::valid_until)});
  return std::nullopt;
}

std::optional<ledger::Location> Reference::find(std::string_view commune,
                                                std::string_view department, CivilDate day) const {
  auto const found = entries_.find(std::string{commune});
  if (found == entries_.end()) return std::nullopt;
  for (auto const& entry : found->second) {
    if (!department.empty() && entry.location.department.view() != department) continue;
    if ((entry.from && day < *entry.from) || (entry.until && day > *entry.until)) continue;
    return entry.location;
  }
  return std::nullopt;
}

}  // namespace gl::importing
