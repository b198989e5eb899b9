#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "proof/tree_proof.h"

/// A log as files that never change, as C2SP's tlog-tiles has them: tiles of 256 hashes, and
/// bundles of 256 entries.
namespace gl::proof {

/// Hashes in a full tile, entries in a full bundle; a tile spans so many levels of the tree.
inline constexpr std::uint64_t tile_width = 256;
inline constexpr unsigned tile_height = 8;
/// Levels of tiles that a tree of less than 2⁶⁴ leaves can have.
inline constexpr unsigned tile_levels_max = 8;

/// One file of a log: the tile number `index` of a level, or the bundle of that number.
struct Tile {
  enum class Kind : std::uint8_t { hashes, entries };
  Kind kind = Kind::hashes;
  unsigned level = 0;  ///< of hashes: 0 are leaf hashes, each one above the roots of full tiles
  std::uint64_t index = 0;
  std::uint64_t width = tile_width;  ///< 1 to 256; less than 256: at the right edge, and partial

  friend bool operator==(Tile const&, Tile const&) = default;
};

/// `tile/0/x001/x234/067`, `tile/entries/000.p/12`.
[[nodiscard]] std::string path_of(Tile const& tile);

/// Calls `visit` for every bundle and every tile of hashes of a log of `size` entries, bundles and
/// level 0 first, from left to right, until one gives an error, which is returned.
[[nodiscard]] Result<void> for_each_tile(std::uint64_t size,
                                         std::function<Result<void>(Tile const&)> const& visit);

/// The root over the hashes of a tile, as many as there are: 1 to 256.
[[nodiscard]] Hash tile_root(std::span<Hash const> hashes);

/// The bytes of a tile of hashes, one after the other.
[[nodiscard]] Bytes tile_bytes(std::span<Hash const> hashes);

/// The hashes of a tile of that width. Errors: malformed (another length).
[[nodiscard]] Result<std::vector<Hash>> tile_hashes(ByteView bytes, std::uint64_t width);

/// The entries of a bundle of that width, which each stand behind their length in two bytes; they
/// point into `bytes`. Errors: malformed (cut off, bytes left over).
[[nodiscard]] Result<std::vector<ByteView>> bundle_entries(ByteView bytes, std::uint64_t width);

}  // namespace gl::proof
