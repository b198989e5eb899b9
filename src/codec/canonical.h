#pragma once

#include <capnp/message.h>
#include <cstddef>

#include "base/bytes.h"

namespace gl::codec {

/// Appends the canonical form of the message's root (Cap'n Proto, "Canonicalization") to `out` and
/// says how many bytes: one segment, structs in pre-order, zero words and null pointers at the end
/// of each struct cut, no framing. One pass over a message of one segment, in which no object was
/// replaced; a message of several segments goes through Cap'n Proto's own, slower way.
std::size_t append_canonical(capnp::MessageBuilder& message, Bytes& out);

/// Whether these bytes, a multiple of 8, are in canonical form. Slow: for tests and samples.
[[nodiscard]] bool is_canonical(ByteView bytes);

}  // namespace gl::codec
