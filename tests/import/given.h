#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "tools/import/survey.h"

namespace gl::importing {

/// The bytes of a file; empty when there is none.
inline std::string slurp(std::string const& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// A mapping that the project ships.
inline Mapping shipped(std::string const& name) {
  auto const path = std::string{GL_SOURCE_DIR} + "/tools/mappings/" + name;
  auto mapping = parse_mapping(slurp(path), path);
  if (!mapping) throw std::runtime_error(mapping.error().what);
  return *mapping;
}

/// An excerpt of a published file.
inline std::string excerpt(std::string const& name) {
  return slurp(std::string{GL_SOURCE_DIR} + "/tests/data/import/" + name);
}

/// A mapping of three columns, `date;payee;amount`, with more of TOML behind it.
inline Mapping plain(std::string_view file = "", std::string_view more = "") {
  auto const text = "format = 1\n[file]\n" + std::string{file} + R"(
[columns]
decided = "date"
payee_name = "payee"
amount = "amount"
[into]
prefix = "T"
programme = "TEST"
)" + std::string{more};
  auto mapping = parse_mapping(text, "test.toml");
  if (!mapping) throw std::runtime_error(mapping.error().what);
  return *mapping;
}

/// What became of a line: "ok", or its codes with blanks between.
inline std::string outcome(Verdict const& verdict) {
  if (verdict.rejected) return std::string{name(*verdict.rejected)};
  std::string text;
  for (auto const flag : verdict.flags.list()) {
    text += (text.empty() ? "" : " ") + std::string{name(flag)};
  }
  return text.empty() ? "ok" : text;
}

/// The outcome of each line, by its number.
inline std::map<std::uint64_t, std::string> outcomes(std::string_view file, Mapping const& mapping,
                                                     Reference const* communes = nullptr) {
  auto const found = survey(file, mapping, communes);
  if (!found) throw std::runtime_error(found.error().what);
  std::map<std::uint64_t, std::string> all;
  for (auto const& verdict : found->verdicts) all[verdict.line] = outcome(verdict);
  return all;
}

/// The grants of the lines that enter, by line.
inline std::map<std::uint64_t, Grant> grants(std::string_view file, Mapping const& mapping) {
  auto found = survey(file, mapping, nullptr);
  if (!found) throw std::runtime_error(found.error().what);
  std::map<std::uint64_t, Grant> all;
  auto const done = each_grant(file, mapping, nullptr, *found, [&](Grant&& grant, Verdict&) {
    auto const line = grant.line;
    all.emplace(line, std::move(grant));
  });
  if (!done) throw std::runtime_error(done.error().what);
  return all;
}

}  // namespace gl::importing
