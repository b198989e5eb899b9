#include "journal/rocks.h"

#include <rocksdb/cache.h>
#include <rocksdb/env.h>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define GL_THREAD_SANITIZER 1
#endif
#elif defined(__SANITIZE_THREAD__)
#define GL_THREAD_SANITIZER 1
#endif

#ifdef GL_THREAD_SANITIZER
/// The packaged RocksDB is built without the sanitizer, which therefore does not see its atomics
/// and takes what they order for races. Races whose stacks do not touch it are still reported.
extern "C" char const* __tsan_default_suppressions();
extern "C" char const* __tsan_default_suppressions() { return "race:librocksdb.so\n"; }
#endif

namespace gl::journal::rocks {

namespace {

constexpr int background_jobs_max = 2;
constexpr std::size_t info_log_bytes_max = 1 << 20;

}  // namespace

Error error_of(rocksdb::Status const& status, std::string const& what) {
  Errc code = Errc::io;
  if (status.IsCorruption()) code = Errc::corrupt;
  std::string const words = status.ToString();
  // Not of any status: "Corruption: block checksum mismatch" is not about a lock.
  if (status.IsIOError() && words.find("lock ") != std::string::npos) {
    code = Errc::locked;
  }
  return {code, what + ": " + words};
}

rocksdb::DBOptions common_options() {
  rocksdb::DBOptions options;
  options.env = rocksdb::Env::Default();
  options.env->LowerThreadPoolCPUPriority(rocksdb::Env::HIGH);
  options.env->LowerThreadPoolCPUPriority(rocksdb::Env::LOW);
  options.max_background_jobs = background_jobs_max;
  options.paranoid_checks = true;
  options.flush_verify_memtable_count = true;
  options.verify_sst_unique_id_in_manifest = true;
  options.track_and_verify_wals_in_manifest = false;  // False alarms in 7.8.3: #10892.
  options.recycle_log_file_num = 0;
  options.wal_compression = rocksdb::kNoCompression;
  options.manual_wal_flush = false;
  options.two_write_queues = false;
  options.unordered_write = false;
  options.enable_pipelined_write = false;
  options.use_direct_reads = false;
  options.use_direct_io_for_flush_and_compaction = false;
  options.allow_mmap_reads = false;
  options.allow_mmap_writes = false;
  options.bytes_per_sync = 1 << 20;
  options.wal_bytes_per_sync = 0;
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.max_log_file_size = info_log_bytes_max;
  options.keep_log_file_num = 4;
  return options;
}

rocksdb::BlockBasedTableOptions table_options(std::size_t cache_bytes) {
  rocksdb::BlockBasedTableOptions options;
  options.checksum = rocksdb::kXXH3;
  options.format_version = 5;
  options.block_cache = rocksdb::NewLRUCache(cache_bytes);
  return options;
}

void set_compression(rocksdb::ColumnFamilyOptions& options) {
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kDisableCompressionOption;
  options.compression_per_level.clear();
}

}  // namespace gl::journal::rocks
