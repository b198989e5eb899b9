#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/bytes.h"
#include "base/strong.h"
#include "journal/journal.h"
#include "journal/records.h"

namespace gl::journal_test {

/// A new directory, removed with its owner.
class ScratchDir {
 public:
  ScratchDir();
  ScratchDir(ScratchDir const&) = delete;
  ScratchDir& operator=(ScratchDir const&) = delete;
  ~ScratchDir();

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The record that tests store at `position`: another one for each, `bytes` (≥ 1) long or, with
/// 0, a length of 1 to 300 that depends on the position.
[[nodiscard]] Bytes record_at(std::uint64_t position, std::size_t bytes = 0);

/// The records of the positions from `first` on.
[[nodiscard]] journal::Records records_from(std::uint64_t first, std::size_t count,
                                            std::size_t bytes = 0);

/// Opens, or fails the test and returns null.
[[nodiscard]] std::unique_ptr<journal::Journal> open_journal(journal::Config config);
/// Creates and opens, with settings small enough for tests.
[[nodiscard]] std::unique_ptr<journal::Journal> new_journal(std::filesystem::path const& dir);
/// Small buffers, no background check.
[[nodiscard]] journal::Config small_config(std::filesystem::path const& dir);

/// Appends `blocks` blocks of `records` each behind the head; fails the test on an error.
void append_blocks(journal::Journal& journal, std::size_t blocks, std::size_t records,
                   std::size_t bytes = 0);

/// The error that opening gives; fails the test when it gives none.
[[nodiscard]] Error open_error(journal::Config config);

/// Root over the records that `record_at` gives, computed naively.
[[nodiscard]] Hash naive_root_at(std::uint64_t positions, std::size_t bytes = 0);

}  // namespace gl::journal_test
