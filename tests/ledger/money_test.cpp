#include "ledger/money.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "ledger/text.h"

namespace gl::ledger {
namespace {

Currency currency(std::string_view code) { return *Currency::parse(code); }
Money minor(std::int64_t units) { return Money::from_minor_units(units); }
constexpr auto most = std::numeric_limits<std::int64_t>::max();

TEST(Money, NeverWraps) {
  EXPECT_EQ(minor(most).plus(minor(1)), std::nullopt);
  EXPECT_EQ(minor(-most).minus(minor(2)), std::nullopt);
  EXPECT_EQ(minor(most).plus(minor(-1)), minor(most - 1));
}

TEST(Money, HasTheDecimalsOfItsCurrency) {
  EXPECT_EQ(to_string(minor(4'000'001), currency("EUR")), "40000.01");
  EXPECT_EQ(to_string(minor(4'000'001), currency("JPY")), "4000001");
  EXPECT_EQ(to_string(minor(4'000'001), currency("TND")), "4000.001");
  EXPECT_EQ(to_string(minor(-5), currency("EUR")), "-0.05");
}

TEST(Money, IsReadAsWritten) {
  EXPECT_EQ(to_money(*parse_amount("40000.5"), currency("EUR")), minor(4'000'050));
  EXPECT_EQ(to_money(*parse_amount("-12.30"), currency("EUR")), minor(-1'230));
  EXPECT_EQ(to_money(*parse_amount("7"), currency("JPY")), minor(7));
}

TEST(Money, RefusesMoreDecimalsThanTheCurrencyHas) {
  EXPECT_FALSE(to_money(*parse_amount("0.001"), currency("EUR")).has_value());
  EXPECT_FALSE(to_money(*parse_amount("0.5"), currency("JPY")).has_value());
}

TEST(Money, RefusesWhatIsNoAmountOrTooLarge) {
  for (auto const* const text : {"", "-", "1,5", "1.", ".5", " 1", "+1", "1e3", "1.2.3",
                                 "0.1234567890", "9223372036854775808"}) {
    EXPECT_FALSE(parse_amount(text).has_value()) << text;
  }
  EXPECT_FALSE(to_money(*parse_amount("9223372036854775807"), currency("EUR")).has_value());
}

TEST(Money, IsGroupedByThousandsInSentences) {
  EXPECT_EQ(to_string(Sum{minor(4'000'001), currency("EUR")}), "40,000.01 EUR");
  EXPECT_EQ(to_string(Sum{minor(-123'456'789), currency("EUR")}), "-1,234,567.89 EUR");
  EXPECT_EQ(to_string(Sum{minor(99'999), currency("EUR")}), "999.99 EUR");
  EXPECT_EQ(to_string(Sum{minor(1'000), currency("JPY")}), "1,000 JPY");
}

TEST(Share, IsRoundedHalfUpOnce) {
  EXPECT_EQ(share_of(minor(1), Rate{500'000}), minor(1));
  EXPECT_EQ(share_of(minor(3), Rate{500'000}), minor(2));
  EXPECT_EQ(share_of(minor(7'350'100), Rate{500'000}), minor(3'675'050));
  EXPECT_EQ(share_of(minor(100), Rate{333'333}), minor(33));
  EXPECT_EQ(share_of(minor(most), Rate{Rate::ppm_max}), minor(most));
}

TEST(Split, GivesTheRemainderToTheLargestAndTiesToTheEarlier) {
  std::vector<Rate> const thirds{Rate{333'333}, Rate{333'333}, Rate{333'334}};
  EXPECT_EQ(split(minor(100), thirds), (std::vector{minor(33), minor(33), minor(34)}));
  std::vector<Rate> const halves{Rate{500'000}, Rate{500'000}};
  EXPECT_EQ(split(minor(101), halves), (std::vector{minor(51), minor(50)}));
}

RC_GTEST_PROP(Split, PartsAlwaysSumToTheWhole, ()) {
  auto const whole = *rc::gen::inRange<std::int64_t>(0, most);
  auto const first = *rc::gen::inRange(0, 1'000'001);
  auto const second = *rc::gen::inRange(0, 1'000'001 - first);
  std::vector<Rate> const shares{Rate{first}, Rate{second}, Rate{1'000'000 - first - second}};
  Money sum;
  for (auto const part : split(minor(whole), shares)) sum = add(sum, part);
  RC_ASSERT(sum == minor(whole));
}

TEST(Currency, IsOneOfIso4217) {
  EXPECT_EQ(currency("EUR").decimals(), 2U);
  EXPECT_FALSE(Currency::parse("eur").has_value());
  EXPECT_FALSE(Currency::parse("EURO").has_value());
  EXPECT_FALSE(Currency::parse("ZZZ").has_value());
  EXPECT_EQ(Currency::from_packed(currency("XPF").packed()).code(), "XPF");
}

}  // namespace
}  // namespace gl::ledger
