#include "ledger/aid.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "ledger/wide.h"

namespace gl::ledger {

Money scaled(Money amount, Money numerator, Money denominator) {
  GL_CHECK(!amount.is_negative() && !numerator.is_negative() && denominator.is_positive(),
           "a proportion of amounts that have none");
  auto const product = static_cast<UnsignedWide>(amount.minor_units()) *
                       static_cast<UnsignedWide>(numerator.minor_units());
  auto const divisor = static_cast<UnsignedWide>(denominator.minor_units());
  auto const rounded = (product + divisor / 2) / divisor;
  return saturated(static_cast<Wide>(std::min(rounded, UnsignedWide{amount_max})));
}

Money total_of(DeMinimisAid const& aid) {
  Wide total = 0;
  for (auto const& entry : aid.entries) total += entry.equivalent.minor_units();
  return saturated(total);
}

Money counted_in(DeMinimisAid const& aid, Window window) {
  std::vector<AidEntry> grants;
  for (auto const& entry : aid.entries) {
    if (!entry.equivalent.is_negative()) {
      grants.push_back(entry);
      continue;
    }
    auto left = entry.equivalent.negated();
    for (auto grant = grants.rbegin(); grant != grants.rend() && left.is_positive(); ++grant) {
      auto const taken = std::min(left, grant->equivalent);
      grant->equivalent = subtract(grant->equivalent, taken);
      left = subtract(left, taken);
    }
  }
  Wide total = 0;
  for (auto const& grant : grants) {
    if (grant.on > window.after && grant.on <= window.until)
      total += grant.equivalent.minor_units();
  }
  return saturated(total);
}

}  // namespace gl::ledger
