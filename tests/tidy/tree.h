#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gl::tidy {

/// A file of the tree: its path from the root, with `/`, and its text.
struct File {
  std::string path;
  std::string text;
};

/// A module and the modules that it may include, as CMakeLists.txt declares them.
using Arrows = std::map<std::string, std::set<std::string>, std::less<>>;

/// What is wrong, and where. `line` counts from 1; 0 means the whole file.
struct Finding {
  std::string path;
  std::size_t line;
  std::string what;
};

/// `path:line: what`, a line each.
[[nodiscard]] std::string to_text(std::vector<Finding> const& findings);

/// An `#include` of a file: what stands between its quotes or angle brackets.
struct Include {
  std::string target;
  std::size_t line;
};

[[nodiscard]] std::vector<std::string_view> lines(std::string_view text);

/// The includes of a text in their order.
[[nodiscard]] std::vector<Include> includes(std::string_view text);

/// The same text with blanks in place of comments, the insides of literals and preprocessor lines;
/// line ends stay, so that places agree.
[[nodiscard]] std::string code_only(std::string_view text);

/// The `gl_module(name DEPENDS … LINKS …)` lines of a CMakeLists.txt.
[[nodiscard]] Arrows read_arrows(std::string_view cmake_text);

/// The headers that others get, by path in src/: `set(public_headers …)` of a CMakeLists.txt.
[[nodiscard]] std::set<std::string> read_public_headers(std::string_view cmake_text);

/// Every file that git knows or would add; without git, every file outside build/ and .git/.
[[nodiscard]] std::vector<std::string> list_tree(std::filesystem::path const& root);

/// The text of a file; empty when it cannot be read.
[[nodiscard]] std::string read_text(std::filesystem::path const& path);

/// The first folder of `path` below `top`: `module_of("src/base/time.h", "src")` is `base`.
/// Empty when `path` is not in a folder of `top`.
[[nodiscard]] std::string_view module_of(std::string_view path, std::string_view top);

/// True for .h and .cpp files of src, tools, tests, bench and docs.
[[nodiscard]] bool is_cpp(std::string_view path);

}  // namespace gl::tidy
