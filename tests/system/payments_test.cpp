// Orders go to the bank, and what the bank says comes back.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "system/example.h"
#include "tools/common/directory_lock.h"

namespace gl::system_test {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr auto debtor = R"(format = 1
[debtor]
name = "Région Exemple"
iban = "FR7630006000011234567890189"
bic = "AGRIFRPP"
)";

/// A bank that books what a batch orders, in camt.054.001.08.
struct Booking {
  std::string end_to_end_id;
  std::string amount;
  std::string day;
  std::string reference;
  std::string return_reason;  ///< empty: a debit
};

std::string camt_054(std::vector<Booking> const& bookings) {
  std::string text =
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn>"
      "<GrpHdr><MsgId>M</MsgId><CreDtTm>2016-12-13T18:00:00Z</CreDtTm></GrpHdr><Ntfctn><Id>N</Id>"
      "<Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></Acct>";
  for (auto const& it : bookings) {
    bool const back = !it.return_reason.empty();
    text += "<Ntry><Amt Ccy=\"EUR\">" + it.amount + "</Amt><CdtDbtInd>" + (back ? "CRDT" : "DBIT") +
            "</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><ValDt><Dt>" + it.day + "</Dt></ValDt>" +
            "<AcctSvcrRef>" + it.reference + "</AcctSvcrRef><BkTxCd/><NtryDtls><TxDtls><Refs>" +
            "<EndToEndId>" + it.end_to_end_id + "</EndToEndId></Refs>";
    if (back) text += "<RtrInf><Rsn><Cd>" + it.return_reason + "</Cd></Rsn></RtrInf>";
    text += "</TxDtls></NtryDtls></Ntry>";
  }
  return text + "</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n";
}

/// What stands between two tags of a batch, of each.
std::vector<std::string> all_between(std::string const& xml, std::string const& before,
                                     std::string const& after) {
  std::vector<std::string> found;
  for (auto at = xml.find(before); at != std::string::npos; at = xml.find(before, at + 1)) {
    auto const from = at + before.size();
    found.push_back(xml.substr(from, xml.find(after, from) - from));
  }
  return found;
}

/// The 2016 call on a server of its own, up to the order of P3's advance.
class Payments : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(make_example_ledger(ledger()));
    write_file(ledger() / "payments.toml", debtor);
    fs::create_directory(batches());
    server_ = std::make_unique<ServerProcess>(ledger());
    ASSERT_TRUE(server_->ready()) << server_->log();
    play("2016-12-06", "");
  }

  [[nodiscard]] fs::path ledger() const { return directory_ / "ledger"; }
  [[nodiscard]] fs::path batches() const { return directory_ / "batches"; }

  /// Sends the example's commands up to the order of this day, the bank's own facts apart.
  void play(std::string const& last_day, std::string const& after) const {
    auto const commands = example_commands();
    std::string file;
    for (std::size_t i = 0; i < commands.size(); ++i) {
      auto const& line = commands[i];
      bool const of_p3 = line.at("fields").starts_with("payment=P3-R1");
      bool const by_bank =
          line.at("command") == "ConfirmPayment" || line.at("command") == "RecordBankReturn";
      if (line.at("recorded_on") > last_day || line.at("recorded_on") <= after) continue;
      if (of_p3 && by_bank) continue;
      file += to_json_line(line, i + 1, commands) + "\n";
    }
    write_file(directory_ / "commands.jsonl", file);
    auto const done = grandlivre(
        {"--data", ledger().string(), "submit", (directory_ / "commands.jsonl").string()});
    ASSERT_TRUE(done.exit_code == 0 || done.exit_code == 3) << done.err;
  }

  [[nodiscard]] Outcome payments(std::vector<std::string> const& words) const {
    std::vector<std::string> all{"--data", ledger().string(), "--output", "json", "payments"};
    all.insert(all.end(), words.begin(), words.end());
    return grandlivre(all);
  }
  [[nodiscard]] Outcome batch(std::vector<std::string> more = {}) const {
    std::vector<std::string> all{"batch", "--programme", "INNOVSOC"};
    if (more.empty()) more = {"-o", batches().string()};
    all.insert(all.end(), more.begin(), more.end());
    return payments(all);
  }
  [[nodiscard]] Json batch_json() const {
    auto const done = batch();
    EXPECT_EQ(done.exit_code, 0) << done.err;
    return Json::parse(done.out, nullptr, false);
  }
  /// Reconciles a file of these bookings at ten on a day.
  [[nodiscard]] Outcome reconcile(std::vector<Booking> const& bookings, std::string const& day,
                                  bool dry_run = false) const {
    write_file(directory_ / "bank.xml", camt_054(bookings));
    std::vector<std::string> words{"reconcile", (directory_ / "bank.xml").string(), "--recorded-at",
                                   day + "T10:00:00Z"};
    if (dry_run) words.emplace_back("--dry-run");
    return payments(words);
  }
  [[nodiscard]] Json auditor(std::vector<std::string> const& words) const {
    std::vector<std::string> all{"--data",  ledger().string(), "--as",
                                 "auditor", "--output",        "json"};
    all.insert(all.end(), words.begin(), words.end());
    auto const done = grandlivre(all);
    EXPECT_EQ(done.exit_code, 0) << done.err;
    return Json::parse(done.out, nullptr, false);
  }
  [[nodiscard]] std::uint64_t head() const { return auditor({"status"}).at("head"); }
  [[nodiscard]] std::string state() const {
    auto const project = auditor({"project", "P3", "--not-before", std::to_string(head())});
    return project.at("payments").at(0).at("state");
  }

  TemporaryDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
};

Booking const paid{"P3-R1.1", "18375.25", "2016-12-09", "BK-20161209-1", ""};
Booking const sent_back{"P3-R1.1", "18375.25", "2016-12-13", "BK-20161213-7", "AC04"};

void expect_valid(std::string const& file) {
  auto const done =
      run({"xmllint", "--noout", "--nonet", "--schema",
           std::string{GL_SOURCE_DIR} + "/tests/data/iso20022/pain.001.001.03.xsd", file});
  EXPECT_EQ(done.exit_code, 0) << done.err;
}

// Issue 4, "must be shown": AC04 → returned → second attempt → paid.
TEST_F(Payments, GoToTheBankComeBackAndGoAgain) {
  auto const first = batch_json();
  EXPECT_EQ(first.at("transactions"), 1);
  EXPECT_EQ(first.at("control_sum"), "18375.25");
  expect_valid(first.at("file"));
  auto const xml = read_file(first.at("file").get<std::string>());
  EXPECT_EQ(all_between(xml, "<EndToEndId>", "<"), std::vector<std::string>{"P3-R1.1"});
  EXPECT_EQ(all_between(xml, "<CdtrAcct><Id><IBAN>", "<"),
            std::vector<std::string>{"FR1420041010050500013M02606"});

  auto const confirmed = reconcile({paid}, "2016-12-09");
  ASSERT_EQ(confirmed.exit_code, 0) << confirmed.out << confirmed.err;
  EXPECT_EQ(Json::parse(confirmed.out).at("confirmed"), 1);
  EXPECT_EQ(state(), "Paid");
  auto const returned = reconcile({sent_back}, "2016-12-13");
  ASSERT_EQ(returned.exit_code, 0) << returned.out << returned.err;
  EXPECT_EQ(Json::parse(returned.out).at("returned"), 1);
  EXPECT_EQ(state(), "Returned");

  ASSERT_NO_FATAL_FAILURE(play("2016-12-15", "2016-12-13"));
  auto const second = batch_json();
  EXPECT_EQ(second.at("from"), first.at("to").get<std::uint64_t>() + 1);
  expect_valid(second.at("file"));
  auto const again = read_file(second.at("file").get<std::string>());
  EXPECT_EQ(all_between(again, "<EndToEndId>", "<"), std::vector<std::string>{"P3-R1.2"});
  EXPECT_EQ(all_between(again, "<CdtrAcct><Id><IBAN>", "<"),
            std::vector<std::string>{"FR7630001007941234567890185"});
  Booking const last{"P3-R1.2", "18375.25", "2016-12-16", "BK-20161216-2", ""};
  EXPECT_EQ(reconcile({last}, "2016-12-16").exit_code, 0);
  EXPECT_EQ(state(), "Paid");
  auto const balances =
      auditor({"balances", "--programme", "INNOVSOC", "--not-before", std::to_string(head())});
  EXPECT_EQ(balances.at("authority").at("disbursed"), "38375.25") << "domain §12, step 29";
}

TEST_F(Payments, OfOneFileTwiceHaveNoSecondEffect) {
  ASSERT_EQ(reconcile({paid, sent_back}, "2016-12-13").exit_code, 0);
  auto const before = head();
  auto const again = reconcile({paid, sent_back}, "2016-12-13");
  EXPECT_EQ(again.exit_code, 0) << again.out << again.err;
  auto const report = Json::parse(again.out);
  EXPECT_EQ(report.at("already_recorded"), 2);
  EXPECT_EQ(report.at("confirmed"), 0);
  EXPECT_EQ(head(), before);
}

TEST_F(Payments, ThatDoNotMatchAreListedAndNothingIsRecorded) {
  auto const before = head();
  Booking unknown = paid;
  unknown.end_to_end_id = "P9-R9.1";
  Booking cent_more = paid;
  cent_more.amount = "18375.26";
  auto const done = reconcile({unknown, cent_more, sent_back}, "2016-12-13");
  EXPECT_EQ(done.exit_code, 3);
  auto const report = Json::parse(done.out);
  EXPECT_EQ(report.at("unmatched"), 3);
  EXPECT_EQ(report.at("entries"), 3);
  EXPECT_EQ(report.at("lines")[0].at("why"),
            "no order of this ledger has the end-to-end id \"P9-R9.1\"");
  EXPECT_EQ(head(), before);
  auto const dry = reconcile({paid}, "2016-12-13", true);
  EXPECT_EQ(Json::parse(dry.out).at("confirmed"), 1);
  EXPECT_EQ(head(), before) << "a dry run writes nothing";
}

TEST_F(Payments, RefusedByARuleSayWhich) {
  // The value date is before the day of the order.
  Booking early = paid;
  early.day = "2016-12-01";
  auto const done = reconcile({early}, "2016-12-13");
  EXPECT_EQ(done.exit_code, 3);
  auto const report = Json::parse(done.out);
  EXPECT_EQ(report.at("refused"), 1) << done.out;
  EXPECT_EQ(report.at("lines")[0].at("why").get<std::string>().find("DATE: "), 0U) << done.out;
}

TEST_F(Payments, ComeIntoOneBatchAndTheSameRangeIsTheSameBytes) {
  auto const first = batch_json();
  auto const xml = read_file(first.at("file").get<std::string>());
  ASSERT_EQ(reconcile({paid}, "2016-12-09").exit_code, 0);
  auto const range = std::vector<std::string>{"--from", first.at("from").dump(), "--to",
                                              first.at("to").dump(), "-o"};
  auto to_file = range;
  to_file.push_back((directory_ / "again.xml").string());
  EXPECT_EQ(batch(to_file).exit_code, 0);
  EXPECT_EQ(read_file(directory_ / "again.xml"), xml) << "although it has been paid since";
  auto to_directory = range;
  to_directory.push_back(batches().string());
  EXPECT_EQ(batch(to_directory).exit_code, 0) << "the same bytes stand there";
  to_directory[3] = std::to_string(head());
  auto const overlapping = batch(to_directory);
  EXPECT_EQ(overlapping.exit_code, 1);
  EXPECT_NE(overlapping.err.find("paid twice"), std::string::npos) << overlapping.err;
  auto const none = batch_json();
  EXPECT_EQ(none.at("transactions"), 0) << "nothing new to pay";
  EXPECT_FALSE(none.contains("file"));
}

TEST_F(Payments, TwoBatchesAtTheSameInstantPayNoOrderTwice) {
  for (int round = 0; round < 5; ++round) {
    std::vector<Outcome> outcomes(2);
    {
      std::vector<std::jthread> runs;
      for (auto& outcome : outcomes) {
        runs.emplace_back([&] { outcome = batch(); });
      }
    }
    for (auto const& outcome : outcomes) {
      bool const waits =
          outcome.err.find("another run works in " + batches().string()) != std::string::npos;
      EXPECT_TRUE(outcome.exit_code == 0 || (outcome.exit_code == 1 && waits)) << outcome.err;
    }
    auto const files = std::distance(fs::directory_iterator{batches()}, fs::directory_iterator{});
    EXPECT_EQ(files, 1) << "one of them wrote what there was to pay";
    fs::remove_all(batches());
    fs::create_directory(batches());
  }
}

TEST_F(Payments, InADirectoryThatIsHeldSaySo) {
  auto const held = tools::DirectoryLock::take(batches());
  ASSERT_TRUE(held) << held.error().what;
  auto const done = batch();
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_NE(done.err.find("wait for its end, then start again"), std::string::npos) << done.err;
  EXPECT_TRUE(fs::is_empty(batches()));
}

TEST_F(Payments, OfAnErasedPayeeAreRefusedByName) {
  auto const shown = grandlivre({"--data", ledger().string(), "--as", "auditor", "--output", "json",
                                 "history", "payee/00000303800015"});
  auto const subject = json_lines(shown.out).at(0).at("fields").at("iban").at("subject");
  auto const erased = grandlivre({"--data", ledger().string(), "--as", "dpo", "erase-subject",
                                  "--subject", subject.get<std::string>(), "--ground",
                                  "RGPD art. 17", "--recorded-at", "2040-01-01T10:00:00Z"});
  ASSERT_EQ(erased.exit_code, 0) << erased.err;
  auto const done = batch();
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_NE(done.err.find("payment P3-R1: the account of payee 00000303800015 was erased"),
            std::string::npos)
      << done.err;
  EXPECT_TRUE(fs::is_empty(batches()));
}

TEST_F(Payments, SayWhatIsWrongWithTheirArguments) {
  auto const says = [](Outcome const& done, int code, char const* sentence) {
    EXPECT_EQ(done.exit_code, code) << done.err;
    EXPECT_NE(done.err.find(sentence), std::string::npos) << done.err;
  };
  says(batch({"-o", (directory_ / "x.xml").string()}), 2, "is not a directory");
  says(batch({"-o", batches().string(), "--to", "9999"}), 2, "behind the ledger's last position");
  says(batch({"-o", batches().string(), "--from", "9", "--to", "8"}), 2, "is behind --to 8");
  says(batch({"-o", batches().string(), "--date", "2016-12-01"}), 1, "is before 2016-12-06");
  says(batch({"-o", batches().string(), "--debtor-iban", "FR76"}), 1, "\"FR76\" is none");
  says(payments({"batch", "--programme", "NONE", "-o", batches().string()}), 1, "NONE");
  says(payments({"reconcile", "nowhere.xml"}), 1, "nowhere.xml: cannot be read");
  write_file(directory_ / "laughs.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>");
  says(payments({"reconcile", (directory_ / "laughs.xml").string()}), 1, "DOCTYPE");
  auto const as_auditor =
      grandlivre({"--data", ledger().string(), "--as", "auditor", "payments", "batch",
                  "--programme", "INNOVSOC", "-o", batches().string()});
  says(as_auditor, 1, "may not ask for reveal");
}

}  // namespace
}  // namespace gl::system_test
