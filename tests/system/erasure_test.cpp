// A subject is erased: its texts can be read nowhere any more, and nothing else has changed.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "client/client.h"
#include "ledger/values.h"
#include "support/naive_tree.h"
#include "system/program.h"
#include "tools/common/data_directory.h"

namespace gl::system_test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr auto person_name = "Jeanne Exemple-Durand";
constexpr auto address = "12 rue des Acacias, Mimizan";
constexpr auto contact = "Mireille Contact, 06 01 02 03 04";
constexpr auto iban = "FR7630006000011234567890189";
constexpr auto clear_texts = std::to_array<std::string_view>(
    {person_name, address, contact, iban, "Jeanne", "Mireille", "30006000011234567890"});

/// A small ledger: a natural person's project with contact, address and account.
constexpr auto commands = R"([
{"command": "CreateProgramme", "as": "administrator", "programme": "G", "name": "G",
 "currency": "EUR", "nature": "operating", "publication": true},
{"command": "VoteAuthority", "as": "assembly", "programme": "G", "amount": "100000.00"},
{"command": "OpenCall", "as": "administrator", "call": "C", "programme": "G", "title": "Call",
 "opening": "2016-06-01", "deadline": "2016-09-05"},
{"command": "SubmitProject", "as": "applicant", "project": "P1", "call": "C", "title": "A shop",
 "applicant": {"person": "pers-1", "legal_kind": "person", "person_name": "Jeanne Exemple-Durand",
               "person_address": "12 rue des Acacias, Mimizan"},
 "locations": [{"commune": "33167", "department": "33"}],
 "eligible_cost": "2000.00", "asked_amount": "1000.00",
 "contact": "Mireille Contact, 06 01 02 03 04"},
{"command": "DeclareComplete", "as": "instructor", "project": "P1"},
{"command": "DeclareEligible", "as": "instructor", "project": "P1"},
{"command": "DecideAward", "as": "decision", "project": "P1", "amount": "1000.00"},
{"command": "RegisterPayee", "as": "instructor", "payee": "pers-1", "legal_kind": "person",
 "person_name": "Jeanne Exemple-Durand", "iban": "FR7630006000011234567890189"}
])";

/// The clear texts that stand in these bytes.
std::vector<std::string_view> found_in(std::string const& bytes) {
  std::vector<std::string_view> found;
  for (auto const text : clear_texts) {
    if (bytes.find(text) != std::string::npos) found.push_back(text);
  }
  return found;
}

class ErasureTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto const made = grandlivre({"init", ledger().string(), "--clock", "simulated",
                                  "--first-recorded-at", "2016-05-30T06:00:00Z"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    start(ledger());
    std::string file;
    for (auto line : Json::parse(commands)) {
      line["recorded_at"] = "2016-06-10T10:00:00Z";
      file += line.dump() + "\n";
    }
    auto const played =
        grandlivre({"--data", ledger().string(), "submit", "--batch", "erasure", "-"}, file);
    ASSERT_EQ(played.exit_code, 0) << played.out << played.err;
  }

  [[nodiscard]] fs::path ledger() const { return directory_ / "ledger"; }
  [[nodiscard]] fs::path backup() const { return directory_ / "backup"; }

  void start(fs::path const& directory) {
    server_ = std::make_unique<ServerProcess>(directory);
    ASSERT_TRUE(server_->ready()) << server_->log();
  }
  void stop() { ASSERT_EQ(server_->stop(), 0) << server_->log(); }

  [[nodiscard]] static Outcome ask(fs::path const& directory, std::string const& as,
                                   std::vector<std::string> words, bool json = true) {
    std::vector<std::string> all{"--data", directory.string(), "--as",
                                 as,       "--output",         json ? "json" : "table"};
    all.insert(all.end(), words.begin(), words.end());
    return grandlivre(all);
  }

  /// Everything that a reader of this role can make the program say, in both forms.
  [[nodiscard]] static std::string everything(fs::path const& directory, std::string const& as) {
    std::string text;
    for (bool const json : {true, false}) {
      for (auto const& words :
           std::vector<std::vector<std::string>>{{"project", "P1"},
                                                 {"project", "P1", "--reveal"},
                                                 {"projects"},
                                                 {"calls"},
                                                 {"history", "project/P1"},
                                                 {"history", "project/P1", "--reveal"},
                                                 {"history", "payee/pers-1"},
                                                 {"history", "payee/pers-1", "--reveal"},
                                                 {"watch", "--no-follow"},
                                                 {"refusals"},
                                                 {"balances"},
                                                 {"status"}}) {
        auto const said = ask(directory, as, words, json);
        EXPECT_EQ(said.exit_code, 0) << words.front() << ": " << said.err;
        text += said.out + said.err;
      }
    }
    return text;
  }

  /// Every export of a ledger, as files below the test's directory: all their bytes, and their
  /// names. Without a server the data directory itself is read.
  [[nodiscard]] std::string exports_of(fs::path const& ledger, std::string const& as) {
    auto const folder = directory_ / ("exports-" + std::to_string(++exports_));
    fs::create_directory(folder);
    std::string all;
    for (auto const* format :
         {"hledger", "ledger", "beancount", "scdl", "360giving", "iati", "csv", "jsonl", "tlog"}) {
      auto const done = ask(ledger, as,
                            {"export", "--format", format, "--to", (folder / format).string(),
                             "--funder", "23350001600040", "--unpublished"});
      EXPECT_EQ(done.exit_code, 0) << format << ": " << done.err;
      EXPECT_TRUE(fs::exists(folder / format)) << format;
      all += done.out + done.err;
    }
    for (auto const& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) all += entry.path().string() + read_file(entry.path());
    }
    return all;
  }

  /// The subject of a sealed field in the first event of a stream, as the program shows it.
  [[nodiscard]] std::string subject_of(std::string const& stream, Json::json_pointer const& field) {
    auto const said = ask(ledger(), "auditor", {"history", stream});
    EXPECT_EQ(said.exit_code, 0) << said.err;
    auto const shown = json_lines(said.out).at(0).at("fields").at(field);
    EXPECT_EQ(shown.at("sealed"), true);
    EXPECT_EQ(shown.size(), 2U) << shown.dump();
    return shown.at("subject");
  }
  [[nodiscard]] std::vector<std::string> subjects() {
    return {subject_of("payee/pers-1", Json::json_pointer{"/iban"}),
            subject_of("project/P1", Json::json_pointer{"/contact"})};
  }

  /// The Merkle root after each of the first events, from their bytes, as RFC 6962 has it.
  [[nodiscard]] static std::vector<Hash> roots(fs::path const& directory,
                                               ServerProcess const& server) {
    tools::DataDirectory const data{directory};
    auto const files = data.identity("auditor");
    client::Config config;
    config.port = server.port();
    config.ca_file = data.authority_certificate();
    config.certificate_file = files->certificate;
    config.key_file = files->private_key;
    auto const client = client::Client::connect(std::move(config));
    auto const reply = (*client)->read({Position{1}, {}, 0, 0});
    std::vector<Hash> leaves;
    std::vector<Hash> roots;
    for (auto const& record : reply->events) {
      leaves.push_back(proof_test::naive_leaf(record.bytes));
      roots.push_back(proof_test::naive_root(leaves));
    }
    EXPECT_EQ((*client)->status()->root, roots.back()) << "the server's own root";
    return roots;
  }

  void erase(std::vector<std::string> const& tokens) {
    for (auto const& token : tokens) {
      auto const done = ask(ledger(), "dpo",
                            {"erase-subject", "--subject", token, "--ground", "RGPD art. 17",
                             "--recorded-at", "2040-01-01T10:00:00Z"});
      ASSERT_EQ(done.exit_code, 0) << done.out << done.err;
    }
  }

  /// No file below holds a clear text: data directories, logs of the servers.
  void expect_no_clear_text_on_disk() const {
    std::size_t files = 0;
    for (auto const& entry : fs::recursive_directory_iterator(directory_.path())) {
      if (!entry.is_regular_file()) continue;
      ++files;
      auto const found = found_in(read_file(entry.path()));
      EXPECT_TRUE(found.empty()) << found.front() << " stands in " << entry.path();
    }
    EXPECT_GT(files, 10U);
  }

  TemporaryDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
  int exports_ = 0;
};

TEST_F(ErasureTest, PersonalTextsAreShownSealedUnlessARoleThatMayAsksForThem) {
  auto const sealed = ask(ledger(), "auditor", {"project", "P1"});
  EXPECT_EQ(Json::parse(sealed.out).at("applicant_name").at("sealed"), true) << sealed.out;
  auto const table = ask(ledger(), "auditor", {"project", "P1"}, false);
  EXPECT_NE(table.out.find("sealed, subject "), std::string::npos) << table.out;
  EXPECT_TRUE(found_in(sealed.out + table.out).empty());
  auto const clear = ask(ledger(), "instructor", {"project", "P1", "--reveal"});
  EXPECT_EQ(Json::parse(clear.out).at("applicant_name"), (Json{{"text", person_name}}));
  auto const refused = ask(ledger(), "auditor", {"project", "P1", "--reveal"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.err.find("may not ask for reveal"), std::string::npos) << refused.err;
  EXPECT_NE(server_->log().find("event=personal_texts_revealed person=instructor"),
            std::string::npos);
}

TEST_F(ErasureTest, TakesTheSubjectAsItIsShownAndNothingShorter) {
  auto const erase = [&](std::string const& subject) {
    return ask(ledger(), "dpo",
               {"erase-subject", "--subject", subject, "--ground", "RGPD art. 17", "--dry-run"});
  };
  auto const known = erase(subjects().front());
  EXPECT_NE(known.exit_code, 2) << known.err;
  for (auto const* const wrong : {"0f0f", "not hexadecimal", "00000000000000000000000000000000"}) {
    EXPECT_EQ(erase(wrong).exit_code, 2) << wrong;
  }
}

TEST_F(ErasureTest, IsToldToARoleThatMayNotReadEventsLikeAnyCommandOfIts) {
  auto const sent = ask(ledger(), "applicant",
                        {"submit-project",
                         "--project",
                         "P2",
                         "--call",
                         "C",
                         "--title",
                         "Another",
                         "--applicant.siret",
                         "73282932000074",
                         "--applicant.legal-kind",
                         "private",
                         "--applicant.name",
                         "A",
                         "--locations",
                         "33167:33",
                         "--eligible-cost",
                         "2000.00",
                         "--asked-amount",
                         "1000.00",
                         "--recorded-at",
                         "2016-06-11T10:00:00Z"},
                        false);
  EXPECT_EQ(sent.exit_code, 0) << sent.err;
  EXPECT_EQ(sent.out, "accepted: an event at position 10\n");
}

TEST_F(ErasureTest, LeavesNoTextAnywhereAndEveryRootAsItWas) {
  auto const before = everything(ledger(), "instructor");
  for (std::string_view const text : {person_name, address, contact, iban}) {
    EXPECT_NE(before.find(text), std::string::npos) << text << " is not shown before: poor test";
  }
  expect_no_clear_text_on_disk();
  EXPECT_TRUE(found_in(exports_of(ledger(), "auditor")).empty()) << "exports show nothing sealed";
  auto const roots_before = roots(ledger(), *server_);
  stop();
  fs::copy(ledger(), backup(), fs::copy_options::recursive);
  start(ledger());

  ASSERT_NO_FATAL_FAILURE(erase(subjects()));
  stop();
  fs::remove_all(ledger() / "views");
  start(ledger());

  auto const after = everything(ledger(), "instructor");
  EXPECT_TRUE(found_in(after).empty()) << found_in(after).front();
  EXPECT_NE(after.find(R"({"erased":true})"), std::string::npos) << after;
  EXPECT_NE(after.find("iban: erased"), std::string::npos) << after;
  auto const exported = exports_of(ledger(), "auditor");
  EXPECT_TRUE(found_in(exported).empty()) << found_in(exported).front();
  EXPECT_NE(exported.find(R"("iban":{"erased":true})"), std::string::npos) << "in jsonl";
  EXPECT_NE(exported.find(R"(""iban"":{""erased"":true})"), std::string::npos) << "in csv";
  expect_no_clear_text_on_disk();
  auto roots_after = roots(ledger(), *server_);
  roots_after.resize(roots_before.size());
  EXPECT_EQ(roots_after, roots_before);
  stop();
  auto const replayed = grandlivre({"replay", ledger().string()});
  EXPECT_EQ(replayed.exit_code, 0) << "an erasure leaves every rule as it was: " << replayed.err;
}

TEST_F(ErasureTest, HoldsForAnOlderBackupOfTheJournalWithThePresentKeys) {
  stop();
  fs::copy(ledger(), backup(), fs::copy_options::recursive);
  start(ledger());
  ASSERT_NO_FATAL_FAILURE(erase(subjects()));
  stop();
  fs::remove_all(backup() / "keys");
  fs::copy(ledger() / "keys", backup() / "keys", fs::copy_options::recursive);
  start(backup());
  auto const said = everything(backup(), "instructor");
  EXPECT_TRUE(found_in(said).empty()) << found_in(said).front();
  EXPECT_NE(said.find(R"({"erased":true})"), std::string::npos) << said;
  EXPECT_TRUE(found_in(exports_of(backup(), "auditor")).empty());
  expect_no_clear_text_on_disk();
}

// The journal as it was before the erasure, by itself: no keys, no identities, no server.
TEST_F(ErasureTest, HoldsForAnOlderBackupOfTheJournalThatIsOpenedAlone) {
  stop();
  fs::copy(ledger(), backup(), fs::copy_options::recursive);
  start(ledger());
  ASSERT_NO_FATAL_FAILURE(erase(subjects()));
  for (auto const* part :
       {"keys", "views", "consumers", "identities", "checkpoint", "address", "LOCK"}) {
    fs::remove_all(backup() / part);
  }
  auto const replayed = grandlivre({"--output", "json", "replay", backup().string()});
  EXPECT_EQ(replayed.exit_code, 0) << replayed.err;
  EXPECT_TRUE(found_in(replayed.out + replayed.err).empty());
  auto const root =
      roots(ledger(), *server_).at(Json::parse(replayed.out).at("position").get<std::size_t>() - 1);
  EXPECT_EQ(Json::parse(replayed.out).at("root"), to_hex(root)) << "the root as before";
  auto const text = grandlivre({"--data", backup().string(), "export", "--format", "jsonl"});
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_NE(text.out.find(R"("iban":{"sealed":true,)"), std::string::npos) << text.out;
  EXPECT_TRUE(found_in(text.out).empty());
  expect_no_clear_text_on_disk();
}

TEST_F(ErasureTest, IsDoneAgainAtOpenWhenAnOlderBackupOfTheKeysIsPutBack) {
  stop();
  fs::copy(ledger(), backup(), fs::copy_options::recursive);
  start(ledger());
  ASSERT_NO_FATAL_FAILURE(erase(subjects()));
  stop();
  fs::copy_file(backup() / "keys" / "subjects", ledger() / "keys" / "subjects",
                fs::copy_options::overwrite_existing);
  start(ledger());
  EXPECT_NE(server_->log().find("event=keys_destroyed count=2"), std::string::npos);
  auto const said = everything(ledger(), "instructor");
  EXPECT_TRUE(found_in(said).empty()) << found_in(said).front();
}

}  // namespace
}  // namespace gl::system_test
