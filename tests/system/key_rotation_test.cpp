// The key of a ledger is changed with the programs as they are installed, and the server killed in
// the middle of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "system/example.h"
#include "system/program.h"

namespace gl::system_test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string verifier() { return GL_BIN_DIR "/grandlivre-verify"; }

std::string first_line(std::string const& text) { return text.substr(0, text.find('\n')); }

class KeyRotationSlow : public ::testing::Test {
 protected:
  KeyRotationSlow() { EXPECT_EQ(grandlivre({"init", ledger()}).exit_code, 0); }

  [[nodiscard]] std::string ledger() const { return (dir_ / "ledger").string(); }
  [[nodiscard]] std::string file(std::string_view name) const { return (dir_ / name).string(); }
  [[nodiscard]] std::string current_key() const {
    return first_line(read_file(ledger() + "/keys/log.vkey"));
  }
  [[nodiscard]] Outcome as(std::string const& who, std::vector<std::string> words) const {
    words.insert(words.begin(), {"--data", ledger(), "--as", who});
    return grandlivre(std::move(words));
  }
  [[nodiscard]] Outcome rotate() const {
    return as("administrator", {"--output", "json", "identity", "rotate-ledger-key"});
  }
  void create_programme(std::string const& id) const {
    auto const made = as("administrator", {"create-programme", "--programme", id, "--name", id,
                                           "--currency", "EUR", "--nature", "operating"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
  }

  TemporaryDirectory dir_;
};

TEST_F(KeyRotationSlow, IsCheckedByWhoHasOnlyTheOldKeyWithoutTheServer) {
  auto const old_key = current_key();
  write_file(file("old.vkey"), old_key + "\n");
  ServerProcess server{ledger()};
  ASSERT_TRUE(server.ready()) << server.log();
  create_programme("G");
  ASSERT_EQ(as("auditor", {"checkpoint", "-o", file("june.checkpoint")}).exit_code, 0);
  EXPECT_EQ(as("auditor", {"prove", "--rotation", "0"}).exit_code, 1) << "there was none";

  auto const changed = rotate();
  ASSERT_EQ(changed.exit_code, 0) << changed.err;
  auto const told = Json::parse(changed.out);
  EXPECT_EQ(told.at("retired"), old_key);
  EXPECT_EQ(told.at("verifier_key"), current_key());
  EXPECT_NE(current_key(), old_key);
  auto const history = json_lines(as("auditor", {"--output", "json", "history", "ledger"}).out);
  EXPECT_EQ(history.back().at("event_type"), "LogKeyRotated");
  EXPECT_EQ(history.back().at("fields"), (Json{{"retired", old_key}, {"key", current_key()}}));
  EXPECT_EQ(history.back().at("actor").at("role"), "administrator");
  create_programme("H");
  ASSERT_EQ(
      as("auditor", {"prove", "--rotation", "0", "-o", file("rotation.tlog-proof")}).exit_code, 0);
  auto const june = read_file(file("june.checkpoint"));
  auto const size =
      june.substr(june.find('\n') + 1, june.find('\n', june.find('\n') + 1) - june.find('\n') - 1);
  ASSERT_EQ(as("auditor", {"prove", "--between", size, "0", "-o", file("growth.proof")}).exit_code,
            0);
  EXPECT_EQ(as("auditor", {"identity", "rotate-ledger-key"}).exit_code, 1) << "not by an auditor";
  EXPECT_EQ(server.stop(), 0);
  // The closed ledger proves the same.
  ASSERT_EQ(as("auditor", {"prove", "--rotation", std::to_string(told.at("position").get<int>()),
                           "-o", file("closed.tlog-proof")})
                .exit_code,
            0);
  EXPECT_EQ(read_file(file("closed.tlog-proof")), read_file(file("rotation.tlog-proof")));

  auto const vouched = run({verifier(), file("rotation.tlog-proof"), "--key", file("old.vkey")});
  ASSERT_EQ(vouched.exit_code, 0) << vouched.err;
  EXPECT_THAT(vouched.out, StartsWith("PROVED: the event below"));
  EXPECT_THAT(vouched.out, HasSubstr("the old key, which you trust, vouches for the new one"));
  EXPECT_THAT(vouched.out, HasSubstr("new key     " + current_key()));
  auto const grown = run({verifier(), file("growth.proof"), "--key", file("old.vkey"), "--rotation",
                          file("rotation.tlog-proof"), "--since", file("june.checkpoint")});
  EXPECT_EQ(grown.exit_code, 0) << grown.err;
  EXPECT_THAT(grown.out, HasSubstr("One of them is the checkpoint that you kept."));
  auto const without = run({verifier(), file("growth.proof"), "--key", file("old.vkey")});
  EXPECT_EQ(without.exit_code, 1);
  EXPECT_THAT(without.err, HasSubstr("--rotation FILE"));
  EXPECT_EQ(run({verifier(), file("growth.proof"), "--key", ledger() + "/keys/log.vkey"}).exit_code,
            0);
  auto const replayed = grandlivre({"replay", ledger()});
  EXPECT_EQ(replayed.exit_code, 0) << replayed.out << replayed.err;
}

/// Each retired key of the ledger's stream is the one that the event before it named.
void expect_a_chain(std::vector<Json> const& history, std::string const& first,
                    std::string const& current) {
  auto key = first;
  for (auto const& event : history) {
    if (event.at("event_type") != "LogKeyRotated") continue;
    EXPECT_EQ(event.at("fields").at("retired"), key);
    key = event.at("fields").at("key");
  }
  EXPECT_EQ(key, current);
}

TEST_F(KeyRotationSlow, IsWholeOrNotThereWhereverTheServerIsKilled) {
  auto const first = current_key();
  auto const seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random{seed};
  constexpr int kills = 12;
  constexpr int longest_us = 60'000;
  for (int i = 0; i < kills; ++i) {
    ServerProcess server{ledger()};
    ASSERT_TRUE(server.ready()) << server.log();
    auto const history = json_lines(as("auditor", {"--output", "json", "history", "ledger"}).out);
    expect_a_chain(history, first, current_key());
    EXPECT_FALSE(fs::exists(ledger() + "/keys/log.next.key"));
    if (history.back().at("event_type") == "LogKeyRotated") {
      ASSERT_EQ(as("auditor", {"prove", "--rotation", "0", "-o", file("p")}).exit_code, 0);
      auto const verdict = run({verifier(), file("p"), "--key", current_key()});
      EXPECT_EQ(verdict.exit_code, 0) << verdict.err;
      EXPECT_THAT(verdict.out, HasSubstr("the new key, which you trust, came after the old one"));
    }
    std::jthread const asking{[this] { static_cast<void>(rotate()); }};
    std::this_thread::sleep_for(
        std::chrono::microseconds{std::uniform_int_distribution<int>{0, longest_us}(random)});
    server.kill();
  }
  ServerProcess server{ledger()};
  ASSERT_TRUE(server.ready()) << server.log();
  EXPECT_EQ(server.stop(), 0);
}

}  // namespace
}  // namespace gl::system_test
