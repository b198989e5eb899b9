#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <rocksdb/db.h>

namespace gl::journal_test {

/// The journal's RocksDB database, opened behind the journal's back to look at or to spoil.
class RawDatabase {
 public:
  explicit RawDatabase(std::filesystem::path const& dir);
  RawDatabase(RawDatabase const&) = delete;
  RawDatabase& operator=(RawDatabase const&) = delete;
  ~RawDatabase();

  [[nodiscard]] std::vector<std::pair<std::string, std::string>> rows() const;

  /// The value of the chunk that starts at `position`; fails the test when there is none.
  [[nodiscard]] std::string chunk(std::uint64_t position) const;
  void put_chunk(std::uint64_t position, std::string const& value);
  void remove_chunk(std::uint64_t position);
  void put_meta(std::string const& key, std::string const& value);

 private:
  std::unique_ptr<rocksdb::DB> database_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

}  // namespace gl::journal_test
