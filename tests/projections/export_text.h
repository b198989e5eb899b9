#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "codec/event_codec.h"
#include "projections/exports.h"

namespace gl::projections::testing {

/// Keeps what an export writes.
class TextKept final : public TextOut {
 public:
  Result<void> write(std::string_view more) override {
    text += more;
    return {};
  }
  std::string text;
};

inline ExportSettings settings_of_tests() {
  ExportSettings settings;
  settings.spool.scratch = std::filesystem::temp_directory_path();
  settings.funder = "23350001600040";
  settings.unpublished = true;
  return settings;
}

/// The export of these events, which begin at position 1. Errors: those of the run.
inline Result<std::string> export_text(std::string_view format, std::span<Bytes const> events,
                                       ledger::AsOf const& as_of = {},
                                       ExportSettings const& settings = settings_of_tests()) {
  TextKept out;
  auto const made = find_export_format(format)->make(out, settings);
  auto run = ExportRun::start(*made, as_of, Position{events.size()});
  if (!run) return std::unexpected(run.error());
  for (auto const& event : events) {
    auto const more = run->take(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
  }
  if (auto const at = run->finish({}); !at) return std::unexpected(at.error());
  return out.text;
}

inline std::vector<Bytes> bytes_of(std::span<ledger::Event const> events) {
  std::vector<Bytes> all;
  for (auto const& event : events) all.push_back(codec::encode_event(event));
  return all;
}

}  // namespace gl::projections::testing
