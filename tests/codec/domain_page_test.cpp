#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "codec/json.h"
#include "ledger/decide.h"
#include "ledger/permissions.h"

// docs/domain.md against the program: no command, role or code without its entry, and no entry
// without its command, role or code.

namespace gl::codec {
namespace {

using Words = std::vector<std::string>;

struct Entry {
  std::string by;       ///< "administrator or decision"
  std::string example;  ///< as typed
};

struct Page {
  std::map<std::string, Entry> commands;  ///< by verb
  Words codes;                            ///< in the page's order
};

Page read_page() {
  std::ifstream file{GL_SOURCE_DIR "/docs/domain.md"};
  Page page;
  std::string verb;
  bool in_example = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("### ")) page.commands[verb = line.substr(4)];
    if (line.starts_with("By ")) page.commands[verb].by = line.substr(3, line.find('.') - 3);
    if (line.starts_with("| `")) page.codes.push_back(line.substr(3, line.find('`', 3) - 3));
    if (line == "```") in_example = !in_example;
    if (in_example && line != "```") page.commands[verb].example += line;
  }
  return page;
}

/// As a shell would: blanks part words, double quotes keep them.
Words words_of(std::string const& line) {
  Words words;
  bool quoted = false;
  bool fresh = true;
  for (char const c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      fresh = true;
    } else {
      if (fresh) words.emplace_back();
      fresh = false;
      words.back() += c;
    }
  }
  return words;
}

Result<GivenCommand> command_of(std::string const& example) {
  auto const words = words_of(example);
  std::vector<Flag> flags;
  for (std::size_t i = 1; i + 1 < words.size(); i += 2) flags.emplace_back(words[i], words[i + 1]);
  return command_from_flags(words.at(0), flags);
}

std::set<std::string> roles_in(std::string by) {
  std::ranges::replace(by, ',', ' ');
  std::set<std::string> roles;
  for (auto const& word : words_of(by)) {
    if (word != "or") roles.insert(word);
  }
  return roles;
}

std::set<std::string> senders_of(ledger::CommandBody const& body) {
  std::set<std::string> roles;
  for (std::uint8_t number = 1; number <= static_cast<std::uint8_t>(ledger::Role::dpo); ++number) {
    auto const role = ledger::Role{number};
    if (ledger::may_send(role, body)) roles.insert(std::string{name(role)});
  }
  return roles;
}

TEST(DomainPage, HasEveryCommandWithAnExampleThatTheCommandLineTakes) {
  auto const page = read_page();
  for (auto const& spec : command_specs()) {
    auto const entry = page.commands.find(spec.verb);
    ASSERT_NE(entry, page.commands.end()) << spec.verb << " has no entry";
    ASSERT_TRUE(entry->second.example.starts_with(spec.verb + " ")) << spec.verb;
    auto const given = command_of(entry->second.example);
    ASSERT_TRUE(given.has_value()) << given.error().what;
    EXPECT_EQ(ledger::name(given->command.body), spec.name);
    auto command = given->command;
    command.header.id.bytes[0] = std::byte{1};
    command.header.actor.person = ledger::PersonId{"anne"};
    auto const formed = ledger::well_formed(command);
    EXPECT_TRUE(formed.has_value()) << spec.verb << ": " << formed.error().sentence;
  }
  EXPECT_EQ(page.commands.size(), command_specs().size()) << "an entry without its command";
}

TEST(DomainPage, SaysWhoMaySendEachCommand) {
  for (auto const& [verb, entry] : read_page().commands) {
    if (verb == "reverse-event") continue;  // its target decides
    auto const given = command_of(entry.example);
    ASSERT_TRUE(given.has_value()) << verb;
    EXPECT_EQ(roles_in(entry.by), senders_of(given->command.body)) << verb;
  }
}

TEST(DomainPage, HasEveryCodeInTheOrderInWhichTheyAreReported) {
  Words codes;
  for (std::uint16_t number = 1;; ++number) {
    auto const code = ledger::name(ledger::Rule{number});
    if (code == "NONE") break;
    codes.emplace_back(code);
  }
  EXPECT_GT(codes.size(), 40U);
  EXPECT_EQ(read_page().codes, codes);
}

}  // namespace
}  // namespace gl::codec
