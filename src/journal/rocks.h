#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>

#include "base/bytes.h"
#include "base/result.h"

/// How we set and speak to RocksDB. Only .cpp files of this module include this.
namespace gl::journal::rocks {

[[nodiscard]] inline rocksdb::Slice slice(ByteView bytes) {
  return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

[[nodiscard]] inline ByteView view(rocksdb::Slice const& slice) {
  return std::as_bytes(std::span{slice.data(), slice.size()});
}

/// RocksDB's words as our error: corrupt, locked or io. `what` says what was tried.
[[nodiscard]] Error error_of(rocksdb::Status const& status, std::string const& what);

/// What both databases have in common: one Env, few background threads at low priority, a small
/// information log.
[[nodiscard]] rocksdb::DBOptions common_options();

/// Blocks of a table: checksums, format, compression and a bounded cache.
[[nodiscard]] rocksdb::BlockBasedTableOptions table_options(std::size_t cache_bytes);

/// LZ4 on every level: two compressions would forbid the trivial move of files between levels.
void set_compression(rocksdb::ColumnFamilyOptions& options);

}  // namespace gl::journal::rocks
