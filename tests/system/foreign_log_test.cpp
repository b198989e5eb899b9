// Software that knows nothing of ours reads the exported log: the Go project's own packages for
// signed notes and transparency logs (foreign/tlog.go says what they check).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "system/program.h"

namespace gl::system_test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ForeignLogSlow : public ::testing::Test {
 protected:
  /// 1,001 events: three full bundles and tiles, and some of the next.
  ForeignLogSlow() {
    ServerProcess server{dir_ / "ledger"};
    EXPECT_TRUE(server.ready()) << server.log();
    std::string lines =
        R"({"command":"CreateProgramme","as":"administrator","programme":"G","name":"G",)"
        R"("currency":"EUR","nature":"operating"})"
        "\n";
    for (int i = 0; i < 999; ++i) {
      lines += R"({"command":"VoteAuthority","as":"assembly","programme":"G","amount":"1.00"})"
               "\n";
    }
    auto const sent = grandlivre({"--data", ledger(), "submit", "-", "--batch", "votes"}, lines);
    EXPECT_EQ(sent.exit_code, 0) << sent.err;
    auto const exported = grandlivre({"--data", ledger(), "--as", "auditor", "export", "--format",
                                      "tlog", "--to", (dir_ / "tiles").string()});
    EXPECT_EQ(exported.exit_code, 0) << exported.err;
    EXPECT_EQ(server.stop(), 0);
  }

  [[nodiscard]] std::string ledger() const { return made_ledger_; }
  /// Debian's packages of Go live in one tree, without modules.
  [[nodiscard]] Outcome read_by_go() const {
    return run({"env", "GO111MODULE=off", "GOPATH=/usr/share/gocode",
                "GOFLAGS=", "GOCACHE=" + (dir_ / "cache").string(), "go", "run",
                GL_SOURCE_DIR "/tests/system/foreign/tlog.go", (dir_ / "tiles").string(),
                ledger() + "/keys/log.vkey"});
  }
  void flip_a_bit(std::string const& file, std::size_t at) const {
    auto text = read_file(dir_ / "tiles" / file);
    text.at(at) = static_cast<char>(text.at(at) ^ 1);
    write_file(dir_ / "tiles" / file, text);
  }

  TemporaryDirectory dir_;

 private:
  std::string make_ledger() const {
    auto path = (dir_ / "ledger").string();
    EXPECT_EQ(grandlivre({"init", path}).exit_code, 0);
    return path;
  }
  std::string const made_ledger_ = make_ledger();
};

TEST_F(ForeignLogSlow, IsReadByGosPackagesForTransparencyLogs) {
  auto const read = read_by_go();
  EXPECT_EQ(read.exit_code, 0) << read.err;
  EXPECT_THAT(read.out, StartsWith("1001 events, "));
  auto const checkpoint = read_file(dir_ / "tiles" / "checkpoint");
  EXPECT_THAT(checkpoint, HasSubstr(read.out.substr(read.out.find("root ") + 5)));

  // That it looks: a bit of an event, of a tile, of what was signed.
  flip_a_bit("tile/entries/001", 1'000);
  EXPECT_EQ(read_by_go().exit_code, 1);
  flip_a_bit("tile/entries/001", 1'000);
  flip_a_bit("tile/0/002", 40);
  EXPECT_EQ(read_by_go().exit_code, 1);
  flip_a_bit("tile/0/002", 40);
  EXPECT_EQ(read_by_go().exit_code, 0);
  flip_a_bit("checkpoint", checkpoint.find("\n1001\n") + 4);
  EXPECT_EQ(read_by_go().exit_code, 1);
}

}  // namespace
}  // namespace gl::system_test
