#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "proof/head.h"
#include "proof/merkle.h"

namespace rocksdb {
class DB;
class ColumnFamilyHandle;
}  // namespace rocksdb

namespace gl::journal {

/// Checks a journal from its end towards its beginning, a segment at a time. A segment is a block
/// with a frontier and the blocks after it up to the next one with a frontier: it can be re-hashed
/// by itself. Checked: positions without a gap, each block whole, every leaf hashed anew, root
/// before = root after of the block before. Comparing heads alone would not see a hole.
/// Thread: one at a time.
class ChainWalk {
 public:
  ChainWalk(rocksdb::DB& database, rocksdb::ColumnFamilyHandle& blocks)
      : database_(&database), blocks_(&blocks) {}

  /// Finds the last block and checks the segment that ends with it; an empty journal is fine.
  /// Errors: corrupt (says what is missing or changed), newer_format, io.
  [[nodiscard]] Result<void> start();

  /// Checks the segment before what is checked. Only when not `complete()`. Errors: as `start`.
  [[nodiscard]] Result<void> step();

  /// True when the check has come to position 1.
  [[nodiscard]] bool complete() const { return verified_from_.value() <= 1; }
  /// First position that is checked; all up to the head's are.
  [[nodiscard]] Position verified_from() const { return verified_from_; }
  /// Bytes of the values checked so far.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  /// The head that the blocks give, and the tree's right edge there. After `start`.
  [[nodiscard]] proof::Head const& head() const { return head_; }
  [[nodiscard]] proof::Frontier const& frontier() const { return frontier_; }

 private:
  struct Segment;
  Result<Segment> check_segment_before(Position end);

  rocksdb::DB* database_;
  rocksdb::ColumnFamilyHandle* blocks_;
  proof::Head head_;
  proof::Frontier frontier_;
  Position verified_from_;
  Hash expected_root_{};  ///< The root that the segment before must end with.
  std::uint64_t bytes_ = 0;
};

/// Whether a block ended at `head.position` with that root: then the journal has gone on from
/// there. Asks the block after it, so `head.position` is before the journal's head.
/// Errors: corrupt (it did not), io.
[[nodiscard]] Result<void> check_passed_through(rocksdb::DB& database,
                                                rocksdb::ColumnFamilyHandle& blocks,
                                                proof::Head const& head);

/// Whether the head is the one that the witness in this file saw, or one that came after it.
/// Errors: corrupt (events are gone, or others than it saw), those of `Witness::read`.
[[nodiscard]] Result<void> compare_with_witness(rocksdb::DB& database,
                                                rocksdb::ColumnFamilyHandle& blocks,
                                                proof::Head const& head,
                                                std::filesystem::path const& witness);

}  // namespace gl::journal
