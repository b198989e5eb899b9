#include "keys/log_key_change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "keys/log_key.h"

namespace gl::keys {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class LogKeyChange : public testing::Test {
 public:
  LogKeyChange() {
    fs::create_directories(dir_ / "keys");
    first_ = make_log_key(dir_, ledger_, random_).value();
  }
  ~LogKeyChange() override { fs::remove_all(dir_); }

 protected:
  static std::string text_of(fs::path const& path) {
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  /// Whether any file of keys/ has these bytes.
  [[nodiscard]] bool is_anywhere(std::string const& secret) const {
    for (auto const& file : fs::directory_iterator{dir_ / "keys"}) {
      if (text_of(file.path()).contains(secret)) return true;
    }
    return false;
  }

  fs::path dir_ = fs::temp_directory_path() / ("gl-log-key-change-" + std::to_string(::getpid()));
  SystemRandom random_;
  Uuid ledger_ = parse_uuid("0155a2f0-9a80-7abc-9def-0123456789ab").value();
  proof::NoteSigner first_;
};

TEST_F(LogKeyChange, MakesTheNextKeyBesideTheCurrentOne) {
  EXPECT_FALSE(open_next_log_key(dir_, ledger_).value());
  auto const next = make_next_log_key(dir_, ledger_, random_).value();
  EXPECT_EQ(next.name, first_.name);
  EXPECT_NE(next.verifier(), first_.verifier());
  EXPECT_EQ(open_next_log_key(dir_, ledger_).value()->verifier(), next.verifier());
  EXPECT_EQ(open_log_key(dir_, ledger_)->verifier(), first_.verifier());
  EXPECT_EQ(fs::status(next_log_key_file(dir_)).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(make_next_log_key(dir_, ledger_, random_).error().code, Errc::exists);
}

TEST_F(LogKeyChange, DestroysTheKeyThatWasMadeForNothing) {
  ASSERT_TRUE(make_next_log_key(dir_, ledger_, random_));
  auto const secret = text_of(next_log_key_file(dir_)).substr(0, 64);
  ASSERT_TRUE(drop_next_log_key(dir_));
  EXPECT_FALSE(is_anywhere(secret));
  EXPECT_FALSE(fs::exists(next_log_key_file(dir_)));
  ASSERT_TRUE(drop_next_log_key(dir_)) << "there is none any more";
  // One whose writing was cut off.
  std::ofstream{next_log_key_file(dir_)} << "0123";
  EXPECT_EQ(open_next_log_key(dir_, ledger_).error().code, Errc::malformed);
  ASSERT_TRUE(drop_next_log_key(dir_));
  EXPECT_EQ(open_log_key(dir_, ledger_)->verifier(), first_.verifier());
}

TEST_F(LogKeyChange, PutsTheNewKeyInPlaceAndKeepsOnlyThePublicHalfOfTheOldOne) {
  auto const next = make_next_log_key(dir_, ledger_, random_).value();
  auto const secret = text_of(log_key_file(dir_)).substr(0, 64);
  ASSERT_TRUE(adopt_next_log_key(dir_, first_.verifier(), next.verifier()));
  EXPECT_EQ(open_log_key(dir_, ledger_)->verifier(), next.verifier());
  EXPECT_EQ(text_of(verifier_key_file(dir_)), to_string(next.verifier()) + "\n");
  EXPECT_FALSE(is_anywhere(secret));
  EXPECT_FALSE(fs::exists(next_log_key_file(dir_)));
  EXPECT_EQ(fs::status(log_key_file(dir_)).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  // By the key's id, as it stands in the verifier key.
  auto const text = to_string(first_.verifier());
  auto const id = text.substr(text.find('+') + 1, 8);
  EXPECT_EQ(text_of(dir_ / "keys" / ("log-" + id + ".vkey")), text + "\n");
  EXPECT_THAT(retired_log_keys(dir_).value(), UnorderedElementsAre(first_.verifier()));
}

// Another name of the same file shows what its bytes on the disk became.
TEST_F(LogKeyChange, OverwritesTheSecretsThatItDestroys) {
  auto const next = make_next_log_key(dir_, ledger_, random_).value();
  auto const bytes = text_of(log_key_file(dir_)).size();
  fs::create_hard_link(log_key_file(dir_), dir_ / "retired");
  ASSERT_TRUE(adopt_next_log_key(dir_, first_.verifier(), next.verifier()));
  EXPECT_EQ(text_of(dir_ / "retired"), std::string(bytes, '\0'));
  ASSERT_TRUE(make_next_log_key(dir_, ledger_, random_));
  fs::create_hard_link(next_log_key_file(dir_), dir_ / "dropped");
  ASSERT_TRUE(drop_next_log_key(dir_));
  EXPECT_EQ(text_of(dir_ / "dropped"), std::string(bytes, '\0'));
}

TEST_F(LogKeyChange, CanBeDoneAgainWhereverItWasCutOff) {
  auto const next = make_next_log_key(dir_, ledger_, random_).value();
  auto const retired = first_.verifier();
  // The retired secret is overwritten already, and not yet replaced.
  std::ofstream{log_key_file(dir_)} << std::string(65, '\0');
  std::ofstream{verifier_key_file(dir_)} << to_string(next.verifier()) << "\n";
  auto const unfinished = open_log_key(dir_, ledger_);
  ASSERT_FALSE(unfinished);
  EXPECT_THAT(unfinished.error().what, HasSubstr("a change of the ledger's key was cut off here"));
  ASSERT_TRUE(adopt_next_log_key(dir_, retired, next.verifier()));
  EXPECT_EQ(open_log_key(dir_, ledger_)->verifier(), next.verifier());
  EXPECT_THAT(retired_log_keys(dir_).value(), UnorderedElementsAre(retired));
}

TEST_F(LogKeyChange, SaysWhichRetiredKeyIsNotWhatItsNameSays) {
  std::ofstream{dir_ / "keys" / "log-00000000.vkey"} << to_string(first_.verifier()) << "\n";
  auto const keys = retired_log_keys(dir_);
  ASSERT_FALSE(keys);
  EXPECT_THAT(keys.error().what, HasSubstr("log-00000000.vkey must hold the retired key that its "
                                           "name says, not " +
                                           to_string(first_.verifier())));
}

}  // namespace
}  // namespace gl::keys
