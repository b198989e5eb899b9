#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/messages.h"

namespace gl::wire {

// A frame is exactly one standard Cap'n Proto stream message whose root is a `Frame` of
// schema/protocol.capnp. All limits are looked at before anything is allocated for the content.

constexpr std::uint32_t segments_max = 64;
constexpr std::uint32_t frame_bytes_default = 4U << 20U;  ///< before and without negotiation
constexpr std::uint32_t frame_bytes_hard_max = 64U << 20U;
constexpr std::uint32_t frame_bytes_min = 64U << 10U;  ///< nobody may negotiate less
constexpr int nesting_max = 16;
constexpr std::uint32_t commands_hard_max = 16'384;  ///< of a submit, whatever hello says
/// A decoder reads at most this many times the frame's words: shared pointers cannot multiply work.
constexpr std::uint64_t traversal_factor = 4;

/// The most that a segment table takes before the segments.
constexpr std::size_t table_bytes_max = 4 + 4 * segments_max + 4;

/// How much of the first frame of a buffer is there.
struct FrameProgress {
  std::size_t frame_bytes = 0;    ///< > 0: the first so many bytes of the buffer are one frame
  std::size_t missing_bytes = 0;  ///< else: at least so many more are needed to go on
};

/// Looks at the start of what was received. `frame_bytes_max` is the negotiated maximum of the
/// segments' sum. Errors (then the connection cannot go on): too_large, malformed (no segment).
[[nodiscard]] Result<FrameProgress> first_frame(ByteView received, std::size_t frame_bytes_max);

/// Why a frame was not understood, with the id to answer under (0: not readable).
struct BadFrame {
  std::uint64_t request_id = 0;
  Failure failure;
};

/// The message in `frame`, which is one whole frame. Takes any bytes, never throws. Texts, lists,
/// enumerations and data of fixed length are checked; in requests other than hello a field that is
/// not known to this version is `unknown_field`. Thread: any.
[[nodiscard]] std::expected<Frame, BadFrame> decode(ByteView frame);

/// The bytes of `frame`. Not everything that can be encoded is within the peer's limits: the caller
/// compares the size. An `as_of` with both a position and a time is a check. Thread: any.
[[nodiscard]] Bytes encode(Frame const& frame);

}  // namespace gl::wire
