#include "tidy/tree.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <utility>

namespace gl::tidy {
namespace {

namespace fs = std::filesystem;

/// Copies C++ text, blanking what is not code. One object per text.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : text_(text) { out_.reserve(text.size()); }

  std::string run() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  void step() {
    bool const line_starts = at_line_start_;
    if (line_starts && text_[at_] == '#') return blank_preprocessor_line();
    if (starts("//")) return blank_until("\n", false);
    if (starts("/*")) return blank_until("*/", true);
    if (starts("R\"") && !after_word()) return blank_raw_string();
    if (text_[at_] == '"') return blank_literal('"');
    if (text_[at_] == '\'' && !after_word()) return blank_literal('\'');
    keep();
  }

  [[nodiscard]] bool starts(std::string_view what) const {
    return text_.substr(at_).starts_with(what);
  }

  /// True behind a letter or digit, as for the marks in 1'000 and the R of a longer name.
  [[nodiscard]] bool after_word() const {
    if (at_ == 0) return false;
    auto const before = static_cast<unsigned char>(text_[at_ - 1]);
    return std::isalnum(before) != 0 || before == '_';
  }

  void keep() {
    char const c = text_[at_++];
    if (c == '\n') {
      at_line_start_ = true;
    } else if (c != ' ' && c != '\t') {
      at_line_start_ = false;
    }
    out_.push_back(c);
  }

  void blank() {
    char const c = text_[at_++];
    at_line_start_ = c == '\n';
    out_.push_back(c == '\n' ? '\n' : ' ');
  }

  void blank_until(std::string_view end, bool with_end) {
    auto stop = text_.find(end, at_);
    if (stop == std::string_view::npos) {
      stop = text_.size();
    } else if (with_end) {
      stop += end.size();
    }
    while (at_ < stop) blank();
  }

  void blank_preprocessor_line() {
    while (at_ < text_.size() && text_[at_] != '\n') {
      bool const goes_on = starts("\\\n");
      blank();
      if (goes_on) blank();
    }
  }

  void blank_raw_string() {
    auto const open = text_.find('(', at_);
    if (open == std::string_view::npos) return blank_until("\n", false);
    auto const end = ")" + std::string{text_.substr(at_ + 2, open - at_ - 2)} + "\"";
    blank_until(end, true);
  }

  void blank_literal(char quote) {
    keep();
    while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
      if (text_[at_] == '\\') blank();
      if (at_ < text_.size()) blank();
    }
    if (at_ < text_.size()) keep();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool at_line_start_ = true;
  std::string out_;
};

std::vector<std::string> list_with_git(fs::path const& root) {
  std::string const command =
      "git -C '" + root.string() + "' ls-files -z --cached --others --exclude-standard 2>/dev/null";
  std::vector<std::string> paths;
  auto const close = [](std::FILE* pipe) { ::pclose(pipe); };
  std::unique_ptr<std::FILE, decltype(close)> const pipe{::popen(command.c_str(), "r"), close};
  std::string path;
  for (int c = pipe ? std::fgetc(pipe.get()) : EOF; c != EOF; c = std::fgetc(pipe.get())) {
    if (c != 0) {
      path.push_back(static_cast<char>(c));
    } else {
      paths.push_back(std::exchange(path, {}));
    }
  }
  return paths;
}

std::vector<std::string> list_by_walking(fs::path const& root) {
  std::vector<std::string> paths;
  for (auto it = fs::recursive_directory_iterator{root}; it != fs::end(it); ++it) {
    auto const path = it->path().lexically_relative(root).generic_string();
    if (path == "build" || path == ".git") {
      it.disable_recursion_pending();
    } else if (it->is_regular_file()) {
      paths.push_back(path);
    }
  }
  return paths;
}

}  // namespace

std::string to_text(std::vector<Finding> const& findings) {
  std::string text;
  for (auto const& finding : findings) {
    text += "\n  " + finding.path + ":" + std::to_string(finding.line) + ": " + finding.what;
  }
  return text;
}

std::vector<std::string_view> lines(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::vector<Include> includes(std::string_view text) {
  std::vector<Include> out;
  std::size_t number = 0;
  for (auto line : lines(text)) {
    ++number;
    if (!line.starts_with("#include")) continue;
    auto const open = line.find_first_of("\"<");
    auto const close = line.find_first_of("\">", open + 1);
    if (open == std::string_view::npos || close == std::string_view::npos) continue;
    out.push_back({std::string{line.substr(open + 1, close - open - 1)}, number});
  }
  return out;
}

std::string code_only(std::string_view text) { return Blanker{text}.run(); }

Arrows read_arrows(std::string_view cmake_text) {
  constexpr std::string_view start = "gl_module(";
  Arrows arrows;
  for (auto line : lines(cmake_text)) {
    if (!line.starts_with(start)) continue;
    line = line.substr(start.size(), line.find(')') - start.size());
    std::istringstream words{std::string{line}};
    std::string name;
    words >> name;
    auto& may_include = arrows[name];
    bool in_depends = false;
    for (std::string word; words >> word;) {
      if (word == "DEPENDS" || word == "LINKS") {
        in_depends = word == "DEPENDS";
      } else if (in_depends) {
        may_include.insert(word);
      }
    }
  }
  return arrows;
}

std::set<std::string> read_public_headers(std::string_view cmake_text) {
  constexpr std::string_view start = "set(public_headers";
  auto const at = cmake_text.find(start);
  if (at == std::string_view::npos) return {};
  auto const list = cmake_text.substr(at + start.size());
  std::istringstream words{std::string{list.substr(0, list.find(')'))}};
  std::set<std::string> headers;
  for (std::string word; words >> word;) headers.insert(word);
  return headers;
}

std::vector<std::string> list_tree(fs::path const& root) {
  auto paths = list_with_git(root);
  if (paths.empty()) paths = list_by_walking(root);
  // A file that was deleted and not yet committed is still on git's list.
  std::erase_if(paths, [&](auto const& path) { return !fs::is_regular_file(root / path); });
  std::ranges::sort(paths);
  return paths;
}

std::string read_text(fs::path const& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

std::string_view module_of(std::string_view path, std::string_view top) {
  if (!path.starts_with(top) || path.substr(top.size()).substr(0, 1) != "/") return {};
  path.remove_prefix(top.size() + 1);
  auto const end = path.find('/');
  return end == std::string_view::npos ? std::string_view{} : path.substr(0, end);
}

bool is_cpp(std::string_view path) {
  bool const ours = path.starts_with("src/") || path.starts_with("tools/") ||
                    path.starts_with("tests/") || path.starts_with("bench/") ||
                    path.starts_with("docs/");
  return ours && (path.ends_with(".h") || path.ends_with(".cpp"));
}

}  // namespace gl::tidy
