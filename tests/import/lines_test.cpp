#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "import/given.h"

namespace gl::importing {
namespace {

using Outcomes = std::map<std::uint64_t, std::string>;

std::string const header = "date;payee;amount\n";

TEST(Line, EndsAcceptedFlaggedOrRejectedAndTheOthersAreAsIfItWereNotThere) {
  auto const form = plain("", R"(
[values]
dates = "iso"
)");
  std::string const file = header +
                           "2016-01-05;Good before;100.00\n"
                           "2016-01-05;No amount;\n"
                           "2016-01-05;Bad amount;7,17E+13\n"
                           "2016-01-05;Zero;0.00\n"
                           "2016-01-05;Negative;-5.00\n"
                           ";No date;5.00\n"
                           "2016-02-30;Bad date;5.00\n"
                           "2016-01-05;;5.00\n"
                           "\n"
                           ";;\n"
                           "2016-01-05;Too few\n"
                           "2016-01-05;Too many;5.00;6.00\n"
                           "2016-01-05;Trailing empty;5.00;;\n"
                           "2016-01-05;Bad \xe9 encoding;5.00\n"
                           "2016-01-05;\"Opens and never closes;5.00\n"
                           "2016-01-05 2016-02-05;Several dates;5.00\n"
                           "2016-01-05;Cut " +
                           std::string(300, 'x') +
                           ";5.00\n"
                           "2016-01-05;Clean\x02 me;5.00\n"
                           "2016-01-05;Good after;100.00";
  EXPECT_EQ(outcomes(file, form), (Outcomes{{2, "ok"},
                                            {3, "NO_AMOUNT"},
                                            {4, "BAD_AMOUNT"},
                                            {5, "ZERO_AMOUNT"},
                                            {6, "NEGATIVE_AMOUNT"},
                                            {7, "NO_DATE"},
                                            {8, "BAD_DATE"},
                                            {9, "NO_PAYEE"},
                                            {10, "EMPTY_LINE"},
                                            {11, "EMPTY_LINE"},
                                            {12, "FIELD_COUNT"},
                                            {13, "FIELD_COUNT"},
                                            {14, "ok"},
                                            {15, "BAD_ENCODING"},
                                            {16, "UNCLOSED_QUOTE"},
                                            {17, "SEVERAL_DATES"},
                                            {18, "TEXT_CUT"},
                                            {19, "TEXT_CLEANED"},
                                            {20, "ok"}}));
}

TEST(Line, ThatIsTooLongCostsItselfAlone) {
  auto const file = header + "2016-01-05;" + std::string(record_bytes_max, 'x') + ";1.00\n" +
                    "2016-01-05;After;1.00\n";
  EXPECT_EQ(outcomes(file, plain()), (Outcomes{{2, "LINE_TOO_LONG"}, {3, "ok"}}));
}

TEST(Line, OfAQuotedFieldOverSeveralLinesIsNumberedByItsFirst) {
  auto const file = header + "2016-01-05;\"Two\r\nlines\";1.00\r\n2016-01-05;One;1.00\r\n";
  EXPECT_EQ(outcomes(file, plain()), (Outcomes{{2, "ok"}, {4, "ok"}}));
  EXPECT_EQ(grants(file, plain()).at(2).payee.name, "Two lines");
}

TEST(Line, ThatIsNamelessAndComesToItsYearIsATotal) {
  auto const file = header +
                    "2016-01-05;A;100.00\n"
                    "2016-02-05;B;50.00\n"
                    "2016-12-31;;150.00\n"  // the total of 2016
                    "2017-01-05;C;7.00\n"
                    ";;157.00\n"           // the total of all, without a date
                    "2017-01-06;;8.00\n";  // nobody's
  EXPECT_EQ(
      outcomes(file, plain()),
      (Outcomes{
          {2, "ok"}, {3, "ok"}, {4, "TOTAL_LINE"}, {5, "ok"}, {6, "TOTAL_LINE"}, {7, "NO_PAYEE"}}));
  EXPECT_EQ(survey(file, plain(), nullptr)->all.entered, ledger::Money::from_minor_units(15'700));
}

TEST(Line, ThatSaysTotalIsATotal) {
  auto const file =
      header + "2016-01-05;TOTAL DANSE;9.00\n2016;Sous-total 2016;9.00\n;TOTAL;9.00\n";
  EXPECT_EQ(outcomes(file, plain()), (Outcomes{{2, "ok"}, {3, "TOTAL_LINE"}, {4, "TOTAL_LINE"}}));
  EXPECT_EQ(outcomes(file, plain("total_lines = false")),
            (Outcomes{{2, "ok"}, {3, "BAD_DATE"}, {4, "NO_DATE"}}));
}

TEST(Line, ThatStoodThereBeforeIsAGrantAllTheSame) {
  auto const file = header + "2016-01-05;A;100.00\n2016-01-05;A;100.00\n2016-01-05;A;100.0\n";
  EXPECT_EQ(outcomes(file, plain()), (Outcomes{{2, "ok"}, {3, "DUPLICATE"}, {4, "ok"}}));
}

TEST(Line, WithoutAFieldThatIsAskedForIsRejected) {
  auto const mapping = plain("", "[missing]\npayee_name = \"reject\"\n");
  EXPECT_EQ(outcomes(header + "2016-01-05;;100.00\n", mapping), (Outcomes{{2, "MISSING_FIELD"}}));
}

TEST(Payee, IsKnownByAnIdentifierThatIsOneElseByTheLine) {
  auto const mapping = parse_mapping(R"(format = 1
[columns]
decided = "date"
payee_name = "payee"
payee_id = "id"
amount = "amount"
[into]
prefix = "T"
programme = "TEST"
)",
                                     "m");
  ASSERT_TRUE(mapping);
  std::string const file =
      "date;payee;id;amount\n"
      "2016-01-05;A;32416633900055;1.00\n"
      "2016-01-05;B;324 166 339 00055;1.00\n"
      "2016-01-05;C;452474562;1.00\n"
      "2016-01-05;D;W853000123;1.00\n"
      "2016-01-05;E;7,17E+13;1.00\n"
      "2016-01-05;F;35181600000000;1.00\n"
      "2016-01-05;G;;1.00\n"
      "2016-01-05;;452474562;1.00\n";
  auto const of = outcomes(file, *mapping);
  EXPECT_EQ(of, (Outcomes{{2, "ok"},
                          {3, "ok"},
                          {4, "ok"},
                          {5, "ok"},
                          {6, "BAD_ID"},
                          {7, "BAD_ID"},
                          {8, "NO_ID"},
                          {9, "NO_NAME"}}));
  auto const all = grants(file, *mapping);
  EXPECT_EQ(all.at(2).payee.siret, "32416633900055");
  EXPECT_EQ(all.at(3).payee.siret, "32416633900055");
  EXPECT_EQ(all.at(4).payee.token, "SIREN-452474562");
  EXPECT_EQ(all.at(5).payee.rna, "W853000123");
  EXPECT_EQ(all.at(6).payee.token, "T-6");
  EXPECT_EQ(all.at(7).payee.token, "T-7");
}

TEST(Location, IsCheckedAgainstATableAtADate) {
  auto const table = parse_mapping(R"(format = 1
[file]
separator = "\t"
[columns]
commune = "insee"
department = "dept"
valid_until = "until"
[into]
enters_as = "reference"
)",
                                   "r");
  ASSERT_TRUE(table) << table.error().what;
  std::string const communes =
      "insee\tdept\tuntil\n40135\t40\t\n24089\t24\t2015-12-31\n40136\t33\t\nx\t40\t\n";
  EXPECT_EQ(outcomes(communes, *table),
            (Outcomes{{2, "ok"}, {3, "ok"}, {4, "BAD_REFERENCE"}, {5, "BAD_REFERENCE"}}));
  auto const reference = read_reference(communes, *table);
  ASSERT_TRUE(reference);
  auto const day = civil_date(2016, 1, 5);
  EXPECT_TRUE(reference->find("40135", "", day));
  EXPECT_TRUE(reference->find("40135", "40", day));
  EXPECT_FALSE(reference->find("40135", "33", day));
  EXPECT_FALSE(reference->find("24089", "24", day)) << "merged by then";
  EXPECT_TRUE(reference->find("24089", "24", civil_date(2015, 6, 1)));
}

TEST(File, ThatCannotBeReadAsAWholeSaysWhy) {
  auto const problem = [](std::string_view file, Mapping const& mapping) {
    auto const found = survey(file, mapping, nullptr);
    return found ? std::string{} : found.error().what;
  };
  EXPECT_NE(problem("", plain()).find("empty"), std::string::npos);
  EXPECT_NE(problem("date;payee\n", plain()).find("no column \"amount\"; it has: date | payee"),
            std::string::npos);
  EXPECT_NE(problem("\xff\xfe\x61", plain()).find("UTF-16"), std::string::npos);
  auto const json = plain("kind = \"json\"\nrecords = \"grants\"");
  EXPECT_NE(problem("{\"grants\": [", json).find("broken JSON at byte"), std::string::npos);
  EXPECT_NE(problem("{\"awards\": []}", json).find("no list \"grants\""), std::string::npos);
  EXPECT_NE(problem("\"\xe9\"", json).find("not UTF-8"), std::string::npos);
  auto const huge =
      header + "2016-01-05;A;90000000000000000.00\n2016-01-05;B;90000000000000000.00\n";
  EXPECT_NE(problem(huge, plain()).find("more than the ledger can hold"), std::string::npos);
}

TEST(File, StartsWithAByteOrderMarkOrNot) {
  auto const line = header + "2016-01-05;A;1.00\n";
  EXPECT_EQ(outcomes("\xef\xbb\xbf" + line, plain()), outcomes(line, plain()));
}

TEST(Json, RecordsAreReadByPointersAndNumbersAsTheyAreWritten) {
  auto const mapping = parse_mapping(R"(format = 1
[file]
kind = "json"
records = "grants"
[values]
ids = "text"
[columns]
decided = "/on"
payee_name = "/to/0/name"
payee_id = "/to/0/id"
amount = "/sum"
[into]
prefix = "J"
programme = "TEST"
)",
                                     "m");
  ASSERT_TRUE(mapping);
  std::string const file = R"({"about": [1, {"sum": 3}], "grants": [
    {"sum": 17759.96, "on": "2015-06-10T00:00:00+00:00", "to": [{"name": "A", "id": "GB-CHC-1"}]},
    {"sum": 1e3, "on": "2015-06-10", "to": [{"name": "B"}]},
    {"sum": 5, "on": "2015-06-10", "to": [{"name": "C", "id": "360G:x"}, {"name": "no"}]},
    7, {}, {"sum": null, "on": "2015-06-10", "to": [{"name": "D"}]}], "sum": 9})";
  EXPECT_EQ(outcomes(file, *mapping), (Outcomes{{1, "ok"},
                                                {2, "BAD_AMOUNT"},
                                                {3, "ok"},
                                                {4, "EMPTY_LINE"},
                                                {5, "EMPTY_LINE"},
                                                {6, "NO_AMOUNT"}}));
  auto const all = grants(file, *mapping);
  EXPECT_EQ(all.at(1).amount, ledger::Money::from_minor_units(1'775'996));
  EXPECT_EQ(all.at(1).payee.token, "GB-CHC-1");
  EXPECT_EQ(all.at(3).payee.token, "360G-x");
  EXPECT_EQ(all.at(3).payee.name, "C");
}

RC_GTEST_PROP(File, OfAnyBytesIsReadToItsEndWithCountsThatAddUp, (std::string const& bytes)) {
  for (auto const& mapping : {plain("encoding = \"mixed\""), plain("wrapped_in = \";\"")}) {
    auto const found = survey(header + bytes, mapping, nullptr);
    if (!found) continue;
    auto const& all = found->all;
    RC_ASSERT(all.accepted + all.flagged + all.rejected == all.lines);
    RC_ASSERT(all.lines == found->verdicts.size());
  }
}

}  // namespace
}  // namespace gl::importing
