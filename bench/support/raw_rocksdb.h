#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include "base/bytes.h"

namespace rocksdb {
class DB;
}

namespace gl::bench {

/// The limit that appends are compared with: a bare RocksDB that puts one value, synced, under a
/// rising key, with the journal's compression and nothing else.
class RawRocksdb {
 public:
  explicit RawRocksdb(std::filesystem::path const& directory);
  RawRocksdb(RawRocksdb const&) = delete;
  RawRocksdb& operator=(RawRocksdb const&) = delete;
  ~RawRocksdb();

  /// One synced put. A failure ends the program.
  void put(ByteView value);

 private:
  std::unique_ptr<rocksdb::DB> database_;
  std::uint64_t next_key_ = 1;
};

}  // namespace gl::bench
