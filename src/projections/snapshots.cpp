#include "projections/snapshots.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "journal/files.h"
#include "ledger/archive.h"
#include "proof/sha256.h"

namespace gl::projections {

namespace {

namespace fs = std::filesystem;

/// First bytes of a snapshot: what it is, and the number of its format.
constexpr std::string_view magic = "grandlivre state 1\n";
constexpr std::string_view name_start = "state-";
/// The newest one, and one to fall back on.
constexpr std::size_t kept = 2;
constexpr std::uintmax_t snapshot_bytes_max = std::uintmax_t{64} << 30;

struct Found {
  fs::path path;
  Position position;
};

fs::path folder(fs::path const& dir) { return dir / "views" / "state"; }

/// The snapshots in the folder, newest first. Other files are left alone.
std::vector<Found> list(fs::path const& dir) {
  std::vector<Found> found;
  std::error_code failed;
  for (auto const& entry : fs::directory_iterator{folder(dir), failed}) {
    auto const name = entry.path().filename().string();
    if (!name.starts_with(name_start)) continue;
    std::uint64_t position = 0;
    auto const* end = name.data() + name.size();
    auto const parsed = std::from_chars(name.data() + name_start.size(), end, position);
    if (parsed.ec == std::errc{} && parsed.ptr == end) {
      found.push_back({entry.path(), Position{position}});
    }
  }
  std::ranges::sort(found, std::ranges::greater{}, &Found::position);
  return found;
}

void throw_away(Found const& snapshot, std::string_view why) {
  std::error_code failed;
  fs::remove(snapshot.path, failed);
  spdlog::warn("event=snapshot_thrown_away position={} why=\"{}\"", snapshot.position.value(), why);
}

Result<Snapshot> read(Found const& snapshot) {
  std::error_code failed;
  auto const size = fs::file_size(snapshot.path, failed);
  if (failed) return fail(Errc::io, snapshot.path.string() + ": " + failed.message());
  if (size > snapshot_bytes_max) return fail(Errc::corrupt, "it is too large to be one");
  auto const bytes = journal::read_file(snapshot.path, size);
  if (!bytes) return std::unexpected(bytes.error());
  constexpr auto header_bytes = magic.size() + sizeof(std::uint64_t);
  if (bytes->size() < header_bytes + sizeof(Hash)) return fail(Errc::corrupt, "it was cut short");
  auto const body = ByteView{*bytes}.first(bytes->size() - sizeof(Hash));
  auto const digest = ByteView{*bytes}.last(sizeof(Hash));
  if (as_text(body.first(magic.size())) != magic) return fail(Errc::malformed, "another format");
  if (!std::ranges::equal(proof::sha256(body), digest)) {
    return fail(Errc::corrupt, "its digest is not that of its bytes");
  }
  if (from_big_endian(body.subspan(magic.size())) != snapshot.position.value()) {
    return fail(Errc::corrupt, "its name says another position");
  }
  auto state = ledger::load(body.subspan(header_bytes));
  if (!state) return std::unexpected(state.error());
  if (state->head() != snapshot.position) return fail(Errc::corrupt, "its state is another one");
  return Snapshot{std::move(*state), snapshot.position};
}

}  // namespace

Result<std::optional<Snapshot>> latest_snapshot(fs::path const& dir, Position head) {
  for (auto const& found : list(dir)) {
    if (found.position > head) {
      throw_away(found, "it is beyond the journal's head");
      continue;
    }
    auto snapshot = read(found);
    if (snapshot) return std::move(*snapshot);
    if (snapshot.error().code == Errc::io) return std::unexpected(snapshot.error());
    throw_away(found, snapshot.error().what);
  }
  return std::nullopt;
}

Bytes encode_snapshot(ledger::State const& state) {
  Bytes bytes;
  auto const put = [&](ByteView more) { bytes.insert(bytes.end(), more.begin(), more.end()); };
  put(gl::as_bytes(magic));
  put(big_endian(state.head().value()));
  put(ledger::save(state));
  return bytes;
}

Result<void> write_snapshot(fs::path const& dir, Position position, Bytes bytes) {
  auto const digest = proof::sha256(bytes);
  bytes.insert(bytes.end(), digest.begin(), digest.end());
  std::error_code failed;
  fs::create_directories(folder(dir), failed);
  if (failed) return fail(Errc::io, "make " + folder(dir).string() + ": " + failed.message());
  auto const digits = std::to_string(position.value());
  auto const name = std::string{name_start} + std::string(20 - digits.size(), '0') + digits;
  if (auto const written = journal::write_file_durably(folder(dir) / name, bytes); !written) {
    return written;
  }
  auto const snapshots = list(dir);
  for (std::size_t index = kept; index < snapshots.size(); ++index) {
    fs::remove(snapshots[index].path, failed);
  }
  spdlog::debug("event=snapshot_written position={} bytes={}", position.value(), bytes.size());
  return {};
}

Result<void> write_snapshot(fs::path const& dir, ledger::State const& state, Position position) {
  GL_CHECK(state.head() == position, "a snapshot of another position than its state's");
  return write_snapshot(dir, position, encode_snapshot(state));
}

}  // namespace gl::projections
