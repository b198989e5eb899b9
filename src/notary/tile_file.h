#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "journal/files.h"

namespace gl::notary {

/// The roots of every 256 leaves, one after the other, in `views/tiles/1`: the full level 1 tiles
/// of C2SP's tlog-tiles behind each other. It spares the start of a large ledger from hashing all
/// events, and may be deleted at any time. It needs no checksum: whoever reads it compares the
/// root that comes of it with a signed one. A resource; thread: one.
class TileFile {
 public:
  /// Opens or makes it. Errors: io.
  [[nodiscard]] static Result<TileFile> open(std::filesystem::path const& dir);

  /// The whole hashes in it, at most `count_max`. Errors: io.
  [[nodiscard]] Result<std::vector<Hash>> read(std::size_t count_max) const;

  /// Puts `roots` behind the first `count` hashes. Not synced: what is lost is made again.
  /// Errors: io.
  [[nodiscard]] Result<void> write(std::size_t count, std::span<Hash const> roots);

 private:
  TileFile(std::filesystem::path path, journal::File file)
      : path_(std::move(path)), file_(std::move(file)) {}

  std::filesystem::path path_;
  journal::File file_;
};

}  // namespace gl::notary
