#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "ledger/view.h"
#include "wire/messages.h"

namespace gl::tools {

/// The flags that say for which point a question is asked, and for a write of one's own.
struct AsOfFlags {
  std::uint64_t position = 0;
  std::string time;
  std::string effective;
  std::uint64_t not_before = 0;

  /// Adds --as-of-position, --as-of-time, --effective and --not-before to a verb.
  void add_to(CLI::App& verb);
  /// The same without --not-before, for what does not ask the views.
  void add_point_to(CLI::App& verb);
  /// Errors: usage (two points at once), malformed.
  [[nodiscard]] Result<wire::ReadPoint> read() const;
};

}  // namespace gl::tools
