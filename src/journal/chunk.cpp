#include "journal/chunk.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "base/check.h"

namespace gl::journal {

namespace {

// Bytes on disk: never change what a number means, add new ones.
constexpr std::uint8_t chunk_format = 1;
enum class Kind : std::uint8_t { head = 1, continuation = 2, head_with_frontier = 3 };

constexpr std::size_t common_bytes = 4;  // format, kind, count of records in the chunk
constexpr std::size_t continuation_bytes = common_bytes + 8;
constexpr std::size_t head_bytes = common_bytes + 8 + 4 + 2 * sizeof(Hash);

void put_number(Bytes& out, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = bytes; i > 0; --i) {
    out.push_back(static_cast<std::byte>(value >> (8 * (i - 1))));
  }
}

std::uint64_t number(ByteView bytes) {
  std::uint64_t value = 0;
  for (std::byte const byte : bytes) value = value << 8 | std::to_integer<std::uint64_t>(byte);
  return value;
}

Bytes common_header(Kind kind, std::uint32_t count, Position block_first) {
  GL_CHECK(count >= 1 && count <= tile_leaves, "a chunk lies within a tile");
  Bytes header;
  header.reserve(head_bytes);
  header.push_back(static_cast<std::byte>(chunk_format));
  header.push_back(static_cast<std::byte>(kind));
  put_number(header, count, 2);
  put_number(header, block_first.value(), 8);
  return header;
}

std::unexpected<Error> corrupt(Position first, std::string const& why) {
  return fail(Errc::corrupt, "the chunk at position " + std::to_string(first.value()) + " " + why +
                                 ": restore the journal from a backup");
}

Hash hash_at(ByteView bytes, std::size_t at) {
  Hash hash;
  std::memcpy(hash.data(), bytes.data() + at, hash.size());
  return hash;
}

/// Reads the block's head behind the first four bytes; takes what it read off `value`.
Result<BlockHead> take_head(Position first, ByteView& value, bool with_frontier) {
  if (value.size() < head_bytes) return corrupt(first, "is cut in its header");
  BlockHead head{.first = Position{from_big_endian(value.subspan(common_bytes))},
                 .count = static_cast<std::uint32_t>(number(value.subspan(12, 4))),
                 .root_before = hash_at(value, 16),
                 .root_after = hash_at(value, 16 + sizeof(Hash)),
                 .frontier = std::nullopt};
  value = value.subspan(head_bytes);
  if (head.first != first || head.count == 0) return corrupt(first, "belongs elsewhere");
  if (with_frontier) {
    std::size_t const bytes = proof::Frontier::bytes_of(first.value() - 1);
    if (value.size() < bytes) return corrupt(first, "is cut in its frontier");
    head.frontier = Bytes(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(bytes));
    value = value.subspan(bytes);
  }
  return head;
}

}  // namespace

Bytes head_chunk_header(BlockHead const& head, std::uint32_t count) {
  Kind const kind = head.frontier ? Kind::head_with_frontier : Kind::head;
  Bytes header = common_header(kind, count, head.first);
  put_number(header, head.count, 4);
  header.insert(header.end(), head.root_before.begin(), head.root_before.end());
  header.insert(header.end(), head.root_after.begin(), head.root_after.end());
  if (head.frontier) header.insert(header.end(), head.frontier->begin(), head.frontier->end());
  return header;
}

Bytes continuation_header(Position block_first, std::uint32_t count) {
  return common_header(Kind::continuation, count, block_first);
}

Result<Chunk> parse_chunk(ByteView key, ByteView value) {
  if (key.size() != 8) return corrupt(Position{}, "has a key that is no position");
  Chunk chunk;
  chunk.first = Position{from_big_endian(key)};
  if (value.size() < continuation_bytes) return corrupt(chunk.first, "is cut in its header");
  auto const format = std::to_integer<std::uint32_t>(value[0]);
  if (format > chunk_format) {
    return fail(Errc::newer_format,
                "the chunk at position " + std::to_string(chunk.first.value()) + " is in format " +
                    std::to_string(format) + ", this program knows formats up to " +
                    std::to_string(chunk_format) + ": use the version that wrote it");
  }
  auto const kind = static_cast<Kind>(value[1]);
  chunk.count = static_cast<std::uint32_t>(number(value.subspan(2, 2)));
  chunk.block_first = Position{from_big_endian(value.subspan(common_bytes))};
  if (format == 0 || chunk.first.value() == 0 || chunk.count == 0 ||
      (chunk.first.value() - 1) % tile_leaves + chunk.count > tile_leaves ||
      chunk.block_first > chunk.first || chunk.block_first.value() == 0) {
    return corrupt(chunk.first, "has an impossible header");
  }
  if (kind == Kind::continuation) {
    chunk.entries = value.subspan(continuation_bytes);
    return chunk;
  }
  if (kind != Kind::head && kind != Kind::head_with_frontier) {
    return corrupt(chunk.first, "is of an unknown kind");
  }
  auto head = take_head(chunk.first, value, kind == Kind::head_with_frontier);
  if (!head) return std::unexpected(head.error());
  chunk.head = std::move(*head);
  chunk.entries = value;
  return chunk;
}

}  // namespace gl::journal
