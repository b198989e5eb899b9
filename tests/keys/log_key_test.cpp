#include "keys/log_key.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace gl::keys {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class LogKey : public testing::Test {
 protected:
  LogKey() { fs::create_directories(dir_ / "keys"); }
  ~LogKey() override { fs::remove_all(dir_); }

  static std::string text_of(fs::path const& path) {
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  fs::path dir_ = fs::temp_directory_path() / ("gl-log-key-" + std::to_string(::getpid()));
  SeededRandom random_{7};
  Uuid ledger_ = parse_uuid("0155a2f0-9a80-7abc-9def-0123456789ab").value();
};

TEST_F(LogKey, IsMadeOnceAndOpenedAgain) {
  auto const made = make_log_key(dir_, ledger_, random_);
  ASSERT_TRUE(made) << made.error().what;
  EXPECT_EQ(made->name, "grandlivre/0155a2f0-9a80-7abc-9def-0123456789ab");
  EXPECT_EQ(make_log_key(dir_, ledger_, random_).error().code, Errc::exists);
  auto const opened = open_log_key(dir_, ledger_);
  ASSERT_TRUE(opened) << opened.error().what;
  EXPECT_EQ(opened->verifier(), made->verifier());
}

TEST_F(LogKey, KeepsItsSecretHalfAndPublishesTheOther) {
  auto const made = make_log_key(dir_, ledger_, random_).value();
  EXPECT_EQ(fs::status(dir_ / "keys" / "log.key").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  auto const line = text_of(verifier_key_file(dir_));
  EXPECT_EQ(line, to_string(made.verifier()) + "\n");
  EXPECT_EQ(line.find(text_of(dir_ / "keys" / "log.key").substr(0, 64)), std::string::npos);
}

TEST_F(LogKey, SaysWhenItIsGoneOrAnother) {
  EXPECT_EQ(open_log_key(dir_, ledger_).error().code, Errc::not_found);
  ASSERT_TRUE(make_log_key(dir_, ledger_, random_));
  auto const published = text_of(verifier_key_file(dir_));
  fs::remove(verifier_key_file(dir_));
  ASSERT_TRUE(open_log_key(dir_, ledger_));
  EXPECT_EQ(text_of(verifier_key_file(dir_)), published);

  std::ofstream{dir_ / "keys" / "log.key"} << std::string(64, '7') << "\n";
  auto const other = open_log_key(dir_, ledger_);
  EXPECT_EQ(other.error().code, Errc::corrupt);
  EXPECT_THAT(other.error().what, HasSubstr(published.substr(0, published.size() - 1)));
  std::ofstream{dir_ / "keys" / "log.key"} << "short\n";
  EXPECT_EQ(open_log_key(dir_, ledger_).error().code, Errc::malformed);
}

}  // namespace
}  // namespace gl::keys
