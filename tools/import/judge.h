#pragma once

#include "tools/import/grant.h"
#include "tools/import/mapping.h"
#include "tools/import/reference.h"
#include "tools/import/rows.h"

namespace gl::importing {

/// Says of each line by itself what it is: a grant, a grant with flags, or nothing that can enter.
/// What takes the whole file (totals, lines that are there twice) is the survey's.
class Judge {
 public:
  /// `communes` may be null: locations are then taken as they are. All outlive the judge.
  Judge(Mapping const& mapping, Columns const& columns, Reference const* communes)
      : mapping_(mapping), columns_(columns), communes_(communes) {}

  [[nodiscard]] Judged judge(Row const& row) const;

 private:
  Mapping const& mapping_;
  Columns const& columns_;
  Reference const* communes_;
};

/// True for a word or two that say "total" where a name should be: "TOTAL", "Sous-total 2017".
[[nodiscard]] bool says_total(std::string_view name);

}  // namespace gl::importing
