#include "tools/import/text.h"

#include <gtest/gtest.h>

namespace gl::importing {
namespace {

TEST(Text, OfWindows1252BecomesUtf8) {
  EXPECT_EQ(decode("Vend\xe9"
                   "e, 100\xa0\x80",
                   Encoding::windows_1252),
            "Vendée, 100\u00a0€");
}

}  // namespace
}  // namespace gl::importing
