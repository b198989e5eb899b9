#include "seals/seal_file.h"

#include <array>
#include <cstdio>
#include <functional>
#include <system_error>

#include "journal/files.h"
#include "proof/note.h"

namespace gl::seals {
namespace {

namespace fs = std::filesystem;

constexpr char const* ending = ".seal";

/// Twenty digits, so that names sort as positions do.
std::string file_name(Point const& point) {
  constexpr std::size_t digits = 20;
  auto const number = std::to_string(point.position.value());
  auto name = std::string(digits - number.size(), '0') + number;
  if (point.effective) name += "." + to_string(*point.effective);
  return name + ending;
}

using Opener = std::function<Result<proof::SignedSeal>(std::string const& note)>;

Result<Kept> read_seal(fs::path const& path, Opener const& open) {
  auto const bytes = journal::read_file(path, proof::note_bytes_max);
  if (!bytes) return std::unexpected(bytes.error());
  std::string note{as_text(*bytes)};
  auto const seal = open(note);
  if (!seal) {
    return fail(Errc::corrupt, path.string() + " is no seal of this ledger (" + seal.error().what +
                                   "): put it back from a backup, or take it away");
  }
  Kept kept{{Position{seal->checkpoint.checkpoint.tree.size}, seal->sealed.effective},
            seal->sealed.list,
            std::move(note)};
  if (file_name(kept.point) == path.filename()) return kept;
  return fail(Errc::corrupt, path.string() + " holds the seal " + file_name(kept.point) +
                                 ": give it that name back");
}

Result<SealsByPoint> read_each(fs::path const& dir, Opener const& open) {
  SealsByPoint seals;
  std::error_code error;
  auto const folder = seal_directory(dir);
  if (!fs::exists(folder, error)) return seals;
  for (fs::directory_iterator file{folder, error}, end; !error && file != end;
       file.increment(error)) {
    if (file->path().extension() != ending) continue;
    if (seals.size() == seals_max) {
      return fail(Errc::too_large, folder.string() + " has more than " + std::to_string(seals_max) +
                                       " seals: move old ones away");
    }
    auto seal = read_seal(file->path(), open);
    if (!seal) return std::unexpected(seal.error());
    auto const point = seal->point;
    seals.emplace(point, *std::move(seal));
  }
  if (error) return fail(Errc::io, "cannot read " + folder.string() + ": " + error.message());
  return seals;
}

}  // namespace

fs::path seal_directory(fs::path const& dir) { return dir / "seals"; }

Result<SealsByPoint> read_seals(fs::path const& dir, proof::KeyHistory const& keys) {
  return read_each(dir, [&](auto const& note) { return proof::open_seal(note, keys); });
}

Result<SealsByPoint> read_unverified_seals(fs::path const& dir) {
  return read_each(dir, [](auto const& note) { return proof::parse_seal(note); });
}

Result<void> write_seal(fs::path const& dir, Kept const& seal) {
  auto const folder = seal_directory(dir);
  std::error_code error;
  if (fs::create_directory(folder, error)) {
    if (auto const synced = journal::sync_directory(dir); !synced) return synced;
  }
  if (error) return fail(Errc::io, "cannot make " + folder.string() + ": " + error.message());
  return journal::write_file_durably(folder / file_name(seal.point), as_bytes(seal.note));
}

}  // namespace gl::seals
