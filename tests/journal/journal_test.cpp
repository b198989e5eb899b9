#include "journal/journal.h"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <random>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "journal/scratch.h"

namespace gl::journal {
namespace {

using namespace journal_test;  // NOLINT(google-build-using-namespace)
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::HasSubstr;

constexpr std::size_t no_limit = 1ULL << 40;

TEST(Journal, IsEmptyWhenItIsNew) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  ASSERT_TRUE(journal);
  EXPECT_EQ(journal->watermark(), Position{0});
  EXPECT_EQ(to_hex(journal->head().root),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(journal->frontier().size(), 0U);
  EXPECT_TRUE(journal->read(Position{1}, 10, 10)->empty());
  EXPECT_TRUE(journal->integrity().complete);
}

TEST(Journal, IsMadeOnceOnly) {
  ScratchDir const dir;
  ASSERT_TRUE(Journal::create(dir.path()));
  EXPECT_EQ(Journal::create(dir.path()).error().code, Errc::exists);
}

TEST(Journal, SaysWhenThereIsNone) {
  ScratchDir const dir;
  EXPECT_EQ(open_error(small_config(dir.path())).code, Errc::not_found);
  EXPECT_EQ(open_error(small_config(dir.path() / "nowhere")).code, Errc::not_found);
}

/// Appends blocks of random sizes, around the tiles of 256 and over several of them.
Records append_random_blocks(Journal& journal, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Records all;
  for (int i = 0; i < 30; ++i) {
    std::size_t const size = 1 + static_cast<std::size_t>(random() % (i % 3 == 0 ? 800 : 10));
    Position const first = next(journal.watermark());
    Records const block = records_from(first.value(), size);
    auto const head = journal.append(first, block);
    EXPECT_TRUE(head) << head.error().what;
    for (std::size_t k = 0; k < size; ++k) all.append(block[k]);
    EXPECT_EQ(head->position, Position{all.size()});
    EXPECT_EQ(*head, journal.head());
  }
  return all;
}

TEST(Journal, GivesBackWhatWasAppendedFromEveryPosition) {
  std::uint64_t const seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  ScratchDir const dir;
  auto journal = new_journal(dir.path());
  ASSERT_TRUE(journal);
  Records const expected = append_random_blocks(*journal, seed);
  Hash const root = naive_root_at(expected.size());
  for (bool const reopened : {false, true}) {
    if (reopened) {
      journal.reset();
      journal = open_journal(small_config(dir.path()));
      ASSERT_TRUE(journal);
    }
    EXPECT_EQ(journal->head(), (Head{.position = Position{expected.size()}, .root = root}));
    EXPECT_EQ(journal->frontier().root(), root);
    rc::check("reads of any size from anywhere", [&] {
      auto const from = *rc::gen::inRange<std::size_t>(0, expected.size());
      auto const events_max = *rc::gen::inRange<std::size_t>(1, 700);
      auto const bytes_max = *rc::gen::inRange<std::size_t>(0, 100'000);
      auto const records = journal->read(Position{from + 1}, events_max, bytes_max);
      RC_ASSERT(records.has_value());
      RC_ASSERT(records->size() <= events_max);
      RC_ASSERT(records->size() == 1 || records->bytes() <= bytes_max);
      RC_ASSERT(as_text(records->entries(0, records->size())) ==
                as_text(expected.entries(from, records->size())));
      std::size_t const end = from + records->size();
      RC_ASSERT(records->size() == events_max || end == expected.size() ||
                records->bytes() + expected[end].size() > bytes_max);
      auto const one = journal->read_one(Position{from + 1});
      RC_ASSERT(one.has_value());
      RC_ASSERT(std::ranges::equal(*one, expected[from]));
    });
  }
}

TEST(Journal, GoesOnAfterItWasOpenedAgain) {
  ScratchDir const dir;
  append_blocks(*new_journal(dir.path()), 3, 100);
  append_blocks(*open_journal(small_config(dir.path())), 3, 1);
  auto const journal = open_journal(small_config(dir.path()));
  append_blocks(*journal, 1, 500);
  EXPECT_EQ(journal->watermark(), Position{803});
  EXPECT_EQ(journal->head().root, naive_root_at(803));
}

TEST(Journal, ReadsOneRecordEvenWhenItIsOverTheLimit) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  append_blocks(*journal, 1, 10, 1'000);
  EXPECT_EQ(journal->read(Position{3}, 10, 1)->size(), 1U);
  EXPECT_EQ(journal->read(Position{3}, 10, 2'999)->size(), 2U);
  EXPECT_EQ(journal->read(Position{3}, 10, 3'000)->size(), 3U);
  EXPECT_EQ(journal->read(Position{3}, 2, no_limit)->size(), 2U);
  EXPECT_TRUE(journal->read(Position{3}, 0, no_limit)->empty());
}

TEST(Journal, SaysWhereItEndsWhenAskedBeyond) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  append_blocks(*journal, 1, 10);
  EXPECT_TRUE(journal->read(Position{11}, 10, 10)->empty());
  EXPECT_EQ(journal->read_one(Position{11}).error().code, Errc::not_found);
  EXPECT_THAT(journal->read_one(Position{11}).error().what, HasSubstr("ends at 10"));
  EXPECT_EQ(journal->read_one(Position{0}).error().code, Errc::not_found);
}

TEST(Journal, TakesTheLargestBlock) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  append_blocks(*journal, 1, Journal::block_records_max, 1);
  EXPECT_EQ(journal->watermark(), Position{65'536});
  EXPECT_EQ(journal->head().root, naive_root_at(65'536, 1));
}

TEST(Journal, RefusesALargerBlockAndGoesOn) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  auto const many = journal->append(Position{1}, records_from(1, 65'537, 1));
  EXPECT_EQ(many.error().code, Errc::too_large);
  EXPECT_THAT(many.error().what, HasSubstr("65537"));
  Records large;
  for (int i = 0; i < 1'025; ++i) large.append(Bytes(65'535, std::byte{1}));
  EXPECT_EQ(journal->append(Position{1}, large).error().code, Errc::too_large);
  append_blocks(*journal, 1, 1);
  EXPECT_EQ(journal->watermark(), Position{1});
}

TEST(Journal, TellsListenersAndWaitersWhenTheWatermarkMoves) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  std::vector<std::uint64_t> heard;
  auto subscription = journal->subscribe([&](Position position) {
    EXPECT_EQ(journal->watermark(), position);
    heard.push_back(position.value());
  });
  EXPECT_FALSE(journal->wait_for(Position{1}, steady_clock::now() + milliseconds(1)));
  {
    std::jthread const waiter([&] {
      EXPECT_TRUE(journal->wait_for(Position{15}, steady_clock::now() + std::chrono::seconds(20)));
      EXPECT_GE(journal->watermark(), Position{15});
    });
    append_blocks(*journal, 2, 10);
  }
  EXPECT_EQ(heard, (std::vector<std::uint64_t>{10, 20}));
  EXPECT_TRUE(journal->wait_for(Position{20}, steady_clock::now()));
  subscription.cancel();
  append_blocks(*journal, 1, 1);
  EXPECT_EQ(heard.size(), 2U);
}

TEST(Journal, MayBeReadWhileItIsWritten) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  std::jthread const follower([&] {
    std::uint64_t at = 1;
    while (at <= 2'000) {
      if (!journal->wait_for(Position{at}, steady_clock::now() + std::chrono::seconds(20))) break;
      auto const records = journal->read(Position{at}, 300, no_limit);
      ASSERT_TRUE(records) << records.error().what;
      ASSERT_FALSE(records->empty());
      for (std::size_t i = 0; i < records->size(); ++i, ++at) {
        ASSERT_TRUE(std::ranges::equal((*records)[i], record_at(at))) << at;
      }
    }
    EXPECT_EQ(at, 2'001U);
  });
  append_blocks(*journal, 20, 100);
}

TEST(Journal, MayBeOpenedForReadingByManyAndIsNotChanged) {
  ScratchDir const dir;
  append_blocks(*new_journal(dir.path()), 3, 100);
  Config config = small_config(dir.path());
  config.read_only = true;
  auto const journal = open_journal(config);
  auto const other = open_journal(config);
  ASSERT_TRUE(journal && other);
  EXPECT_EQ(journal->head(), other->head());
  EXPECT_EQ(journal->watermark(), Position{300});
  EXPECT_TRUE(std::ranges::equal(*journal->read_one(Position{77}), record_at(77)));
  EXPECT_EQ(journal->append(Position{301}, records_from(301, 1)).error().code, Errc::usage);
}

TEST(Journal, RefusesASecondServer) {
  ScratchDir const dir;
  auto journal = new_journal(dir.path());
  Config reader = small_config(dir.path());
  reader.read_only = true;
  EXPECT_EQ(open_error(small_config(dir.path())).code, Errc::locked);
  EXPECT_EQ(open_error(reader).code, Errc::locked);
  EXPECT_THAT(open_error(reader).what, HasSubstr("process " + std::to_string(::getpid())));
  journal.reset();
  auto const reading = open_journal(reader);
  EXPECT_EQ(open_error(small_config(dir.path())).code, Errc::locked);
}

/// Lets no file grow beyond `bytes` while it lives: the next larger write fails as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit const tight{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &tight);
  }
  FullDisk(FullDisk const&) = delete;
  FullDisk& operator=(FullDisk const&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST(Journal, RefusesEverythingAfterAFailedWriteAndLosesNothing) {
  ScratchDir const dir;
  auto journal = new_journal(dir.path());
  append_blocks(*journal, 2, 10);
  Head const before = journal->head();
  {
    FullDisk const full(64 << 10);
    auto const failed = journal->append(Position{21}, records_from(21, 2'000, 200));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Errc::io);
  }
  EXPECT_EQ(journal->head(), before);
  auto const refused = journal->append(Position{21}, records_from(21, 1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::io);
  EXPECT_THAT(refused.error().what, HasSubstr("end the process"));
  journal.reset();
  auto const again = open_journal(small_config(dir.path()));
  ASSERT_TRUE(again);
  EXPECT_GE(again->watermark(), before.position);
  EXPECT_EQ(again->head().root, before.root);
}

}  // namespace
}  // namespace gl::journal
