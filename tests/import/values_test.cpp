#include "tools/import/values.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gl::importing {
namespace {

ledger::Currency const eur = *ledger::Currency::parse("EUR");
constexpr NumberForm point{};
constexpr NumberForm french{.decimal = ',', .thousands = ' '};
constexpr NumberForm english{.decimal = '.', .thousands = ','};

/// "123.45", or the code.
std::string read(std::string_view text, NumberForm form, ledger::Currency currency = eur) {
  auto const amount = read_amount(text, form, currency);
  return amount ? ledger::to_string(*amount, currency) : std::string{name(amount.error())};
}

TEST(Amount, IsReadInTheFilesForm) {
  for (auto const& [text, form, expected] : {
           std::tuple{"250.0", point, "250.00"},
           std::tuple{"34692695.75", point, "34692695.75"},
           std::tuple{" 12 ", point, "12.00"},
           std::tuple{"24\u00a0975,00", french, "24975.00"},
           std::tuple{"1\u202f500\u00a0000,5", french, "1500000.50"},
           std::tuple{"-12,30 €", french, "-12.30"},
           std::tuple{"\u22125,00", french, "-5.00"},
           std::tuple{"(1,234.50)", english, "-1234.50"},
           std::tuple{"£1,234,567", english, "1234567.00"},
           std::tuple{"0", point, "0.00"},
           std::tuple{"10.000000", point, "10.00"},
       }) {
    EXPECT_EQ(read(text, form), expected) << text;
  }
}

TEST(Amount, ThatIsNoneIsNeverGuessed) {
  for (auto const* const text :
       {"7,17E+13", "7.17E+13", "abc", "12 34", "1.234.5", "10.005", "12,5", "1 000", "-", "€",
        "92233720368547758.08", "9999999999999999999999", "0x10", "1e3", "--5x", "."}) {
    EXPECT_EQ(read(text, point), "BAD_AMOUNT") << text;
  }
  EXPECT_EQ(read("1 2345,00", french), "BAD_AMOUNT") << "thousands that are not threes";
  EXPECT_EQ(read("12 34 567,00", french), "BAD_AMOUNT");
  EXPECT_EQ(read(" \u00a0", point), "NO_AMOUNT");
}

TEST(Amount, HasTheDecimalsOfItsCurrency) {
  auto const yen = *ledger::Currency::parse("JPY");
  EXPECT_EQ(read("500", point, yen), "500");
  EXPECT_EQ(read("500.0", point, yen), "500");
  EXPECT_EQ(read("500.5", point, yen), "BAD_AMOUNT");
}

RC_GTEST_PROP(Amount, OfAnyTextIsReadOrRefused, (std::string const& text)) {
  static_cast<void>(read_amount(text, french, eur));
}

RC_GTEST_PROP(Amount, ThatWasWrittenIsReadBack, (std::int64_t units)) {
  RC_PRE(units > std::numeric_limits<std::int64_t>::min());
  auto const money = ledger::Money::from_minor_units(units);
  auto const again = read_amount(ledger::to_string(money, eur), point, eur);
  RC_ASSERT(again.has_value() && again.value() == money);
}

std::string dates(std::string_view text, DateForm form, bool year_end = true) {
  std::string all;
  for (auto const date : read_dates(text, form, year_end)) {
    all += (all.empty() ? "" : " ") + to_string(date);
  }
  return all;
}

TEST(Date, IsReadInTheFilesForm) {
  EXPECT_EQ(dates("2017-06-27", DateForm::iso), "2017-06-27");
  EXPECT_EQ(dates("2015-06-10T00:00:00+00:00", DateForm::iso), "2015-06-10");
  EXPECT_EQ(dates("06/12/2022", DateForm::day_month_year), "2022-12-06");
  EXPECT_EQ(dates("5.9.2016", DateForm::day_month_year), "2016-09-05");
  EXPECT_EQ(dates("17/08/2015 00:00", DateForm::day_month_year), "2015-08-17");
  EXPECT_EQ(dates("12/31/2016", DateForm::month_day_year), "2016-12-31");
  EXPECT_EQ(dates("2014", DateForm::year), "2014-12-31");
  EXPECT_EQ(dates("2014", DateForm::year, false), "2014-01-01");
  EXPECT_EQ(dates("42370", DateForm::serial), "2016-01-01");
}

TEST(Date, ThatNoCalendarHasIsNone) {
  for (auto const* const text :
       {"2017-02-30", "2017-13-01", "0017-01-01", "12017-01-010", "", "x"}) {
    EXPECT_EQ(dates(text, DateForm::iso), "") << text;
  }
  EXPECT_EQ(dates("31/02/2016", DateForm::day_month_year), "");
  EXPECT_EQ(dates("20145", DateForm::year), "");
  EXPECT_EQ(dates("201", DateForm::year), "");
  EXPECT_EQ(dates("2014 ou 2015", DateForm::year), "");
  EXPECT_EQ(dates("5", DateForm::serial), "");
}

TEST(Date, SeveralInACellAreAllFound) {
  EXPECT_EQ(dates("2017-07-07\n2017-11-16", DateForm::iso), "2017-07-07 2017-11-16");
  EXPECT_EQ(dates("2e versement : 2018-03-13 / 3e versement : 2018-04-26 ", DateForm::iso),
            "2018-03-13 2018-04-26");
  EXPECT_EQ(dates("2018-12-11 _2019-12-31", DateForm::iso), "2018-12-11 2019-12-31");
}

RC_GTEST_PROP(Date, OfAnyTextIsReadOrPassedOver, (std::string const& text)) {
  for (auto const form : {DateForm::iso, DateForm::day_month_year, DateForm::month_day_year,
                          DateForm::year, DateForm::serial}) {
    static_cast<void>(read_dates(text, form, true));
  }
}

std::string shares(std::string_view words) {
  std::string all;
  for (auto const share : read_shares(words)) {
    all += (all.empty() ? "" : " ") + std::to_string(share.ppm() / 10'000);
  }
  return all;
}

TEST(Shares, AreReadFromWordsWhenTheyComeToTheWhole) {
  EXPECT_EQ(shares("80% à la signature\nSolde après réception du bilan au 31/12"), "80 20");
  EXPECT_EQ(shares("40% à la signature et 40% à mi parcours,20% à l'acceptation"), "40 40 20");
  EXPECT_EQ(shares("100 % à la signature"), "100");
  EXPECT_EQ(shares("soit 47,6 %, le solde après"), "47 52");
  EXPECT_EQ(shares("versement unique"), "");
  EXPECT_EQ(shares("80 % puis 30 %"), "") << "more than the whole";
  EXPECT_EQ(shares("0 % et 100 %"), "");
  EXPECT_EQ(shares("quelques % de plus"), "");
}

TEST(Siren, HasNineDigitsAndARightCheckDigit) {
  EXPECT_TRUE(is_siren("452474562"));
  EXPECT_FALSE(is_siren("452474563"));
  EXPECT_FALSE(is_siren("45247456"));
  EXPECT_FALSE(is_siren("45247456a"));
}

}  // namespace
}  // namespace gl::importing
