// What pages promise: the root follows from the lines alone, a part of the list is shown whole, and
// nothing else passes.
#include "proof/pages.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "proof/sha256.h"

namespace gl::proof {
namespace {

struct Built {
  PagesRoot root;
  std::map<Hash, std::string> pages;
};

Built build(std::vector<std::string> const& lines) {
  Built built;
  PageBuilder builder{[&](PageBuilder::Full const& page) {
    EXPECT_EQ(sha256(as_bytes(page.text)), page.hash);
    built.pages.emplace(page.hash, page.text);
  }};
  for (auto const& line : lines) {
    if (auto const done = builder.add(line); !done) throw std::runtime_error(done.error().what);
  }
  auto const root = builder.finish();
  if (!root) throw std::runtime_error(root.error().what);
  built.root = *root;
  return built;
}

std::vector<std::string> some_lines(std::size_t count) {
  std::set<std::string> lines;
  for (std::size_t i = 0; i < count; ++i) {
    lines.insert("project CALL-" + std::to_string(i % 7) + " P" + std::to_string(i) +
                 "\tawarded=" + std::to_string(i) + ".00");
  }
  return {lines.begin(), lines.end()};
}

std::vector<std::string> with_prefix(std::vector<std::string> const& lines,
                                     std::string const& prefix) {
  std::vector<std::string> found;
  std::ranges::copy_if(lines, std::back_inserter(found),
                       [&](auto const& line) { return line.starts_with(prefix); });
  return found;
}

PartOfList proved(Built const& built, std::string const& prefix) {
  auto const pages = pages_for(built.root, prefix, built.pages);
  if (!pages) throw std::runtime_error(pages.error().what);
  auto const part = check_pages(built.root, prefix, *pages);
  if (!part) throw std::runtime_error(part.error().what);
  return *part;
}

TEST(Pages, OfAShortListIsOneTextThatSha256sumHashes) {
  auto const built = build({"call A\tstate=open", "programme P\tvoted=1.00"});
  ASSERT_EQ(built.pages.size(), 1U);
  EXPECT_EQ(built.pages.begin()->second,
            "grandlivre/page/v1 0\ncall A\tstate=open\nprogramme P\tvoted=1.00\n");
  // printf 'grandlivre/page/v1 0\ncall A\tstate=open\nprogramme P\tvoted=1.00\n' | sha256sum
  EXPECT_EQ(to_hex(built.root.hash),
            "20a47d023ccf8f1fc147dbb478b7cb2ab70a65da1219e4cdad6e24322e70fa30");
  EXPECT_EQ(built.root.lines, 2U);
}

TEST(Pages, OfNoLinesShowThatThereAreNone) {
  auto const built = build({});
  EXPECT_EQ(built.root.lines, 0U);
  EXPECT_EQ(proved(built, "project"), (PartOfList{{}, 0}));
}

RC_GTEST_PROP(Pages, ShowAllLinesWithAPrefixAndNoOthers, ()) {
  auto const count = *rc::gen::inRange<std::size_t>(0, 6'000);
  auto const lines = some_lines(count);
  auto const built = build(lines);
  RC_ASSERT(built.root.lines == lines.size());
  auto const any = std::to_string(*rc::gen::inRange<std::size_t>(0, 7'000));
  for (std::string const& prefix :
       {std::string{}, std::string{"project CALL-3 "}, "project CALL-3 P" + any,
        "project CALL-" + std::to_string(*rc::gen::inRange(0, 9)) + " P" + any + "\t",
        std::string{"a"}, std::string{"zebra"}}) {
    RC_ASSERT(proved(built, prefix).lines == with_prefix(lines, prefix));
  }
}

// What makes sealing cheap day after day, and what the paging is for.
TEST(Pages, StayAsTheyWereButOneALevelWhenALineComes) {
  auto lines = some_lines(50'000);
  auto const before = build(lines);
  lines.emplace_back("project CALL-3 P777777\tawarded=1.00");
  std::ranges::sort(lines);
  auto const after = build(lines);
  auto const levels = 3U;
  auto const changed = std::ranges::count_if(
      after.pages, [&](auto const& page) { return !before.pages.contains(page.first); });
  EXPECT_LE(changed, 2 * levels) << "of " << after.pages.size();
  EXPECT_GT(after.pages.size(), 100U);
}

TEST(Pages, FollowFromTheLinesAlone) {
  auto const lines = some_lines(3'000);
  EXPECT_EQ(build(lines).root, build(lines).root);
  auto fewer = lines;
  fewer.erase(fewer.begin() + 1'500);
  EXPECT_NE(build(fewer).root, build(lines).root);
  fewer.insert(fewer.begin() + 1'500, lines[1'500]);
  EXPECT_EQ(build(fewer).root, build(lines).root);
}

// An insider who leaves a project out of what he shows has to leave out or change a page.
RC_GTEST_PROP(Pages, PassInOneFormOnly, ()) {
  static auto const lines = some_lines(4'000);
  static auto const built = build(lines);
  std::string const prefix = "project CALL-3 ";
  auto const pages = *pages_for(built.root, prefix, built.pages);
  auto changed = pages;
  auto const which = *rc::gen::inRange<std::size_t>(0, pages.size());
  switch (*rc::gen::inRange(0, 4)) {
    case 0: changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(which)); break;
    case 1: {
      auto const at = *rc::gen::inRange<std::size_t>(0, changed[which].size());
      changed[which][at] = static_cast<char>(changed[which][at] ^ (1 << *rc::gen::inRange(0, 8)));
      break;
    }
    case 2: {
      auto const line = changed[which].find('\n', changed[which].size() / 2);
      changed[which].erase(line, changed[which].find('\n', line + 1) - line);
      break;
    }
    default: changed.push_back("grandlivre/page/v1 0\nproject CALL-3 P\tx\n"); break;
  }
  if (changed == pages) return;
  auto const part = check_pages(built.root, prefix, changed);
  RC_ASSERT(!part.has_value());
  RC_ASSERT(part.error().code == Errc::corrupt);
}

// Built by somebody who hashes right and sorts wrong: the hashes alone would let it pass.
TEST(Pages, HideNoLineWhereItDoesNotBelong) {
  auto const page = [](std::string const& lines) { return "grandlivre/page/v1 0\n" + lines; };
  std::string const hidden = page("call B\tx\nproject A P1\tx\n");
  auto const unsorted = page("project A P1\tx\ncall B\tx\n");
  for (auto const& [text, prefix] : {std::pair{unsorted, "project A "}, {unsorted, "call"}}) {
    EXPECT_FALSE(check_pages({sha256(as_bytes(text)), 2}, prefix, {text}));
  }
  EXPECT_TRUE(check_pages({sha256(as_bytes(hidden)), 2}, "call", {hidden}));
  EXPECT_FALSE(check_pages({sha256(as_bytes(hidden)), 3}, "call", {hidden})) << "a wrong count";
  EXPECT_FALSE(check_pages({sha256(as_bytes(hidden)), 1}, "call", {hidden})) << "a wrong count";
}

TEST(Pages, TakeLinesOfOneFormInTheirOrder) {
  PageBuilder builder;
  EXPECT_TRUE(builder.add("b\tx"));
  EXPECT_FALSE(builder.add("a\tx"));
  EXPECT_FALSE(builder.add("b\ty"));
  EXPECT_FALSE(builder.add("c"));
  EXPECT_FALSE(builder.add("\tx"));
  EXPECT_FALSE(builder.add("c\tx\n"));
  EXPECT_FALSE(builder.add("c\x01\tx"));
  EXPECT_FALSE(builder.add("c\t" + std::string(page_line_bytes_max, 'x')));
  EXPECT_TRUE(builder.add("c\tx"));
}

}  // namespace
}  // namespace gl::proof
