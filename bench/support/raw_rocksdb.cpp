#include "bench/support/raw_rocksdb.h"

#include <rocksdb/db.h>

#include <thread>

#include "base/check.h"

namespace gl::bench {

RawRocksdb::RawRocksdb(std::filesystem::path const& directory) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kLZ4Compression;
  options.max_background_jobs = 2;
  rocksdb::DB* database = nullptr;
  auto const status = rocksdb::DB::Open(options, directory.string(), &database);
  GL_CHECK(status.ok(), status.ToString());
  database_.reset(database);
}

RawRocksdb::~RawRocksdb() = default;

void RawRocksdb::put(ByteView value) {
  auto const key = big_endian(next_key_++);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  auto const text = as_text(value);
  auto const status = database_->Put(synced, rocksdb::Slice{as_text(key).data(), key.size()},
                                     rocksdb::Slice{text.data(), text.size()});
  GL_CHECK(status.ok(), status.ToString());
}

}  // namespace gl::bench
