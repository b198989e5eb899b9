#include "notary/rotation_file.h"

#include <algorithm>
#include <system_error>

#include "journal/files.h"
#include "proof/lines.h"
#include "proof/note.h"

namespace gl::notary {
namespace {

namespace fs = std::filesystem;

constexpr char const* ending = ".checkpoint";
constexpr std::size_t digits = 20;

/// Twenty digits, so that names sort as positions do.
fs::path file_of(fs::path const& dir, Position position) {
  auto const number = std::to_string(position.value());
  return rotation_directory(dir) / (std::string(digits - number.size(), '0') + number + ending);
}

/// The position that a file's name says; 0 for the name of something else.
Position position_of(fs::path const& path) {
  if (path.extension() != ending || path.stem().string().size() != digits) return {};
  auto const name = path.stem().string();
  auto const first = std::min(name.find_first_not_of('0'), name.size());
  return Position{proof::parse_decimal(std::string_view{name}.substr(first)).value_or(0)};
}

}  // namespace

fs::path rotation_directory(fs::path const& dir) { return dir / "rotations"; }

Result<void> write_rotation(fs::path const& dir, Position position, std::string const& note) {
  auto const folder = rotation_directory(dir);
  std::error_code error;
  if (fs::create_directory(folder, error)) {
    if (auto const synced = journal::sync_directory(dir); !synced) return synced;
  }
  if (error) return fail(Errc::io, "cannot make " + folder.string() + ": " + error.message());
  return journal::write_file_durably(file_of(dir, position), as_bytes(note));
}

Result<std::string> read_rotation(fs::path const& dir, Position position) {
  auto const bytes = journal::read_file(file_of(dir, position), proof::note_bytes_max + 1);
  if (bytes) return std::string{as_text(*bytes)};
  if (bytes.error().code != Errc::not_found) return std::unexpected(bytes.error());
  return fail(Errc::not_found,
              "no change of the ledger's key is kept of position " +
                  std::to_string(position.value()) +
                  ": `grandlivre history ledger` shows where there was one (LogKeyRotated); "
                  "if rotations/ lost its file, restore it from the backup");
}

Result<Position> last_rotation(fs::path const& dir) {
  auto const folder = rotation_directory(dir);
  Position last;
  std::error_code error;
  if (fs::exists(folder, error)) {
    for (fs::directory_iterator file{folder, error}, end; !error && file != end;
         file.increment(error)) {
      last = std::max(last, position_of(file->path()));
    }
  }
  if (error) return fail(Errc::io, "cannot read " + folder.string() + ": " + error.message());
  if (last != Position{}) return last;
  return fail(Errc::not_found, "the key of this ledger was never changed");
}

}  // namespace gl::notary
