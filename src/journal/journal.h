#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "journal/integrity.h"
#include "journal/records.h"
#include "journal/watermark.h"
#include "proof/head.h"
#include "proof/merkle.h"

namespace gl::journal {

using proof::Frontier;
using proof::Head;

/// When the head witness is forced to disk. Either way it is written before `append` returns.
enum class WitnessMode : std::uint8_t {
  lazy,  ///< Within 100 ms: a clean cut of the log is noticed after any crash but the system's.
  each,  ///< With every block: noticed after every crash, for one more fdatasync a block.
};

/// How far the check at open has come.
struct Progress {
  Position verified_from;  ///< Everything from here to `head` is as its hashes say.
  Position head;
  std::uint64_t bytes_verified = 0;
  std::uint64_t bytes_to_verify = 0;  ///< An upper bound: a short journal ends earlier.
};

struct Config {
  /// The ledger's data directory, which holds journal/, HEAD and LOCK.
  std::filesystem::path dir;
  WitnessMode witness = WitnessMode::lazy;
  /// Opens for reading beside other readers, never beside a server; changes nothing on disk.
  bool read_only = false;
  /// Live write-ahead logs beyond this are flushed; open re-hashes twice as many bytes.
  std::uint64_t max_total_wal_size_bytes = 256ULL << 20;
  std::size_t memtable_bytes = 64ULL << 20;
  std::size_t cache_bytes = 64ULL << 20;
  /// Re-hash what open did not, on a thread of its own at low priority; see `integrity()`.
  bool verify_in_background = true;
  /// Called during `open`, now and then, on its thread. May be empty.
  std::function<void(Progress const&)> on_progress;
};

/// The log of events: blocks appended durably, read by position. It knows bytes, not their
/// meaning. The only door to RocksDB; format: docs/journal-format.md. A resource.
class Journal {
 public:
  /// Largest block: one `append`.
  static constexpr std::size_t block_records_max = 65'536;
  static constexpr std::size_t block_bytes_max = 64ULL << 20;

  /// Makes journal/ and HEAD for an empty ledger in the existing directory `dir`, and syncs them.
  /// Errors: exists, io.
  [[nodiscard]] static Result<void> create(std::filesystem::path const& dir);

  /// Takes the directory's LOCK, recovers, walks the chain back from the head over at least
  /// 2 × max_total_wal_size_bytes, and compares the head with its witness.
  /// Errors: locked (names the process), newer_format (names both numbers), not_found (no journal
  /// here), corrupt (says what is missing or changed), io.
  [[nodiscard]] static Result<std::unique_ptr<Journal>> open(Config config);

  Journal(Journal const&) = delete;
  Journal& operator=(Journal const&) = delete;
  /// Syncs the witness, ends the threads, closes. Nobody may be inside any other call.
  ~Journal();

  /// Appends one block (1 to `block_records_max` records, up to `block_bytes_max` bytes) as one
  /// atomic batch and returns the new head when it is on disk. `first` is the position after the
  /// head. On return the watermark has moved and listeners have been told.
  /// Errors: too_large and usage (read-only) change nothing; after io the journal refuses every
  /// append: whether the block is on disk is unknown, end the process and open again.
  /// Thread: one, the committer's.
  [[nodiscard]] Result<Head> append(Position first, Records const& records);

  /// The durable head. Thread: any.
  [[nodiscard]] Head head() const;

  /// Position of `head()`, without a lock. Thread: any.
  [[nodiscard]] Position watermark() const;

  /// The right edge of the tree at the head. Thread: any.
  [[nodiscard]] Frontier frontier() const;

  /// Records from `from` (≥ 1) on, up to the watermark, at most `events_max`, and at most
  /// `bytes_max` bytes, but one record at least if there is one. Empty when `from` is beyond the
  /// watermark. Errors: corrupt, io. Thread: any.
  [[nodiscard]] Result<Records> read(Position from, std::size_t events_max,
                                     std::size_t bytes_max) const;

  /// The record at `position`. Errors: not_found (0, or beyond the watermark), corrupt, io.
  /// Thread: any.
  [[nodiscard]] Result<Bytes> read_one(Position position) const;

  /// Waits until the watermark is at `at_least` or more; false when `deadline` came first.
  /// Thread: any.
  [[nodiscard]] bool wait_for(Position at_least,
                              std::chrono::steady_clock::time_point deadline) const;

  /// Calls `listener` with the new watermark after each append, on the committer's thread, until
  /// the returned value is destroyed. The listener is quick (wakes somebody) and neither
  /// subscribes nor unsubscribes. Thread: any.
  [[nodiscard]] Subscription subscribe(std::function<void(Position)> listener);

  /// What has been re-hashed of the events that were there at open. Thread: any.
  [[nodiscard]] Integrity integrity() const;

 private:
  struct Impl;
  explicit Journal(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace gl::journal
