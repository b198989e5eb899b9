#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "base/bytes.h"
#include "base/result.h"
#include "journal/files.h"
#include "proof/head.h"
#include "proof/merkle.h"

namespace gl::journal {

/// The head witness: the file HEAD, two checksummed slots of 4 KiB that say how far the journal
/// had come, written after the log's sync and before the answer. A log that was cut cleanly shows
/// in nothing else. The slot synced last is never written to until the other one is synced, so
/// that a torn write spoils at most one. Format: docs/journal-format.md.
class Witness {
 public:
  /// Makes the file, its slots full of zeros, and syncs it. Errors: exists, io.
  [[nodiscard]] static Result<void> create(std::filesystem::path const& path);

  /// What the file says; nothing when no block was ever witnessed.
  /// Errors: corrupt (missing, no slot is readable), newer_format, io.
  [[nodiscard]] static Result<std::optional<proof::Head>> read(std::filesystem::path const& path);

  /// Opens for writing. `each`: every write is synced before it returns; otherwise within 100 ms
  /// by a thread of its own. Errors: as `read`.
  [[nodiscard]] static Result<std::unique_ptr<Witness>> open(std::filesystem::path const& path,
                                                             bool each);

  Witness(Witness const&) = delete;
  Witness& operator=(Witness const&) = delete;
  /// Syncs what is written.
  ~Witness();

  /// Writes the head; the kernel has it when this returns. Errors: io, also for a sync that failed
  /// since the last call. Thread: one.
  [[nodiscard]] Result<void> write(proof::Head const& head, proof::Frontier const& frontier);

 private:
  Witness(File file, bool each, std::uint64_t sequence, std::size_t slot);
  void keep_synced(std::stop_token stop);
  Result<void> sync_locked();

  File const file_;
  bool const each_;
  Bytes const boot_id_;
  std::uint64_t sequence_;  ///< Of the next write; the committer's.
  std::mutex mutex_;
  std::condition_variable_any written_;
  std::size_t slot_;  ///< Which slot is written until the next sync.
  bool dirty_ = false;
  std::optional<Error> failure_;
  std::jthread syncer_;
};

}  // namespace gl::journal
