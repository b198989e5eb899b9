#include "journal/scrub.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include <rocksdb/db.h>
#include <rocksdb/metadata.h>

#include "journal/blocks.h"
#include "journal/chain.h"
#include "journal/data_lock.h"
#include "journal/files.h"
#include "journal/log_frames.h"
#include "journal/rocks.h"
#include "journal/witness.h"
#include "journal/witness_check.h"

namespace gl::journal {

namespace {

bool is_about_damage(Error const& error) {
  return error.code == Errc::corrupt || error.code == Errc::io || error.code == Errc::malformed;
}

/// Opens the blocks, first without passing over anything in the log. An error that is no damage
/// ends the scrub.
Result<std::unique_ptr<Blocks>> open_blocks(Config const& config, Scrubbed& scrubbed) {
  Blocks::Settings settings{.max_total_wal_size_bytes = config.max_total_wal_size_bytes,
                            .memtable_bytes = config.memtable_bytes,
                            .cache_bytes = config.cache_bytes,
                            .read_only = true,
                            .whole_log = true};
  auto const dir = config.dir / journal_dir_name;
  auto strict = Blocks::open(dir, settings);
  if (strict) return strict;
  if (!is_about_damage(strict.error())) return strict;
  settings.whole_log = false;
  auto tolerant = Blocks::open(dir, settings);
  if (!tolerant) {
    scrubbed.damage.push_back({"journal", tolerant.error().what});
    return std::unique_ptr<Blocks>{};
  }
  scrubbed.damage.push_back(
      {"log", strict.error().what +
                  ": its end holds bytes that are no whole record. Left by a write that was cut "
                  "short and never answered, the server's next start removes them; else they were "
                  "changed"});
  return tolerant;
}

/// RocksDB's own opening passes over some ends of a log: here every log is whole or named.
void check_logs(std::filesystem::path const& dir, Scrubbed& scrubbed) {
  std::vector<std::filesystem::path> logs;
  std::error_code unknown;
  for (auto const& entry : std::filesystem::directory_iterator(dir, unknown)) {
    auto const name = entry.path().filename().string();
    if (name.ends_with(".log") || name.starts_with("MANIFEST-")) logs.push_back(entry.path());
  }
  std::ranges::sort(logs);
  scrubbed.logs = logs.size();
  for (auto const& log : logs) {
    auto const records = check_frames(log);
    if (!records) scrubbed.damage.push_back({"log", records.error().what});
  }
}

/// Every byte of every table, against the checksum in the manifest.
void check_tables(Blocks& blocks, Scrubbed& scrubbed) {
  auto& database = blocks.database();
  std::vector<rocksdb::LiveFileMetaData> tables;
  database.GetLiveFilesMetaData(&tables);
  scrubbed.tables = tables.size();
  auto const files = database.VerifyFileChecksums({});
  if (!files.ok()) {
    scrubbed.damage.push_back({"tables", rocks::error_of(files, "check the table files").what});
  }
}

/// All segments, from the last to the first.
void check_chain(Blocks& blocks, Config const& config, Scrubbed& scrubbed) {
  ChainWalk walk(blocks.database(), blocks.family());
  auto stepped = walk.start();
  if (stepped) scrubbed.head = walk.head();
  while (stepped && !walk.complete()) {
    if (config.on_progress) {
      config.on_progress({.verified_from = walk.verified_from(),
                          .head = walk.head().position,
                          .bytes_verified = walk.bytes(),
                          .bytes_to_verify = 0});
    }
    stepped = walk.step();
  }
  scrubbed.bytes = walk.bytes();
  if (!stepped) scrubbed.damage.push_back({"chain", stepped.error().what});
}

}  // namespace

Result<Scrubbed> scrub(Config const& config) {
  std::error_code unknown;
  if (!std::filesystem::is_directory(config.dir / journal_dir_name, unknown)) {
    return fail(Errc::not_found, "there is no journal in " + config.dir.string());
  }
  auto const lock = DataLock::take(config.dir, DataLock::Kind::reader);
  if (!lock) return std::unexpected(lock.error());
  Scrubbed scrubbed;
  auto const blocks = open_blocks(config, scrubbed);
  if (!blocks) return std::unexpected(blocks.error());
  if (!*blocks) return scrubbed;
  check_logs(config.dir / journal_dir_name, scrubbed);
  check_tables(**blocks, scrubbed);
  check_chain(**blocks, config, scrubbed);
  auto const same = compare_with_witness((*blocks)->database(), (*blocks)->family(), scrubbed.head,
                                         config.dir / witness_file_name);
  if (!same) scrubbed.damage.push_back({"HEAD", same.error().what});
  return scrubbed;
}

}  // namespace gl::journal
