#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "proof/merkle.h"

/// The bytes of a chunk, frozen: docs/journal-format.md.
namespace gl::journal {

/// A chunk lies within one tile: leaf indices n × 256 to n × 256 + 255.
inline constexpr std::uint64_t tile_leaves = 256;

/// Number of the tile that holds `position` (≥ 1).
[[nodiscard]] constexpr std::uint64_t tile_of(Position position) {
  return (position.value() - 1) / tile_leaves;
}

/// What the first chunk of a block says of the block.
struct BlockHead {
  Position first;
  std::uint32_t count = 0;
  Hash root_before{};
  Hash root_after{};
  /// The tree's right edge before the block, as its bytes. Given where a check may start: in the
  /// first block that starts in a tile.
  std::optional<Bytes> frontier;
};

/// A stored value, taken apart. `entries` points into it.
struct Chunk {
  Position first;  ///< Its key.
  Position block_first;
  std::uint32_t count = 0;        ///< Records in this chunk.
  std::optional<BlockHead> head;  ///< Set in the first chunk of a block.
  ByteView entries;               ///< Each record behind its length.

  /// The position after the chunk's last record.
  [[nodiscard]] Position end() const { return Position{first.value() + count}; }
};

/// The bytes before the entries, of a block's first chunk and of every other.
[[nodiscard]] Bytes head_chunk_header(BlockHead const& head, std::uint32_t count);
[[nodiscard]] Bytes continuation_header(Position block_first, std::uint32_t count);

/// Takes apart the value stored under `key`; the entries are not looked at.
/// Errors: corrupt (names the position), newer_format.
[[nodiscard]] Result<Chunk> parse_chunk(ByteView key, ByteView value);

/// Splits a block's records at the ends of tiles: calls `put(first, index, count)` for each
/// chunk, where `index` is that of its first record in the block.
template <class Put>
void for_each_chunk(Position first, std::size_t records, Put put) {
  std::size_t index = 0;
  while (index < records) {
    std::uint64_t const position = first.value() + index;
    std::uint64_t const left_in_tile = tile_leaves - (position - 1) % tile_leaves;
    std::size_t const left = records - index;
    std::size_t const count = left < left_in_tile ? left : static_cast<std::size_t>(left_in_tile);
    put(Position{position}, index, static_cast<std::uint32_t>(count));
    index += count;
  }
}

}  // namespace gl::journal
