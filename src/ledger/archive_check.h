#pragma once

#include "ledger/state.h"

namespace gl::ledger {

/// True when every place names an entry and every entry has the parts that its state needs, so
/// that deciding on the state cannot go astray. Amounts are not added up again.
[[nodiscard]] bool holds_together(State const& state);

}  // namespace gl::ledger
