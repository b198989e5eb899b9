#include "tools/grandlivre/export_tiles.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "proof/checkpoint.h"
#include "proof/merkle.h"
#include "proof/tiles.h"
#include "tools/common/text_file.h"
#include "tools/grandlivre/progress.h"

namespace gl::tools {
namespace {

namespace fs = std::filesystem;
using proof::Tile;

constexpr unsigned byte_bits = 8;

/// Takes events in order, and writes each tile as soon as it is full.
class Exporter {
 public:
  explicit Exporter(fs::path dir) : dir_(std::move(dir)) {}

  Result<void> take(ByteView event) {
    bundle_.push_back(static_cast<std::byte>(event.size() >> byte_bits));
    bundle_.push_back(static_cast<std::byte>(event.size()));
    bundle_.insert(bundle_.end(), event.begin(), event.end());
    auto const leaf = proof::leaf_hash(event);
    tree_.append(leaf);
    return add(0, leaf);
  }

  /// Writes what is not full.
  Result<void> finish() {
    for (std::size_t level = 0; level < levels_.size(); ++level) {
      if (levels_[level].hashes.empty()) continue;
      if (auto done = write(level); !done) return done;
    }
    return {};
  }

  [[nodiscard]] proof::TreeHead head() const { return {tree_.size(), tree_.root()}; }

  [[nodiscard]] Result<void> write_file(std::string const& name, ByteView bytes) const {
    auto const path = dir_ / name;
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file << as_text(bytes);
    file.close();
    if (file && !failed) return {};
    return fail(Errc::io, "cannot write " + path.string() + ": " + std::strerror(errno) +
                              "; the export is not whole, remove it");
  }

 private:
  struct Level {
    std::uint64_t index = 0;
    std::vector<Hash> hashes;
  };

  Result<void> add(std::size_t level, Hash const& hash) {
    if (level == levels_.size()) levels_.emplace_back();
    levels_[level].hashes.push_back(hash);
    if (levels_[level].hashes.size() < proof::tile_width) return {};
    if (auto done = write(level); !done) return done;
    auto const root = proof::tile_root(levels_[level].hashes);
    levels_[level].hashes.clear();
    ++levels_[level].index;
    return add(level + 1, root);
  }

  Result<void> write(std::size_t level) {
    auto const& [index, hashes] = levels_[level];
    Tile tile{Tile::Kind::hashes, static_cast<unsigned>(level), index, hashes.size()};
    if (auto done = write_file(proof::path_of(tile), proof::tile_bytes(hashes)); !done) return done;
    if (level != 0) return {};
    tile.kind = Tile::Kind::entries;
    auto done = write_file(proof::path_of(tile), bundle_);
    bundle_.clear();
    return done;
  }

  fs::path dir_;
  proof::Frontier tree_;
  std::vector<Level> levels_;
  Bytes bundle_;
};

Result<void> check_new(fs::path const& dir) {
  std::error_code problem;
  if (fs::exists(dir, problem) && (!fs::is_directory(dir) || !fs::is_empty(dir, problem))) {
    return fail(Errc::exists, dir.string() + " is not empty: an export wants a new directory");
  }
  return {};
}

}  // namespace

client::Response<std::uint64_t> export_tiles(LogSource& log, fs::path const& dir) {
  auto const no = [](Error const& error) { return std::unexpected(wire::to_failure(error)); };
  if (auto const fine = check_new(dir); !fine) return no(fine.error());
  auto const latest = log.checkpoint();
  if (!latest) return std::unexpected(latest.error());
  auto const key = proof::parse_verifier_key(latest->verifier_key);
  if (!key) return no(key.error());
  auto const opened = proof::open_checkpoint(latest->note, *key);
  if (!opened) return no(opened.error());
  auto const& tree = opened->checkpoint.tree;
  Exporter exporter{dir};
  Progress progress{"events", tree.size};
  while (exporter.head().size < tree.size) {
    Position const from{exporter.head().size + 1};
    auto const events = log.events(from, Position{tree.size});
    if (!events) return std::unexpected(events.error());
    if (events->empty()) {
      return no({Errc::corrupt, "no event came for position " + std::to_string(from.value())});
    }
    for (auto const& event : *events) {
      if (auto const done = exporter.take(event); !done) return no(done.error());
    }
    progress.show(exporter.head().size);
  }
  if (auto const done = exporter.finish(); !done) return no(done.error());
  if (exporter.head() != tree) {
    return no({Errc::corrupt, "the events have root " + to_hex(exporter.head().root) +
                                  ", the checkpoint says " + to_hex(tree.root) +
                                  ": what is stored is not what was signed; nothing was exported"});
  }
  if (auto const done = exporter.write_file("checkpoint", as_bytes(latest->note)); !done) {
    return no(done.error());
  }
  return tree.size;
}

}  // namespace gl::tools
