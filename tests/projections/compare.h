#pragma once

#include <optional>
#include <vector>

#include "ledger/event.h"
#include "projections/views.h"

namespace gl::projections::testing {

/// Asks the views every question they answer at a point, and compares with the naive answers.
/// Differences are GoogleTest failures.
void expect_like_naive(Views const& views, std::vector<ledger::Event> const& events, Position last,
                       std::optional<CivilDate> effective = {});

/// Only the questions about money on both axes: many points in little time.
void expect_balances_like_naive(Views const& views, std::vector<ledger::Event> const& events,
                                Position last, std::optional<CivilDate> effective);

/// The programmes of a random ledger that exist at a point.
std::vector<ledger::ProgrammeId> programmes_by(std::vector<ledger::Event> const& events,
                                               Position last);

}  // namespace gl::projections::testing
