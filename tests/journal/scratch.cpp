#include "journal/scratch.h"

#include <stdlib.h>

#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "support/naive_tree.h"

namespace gl::journal_test {

using journal::Config;
using journal::Journal;
using journal::Records;

ScratchDir::ScratchDir() {
  std::string pattern = (std::filesystem::temp_directory_path() / "gl_journal_XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) ADD_FAILURE() << "cannot make " << pattern;
  path_ = pattern;
}

ScratchDir::~ScratchDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Bytes record_at(std::uint64_t position, std::size_t bytes) {
  std::mt19937_64 random(position);
  std::size_t const size = bytes > 0 ? bytes : 1 + static_cast<std::size_t>(random() % 300);
  Bytes record(size);
  // Half random, so that LZ4 has something to do and something left.
  for (std::size_t i = 0; i < (size + 1) / 2; i += 8) {
    auto const word = big_endian(random());
    for (std::size_t k = 0; k < 8 && i + k < size; ++k) record[i + k] = word[k];
  }
  return record;
}

Records records_from(std::uint64_t first, std::size_t count, std::size_t bytes) {
  Records records;
  for (std::size_t i = 0; i < count; ++i) records.append(record_at(first + i, bytes));
  return records;
}

Config small_config(std::filesystem::path const& dir) {
  Config config;
  config.dir = dir;
  config.memtable_bytes = 4 << 20;
  config.cache_bytes = 1 << 20;
  config.verify_in_background = false;
  return config;
}

std::unique_ptr<Journal> open_journal(Config config) {
  auto journal = Journal::open(std::move(config));
  if (!journal) {
    ADD_FAILURE() << journal.error().what;
    return nullptr;
  }
  return std::move(*journal);
}

std::unique_ptr<Journal> new_journal(std::filesystem::path const& dir) {
  if (auto const created = Journal::create(dir); !created) {
    ADD_FAILURE() << created.error().what;
    return nullptr;
  }
  return open_journal(small_config(dir));
}

void append_blocks(Journal& journal, std::size_t blocks, std::size_t records, std::size_t bytes) {
  for (std::size_t i = 0; i < blocks; ++i) {
    Position const first = next(journal.watermark());
    auto const head = journal.append(first, records_from(first.value(), records, bytes));
    ASSERT_TRUE(head) << head.error().what;
  }
}

Error open_error(Config config) {
  auto const journal = Journal::open(std::move(config));
  if (!journal) return journal.error();
  ADD_FAILURE() << "opened, with its head at position " << (*journal)->watermark().value();
  return {};
}

Hash naive_root_at(std::uint64_t positions, std::size_t bytes) {
  std::vector<Hash> leaves;
  for (std::uint64_t i = 1; i <= positions; ++i) {
    leaves.push_back(proof_test::naive_leaf(record_at(i, bytes)));
  }
  return proof_test::naive_root(leaves);
}

}  // namespace gl::journal_test
