#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "ledger/values.h"
#include "tools/import/mapping.h"
#include "tools/import/rows.h"

namespace gl::importing {

/// A table of communes: each with its department, and the days from and until which its code holds.
class Reference {
 public:
  /// Takes a line of the table. Errors: BAD_REFERENCE.
  [[nodiscard]] std::optional<Code> add(Row const& row, Mapping const& mapping,
                                        Columns const& columns);
  /// The place of this commune on this day; `department` may be empty. Nothing: not known, or in
  /// another department.
  [[nodiscard]] std::optional<ledger::Location> find(std::string_view commune,
                                                     std::string_view department,
                                                     CivilDate day) const;

 private:
  struct Entry {
    ledger::Location location;
    std::optional<CivilDate> from;
    std::optional<CivilDate> until;
  };
  std::unordered_map<std::string, std::vector<Entry>> entries_;
};

}  // namespace gl::importing
