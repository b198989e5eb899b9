#include "projections/exports/spool.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace gl::projections::testing {
namespace {

std::filesystem::path scratch() { return std::filesystem::temp_directory_path(); }

/// All records in the order in which they come out.
std::vector<std::pair<std::string, std::string>> drained(Spool& spool) {
  std::vector<std::pair<std::string, std::string>> records;
  auto const done = spool.for_each([&](std::string_view key, ByteView value) -> Result<void> {
    records.emplace_back(std::string{key}, std::string{as_text(value)});
    return {};
  });
  EXPECT_TRUE(done) << done.error().what;
  return records;
}

class SpoolOf : public ::testing::TestWithParam<std::size_t> {};

// A map is what it must agree with: in memory, in a few runs, and in runs merged several times.
TEST_P(SpoolOf, GivesEveryRecordByKeyWhateverFitsInMemory) {
  Spool spool{{scratch(), GetParam(), 4}};
  std::map<std::string, std::string> expected;
  std::mt19937_64 random{7};
  while (expected.size() < 3'000) {
    std::string const key{as_text(big_endian(random()))};
    std::string const value(random() % 300, static_cast<char>('a' + random() % 26));
    if (!expected.emplace(key, value).second) continue;
    ASSERT_TRUE(spool.add(key, as_bytes(value)));
  }
  EXPECT_EQ(spool.size(), expected.size());
  std::vector<std::pair<std::string, std::string>> const wanted{expected.begin(), expected.end()};
  EXPECT_EQ(drained(spool), wanted);
}

INSTANTIATE_TEST_SUITE_P(Bytes, SpoolOf, ::testing::Values(1, 5'000, 60'000, 64U << 20));

TEST(Spool, OfNothingGivesNothing) {
  Spool spool{{scratch(), 1'000, 4}};
  EXPECT_TRUE(drained(spool).empty());
}

TEST(Spool, KeepsAValueThatIsLongerThanAnyBuffer) {
  Spool spool{{scratch(), 1'000, 4}};
  std::string const large(300'000, 'x');
  ASSERT_TRUE(spool.add("b", as_bytes(large)));
  ASSERT_TRUE(spool.add("a", as_bytes("small")));
  auto const records = drained(spool);
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].second, "small");
  EXPECT_EQ(records[1].second, large);
}

TEST(Spool, StopsWithWhatItsVisitorSays) {
  Spool spool{{scratch(), 1, 4}};
  for (auto const* key : {"a", "b", "c"}) ASSERT_TRUE(spool.add(key, {}));
  int seen = 0;
  auto const done = spool.for_each([&](std::string_view, ByteView) -> Result<void> {
    return ++seen == 2 ? Result<void>{fail(Errc::io, "full")} : Result<void>{};
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().what, "full");
  EXPECT_EQ(seen, 2);
}

TEST(Spool, NamesTheDirectoryThatItCannotWriteTo) {
  Spool spool{{"/nowhere/at/all", 1, 4}};
  ASSERT_TRUE(spool.add("a", {}));
  auto const second = spool.add("b", {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::io);
  EXPECT_NE(second.error().what.find("/nowhere/at/all"), std::string::npos) << second.error().what;
}

}  // namespace
}  // namespace gl::projections::testing
