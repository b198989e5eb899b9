#include "proof/proof_file.h"

#include "base/base64.h"
#include "proof/lines.h"
#include "proof/note.h"

namespace gl::proof {
namespace {

constexpr std::size_t shown_max = 40;

/// Reads line by line, and says at which one it stopped.
class Reader {
 public:
  explicit Reader(std::string_view text) : lines_(text) {}

  /// The next line. Errors: malformed (there is none, or it is cut off).
  Result<std::string_view> line(std::string_view wanted) {
    ++number_;
    auto const line = lines_.next();
    if (!line) return no(std::string{wanted} + " is missing: the file is cut off");
    return *line;
  }

  /// What stands behind `word` and a space in the next line.
  Result<std::string_view> behind(std::string_view word) {
    auto const found = line("the line `" + std::string{word} + "`");
    if (!found) return found;
    if (!found->starts_with(std::string{word} + " ")) {
      return no("it is to begin with `" + std::string{word} + "`, it begins with \"" +
                std::string{found->substr(0, shown_max)} + "\"");
    }
    return found->substr(word.size() + 1);
  }

  Result<void> header(std::string_view wanted) {
    auto const found = line("the header");
    if (!found) return std::unexpected(found.error());
    if (*found != wanted) return no("a file of this kind begins with " + std::string{wanted});
    return {};
  }

  Result<std::uint64_t> number(std::string_view text) const {
    auto const value = parse_decimal(text);
    if (!value) return no("a number without leading zeros is wanted");
    return *value;
  }

  /// Hashes, a line each, up to an empty line.
  Result<HashPath> path() {
    HashPath path;
    while (true) {
      auto const found = line("the empty line behind the hashes");
      if (!found) return std::unexpected(found.error());
      if (found->empty()) return path;
      if (path.size() == path_hashes_max) {
        return no("a proof has at most " + std::to_string(path_hashes_max) + " hashes");
      }
      auto const hash = hash_from_base64(*found);
      if (!hash) return no(hash.error().what);
      path.push_back(*hash);
    }
  }

  /// `WORD SIZE ROOT`.
  Result<TreeHead> tree(std::string_view word) {
    auto const text = behind(word);
    if (!text) return std::unexpected(text.error());
    auto const space = text->find(' ');
    if (space == std::string_view::npos) return no("a size and a root are wanted");
    auto const size = number(text->substr(0, space));
    if (!size) return std::unexpected(size.error());
    auto const root = hash_from_base64(text->substr(space + 1));
    if (!root) return no(root.error().what);
    return TreeHead{*size, *root};
  }

  [[nodiscard]] std::string_view peek() const { return lines_.rest(); }
  [[nodiscard]] std::unexpected<Error> no(std::string const& what) const {
    return fail(Errc::malformed, "line " + std::to_string(number_) + " of the proof: " + what);
  }

 private:
  Lines lines_;
  std::size_t number_ = 0;
};

Result<void> check_size(std::string_view text) {
  if (text.size() <= proof_file_bytes_max) return {};
  return fail(Errc::too_large, "a proof has at most " + std::to_string(proof_file_bytes_max) +
                                   " bytes, this file " + std::to_string(text.size()));
}

std::string lines_of(HashPath const& path) {
  std::string text;
  for (Hash const& hash : path) text += to_base64(hash) + "\n";
  return text + "\n";
}

std::string line_of(std::string_view word, TreeHead const& tree) {
  return std::string{word} + " " + std::to_string(tree.size) + " " + to_base64(tree.root) + "\n";
}

}  // namespace

std::string to_string(InclusionFile const& file) {
  std::string text{inclusion_header};
  text += "\n";
  if (!file.extra.empty()) text += "extra " + to_base64(file.extra) + "\n";
  text += "index " + std::to_string(file.index) + "\n";
  return text + lines_of(file.path) + file.checkpoint;
}

std::string to_string(ConsistencyFile const& file) {
  return std::string{consistency_header} + "\n" + line_of("older", file.older) +
         lines_of(file.path) + line_of("newer", file.newer) + lines_of(file.checkpoint_path) +
         file.checkpoint;
}

Result<InclusionFile> parse_inclusion_file(std::string_view text) {
  if (auto const fine = check_size(text); !fine) return std::unexpected(fine.error());
  Reader reader{text};
  InclusionFile file;
  if (auto const good = reader.header(inclusion_header); !good) {
    return std::unexpected(good.error());
  }
  if (reader.peek().starts_with("extra ")) {
    auto const extra = reader.behind("extra");
    if (!extra) return std::unexpected(extra.error());
    auto bytes = from_base64(*extra);
    if (!bytes) return reader.no(bytes.error().what);
    file.extra = *std::move(bytes);
  }
  auto const index = reader.behind("index");
  if (!index) return std::unexpected(index.error());
  auto const number = reader.number(*index);
  if (!number) return std::unexpected(number.error());
  file.index = *number;
  auto path = reader.path();
  if (!path) return std::unexpected(path.error());
  file.path = *std::move(path);
  file.checkpoint = reader.peek();
  return file;
}

Result<ConsistencyFile> parse_consistency_file(std::string_view text) {
  if (auto const fine = check_size(text); !fine) return std::unexpected(fine.error());
  Reader reader{text};
  ConsistencyFile file;
  if (auto const good = reader.header(consistency_header); !good) {
    return std::unexpected(good.error());
  }
  for (auto const& [word, tree, path] : {std::tuple{"older", &file.older, &file.path},
                                         std::tuple{"newer", &file.newer, &file.checkpoint_path}}) {
    auto const head = reader.tree(word);
    if (!head) return std::unexpected(head.error());
    *tree = *head;
    auto hashes = reader.path();
    if (!hashes) return std::unexpected(hashes.error());
    *path = *std::move(hashes);
  }
  file.checkpoint = reader.peek();
  return file;
}

}  // namespace gl::proof
