#include "tools/import/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gl::importing {
namespace {

using Fields = std::vector<std::string>;

Fields fields_of(std::string_view line, CsvForm form = {}) {
  CsvRecord record{form};
  EXPECT_TRUE(record.take(line)) << line;
  return record.fields();
}

TEST(Csv, FieldsStandBetweenSeparators) {
  EXPECT_EQ(fields_of("a;;b;"), (Fields{"a", "", "b", ""}));
  EXPECT_EQ(fields_of(""), (Fields{""}));
}

TEST(Csv, QuotedFieldsHoldSeparatorsQuotesAndLines) {
  EXPECT_EQ(fields_of(R"("a;b";"say ""so""";c)"), (Fields{"a;b", R"(say "so")", "c"}));
  CsvRecord record{{}};
  EXPECT_FALSE(record.take(R"(1;"first)"));
  EXPECT_TRUE(record.take(R"(second";2)"));
  EXPECT_EQ(record.fields(), (Fields{"1", "first\nsecond", "2"}));
}

TEST(Csv, AQuoteInsideAnUnquotedFieldIsACharacter) {
  EXPECT_EQ(fields_of(R"(the "Nuits";b)"), (Fields{R"(the "Nuits")", "b"}));
  EXPECT_EQ(fields_of(R"("a" b;c)"), (Fields{"a b", "c"}));
}

TEST(Csv, WithoutQuotingAQuoteIsACharacterAnywhere) {
  EXPECT_EQ(fields_of(R"("a,b")", {.separator = ',', .quote = 0}), (Fields{R"("a)", R"(b")"}));
}

TEST(Csv, ALineThatASpreadsheetTookForCellsIsPutTogetherAgain) {
  Codes flags;
  EXPECT_EQ(unwrap("a,b,c;;", ';', flags), "a,b,c");
  EXPECT_EQ(unwrap("a,half ; half,c;", ';', flags), "a,half ; half,c");
  EXPECT_TRUE(flags.empty());
  EXPECT_EQ(unwrap(R"("a,the ""Nuits"",c "; d,e;)", ';', flags), R"(a,the "Nuits",c ; d,e)");
  EXPECT_TRUE(flags.has(Code::line_unquoted));
}

struct Rejoined {
  char const* line;
  std::optional<Code> problem;
  Fields fields;
  bool merged = false;
};

TEST(Csv, AnAmountWhoseDecimalCommaSplitItIsFoundAgain) {
  // who, what, amount, kind, how
  SplitAmount const split{.amount = 2, .before = 1, .after = 4, .separator = ','};
  for (auto const& [line, problem, fields, merged] : {
           Rejoined{"A,x,24 975,00,cash,y", {}, {"A", "x", "24 975,00", "cash", "y"}},
           Rejoined{"A,x,z,24 975,00,cash,y", {}, {"A", "x,z", "24 975,00", "cash", "y"}, true},
           Rejoined{"A,x,7,50,cash,y,z", {}, {"A", "x", "7,50", "cash", "y,z"}, true},
           Rejoined{"A,x,500,cash,y", {}, {"A", "x", "500", "cash", "y"}},
           Rejoined{"A,x,cash,y", Code::field_count, {}},
           Rejoined{"A,x,500,00,y", Code::field_count, {}},  // a field is missing
           Rejoined{"A,x,many,00,cash,y", Code::field_count, {}},
           Rejoined{"A,x,3,50,12,00,cash,y", Code::ambiguous_fields, {}},
       }) {
    auto found = fields_of(line, {.separator = ',', .quote = 0});
    Codes flags;
    EXPECT_EQ(rejoin(found, 5, split, flags), problem) << line;
    if (!problem) {
      EXPECT_EQ(found, fields) << line;
    }
    EXPECT_EQ(flags.has(Code::fields_merged), merged) << line;
  }
}

RC_GTEST_PROP(Csv, FieldsOfAnyTextComeBackWhenQuoted, (std::vector<std::string> const& fields)) {
  RC_PRE(!fields.empty());
  std::string line;
  for (auto const& field : fields) {
    if (!line.empty()) line += ';';
    line += '"';
    for (char const c : field) line += c == '"' ? std::string{"\"\""} : std::string{c};
    line += '"';
  }
  CsvRecord record{{}};
  RC_ASSERT(record.take(line));
  RC_ASSERT(record.fields() == fields);
}

}  // namespace
}  // namespace gl::importing
