#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

/// A sorted list of lines that one hash commits to, so that a part of it can be shown to be all
/// that there is of it. The list is cut into pages, and pages are texts:
///
///     grandlivre/page/v1 0            level 0: lines of the list, KEY TAB VALUE
///     project AMI-2016 P-007<TAB>state=Awarded asked=38000.00
///
///     grandlivre/page/v1 1            above: a line for each page below it,
///     project AMI-2016 P-001<TAB>256<TAB>BASE64     first key, lines below, SHA-256 of its text
///
/// A page ends behind a key whose SHA-256 begins with more zero bytes than the page's level says
/// (one in 256), or when it is full. So the pages follow from the lines alone, however the list
/// came about, and a new line changes one page a level, or where it divides one, two.
namespace gl::proof {

/// Most lines of a page, bytes of a line, and levels: 256 on average, so that four levels hold
/// thousands of millions.
inline constexpr std::size_t page_lines_max = 1'024;
inline constexpr std::size_t page_line_bytes_max = 512;
inline constexpr unsigned page_levels_max = 8;

/// What the hash of a list commits to.
struct PagesRoot {
  Hash hash{};              ///< of the topmost page: the only one of its level
  std::uint64_t lines = 0;  ///< in the list

  friend bool operator==(PagesRoot const&, PagesRoot const&) = default;
};

/// Cuts a list into pages while its lines come. Keeps one page a level. A value; thread: one.
class PageBuilder {
 public:
  /// A page that is whole.
  struct Full {
    unsigned level;
    std::string const& text;
    std::string const& first_key;
    Hash const& hash;  ///< SHA-256 of the text
  };
  /// Told of each page when it is full, those below before those above.
  using Sink = std::function<void(Full const& page)>;

  /// `sink` may be empty.
  explicit PageBuilder(Sink sink = {}) : sink_(std::move(sink)) { levels_.emplace_back(); }

  /// The next line, KEY TAB VALUE without newlines, its key above the one before, bytewise.
  /// Errors: malformed (another form, too long), usage (the order).
  [[nodiscard]] Result<void> add(std::string_view line);

  /// The end of the list: gives the pages that were not full, and the root. Nothing is added any
  /// more. Errors: too_large (more levels than there may be).
  [[nodiscard]] Result<PagesRoot> finish();

 private:
  struct Level {
    std::string lines;
    std::string first_key;
    std::size_t count = 0;     ///< of lines in the page that is open
    std::uint64_t below = 0;   ///< lines of the list in that page
    std::uint64_t closed = 0;  ///< pages given so far
    Hash last{};               ///< of the last one
    std::uint64_t last_below = 0;
  };

  [[nodiscard]] Result<void> put(unsigned level, std::string_view key, std::string_view line,
                                 std::uint64_t below, unsigned ends);
  [[nodiscard]] Result<void> close(unsigned level, unsigned ends);

  Sink sink_;
  std::vector<Level> levels_;
  std::string last_key_;
};

/// The key of a line of level 0: what stands in front of its tab.
[[nodiscard]] std::string_view key_of(std::string_view line);

/// Whether a page that begins with `first_key` can hold lines that begin with `prefix`, when the
/// next page begins with `next_key`; `next_key` null: it is the last.
[[nodiscard]] bool may_hold(std::string_view first_key, std::string const* next_key,
                            std::string_view prefix);

/// What pages show of a list: all of its lines that begin with a prefix.
struct PartOfList {
  std::vector<std::string> lines;  ///< none: there is no such line
  std::uint64_t of_lines = 0;      ///< in the whole list, as its root says

  friend bool operator==(PartOfList const&, PartOfList const&) = default;
};

/// Checks `pages` (the root, and of each level those that may hold the prefix, in any order)
/// against the root's hash. Errors: corrupt (a page is missing, is none, or is not where its keys
/// belong; a page that is not needed), too_large.
[[nodiscard]] Result<PartOfList> check_pages(PagesRoot const& root, std::string_view prefix,
                                             std::vector<std::string> const& pages);

/// Of pages by the hash of their text, those that `check_pages` wants, the root first.
/// Errors: not_found (one is missing), malformed.
[[nodiscard]] Result<std::vector<std::string>> pages_for(PagesRoot const& root,
                                                         std::string_view prefix,
                                                         std::map<Hash, std::string> const& all);

}  // namespace gl::proof
