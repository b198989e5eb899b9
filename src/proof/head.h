#pragma once

#include "base/bytes.h"
#include "base/strong.h"

namespace gl::proof {

/// What a log has reached: the position of its last event (0 when it has none) and the root of
/// the Merkle tree over all of them. The number of leaves equals `position`.
struct Head {
  Position position;
  Hash root{};

  friend bool operator==(Head const&, Head const&) = default;
};

}  // namespace gl::proof
