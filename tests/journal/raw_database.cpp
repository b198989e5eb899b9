#include "journal/raw_database.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace gl::journal_test {

namespace {

std::string key_of(std::uint64_t position) { return std::string(as_text(big_endian(position))); }

}  // namespace

RawDatabase::RawDatabase(std::filesystem::path const& dir) {
  rocksdb::DB* raw = nullptr;
  auto const opened =
      rocksdb::DB::Open({}, (dir / "journal").string(),
                        {{rocksdb::kDefaultColumnFamilyName, {}}, {"meta", {}}}, &handles_, &raw);
  EXPECT_TRUE(opened.ok()) << opened.ToString();
  database_.reset(raw);
}

RawDatabase::~RawDatabase() {
  for (auto* const handle : handles_) database_->DestroyColumnFamilyHandle(handle);
}

std::vector<std::pair<std::string, std::string>> RawDatabase::rows() const {
  std::vector<std::pair<std::string, std::string>> rows;
  std::unique_ptr<rocksdb::Iterator> const each(database_->NewIterator({}));
  for (each->SeekToFirst(); each->Valid(); each->Next()) {
    rows.emplace_back(each->key().ToString(), each->value().ToString());
  }
  return rows;
}

std::string RawDatabase::chunk(std::uint64_t position) const {
  std::string value;
  auto const got = database_->Get({}, key_of(position), &value);
  EXPECT_TRUE(got.ok()) << "no chunk at " << position;
  return value;
}

void RawDatabase::put_chunk(std::uint64_t position, std::string const& value) {
  EXPECT_TRUE(database_->Put({}, key_of(position), value).ok());
}

void RawDatabase::remove_chunk(std::uint64_t position) {
  static_cast<void>(chunk(position));
  EXPECT_TRUE(database_->Delete({}, key_of(position)).ok());
}

void RawDatabase::put_meta(std::string const& key, std::string const& value) {
  EXPECT_TRUE(database_->Put({}, handles_[1], key, value).ok());
}

}  // namespace gl::journal_test
