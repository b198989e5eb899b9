#pragma once

#include <cstdint>
#include <string>

namespace gl::oracle {

/// A civil date as days since 1970-01-01.
using Day = std::int64_t;
/// A moment as microseconds since 1970-01-01T00:00:00Z.
using Instant = std::int64_t;

constexpr Instant microseconds_per_second{1'000'000};

struct Civil {
  int year;
  int month;
  int day;
};

[[nodiscard]] Day day_of(int year, int month, int day);
[[nodiscard]] Civil civil_of(Day day);
[[nodiscard]] int year_of(Day day);

/// `months` later, at the month's last day when it has no such day: 31 January + 1 = 28 February.
[[nodiscard]] Day add_months(Day day, int months);
[[nodiscard]] Day add_years(Day day, int years);

/// `2016-09-05`.
[[nodiscard]] Day parse_day(std::string const& text);
[[nodiscard]] std::string to_text(Day day);

/// `2016-09-05T21:59:59Z`, whole seconds.
[[nodiscard]] Instant parse_instant(std::string const& text);

/// The date in Paris at that moment (domain §4).
[[nodiscard]] Day paris_day(Instant instant);

/// The first moment in Paris after `day`: what a deadline excludes (domain §4).
[[nodiscard]] Instant paris_midnight_after(Day day);

}  // namespace gl::oracle
