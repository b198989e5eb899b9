#include <algorithm>

#include "codec/event_codec.h"
#include "proof/merkle.h"
#include "proof/tiles.h"
#include "tools/grandlivre-verify/verify.h"

namespace gl::verify {
namespace {

namespace fs = std::filesystem;
using proof::Tile;

constexpr std::size_t tile_bytes_max = proof::tile_width * sizeof(Hash);
constexpr std::size_t bundle_bytes_max = proof::tile_width * (2 + 65'535);

/// Walks an exported log from left to right and re-hashes all of it. It stops at the first thing
/// that is not as it must be.
class Walk {
 public:
  Walk(fs::path dir, proof::SignedCheckpoint const& checkpoint, Trust const& trust)
      : dir_(std::move(dir)), checkpoint_(checkpoint), trust_(trust) {}

  Result<void> run() {
    auto const size = checkpoint_.checkpoint.tree.size;
    for (std::uint64_t index = 0; index * proof::tile_width < size; ++index) {
      auto const width = std::min(proof::tile_width, size - index * proof::tile_width);
      if (auto const good = check_bundle(index, width); !good) return good;
    }
    for (unsigned level = 1; !roots_.empty(); ++level) {
      if (auto const good = check_level(level); !good) return good;
    }
    if (tree_.root() == checkpoint_.checkpoint.tree.root) return check_key();
    return fail(Errc::corrupt, "the entries have root " + to_hex(tree_.root()) +
                                   ", the checkpoint says " +
                                   to_hex(checkpoint_.checkpoint.tree.root) +
                                   ": they are not the entries that were signed");
  }

 private:
  Result<void> check_bundle(std::uint64_t index, std::uint64_t width) {
    Tile const bundle{Tile::Kind::entries, 0, index, width};
    auto const bytes = read(bundle, bundle_bytes_max);
    if (!bytes) return std::unexpected(bytes.error());
    auto const entries = proof::bundle_entries(as_bytes(*bytes), width);
    if (!entries) return damaged(bundle, entries.error().what);
    std::vector<Hash> hashes;
    for (auto const entry : *entries) {
      if (auto const right = check_entry(bundle, entry); !right) return right;
      hashes.push_back(proof::leaf_hash(entry));
      tree_.append(hashes.back());
      if (auto const fits = compare_with_since(); !fits) return fits;
    }
    return check_tile({Tile::Kind::hashes, 0, index, width}, hashes);
  }

  /// The event says itself which one it is, and the first one of which ledger.
  Result<void> check_entry(Tile const& bundle, ByteView entry) {
    auto const position = tree_.size() + 1;
    auto const header = codec::peek(entry);
    if (!header) {
      return damaged(
          bundle, "position " + std::to_string(position) + " is no event: " + header.error().what);
    }
    if (header->position.value() != position) {
      return damaged(bundle, "at position " + std::to_string(position) +
                                 " is an event that says it is number " +
                                 std::to_string(header->position.value()));
    }
    auto change = key_change_in(entry, checkpoint_.checkpoint.origin);
    if (!change) return damaged(bundle, change.error().what);
    if (*change) change_ = *std::move(change);
    if (position != 1) return {};
    auto const event = codec::decode_event(entry);
    if (!event) return {};  // of a later version: its bytes are proved all the same
    auto const* const created = std::get_if<ledger::LedgerCreated>(&event->body);
    if (created != nullptr &&
        checkpoint_.checkpoint.origin == "grandlivre/" + to_string(created->ledger)) {
      return {};
    }
    return damaged(bundle,
                   "its first event does not create the ledger " + checkpoint_.checkpoint.origin);
  }

  /// The last change of key that the events record is to a key that signed them all.
  Result<void> check_key() const {
    if (!change_) return {};
    auto const signed_by_it = proof::check_signature(checkpoint_.note, change_->key);
    if (signed_by_it) return {};
    return fail(Errc::corrupt, "the event at position " + std::to_string(change_->position) +
                                   " changed the ledger's key, and " + signed_by_it.error().what);
  }

  Result<void> compare_with_since() const {
    if (!trust_.since || trust_.since->size != tree_.size()) return {};
    proof::TreeHead const here{tree_.size(), tree_.root()};
    if (here == *trust_.since) return {};
    return std::unexpected(forked(*trust_.since, here));
  }

  /// Whether the tile says what was computed; a full one counts towards the level above.
  Result<void> check_tile(Tile const& tile, std::vector<Hash> const& computed) {
    auto const bytes = read(tile, tile_bytes_max);
    if (!bytes) return std::unexpected(bytes.error());
    auto const hashes = proof::tile_hashes(as_bytes(*bytes), tile.width);
    if (!hashes) return damaged(tile, hashes.error().what);
    auto const [wrong, right] = std::ranges::mismatch(*hashes, computed);
    if (wrong != hashes->end()) {
      auto const number = static_cast<std::uint64_t>(wrong - hashes->begin());
      return damaged(tile, "hash " + std::to_string(number) + " is " + to_hex(*wrong) +
                               ", what lies below it, from position " +
                               std::to_string(first_below(tile, number)) + " on, has " +
                               to_hex(*right));
    }
    if (tile.width == proof::tile_width) roots_.push_back(proof::tile_root(computed));
    return {};
  }

  Result<void> check_level(unsigned level) {
    auto const below = std::move(roots_);
    roots_.clear();
    for (std::size_t first = 0; first < below.size(); first += proof::tile_width) {
      auto const width = std::min<std::size_t>(proof::tile_width, below.size() - first);
      auto const begin = below.begin() + static_cast<std::ptrdiff_t>(first);
      std::vector<Hash> const computed(begin, begin + static_cast<std::ptrdiff_t>(width));
      Tile const tile{Tile::Kind::hashes, level, first / proof::tile_width, width};
      if (auto const good = check_tile(tile, computed); !good) return good;
    }
    return {};
  }

  static std::uint64_t first_below(Tile const& tile, std::uint64_t number) {
    return ((tile.index * proof::tile_width + number) << (proof::tile_height * tile.level)) + 1;
  }

  Result<std::string> read(Tile const& tile, std::size_t bytes_max) const {
    std::error_code unknown;
    auto const path = dir_ / proof::path_of(tile);
    if (fs::exists(path, unknown)) return read_file(path, bytes_max);
    return fail(Errc::not_found, proof::path_of(tile) + " is missing in " + dir_.string() +
                                     ": the export is not whole");
  }

  static std::unexpected<Error> damaged(Tile const& tile, std::string const& what) {
    return fail(Errc::corrupt, "DAMAGED: " + proof::path_of(tile) + ": " + what);
  }

  fs::path dir_;
  proof::SignedCheckpoint const& checkpoint_;
  Trust const& trust_;
  std::optional<KeyChange> change_;  ///< the last one seen
  proof::Frontier tree_;
  std::vector<Hash> roots_;  ///< of the full tiles of the level that is walked
};

}  // namespace

Result<std::string> verify_directory(Trust const& trust, fs::path const& dir) {
  auto const note = read_file(dir / "checkpoint", proof::note_bytes_max);
  if (!note) return std::unexpected(note.error());
  auto const checkpoint = open(trust, *note);
  if (!checkpoint) return std::unexpected(checkpoint.error());
  auto const& tree = checkpoint->checkpoint.tree;
  if (trust.since && trust.since->size > tree.size) {
    return std::unexpected(rolled_back(*trust.since, tree));
  }
  if (auto const good = Walk{dir, *checkpoint, trust}.run(); !good) {
    return std::unexpected(good.error());
  }
  return "PROVED: these are all " + std::to_string(tree.size) +
         " events that the ledger signed, in their order, byte for byte; every one was hashed "
         "again.\n" +
         (trust.since ? std::string{"They begin with those of the checkpoint that you kept.\n"}
                      : std::string{}) +
         "For whoever trusts this key. Not proved: that what the events say is true.\n" +
         describe(trust, *checkpoint);
}

}  // namespace gl::verify
