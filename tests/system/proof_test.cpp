// An auditor's way with the programs as they are installed: checkpoint, prove, export, verify.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "system/example.h"
#include "system/program.h"

namespace gl::system_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string verifier() { return GL_BIN_DIR "/grandlivre-verify"; }

class ProofSlow : public ::testing::Test {
 protected:
  ProofSlow() {
    make_example_ledger(ledger());
    server_ = std::make_unique<ServerProcess>(ledger());
    EXPECT_TRUE(server_->ready()) << server_->log();
    EXPECT_EQ(as_auditor({"checkpoint", "-o", file("first.checkpoint")}).exit_code, 0);
    auto const sent = grandlivre({"--data", ledger(), "submit", "-"}, example_file());
    EXPECT_EQ(sent.exit_code, 3) << sent.err;  // the example has refusals
  }

  [[nodiscard]] std::string ledger() const { return (dir_ / "ledger").string(); }
  [[nodiscard]] std::string file(std::string_view name) const { return (dir_ / name).string(); }
  [[nodiscard]] std::string key() const { return ledger() + "/keys/log.vkey"; }
  [[nodiscard]] Outcome as_auditor(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--data", ledger(), "--as", "auditor"});
    return grandlivre(std::move(words));
  }

  TemporaryDirectory dir_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(ProofSlow, OfThePaymentIsCheckedWithoutTheServer) {
  auto const position = position_of_step("22");
  auto const proved =
      as_auditor({"prove", std::to_string(position), "-o", file("payment.tlog-proof")});
  ASSERT_EQ(proved.exit_code, 0) << proved.err;
  EXPECT_EQ(server_->stop(), 0);
  auto const verdict = run({verifier(), file("payment.tlog-proof"), "--key", key()});
  EXPECT_EQ(verdict.exit_code, 0) << verdict.err;
  EXPECT_THAT(verdict.out, StartsWith("PROVED: the event below, byte for byte, is number " +
                                      std::to_string(position)));
  EXPECT_THAT(verdict.out, HasSubstr("PaymentExecuted"));
  auto const same = grandlivre({"verify", file("payment.tlog-proof"), "--key", key()});
  EXPECT_EQ(same.exit_code, 0);
  EXPECT_EQ(same.out, verdict.out);
  // The key of another ledger, no key, and one letter of the proof.
  EXPECT_EQ(grandlivre({"init", file("other")}).exit_code, 0);
  auto const foreign =
      run({verifier(), file("payment.tlog-proof"), "--key", file("other") + "/keys/log.vkey"});
  EXPECT_EQ(foreign.exit_code, 1);
  EXPECT_THAT(foreign.err, StartsWith("grandlivre-verify: NOT PROVED: the note is not signed by"));
  EXPECT_EQ(run({verifier(), file("payment.tlog-proof")}).exit_code, 2);
  auto text = read_file(file("payment.tlog-proof"));
  text[60] = text[60] == 'A' ? 'B' : 'A';
  write_file(file("payment.tlog-proof"), text);
  EXPECT_EQ(run({verifier(), file("payment.tlog-proof"), "--key", key()}).exit_code, 1);
}

TEST_F(ProofSlow, OfGrowthGoesOnFromTheCheckpointThatWasKept) {
  auto const made = as_auditor({"prove", "--between", "1", "0", "-o", file("growth.proof")});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  auto const verdict =
      run({verifier(), file("growth.proof"), "--key", key(), "--since", file("first.checkpoint")});
  EXPECT_EQ(verdict.exit_code, 0) << verdict.err;
  EXPECT_THAT(verdict.out, HasSubstr("One of them is the checkpoint that you kept."));
  EXPECT_EQ(as_auditor({"prove"}).exit_code, 2);
  EXPECT_EQ(as_auditor({"prove", "7", "--between", "1", "2"}).exit_code, 2);
  auto const beyond = as_auditor({"prove", "9999"});
  EXPECT_EQ(beyond.exit_code, 1);
  EXPECT_THAT(beyond.err, HasSubstr("position 9999 is not there yet"));
}

TEST_F(ProofSlow, ExportIsTheSameFromTheServerAndFromTheClosedLedger) {
  ASSERT_EQ(as_auditor({"export", "--format", "tlog", file("served")}).exit_code, 0);
  EXPECT_EQ(server_->stop(), 0);
  auto const closed = as_auditor({"export", "--format", "tlog", file("closed")});
  ASSERT_EQ(closed.exit_code, 0) << closed.err;
  EXPECT_EQ(run({"diff", "-r", file("served"), file("closed")}).out, "");
  EXPECT_EQ(read_file(file("closed") + "/checkpoint"), read_file(ledger() + "/checkpoint"));
  auto const verdict =
      run({verifier(), file("closed"), "--key", key(), "--since", file("first.checkpoint")});
  EXPECT_EQ(verdict.exit_code, 0) << verdict.err;
  EXPECT_THAT(verdict.out, StartsWith("PROVED: these are all "));
  EXPECT_EQ(as_auditor({"prove", "22", "-o", file("p")}).exit_code, 0);
  EXPECT_EQ(run({verifier(), file("p"), "--key", key()}).exit_code, 0);
}

// The insider has every key of the ledger, and writes it anew from its first event on.
TEST_F(ProofSlow, CheckpointKeptElsewhereShowsThatTheLedgerWasWrittenAnew) {
  ASSERT_EQ(as_auditor({"checkpoint", "-o", file("kept")}).exit_code, 0);
  EXPECT_EQ(server_->stop(), 0);
  auto const config = read_file(ledger() + "/config.toml");
  make_example_ledger(dir_ / "rewritten");
  for (auto const* const name : {"log.key", "log.vkey"}) {
    fs::copy_file(ledger() + "/keys/" + name, file("rewritten") + "/keys/" + name,
                  fs::copy_options::overwrite_existing);
  }
  // A checkpoint of the true ledger beside the false journal: the server does not serve it.
  fs::copy_file(ledger() + "/checkpoint", file("rewritten") + "/checkpoint");
  write_file(file("rewritten") + "/config.toml", config);
  ServerProcess const refused{dir_ / "rewritten"};
  EXPECT_FALSE(refused.ready());
  EXPECT_THAT(refused.log(), HasSubstr("the last signed checkpoint has root "));
}

TEST(LedgerKey, IsMadeAtTheNextStartOfALedgerThatHasNoneYet) {
  TemporaryDirectory const dir;
  auto const ledger = (dir / "ledger").string();
  ASSERT_EQ(grandlivre({"init", ledger}).exit_code, 0);
  for (auto const* const name : {"/keys/log.key", "/keys/log.vkey"}) fs::remove(ledger + name);
  {
    ServerProcess server{ledger};
    ASSERT_TRUE(server.ready()) << server.log();
    EXPECT_THAT(server.log(), HasSubstr("event=log_key_made verifier=grandlivre/"));
    EXPECT_EQ(server.stop(), 0);
  }
  auto const line = read_file(ledger + "/keys/log.vkey");
  auto const published = line.substr(0, line.find('\n'));
  auto const shown = grandlivre({"--data", ledger, "--output", "json", "identity", "ledger"});
  EXPECT_THAT(shown.out, HasSubstr("\"" + published + "\""));
  // Once it has signed, a key that is gone is not replaced by another.
  fs::remove(ledger + "/keys/log.key");
  ServerProcess const refused{ledger};
  EXPECT_FALSE(refused.ready());
  EXPECT_THAT(refused.log(), HasSubstr("restore keys/ from its backup"));
}

TEST(Verifier, LinksNeitherADatabaseNorANetwork) {
  auto const needed = run({"readelf", "-d", verifier()});
  ASSERT_EQ(needed.exit_code, 0);
  EXPECT_THAT(needed.out, HasSubstr("libcrypto"));
  auto const loaded = run({"ldd", verifier()});
  for (auto const& text : {needed.out, loaded.out}) {
    EXPECT_THAT(text, Not(HasSubstr("rocksdb")));
    EXPECT_THAT(text, Not(HasSubstr("libssl")));
  }
  auto const symbols =
      run({"sh", "-c", "strings -a " + verifier() + " | grep -ci 'asio\\|rocksdb'"});
  EXPECT_EQ(symbols.out, "0\n");
}

// Closing 2016 seals its 31 December: domain.md's example has 76,875.25 committed then.
TEST_F(ProofSlow, OfTheBalancesOfAClosedYearIsCheckedWithoutTheServer) {
  auto const closing = position_of_step("30");
  Outcome listed;
  for (int i = 0; i < 100 && listed.out.find("2016-12-31") == std::string::npos; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
    listed = as_auditor({"seals"});
  }
  ASSERT_THAT(listed.out, HasSubstr("2016-12-31")) << listed.err;
  auto const of_the_year = [&](std::string const& prefix, std::string const& to) {
    return as_auditor({"prove", "--balances", prefix, "--seal", std::to_string(closing),
                       "--effective-date", "2016-12-31", "-o", file(to)});
  };
  ASSERT_EQ(of_the_year("programme ", "programme.proof").exit_code, 0);
  ASSERT_EQ(of_the_year("project AMI-2016 ", "projects.proof").exit_code, 0);
  EXPECT_EQ(as_auditor({"prove", "--balances", "", "--seal", "1"}).exit_code, 1);
  EXPECT_EQ(as_auditor({"prove", "1", "--balances", ""}).exit_code, 2);
  EXPECT_EQ(server_->stop(), 0);
  // From the closed ledger, as from a backup, byte for byte the same; without its views as well.
  EXPECT_EQ(as_auditor({"seals"}).out, listed.out);
  std::filesystem::remove_all(ledger() + "/views");
  ASSERT_EQ(of_the_year("programme ", "closed.proof").exit_code, 0);
  EXPECT_EQ(read_file(file("closed.proof")), read_file(file("programme.proof")));
  EXPECT_FALSE(std::filesystem::exists(ledger() + "/views"));
  EXPECT_EQ(as_auditor({"prove", "--balances", "", "--seal", "1"}).exit_code, 1);
  auto const programme = run({verifier(), file("programme.proof"), "--key", key()});
  EXPECT_EQ(programme.exit_code, 0) << programme.err;
  EXPECT_THAT(programme.out,
              StartsWith("PROVED: this is the only line that begins with \"programme \" of the "));
  EXPECT_THAT(programme.out, HasSubstr(" committed=76875.25 payable=0.00 "));
  auto const projects = run({verifier(), file("projects.proof"), "--key", key()});
  EXPECT_EQ(projects.exit_code, 0) << projects.err;
  EXPECT_THAT(projects.out, HasSubstr("project AMI-2016 "));
  // A project less, and the same for another key.
  auto text = read_file(file("projects.proof"));
  auto const line = text.find("\nproject AMI-2016 ");
  text.erase(line, text.find('\n', line + 1) - line);
  write_file(file("projects.proof"), text);
  auto const fewer = run({verifier(), file("projects.proof"), "--key", key()});
  EXPECT_EQ(fewer.exit_code, 1);
  EXPECT_THAT(fewer.err, StartsWith("grandlivre-verify: NOT PROVED: "));
}

}  // namespace
}  // namespace gl::system_test
