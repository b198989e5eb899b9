#include "seals/prove.h"

#include <map>
#include <utility>

#include "seals/list.h"

namespace gl::seals {
namespace {

/// Those of a list's pages that show a prefix, kept while the list is made: of each level the last
/// that begins before it, and those that begin with it. The first of each level too: the root is
/// the only one of its level.
class KeptPages {
 public:
  explicit KeptPages(std::string_view prefix) : prefix_(prefix) {}

  void take(proof::PageBuilder::Full const& page) {
    if (page.level == levels_) {
      ++levels_;
      firsts_.emplace(page.hash, page.text);
    }
    std::string_view const first = page.first_key;
    if (first > prefix_ && !first.starts_with(prefix_)) return;
    if (first <= prefix_) {
      if (auto const before = last_.find(page.level); before != last_.end()) {
        pages_.erase(before->second);
      }
      last_[page.level] = page.hash;
    }
    pages_.emplace(page.hash, page.text);
  }

  [[nodiscard]] std::map<Hash, std::string> take_out() && {
    pages_.merge(firsts_);
    return std::move(pages_);
  }

 private:
  std::string_view prefix_;
  unsigned levels_ = 0;
  std::map<Hash, std::string> firsts_;
  std::map<unsigned, Hash> last_;
  std::map<Hash, std::string> pages_;
};

}  // namespace

Result<proof::BalanceFile> prove_lines(projections::Views const& views, Kept const& seal,
                                       std::string const& prefix) {
  KeptPages kept{prefix};
  proof::PageBuilder builder{[&](auto const& page) { kept.take(page); }};
  if (auto const added = add_lines(views, seal.point, builder); !added) {
    return std::unexpected(added.error());
  }
  auto const list = builder.finish();
  if (!list) return std::unexpected(list.error());
  if (*list != seal.list) {
    return fail(Errc::corrupt, "the seal of " + to_string(seal.point) + " has root " +
                                   to_hex(seal.list.hash) + ", the views now say " +
                                   to_hex(list->hash) +
                                   ": rebuild the views; if that stays, the ledger was changed");
  }
  auto pages = proof::pages_for(*list, prefix, std::move(kept).take_out());
  if (!pages) return std::unexpected(pages.error());
  return proof::BalanceFile{prefix, *std::move(pages), seal.note};
}

}  // namespace gl::seals
