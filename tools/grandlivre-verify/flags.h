#pragma once

#include <CLI/CLI.hpp>

#include "tools/grandlivre-verify/verify.h"

namespace gl::verify {

/// The words of the command line, for both programs that verify.
void add_flags(CLI::App& verb, Request& request);

/// Verifies and prints: what is proved on standard output, or on standard error why not.
/// Returns the exit code: 0 proved, 1 not, 2 usage.
[[nodiscard]] int run(Request const& request, char const* program);

}  // namespace gl::verify
