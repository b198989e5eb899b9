#include "journal/chain.h"

#include <algorithm>
#include <memory>
#include <string>

#include <rocksdb/db.h>

#include "journal/chunk.h"
#include "journal/records.h"
#include "journal/rocks.h"

namespace gl::journal {

namespace {

std::unexpected<Error> missing(Position first, Position end) {
  Position const last{end.value() - 1};
  return fail(Errc::corrupt, "the journal lacks positions " + text(first) + " to " + text(last) +
                                 ": a log or table file was cut or removed; restore from a backup");
}

std::unexpected<Error> changed(Position first, Position last, std::string const& what) {
  return fail(Errc::corrupt, "the journal is not what was written between positions " +
                                 text(first) + " and " + text(last) + ": " + what +
                                 "; restore from a backup");
}

/// Chunks by position, each parsed as it is stood upon.
class Cursor {
 public:
  Cursor(rocksdb::DB& database, rocksdb::ColumnFamilyHandle& blocks) {
    rocksdb::ReadOptions options;
    options.verify_checksums = true;
    options.fill_cache = false;
    iterator_.reset(database.NewIterator(options, &blocks));
  }

  /// The last chunk of all; nothing when there is none.
  Result<std::optional<Chunk>> last() {
    iterator_->SeekToLast();
    return here();
  }

  /// The chunk whose last position is the one before `end`. Errors: corrupt when it is missing.
  Result<Chunk> ending_before(Position end) {
    iterator_->SeekForPrev(rocks::slice(big_endian(end.value() - 1)));
    auto found = here();
    if (!found) return std::unexpected(found.error());
    Position const found_end = *found ? (*found)->end() : Position{1};
    if (found_end < end) return missing(found_end, end);
    if (found_end > end) return changed(end, found_end, "two chunks hold the same positions");
    return std::move(**found);
  }

  /// The chunk that starts at `first`, which is before `end`. Errors: corrupt when missing.
  Result<Chunk> starting_at(Position first, Position end) {
    if (!iterator_->Valid() || position_ != first) {
      iterator_->Seek(rocks::slice(big_endian(first.value())));
    }
    auto found = here();
    if (!found) return std::unexpected(found.error());
    Position const found_first = *found ? (*found)->first : end;
    if (found_first != first) return missing(first, std::min(found_first, end));
    return std::move(**found);
  }

  void step() {
    iterator_->Next();
    position_ =
        iterator_->Valid() ? Position{from_big_endian(rocks::view(iterator_->key()))} : Position{};
  }

  std::uint64_t value_bytes() const { return iterator_->value().size(); }

 private:
  Result<std::optional<Chunk>> here() {
    position_ = Position{};
    if (!iterator_->Valid()) {
      if (iterator_->status().ok()) return std::optional<Chunk>{};
      return std::unexpected(rocks::error_of(iterator_->status(), "read the journal"));
    }
    auto chunk = parse_chunk(rocks::view(iterator_->key()), rocks::view(iterator_->value()));
    if (!chunk) return std::unexpected(chunk.error());
    position_ = chunk->first;
    return std::optional<Chunk>{std::move(*chunk)};
  }

  std::unique_ptr<rocksdb::Iterator> iterator_;
  Position position_;
};

/// First position of the segment that ends before `end`: back to a block with a frontier. There is
/// one in every tile where a block starts, so that this stays within a tile and a block.
Result<Position> segment_start(Cursor& cursor, Position end) {
  for (;;) {
    auto const tail = cursor.ending_before(end);
    if (!tail) return std::unexpected(tail.error());
    Position const first = tail->block_first;
    auto const chunk = cursor.starting_at(first, end);
    if (!chunk) return std::unexpected(chunk.error());
    if (!chunk->head) return changed(first, Position{end.value() - 1}, "a block has no head");
    if (chunk->head->frontier) return first;
    if (first.value() == 1) return changed(first, first, "the first block has no frontier");
    end = first;
  }
}

/// Hashes one chunk's records into `frontier`; false when its entries are not what it says.
bool hash_entries(Chunk const& chunk, proof::Frontier& frontier) {
  ByteView entries = chunk.entries;
  for (std::uint32_t i = 0; i < chunk.count; ++i) {
    auto const record = take_entry(entries);
    if (!record) return false;
    frontier.append(proof::leaf_hash(*record));
  }
  return entries.empty();
}

/// Hashes the block at `first`, within positions before `end`, into `frontier`, whose root is
/// `root`, and leaves the cursor behind it. Gives the root after it.
Result<Hash> check_block(Cursor& cursor, Position first, Position end, Hash const& root,
                         proof::Frontier& frontier, std::uint64_t& bytes) {
  auto chunk = cursor.starting_at(first, end);
  if (!chunk) return std::unexpected(chunk.error());
  if (!chunk->head) return changed(first, first, "a block has no head");
  BlockHead const head = std::move(*chunk->head);
  Position const block_end{first.value() + head.count};
  Position const last{block_end.value() - 1};
  if (head.root_before != root) return changed(first, last, "a block starts from another root");
  for (;;) {
    bytes += cursor.value_bytes();
    if (!hash_entries(*chunk, frontier)) return changed(first, last, "an entry is cut");
    Position const next_chunk = chunk->end();
    cursor.step();
    if (next_chunk == block_end) break;
    if (next_chunk > block_end) return changed(first, last, "a block holds more than it says");
    if (next_chunk >= end) return missing(next_chunk, block_end);
    chunk = cursor.starting_at(next_chunk, end);
    if (!chunk) return std::unexpected(chunk.error());
    if (chunk->block_first != first) return changed(first, last, "chunks of two blocks are mixed");
  }
  Hash const after = frontier.root();
  if (after != head.root_after) return changed(first, last, "its hashes are not those recorded");
  return after;
}

}  // namespace

struct ChainWalk::Segment {
  Position first;
  Hash root_before{};
  proof::Head last;
  proof::Frontier frontier;
};

Result<ChainWalk::Segment> ChainWalk::check_segment_before(Position end) {
  Cursor cursor(*database_, *blocks_);
  auto const first = segment_start(cursor, end);
  if (!first) return std::unexpected(first.error());
  auto const anchor = cursor.starting_at(*first, end);
  if (!anchor) return std::unexpected(anchor.error());
  auto frontier = proof::Frontier::from_bytes(*anchor->head->frontier);
  if (!frontier || frontier->size() != first->value() - 1 ||
      frontier->root() != anchor->head->root_before) {
    return changed(*first, *first, "a block's frontier does not have the root before it");
  }
  Segment segment{
      .first = *first,
      .root_before = anchor->head->root_before,
      .last = {.position = Position{first->value() - 1}, .root = anchor->head->root_before},
      .frontier = std::move(*frontier)};
  while (segment.last.position.value() + 1 < end.value()) {
    auto const root = check_block(cursor, next(segment.last.position), end, segment.last.root,
                                  segment.frontier, bytes_);
    if (!root) return std::unexpected(root.error());
    segment.last = {.position = Position{segment.frontier.size()}, .root = *root};
  }
  return segment;
}

Result<void> ChainWalk::start() {
  auto const last = Cursor(*database_, *blocks_).last();
  if (!last) return std::unexpected(last.error());
  head_ = {.position = Position{}, .root = proof::empty_root()};
  if (!*last) return {};
  Position const end = (*last)->end();
  auto segment = check_segment_before(end);
  if (!segment) return std::unexpected(segment.error());
  head_ = segment->last;
  frontier_ = std::move(segment->frontier);
  verified_from_ = segment->first;
  expected_root_ = segment->root_before;
  return {};
}

Result<void> ChainWalk::step() {
  auto const segment = check_segment_before(verified_from_);
  if (!segment) return std::unexpected(segment.error());
  if (segment->last.root != expected_root_) {
    return changed(segment->first, verified_from_, "a block starts from another root");
  }
  verified_from_ = segment->first;
  expected_root_ = segment->root_before;
  return {};
}

Result<void> check_passed_through(rocksdb::DB& database, rocksdb::ColumnFamilyHandle& blocks,
                                  proof::Head const& head) {
  Cursor cursor(database, blocks);
  Position const after = next(head.position);
  auto const chunk = cursor.starting_at(after, next(after));
  if (!chunk && chunk.error().code != Errc::corrupt) return std::unexpected(chunk.error());
  if (!chunk || !chunk->head || chunk->head->root_before != head.root) {
    return changed(Position{1}, head.position,
                   "the head witness saw another root at position " + text(head.position));
  }
  return {};
}

}  // namespace gl::journal
