#include "base/bytes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

namespace gl {
namespace {

TEST(Hex, WritesTwoLowerCaseDigitsAByte) {
  EXPECT_EQ(to_hex(as_bytes("A\xff\x01")), "41ff01");
  EXPECT_EQ(to_hex({}), "");
}

TEST(Hex, ReadsEitherCase) {
  auto const bytes = from_hex("41fF0a");
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(as_text(*bytes), "A\xff\n");
}

TEST(Hex, SaysWhereItIsNotHexadecimal) {
  auto const bad = from_hex("00112g");
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, Errc::malformed);
  EXPECT_NE(bad.error().what.find("digit 6"), std::string::npos) << bad.error().what;
  EXPECT_FALSE(from_hex("001").has_value());
  EXPECT_FALSE(from_hex(" 01").has_value());
}

TEST(Hex, TakesADigestOfSixtyFourDigitsOnly) {
  // SHA-256 of nothing, FIPS 180-4.
  std::string const text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  auto const hash = hash_from_hex(text);
  ASSERT_TRUE(hash.has_value());
  EXPECT_EQ(to_hex(*hash), text);
  EXPECT_FALSE(hash_from_hex(text.substr(2)).has_value());
  EXPECT_FALSE(hash_from_hex(text + "00").has_value());
  EXPECT_FALSE(hash_from_hex(std::string(64, 'z')).has_value());
}

RC_GTEST_PROP(Hex, ReadsBackWhatItWrites, (std::string const& text)) {
  auto const bytes = from_hex(to_hex(as_bytes(text)));
  RC_ASSERT(bytes.has_value());
  RC_ASSERT(as_text(*bytes) == text);
}

TEST(BigEndian, PutsTheMostSignificantByteFirst) {
  EXPECT_EQ(to_hex(big_endian(0x0102030405060708)), "0102030405060708");
  EXPECT_EQ(from_big_endian(from_hex("00000000000001ff99").value()), 0x1ffU);
}

RC_GTEST_PROP(BigEndian, SortsAsTheNumbersDo, (std::uint64_t a, std::uint64_t b)) {
  auto const left = big_endian(a);
  auto const right = big_endian(b);
  RC_ASSERT((left < right) == (a < b));
  RC_ASSERT(from_big_endian(left) == a);
}

TEST(BigEndian, StopsWhenBytesAreMissing) {
  EXPECT_DEATH((void)from_big_endian(from_hex("01020304050607").value()), "");
}

}  // namespace
}  // namespace gl
