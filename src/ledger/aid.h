#pragma once

#include "ledger/entities.h"

namespace gl::ledger {

/// `amount` × `numerator` / `denominator`, rounded half up once, at most 2^63 − 1. None is
/// negative, the denominator is positive.
[[nodiscard]] Money scaled(Money amount, Money numerator, Money denominator);

/// The award's equivalent as it stands: grants less reductions.
[[nodiscard]] Money total_of(DeMinimisAid const& aid);

/// Days, the first not included: what a window of de minimis aid spans.
struct Window {
  CivilDate after;
  CivilDate until;
};

/// What of this award counts within the window: each grant on its own day, reductions taken from
/// the latest grant (domain §6 rule 8).
[[nodiscard]] Money counted_in(DeMinimisAid const& aid, Window window);

}  // namespace gl::ledger
