#include "oracle/civil.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace gl::oracle {
namespace {

constexpr Instant hour{3600 * microseconds_per_second};
constexpr Instant whole_day{24 * hour};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days.at(static_cast<std::size_t>(month - 1));
}

/// 1970-01-01 was a Thursday.
int weekday_from_sunday(Day day) { return static_cast<int>(((day + 4) % 7 + 7) % 7); }

/// 01:00 UTC of the last Sunday of that month: when European clocks change.
Instant clock_change(int year, int month) {
  Day day = day_of(year, month, 31);
  while (weekday_from_sunday(day) != 0) --day;
  return day * whole_day + hour;
}

Instant paris_offset(Instant instant) {
  int const year = civil_of(instant / whole_day).year;
  bool const summer = instant >= clock_change(year, 3) && instant < clock_change(year, 10);
  return summer ? 2 * hour : hour;
}

}  // namespace

Day day_of(int year, int month, int day) {
  Day days = 0;
  for (int y = 1970; y < year; ++y) days += is_leap(y) ? 366 : 365;
  for (int y = year; y < 1970; ++y) days -= is_leap(y) ? 366 : 365;
  for (int m = 1; m < month; ++m) days += days_in_month(year, m);
  return days + day - 1;
}

Civil civil_of(Day day) {
  int year = 1970;
  while (day < day_of(year, 1, 1)) --year;
  while (day >= day_of(year + 1, 1, 1)) ++year;
  int month = 12;
  while (day < day_of(year, month, 1)) --month;
  return {year, month, static_cast<int>(day - day_of(year, month, 1)) + 1};
}

int year_of(Day day) { return civil_of(day).year; }

Day add_months(Day day, int months) {
  auto civil = civil_of(day);
  int const count = civil.year * 12 + civil.month - 1 + months;
  civil.year = count / 12;
  civil.month = count % 12 + 1;
  return day_of(civil.year, civil.month,
                std::min(civil.day, days_in_month(civil.year, civil.month)));
}

Day add_years(Day day, int years) { return add_months(day, 12 * years); }

Day parse_day(std::string const& text) {
  return day_of(std::stoi(text.substr(0, 4)), std::stoi(text.substr(5, 2)),
                std::stoi(text.substr(8, 2)));
}

std::string to_text(Day day) {
  auto const civil = civil_of(day);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", civil.year, civil.month, civil.day);
  return text.data();
}

Instant parse_instant(std::string const& text) {
  return parse_day(text) * whole_day + std::stoi(text.substr(11, 2)) * hour +
         std::stoi(text.substr(14, 2)) * (hour / 60) +
         std::stoi(text.substr(17, 2)) * microseconds_per_second;
}

Day paris_day(Instant instant) { return (instant + paris_offset(instant)) / whole_day; }

Instant paris_midnight_after(Day day) {
  Instant const summer = (day + 1) * whole_day - 2 * hour;
  return paris_day(summer) == day + 1 ? summer : summer + hour;
}

}  // namespace gl::oracle
