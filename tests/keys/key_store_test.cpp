#include "keys/key_store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace gl::keys {
namespace {

namespace fs = std::filesystem;

constexpr auto siret = "00000101600013";
constexpr auto iban = "FR7630006000011234567890189";
constexpr std::size_t record_bytes = 108;

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

  static ledger::Command registration(std::string const& payee, std::string const& account) {
    ledger::RegisterPayee body;
    body.payee = ledger::PayeeId{payee};
    body.iban.clear = account;
    return {{}, body};
  }
  static ledger::Sealed const& iban_of(ledger::Command const& command) {
    return std::get<ledger::RegisterPayee>(command.body).iban.sealed;
  }
  /// The bytes of keys/subjects, or their replacement.
  [[nodiscard]] std::string records() const {
    std::ifstream file{file_path(), std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
  }
  void write_records(std::string const& bytes) const {
    std::ofstream{file_path(), std::ios::binary} << bytes;
  }
  [[nodiscard]] fs::path file_path() const { return directory_ / "keys" / "subjects"; }
  static std::size_t erase(KeyStore& store, ledger::Sealed const& text) {
    auto const erased = store.erase(std::vector{text.subject});
    EXPECT_TRUE(erased) << erased.error().what;
    return erased.value_or(99);
  }
  /// A store's IBANs of so many payees, one record each.
  std::vector<ledger::Sealed> ibans_of(KeyStore& store, int payees) {
    std::vector<ledger::Sealed> ibans;
    for (int i = 0; i < payees; ++i) {
      ibans.push_back(iban_of(sealed(store, registration("payee-" + std::to_string(i), iban))));
    }
    return ibans;
  }

  static ledger::Command sealed(KeyStore& store, ledger::Command command) {
    std::vector commands{std::move(command)};
    EXPECT_TRUE(store.seal(commands));
    return commands.front();
  }

  SeededRandom random_{42};
  fs::path directory_;
};

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

// ------------------------------------------------------------------------------------ erasure

TEST_F(KeyStoreTest, RevealsNothingOfAnErasedSubjectNowAndAfterARestart) {
  auto store = open();
  auto const ibans = ibans_of(*store, 3);
  EXPECT_EQ(erase(*store, ibans[1]), 1U);
  for (int opened = 0; opened < 2; ++opened) {
    EXPECT_EQ(store->reveal(ibans[0]).value(), iban);
    EXPECT_EQ(store->reveal(ibans[1]).value(), std::nullopt);
    EXPECT_EQ(store->reveal(ibans[2]).value(), iban);
    store.reset();
    store = open();
  }
}

TEST_F(KeyStoreTest, OverwritesTheRecordOfAnErasedSubjectInItsPlace) {
  auto const store = open();
  auto const ibans = ibans_of(*store, 3);
  auto expected = records();
  EXPECT_EQ(erase(*store, ibans[1]), 1U);
  expected.replace(record_bytes, record_bytes, std::string(record_bytes, '\0'));
  EXPECT_EQ(records(), expected);
}

TEST_F(KeyStoreTest, ErasesASecondTimeAndASubjectThatItDoesNotHaveWithoutAnError) {
  auto const store = open();
  auto const ibans = ibans_of(*store, 1);
  EXPECT_EQ(erase(*store, ibans[0]), 1U);
  EXPECT_EQ(erase(*store, ibans[0]), 0U);
  EXPECT_EQ(erase(*open(), ibans[0]), 0U);

  EXPECT_EQ(store->erase({}), 0U);
}

TEST_F(KeyStoreTest, ErasesManyAndOneNamedTwiceAtOnce) {
  auto const store = open();
  auto const ibans = ibans_of(*store, 4);
  EXPECT_EQ(store->erase(std::array{ibans[0].subject, ibans[3].subject, ibans[0].subject}), 2U);
  EXPECT_EQ(store->reveal(ibans[0]).value(), std::nullopt);
  EXPECT_EQ(store->reveal(ibans[1]).value(), iban);
  EXPECT_EQ(store->reveal(ibans[3]).value(), std::nullopt);
}

TEST_F(KeyStoreTest, GivesALabelANewSubjectAfterItsErasure) {
  auto const store = open();
  auto const first = iban_of(sealed(*store, registration(siret, iban)));
  erase(*store, first);
  auto const second = iban_of(sealed(*store, registration(siret, iban)));
  EXPECT_NE(second.subject, first.subject);
  EXPECT_NE(second.token, first.token);
  EXPECT_EQ(open()->reveal(second).value(), iban);
  EXPECT_EQ(open()->reveal(first).value(), std::nullopt);
}

// The process died between the event and the erasure, or an older keys/ was put back: whoever opens
// erases again what the history says.
TEST_F(KeyStoreTest, ErasesAgainWhatAnOlderFileBroughtBack) {
  auto const ibans = ibans_of(*open(), 2);
  auto const older = records();
  EXPECT_EQ(erase(*open(), ibans[0]), 1U);
  write_records(older);
  auto const store = open();
  EXPECT_EQ(store->reveal(ibans[0]).value(), iban) << "that is what a backup of keys/ does";
  EXPECT_EQ(erase(*store, ibans[0]), 1U);
  EXPECT_EQ(open()->reveal(ibans[0]).value(), std::nullopt);
}

// The fifth record lies over the border of a sector: one half may be on disk without the other.
TEST_F(KeyStoreTest, FinishesAnErasureThatACrashCutInTwo) {
  auto const ibans = ibans_of(*open(), 6);
  auto const whole = records();
  constexpr std::size_t begin = 4 * record_bytes;
  constexpr std::size_t border = 512;
  constexpr std::size_t end = 5 * record_bytes;
  for (auto const& [from, to] : {std::pair{begin, border}, std::pair{border, end}}) {
    auto torn = whole;
    torn.replace(from, to - from, std::string(to - from, '\0'));
    write_records(torn);
    auto const store = open();
    ASSERT_NE(store, nullptr);
    EXPECT_EQ(store->reveal(ibans[4]).value(), std::nullopt);
    EXPECT_EQ(store->reveal(ibans[5]).value(), iban);
    EXPECT_EQ(records().substr(begin, record_bytes), std::string(record_bytes, '\0'));
  }
}

TEST_F(KeyStoreTest, TakesNoOtherDamageForAnErasure) {
  static_cast<void>(ibans_of(*open(), 6));
  auto const whole = records();
  for (auto const& [from, size] :
       {std::pair<std::size_t, std::size_t>{0, 60}, {100, 8}, {440, 30}, {431, 1}, {512, 27}}) {
    auto damaged = whole;
    damaged.replace(from, size, std::string(size, '\0'));
    write_records(damaged);
    auto const store = KeyStore::open(directory_, random_);
    ASSERT_FALSE(store) << size << " zeros at " << from;
    EXPECT_EQ(store.error().code, Errc::corrupt);
  }
}

TEST_F(KeyStoreTest, WritesNothingUnderAWrongMasterKey) {
  static_cast<void>(ibans_of(*open(), 6));
  auto torn = records();
  torn.replace(512, 28, std::string(28, '\0'));
  write_records(torn);
  ::setenv("GRANDLIVRE_MASTER_KEY", std::string(64, 'a').c_str(), 1);
  EXPECT_FALSE(KeyStore::open(directory_, random_));
  EXPECT_EQ(records(), torn);
}

TEST_F(KeyStoreTest, RefusesAFileThatHoldsASubjectTwiceSinceErasingWouldLeaveOne) {
  static_cast<void>(ibans_of(*open(), 2));
  write_records(records() + records().substr(0, record_bytes));
  auto const store = KeyStore::open(directory_, random_);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, Errc::corrupt);
}

TEST_F(KeyStoreTest, AppendsBehindErasedRecordsAfterARestart) {
  auto const ibans = ibans_of(*open(), 2);
  erase(*open(), ibans[1]);
  auto const later = iban_of(sealed(*open(), registration(siret, iban)));
  EXPECT_EQ(fs::file_size(file_path()), 3 * record_bytes);
  EXPECT_EQ(open()->reveal(later).value(), iban);
  EXPECT_EQ(open()->reveal(ibans[0]).value(), iban);
}

}  // namespace
}  // namespace gl::keys
