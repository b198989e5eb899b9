#include "projections/series.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "projections/mem_run.h"

namespace gl::projections::testing {
namespace {

SeriesRow row(std::uint64_t position, std::int32_t day, std::int64_t amount) {
  SeriesRow result;
  result.position = Position{position};
  result.day = day;
  result.add(0, amount);
  return result;
}

/// Rows in a chunk, as the fold writes them.
Chunk chunk_of(SeriesState const& before, std::vector<SeriesRow> const& rows) {
  Chunk chunk{rows.front().position, {}};
  begin_chunk(chunk.bytes, before);
  auto previous = chunk.first;
  std::int32_t day = 0;
  for (auto const& each : rows) {
    append_row(chunk.bytes, each, previous, day);
    previous = each.position;
    day = each.day;
  }
  return chunk;
}

TEST(Series, CallsARowLateThatIsDatedBeforeAnEarlierOne) {
  SeriesState state;
  EXPECT_FALSE(take(state, row(1, 10, 100)));
  EXPECT_FALSE(take(state, row(2, 10, 1)));
  EXPECT_TRUE(take(state, row(3, 9, 30)));
  EXPECT_FALSE(take(state, row(4, 11, 5)));
  EXPECT_EQ(state[0], 136);
  EXPECT_EQ(state.late[0], 30);
  EXPECT_EQ(state.max_day, 11);
}

TEST(Series, NamesAFieldTouchedAlsoAtZero) {
  SeriesState state;
  SeriesRow nothing;
  nothing.position = Position{1};
  nothing.add(3, 0);
  take(state, nothing);
  EXPECT_EQ(state.touched, 1U << 3);
  EXPECT_EQ(state[3], 0);
}

TEST(Series, KeepsTheLargestAndSmallestAmounts) {
  auto const max = std::numeric_limits<std::int64_t>::max();
  auto const min = std::numeric_limits<std::int64_t>::min();
  SeriesState before;
  take(before, row(1, -719'162, max));
  auto const chunk = chunk_of(before, {row(2, 2'932'896, min), row(3, -719'162, 1)});
  auto const state = state_in(chunk, Position{3});
  ASSERT_TRUE(state);
  EXPECT_EQ((*state)[0], 0);
  EXPECT_EQ(state->late[0], 1);
  EXPECT_EQ(state_in(chunk, Position{2}).value()[0], -1);
}

RC_GTEST_PROP(SeriesProperty, AChunkSaysTheStateAfterEachOfItsRows, ()) {
  auto const count = *rc::gen::inRange(1, 40);
  SeriesState before;
  std::uint64_t position = 0;
  auto const random_row = [&] {
    SeriesRow result;
    position += static_cast<std::uint64_t>(*rc::gen::inRange(1, 300));
    result.position = Position{position};
    result.day = *rc::gen::inRange(-1'000, 40'000);
    auto const fields = *rc::gen::inRange(0, 4);
    for (int field = 0; field < fields; ++field) {
      result.add(static_cast<std::size_t>(*rc::gen::inRange(0, 12)),
                 *rc::gen::arbitrary<std::int64_t>());
    }
    return result;
  };
  if (*rc::gen::arbitrary<bool>()) take(before, random_row());
  std::vector<SeriesRow> rows;
  std::vector<SeriesState> states;
  auto state = before;
  for (int index = 0; index < count; ++index) {
    rows.push_back(random_row());
    take(state, rows.back());
    states.push_back(state);
  }
  auto const chunk = chunk_of(before, rows);
  for (std::size_t index = 0; index < rows.size(); ++index) {
    auto const found = state_in(chunk, rows[index].position);
    RC_ASSERT(found.has_value());
    RC_ASSERT(*found == states[index]);
    if (index + 1 < rows.size()) {
      auto const between = Position{rows[index + 1].position.value() - 1};
      RC_ASSERT(state_in(chunk, between).value() == states[index]);
    }
  }
}

RC_GTEST_PROP(SeriesProperty, DamagedRowsAreNoticedOrReadButNeverOverrun, ()) {
  auto const bytes =
      *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>());
  Chunk chunk{Position{1}, {}};
  for (auto const byte : bytes) chunk.bytes.push_back(static_cast<std::byte>(byte));
  static_cast<void>(state_in(chunk, Position{1'000}));
  static_cast<void>(positions_in(chunk));
  static_cast<void>(times_in(chunk));
  static_cast<void>(command_hashes_in(chunk));
}

TEST(Rows, OfAListStartAnewWhenTheyAreFull) {
  Chunks chunks;
  for (std::uint64_t position = 1; position <= 1'000; ++position) {
    append_position(chunks, Position{3 * position});
  }
  ASSERT_EQ(chunks.size(), 4U);
  EXPECT_EQ(chunks[1].chunk.first, Position{3 * 257});
  auto const positions = positions_in(chunks[1].chunk);
  ASSERT_TRUE(positions);
  EXPECT_EQ(positions->size(), list_rows_max);
  EXPECT_EQ(positions->back(), Position{3 * 512});
  EXPECT_EQ(last_at_or_before(chunks, Position{2}), nullptr);
  EXPECT_EQ(last_at_or_before(chunks, Position{3 * 257})->chunk.first, Position{3 * 257});
  EXPECT_EQ(last_at_or_before(chunks, Position{3 * 257 - 1})->chunk.first, Position{3});
  EXPECT_EQ(first_after(chunks, Position{3 * 257})->chunk.first, Position{3 * 513});
  EXPECT_EQ(first_after(chunks, Position{5'000}), nullptr);
}

TEST(Rows, OfCommandsEndWhere256EventsEnd) {
  Chunks chunks;
  append_command_hash(chunks, Position{255}, 1);
  append_command_hash(chunks, Position{256}, 2);
  append_command_hash(chunks, Position{256}, 3);
  append_command_hash(chunks, Position{257}, 4);
  ASSERT_EQ(chunks.size(), 2U);
  auto const hashes = command_hashes_in(chunks[0].chunk);
  ASSERT_TRUE(hashes);
  ASSERT_EQ(hashes->size(), 3U);
  EXPECT_EQ((*hashes)[2].position, Position{256});
  EXPECT_EQ((*hashes)[2].hash, 3U);
}

}  // namespace
}  // namespace gl::projections::testing
