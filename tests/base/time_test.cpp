#include "base/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace gl {
namespace {

constexpr std::int32_t first_day = -719'162;  // 0001-01-01
constexpr std::int32_t last_day = 2'932'896;  // 9999-12-31
constexpr std::int64_t second = 1'000'000;

Instant at(std::string_view text) {
  auto const instant = parse_instant(text);
  EXPECT_TRUE(instant.has_value()) << text;
  return instant.value_or(Instant{});
}

CivilDate day(std::string_view text) {
  auto const date = parse_date(text);
  EXPECT_TRUE(date.has_value()) << text;
  return date.value_or(CivilDate{});
}

TEST(CivilDate, CountsTheDaysSince1970) {
  // Days by Python's datetime.
  struct Row {
    std::string text;
    std::int32_t days;
  };
  for (auto const& [text, days] :
       {Row{"0001-01-01", first_day}, Row{"1969-12-31", -1}, Row{"1970-01-01", 0},
        Row{"2000-02-29", 11'016}, Row{"2016-09-05", 17'049}, Row{"9999-12-31", last_day}}) {
    EXPECT_EQ(day(text).days(), days) << text;
    EXPECT_EQ(to_string(CivilDate{days}), text);
  }
}

TEST(CivilDate, RefusesWhatNoCalendarHas) {
  for (std::string const text :
       {"2015-02-29", "1900-02-29", "2016-02-30", "2016-04-31", "2016-13-01", "2016-00-10",
        "2016-01-00", "0000-01-01", "2016-9-05", "2016/09/05", "20160905", "2016-09-05 ",
        " 2016-09-05", "+016-09-05", "-016-09-05", "2016-09-0x", "05-09-2016", ""}) {
    auto const date = parse_date(text);
    ASSERT_FALSE(date.has_value()) << text;
    EXPECT_EQ(date.error().code, Errc::malformed);
    EXPECT_NE(date.error().what.find("YYYY-MM-DD"), std::string::npos) << date.error().what;
  }
}

TEST(CivilDate, QuotesAtMostFortyCharactersOfWhatItRefuses) {
  auto const date = parse_date(std::string(100'000, 'x'));
  ASSERT_FALSE(date.has_value());
  EXPECT_LT(date.error().what.size(), 100U);
}

TEST(CivilDate, KnowsLeapDaysByTheGregorianRule) {
  EXPECT_EQ(to_string(day("2016-02-28").plus_days(1)), "2016-02-29");
  EXPECT_EQ(to_string(day("2100-02-28").plus_days(1)), "2100-03-01");
  EXPECT_EQ(to_string(day("2000-03-01").plus_days(-1)), "2000-02-29");
}

TEST(CivilDate, GoesMonthsAheadToTheLastDayWhereAMonthIsShort) {
  EXPECT_EQ(to_string(day("2016-01-31").plus_months(1)), "2016-02-29");
  EXPECT_EQ(to_string(day("2015-01-31").plus_months(1)), "2015-02-28");
  EXPECT_EQ(to_string(day("2016-02-29").plus_months(12)), "2017-02-28");
  EXPECT_EQ(to_string(day("2016-12-15").plus_months(1)), "2017-01-15");
  EXPECT_EQ(to_string(day("2016-03-31").plus_months(-1)), "2016-02-29");
}

TEST(CivilDate, NamesItsYear) {
  EXPECT_EQ(day("2016-12-31").year(), 2016);
  EXPECT_EQ(day("2017-01-01").year(), 2017);
  EXPECT_EQ(civil_date(2016, 9, 5), day("2016-09-05"));
}

TEST(CivilDate, StopsAtALiteralThatNoCalendarHas) {
  EXPECT_DEATH((void)civil_date(2015, 2, 29), "");
}

RC_GTEST_PROP(CivilDate, ReadsBackEveryDayThatItWrites, ()) {
  CivilDate const date{*rc::gen::inRange(first_day, last_day + 1)};
  auto const again = parse_date(to_string(date));
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == date);
}

TEST(Instant, CountsMicrosecondsSince1970) {
  // Seconds by date(1): date -u -d TEXT +%s.
  EXPECT_EQ(at("2016-09-05T21:59:59Z").microseconds(), 1'473'112'799 * second);
  EXPECT_EQ(at("2016-02-29T12:00:00Z").microseconds(), 1'456'747'200 * second);
  EXPECT_EQ(at("1969-12-31T23:59:59Z").microseconds(), -1 * second);
  EXPECT_EQ(at("0001-01-01T00:00:00Z").microseconds(), -62'135'596'800 * second);
  EXPECT_EQ(at("9999-12-31T23:59:59Z").microseconds(), 253'402'300'799 * second);
  EXPECT_EQ(at("1970-01-01T00:00:00.5Z").microseconds(), 500'000);
  EXPECT_EQ(at("1970-01-01T00:00:00.000001Z").microseconds(), 1);
}

TEST(Instant, WritesDecimalsOnlyWhereThereAreSome) {
  EXPECT_EQ(to_string(Instant{0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_string(Instant{500'000}), "1970-01-01T00:00:00.500000Z");
  EXPECT_EQ(to_string(Instant{-1}), "1969-12-31T23:59:59.999999Z");
}

TEST(Instant, RefusesOtherForms) {
  for (std::string const text :
       {"2016-09-05T21:59:59", "2016-09-05 21:59:59Z", "2016-09-05T24:00:00Z",
        "2016-09-05T21:60:00Z", "2016-09-05T21:59:60Z", "2016-09-05T21:59:59+02:00",
        "2016-09-05T21:59:59.Z", "2016-09-05T21:59:59.1234567Z", "2016-09-05T21:59:59,5Z",
        "2016-02-30T00:00:00Z", "2016-09-05T2a:00:00Z", "2016-09-05T21:59Z", "2016-09-05", ""}) {
    auto const instant = parse_instant(text);
    ASSERT_FALSE(instant.has_value()) << text;
    EXPECT_EQ(instant.error().code, Errc::malformed);
  }
}

RC_GTEST_PROP(Instant, ReadsBackEveryMomentThatItWrites, ()) {
  auto const days = *rc::gen::inRange(first_day, last_day + 1);
  auto const micros = *rc::gen::inRange<std::int64_t>(0, 86'400 * second);
  Instant const instant{days * (86'400 * second) + micros};
  auto const again = parse_instant(to_string(instant));
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == instant);
}

TEST(Paris, EndsADeadlineAtTheStartOfTheNextDay) {
  // domain.md: the call of 2016 closes on 2016-09-05, that is before 2016-09-05T22:00:00Z.
  EXPECT_EQ(paris_midnight(day("2016-09-05").plus_days(1)), at("2016-09-05T22:00:00Z"));
  EXPECT_EQ(paris_date(at("2016-09-05T21:59:59.999999Z")), day("2016-09-05"));
  EXPECT_EQ(paris_date(at("2016-09-05T22:00:00Z")), day("2016-09-06"));
}

TEST(Paris, HasMidnightsOneOrTwoHoursBeforeUtc) {
  // By Python's zoneinfo.
  EXPECT_EQ(paris_midnight(day("2016-03-27")), at("2016-03-26T23:00:00Z"));
  EXPECT_EQ(paris_midnight(day("2016-03-28")), at("2016-03-27T22:00:00Z"));
  EXPECT_EQ(paris_midnight(day("2016-10-30")), at("2016-10-29T22:00:00Z"));
  EXPECT_EQ(paris_midnight(day("2016-10-31")), at("2016-10-30T23:00:00Z"));
  EXPECT_EQ(paris_midnight(day("2024-02-29")), at("2024-02-28T23:00:00Z"));
  EXPECT_EQ(paris_midnight(day("1970-01-01")), at("1969-12-31T23:00:00Z"));
}

TEST(Paris, ChangesTheDayAtItsOwnMidnightAlsoWhenTheClocksChange) {
  // By Python's zoneinfo.
  EXPECT_EQ(paris_date(at("2016-03-26T22:59:59Z")), day("2016-03-26"));
  EXPECT_EQ(paris_date(at("2016-03-26T23:00:00Z")), day("2016-03-27"));
  EXPECT_EQ(paris_date(at("2016-10-29T21:59:59Z")), day("2016-10-29"));
  EXPECT_EQ(paris_date(at("2016-10-29T22:00:00Z")), day("2016-10-30"));
  EXPECT_EQ(paris_date(at("2016-10-30T22:59:59Z")), day("2016-10-30"));
  EXPECT_EQ(paris_date(at("2016-10-30T23:00:00Z")), day("2016-10-31"));
  EXPECT_EQ(paris_date(at("2016-12-31T23:00:00Z")), day("2017-01-01"));
}

RC_GTEST_PROP(Paris, StartsEachDayAtItsMidnight, ()) {
  // From 1970 on; before, the zone's rules are history.
  CivilDate const date{*rc::gen::inRange(0, 40'000)};
  auto const midnight = paris_midnight(date);
  RC_ASSERT(paris_date(midnight) == date);
  RC_ASSERT(paris_date(Instant{midnight.microseconds() - 1}) == date.plus_days(-1));
}

TEST(Clock, StandsStillUntilItIsSet) {
  ManualClock clock{Instant{5}};
  EXPECT_EQ(clock.now(), Instant{5});
  clock.set(Instant{3});
  EXPECT_EQ(clock.now(), Instant{3});
}

TEST(Clock, OfTheSystemIsPastTheDayThisWasWritten) {
  EXPECT_GT(SystemClock{}.now(), at("2024-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace gl
