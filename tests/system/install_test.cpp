// What others get: `cmake --install`, and a program outside the tree that is built with what came
// of it and subscribes to a server on loopback.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "system/example.h"

namespace gl::system_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// The client library installed by itself, and the documented example copied out of the tree.
class InstallSlow : public ::testing::Test {
 protected:
  void SetUp() override {
    auto const installed = run({"cmake", "--install", GL_BUILD_DIR, "--prefix", prefix().string(),
                                "--component", "development"});
    ASSERT_EQ(installed.exit_code, 0) << installed.out << installed.err;
    fs::copy(fs::path{GL_SOURCE_DIR} / "docs/examples/subscriber", source());
    ASSERT_NO_FATAL_FAILURE(make_example_ledger(ledger()));
    server_ = std::make_unique<ServerProcess>(ledger());
    ASSERT_TRUE(server_->ready()) << server_->log();
    auto const sent = grandlivre({"--data", ledger().string(), "submit", "-"}, example_file());
    ASSERT_EQ(sent.exit_code, 3) << sent.err;  // the example has refusals
  }

  [[nodiscard]] fs::path prefix() const { return directory_ / "installed"; }
  [[nodiscard]] fs::path source() const { return directory_ / "subscriber"; }
  [[nodiscard]] fs::path ledger() const { return directory_ / "ledger"; }

  /// Runs a program that was built from the example.
  [[nodiscard]] Outcome subscriber(fs::path const& program, std::string const& consumer) const {
    auto const identities = (ledger() / "identities").string();
    return run({program.string(), "127.0.0.1", std::to_string(server_->port()),
                identities + "/ca.crt", identities + "/finance/finance.crt",
                identities + "/finance/finance.key", consumer, "--once"});
  }
  /// The same events as `grandlivre watch` tells them.
  [[nodiscard]] std::string watched() const {
    return grandlivre({"--data", ledger().string(), "--as", "auditor", "--output", "json", "watch",
                       "--no-follow", "--type", "PaymentExecuted", "--type", "PaymentReturned"})
        .out;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(InstallSlow, GivesAPackageForCMakeWithWhichAProgramSubscribes) {
  auto const build = directory_ / "build";
  auto const configured =
      run({"cmake", "-G", "Ninja", "-S", source().string(), "-B", build.string(),
           "-DCMAKE_PREFIX_PATH=" + prefix().string(), "-DCMAKE_CXX_COMPILER=" GL_CXX_COMPILER,
           "-DCMAKE_CXX_FLAGS=" GL_CXX_FLAGS});
  ASSERT_EQ(configured.exit_code, 0) << configured.out << configured.err;
  auto const built = run({"cmake", "--build", build.string()});
  ASSERT_EQ(built.exit_code, 0) << built.out << built.err;

  auto const expected = watched();
  ASSERT_EQ(json_lines(expected).size(), 5U) << "four payments, and the one that came back";
  auto const first = subscriber(build / "subscriber", "accounts");
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(first.out, expected);
  auto const again = subscriber(build / "subscriber", "accounts");
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, IsEmpty()) << "what was acknowledged does not come again";
}

TEST_F(InstallSlow, IsOfItsVersionAndNoOther) {
  write_file(source() / "CMakeLists.txt",
             "cmake_minimum_required(VERSION 3.25)\nproject(subscriber LANGUAGES CXX)\n"
             "find_package(grandlivre 99.0 REQUIRED)\n");
  auto const configured =
      run({"cmake", "-G", "Ninja", "-S", source().string(), "-B", directory_ / "build",
           "-DCMAKE_PREFIX_PATH=" + prefix().string(), "-DCMAKE_CXX_COMPILER=" GL_CXX_COMPILER});
  EXPECT_NE(configured.exit_code, 0);
  EXPECT_THAT(configured.err, HasSubstr("99.0"));
}

TEST_F(InstallSlow, GivesAFileForPkgConfigWithWhichAProgramSubscribes) {
  auto const program = directory_ / "by-pkg-config";
  auto const built =
      run({"sh", "-c",
           "export PKG_CONFIG_PATH=\"$(dirname \"$(find '" + prefix().string() +
               "' -name grandlivre.pc)\")\"; " GL_CXX_COMPILER " " GL_CXX_FLAGS
               " -std=c++23 -Wall -Wextra -Werror '" +
               (source() / "subscriber.cpp").string() +
               "' $(pkg-config --cflags --libs grandlivre) -o '" + program.string() + "'"});
  ASSERT_EQ(built.exit_code, 0) << built.out << built.err;
  auto const done = subscriber(program, "accounts");
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_EQ(done.out, watched());
}

TEST_F(InstallSlow, GivesHeadersThatIncludeNothingElseOfTheTree) {
  auto const headers = prefix() / "include/grandlivre";
  std::string text;
  for (auto const& entry : fs::recursive_directory_iterator{headers}) {
    if (!entry.is_regular_file()) continue;
    text += "#include \"" + fs::relative(entry.path(), headers).generic_string() + "\"\n";
  }
  ASSERT_THAT(text, HasSubstr("client/subscription.h"));
  write_file(directory_ / "all.cpp", text);
  auto const compiled =
      run({GL_CXX_COMPILER, "-std=c++23", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
           "-fsyntax-only", "-I", headers.string(), (directory_ / "all.cpp").string()});
  EXPECT_EQ(compiled.exit_code, 0) << compiled.err;
}

/// The C++ between the fences of a page, in its order.
std::string snippets_of(fs::path const& page) {
  std::istringstream lines{read_file(page)};
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      inside = line == "```cpp";
    } else if (inside) {
      text += line + "\n";
    }
  }
  return text;
}

TEST_F(InstallSlow, CompilesTheSnippetsOfItsPageOneBehindTheOther) {
  auto const snippets = snippets_of(fs::path{GL_SOURCE_DIR} / "docs/client.md");
  ASSERT_THAT(snippets, HasSubstr("subscribe(request)"));
  write_file(directory_ / "page.cpp",
             "#include <cstdio>\n#include \"client/client.h\"\n#include \"client/subscription.h\"\n"
             "#include \"codec/event_codec.h\"\nint page() {\n" +
                 snippets + "return 0;\n}\n");
  auto const compiled = run(
      {GL_CXX_COMPILER, "-std=c++23", "-Wall", "-Wextra", "-Wno-unused", "-Werror", "-fsyntax-only",
       "-I", (prefix() / "include/grandlivre").string(), (directory_ / "page.cpp").string()});
  EXPECT_EQ(compiled.exit_code, 0) << compiled.err;
}

TEST_F(InstallSlow, GivesSchemasThatAnotherLanguageCompiles) {
  auto const compiled =
      run({"sh", "-c",
           "cd '" + (prefix() / "share/grandlivre/schema").string() +
               "' && capnp compile -ocapnp protocol.capnp event.capnp command.capnp value.capnp"});
  EXPECT_EQ(compiled.exit_code, 0) << compiled.err;
  EXPECT_THAT(compiled.out, HasSubstr("struct Frame"));
}

}  // namespace
}  // namespace gl::system_test
