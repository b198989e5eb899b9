#include "ledger/ids.h"

#include <gtest/gtest.h>

#include "ledger/form.h"

namespace gl::ledger {
namespace {

TEST(Siret, HasARightCheckDigit) {
  EXPECT_TRUE(is_siret("73282932000074"));  // the example of French Wikipedia's article on SIRET
  EXPECT_TRUE(is_siret("00000101600013"));  // of the worked example
  EXPECT_FALSE(is_siret("73282932000075"));
  EXPECT_FALSE(is_siret("7328293200007"));
  EXPECT_FALSE(is_siret("7328293200007A"));
}

TEST(Siret, OfLaPosteFollowsItsOwnRule) {
  EXPECT_TRUE(is_siret("35600000000048"));  // La Poste's seat: Luhn holds
  EXPECT_TRUE(is_siret("35600000049837"));  // a post office: the digits' sum is a multiple of 5
  EXPECT_FALSE(is_siret("35600000049838"));
}

TEST(Iban, HasRightCheckDigits) {
  // Examples of the SWIFT IBAN registry.
  EXPECT_TRUE(is_iban("FR1420041010050500013M02606"));
  EXPECT_TRUE(is_iban("DE89370400440532013000"));
  EXPECT_TRUE(is_iban("NO9386011117947"));
  EXPECT_TRUE(is_iban("MT84MALT011000012345MTLCAST001S"));
  EXPECT_FALSE(is_iban("FR1420041010050500013M02607"));
  EXPECT_FALSE(is_iban("FR14 2004 1010 0505 0001 3M02 606"));
  EXPECT_FALSE(is_iban(""));
}

TEST(Rna, IsWAndNineDigits) {
  EXPECT_TRUE(is_rna("W332001234"));
  EXPECT_FALSE(is_rna("W33200123"));
  EXPECT_FALSE(is_rna("X332001234"));
}

TEST(Department, IsOneOfFrance) {
  for (auto const* const code : {"01", "33", "95", "2A", "2B", "971", "974", "988"}) {
    EXPECT_TRUE(is_department(code)) << code;
  }
  for (auto const* const code : {"", "00", "20", "96", "1", "990", "2C", "033"}) {
    EXPECT_FALSE(is_department(code)) << code;
  }
}

TEST(Commune, HasFiveCharacters) {
  EXPECT_TRUE(is_commune("33063"));
  EXPECT_TRUE(is_commune("2A004"));
  EXPECT_FALSE(is_commune("3306"));
  EXPECT_FALSE(is_commune("2C004"));
}

TEST(Beneficiary, IsTheSirenBehindASiret) {
  EXPECT_EQ(beneficiary_of("73282932000074").view(), "732829320");
  EXPECT_EQ(beneficiary_of("W332001234").view(), "W332001234");
}

TEST(PersonToken, LooksLikeNoPublicNumber) {
  EXPECT_TRUE(is_person_token("p-81f2"));
  EXPECT_FALSE(is_person_token("732829320"));
  EXPECT_FALSE(is_person_token("W332001234"));
  EXPECT_FALSE(is_person_token("Jean Dupont"));
}

TEST(ShortId, TakesSixtyFourOfItsCharacters) {
  EXPECT_TRUE(is_short_id(std::string(64, 'a')));
  EXPECT_FALSE(is_short_id(std::string(65, 'a')));
  EXPECT_FALSE(is_short_id(""));
  EXPECT_FALSE(is_short_id("P 1"));
  EXPECT_TRUE(is_short_id("2016/P-1_a.b"));
}

}  // namespace
}  // namespace gl::ledger
