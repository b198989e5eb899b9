#include "keys/key_store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace gl::keys {
namespace {

namespace fs = std::filesystem;

class KeyStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "gl-keys-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    ASSERT_TRUE(KeyStore::create(directory_, random_));
  }
  void TearDown() override {
    ::unsetenv("GRANDLIVRE_MASTER_KEY");
    fs::remove_all(directory_);
  }

  std::unique_ptr<KeyStore> open() {
    auto store = KeyStore::open(directory_, random_);
    EXPECT_TRUE(store) << store.error().what;
    return store ? std::move(*store) : nullptr;
  }

  static ledger::Command registration(std::string const& payee, std::string const& iban) {
    ledger::RegisterPayee body;
    body.payee = ledger::PayeeId{payee};
    body.iban.clear = iban;
    return {{}, body};
  }
  static ledger::Sealed const& iban_of(ledger::Command const& command) {
    return std::get<ledger::RegisterPayee>(command.body).iban.sealed;
  }
  static ledger::Command sealed(KeyStore& store, ledger::Command command) {
    std::vector commands{std::move(command)};
    EXPECT_TRUE(store.seal(commands));
    return commands.front();
  }

  SeededRandom random_{42};
  fs::path directory_;
};

constexpr auto siret = "00000101600013";
constexpr auto iban = "FR7630006000011234567890189";

TEST_F(KeyStoreTest, SealsTheIbanAndWipesTheClearText) {
  auto const command = sealed(*open(), registration(siret, iban));
  EXPECT_TRUE(std::get<ledger::RegisterPayee>(command.body).iban.clear.empty());
  EXPECT_FALSE(iban_of(command).empty());
}

TEST_F(KeyStoreTest, RevealsAfterARestart) {
  auto const command = sealed(*open(), registration(siret, iban));
  EXPECT_EQ(open()->reveal(iban_of(command)).value(), iban);
}

TEST_F(KeyStoreTest, SealsTheSameTextOfASubjectAlikeAfterARestart) {
  auto const first = sealed(*open(), registration(siret, iban));
  auto const second = sealed(*open(), registration(siret, iban));
  EXPECT_EQ(iban_of(first), iban_of(second));
}

TEST_F(KeyStoreTest, KeepsSubjectsApart) {
  auto const store = open();
  auto const first = sealed(*store, registration(siret, iban));
  auto const second = sealed(*store, registration("00000303800015", iban));
  EXPECT_NE(iban_of(first).subject, iban_of(second).subject);
  EXPECT_NE(iban_of(first).token, iban_of(second).token);
}

TEST_F(KeyStoreTest, ShowsNothingForASubjectWithoutKey) {
  auto const store = open();
  auto command = sealed(*store, registration(siret, iban));
  auto stranger = iban_of(command);
  stranger.subject.fill(std::byte{9});
  EXPECT_EQ(store->reveal(stranger).value(), std::nullopt);
}

TEST_F(KeyStoreTest, HoldsNoLabelInClear) {
  static_cast<void>(sealed(*open(), registration("pers-dupont", iban)));
  std::ifstream file{directory_ / "keys" / "subjects", std::ios::binary};
  std::string const bytes{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(bytes.size(), 108U);
  EXPECT_EQ(bytes.find("dupont"), std::string::npos);
}

TEST_F(KeyStoreTest, CutsATornLastRecord) {
  auto const command = sealed(*open(), registration(siret, iban));
  std::ofstream{directory_ / "keys" / "subjects", std::ios::app} << "torn";
  EXPECT_EQ(open()->reveal(iban_of(command)).value(), iban);
  EXPECT_EQ(fs::file_size(directory_ / "keys" / "subjects"), 108U);
}

TEST_F(KeyStoreTest, RefusesAnotherMasterKeyByName) {
  static_cast<void>(sealed(*open(), registration(siret, iban)));
  ::setenv("GRANDLIVRE_MASTER_KEY", std::string(64, 'a').c_str(), 1);
  auto const store = KeyStore::open(directory_, random_);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, Errc::corrupt);
  EXPECT_NE(store.error().what.find("master key"), std::string::npos);
}

TEST_F(KeyStoreTest, RefusesANewerFormatNamingBothNumbers) {
  std::ofstream{directory_ / "keys" / "FORMAT"} << "2\n";
  auto const store = KeyStore::open(directory_, random_);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, Errc::newer_format);
  EXPECT_NE(store.error().what.find("format 2"), std::string::npos);
  EXPECT_NE(store.error().what.find("format 1"), std::string::npos);
}

TEST_F(KeyStoreTest, RefusesToMakeAStoreWhereOneIs) {
  auto const again = KeyStore::create(directory_, random_);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::exists);
}

}  // namespace
}  // namespace gl::keys
