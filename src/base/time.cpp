#include "base/time.h"

#include <date/date.h>
#include <date/tz.h>

#include <array>
#include <charconv>
#include <cstdio>

#include "base/check.h"

namespace gl {
namespace {

date::year_month_day calendar(CivilDate date) {
  return date::year_month_day{date::sys_days{date::days{date.days()}}};
}

CivilDate from_calendar(date::year_month_day day) {
  return CivilDate{static_cast<std::int32_t>(date::sys_days{day}.time_since_epoch().count())};
}

date::time_zone const& paris() {
  static auto const* const zone = date::locate_zone("Europe/Paris");
  return *zone;
}

/// Digits only, all of them.
template <class Number>
bool read_digits(std::string_view text, Number& out) {
  for (char const c : text) {
    if (c < '0' || c > '9') return false;
  }
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  return problem == std::errc{} && end == text.data() + text.size();
}

std::unexpected<Error> bad_date(std::string_view text) {
  return fail(Errc::malformed,
              "\"" + std::string{text.substr(0, 40)} + "\" is not a date: write YYYY-MM-DD");
}

std::unexpected<Error> bad_instant(std::string_view text) {
  return fail(Errc::malformed, "\"" + std::string{text.substr(0, 40)} +
                                   "\" is not a moment: write YYYY-MM-DDTHH:MM:SSZ (UTC)");
}

}  // namespace

std::int32_t CivilDate::year() const { return static_cast<int>(calendar(*this).year()); }

CivilDate CivilDate::plus_months(std::int32_t count) const {
  auto day = calendar(*this) + date::months{count};
  if (!day.ok()) day = day.year() / day.month() / date::last;
  return from_calendar(day);
}

CivilDate civil_date(std::int32_t year, unsigned month, unsigned day) {
  auto const calendar_day = date::year{year} / date::month{month} / date::day{day};
  GL_CHECK(calendar_day.ok(), "a literal date that no calendar has");
  return from_calendar(calendar_day);
}

Result<CivilDate> parse_date(std::string_view text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' ||
      !read_digits(text.substr(0, 4), year) || !read_digits(text.substr(5, 2), month) ||
      !read_digits(text.substr(8, 2), day)) {
    return bad_date(text);
  }
  auto const calendar_day = date::year{year} / date::month{month} / date::day{day};
  if (year < 1 || !calendar_day.ok()) return bad_date(text);
  return from_calendar(calendar_day);
}

std::string to_string(CivilDate date) {
  auto const day = calendar(date);
  std::array<char, 16> text{};
  auto const size =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                    static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return {text.data(), static_cast<std::size_t>(size)};
}

Result<Instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text.back() != 'Z') {
    return bad_instant(text);
  }
  auto const day = parse_date(text.substr(0, 10));
  if (!day) return bad_instant(text);
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!read_digits(text.substr(11, 2), hour) || !read_digits(text.substr(14, 2), minute) ||
      !read_digits(text.substr(17, 2), second) || hour > 23 || minute > 59 || second > 59) {
    return bad_instant(text);
  }
  std::int64_t micros = 0;
  auto const tail = text.substr(19, text.size() - 20);
  if (!tail.empty()) {
    std::string digits{tail.substr(1)};
    if (tail.front() != '.' || digits.empty() || digits.size() > 6) return bad_instant(text);
    digits.resize(6, '0');
    if (!read_digits(digits, micros)) return bad_instant(text);
  }
  std::int64_t const seconds =
      std::int64_t{day->days()} * 86'400 + hour * 3'600 + minute * 60 + second;
  return Instant{seconds * 1'000'000 + micros};
}

std::string to_string(Instant instant) {
  std::int64_t const micros = instant.microseconds();
  std::int64_t days = micros / 86'400'000'000;
  std::int64_t rest = micros % 86'400'000'000;
  if (rest < 0) {
    rest += 86'400'000'000;
    --days;
  }
  std::int64_t const seconds = rest / 1'000'000;
  std::array<char, 32> text{};
  auto size =
      std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d", static_cast<int>(seconds / 3'600),
                    static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  auto out = to_string(CivilDate{static_cast<std::int32_t>(days)}) +
             std::string{text.data(), static_cast<std::size_t>(size)};
  if (rest % 1'000'000 != 0) {
    size = std::snprintf(text.data(), text.size(), ".%06d", static_cast<int>(rest % 1'000'000));
    out.append(text.data(), static_cast<std::size_t>(size));
  }
  return out + "Z";
}

CivilDate paris_date(Instant instant) {
  auto const moment =
      date::sys_time<std::chrono::microseconds>{std::chrono::microseconds{instant.microseconds()}};
  auto const local = paris().to_local(moment);
  return CivilDate{
      static_cast<std::int32_t>(date::floor<date::days>(local).time_since_epoch().count())};
}

Instant paris_midnight(CivilDate date) {
  auto const local = date::local_days{date::days{date.days()}};
  auto const moment = paris().to_sys(local, date::choose::earliest);
  return Instant{
      std::chrono::duration_cast<std::chrono::microseconds>(moment.time_since_epoch()).count()};
}

Instant SystemClock::now() {
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(
                     std::chrono::system_clock::now().time_since_epoch())
                     .count()};
}

}  // namespace gl
