#include "proof/pages.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/base64.h"
#include "proof/lines.h"
#include "proof/sha256.h"

namespace gl::proof {
namespace {

constexpr std::string_view page_header = "grandlivre/page/v1 ";
constexpr std::size_t quoted_max = 60;

std::unexpected<Error> no(std::string const& what) {
  return fail(Errc::corrupt, "the pages are no proof: " + what);
}

std::string quoted(std::string_view text) {
  return "\"" + std::string{text.substr(0, quoted_max)} + "\"";
}

/// Keys are printable ASCII, so that they sort as their lines do: the tab is below them all.
bool is_key(std::string_view key) {
  return !key.empty() &&
         std::ranges::all_of(key, [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
}

/// How many levels a key ends a page of.
unsigned levels_ended(std::string_view key) {
  auto const hash = sha256(as_bytes(key));
  unsigned zeros = 0;
  while (zeros < page_levels_max && hash.at(zeros) == std::byte{0}) ++zeros;
  return zeros;
}

std::string header_of(unsigned level) {
  return std::string{page_header} + std::to_string(level) + "\n";
}

/// A line of a page above level 0.
struct Child {
  std::string first_key;
  std::uint64_t lines = 0;
  Hash hash{};
};

Result<Child> parse_child(std::string_view line) {
  auto const one = line.find('\t');
  auto const two = one == std::string_view::npos ? one : line.find('\t', one + 1);
  if (two == std::string_view::npos) {
    return no("a line above level 0 has a key, a number and a hash, not " + quoted(line));
  }
  auto const lines = parse_decimal(line.substr(one + 1, two - one - 1));
  auto const hash = hash_from_base64(line.substr(two + 1));
  if (one == 0 || !lines || *lines == 0 || !hash) {
    return no("a line above level 0 has a key, a number and a hash, not " + quoted(line));
  }
  return Child{std::string{line.substr(0, one)}, *lines, *hash};
}

/// A page as it was read.
struct Page {
  unsigned level = 0;
  std::vector<std::string_view> lines;
};

Result<Page> parse_page(std::string_view text) {
  Lines lines{text};
  auto const header = lines.next();
  if (!header || !header->starts_with(page_header)) {
    return no("a page begins with " + quoted(page_header) + ", not with " + quoted(text));
  }
  auto const level = parse_decimal(header->substr(page_header.size()));
  if (!level || *level >= page_levels_max) {
    return no("a page's level is from 0 to " + std::to_string(page_levels_max - 1));
  }
  Page page{static_cast<unsigned>(*level), {}};
  std::string_view before;
  while (!lines.at_end()) {
    auto const line = lines.next();
    if (!line) return no("the last line of a page is cut off");
    auto const key = key_of(*line);
    if (!is_key(key) || key.size() == line->size()) {
      return no("a line has a key, a tab and a value, not " + quoted(*line));
    }
    if (page.lines.size() == page_lines_max || line->size() > page_line_bytes_max) {
      return no("a page has at most " + std::to_string(page_lines_max) + " lines of at most " +
                std::to_string(page_line_bytes_max) + " bytes");
    }
    if (key <= before)
      return no("the key " + quoted(key) + " does not follow on " + quoted(before));
    before = key;
    page.lines.push_back(*line);
  }
  return page;
}

/// The children of a page above level 0.
Result<std::vector<Child>> children_of(Page const& page) {
  std::vector<Child> children;
  for (auto const line : page.lines) {
    auto child = parse_child(line);
    if (!child) return std::unexpected(child.error());
    children.push_back(*std::move(child));
  }
  return children;
}

/// The first key of the child behind number `i`, else that of the page behind the whole page.
std::string const* next_key(std::vector<Child> const& children, std::size_t i,
                            std::string const* behind) {
  return i + 1 < children.size() ? &children[i + 1].first_key : behind;
}

/// Walks from the root down to the lines with a prefix.
class Walk {
 public:
  Walk(std::string_view prefix, std::map<Hash, std::string> const& pages)
      : prefix_(prefix), pages_(pages) {}

  Result<void> run(PagesRoot const& root) {
    auto const text = pages_.find(root.hash);
    if (text == pages_.end()) return missing(root.hash);
    auto const page = parse_page(text->second);
    if (!page) return std::unexpected(page.error());
    if (root.lines > 0 && page->lines.empty()) return no("the root has no lines");
    return visit(text->second, *page, {{}, root.lines, root.hash}, nullptr);
  }

  [[nodiscard]] std::vector<std::string>& used() { return used_; }
  [[nodiscard]] std::vector<std::string>& found() { return found_; }

 private:
  static std::unexpected<Error> missing(Hash const& hash) {
    return fail(Errc::not_found, "the page with SHA-256 " + to_hex(hash) + " is missing");
  }

  Result<void> visit(std::string const& text, Page const& page, Child const& claimed,
                     std::string const* behind) {
    used_.push_back(text);
    if (!page.lines.empty()) {
      auto const first = key_of(page.lines.front());
      if (!claimed.first_key.empty() && first != claimed.first_key) {
        return no("a page begins with " + quoted(first) + ", the page above it says " +
                  quoted(claimed.first_key));
      }
      if (behind != nullptr && key_of(page.lines.back()) >= *behind) {
        return no("the key " + quoted(key_of(page.lines.back())) + " stands before " +
                  quoted(*behind));
      }
    }
    return page.level == 0 ? take_lines(page, claimed) : descend(page, claimed, behind);
  }

  Result<void> take_lines(Page const& page, Child const& claimed) {
    if (page.lines.size() != claimed.lines) return wrong_count(page.lines.size(), claimed);
    for (auto const line : page.lines) {
      if (line.starts_with(prefix_)) found_.emplace_back(line);
    }
    return {};
  }

  Result<void> descend(Page const& page, Child const& claimed, std::string const* behind) {
    auto const children = children_of(page);
    if (!children) return std::unexpected(children.error());
    std::uint64_t lines = 0;
    for (auto const& child : *children) lines += child.lines;
    if (lines != claimed.lines) return wrong_count(lines, claimed);
    for (std::size_t i = 0; i < children->size(); ++i) {
      auto const& child = (*children)[i];
      auto const* const next = next_key(*children, i, behind);
      if (!may_hold(child.first_key, next, prefix_)) continue;
      auto const text = pages_.find(child.hash);
      if (text == pages_.end()) return missing(child.hash);
      auto const below = parse_page(text->second);
      if (!below) return std::unexpected(below.error());
      if (below->level + 1 != page.level) return no("a page stands at another level than its own");
      if (below->lines.empty()) return no("a page has no lines");
      if (auto const done = visit(text->second, *below, child, next); !done) return done;
    }
    return {};
  }

  static std::unexpected<Error> wrong_count(std::uint64_t lines, Child const& claimed) {
    return no("a page has " + std::to_string(lines) + " lines below it, " +
              std::to_string(claimed.lines) + " are claimed");
  }

  std::string_view prefix_;
  std::map<Hash, std::string> const& pages_;
  std::vector<std::string> used_;
  std::vector<std::string> found_;
};

}  // namespace

std::string_view key_of(std::string_view line) { return line.substr(0, line.find('\t')); }

bool may_hold(std::string_view first_key, std::string const* next_key, std::string_view prefix) {
  bool const begins_behind = first_key > prefix && !first_key.starts_with(prefix);
  // Also of a prefix that reaches over a whole key into its tab: no key has a byte below it.
  bool const ends_before = next_key != nullptr && *next_key <= prefix;
  return !begins_behind && !ends_before;
}

Result<void> PageBuilder::add(std::string_view line) {
  auto const key = key_of(line);
  bool const whole = is_key(key) && key.size() < line.size() &&
                     line.size() <= page_line_bytes_max &&
                     line.find('\n') == std::string_view::npos;
  if (!whole) {
    return fail(Errc::malformed,
                "a line has a key of printable ASCII, a tab and a value, at most " +
                    std::to_string(page_line_bytes_max) + " bytes and no newline: " + quoted(line));
  }
  if (key <= last_key_) {
    return fail(Errc::usage, "the key " + quoted(key) + " does not follow on " + quoted(last_key_));
  }
  last_key_ = key;
  return put(0, key, line, 1, levels_ended(key));
}

Result<void> PageBuilder::put(unsigned level, std::string_view key, std::string_view line,
                              std::uint64_t below, unsigned ends) {
  if (level == levels_.size()) levels_.emplace_back();
  auto& open = levels_[level];
  if (open.count == 0) open.first_key = key;
  open.lines.append(line).append("\n");
  ++open.count;
  open.below += below;
  if (ends > level || open.count == page_lines_max) return close(level, ends);
  return {};
}

Result<void> PageBuilder::close(unsigned level, unsigned ends) {
  if (level + 1 >= page_levels_max) return fail(Errc::too_large, "the list needs too many levels");
  auto& open = levels_[level];
  auto const text = header_of(level) + open.lines;
  open.last = sha256(as_bytes(text));
  open.last_below = std::exchange(open.below, 0);
  ++open.closed;
  auto const first_key = std::exchange(open.first_key, {});
  if (sink_) sink_({level, text, first_key, open.last});
  open.lines.clear();
  open.count = 0;
  auto const line =
      first_key + "\t" + std::to_string(open.last_below) + "\t" + to_base64(open.last);
  auto const below = open.last_below;
  return put(level + 1, first_key, line, below, ends);
}

Result<PagesRoot> PageBuilder::finish() {
  for (unsigned level = 0;; ++level) {
    // By value: closing may add a level.
    auto const open = levels_.at(level);
    if (open.closed == 1 && open.count == 0) return PagesRoot{open.last, open.last_below};
    if (open.closed == 0) {
      auto const text = header_of(level) + open.lines;
      auto const hash = sha256(as_bytes(text));
      if (sink_) sink_({level, text, open.first_key, hash});
      return PagesRoot{hash, open.below};
    }
    if (open.count == 0) continue;
    if (auto const done = close(level, 0); !done) return std::unexpected(done.error());
  }
}

Result<PartOfList> check_pages(PagesRoot const& root, std::string_view prefix,
                               std::vector<std::string> const& pages) {
  std::map<Hash, std::string> by_hash;
  for (auto const& page : pages) by_hash.emplace(sha256(as_bytes(page)), page);
  Walk walk{prefix, by_hash};
  if (auto const done = walk.run(root); !done) {
    if (done.error().code == Errc::not_found) return no(done.error().what);
    return std::unexpected(done.error());
  }
  if (walk.used().size() != pages.size()) {
    return no("it holds " + std::to_string(pages.size()) + " pages, " +
              std::to_string(walk.used().size()) + " are needed");
  }
  return PartOfList{std::move(walk.found()), root.lines};
}

Result<std::vector<std::string>> pages_for(PagesRoot const& root, std::string_view prefix,
                                           std::map<Hash, std::string> const& all) {
  Walk walk{prefix, all};
  if (auto const done = walk.run(root); !done) return std::unexpected(done.error());
  return std::move(walk.used());
}

}  // namespace gl::proof
