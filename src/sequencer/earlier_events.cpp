#include "sequencer/earlier_events.h"

#include <optional>
#include <string>
#include <utility>

#include "base/check.h"

namespace gl::sequencer {
namespace {

/// The record at `position` if the block holds it.
std::optional<ByteView> in(Block const& block, Position position) {
  auto const index = position.value() - block.first.value();  // wraps when it lies before
  if (index >= block.records.size()) return std::nullopt;
  return block.records[index];
}

}  // namespace

Result<ByteView> EarlierEvents::at(Position position) {
  GL_CHECK(building_ != nullptr, "an earlier event was asked for before the first block");
  if (auto const found = in(*building_, position)) return *found;
  if (auto const found = in(*in_work_, position)) return *found;
  auto const index = position.value() - slice_first_.value();
  if (slice_first_.value() != 0 && index < slice_.size()) return slice_[index];

  Position const first{(position.value() - 1) / slice_events * slice_events + 1};
  auto slice = journal_.read(first, slice_events, journal::Journal::block_bytes_max);
  if (!slice) return std::unexpected(slice.error());
  slice_ = std::move(*slice);
  slice_first_ = first;
  if (position.value() - first.value() >= slice_.size()) {
    return fail(Errc::corrupt, "a command id points to position " +
                                   std::to_string(position.value()) +
                                   ", which the journal does not have: delete views/ and start "
                                   "again, or restore a backup");
  }
  return slice_[position.value() - first.value()];
}

}  // namespace gl::sequencer
