#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "proof/head.h"

namespace gl::replication {

/// A term of one writer. Whoever opens a later one ends the earlier: its blocks become stale.
using Epoch = Strong<struct EpochTag>;

/// Place of a block in the agreed order, rising; an engine may leave gaps.
using Sequence = Strong<struct SequenceTag>;

/// One group commit on its way through the ordering. Borrowed: valid during the call.
struct Block {
  Epoch epoch;
  Position first;         ///< of its first event
  std::size_t count = 0;  ///< events, at least 1
  Hash root_before{};     ///< of the tree that its writer built on
  ByteView entries;       ///< the events, each behind its length as two bytes big-endian
};

/// A block that came back from the order, with its own bytes.
struct OrderedBlock {
  Sequence sequence;
  Epoch epoch;
  Position first;
  std::size_t count = 0;
  Hash root_before{};
  Bytes entries;
};

/// What the order did with a block.
struct Verdict {
  bool ordered = false;  ///< false: another writer's epoch came first, the block is void
  Sequence sequence;     ///< when ordered
};

/// What an operator wants to know about the order.
struct Info {
  std::string engine;  ///< "solo"
  Epoch epoch;
  Sequence head;
  std::size_t copies = 1;  ///< nodes that hold an ordered block before `append` returns
};

/// The agreed order of blocks: the only place where one node or several make a difference. The
/// writer appends; what is ordered comes back to every node, is judged by `judge` and only then
/// goes into the journal. A resource.
class OrderedLog {
 public:
  OrderedLog() = default;
  OrderedLog(OrderedLog const&) = delete;
  OrderedLog& operator=(OrderedLog const&) = delete;
  virtual ~OrderedLog() = default;

  /// Begins a new epoch with the caller as its writer, before the first `append`.
  /// Errors: io, closed, timeout.
  [[nodiscard]] virtual Result<Epoch> open_epoch() = 0;

  /// Puts a block into the order and returns when its place is settled. Errors: io, closed,
  /// timeout: the outcome is then unknown, and only reading the order tells. Thread: one.
  [[nodiscard]] virtual Result<Verdict> append(Block const& block) = 0;

  /// The first block at or after `from`. Errors: not_found (nothing there yet, or the engine
  /// keeps no blocks), io, closed, timeout.
  [[nodiscard]] virtual Result<OrderedBlock> read(Sequence from) = 0;

  /// The last place that is settled. Errors: io, closed, timeout.
  [[nodiscard]] virtual Result<Sequence> head() = 0;

  /// Thread: any.
  [[nodiscard]] virtual Info info() const = 0;
};

}  // namespace gl::replication
