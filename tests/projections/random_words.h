#pragma once

#include <cstdint>
#include <string_view>

#include "ledger/event.h"

namespace gl::projections::testing {

// Words that the parts of the random ledger share.

inline ledger::Money cents(std::uint64_t amount) {
  return ledger::Money::from_minor_units(static_cast<std::int64_t>(amount));
}

inline ledger::StreamRef stream(ledger::StreamKind kind, std::string_view id = {}) {
  return {kind, ledger::StreamId{id}};
}

}  // namespace gl::projections::testing
