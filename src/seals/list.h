#pragma once

#include <string>

#include "base/result.h"
#include "ledger/view.h"
#include "projections/views.h"
#include "proof/pages.h"

namespace gl::seals {

/// The point of a seal: after an event, and of what is dated up to a day if one is named.
struct Point {
  Position position;
  std::optional<CivilDate> effective;

  friend auto operator<=>(Point const&, Point const&) = default;
};

/// "position 7", "position 7 of what is dated up to 2016-12-31".
[[nodiscard]] std::string to_string(Point const& point);

/// Gives `builder` every line of the point, in their order:
///
///     call CALL                  state, version, projects, asked, awarded, allocated, available
///     credits PROGRAMME YEAR     available, consumed, lapsed
///     programme PROGRAMME        currency and the terms of domain §6 rule 1
///     project CALL PROJECT       state, and the project's accounts
///
/// A value is `name=value` words; amounts are decimals of the programme's currency. The views have
/// the position. Errors: those of the views. Frozen: the same ledger, the same lines, for ever.
[[nodiscard]] Result<void> add_lines(projections::Views const& views, Point const& point,
                                     proof::PageBuilder& builder);

}  // namespace gl::seals
