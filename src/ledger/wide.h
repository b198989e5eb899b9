#pragma once

#include <cstdint>
#include <limits>

#include "ledger/money.h"

namespace gl::ledger {

/// 128 bits for sums and products of amounts on their way to a comparison.
__extension__ using Wide = __int128;
__extension__ using UnsignedWide = unsigned __int128;

constexpr std::uint64_t amount_max = std::numeric_limits<std::int64_t>::max();

/// The amount, or the greatest there is: a sum beyond it is over any limit all the same.
[[nodiscard]] constexpr Money saturated(Wide sum) {
  bool const over = sum > static_cast<Wide>(amount_max);
  return Money::from_minor_units(over ? std::numeric_limits<std::int64_t>::max()
                                      : static_cast<std::int64_t>(sum));
}

}  // namespace gl::ledger
