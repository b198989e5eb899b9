#include "notary/tile_file.h"

#include <fcntl.h>

#include <algorithm>
#include <cstring>

#include "proof/tiles.h"

namespace gl::notary {

Result<TileFile> TileFile::open(std::filesystem::path const& dir) {
  auto const folder = dir / "views" / "tiles";
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return fail(Errc::io, "cannot make " + folder.string() + ": " + failed.message());
  auto file = journal::File::open(folder / "1", O_RDWR | O_CREAT);
  if (!file) return std::unexpected(file.error());
  return TileFile{folder / "1", *std::move(file)};
}

Result<std::vector<Hash>> TileFile::read(std::size_t count_max) const {
  auto const bytes = journal::read_file(path_, count_max * sizeof(Hash));
  if (!bytes) return std::unexpected(bytes.error());
  std::vector<Hash> hashes(std::min(count_max, bytes->size() / sizeof(Hash)));
  if (!hashes.empty()) std::memcpy(hashes.data(), bytes->data(), hashes.size() * sizeof(Hash));
  return hashes;
}

Result<void> TileFile::write(std::size_t count, std::span<Hash const> roots) {
  if (roots.empty()) return {};
  return journal::write_at(file_, proof::tile_bytes(roots), count * sizeof(Hash));
}

}  // namespace gl::notary
