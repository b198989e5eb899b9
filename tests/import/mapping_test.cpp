#include "tools/import/mapping.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "import/given.h"

namespace gl::importing {
namespace {

/// What parsing says: empty when all is well.
std::string problem(std::string const& text) {
  auto const mapping = parse_mapping(text, "m.toml");
  return mapping ? std::string{} : mapping.error().what;
}

constexpr char const* small = R"(format = 1
[columns]
decided = "d"
payee_name = "p"
amount = "a"
[into]
prefix = "T"
programme = "TEST"
)";

TEST(Mapping, ThatIsShippedIsRight) {
  std::size_t count = 0;
  for (auto const& file :
       std::filesystem::directory_iterator{std::string{GL_SOURCE_DIR} + "/tools/mappings"}) {
    EXPECT_EQ(problem(slurp(file.path().string())), "") << file.path();
    ++count;
  }
  EXPECT_GE(count, 10U);
}

TEST(Mapping, LeftOutKeysHaveTheirDefaults) {
  auto const mapping = parse_mapping(small, "m.toml");
  ASSERT_TRUE(mapping) << mapping.error().what;
  EXPECT_EQ(mapping->csv.separator, ';');
  EXPECT_EQ(mapping->csv.quote, '"');
  EXPECT_EQ(mapping->encoding, Encoding::utf8);
  EXPECT_EQ(mapping->enters_as, EntersAs::award);
  EXPECT_EQ(mapping->currency.code(), "EUR");
  EXPECT_EQ(mapping->call, "T-{year}");
  EXPECT_EQ(mapping->programme_name, "TEST");
  EXPECT_TRUE(mapping->authority.fits);
}

TEST(Mapping, AmountsOfAuthorityAreOfTheCurrencyWhereverItStands) {
  auto const mapping = parse_mapping(
      std::string{small} + "authority = { 2016 = \"700000\" }\ncurrency = \"JPY\"\n", "m.toml");
  ASSERT_TRUE(mapping) << mapping.error().what;
  EXPECT_FALSE(mapping->authority.fits);
  EXPECT_EQ(mapping->authority.years.at(2016), ledger::Money::from_minor_units(700'000));
}

TEST(Mapping, WhatIsWrongIsNamed) {
  std::string const base = small;
  for (auto const& [text, words] : {
           std::pair{std::string{"format = 2"}, "format must be 1"},
           std::pair{std::string{"x"}, "line 1"},
           std::pair{base + "colour = \"red\"\n", "into.colour is no key; there are into."},
           std::pair{base + "[file]\nencoding = \"latin\"\n", "must be one of \"mixed\""},
           std::pair{base + "[file]\nseparator = \"ab\"\n", "file.separator must be one char"},
           std::pair{base + "[columns.more]\n", "columns.more is no field"},
           std::pair{base + "[constants]\nlegal_kind = 3\n", "constants.legal_kind must be"},
           std::pair{base + "[missing]\namount = \"flag\"\n", "missing.amount must be one of"},
           std::pair{base + "[legal_kinds]\nX = \"club\"\n",
                     "legal_kinds.X must be one of private"},
           std::pair{base + "[nothing]\nx = 1\n", "is in no section that there is"},
           std::pair{base + "authority = \"all\"\n", "must be \"sum\", or amounts by year"},
           std::pair{base + "authority = { x = \"1\" }\n", "amounts by year"},
           std::pair{base + "currency = \"EURO\"\n", "ISO 4217"},
           std::pair{base + "year_from = \"paid\"\n", "names a date that has no column"},
           std::pair{base + "call = \"A B\"\n", "into.call must be"},
           std::pair{base + "[file]\nkind = \"json\"\n", "file.records is missing"},
           std::pair{std::string{"format = 1\n[into]\nenters_as = \"reference\"\n"},
                     "columns.commune"},
       }) {
    EXPECT_NE(problem(text).find(words), std::string::npos) << text << "\n" << problem(text);
  }
}

TEST(Mapping, WithoutWhatAGrantIsMadeOfIsRefused) {
  for (std::string const line : {"decided = \"d\"\n", "payee_name = \"p\"\n", "amount = \"a\"\n",
                                 "prefix = \"T\"\n", "programme = \"TEST\"\n"}) {
    std::string text = small;
    text.erase(text.find(line), line.size());
    EXPECT_NE(problem(text).find("is missing"), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace gl::importing
