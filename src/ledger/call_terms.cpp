#include "ledger/call_terms.h"

namespace gl::ledger {

VersionInForce version_number(Call const& call, std::uint32_t number) {
  GL_CHECK(number >= 1 && number <= call.versions.size(), "a call's version that there is not");
  return {call.versions[number - 1], number};
}

VersionInForce version_on(Call const& call, CivilDate day) {
  auto number = static_cast<std::uint32_t>(call.versions.size());
  while (number > 1 && call.versions[number - 1].from > day) --number;
  return version_number(call, number);
}

Instant opens_at(CallTerms const& terms) { return paris_midnight(terms.opening); }
Instant ends_at(CallTerms const& terms) { return paris_midnight(terms.deadline.plus_days(1)); }

}  // namespace gl::ledger
