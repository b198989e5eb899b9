#pragma once

#include <cstdint>

#include "ledger/entities.h"

namespace gl::ledger {

/// A call's version with its number, from 1.
struct VersionInForce {
  CallVersion const& version;
  std::uint32_t number;

  [[nodiscard]] CallTerms const& terms() const { return version.terms; }
};

/// The version in force on this day: the last one whose effective date is not after it, else the
/// first (domain §3).
[[nodiscard]] VersionInForce version_on(Call const& call, CivilDate day);
/// The version with this number, from 1.
[[nodiscard]] VersionInForce version_number(Call const& call, std::uint32_t number);

/// The moment at which the call starts to take projects, and the first one at which it does not.
[[nodiscard]] Instant opens_at(CallTerms const& terms);
[[nodiscard]] Instant ends_at(CallTerms const& terms);

}  // namespace gl::ledger
