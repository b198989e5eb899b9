#pragma once

#include <atomic>
#include <memory>

#include "replication/ordered_log.h"

namespace gl::replication {

/// The order of a ledger with one node: whatever its only writer appends is ordered at once. It
/// keeps no blocks, makes nothing durable and talks to nobody: the journal does the first two, and
/// there is nobody. A sequence is the position of a block's last event.
class Solo final : public OrderedLog {
 public:
  /// Goes on after `head`, the journal's.
  explicit Solo(Position head) : head_(head.value()) {}

  /// Always epoch 1: a second writer is kept out by the data directory's LOCK.
  [[nodiscard]] Result<Epoch> open_epoch() override;

  /// Void unless the block begins right after the head and bears the epoch.
  [[nodiscard]] Result<Verdict> append(Block const& block) override;

  /// Always not_found: read the journal.
  [[nodiscard]] Result<OrderedBlock> read(Sequence from) override;

  [[nodiscard]] Result<Sequence> head() override;
  [[nodiscard]] Info info() const override;

 private:
  std::atomic<std::uint64_t> head_;
};

}  // namespace gl::replication
