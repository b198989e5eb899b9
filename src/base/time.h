#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gl {

/// A moment: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
class Instant {
 public:
  constexpr Instant() = default;
  constexpr explicit Instant(std::int64_t microseconds) : microseconds_(microseconds) {}

  [[nodiscard]] constexpr std::int64_t microseconds() const { return microseconds_; }

  friend constexpr auto operator<=>(Instant, Instant) = default;

 private:
  std::int64_t microseconds_ = 0;
};

/// A day of the civil calendar: days since 1970-01-01, from 0001-01-01 to 9999-12-31.
class CivilDate {
 public:
  constexpr CivilDate() = default;
  constexpr explicit CivilDate(std::int32_t days) : days_(days) {}

  [[nodiscard]] constexpr std::int32_t days() const { return days_; }
  /// The calendar year, e.g. 2016.
  [[nodiscard]] std::int32_t year() const;
  /// The day `count` days later (earlier when negative).
  [[nodiscard]] constexpr CivilDate plus_days(std::int32_t count) const {
    return CivilDate{days_ + count};
  }
  /// The same day `count` months later, or that month's last day where it has no such day.
  [[nodiscard]] CivilDate plus_months(std::int32_t count) const;

  friend constexpr auto operator<=>(CivilDate, CivilDate) = default;

 private:
  std::int32_t days_ = 0;
};

/// The day of the calendar, e.g. `civil_date(2016, 9, 5)`. The day exists: a literal of ours.
[[nodiscard]] CivilDate civil_date(std::int32_t year, unsigned month, unsigned day);

/// `2016-09-05`. Errors: malformed (another form, a day that no calendar has).
[[nodiscard]] Result<CivilDate> parse_date(std::string_view text);
[[nodiscard]] std::string to_string(CivilDate date);

/// `2016-09-05T21:59:59Z`, with up to six decimals of a second. Errors: malformed.
[[nodiscard]] Result<Instant> parse_instant(std::string_view text);
/// ISO 8601 in UTC; decimals only where they are not all zero.
[[nodiscard]] std::string to_string(Instant instant);

/// The civil date in Europe/Paris at this moment.
[[nodiscard]] CivilDate paris_date(Instant instant);

/// The first moment of this day in Europe/Paris: a deadline of 2016-09-05 ends at the start of
/// 2016-09-06, which is 2016-09-05T22:00:00Z.
[[nodiscard]] Instant paris_midnight(CivilDate date);

/// Where the time comes from. Handed in everywhere: no function reads a clock by itself.
class Clock {
 public:
  Clock() = default;
  Clock(Clock const&) = delete;
  Clock& operator=(Clock const&) = delete;
  virtual ~Clock() = default;

  /// Now. It may step back: whoever promises order guards it. Thread: any.
  [[nodiscard]] virtual Instant now() = 0;
};

/// The operating system's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() override;
};

/// A clock that stands still until it is set, for tests. Thread: one.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  [[nodiscard]] Instant now() override { return now_; }
  void set(Instant now) { now_ = now; }

 private:
  Instant now_;
};

}  // namespace gl
