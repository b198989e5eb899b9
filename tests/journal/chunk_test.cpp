#include "journal/chunk.h"

#include <fstream>
#include <sstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "journal/raw_database.h"
#include "journal/scratch.h"

namespace gl::journal {
namespace {

using namespace journal_test;  // NOLINT(google-build-using-namespace)
using testing::HasSubstr;

std::string golden() {
  std::ifstream const in(GL_SOURCE_DIR "/tests/golden/journal/blocks_v1.txt");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Records decimal_records(std::uint64_t first, std::uint64_t last) {
  Records records;
  for (std::uint64_t i = first; i <= last; ++i) records.append(as_bytes(std::to_string(i)));
  return records;
}

// The expected bytes were made from docs/journal-format.md by tests/golden/journal/*.py.
TEST(Chunk, HasTheFrozenFormat) {
  ScratchDir const dir;
  {
    auto const journal = new_journal(dir.path());
    ASSERT_TRUE(journal->append(Position{1}, decimal_records(1, 2)));
    ASSERT_TRUE(journal->append(Position{3}, decimal_records(3, 3)));
    ASSERT_TRUE(journal->append(Position{4}, decimal_records(4, 260)));
    ASSERT_TRUE(journal->append(Position{261}, decimal_records(261, 261)));
  }
  std::string rows;
  for (auto const& [key, value] : RawDatabase(dir.path()).rows()) {
    rows += to_hex(as_bytes(key)) + " " + to_hex(as_bytes(value)) + "\n";
  }
  EXPECT_EQ(rows, golden());
}

RC_GTEST_PROP(Chunk, NeverCrossesAMultipleOf256, ()) {
  auto const first = *rc::gen::inRange<std::uint64_t>(1, 2'000);
  auto const records = *rc::gen::inRange<std::size_t>(1, 3'000);
  std::uint64_t expected = first;
  for_each_chunk(Position{first}, records,
                 [&](Position chunk, std::size_t index, std::uint32_t count) {
                   RC_ASSERT(chunk.value() == expected);
                   RC_ASSERT(chunk.value() == first + index);
                   RC_ASSERT(count >= 1U);
                   RC_ASSERT((chunk.value() - 1) / 256 == (chunk.value() + count - 2) / 256);
                   expected += count;
                 });
  RC_ASSERT(expected == first + records);
}

TEST(Chunk, OfANewerFormatIsRefusedNamingBoth) {
  Bytes header = continuation_header(Position{1}, 1);
  header[0] = std::byte{2};
  auto const chunk = parse_chunk(big_endian(2), header);
  EXPECT_EQ(chunk.error().code, Errc::newer_format);
  EXPECT_THAT(chunk.error().what, HasSubstr("format 2"));
  EXPECT_THAT(chunk.error().what, HasSubstr("up to 1"));
}

TEST(Chunk, OfAnImpossibleHeaderIsRefused) {
  Bytes const good = continuation_header(Position{1}, 255);
  ASSERT_TRUE(parse_chunk(big_endian(2), good));
  struct Case {
    std::size_t at;
    unsigned char byte;
  };
  // Format 0; kind 4; head kind in too few bytes; 256 records from the second on; none;
  // a block that starts behind its chunk; a block at 0.
  for (Case const bad : {Case{0, 0}, {1, 4}, {1, 1}, {2, 1}, {3, 0}, {11, 3}, {11, 0}}) {
    Bytes value = good;
    value[bad.at] = std::byte{bad.byte};
    auto const chunk = parse_chunk(big_endian(2), value);
    ASSERT_FALSE(chunk) << bad.at;
    EXPECT_EQ(chunk.error().code, Errc::corrupt);
    EXPECT_THAT(chunk.error().what, HasSubstr("position 2"));
  }
  for (std::size_t bytes = 0; bytes < good.size(); ++bytes) {
    EXPECT_FALSE(parse_chunk(big_endian(2), ByteView{good}.first(bytes))) << bytes;
  }
}

RC_GTEST_PROP(Chunk, ComesBackFromItsHeader, ()) {
  auto const position = *rc::gen::inRange<std::uint64_t>(1, 100'000);
  proof::Frontier frontier;
  for (std::uint64_t i = 1; i < position % 50; ++i) frontier.append(Hash{});
  BlockHead head{.first = Position{frontier.size() + 1},
                 .count = *rc::gen::inRange<std::uint32_t>(1, 65'537),
                 .root_before = frontier.root(),
                 .root_after = proof::leaf_hash(big_endian(position)),
                 .frontier = std::nullopt};
  if (*rc::gen::arbitrary<bool>()) head.frontier = frontier.to_bytes();
  Bytes value = head_chunk_header(head, 1);
  auto const entry = from_hex("0001ff").value();
  value.insert(value.end(), entry.begin(), entry.end());
  auto const chunk = parse_chunk(big_endian(head.first.value()), value);
  RC_ASSERT(chunk.has_value());
  RC_ASSERT(chunk->head.has_value());
  RC_ASSERT(chunk->head->first == head.first);
  RC_ASSERT(chunk->head->count == head.count);
  RC_ASSERT(chunk->head->root_before == head.root_before);
  RC_ASSERT(chunk->head->root_after == head.root_after);
  RC_ASSERT(chunk->head->frontier == head.frontier);
  RC_ASSERT(to_hex(chunk->entries) == "0001ff");
}

}  // namespace
}  // namespace gl::journal
