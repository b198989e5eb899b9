#include "wire/frame.h"

#include <capnp/serialize.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <span>

#include "schema/protocol.capnp.h"
#include "wire/made_up.h"

namespace gl::wire {
namespace {

/// 32-bit numbers, least significant byte first: what segment tables are made of.
Bytes table(std::initializer_list<std::uint32_t> numbers) {
  Bytes bytes;
  for (auto const number : numbers) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
      bytes.push_back(static_cast<std::byte>(number >> shift));
    }
  }
  return bytes;
}

/// A frame of one or two segments of these words.
Bytes frame_of(std::vector<std::uint64_t> const& first, std::vector<std::uint64_t> const& second) {
  auto frame = second.empty() ? table({0, static_cast<std::uint32_t>(first.size())})
                              : table({1, static_cast<std::uint32_t>(first.size()),
                                       static_cast<std::uint32_t>(second.size()), 0});
  for (auto const& words : {first, second}) {
    for (auto const word : words) {
      auto const bytes =
          table({static_cast<std::uint32_t>(word), static_cast<std::uint32_t>(word >> 32U)});
      frame.insert(frame.end(), bytes.begin(), bytes.end());
    }
  }
  return frame;
}

/// Pointers as the encoding page of Cap'n Proto describes them.
std::uint64_t struct_pointer(std::int32_t offset, std::uint16_t data, std::uint16_t pointers) {
  return (static_cast<std::uint32_t>(offset) << 2U) | std::uint64_t{data} << 32U |
         std::uint64_t{pointers} << 48U;
}
std::uint64_t far_pointer(bool is_double, std::uint32_t offset, std::uint32_t segment) {
  return 2U | (is_double ? 4U : 0U) | std::uint64_t{offset} << 3U | std::uint64_t{segment} << 32U;
}

Bytes hello_frame() {
  Hello hello;
  hello.client_name = "a test";
  return encode({1, Request{hello}});
}

// ------------------------------------------------------------------------- where a frame ends

TEST(FrameEnds, AskForTheTableThenForTheSegments) {
  auto const frame = hello_frame();
  EXPECT_EQ(first_frame({}, 1'000)->missing_bytes, 4U);
  EXPECT_EQ(first_frame(ByteView{frame}.first(4), 1'000)->missing_bytes, 4U);
  auto const table_read = first_frame(ByteView{frame}.first(8), 1'000);
  EXPECT_EQ(table_read->frame_bytes, 0U);
  EXPECT_EQ(table_read->missing_bytes, frame.size() - 8);
  EXPECT_EQ(first_frame(ByteView{frame}.first(frame.size() - 1), 1'000)->missing_bytes, 1U);
  EXPECT_EQ(first_frame(frame, 1'000)->frame_bytes, frame.size());
}

TEST(FrameEnds, AreFoundAlsoWhenTheNextFrameFollows) {
  auto frames = hello_frame();
  auto const size = frames.size();
  frames.insert(frames.end(), 100, std::byte{0xff});
  EXPECT_EQ(first_frame(frames, 1'000)->frame_bytes, size);
}

TEST(FrameEnds, RefuseMoreThan64SegmentsOnSightOfTheirNumber) {
  EXPECT_TRUE(first_frame(table({63}), 1'000).has_value());
  auto const refused = first_frame(table({64}), 1'000);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Errc::too_large);
  EXPECT_NE(refused.error().what.find("65 segments"), std::string::npos) << refused.error().what;
  EXPECT_FALSE(first_frame(table({0xffff'ffff}), 1'000).has_value());
}

TEST(FrameEnds, RefuseAnOverlongFrameOnSightOfItsTable) {
  EXPECT_TRUE(first_frame(table({1, 100, 25, 0}), 1'000).has_value());
  auto const refused = first_frame(table({1, 100, 26, 0}), 1'000);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Errc::too_large);
  EXPECT_NE(refused.error().what.find("1008 bytes"), std::string::npos) << refused.error().what;
}

TEST(FrameEnds, AddSegmentSizesWithoutOverflow) {
  auto huge = table({63});
  huge.insert(huge.end(), 64 * 4 + 4, std::byte{0xff});
  EXPECT_FALSE(first_frame(huge, frame_bytes_hard_max).has_value());
}

// ------------------------------------------------------------------------------- any bytes at all

TEST(Decoding, RefusesEveryCutFrame) {
  auto const frame = hello_frame();
  for (std::size_t size = 0; size < frame.size(); ++size) {
    auto const decoded = decode(ByteView{frame}.first(size));
    ASSERT_FALSE(decoded.has_value()) << size;
    EXPECT_EQ(decoded.error().failure.error_class, ErrorClass::fix_request);
  }
}

TEST(Decoding, RefusesBytesBehindTheFrame) {
  auto frame = hello_frame();
  frame.resize(frame.size() + 8);
  EXPECT_FALSE(decode(frame).has_value());
}

TEST(Decoding, TakesAFrameThatIsNotAligned) {
  auto const frame = hello_frame();
  Bytes shifted(frame.size() + 1);
  std::memcpy(shifted.data() + 1, frame.data(), frame.size());
  EXPECT_TRUE(decode(ByteView{shifted}.subspan(1)).has_value());
}

TEST(Decoding, RefusesAMessageOfZeros) {
  auto const decoded = decode(frame_of({struct_pointer(0, 2, 1), 0, 0, 0}, {}));
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().failure.code, Code::malformed);
}

RC_GTEST_PROP(Decoding, TakesAnyBytes, (std::vector<std::uint64_t> words)) {
  auto const decoded = decode(frame_of(words, {}));
  if (!decoded) RC_ASSERT(!decoded.error().failure.sentence.empty());
}

RC_GTEST_PROP(Decoding, TakesFramesWithSomeBytesChanged, (std::uint64_t seed)) {
  MadeUp made_up{seed};
  auto const body_kind = made_up.number() % std::variant_size_v<Reply>;
  auto frame = encode({1, made_up.reply(body_kind)});
  for (int i = 0; i < 4; ++i) {
    frame[8 + made_up.number() % (frame.size() - 8)] = static_cast<std::byte>(made_up.number());
    auto const decoded = decode(frame);
    if (!decoded) RC_ASSERT(!decoded.error().failure.sentence.empty());
  }
}

TEST(Decoding, EndsOnPointersThatChaseEachOther) {
  // A far pointer to a landing pad that is a far pointer, and the same with double-far pads.
  for (bool const first_is_double : {false, true}) {
    for (bool const second_is_double : {false, true}) {
      auto const frame = frame_of({far_pointer(first_is_double, 0, 1), 0},
                                  {far_pointer(second_is_double, 0, 0), 0});
      EXPECT_FALSE(decode(frame).has_value());
    }
  }
  // A frame whose request is the frame itself, over and over.
  auto const loop = frame_of({struct_pointer(0, 2, 1), 1, 1, struct_pointer(-3, 2, 1)}, {});
  EXPECT_FALSE(decode(loop).has_value());
}

TEST(Decoding, EndsWhenManyPointersShareOneLongText) {
  constexpr std::size_t projects = 1'000;
  constexpr std::size_t data_words = 10;  // of a ProjectSummary
  constexpr std::size_t pointers = 5;
  constexpr std::size_t title_pointer = 3;
  capnp::MallocMessageBuilder message{64'000};  // room for it all in one segment
  auto made = message.initRoot<message::Frame>();
  made.setRequestId(1);
  made.initReply().initProjects().initProjects(projects)[0].setTitle(std::string(16'000, 'x'));
  auto const flat = capnp::messageToFlatArray(message);

  // Find the title's pointer (a list of bytes: kind 1, size 2) and let all projects share it.
  std::vector<std::uint64_t> words(flat.size());
  std::memcpy(words.data(), flat.begin(), flat.asBytes().size());
  std::uint64_t const bytes_list = std::uint64_t{16'001} << 3U | 2U;
  auto const at = std::ranges::find_if(words, [&](auto word) { return word >> 32U == bytes_list; });
  ASSERT_NE(at, words.end());
  auto const first = static_cast<std::size_t>(at - words.begin());
  auto const target = first + 1 + (static_cast<std::uint32_t>(*at) >> 2U);
  auto const tag = words[first - title_pointer - data_words - 1];
  ASSERT_EQ(tag >> 32U, pointers << 16U | data_words) << "the layout of ProjectSummary changed";
  for (std::size_t i = 1; i < projects; ++i) {
    auto const pointer = first + i * (data_words + pointers);
    words[pointer] = *at >> 32U << 32U | (target - pointer - 1) << 2U | 1U;
  }

  auto const decoded = decode(std::as_bytes(std::span{words}));
  ASSERT_FALSE(decoded.has_value()) << "16 MB were made of a frame of " << words.size() * 8;
  EXPECT_EQ(decoded.error().request_id, 1U);
  EXPECT_EQ(decoded.error().failure.code, Code::malformed);
}

}  // namespace
}  // namespace gl::wire
