#pragma once

#include <cstdint>
#include <string_view>

#include "replication/ordered_log.h"

namespace gl::replication {

/// What a node has applied so far: the journal's head and the epoch of its last block.
struct Applied {
  Epoch epoch;
  proof::Head head;
};

/// What a node does with a block that comes out of the order. Every node comes to the same one.
enum class Judgement : std::uint8_t {
  extends,  ///< continues the head: into the journal
  repeats,  ///< all of it stands in the journal already: skip it
  stale,    ///< written by an ended epoch, or on a head that another block replaced: skip it
  forks,    ///< continues the head's position with another root: stop, two histories exist
  gap,      ///< begins after the next position: stop, the order lost a block
};
[[nodiscard]] std::string_view name(Judgement judgement);

/// The rule. Pure. Only `extends` may reach the journal.
[[nodiscard]] Judgement judge(Block const& block, Applied const& applied);

}  // namespace gl::replication
