#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "import/given.h"

namespace gl::importing {
namespace {

using Outcomes = std::map<std::uint64_t, std::string>;

/// The lines that did not just enter.
Outcomes remarkable(std::string const& file, std::string const& mapping) {
  auto all = outcomes(excerpt(file), shipped(mapping));
  EXPECT_FALSE(all.empty()) << file;
  std::erase_if(all, [](auto const& each) { return each.second == "ok"; });
  return all;
}

std::string euros(ledger::Money money) {
  return ledger::to_string(money, *ledger::Currency::parse("EUR"));
}

TEST(LoireAtlantique, LinesWithoutMoneyStayOutAndThoseWithoutNameOrNumberAreFlagged) {
  EXPECT_EQ(remarkable("loire-atlantique.csv", "loire-atlantique.toml"),
            (Outcomes{{12, "NO_AMOUNT"},  // a use of premises
                      {13, "NO_AMOUNT"},  // a loan
                      {14, "NO_NAME"},
                      {15, "ZERO_AMOUNT"},
                      {16, "NO_NAME"},
                      {17, "NO_AMOUNT"},
                      {18, "ZERO_AMOUNT"},
                      {19, "ZERO_AMOUNT"},
                      {20, "BAD_ID"},
                      {21, "NO_ID"},
                      {22, "NO_ID"}}));
}

TEST(MaineEtLoire, NumbersThatASpreadsheetRoundedAreFlaggedAndNotKept) {
  auto const file = excerpt("maine-et-loire.csv");
  auto const mapping = shipped("maine-et-loire.toml");
  for (auto const& [line, codes] : outcomes(file, mapping)) {
    EXPECT_TRUE(codes == "BAD_ID" || codes == "NO_ID" || codes == "ok") << line << codes;
  }
  auto const all = grants(file, mapping);
  EXPECT_EQ(all.at(2).payee.token, "CD49-2");
  EXPECT_EQ(all.at(2).payee.name, "CENTRE FORMATION ET PROMOTION DES MAISONS FAMILIALES");
  EXPECT_EQ(all.at(2).payee.address, "49510 JALLAIS");
  ASSERT_EQ(all.at(2).payments.size(), 1U);
  EXPECT_EQ(to_string(*all.at(2).payments[0].date), "2008-12-31");
}

TEST(Mayenne, InstalmentsArePaidWhereTheirAmountsAreKnown) {
  auto const all = grants(excerpt("mayenne.csv"), shipped("mayenne.toml"));
  auto const payments = [&](std::string_view payee, std::string_view amount) {
    std::string text;
    for (auto const& [line, grant] : all) {
      if (!grant.payee.name.starts_with(payee) || euros(grant.amount) != amount) continue;
      for (auto const& payment : grant.payments) {
        text += to_string(*payment.date) + " " + euros(payment.amount) + ", ";
      }
    }
    return text;
  };
  EXPECT_EQ(payments("ATMOSPHERES 53", "150000.00"),
            "2017-01-12 37500.00, 2017-04-11 75000.00, 2017-07-06 37500.00, ");
  EXPECT_EQ(payments("COPAINVILLE", "116470.00").substr(0, 66),
            "2017-04-28 46588.00, 2017-10-24 46588.00, 2018-03-09 23294.00, 201");
  // The balance of December 2018 was a plan when the list was made.
  EXPECT_EQ(payments("MISSION LOCALE", "32000.00"), "2017-09-15 25600.00, ");
  EXPECT_EQ(payments("CAUE", "50000.00"), "2017-01-13 50000.00, ");
  EXPECT_EQ(payments("Fromageries BEL", "106855.00"), "");
}

TEST(Mayenne, WhatHistoryDidOutOfOrderIsFlagged) {
  auto const found = survey(excerpt("mayenne.csv"), shipped("mayenne.toml"), nullptr);
  ASSERT_TRUE(found);
  auto const& codes = found->codes;
  EXPECT_EQ(codes.at(Code::paid_before_signature), 6U);
  EXPECT_EQ(codes.at(Code::empty_line), 2U);
  EXPECT_EQ(codes.at(Code::not_signed), 2U);
  EXPECT_EQ(codes.at(Code::bad_share), 1U);
  EXPECT_EQ(codes.at(Code::instalments_unknown), 4U);
}

TEST(Vendee, AmountsAreFoundInEveryKindOfBrokenLine) {
  auto const mapping_2017 = shipped("vendee-2017.toml");
  auto const old = grants(excerpt("vendee-2017.csv"), mapping_2017);
  EXPECT_EQ(euros(old.at(2).amount), "24975.00");
  EXPECT_EQ(old.at(6).title,
            "MISE EN TOURISME DE L'ITINERAIRE CYCLABLE EUROPEEN EV1 LA VELODYSSEE");
  EXPECT_EQ(remarkable("vendee-2017.csv", "vendee-2017.toml"),
            (Outcomes{{6, "FIELDS_MERGED"}, {7, "FIELDS_MERGED"}}));
  auto const all = grants(excerpt("vendee-2018.csv"), shipped("vendee-2018.toml"));
  EXPECT_EQ(euros(all.at(5).amount), "39000.00");
  EXPECT_EQ(all.at(5).title.substr(all.at(5).title.size() - 40),
            "\"Les Nuits Musicales en Vendée Romane\".");
  EXPECT_EQ(all.at(9).title,
            "Pour : Augmentation des surface bio, renforcement des fermes bio, actions colleges et "
            "EHPAD");
  EXPECT_EQ(euros(all.at(14).amount), "27000.00");
}

TEST(Toulouse, ANaturalPersonIsKnownAsOne) {
  auto const all = grants(excerpt("toulouse-metropole.csv"), shipped("toulouse-metropole.toml"));
  EXPECT_EQ(all.at(7).payee.legal_kind, ledger::LegalKind::person);
  EXPECT_EQ(all.at(2).payee.legal_kind, ledger::LegalKind::company);
  EXPECT_EQ(all.at(3).payee.legal_kind, ledger::LegalKind::private_body);
  EXPECT_EQ(to_string(all.at(2).decided), "2022-12-06");
}

TEST(EuropeanFunds, CostsAndDatesThatCannotBeAreFlagged) {
  EXPECT_EQ(remarkable("feder-fse.csv", "feder-fse.toml"), (Outcomes{{5, "END_BEFORE_START"},
                                                                     {6, "END_BEFORE_START"},
                                                                     {7, "ZERO_AMOUNT"},
                                                                     {8, "AMOUNT_OVER_COST"},
                                                                     {9, "ZERO_AMOUNT"}}));
}

TEST(ThreeSixtyGiving, PaysWhatWasDisbursed) {
  auto const all = grants(excerpt("wolfson-foundation.json"), shipped("wolfson-foundation.toml"));
  ASSERT_EQ(all.at(1).payments.size(), 1U);
  EXPECT_EQ(to_string(*all.at(1).payments[0].date), "2015-08-17");
  EXPECT_TRUE(all.at(2).payments.empty()) << "nothing was disbursed";
  EXPECT_EQ(remarkable("wolfson-foundation.json", "wolfson-foundation.toml"),
            (Outcomes{{3, "ZERO_AMOUNT"}}));
}

// -------------------------------------------------------------------- the published files as a
// whole

struct Expected {
  std::string file, mapping, year, lines, accepted, flagged, rejected, read, entered;
};

std::vector<Expected> expected_table() {
  std::istringstream table{excerpt("expected.tsv")};
  std::vector<Expected> all;
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    std::istringstream cells{line};
    Expected e;
    for (auto* const cell : {&e.file, &e.mapping, &e.year, &e.lines, &e.accepted, &e.flagged,
                             &e.rejected, &e.read, &e.entered}) {
      std::getline(cells, *cell, '\t');
    }
    all.push_back(e);
  }
  return all;
}

/// What `found` has for the row; where the table does not say, what the table says.
Expected measured(Survey const& found, Expected const& row) {
  Tally tally;
  if (row.year == "all") {
    tally = found.all;
  } else if (row.year == "none") {
    for (auto const& [year, of_year] : found.years) {
      tally.lines += year == 0 ? of_year.lines : of_year.by_other_date;
      tally.read = ledger::add(tally.read, of_year.entered_by_other_date);
    }
  } else if (auto const year = found.years.find(std::stoi(row.year)); year != found.years.end()) {
    tally = year->second;
    tally.lines -= tally.by_other_date;
    tally.read = ledger::subtract(tally.read, tally.entered_by_other_date);
  }
  auto const say = [](std::string const& expected, std::string const& is) {
    return expected == "-" ? expected : is;
  };
  return {row.file,
          row.mapping,
          row.year,
          say(row.lines, std::to_string(tally.lines)),
          say(row.accepted, std::to_string(tally.accepted)),
          say(row.flagged, std::to_string(tally.flagged)),
          say(row.rejected, std::to_string(tally.rejected)),
          say(row.read, euros(tally.read)),
          say(row.entered, euros(tally.entered))};
}

std::string to_line(Expected const& e) {
  return e.file + " " + e.year + ": " + e.lines + " lines, " + e.accepted + " accepted, " +
         e.flagged + " flagged, " + e.rejected + " rejected, read " + e.read + ", entered " +
         e.entered;
}

TEST(PublishedFiles, ComeToWhatWasMeasuredByHand) {
  auto const* const folder = std::getenv("GL_DATA");
  if (folder == nullptr) GTEST_SKIP() << "GL_DATA names no folder with the whole files";
  std::map<std::string, Survey> surveys;
  for (auto const& row : expected_table()) {
    if (!surveys.contains(row.file)) {
      auto const file = slurp(std::string{folder} + "/" + row.file);
      auto const found = survey(file, shipped(row.mapping), nullptr);
      ASSERT_TRUE(found) << row.file << ": " << found.error().what;
      surveys.emplace(row.file, *found);
    }
    EXPECT_EQ(to_line(measured(surveys.at(row.file), row)), to_line(row));
  }
  EXPECT_EQ(surveys.size(), 10U);
}

}  // namespace
}  // namespace gl::importing
