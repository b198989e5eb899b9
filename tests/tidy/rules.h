#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tidy/tree.h"

namespace gl::tidy {

constexpr std::size_t file_lines_max = 500;
constexpr std::size_t line_columns_max = 100;
constexpr std::size_t function_lines_max = 70;
constexpr std::uintmax_t file_bytes_max = 1'048'576;

/// Each rule looks at one file and says what is wrong with it; nothing when all is well, or when
/// the rule does not speak about such a file.
using Findings = std::vector<Finding>;

/// A module of src/ includes itself and what its line in CMakeLists.txt names.
[[nodiscard]] Findings check_arrows(File const& file, Arrows const& arrows);

/// In src/ a library is included by the modules that are its door, and by nobody else; spdlog by
/// any .cpp file and by no header.
[[nodiscard]] Findings check_doors(File const& file);

/// The pure modules (proof, ledger, audit) see no thread, file, clock or socket.
[[nodiscard]] Findings check_purity(File const& file);

/// x.cpp in src/ and tools/ includes its own x.h first, where there is one (`has_own_header`).
[[nodiscard]] Findings check_own_header_first(File const& file, bool has_own_header);

[[nodiscard]] Findings check_pragma_once(File const& file);

/// At most `file_lines_max` lines of at most `line_columns_max` characters.
[[nodiscard]] Findings check_sizes(File const& file);

/// No function body of more than `function_lines_max` lines, braces included.
[[nodiscard]] Findings check_function_sizes(File const& file);

/// Nobody starts a coroutine whose failure nobody sees; src/server/spawn.h is the one place.
[[nodiscard]] Findings check_detached(File const& file);

/// No mark of work put off, no host of a package registry, no path of one machine.
[[nodiscard]] Findings check_words(File const& file);

/// A header that is installed includes of ours only what is installed too, and of others only the
/// standard library.
[[nodiscard]] Findings check_public_header(File const& file,
                                           std::set<std::string> const& public_headers);

/// Every module in `arrows` that has files has a README.md, and every folder of src/ is a module.
[[nodiscard]] Findings check_modules(std::vector<std::string> const& paths, Arrows const& arrows);

/// No file of more than `file_bytes_max` bytes.
[[nodiscard]] Findings check_bytes(std::string_view path, std::uintmax_t bytes);

}  // namespace gl::tidy
