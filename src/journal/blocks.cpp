#include "journal/blocks.h"

#include <algorithm>
#include <array>
#include <string>

#include <rocksdb/db.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/write_batch.h>

#include "base/check.h"
#include "journal/files.h"
#include "journal/rocks.h"

namespace gl::journal {

namespace {

constexpr std::uint32_t journal_format = 1;
constexpr char const* meta_name = "meta";
constexpr char const* format_row = "format";
constexpr std::size_t protection_bytes = 8;  // RocksDB knows 0 and 8.
constexpr std::size_t batch_bytes_kept = 8 << 20;
constexpr std::size_t table_block_bytes = 16 << 10;

rocksdb::DBOptions database_options(Blocks::Settings const& settings) {
  rocksdb::DBOptions options = rocks::common_options();
  options.wal_recovery_mode = settings.whole_log
                                  ? rocksdb::WALRecoveryMode::kAbsoluteConsistency
                                  : rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.max_total_wal_size = settings.max_total_wal_size_bytes;
  options.max_bgerror_resume_count = 0;  // A write error ends the process; nothing heals itself.
  options.atomic_flush = false;
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> families(Blocks::Settings const& settings) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = settings.memtable_bytes;
  options.max_write_buffer_number = 2;
  options.paranoid_file_checks = true;
  options.force_consistency_checks = true;
  options.compaction_style = rocksdb::kCompactionStyleLevel;
  options.level_compaction_dynamic_level_bytes = true;
  rocks::set_compression(options);
  rocksdb::BlockBasedTableOptions table = rocks::table_options(settings.cache_bytes);
  table.block_size = table_block_bytes;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return {{rocksdb::kDefaultColumnFamilyName, options}, {meta_name, options}};
}

rocksdb::WriteOptions synced() {
  rocksdb::WriteOptions options;
  options.sync = true;
  options.disableWAL = false;
  options.protection_bytes_per_key = protection_bytes;
  return options;
}

Error damaged_at(Position position) {
  return {Errc::corrupt, "the journal lacks position " + std::to_string(position.value()) +
                             ": restore from a backup"};
}

/// Takes at most `events_max` records of at most `bytes_max` bytes, but one at least, off the
/// front of `entries` behind the first `skip`, into `records`. False when an entry is cut.
bool take_records(ByteView entries, std::size_t skip, std::size_t count, std::size_t bytes_max,
                  Records& records) {
  for (std::size_t i = 0; i < skip; ++i) {
    if (!take_entry(entries)) return false;
  }
  ByteView rest = entries;
  std::size_t taken = 0;
  std::size_t bytes = 0;
  while (taken < count) {
    ByteView after = rest;
    auto const record = take_entry(after);
    if (!record) return false;
    if (bytes + record->size() > bytes_max && (taken > 0 || !records.empty())) break;
    bytes += record->size();
    rest = after;
    ++taken;
  }
  return records.append_entries(entries.first(entries.size() - rest.size()), taken).has_value();
}

}  // namespace

Blocks::Blocks() : batch_(std::make_unique<rocksdb::WriteBatch>(0, 0, protection_bytes, 0)) {}

Blocks::~Blocks() {
  if (!database_) return;
  for (auto* handle : handles_) database_->DestroyColumnFamilyHandle(handle);
  database_->Close().PermitUncheckedError();
}

Result<void> Blocks::create(std::filesystem::path const& dir) {
  std::error_code problem;
  if (!std::filesystem::create_directory(dir, problem)) {
    if (problem) return fail(Errc::io, "make " + dir.string() + ": " + problem.message());
    return fail(Errc::exists, dir.string() + " exists: a journal is made once");
  }
  Settings const settings{
      .max_total_wal_size_bytes = 1 << 20, .memtable_bytes = 1 << 20, .cache_bytes = 1 << 20};
  rocksdb::DBOptions options = database_options(settings);
  options.create_if_missing = true;
  options.error_if_exists = true;
  options.create_missing_column_families = true;
  {
    auto blocks = std::unique_ptr<Blocks>(new Blocks());
    rocksdb::DB* raw = nullptr;
    auto const opened =
        rocksdb::DB::Open(options, dir.string(), families(settings), &blocks->handles_, &raw);
    if (!opened.ok()) return std::unexpected(rocks::error_of(opened, "make the journal"));
    blocks->database_.reset(raw);
    auto const put = raw->Put(synced(), blocks->handles_[1], format_row,
                              rocks::slice(big_endian(journal_format)));
    if (!put.ok()) return std::unexpected(rocks::error_of(put, "make the journal"));
    auto const flushed = raw->Flush({}, blocks->handles_);
    if (!flushed.ok()) return std::unexpected(rocks::error_of(flushed, "make the journal"));
  }
  return write_format(dir, journal_format);
}

Result<std::unique_ptr<Blocks>> Blocks::open(std::filesystem::path const& dir,
                                             Settings const& settings) {
  auto const format = read_format(dir);
  if (!format && format.error().code == Errc::not_found) {
    return fail(Errc::not_found, "there is no journal in " + dir.string() +
                                     ": make a ledger with `grandlivre init`");
  }
  if (!format) return std::unexpected(format.error());
  if (*format > journal_format) {
    return std::unexpected(newer_format_error(dir, *format, journal_format));
  }
  auto blocks = std::unique_ptr<Blocks>(new Blocks());
  rocksdb::DB* raw = nullptr;
  auto const options = database_options(settings);
  auto const opened =
      settings.read_only
          ? rocksdb::DB::OpenForReadOnly(options, dir.string(), families(settings),
                                         &blocks->handles_, &raw)
          : rocksdb::DB::Open(options, dir.string(), families(settings), &blocks->handles_, &raw);
  if (!opened.ok()) return std::unexpected(rocks::error_of(opened, "open " + dir.string()));
  blocks->database_.reset(raw);
  blocks->blocks_ = blocks->handles_[0];
  blocks->meta_ = blocks->handles_[1];
  if (auto const checked = blocks->check_format_row(dir); !checked) {
    return std::unexpected(checked.error());
  }
  return blocks;
}

Result<void> Blocks::check_format_row(std::filesystem::path const& dir) const {
  std::string value;
  auto const got = database_->Get({}, meta_, format_row, &value);
  if (!got.ok()) {
    return std::unexpected(rocks::error_of(got, "read the format of " + dir.string()));
  }
  if (value.size() != 8) return fail(Errc::corrupt, dir.string() + " has no format number inside");
  auto const format = static_cast<std::uint32_t>(from_big_endian(as_bytes(value)));
  if (format > journal_format) {
    return std::unexpected(newer_format_error(dir, format, journal_format));
  }
  return {};
}

Result<void> Blocks::write(BlockHead const& head, Records const& records) {
  batch_->Clear();
  for_each_chunk(
      head.first, records.size(), [&](Position first, std::size_t index, std::uint32_t count) {
        auto const key = big_endian(first.value());
        Bytes const header =
            index == 0 ? head_chunk_header(head, count) : continuation_header(head.first, count);
        rocksdb::Slice const key_slice = rocks::slice(key);
        std::array const value{rocks::slice(header), rocks::slice(records.entries(index, count))};
        auto const put =
            batch_->Put(blocks_, rocksdb::SliceParts(&key_slice, 1),
                        rocksdb::SliceParts(value.data(), static_cast<int>(value.size())));
        GL_CHECK(put.ok(), "a batch in memory takes any chunk");
      });
  auto const written = database_->Write(synced(), batch_.get());
  bool const large = batch_->GetDataSize() > batch_bytes_kept;
  if (large) batch_ = std::make_unique<rocksdb::WriteBatch>(0, 0, protection_bytes, 0);
  if (!written.ok()) return std::unexpected(rocks::error_of(written, "write a block"));
  return {};
}

Result<Records> Blocks::read(Position from, Position last, std::size_t events_max,
                             std::size_t bytes_max) const {
  std::unique_ptr<rocksdb::Iterator> const chunks(database_->NewIterator({}, blocks_));
  Records records;
  Position at = from;
  chunks->SeekForPrev(rocks::slice(big_endian(from.value())));
  do {
    if (!chunks->status().ok()) {
      return std::unexpected(rocks::error_of(chunks->status(), "read the journal"));
    }
    if (!chunks->Valid()) return std::unexpected(damaged_at(at));
    auto const chunk = parse_chunk(rocks::view(chunks->key()), rocks::view(chunks->value()));
    if (!chunk) return std::unexpected(chunk.error());
    if (chunk->first > at || chunk->end() <= at) return std::unexpected(damaged_at(at));
    std::size_t const skip = at.value() - chunk->first.value();
    std::size_t const wanted = std::min({events_max - records.size(), chunk->count - skip,
                                         static_cast<std::size_t>(last.value() - at.value() + 1)});
    std::size_t const room = bytes_max > records.bytes() ? bytes_max - records.bytes() : 0;
    std::size_t const before = records.size();
    if (!take_records(chunk->entries, skip, wanted, room, records)) {
      return std::unexpected(damaged_at(at));
    }
    std::size_t const taken = records.size() - before;
    at = Position{at.value() + taken};
    if (taken < wanted) break;
    chunks->Next();
  } while (records.size() < events_max && at <= last);
  return records;
}

Result<Bytes> Blocks::read_one(Position position) const {
  auto const records = read(position, position, 1, 0);
  if (!records) return std::unexpected(records.error());
  ByteView const record = (*records)[0];
  return Bytes(record.begin(), record.end());
}

}  // namespace gl::journal
