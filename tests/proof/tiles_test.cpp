#include "proof/tiles.h"

#include <map>
#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include "proof/merkle.h"

namespace gl::proof {
namespace {

using Kind = Tile::Kind;

// The example of the specification is 1234067.
TEST(Tiles, HaveThePathsOfTheSpecification) {
  EXPECT_EQ(path_of({Kind::hashes, 0, 1'234'067, 256}), "tile/0/x001/x234/067");
  EXPECT_EQ(path_of({Kind::hashes, 63, 0, 255}), "tile/63/000.p/255");
  EXPECT_EQ(path_of({Kind::entries, 0, 999, 256}), "tile/entries/999");
  EXPECT_EQ(path_of({Kind::entries, 0, 1'000, 1}), "tile/entries/x001/000.p/1");
  EXPECT_EQ(path_of({Kind::hashes, 1, 1'000'000, 256}), "tile/1/x001/x000/000");
}

/// Full and partial tiles of a row, the latter by width.
std::map<std::tuple<Kind, unsigned>, std::vector<std::uint64_t>> widths(std::uint64_t size) {
  std::map<std::tuple<Kind, unsigned>, std::vector<std::uint64_t>> found;
  auto const done = for_each_tile(size, [&](Tile const& tile) -> Result<void> {
    auto& row = found[{tile.kind, tile.level}];
    EXPECT_EQ(tile.index, row.size());
    row.push_back(tile.width);
    return {};
  });
  EXPECT_TRUE(done);
  return found;
}

// The sizes 70,000 and 256 are the specification's examples.
TEST(Tiles, AreThoseOfTheSpecification) {
  auto const tiles = widths(70'000);
  ASSERT_EQ(tiles.size(), 4U);
  auto leaves = std::vector<std::uint64_t>(273, 256);
  leaves.push_back(112);
  EXPECT_EQ(tiles.at({Kind::entries, 0}), leaves);
  EXPECT_EQ(tiles.at({Kind::hashes, 0}), leaves);
  EXPECT_EQ(tiles.at({Kind::hashes, 1}), (std::vector<std::uint64_t>{256, 17}));
  EXPECT_EQ(tiles.at({Kind::hashes, 2}), (std::vector<std::uint64_t>{1}));
  auto const one = widths(256);
  ASSERT_EQ(one.size(), 3U);
  EXPECT_EQ(one.at({Kind::hashes, 0}), (std::vector<std::uint64_t>{256}));
  EXPECT_EQ(one.at({Kind::hashes, 1}), (std::vector<std::uint64_t>{1}));
  EXPECT_TRUE(widths(0).empty());
}

TEST(Tiles, AreHashesOneAfterTheOther) {
  std::vector<Hash> const hashes{leaf_hash({}), empty_root()};
  auto const bytes = tile_bytes(hashes);
  EXPECT_EQ(to_hex(bytes), to_hex(hashes[0]) + to_hex(hashes[1]));
  EXPECT_EQ(tile_hashes(bytes, 2).value(), hashes);
  EXPECT_EQ(tile_hashes(bytes, 3).error().what, "a tile of 3 hashes has 96 bytes, this one 64");
  EXPECT_EQ(tile_root(hashes), node_hash(hashes[0], hashes[1]));
}

TEST(Tiles, HoldEntriesBehindTheirLengths) {
  auto const bytes = from_hex("0001aa00000002bbcc").value();
  auto const entries = bundle_entries(bytes, 3);
  ASSERT_TRUE(entries) << entries.error().what;
  EXPECT_EQ(to_hex((*entries)[0]), "aa");
  EXPECT_EQ(to_hex((*entries)[1]), "");
  EXPECT_EQ(to_hex((*entries)[2]), "bbcc");
  EXPECT_EQ(bundle_entries(bytes, 2).error().what,
            "4 bytes are left over behind a bundle of 2 entries");
  EXPECT_EQ(bundle_entries(bytes, 4).error().what,
            "a bundle of 4 entries is cut off before number 3");
  EXPECT_EQ(bundle_entries(ByteView{bytes}.first(8), 3).error().what,
            "a bundle of 3 entries is cut off in number 2");
}

}  // namespace
}  // namespace gl::proof
