// docs/audit.md, run: every command of the page, and its answer compared with what stands there.
//   GL_REWRITE_DOCS=1 test_system --gtest_filter='AuditorSlow.*'   writes the answers anew
#include <gtest/gtest.h>

#include <cstdlib>
#include <regex>
#include <sstream>

#include "system/example.h"
#include "system/program.h"

namespace gl::system_test {
namespace {

namespace fs = std::filesystem;

constexpr char const* page = GL_SOURCE_DIR "/docs/audit.md";

std::vector<std::string> lines_of(std::string const& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// What is another one each time: hashes, keys, signatures, how long it took.
std::string normal(std::string text) {
  static std::vector<std::pair<std::regex, std::string>> const rules{
      {std::regex{"[0-9a-f]{64}"}, "HASH"},
      {std::regex{"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"}, "UUID"},
      {std::regex{"UUID\\+[0-9a-f]{8}(\\+[A-Za-z0-9+/=]+)?"}, "KEY"},
      {std::regex{"[A-Za-z0-9+/]{43}="}, "ROOT"},
      {std::regex{"in [0-9.]+ s \\([0-9]+ a second\\)"}, "in a moment"}};
  for (auto const& [found, put] : rules) text = std::regex_replace(text, found, put);
  return text;
}

/// The example's ledger in `region`, its checkpoint of the end of 2016, and what an auditor gets.
class AuditorSlow : public ::testing::Test {
 protected:
  AuditorSlow() {
    make_example_ledger(file("region"));
    start();
    auto const all = example_file();
    auto const year_end = position_of_step("30") - 1;
    std::string first;
    std::string second;
    std::size_t number = 0;
    for (auto const& line : lines_of(all)) (number++ < year_end ? first : second) += line + "\n";
    EXPECT_EQ(sh("grandlivre --data region submit -", first).exit_code, 3);
    EXPECT_EQ(
        sh("grandlivre --data region --as auditor checkpoint -o 2016-12-31.checkpoint").exit_code,
        0);
    EXPECT_EQ(sh("grandlivre --data region submit -", second).exit_code, 3);
    stop();
    auto const handed =
        sh("set -e; cp region/keys/log.vkey log.vkey; mkdir received;"
           "cp -r region/journal region/HEAD region/checkpoint received;"
           "grandlivre --data region --as auditor export --format tlog region-tiles;"
           "openssl genpkey -algorithm ed25519 -out auditor.pem;"
           "openssl pkey -in auditor.pem -pubout -out auditor.pub");
    EXPECT_EQ(handed.exit_code, 0) << handed.out;
  }

  [[nodiscard]] std::string file(std::string_view name) const { return (dir_ / name).string(); }
  [[nodiscard]] Outcome sh(std::string const& command, std::string_view input = {}) const {
    return run(
        {"bash", "-c",
         "cd '" + dir_.path().string() +
             "'; export LC_ALL=C.UTF-8; PATH='" GL_BIN_DIR "':$PATH; { " + command + "\n} 2>&1"},
        input);
  }
  void start() {
    server_ = std::make_unique<ServerProcess>(dir_ / "region");
    ASSERT_TRUE(server_->ready()) << server_->log();
  }
  void stop() {
    EXPECT_EQ(server_->stop(), 0);
    server_.reset();
  }

  /// The page with each answer as it is now.
  [[nodiscard]] std::string as_it_is_now() {
    std::string text;
    bool in_console = false;
    for (auto const& line : lines_of(read_file(page))) {
      if (line.starts_with("<!-- server: start")) start();
      if (line.starts_with("<!-- server: stop")) stop();
      if (in_console && line != "```" && !line.starts_with("$ ")) continue;
      in_console = line == "```console" || (in_console && line != "```");
      text += line + "\n";
      if (in_console && line.starts_with("$ ")) text += sh(line.substr(2)).out;
    }
    return text;
  }

 private:
  TemporaryDirectory dir_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(AuditorSlow, AfternoonIsAsThePageTellsIt) {
  auto const now = as_it_is_now();
  if (std::getenv("GL_REWRITE_DOCS") != nullptr) write_file(page, now);
  EXPECT_EQ(normal(now), normal(read_file(page)))
      << "run again with GL_REWRITE_DOCS=1, and read what has changed";
}

}  // namespace
}  // namespace gl::system_test
