// Grants as open data: what is in the files, what is left out, and what their schemas say of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "system/example.h"

namespace gl::system_test {
namespace {

using Json = nlohmann::ordered_json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// A ledger with every kind of payee: two associations that share an award, a natural person, a
/// company under de minimis, a foundation's programme in pounds, one that is not to be published.
constexpr auto commands = R"([
["2017-01-02", "administrator", {"command": "CreateProgramme", "programme": "G",
 "name": "Culture & cœur",
 "currency": "EUR", "nature": "operating", "publication": true}],
["2017-01-02", "administrator", {"command": "CreateProgramme", "programme": "DM", "name": "Aides",
 "currency": "EUR", "nature": "operating", "aid_regime": "de_minimis", "publication": true}],
["2017-01-02", "administrator", {"command": "CreateProgramme", "programme": "UK", "name": "Grants",
 "currency": "GBP", "nature": "operating", "publication": true}],
["2017-01-02", "administrator", {"command": "CreateProgramme", "programme": "Q", "name": "Quiet",
 "currency": "EUR", "nature": "operating"}],
["2017-01-02", "assembly", {"command": "VoteAuthority", "programme": "G", "amount": "100000.00"}],
["2017-01-02", "assembly", {"command": "VoteAuthority", "programme": "DM", "amount": "100000.00"}],
["2017-01-02", "assembly", {"command": "VoteAuthority", "programme": "UK", "amount": "100000.00"}],
["2017-01-02", "assembly", {"command": "VoteAuthority", "programme": "Q", "amount": "100000.00"}],
["2017-01-02", "assembly", {"command": "OpenPaymentCredits", "programme": "G", "year": 2017,
 "amount": "50000.00"}],
["2017-01-03", "administrator", {"command": "OpenCall", "call": "C-G", "programme": "G",
 "title": "Call <G>",
 "opening": "2017-01-03", "deadline": "2017-12-31"}],
["2017-01-03", "administrator", {"command": "OpenCall", "call": "C-DM", "programme": "DM",
 "title": "Call DM",
 "opening": "2017-01-03", "deadline": "2017-12-31"}],
["2017-01-03", "administrator", {"command": "OpenCall", "call": "C-UK", "programme": "UK",
 "title": "Call UK",
 "opening": "2017-01-03", "deadline": "2017-12-31"}],
["2017-01-03", "administrator", {"command": "OpenCall", "call": "C-Q", "programme": "Q",
 "title": "Call Q",
 "opening": "2017-01-03", "deadline": "2017-12-31"}],
["2017-01-10", "instructor", {"command": "SubmitProject", "project": "shared", "call": "C-G",
 "title": "Two \"together\", for one", "applicant": {"siret": "73282932000074",
 "legal_kind": "private", "name": "Association A & B"},
 "locations": [{"commune": "33063", "department": "33"}], "eligible_cost": "9000.00",
 "asked_amount": "9000.00",
 "start": "2017-03-01", "end": "2018-02-28"}],
["2017-01-10", "instructor", {"command": "SubmitProject", "project": "person", "call": "C-G",
 "title": "A workshop",
 "applicant": {"person": "pers-1", "legal_kind": "person", "person_name": "Jeanne Exemple-Durand"},
 "locations": [{"commune": "33063", "department": "33"}], "eligible_cost": "4000.00",
 "asked_amount": "4000.00"}],
["2017-01-10", "instructor", {"command": "SubmitProject", "project": "firm", "call": "C-DM",
 "title": "A machine",
 "applicant": {"siret": "55208131766522", "legal_kind": "company", "name": "Firm"},
 "locations": [{"commune": "33063", "department": "33"}], "eligible_cost": "8000.00",
 "asked_amount": "8000.00"}],
["2017-01-10", "instructor", {"command": "SubmitProject", "project": "pounds", "call": "C-UK",
 "title": "A hall",
 "applicant": {"rna": "W332012345", "legal_kind": "private", "name": "Hall Trust"},
 "locations": [{"commune": "33063", "department": "33"}], "eligible_cost": "700.00",
 "asked_amount": "700.00"}],
["2017-01-10", "instructor", {"command": "SubmitProject", "project": "quiet", "call": "C-Q",
 "title": "Not for the press",
 "applicant": {"siret": "55208131766522", "legal_kind": "company", "name": "Firm"},
 "locations": [{"commune": "33063", "department": "33"}], "eligible_cost": "600.00",
 "asked_amount": "600.00"}],
["2017-01-11", "instructor", {"command": "RegisterPayee", "payee": "40483304800022",
 "legal_kind": "private",
 "name": "Association C", "iban": "FR7630006000011234567890189"}],
["2017-01-11", "instructor", {"command": "RegisterPayee", "payee": "73282932000074",
 "legal_kind": "private",
 "name": "Association A & B", "iban": "FR7630006000011234567890189"}],
["2017-01-11", "accountant", {"command": "VerifyPayeeAccount", "payee": "73282932000074"}],
["2017-02-01", "decision", {"command": "DecideAward", "project": "shared", "amount": "9000.00",
 "payees": [{"payee": "73282932000074", "share": 666667}, {"payee": "40483304800022",
 "share": 333333}],
 "plan": [{"kind": "advance", "share": 500000}, {"kind": "balance"}],
 "act": {"kind": "deliberation", "number": "2017-02-CP-7", "date": "2017-02-01"}}],
["2017-02-01", "decision", {"command": "DecideAward", "project": "person", "amount": "4000.00"}],
["2017-02-01", "decision", {"command": "DecideAward", "project": "firm", "amount": "8000.00",
 "de_minimis_equivalent": "8000.00"}],
["2017-02-01", "decision", {"command": "DecideAward", "project": "pounds", "amount": "700.00"}],
["2017-02-01", "decision", {"command": "DecideAward", "project": "quiet", "amount": "600.00"}],
["2017-02-10", "officer", {"command": "SignConvention", "project": "shared", "number": "C-2017-1",
 "signed_by_funder": "2017-02-08", "signed_by_payee": "2017-02-10", "amount": "9000.00",
 "plan": [{"kind": "advance", "share": 500000}, {"kind": "balance"}]}],
["2017-02-11", "instructor", {"command": "RequestPayment", "project": "shared",
 "payment": "shared-1",
 "kind": "advance", "amount": "3000.00", "payee": "73282932000074"}],
["2017-02-12", "officer", {"command": "ApprovePayment", "payment": "shared-1", "amount": "3000.00",
 "order_number": "2017/1", "budget_year": 2017}],
["2017-02-13", "officer", {"command": "IssuePayment", "payment": "shared-1"}],
["2017-02-15", "accountant", {"command": "ConfirmPayment", "payment": "shared-1", "attempt": 1,
 "value_date": "2017-02-14"}]
])";

std::string commands_file() {
  std::string file;
  for (auto const& [day, role, command] :
       Json::parse(commands).get<std::vector<std::array<Json, 3>>>()) {
    auto line = command;
    line["as"] = role;
    line["recorded_at"] = day.get<std::string>() + "T10:00:00Z";
    file += line.dump() + "\n";
    if (line.at("command") != "SubmitProject") continue;
    for (auto const* step : {"DeclareComplete", "DeclareEligible"}) {
      file += Json{{"command", step},
                   {"project", line.at("project")},
                   {"as", "instructor"},
                   {"recorded_at", line.at("recorded_at")}}
                  .dump() +
              "\n";
    }
  }
  return file;
}

std::string data(std::string const& name) {
  return std::string{GL_SOURCE_DIR} + "/tests/data/" + name;
}
std::string script(std::string const& name) {
  return std::string{GL_SOURCE_DIR} + "/tests/system/" + name;
}

Outcome judge(std::string const& format, std::string const& file) {
  if (format == "scdl") {
    return run({script("check_scdl.py"), data("scdl/subventions-2.1.1.schema.json"), file});
  }
  if (format == "360giving") return run({script("check_360giving.py"), data("360giving"), file});
  return run(
      {"xmllint", "--noout", "--nonet", "--schema", data("iati/iati-activities-schema.xsd"), file});
}

constexpr std::array open_formats{"scdl", "360giving", "iati"};

class OpenData : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    dir_ = new TemporaryDirectory;
    auto const made = grandlivre({"init", ledger(), "--name", "Région Exemple", "--clock",
                                  "simulated", "--first-recorded-at", "2017-01-01T06:00:00Z"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    for (auto const* person : {"anne/instructor", "boris/officer", "chloe/accountant"}) {
      std::string const words{person};
      auto const slash = words.find('/');
      ASSERT_EQ(grandlivre({"--data", ledger(), "identity", "add", words.substr(0, slash), "--role",
                            words.substr(slash + 1)})
                    .exit_code,
                0);
    }
    server_ = new ServerProcess{ledger()};
    ASSERT_TRUE(server_->ready()) << server_->log();
    auto const sent =
        grandlivre({"--data", ledger(), "submit", "--batch", "open data", "-"}, commands_file());
    ASSERT_EQ(sent.exit_code, 0) << sent.out << sent.err;
  }
  static void TearDownTestSuite() {
    delete server_;
    delete dir_;
  }

  static std::string ledger() { return (*dir_ / "ledger").string(); }
  static Outcome exported(std::string const& format, std::vector<std::string> const& more = {}) {
    std::vector<std::string> words{"--data",   ledger(), "--as",     "auditor",       "export",
                                   "--format", format,   "--funder", "23350001600040"};
    words.insert(words.end(), more.begin(), more.end());
    auto done = grandlivre(words);
    EXPECT_EQ(done.exit_code, 0) << done.err;
    return done;
  }
  static std::string file_of(std::string const& format, std::string const& text) {
    auto file = (*dir_ / ("judged." + format)).string();
    write_file(file, text);
    return file;
  }

 private:
  static inline TemporaryDirectory* dir_ = nullptr;
  static inline ServerProcess* server_ = nullptr;
};

TEST_F(OpenData, IsAsItsSchemaSays) {
  for (std::string const format : open_formats) {
    for (auto const& more : {std::vector<std::string>{}, {"--unpublished"}}) {
      auto const judged = judge(format, file_of(format, exported(format, more).out));
      EXPECT_EQ(judged.exit_code, 0) << format << "\n" << judged.out << judged.err;
    }
  }
}

TEST_F(OpenData, ThatIsSpoiltIsNotAsItsSchemaSays) {
  auto const spoilt = [](std::string text, std::string const& good, std::string const& bad) {
    auto const at = text.find(good);
    EXPECT_NE(at, std::string::npos) << good;
    return at == std::string::npos ? text : text.replace(at, good.size(), bad);
  };
  auto const scdl = exported("scdl").out;
  for (auto const& [good, bad] : std::vector<std::pair<std::string, std::string>>{
           {"23350001600040", "2335000160004"},
           {"2017-02-10", "10/02/2017"},
           {"0.666667", "66.67 %"},
           {"échelonné,2017-02-15/", "échelonné,2017-02-15_"}}) {
    EXPECT_NE(judge("scdl", file_of("scdl", spoilt(scdl, good, bad))).exit_code, 0) << bad;
  }
  auto const giving = exported("360giving").out;
  EXPECT_NE(
      judge("360giving", file_of("360giving", spoilt(giving, "\"2017-02-01\"", "\"1/2/2017\"")))
          .exit_code,
      0);
  auto const iati = exported("iati").out;
  EXPECT_NE(judge("iati",
                  file_of("iati", spoilt(iati, "<transaction-date iso-date=\"2017-02-01\"/>", "")))
                .exit_code,
            0);
}

TEST_F(OpenData, InScdlHasARowForEachPublicPayeeAndSaysWhatIsLeftOut) {
  auto const done = exported("scdl");
  EXPECT_EQ(done.out,
            "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,"
            "idBeneficiaire,rnaBeneficiaire,objet,montant,nature,conditionsVersement,"
            "datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide\r\n"
            "Région Exemple,23350001600040,2017-02-01,,Firm,55208131766522,,A machine,8000.00,"
            "aide en numéraire,unique,2017-02-01,,oui,1.00,\r\n"
            "Région Exemple,23350001600040,2017-02-10,2017-02-CP-7,Association A & B,"
            "73282932000074,,\"Two \"\"together\"\", for one\",9000.00,aide en numéraire,échelonné,"
            "2017-02-15/2018-02-28,,non,0.666667,\r\n"
            "Région Exemple,23350001600040,2017-02-10,2017-02-CP-7,Association C,40483304800022,,"
            "\"Two \"\"together\"\", for one\",9000.00,aide en numéraire,échelonné,"
            "2017-02-15/2018-02-28,,non,0.333333,\r\n");
  EXPECT_THAT(done.err, AllOf(HasSubstr("left out: 1 grant, 700.00 GBP, in another currency"),
                              HasSubstr("left out: 1 grant, 4000.00 EUR, to natural persons"),
                              HasSubstr("left out: 1 grant, 600.00 EUR, of programmes whose grants "
                                        "are not to be published")));
  EXPECT_THAT(exported("scdl", {"--unpublished"}).out, HasSubstr("Not for the press"));
}

TEST_F(OpenData, In360GivingHasWhatWasAskedAwardedAndPaidAndEachTransaction) {
  auto const package = Json::parse(exported("360giving", {"--prefix", "360G-exemple"}).out);
  ASSERT_EQ(package.at("grants").size(), 4U);
  auto const& shared = package.at("grants").at(3);
  EXPECT_EQ(shared.at("id"), "360G-exemple-shared");
  EXPECT_EQ(shared.at("amountAppliedFor"), 9000.0);
  EXPECT_EQ(shared.at("amountAwarded"), 9000.0);
  EXPECT_EQ(shared.at("amountDisbursed"), 3000.0);
  EXPECT_EQ(shared.at("recipientOrganization").at(1).at("id"), "FR-INSEE-40483304800022");
  auto const& paid = shared.at("disbursementTransaction").at(0);
  EXPECT_EQ(paid.at("transactionDate"), "2017-02-15");
  EXPECT_EQ(paid.at("valueDate"), "2017-02-14");
  EXPECT_EQ(paid.at("recipient"), "FR-INSEE-73282932000074");
  EXPECT_EQ(package.at("grants").at(2).at("currency"), "GBP");
  EXPECT_EQ(package.at("grants").at(2).at("recipientOrganization").at(0).at("id"),
            "FR-RNA-W332012345");
}

TEST_F(OpenData, InIatiHasCommitmentsAndDisbursementsWithTheirDates) {
  auto const file = file_of("iati", exported("iati").out);
  auto const asked = [&](std::string const& path) {
    return run({"xmllint", "--nonet", "--xpath", path, file}).out;
  };
  EXPECT_EQ(asked("count(//iati-activity)"), "4\n");
  std::string const shared =
      "//iati-activity[iati-identifier='FR-INSEE-23350001600040-shared']/transaction";
  EXPECT_EQ(asked("sum(" + shared + "[transaction-type/@code='2']/value)"), "9000\n");
  EXPECT_EQ(asked("sum(" + shared + "[transaction-type/@code='3']/value)"), "3000\n");
  EXPECT_EQ(asked("string(" + shared + "[transaction-type/@code='3']/value/@value-date)"),
            "2017-02-14\n");
  EXPECT_EQ(asked("string(//sector[@code='G']/narrative)"), "Culture & cœur\n");
}

TEST_F(OpenData, NamesNoNaturalPerson) {
  for (std::string const format : open_formats) {
    auto const text = exported(format, {"--unpublished"}).out;
    EXPECT_THAT(text, Not(HasSubstr("pers-1"))) << format;
    EXPECT_THAT(text, Not(HasSubstr("Jeanne"))) << format;
  }
  auto const package = Json::parse(exported("360giving").out);
  EXPECT_EQ(package.at("grants").at(1).at("recipientIndividual").at("name"),
            "Individual Recipient");
}

TEST_F(OpenData, AsOfAnEarlierPointKnowsNothingOfWhatCameLater) {
  auto const package = Json::parse(exported("360giving", {"--effective", "2017-02-01"}).out);
  EXPECT_EQ(package.at("grants").at(3).at("amountDisbursed"), 0.0);
  EXPECT_EQ(package.at("grants").at(3).at("amountAwarded"), 9000.0);
}

TEST_F(OpenData, WantsToKnowWhoGives) {
  for (auto const& [format, funder, sentence] : std::vector<std::array<std::string, 3>>{
           {"scdl", "GB-CHC-327114",
            "names the funder by its SIRET, which \"GB-CHC-327114\" is not"},
           {"360giving", "two words", "wants to know who gives the grants"}}) {
    auto const done = grandlivre({"--data", ledger(), "--as", "auditor", "export", "--format",
                                  format, "--funder=" + funder});
    EXPECT_EQ(done.exit_code, 2) << format;
    EXPECT_THAT(done.err, HasSubstr(sentence));
  }
}

// The example's awards: one settled at its final amount, one reduced, one cancelled and claimed
// back; and a real file.
TEST(OpenDataOfTheExample, IsAsItsSchemasSayAndAddsUpToTheTable) {
  TemporaryDirectory const dir;
  auto const ledger = (dir / "ledger").string();
  make_example_ledger(ledger);
  ServerProcess const server{ledger};
  ASSERT_TRUE(server.ready()) << server.log();
  ASSERT_EQ(grandlivre({"--data", ledger, "submit", "-"}, example_file()).exit_code, 3);
  std::map<std::string, std::string> files;
  for (std::string const format : open_formats) {
    files[format] = (dir / format).string();
    auto const done = grandlivre({"--data", ledger, "--as", "auditor", "export", "--format", format,
                                  "--funder", "23350001600040", "--to", files[format]});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    auto const judged = judge(format, files[format]);
    EXPECT_EQ(judged.exit_code, 0) << format << "\n" << judged.out << judged.err;
  }
  // P1's final 32 000.00 and P2's reduced 30 000.00; P3's was cancelled and all of it claimed.
  EXPECT_EQ(judge("scdl", files["scdl"]).out, "rows 2\n");
  EXPECT_THAT(read_file(files["scdl"]), AllOf(HasSubstr(",32000.00,"), HasSubstr(",30000.00,")));
  auto const grants = Json::parse(read_file(files["360giving"])).at("grants");
  auto const& p3 = grants.at(2);
  EXPECT_EQ(p3.at("amountAwarded"), 0.0);
  EXPECT_EQ(p3.at("amountDisbursed"), 8375.25) << "18 375.25 paid, 10 000.00 came back";
  auto const sum =
      run({"xmllint", "--nonet", "--xpath",
           "sum(//transaction[transaction-type/@code='3']/value) = 40375.25", files["iati"]});
  EXPECT_EQ(sum.out, "true\n") << "disbursed 32 000.00 and still to recover 8 375.25";
}

TEST(OpenDataOfARealFile, IsAsItsSchemasSay) {
  TemporaryDirectory const dir;
  auto const ledger = (dir / "ledger").string();
  ASSERT_EQ(grandlivre({"init", ledger}).exit_code, 0);
  ServerProcess const server{ledger};
  ASSERT_TRUE(server.ready()) << server.log();
  auto const imported =
      grandlivre({"--data", ledger, "--as", "auditor", "import", "--mapping",
                  std::string{GL_SOURCE_DIR} + "/tools/mappings/toulouse-metropole.toml",
                  data("import/toulouse-metropole.csv")});
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  for (std::string const format : open_formats) {
    auto const file = (dir / format).string();
    auto const done = grandlivre({"--data", ledger, "--as", "auditor", "export", "--format", format,
                                  "--funder", "24310051800170", "--funder-name",
                                  "Toulouse Métropole", "--unpublished", "--to", file});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    auto const judged = judge(format, file);
    EXPECT_EQ(judged.exit_code, 0) << format << "\n" << judged.out.substr(0, 3'000) << judged.err;
    EXPECT_THAT(read_file(file), Not(HasSubstr("PERSONNE PHYSIQUE"))) << format;
  }
}

}  // namespace
}  // namespace gl::system_test
