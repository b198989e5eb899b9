#include "tools/import/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gl::importing {
namespace {

TEST(Text, OfWindows1252BecomesUtf8) {
  EXPECT_EQ(decode("Vend\xe9\x65, 100\xa0\x80", Encoding::windows_1252), "Vendée, 100\u00a0€");
}

TEST(Text, OfMixedEncodingsIsReadLineByLine) {
  EXPECT_EQ(decode("Vend\xe9\x65", Encoding::mixed), "Vendée");
  EXPECT_EQ(decode("Vendée", Encoding::mixed), "Vendée");
}

TEST(Text, ThatIsNoneInItsEncodingIsRefused) {
  EXPECT_FALSE(decode("Vend\xe9\x65", Encoding::utf8));
  EXPECT_FALSE(decode("\x81", Encoding::windows_1252)) << "Windows-1252 has nothing there";
  EXPECT_FALSE(decode("\xe9\x81", Encoding::mixed));
}

TEST(Text, IsUtf8OnlyByRfc3629) {
  for (std::string_view const bad : {"\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                     "\xf8\x88\x80\x80\x80", "\x80", "\xc3", "\xe2\x82"}) {
    EXPECT_FALSE(is_utf8(bad));
  }
  EXPECT_TRUE(is_utf8("aé€\U0001f600"));
}

TEST(Text, IsTrimmedOfBlanksOfEveryKind) {
  EXPECT_EQ(trimmed("\u00a0 \u202f a b\t\r\n\u00a0"), "a b");
  EXPECT_EQ(trimmed(" \u00a0"), "");
}

TEST(Text, IsCleanedOfControlsAndCutAtACharacter) {
  Codes flags;
  EXPECT_EQ(clean("a\n b\u00a0 c", 100, flags), "a b c");
  EXPECT_TRUE(flags.empty());
  EXPECT_EQ(clean("a\x01z", 100, flags), "az");
  EXPECT_TRUE(flags.has(Code::text_cleaned));
  EXPECT_EQ(clean("ééé", 5, flags), "éé");
  EXPECT_TRUE(flags.has(Code::text_cut));
}

RC_GTEST_PROP(Text, OfAnyBytesIsCleanWithinItsLimit, (std::string const& bytes)) {
  Codes flags;
  auto const text = decode(bytes, Encoding::mixed);
  if (!text) return;
  auto const out = clean(*text, 20, flags);
  RC_ASSERT(is_utf8(out));
  RC_ASSERT(out.size() <= 20U);
  RC_ASSERT(trimmed(out) == out);
}

}  // namespace
}  // namespace gl::importing
