#include <capnp/schema.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "schema/protocol.capnp.h"
#include "wire/failure.h"

// docs/protocol.md against the schema and the program: nobody who writes a client from it alone
// meets a message, a class or an error that it does not name.

namespace gl::wire {
namespace {

std::string read_page() {
  std::ifstream file{GL_SOURCE_DIR "/docs/protocol.md"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// The page without its conversation, which shows some messages and explains none.
std::string explanations() {
  auto page = read_page();
  auto const from = page.find("\n## A conversation");
  auto const to = page.find("\n## How it grows");
  EXPECT_NE(from, std::string::npos);
  EXPECT_NE(to, std::string::npos);
  return page.substr(0, from) + page.substr(to);
}

bool names(std::string const& page, std::string const& word) {
  return page.contains("`" + word + "`") || page.contains("\n### " + word + "\n");
}

template <class Message>
void expect_every_member_named() {
  auto const page = explanations();
  auto const schema = capnp::Schema::from<Message>();
  EXPECT_GT(schema.getUnionFields().size(), 3U);
  for (auto const field : schema.getUnionFields()) {
    std::string const member = field.getProto().getName().cStr();
    if (member == "unset") continue;
    EXPECT_TRUE(names(page, member)) << "docs/protocol.md does not explain " << member;
  }
}

TEST(ProtocolPage, NamesEveryRequest) { expect_every_member_named<message::Request>(); }
TEST(ProtocolPage, NamesEveryReply) { expect_every_member_named<message::Reply>(); }
TEST(ProtocolPage, NamesEveryPush) { expect_every_member_named<message::Push>(); }

TEST(ProtocolPage, NamesEveryClassOfErrors) {
  auto const page = explanations();
  for (auto const enumerant : capnp::Schema::from<message::ErrorClass>().getEnumerants()) {
    std::string const name = enumerant.getProto().getName().cStr();
    if (name == "none") continue;
    EXPECT_TRUE(page.contains("\n| `" + name + "` |")) << name;
  }
}

TEST(ProtocolPage, HasEveryErrorWithItsClassAndNoOther) {
  auto page = explanations();
  page.erase(0, page.find("\n## Errors"));
  std::size_t known = 0;
  for (unsigned number = 1; number < 1'000; ++number) {
    auto const code = static_cast<Code>(number);
    auto const name_of_code = std::string{name(code)};
    auto const row = page.find("\n| " + std::to_string(number) + " | ");
    if (name_of_code == "unknown") {
      EXPECT_EQ(row, std::string::npos) << number << " is no error";
      continue;
    }
    ++known;
    ASSERT_NE(row, std::string::npos) << number << " " << name_of_code << " is not in the table";
    auto const line = page.substr(row + 1, page.find('\n', row + 1) - row - 1);
    EXPECT_TRUE(line.starts_with("| " + std::to_string(number) + " | " + name_of_code + " | "))
        << line;
    auto const errors = capnp::Schema::from<message::ErrorClass>().getEnumerants();
    std::string const error_class =
        errors[static_cast<unsigned>(class_of(code))].getProto().getName().cStr();
    EXPECT_TRUE(line.contains(" | " + error_class + " | ")) << line;
  }
  EXPECT_GT(known, 25U);
}

}  // namespace
}  // namespace gl::wire
