#include "proof/tiles.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "proof/merkle.h"

namespace gl::proof {
namespace {

constexpr std::size_t length_bytes = 2;

/// A number in path elements of three digits, all but the last with an `x` in front.
std::string path_of_index(std::uint64_t index) {
  auto digits = std::to_string(1'000 + index % 1'000).substr(1);
  if (index < 1'000) return digits;
  std::string front = path_of_index(index / 1'000);
  auto const slash = front.rfind('/');
  front.insert(slash == std::string::npos ? 0 : slash + 1, "x");
  return front + "/" + digits;
}

Result<void> visit_row(Tile tile, std::uint64_t hashes,
                       std::function<Result<void>(Tile const&)> const& visit) {
  for (std::uint64_t first = 0; first < hashes; first += tile_width, ++tile.index) {
    tile.width = std::min(tile_width, hashes - first);
    if (auto const done = visit(tile); !done) return done;
  }
  return {};
}

}  // namespace

std::string path_of(Tile const& tile) {
  std::string path = tile.kind == Tile::Kind::entries ? "tile/entries/"
                                                      : "tile/" + std::to_string(tile.level) + "/";
  path += path_of_index(tile.index);
  if (tile.width < tile_width) path += ".p/" + std::to_string(tile.width);
  return path;
}

Result<void> for_each_tile(std::uint64_t size,
                           std::function<Result<void>(Tile const&)> const& visit) {
  if (auto const done = visit_row({Tile::Kind::entries, 0, 0, 0}, size, visit); !done) return done;
  for (unsigned level = 0; size != 0; ++level, size >>= tile_height) {
    if (auto const done = visit_row({Tile::Kind::hashes, level, 0, 0}, size, visit); !done) {
      return done;
    }
  }
  return {};
}

Hash tile_root(std::span<Hash const> hashes) {
  GL_CHECK(!hashes.empty() && hashes.size() <= tile_width, "a tile has 1 to 256 hashes");
  Frontier frontier;
  for (Hash const& hash : hashes) frontier.append(hash);
  return frontier.root();
}

Bytes tile_bytes(std::span<Hash const> hashes) {
  Bytes bytes;
  bytes.reserve(hashes.size() * sizeof(Hash));
  for (Hash const& hash : hashes) bytes.insert(bytes.end(), hash.begin(), hash.end());
  return bytes;
}

Result<std::vector<Hash>> tile_hashes(ByteView bytes, std::uint64_t width) {
  if (bytes.size() != width * sizeof(Hash)) {
    return fail(Errc::malformed, "a tile of " + std::to_string(width) + " hashes has " +
                                     std::to_string(width * sizeof(Hash)) + " bytes, this one " +
                                     std::to_string(bytes.size()));
  }
  std::vector<Hash> hashes(static_cast<std::size_t>(width));
  std::memcpy(hashes.data(), bytes.data(), bytes.size());
  return hashes;
}

Result<std::vector<ByteView>> bundle_entries(ByteView bytes, std::uint64_t width) {
  std::vector<ByteView> entries;
  for (std::uint64_t i = 0; i < width; ++i) {
    if (bytes.size() < length_bytes) {
      return fail(Errc::malformed, "a bundle of " + std::to_string(width) +
                                       " entries is cut off before number " + std::to_string(i));
    }
    std::size_t const length =
        std::to_integer<std::size_t>(bytes[0]) << 8U | std::to_integer<std::size_t>(bytes[1]);
    bytes = bytes.subspan(length_bytes);
    if (bytes.size() < length) {
      return fail(Errc::malformed, "a bundle of " + std::to_string(width) +
                                       " entries is cut off in number " + std::to_string(i));
    }
    entries.push_back(bytes.first(length));
    bytes = bytes.subspan(length);
  }
  if (!bytes.empty()) {
    return fail(Errc::malformed, std::to_string(bytes.size()) +
                                     " bytes are left over behind a "
                                     "bundle of " +
                                     std::to_string(width) + " entries");
  }
  return entries;
}

}  // namespace gl::proof
