// One bit flipped anywhere under journal/: the scrub or the open names the damage, and whatever is
// read without an error is what was written.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journal/scratch.h"
#include "journal/scrub.h"
#include "support/repetitions.h"

namespace gl::journal {
namespace {

using namespace journal_test;  // NOLINT(google-build-using-namespace)
namespace fs = std::filesystem;

constexpr std::size_t events = 3'000;

/// A journal with tables of several flushes and a log that is not flushed, closed.
void make_journal(fs::path const& dir) {
  auto config = small_config(dir);
  config.memtable_bytes = 64 << 10;
  ASSERT_TRUE(Journal::create(dir));
  for (int session = 0; session < 3; ++session) {
    auto const journal = open_journal(config);
    ASSERT_TRUE(journal);
    for (std::size_t size : {1UL, 99UL, 400UL, 7UL, 493UL}) append_blocks(*journal, 1, size);
  }
}

/// Where a flip changes nothing that is ever read, and why.
std::optional<std::string> unused(fs::path const& file) {
  auto const name = file.filename().string();
  if (name.starts_with("LOG")) return "RocksDB's own notes for people: never read";
  if (name.starts_with("OPTIONS-")) return "a record of the settings: ours are given at each open";
  if (name == "IDENTITY") return "a random name of the database: nothing is looked up by it";
  if (name == "LOCK") return "empty";
  return {};
}

void flip(fs::path const& file, std::uint64_t offset, unsigned bit) {
  std::fstream bytes{file, std::ios::binary | std::ios::in | std::ios::out};
  bytes.seekg(static_cast<std::streamoff>(offset));
  auto const byte = static_cast<char>(static_cast<unsigned>(bytes.get()) ^ (1U << bit));
  bytes.seekp(static_cast<std::streamoff>(offset));
  bytes.put(byte);
}

/// The sentence that names the damage, or nothing when all that is read is what was written.
std::optional<std::string> named_by_open(fs::path const& dir, bool read_only) {
  auto config = small_config(dir);
  config.read_only = read_only;
  auto const journal = Journal::open(config);
  if (!journal) return journal.error().what;
  EXPECT_EQ((*journal)->head().position, Position{events}) << "a wrong answer";
  EXPECT_EQ((*journal)->head().root, naive_root_at(events)) << "a wrong answer";
  Position at{1};
  while (at <= Position{events}) {
    auto const page = (*journal)->read(at, events, std::size_t{1} << 30);
    if (!page) return page.error().what;
    for (std::size_t i = 0; i < page->size(); ++i, at = next(at)) {
      auto const expected = record_at(at.value());
      EXPECT_TRUE(std::ranges::equal((*page)[i], expected)) << "a wrong answer at " << at.value();
    }
  }
  return {};
}

std::optional<std::string> named_by_scrub(fs::path const& dir) {
  auto const scrubbed = scrub(small_config(dir));
  if (!scrubbed) return scrubbed.error().what;
  if (!scrubbed->damage.empty()) return scrubbed->damage.front().what;
  return {};
}

struct Tally {
  std::uint64_t by_scrub = 0;
  std::uint64_t by_open = 0;
  std::map<std::string, std::uint64_t> unused;
};

class Flipper {
 public:
  explicit Flipper(std::uint64_t seed) : random_(seed) {
    make_journal(whole_.path());
    for (auto const& entry : fs::recursive_directory_iterator(whole_.path() / "journal")) {
      if (entry.is_regular_file() && entry.file_size() > 0) {
        files_.push_back(fs::relative(entry.path(), whole_.path()));
      }
    }
  }

  [[nodiscard]] fs::path const& dir() const { return whole_.path(); }

  /// Each file as often as every other, whatever its size.
  void one(Tally& tally, bool writable_too) {
    ScratchDir const copy;
    fs::copy(whole_.path(), copy.path(), fs::copy_options::recursive);
    auto const file = files_[random_() % files_.size()];
    auto const bytes = fs::file_size(copy.path() / file);
    auto const offset = random_() % bytes;
    auto const bit = static_cast<unsigned>(random_() % 8);
    flip(copy.path() / file, offset, bit);
    SCOPED_TRACE("bit " + std::to_string(bit) + " of byte " + std::to_string(offset) + " of " +
                 std::to_string(bytes) + " of " + file.string());
    auto const scrubbed = named_by_scrub(copy.path());
    auto opened = named_by_open(copy.path(), true);
    if (writable_too && !opened) opened = named_by_open(copy.path(), false);
    if (scrubbed) ++tally.by_scrub;
    if (opened) ++tally.by_open;
    auto const reason = unused(file);
    if (scrubbed) return;
    EXPECT_FALSE(opened) << "the scrub looks at more than the open: " << *opened;
    ASSERT_TRUE(reason) << "silent: neither scrub nor open named it, and the byte is used";
    ++tally.unused[*reason];
  }

 private:
  std::mt19937_64 random_;
  ScratchDir whole_;
  std::vector<fs::path> files_;
};

void flip_many(int count, bool writable_too) {
  auto const seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Flipper flips{seed};
  ASSERT_FALSE(named_by_scrub(flips.dir())) << *named_by_scrub(flips.dir());
  Tally tally;
  for (int i = 0; i < count && !testing::Test::HasFailure(); ++i) {
    flips.one(tally, writable_too);
  }
  EXPECT_GT(tally.by_scrub, static_cast<std::uint64_t>(count) / 4);
  std::cout << count << " flips: " << tally.by_scrub << " named by the scrub, " << tally.by_open
            << " by the open, 0 silent; in bytes that are never read:\n";
  for (auto const& [reason, times] : tally.unused)
    std::cout << "  " << times << " " << reason << '\n';
}

TEST(BitFlip, IsNamedByScrubOrOpen) { flip_many(60, false); }

TEST(BitFlipSlow, IsNamedByScrubOrOpenAThousandTimes) { flip_many(repetitions(1'000), true); }

TEST(Scrub, SaysWhatItLookedAt) {
  Flipper const flips{1};
  auto const scrubbed = scrub(small_config(flips.dir()));
  ASSERT_TRUE(scrubbed) << scrubbed.error().what;
  EXPECT_TRUE(scrubbed->damage.empty());
  EXPECT_EQ(scrubbed->head.position, Position{events});
  EXPECT_EQ(scrubbed->head.root, naive_root_at(events));
  EXPECT_GE(scrubbed->tables, 2U);
  EXPECT_GE(scrubbed->logs, 1U);
}

TEST(Scrub, SaysWhenThereIsNothing) {
  ScratchDir const dir;
  EXPECT_EQ(scrub(small_config(dir.path())).error().code, Errc::not_found);
}

TEST(Scrub, NamesALogWhoseEndIsNoRecord) {
  Flipper const flips{1};
  for (auto const& entry : fs::directory_iterator(flips.dir() / "journal")) {
    if (entry.path().extension() != ".log" || entry.file_size() == 0) continue;
    std::ofstream{entry.path(), std::ios::binary | std::ios::app} << "garbage that is no record";
  }
  auto const scrubbed = scrub(small_config(flips.dir()));
  ASSERT_TRUE(scrubbed) << scrubbed.error().what;
  ASSERT_FALSE(scrubbed->damage.empty());
  for (auto const& each : scrubbed->damage) EXPECT_EQ(each.where, "log");
  EXPECT_EQ(scrubbed->head.position, Position{events}) << "and goes on to look at the rest";
}

TEST(Scrub, NamesAWitnessThatSawMore) {
  ScratchDir const dir;
  make_journal(dir.path());
  ScratchDir const earlier;
  fs::copy(dir.path(), earlier.path(), fs::copy_options::recursive);
  append_blocks(*open_journal(small_config(dir.path())), 1, 1);
  fs::copy_file(dir.path() / "HEAD", earlier.path() / "HEAD", fs::copy_options::overwrite_existing);
  auto const scrubbed = scrub(small_config(earlier.path()));
  ASSERT_TRUE(scrubbed) << scrubbed.error().what;
  ASSERT_EQ(scrubbed->damage.size(), 1U);
  EXPECT_EQ(scrubbed->damage.front().where, "HEAD");
  EXPECT_THAT(scrubbed->damage.front().what, testing::HasSubstr("saw position 3001"));
}

}  // namespace
}  // namespace gl::journal
