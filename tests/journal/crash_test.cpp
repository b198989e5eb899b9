// What a killed writer leaves behind, and what open says when its log was cut. The writer is a
// child process that ends without closing, so that the log is alive.
#include <chrono>
#include <fstream>
#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journal/child.h"
#include "journal/journal.h"
#include "journal/log_file.h"
#include "journal/scratch.h"
#include "support/repetitions.h"

namespace gl::journal {
namespace {

namespace fs = std::filesystem;
using namespace journal_test;  // NOLINT(google-build-using-namespace)
using testing::HasSubstr;

/// A block's size: 1 and 8,000 behave differently everywhere.
class CutLog : public testing::TestWithParam<std::size_t> {
 protected:
  /// Lets a child append and end without closing; gives the last acknowledged position.
  std::uint64_t append_and_die(std::size_t blocks, bool two_logs = false) {
    EXPECT_TRUE(Journal::create(dir_.path()));
    ChildTask const task{.dir = dir_.path(),
                         .block_records = GetParam(),
                         .blocks = blocks,
                         .memtable_bytes = memtable_bytes(two_logs),
                         .hold_flush = two_logs};
    return Child(task).wait();
  }

  /// Large enough that one log holds everything, or so small that a second one is soon begun.
  static std::size_t memtable_bytes(bool two_logs) {
    if (!two_logs) return 64 << 20;
    return GetParam() == 1 ? 64 << 10 : 4 << 20;
  }

  ScratchDir const dir_;
};

INSTANTIATE_TEST_SUITE_P(Journal, CutLog, testing::Values(1, 8'000),
                         [](auto const& test) { return "Blocks" + std::to_string(test.param); });

TEST_P(CutLog, OpensWithEverythingWhenNothingWasCut) {
  std::uint64_t const acknowledged = append_and_die(4);
  auto const journal = open_journal(small_config(dir_.path()));
  ASSERT_TRUE(journal);
  EXPECT_EQ(journal->watermark(), Position{acknowledged});
  EXPECT_EQ(journal->head().root, naive_root_at(acknowledged, Child::record_bytes));
}

TEST_P(CutLog, IsRefusedWhenItWasCutCleanlyAfterItsLastRecord) {
  std::uint64_t const acknowledged = append_and_die(4);
  fs::path const log = logs_of(dir_.path()).back();
  auto const records = log_records(log);
  ASSERT_EQ(records.size(), 4U);
  fs::resize_file(log, records.back().begin);
  Error const error = open_error(small_config(dir_.path()));
  EXPECT_EQ(error.code, Errc::corrupt);
  EXPECT_THAT(error.what, HasSubstr("ends at position " + std::to_string(3 * GetParam())));
  EXPECT_THAT(error.what, HasSubstr("saw position " + std::to_string(acknowledged)));
}

TEST_P(CutLog, IsRefusedWhenItsLastRecordIsTorn) {
  static_cast<void>(append_and_die(4));
  fs::path const log = logs_of(dir_.path()).back();
  fs::resize_file(log, fs::file_size(log) - 5);
  Error const error = open_error(small_config(dir_.path()));
  EXPECT_EQ(error.code, Errc::corrupt);
  EXPECT_THAT(error.what, HasSubstr("head witness"));
}

TEST_P(CutLog, IsRefusedWhenAnOlderLiveLogWasCutInsideItsLastRecord) {
  static_cast<void>(append_and_die(2, true));
  auto const logs = logs_of(dir_.path());
  ASSERT_EQ(logs.size(), 2U) << "the older log is not alive";
  auto const older = log_records(logs[0]);
  fs::resize_file(logs[0], older.back().end - 5);
  std::uint64_t const last_lost = older.size() * GetParam();
  Error const error = open_error(small_config(dir_.path()));
  EXPECT_EQ(error.code, Errc::corrupt);
  EXPECT_THAT(error.what,
              HasSubstr("lacks positions " + std::to_string(last_lost - GetParam() + 1) + " to " +
                        std::to_string(last_lost) + ":"));
}

TEST_P(CutLog, IsRefusedWhenAnOlderLiveLogWasRemoved) {
  static_cast<void>(append_and_die(2, true));
  auto const logs = logs_of(dir_.path());
  ASSERT_EQ(logs.size(), 2U) << "the older log is not alive";
  std::uint64_t const last_lost = log_records(logs[0]).size() * GetParam();
  fs::remove(logs[0]);
  Error const error = open_error(small_config(dir_.path()));
  EXPECT_EQ(error.code, Errc::corrupt);
  EXPECT_THAT(error.what, HasSubstr("lacks positions 1 to " + std::to_string(last_lost) + ":"));
}

TEST_P(CutLog, IsRefusedWhenEveryLogWasRemoved) {
  std::uint64_t const acknowledged = append_and_die(4);
  for (fs::path const& log : logs_of(dir_.path())) fs::remove(log);
  Error const error = open_error(small_config(dir_.path()));
  EXPECT_EQ(error.code, Errc::corrupt);
  EXPECT_THAT(error.what, HasSubstr("ends at position 0"));
  EXPECT_THAT(error.what, HasSubstr("saw position " + std::to_string(acknowledged)));
}

TEST_P(CutLog, IsRefusedWhenABitOfItWasChanged) {
  static_cast<void>(append_and_die(4));
  fs::path const log = logs_of(dir_.path()).back();
  auto const records = log_records(log);
  ASSERT_EQ(records.size(), 4U);
  {
    std::fstream file(log, std::ios::in | std::ios::out | std::ios::binary);
    auto const middle = static_cast<std::streamoff>(records[1].begin + 60);
    file.seekg(middle);
    auto const byte = static_cast<char>(file.get() ^ 1);
    file.seekp(middle);
    file.put(byte);
  }
  EXPECT_EQ(open_error(small_config(dir_.path())).code, Errc::corrupt);
}

/// Kills a writer at random moments, again and again; after each, everything acknowledged is
/// there and the root is that of the naive tree.
void kill_and_reopen(int times, std::size_t block_records, std::uint64_t seed) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  ScratchDir const dir;
  ASSERT_TRUE(Journal::create(dir.path()));
  std::mt19937_64 random(seed);
  for (int i = 0; i < times; ++i) {
    Child child({.dir = dir.path(), .block_records = block_records, .memtable_bytes = 1 << 20});
    ASSERT_TRUE(child.next_acknowledged());
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 4'000));
    std::uint64_t const acknowledged = child.kill();
    auto const journal = open_journal(small_config(dir.path()));
    ASSERT_TRUE(journal) << "after kill " << i;
    ASSERT_GE(journal->watermark().value(), acknowledged);
    auto const last = journal->read_one(Position{acknowledged});
    ASSERT_TRUE(last);
    EXPECT_EQ(*last, record_at(acknowledged, Child::record_bytes));
    if (i + 1 < times) continue;
    EXPECT_EQ(journal->head().root,
              naive_root_at(journal->watermark().value(), Child::record_bytes));
  }
}

TEST(Journal, KeepsWhatWasAcknowledgedThroughKills) {
  kill_and_reopen(2, 1, std::random_device{}());
  kill_and_reopen(1, 8'000, std::random_device{}());
}

TEST(JournalKillsSlow, KeepWhatWasAcknowledgedInBlocksOf1) {
  kill_and_reopen(repetitions(30), 1, std::random_device{}());
}

TEST(JournalKillsSlow, KeepWhatWasAcknowledgedInBlocksOf8000) {
  kill_and_reopen(repetitions(30), 8'000, std::random_device{}());
}

TEST(Journal, RefusesASecondServerNamingTheFirst) {
  ScratchDir const dir;
  ASSERT_TRUE(Journal::create(dir.path()));
  Child child({.dir = dir.path()});
  ASSERT_TRUE(child.next_acknowledged());
  Error const error = open_error(small_config(dir.path()));
  EXPECT_EQ(error.code, Errc::locked);
  EXPECT_THAT(error.what, HasSubstr("process " + std::to_string(child.pid())));
}

}  // namespace
}  // namespace gl::journal
