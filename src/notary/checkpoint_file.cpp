#include "notary/checkpoint_file.h"

#include "journal/files.h"

namespace gl::notary {

std::filesystem::path checkpoint_file(std::filesystem::path const& dir) {
  return dir / "checkpoint";
}

Result<std::optional<Published>> read_checkpoint(std::filesystem::path const& dir,
                                                 proof::KeyHistory const& keys) {
  auto const path = checkpoint_file(dir);
  auto const bytes = journal::read_file(path, proof::note_bytes_max + 1);
  if (!bytes && bytes.error().code == Errc::not_found) return std::nullopt;
  if (!bytes) return std::unexpected(bytes.error());
  std::string note{as_text(*bytes)};
  auto const opened = proof::open_checkpoint(note, keys);
  if (!opened) {
    return fail(Errc::corrupt, path.string() + " is not a checkpoint that this ledger signed (" +
                                   opened.error().what +
                                   "): restore it, or keys/, from the backup");
  }
  return Published{opened->checkpoint.tree, std::move(note)};
}

}  // namespace gl::notary
