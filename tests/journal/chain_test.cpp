// A journal that was changed behind its back is refused, naming where.
#include "journal/chain.h"

#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journal/chunk.h"
#include "journal/files.h"
#include "journal/journal.h"
#include "journal/raw_database.h"
#include "journal/scratch.h"

namespace gl::journal {
namespace {

using namespace journal_test;  // NOLINT(google-build-using-namespace)
using testing::HasSubstr;

constexpr std::size_t head_header_bytes = 80;  // docs/journal-format.md, without a frontier
constexpr std::size_t root_before_at = 16;
constexpr std::size_t root_after_at = 48;

/// Positions 1-300 in blocks of 15, then one of 1,000, then 5 of 1. Frontiers stand in the blocks
/// at 1, 271 (the first that starts in the second tile) and 1,301.
class Chain : public testing::Test {
 protected:
  void SetUp() override {
    auto const journal = new_journal(dir_.path());
    append_blocks(*journal, 20, 15);
    append_blocks(*journal, 1, 1'000);
    append_blocks(*journal, 5, 1);
  }

  /// Changes one bit of a stored value.
  void flip(std::uint64_t chunk, std::size_t at) {
    RawDatabase raw(dir_.path());
    std::string value = raw.chunk(chunk);
    value[at] = static_cast<char>(value[at] ^ 1);
    raw.put_chunk(chunk, value);
  }

  void expect_refused(std::string const& words, Errc code = Errc::corrupt) {
    Error const error = open_error(small_config(dir_.path()));
    EXPECT_EQ(error.code, code) << error.what;
    EXPECT_THAT(error.what, HasSubstr(words));
  }

  ScratchDir const dir_;
};

TEST_F(Chain, IsWalkedToTheFirstPosition) {
  auto config = small_config(dir_.path());
  std::vector<Progress> progress;
  config.on_progress = [&](Progress const& step) { progress.push_back(step); };
  auto const journal = open_journal(config);
  ASSERT_TRUE(journal);
  Integrity const integrity = journal->integrity();
  EXPECT_TRUE(integrity.complete);
  EXPECT_EQ(integrity.verified_from, Position{1});
  EXPECT_FALSE(integrity.failure);
  EXPECT_EQ(journal->head().root, naive_root_at(1'305));
  ASSERT_FALSE(progress.empty());
  EXPECT_EQ(progress.front().head, Position{1'305});
  EXPECT_LT(progress.front().bytes_verified, progress.back().bytes_verified);
}

TEST_F(Chain, WithAnEventChangedIsRefused) {
  std::string const value = RawDatabase(dir_.path()).chunk(16);
  flip(16, value.size() - 1);
  expect_refused("between positions 16 and 30: its hashes are not those recorded");
}

TEST_F(Chain, WithAnEventOfAContinuationChangedIsRefused) {
  flip(1'025, 100);
  expect_refused("between positions 301 and 1300");
}

TEST_F(Chain, WithARootChangedIsRefused) {
  flip(31, root_after_at);
  expect_refused("between positions 31 and 45: its hashes are not those recorded");
  flip(31, root_after_at);
  flip(31, root_before_at);
  expect_refused("between positions 31 and 45: a block starts from another root");
}

TEST_F(Chain, WithAFrontierChangedIsRefused) {
  flip(271, head_header_bytes + 8);
  expect_refused("frontier does not have the root before it");
}

TEST_F(Chain, WithABlockMissingIsRefused) {
  RawDatabase(dir_.path()).remove_chunk(46);
  expect_refused("lacks positions 46 to 60:");
}

TEST_F(Chain, WithAChunkMissingInTheMiddleOfABlockIsRefused) {
  RawDatabase(dir_.path()).remove_chunk(1'025);
  expect_refused("lacks positions 1025 to 1280:");
}

TEST_F(Chain, WithItsFirstChunkMissingIsRefused) {
  RawDatabase(dir_.path()).remove_chunk(1);
  expect_refused("lacks positions 1 to 15:");
}

TEST_F(Chain, WithTheEndOfItsLastBlockMissingIsRefused) {
  {
    RawDatabase raw(dir_.path());
    for (std::uint64_t i = 1'301; i <= 1'305; ++i) raw.remove_chunk(i);
    raw.remove_chunk(1'281);
  }
  expect_refused("lacks positions 1281 to 1300:");
}

TEST_F(Chain, WithAChunkOfABlockElsewhereIsRefused) {
  {
    RawDatabase raw(dir_.path());
    raw.put_chunk(1'306, raw.chunk(1'305));
  }
  expect_refused("position 1306 belongs elsewhere");
}

TEST_F(Chain, OfANewerChunkFormatIsRefusedNamingBoth) {
  {
    RawDatabase raw(dir_.path());
    std::string value = raw.chunk(1'305);
    value[0] = 2;
    raw.put_chunk(1'305, value);
  }
  expect_refused("is in format 2, this program knows formats up to 1", Errc::newer_format);
}

TEST_F(Chain, OfANewerJournalFormatIsRefusedNamingBoth) {
  ASSERT_TRUE(write_format(dir_.path() / "journal", 7));
  expect_refused("is in format 7, this program knows formats up to 1", Errc::newer_format);
  ASSERT_TRUE(write_format(dir_.path() / "journal", 1));
  RawDatabase(dir_.path()).put_meta("format", std::string("\0\0\0\0\0\0\0\3", 8));
  expect_refused("is in format 3, this program knows formats up to 1", Errc::newer_format);
}

TEST_F(Chain, WithoutAFormatNumberIsRefused) {
  std::filesystem::remove(dir_.path() / "journal" / "FORMAT");
  expect_refused("there is no journal in", Errc::not_found);
  ASSERT_TRUE(write_file_durably(dir_.path() / "journal" / "FORMAT", as_bytes("one\n")));
  expect_refused("does not hold a format number", Errc::malformed);
}

/// Waits for the background check to end.
Integrity wait_for_integrity(Journal const& journal) {
  for (int i = 0; i < 2'000; ++i) {
    Integrity const integrity = journal.integrity();
    if (integrity.complete || integrity.failure) return integrity;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return journal.integrity();
}

TEST_F(Chain, IsWalkedOnInTheBackground) {
  auto config = small_config(dir_.path());
  config.max_total_wal_size_bytes = 512;
  EXPECT_FALSE(open_journal(config)->integrity().complete);
  config.verify_in_background = true;
  auto const journal = open_journal(config);
  Integrity const integrity = wait_for_integrity(*journal);
  EXPECT_TRUE(integrity.complete);
  EXPECT_EQ(integrity.verified_from, Position{1});
}

TEST_F(Chain, ThatIsDamagedFarBackIsReportedByTheBackgroundCheck) {
  flip(31, head_header_bytes + 4);
  auto config = small_config(dir_.path());
  config.max_total_wal_size_bytes = 512;
  config.verify_in_background = true;
  auto const journal = open_journal(config);
  ASSERT_TRUE(journal);
  Integrity const integrity = wait_for_integrity(*journal);
  EXPECT_FALSE(integrity.complete);
  ASSERT_TRUE(integrity.failure);
  EXPECT_EQ(integrity.failure->code, Errc::corrupt);
  EXPECT_THAT(integrity.failure->what, HasSubstr("between positions 31 and 45"));
}

TEST_F(Chain, WithAHoleIsNotReadAcross) {
  RawDatabase(dir_.path()).remove_chunk(46);
  auto config = small_config(dir_.path());
  config.max_total_wal_size_bytes = 512;
  auto const journal = open_journal(config);
  ASSERT_TRUE(journal);
  EXPECT_EQ(journal->read(Position{40}, 100, 1 << 20).error().code, Errc::corrupt);
  EXPECT_EQ(journal->read_one(Position{50}).error().code, Errc::corrupt);
  EXPECT_TRUE(journal->read_one(Position{45}));
}

}  // namespace
}  // namespace gl::journal
