#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "journal/journal.h"
#include "sequencer/block.h"

namespace gl::sequencer {

/// Any event so far, durable or not: out of the block being built, the block being written, or the
/// journal. Thread: the deciding.
class EarlierEvents {
 public:
  explicit EarlierEvents(journal::Journal const& journal) : journal_(journal) {}

  /// The blocks that the journal may not have yet; both outlive this.
  void look_into(Block const& in_work, Block const& building) {
    in_work_ = &in_work;
    building_ = &building;
  }

  /// The event's bytes, until the next call or change of a block. `position` was given to an event.
  /// Errors: corrupt, io.
  [[nodiscard]] Result<ByteView> at(Position position);

  /// The last position given to an event.
  [[nodiscard]] Position last() const {
    return Position{building_->first.value() + building_->records.size() - 1};
  }

 private:
  /// Read ahead, because repeats come in rows: as many as a chunk of the journal holds.
  static constexpr std::size_t slice_events = 256;

  journal::Journal const& journal_;
  Block const* in_work_ = nullptr;
  Block const* building_ = nullptr;
  Position slice_first_;
  journal::Records slice_;
};

}  // namespace gl::sequencer
