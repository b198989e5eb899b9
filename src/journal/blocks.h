#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "journal/chunk.h"
#include "journal/records.h"
#include "proof/head.h"
#include "proof/merkle.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class WriteBatch;
}  // namespace rocksdb

namespace gl::journal {

/// The RocksDB database of the journal: chunks in, chunks out. A resource.
class Blocks {
 public:
  struct Settings {
    std::uint64_t max_total_wal_size_bytes = 0;
    std::size_t memtable_bytes = 0;
    std::size_t cache_bytes = 0;
    bool read_only = false;
    bool whole_log = false;  ///< a torn record at the log's end is corrupt, not passed over
  };

  /// Makes the database and its FORMAT file in the new directory `dir`. Errors: exists, io.
  [[nodiscard]] static Result<void> create(std::filesystem::path const& dir);

  /// Errors: not_found, newer_format, locked, corrupt, io.
  [[nodiscard]] static Result<std::unique_ptr<Blocks>> open(std::filesystem::path const& dir,
                                                            Settings const& settings);

  Blocks(Blocks const&) = delete;
  Blocks& operator=(Blocks const&) = delete;
  ~Blocks();

  /// Writes one block as one batch and syncs the log. Errors: io. Thread: the committer's.
  [[nodiscard]] Result<void> write(BlockHead const& head, Records const& records);

  /// Records from `from` up to `last` within the limits, one at least; 1 ≤ `from` ≤ `last`.
  /// Errors: corrupt, io. Thread: any.
  [[nodiscard]] Result<Records> read(Position from, Position last, std::size_t events_max,
                                     std::size_t bytes_max) const;

  /// The record at `position`, which is there. Errors: corrupt, io. Thread: any.
  [[nodiscard]] Result<Bytes> read_one(Position position) const;

  [[nodiscard]] rocksdb::DB& database() { return *database_; }
  [[nodiscard]] rocksdb::ColumnFamilyHandle& family() { return *blocks_; }

 private:
  Blocks();
  Result<void> check_format_row(std::filesystem::path const& dir) const;

  std::unique_ptr<rocksdb::DB> database_;
  rocksdb::ColumnFamilyHandle* blocks_ = nullptr;  ///< Owned through `handles_`.
  rocksdb::ColumnFamilyHandle* meta_ = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
  std::unique_ptr<rocksdb::WriteBatch> batch_;  ///< Kept, so that its memory is used again.
};

}  // namespace gl::journal
