#include "tidy/rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>

namespace gl::tidy {
namespace {

/// A library, known by how its headers begin, and the modules of src/ that may include it,
/// each between blanks. tools/, tests/ and bench/ may include everything.
struct Door {
  std::string_view headers;
  std::string_view modules;
};

constexpr std::array doors = {
    Door{"CLI/", ""},
    Door{"asio.hpp", " server client "},
    Door{"asio/", " server client "},
    Door{"benchmark/", ""},
    Door{"capnp/", " codec wire "},
    Door{"date/", " base "},
    Door{"gtest/", ""},
    Door{"kj/", " codec wire "},
    Door{"libxml/", ""},
    Door{"nats/", " replication "},
    Door{"nlohmann/", " codec "},
    Door{"openssl/", " proof keys server client "},
    Door{"prometheus/", " server "},
    Door{"rapidcheck", ""},
    Door{"rocksdb/", " journal "},
    Door{"schema/", " codec wire "},
    Door{"sqlite3.h", ""},
    Door{"toml++/", ""},
};

constexpr std::array impure_headers = {
    "thread", "mutex",  "condition_variable", "fstream", "filesystem", "iostream",
    "ctime",  "cstdio", "unistd.h",           "fcntl.h", "sys/",       "base/bounded_queue.h",
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Where `word` stands alone in `line`, or npos.
std::size_t find_word(std::string_view line, std::string_view word) {
  for (auto at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    bool const starts = at == 0 || !is_word(line[at - 1]);
    bool const ends = at + word.size() == line.size() || !is_word(line[at + word.size()]);
    if (starts && ends) return at;
  }
  return std::string_view::npos;
}

bool is_header(std::string_view path) { return path.ends_with(".h"); }

/// Characters, not bytes: continuation bytes of UTF-8 do not count.
std::size_t columns(std::string_view line) {
  return static_cast<std::size_t>(std::ranges::count_if(
      line, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::string without_angles(std::string_view head) {
  std::string out;
  int depth = 0;
  for (char const c : head) {
    if (c == '<') ++depth;
    if (depth == 0) out.push_back(c);
    if (c == '>' && depth > 0) --depth;
  }
  return out;
}

/// Does `head`, the text between the last statement and a `{`, open a function or a lambda?
bool opens_function(std::string_view head) {
  std::string const bare = without_angles(head);
  if (bare.find('(') == std::string::npos) return false;
  for (std::string_view const word : {"namespace", "class", "struct", "union", "enum"}) {
    auto const at = find_word(bare, word);
    if (at != std::string_view::npos && at < bare.find('(')) return false;
  }
  return true;
}

/// Walks over code and reports each function body that is too long.
class FunctionSizes {
 public:
  explicit FunctionSizes(File const& file) : path_(file.path), code_(code_only(file.text)) {}

  Findings run() {
    for (char const c : code_) step(c);
    return std::move(findings_);
  }

 private:
  void step(char c) {
    if (c == '\n') ++line_;
    if (c == '{') {
      if (function_depth_ == 0 && opens_function(head_)) {
        function_depth_ = depth_ + 1;
        function_line_ = line_;
      }
      ++depth_;
    } else if (c == '}') {
      if (depth_ == function_depth_ && depth_ > 0) close_function();
      if (depth_ > 0) --depth_;
    }
    if (c == '{' || c == '}' || c == ';') {
      head_.clear();
    } else if (function_depth_ == 0) {
      head_.push_back(c);
    }
  }

  void close_function() {
    auto const size = line_ - function_line_ + 1;
    function_depth_ = 0;
    if (size <= function_lines_max) return;
    findings_.push_back({path_, function_line_,
                         "a function of " + std::to_string(size) + " lines, at most " +
                             std::to_string(function_lines_max) +
                             ": split it where a thought ends"});
  }

  std::string path_;
  std::string code_;
  std::string head_;
  std::size_t line_ = 1;
  std::size_t depth_ = 0;
  std::size_t function_depth_ = 0;
  std::size_t function_line_ = 0;
  Findings findings_;
};

/// Words that may stand in no file of ours, each cut in two so that this file passes.
struct BannedWord {
  std::string word;
  std::string_view why;
  bool alone;
};

std::vector<BannedWord> const& banned_words() {
  constexpr std::string_view later = "work put off: do it, or open an issue";
  constexpr std::string_view host = "a package registry by its host: name the package only";
  static std::vector<BannedWord> const words = {
      {std::string{"FIX"} + "ME", later, true},
      {std::string{"TO"} + "DO", later, true},
      {std::string{"XX"} + "X", later, true},
      {std::string{"deb.debian"} + ".org", host, false},
      {std::string{"security.debian"} + ".org", host, false},
      {std::string{"registry.npmjs"} + ".org", host, false},
      {std::string{"pypi"} + ".org", host, false},
      {std::string{"pythonhosted"} + ".org", host, false},
      {std::string{"proxy.golang"} + ".org", host, false},
      {std::string{"crates"} + ".io", host, false},
  };
  return words;
}

/// The machine path in `line`, if it names one: it starts where a path may start.
std::string machine_path(std::string_view line) {
  for (auto const& path :
       {std::string{"/wo"} + "rk/", std::string{"/ho"} + "me/", std::string{"/ro"} + "ot/"}) {
    auto const at = line.find(path);
    if (at == std::string_view::npos) continue;
    if (at == 0 || (!is_word(line[at - 1]) && line[at - 1] != '.' && line[at - 1] != '}')) {
      return path;
    }
  }
  return {};
}

}  // namespace

Findings check_arrows(File const& file, Arrows const& arrows) {
  Findings findings;
  auto const module = module_of(file.path, "src");
  auto const declared = arrows.find(module);
  if (module.empty() || !is_cpp(file.path) || declared == arrows.end()) return findings;
  for (auto const& include : includes(file.text)) {
    auto const other = include.target.substr(0, include.target.find('/'));
    if (other == module || !arrows.contains(other) || declared->second.contains(other)) continue;
    findings.push_back({file.path, include.line,
                        "\"" + include.target + "\" is against the arrows: " + std::string{module} +
                            " may not include " + other});
  }
  return findings;
}

Findings check_doors(File const& file) {
  Findings findings;
  auto const module = module_of(file.path, "src");
  if (module.empty() || !is_cpp(file.path)) return findings;
  auto const as_word = " " + std::string{module} + " ";
  for (auto const& include : includes(file.text)) {
    auto const report = [&](std::string const& why) {
      findings.push_back({file.path, include.line, "<" + include.target + "> " + why});
    };
    for (auto const& door : doors) {
      if (!include.target.starts_with(door.headers) || door.modules.contains(as_word)) continue;
      report(door.modules.empty() ? "does not belong in src/"
                                  : "comes in only by:" + std::string{door.modules});
    }
    bool const logs = include.target.starts_with("spdlog/") || include.target.starts_with("fmt/");
    if (logs && is_header(file.path)) report("may be in any .cpp and in no header");
  }
  return findings;
}

Findings check_purity(File const& file) {
  Findings findings;
  auto const module = module_of(file.path, "src");
  bool const pure = module == "proof" || module == "ledger" || module == "audit";
  if (!is_cpp(file.path) || !pure) return findings;
  for (auto const& include : includes(file.text)) {
    for (std::string_view const header : impure_headers) {
      bool const folder = header.ends_with('/');
      if (folder ? !include.target.starts_with(header) : include.target != header) continue;
      findings.push_back({file.path, include.line,
                          "<" + include.target + "> in " + std::string{module} +
                              ", which is pure: no threads, files or clocks"});
    }
  }
  return findings;
}

Findings check_own_header_first(File const& file, bool has_own_header) {
  bool const in_src = file.path.starts_with("src/");
  if ((!in_src && !file.path.starts_with("tools/")) || !file.path.ends_with(".cpp")) return {};
  if (!has_own_header) return {};
  auto own = file.path.substr(0, file.path.size() - 4) + ".h";
  if (in_src) own = own.substr(4);
  auto const all = includes(file.text);
  if (!all.empty() && all.front().target == own) return {};
  return {{file.path, all.empty() ? 0 : all.front().line, "include \"" + own + "\" first"}};
}

Findings check_pragma_once(File const& file) {
  if (!is_cpp(file.path) || !is_header(file.path)) return {};
  for (auto const line : lines(file.text)) {
    if (line == "#pragma once") return {};
  }
  return {{file.path, 0, "a header without #pragma once"}};
}

Findings check_sizes(File const& file) {
  Findings findings;
  if (!is_cpp(file.path)) return findings;
  auto const all = lines(file.text);
  if (all.size() > file_lines_max) {
    findings.push_back({file.path, 0,
                        std::to_string(all.size()) + " lines, at most " +
                            std::to_string(file_lines_max) + ": split the file by subject"});
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto const count = columns(all[i]);
    if (count <= line_columns_max) continue;
    findings.push_back(
        {file.path, i + 1,
         std::to_string(count) + " columns, at most " + std::to_string(line_columns_max)});
  }
  return findings;
}

Findings check_function_sizes(File const& file) {
  return is_cpp(file.path) ? FunctionSizes{file}.run() : Findings{};
}

Findings check_detached(File const& file) {
  Findings findings;
  if (!is_cpp(file.path) || file.path == "src/server/spawn.h") return findings;
  auto const code = code_only(file.text);
  auto const all = lines(code);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (find_word(all[i], "detached") == std::string_view::npos) continue;
    findings.push_back({file.path, i + 1, "detached drops exceptions: use spawn (server/spawn.h)"});
  }
  return findings;
}

Findings check_words(File const& file) {
  Findings findings;
  auto const all = lines(file.text);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (auto const& [word, why, alone] : banned_words()) {
      auto const at = alone ? find_word(all[i], word) : all[i].find(word);
      if (at == std::string_view::npos) continue;
      findings.push_back({file.path, i + 1, "\"" + word + "\": " + std::string{why}});
    }
    if (auto const path = machine_path(all[i]); !path.empty()) {
      findings.push_back({file.path, i + 1, "\"" + path + "\": a path of one machine"});
    }
  }
  return findings;
}

Findings check_public_header(File const& file, std::set<std::string> const& public_headers) {
  Findings findings;
  if (!file.path.starts_with("src/") || !public_headers.contains(file.path.substr(4))) return {};
  for (auto const& include : includes(file.text)) {
    bool const standard = include.target.find_first_of("./") == std::string::npos;
    if (standard || public_headers.contains(include.target)) continue;
    findings.push_back({file.path, include.line,
                        "<" + include.target + "> is not installed, but this header is: see " +
                            "public_headers in CMakeLists.txt"});
  }
  return findings;
}

Findings check_modules(std::vector<std::string> const& paths, Arrows const& arrows) {
  Findings findings;
  std::set<std::string, std::less<>> seen;
  for (auto const& path : paths) {
    auto const module = module_of(path, "src");
    if (module.empty() || !seen.emplace(module).second) continue;
    auto const folder = "src/" + std::string{module};
    if (!arrows.contains(module)) {
      findings.push_back({folder, 0, "a folder of src/ without its gl_module line"});
    }
    if (std::ranges::find(paths, folder + "/README.md") == paths.end()) {
      findings.push_back({folder, 0, "a module without a README.md: purpose, surface, arrows"});
    }
  }
  return findings;
}

Findings check_bytes(std::string_view path, std::uintmax_t bytes) {
  if (bytes <= file_bytes_max) return {};
  return {{std::string{path}, 0,
           std::to_string(bytes) + " bytes, at most " + std::to_string(file_bytes_max)}};
}

}  // namespace gl::tidy
