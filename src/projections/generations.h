#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "journal/journal.h"
#include "projections/store.h"

namespace gl::projections {

/// The directories views/000001, views/000002 …: each one whole set of views. The file
/// views/CURRENT names the one that serves. A value; thread: one.
class Generations {
 public:
  Generations(std::filesystem::path const& ledger_dir, std::uint64_t run_events)
      : dir_(ledger_dir / "views"), run_events_(run_events) {}

  /// The set that CURRENT names, if it is whole, of our format and of this journal; else a new,
  /// empty one. Others are removed. Errors: newer_format, locked, io.
  [[nodiscard]] Result<std::shared_ptr<Store>> open_current(journal::Journal const& journal);

  /// A new, empty set beside the current one. Errors: locked, io.
  [[nodiscard]] Result<std::shared_ptr<Store>> make_next();

  /// Lets CURRENT name this set, durably. Errors: io.
  [[nodiscard]] Result<void> make_current(Store const& store);

 private:
  [[nodiscard]] std::string current_name() const;
  [[nodiscard]] std::uint64_t highest_number() const;
  void remove_others(std::string const& name) const;

  std::filesystem::path dir_;
  std::uint64_t run_events_;
};

}  // namespace gl::projections
