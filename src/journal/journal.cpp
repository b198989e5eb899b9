#include "journal/journal.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

#include <spdlog/spdlog.h>

#include "base/check.h"
#include "journal/block_hasher.h"
#include "journal/blocks.h"
#include "journal/chain.h"
#include "journal/data_lock.h"
#include "journal/files.h"
#include "journal/witness.h"
#include "journal/witness_check.h"

namespace gl::journal {

namespace {

constexpr std::size_t read_records_max = 1 << 20;
constexpr std::size_t read_bytes_max = 1ULL << 30;

/// Re-hashes the end of the journal, as much as `config` asks for.
Result<ChainWalk> walk_the_end(Blocks& blocks, Config const& config) {
  std::uint64_t const bytes_to_verify = 2 * config.max_total_wal_size_bytes;
  ChainWalk walk(blocks.database(), blocks.family());
  if (auto const started = walk.start(); !started) return std::unexpected(started.error());
  while (!walk.complete() && walk.bytes() < bytes_to_verify) {
    if (config.on_progress) {
      config.on_progress({.verified_from = walk.verified_from(),
                          .head = walk.head().position,
                          .bytes_verified = walk.bytes(),
                          .bytes_to_verify = bytes_to_verify});
    }
    if (auto const stepped = walk.step(); !stepped) return std::unexpected(stepped.error());
  }
  return walk;
}

}  // namespace

struct Journal::Impl {
  Impl(DataLock taken, std::unique_ptr<Blocks> opened)
      : lock(std::move(taken)), blocks(std::move(opened)) {}

  // The order matters: the last is destroyed first.
  DataLock lock;
  std::unique_ptr<Blocks> blocks;
  std::unique_ptr<Witness> witness;  // None when read-only.
  std::unique_ptr<BackgroundCheck> check;
  Watermark watermark;

  mutable std::mutex mutex;  // Guards head and frontier; written by the committer only.
  Head head;
  Frontier frontier;

  // The committer's own.
  BlockHasher hasher;
  bool broken = false;
  bool has_anchor = false;        // Since open a block with a frontier was written
  std::uint64_t anchor_tile = 0;  // and started in this tile.

  void move_to(Head const& new_head, Frontier new_frontier) {
    {
      std::scoped_lock const guard(mutex);
      head = new_head;
      frontier = std::move(new_frontier);
    }
    watermark.move_to(new_head.position);
  }
};

Journal::Journal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Journal::~Journal() = default;

Result<void> Journal::create(std::filesystem::path const& dir) {
  if (auto const made = Blocks::create(dir / journal_dir_name); !made) return made;
  if (auto const made = Witness::create(dir / witness_file_name); !made) return made;
  return sync_directory(dir);
}

Result<std::unique_ptr<Journal>> Journal::open(Config config) {
  auto const kind = config.read_only ? DataLock::Kind::reader : DataLock::Kind::writer;
  std::error_code unknown;
  if (!std::filesystem::is_directory(config.dir / journal_dir_name, unknown)) {
    return fail(Errc::not_found, "there is no journal in " + config.dir.string() +
                                     ": make a ledger with `grandlivre init`");
  }
  auto lock = DataLock::take(config.dir, kind);
  if (!lock) return std::unexpected(lock.error());
  auto blocks = Blocks::open(config.dir / journal_dir_name,
                             {.max_total_wal_size_bytes = config.max_total_wal_size_bytes,
                              .memtable_bytes = config.memtable_bytes,
                              .cache_bytes = config.cache_bytes,
                              .read_only = config.read_only});
  if (!blocks) return std::unexpected(blocks.error());
  auto walk = walk_the_end(**blocks, config);
  if (!walk) return std::unexpected(walk.error());
  auto const witness_path = config.dir / witness_file_name;
  if (auto const same = compare_with_witness((*blocks)->database(), (*blocks)->family(),
                                             walk->head(), witness_path);
      !same) {
    return std::unexpected(same.error());
  }
  auto impl = std::make_unique<Impl>(std::move(*lock), std::move(*blocks));
  if (!config.read_only) {
    auto witness = Witness::open(witness_path, config.witness == WitnessMode::each);
    if (!witness) return std::unexpected(witness.error());
    // Blocks that no witness saw are served from now on: their loss must show from now on.
    auto const written = (*witness)->write(walk->head(), walk->frontier());
    if (!written) return std::unexpected(written.error());
    impl->witness = std::move(*witness);
  }
  impl->move_to(walk->head(), walk->frontier());
  spdlog::info("event=journal_opened dir={} head={} root={} verified_from={} verified_bytes={}",
               config.dir.string(), walk->head().position.value(), to_hex(walk->head().root),
               walk->verified_from().value(), walk->bytes());
  impl->check = std::make_unique<BackgroundCheck>(std::move(*walk), config.verify_in_background);
  return std::unique_ptr<Journal>(new Journal(std::move(impl)));
}

Result<Head> Journal::append(Position first, Records const& records) {
  Impl& my = *impl_;
  if (!my.witness) return fail(Errc::usage, "the journal is open for reading only");
  if (my.broken) return fail(Errc::io, "the journal had a write error: end the process and reopen");
  GL_CHECK(!records.empty(), "a block without records");
  GL_CHECK(first == next(my.head.position), "a block goes right behind the head");
  if (records.size() > block_records_max || records.bytes() > block_bytes_max) {
    return fail(Errc::too_large, "a block of " + std::to_string(records.size()) + " records and " +
                                     std::to_string(records.bytes()) + " bytes; it may have " +
                                     std::to_string(block_records_max) + " and " +
                                     std::to_string(block_bytes_max) + ": make two of it");
  }
  BlockHead block;
  block.first = first;
  block.count = static_cast<std::uint32_t>(records.size());
  block.root_before = my.head.root;
  if (!my.has_anchor || my.anchor_tile != tile_of(first)) {
    block.frontier = my.frontier.to_bytes();
  }
  Frontier frontier = my.hasher.append(my.frontier, records);
  block.root_after = frontier.root();

  my.broken = true;  // Until every step has succeeded.
  if (auto const written = my.blocks->write(block, records); !written) {
    return fail(Errc::io, written.error().what);
  }
  Head const head{.position = Position{frontier.size()}, .root = block.root_after};
  if (auto const written = my.witness->write(head, frontier); !written) {
    return fail(Errc::io, written.error().what);
  }
  my.broken = false;
  my.has_anchor = true;
  my.anchor_tile = tile_of(first);
  my.move_to(head, std::move(frontier));
  return head;
}

Head Journal::head() const {
  std::scoped_lock const guard(impl_->mutex);
  return impl_->head;
}

Position Journal::watermark() const { return impl_->watermark.position(); }

Frontier Journal::frontier() const {
  std::scoped_lock const guard(impl_->mutex);
  return impl_->frontier;
}

Result<Records> Journal::read(Position from, std::size_t events_max, std::size_t bytes_max) const {
  GL_CHECK(from.value() >= 1, "positions start at 1");
  Position const last = watermark();
  if (from > last || events_max == 0) return Records{};
  return impl_->blocks->read(from, last, std::min(events_max, read_records_max),
                             std::min(bytes_max, read_bytes_max));
}

Result<Bytes> Journal::read_one(Position position) const {
  Position const last = watermark();
  if (position.value() == 0 || position > last) {
    return fail(Errc::not_found, "there is no event at position " + text(position) +
                                     ": the journal ends at " + text(last));
  }
  return impl_->blocks->read_one(position);
}

bool Journal::wait_for(Position at_least, std::chrono::steady_clock::time_point deadline) const {
  return impl_->watermark.wait_for(at_least, deadline);
}

Subscription Journal::subscribe(std::function<void(Position)> listener) {
  return impl_->watermark.subscribe(std::move(listener));
}

Integrity Journal::integrity() const { return impl_->check->integrity(); }

}  // namespace gl::journal
