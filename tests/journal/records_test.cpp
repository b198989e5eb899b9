#include "journal/records.h"

#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "journal/scratch.h"

namespace gl::journal {
namespace {

using journal_test::record_at;
using journal_test::records_from;

TEST(Records, StandBehindTheirLengthsAsInAnEntryBundle) {
  Records records;
  records.append(as_bytes("ab"));
  records.append(Bytes(258, std::byte{0xee}));
  EXPECT_EQ(records.size(), 2U);
  EXPECT_EQ(records.bytes(), 260U);
  EXPECT_EQ(to_hex(records.entries(0, 1)), "00026162");
  EXPECT_EQ(to_hex(records.entries(1, 1).first(3)), "0102ee");
  EXPECT_EQ(as_text(records[0]), "ab");
  EXPECT_EQ(records[1].size(), 258U);
}

TEST(Records, TakeTheSmallestAndTheLargestRecord) {
  Records records;
  records.append(Bytes(1, std::byte{0}));
  records.append(Bytes(Records::record_bytes_max, std::byte{7}));
  EXPECT_EQ(records[0].size(), 1U);
  EXPECT_EQ(records[1].size(), 65'535U);
}

TEST(Records, AreEmptyAfterTheyWereMovedFrom) {
  Records records = records_from(1, 3);
  Records const moved = std::move(records);
  EXPECT_EQ(moved.size(), 3U);
  EXPECT_EQ(records.size(), 0U);  // NOLINT(bugprone-use-after-move): this is the promise.
  EXPECT_EQ(records.bytes(), 0U);
}

RC_GTEST_PROP(Records, ComeBackFromTheirEntries, ()) {
  auto const count = *rc::gen::inRange<std::size_t>(0, 50);
  auto const cut = *rc::gen::inRange<std::size_t>(0, count + 1);
  Records const records = records_from(1, count);
  Records copy;
  RC_ASSERT(copy.append_entries(records.entries(0, cut), cut).has_value());
  RC_ASSERT(copy.append_entries(records.entries(cut, count - cut), count - cut).has_value());
  RC_ASSERT(copy == records);
  for (std::size_t i = 0; i < count; ++i) {
    Bytes const expected = record_at(1 + i);
    RC_ASSERT(std::ranges::equal(copy[i], expected));
  }
}

TEST(Records, RefuseEntriesThatAreCutAndStayAsTheyWere) {
  struct Case {
    std::string_view hex;
    std::size_t count;
  };
  std::vector<Case> const cases{{"", 1},          {"00", 1},       {"0000", 1},
                                {"000361 62", 0}, {"00036162", 1}, {"0001", 1},
                                {"000161", 2},    {"00016100", 1}, {"0001610000", 2}};
  for (Case const& bad : cases) {
    std::string hex(bad.hex);
    std::erase(hex, ' ');
    Records records = records_from(1, 2);
    auto const added = records.append_entries(from_hex(hex).value(), bad.count);
    ASSERT_FALSE(added) << bad.hex;
    EXPECT_EQ(added.error().code, Errc::malformed);
    EXPECT_EQ(records, records_from(1, 2)) << bad.hex;
  }
}

}  // namespace
}  // namespace gl::journal
