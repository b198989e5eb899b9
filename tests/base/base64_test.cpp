#include "base/base64.h"

#include <array>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gl {
namespace {

struct Vector {
  std::string_view text;
  std::string_view base64;
};

// RFC 4648 §10.
constexpr std::array vectors{Vector{"", ""},
                             Vector{"f", "Zg=="},
                             Vector{"fo", "Zm8="},
                             Vector{"foo", "Zm9v"},
                             Vector{"foob", "Zm9vYg=="},
                             Vector{"fooba", "Zm9vYmE="},
                             Vector{"foobar", "Zm9vYmFy"}};

TEST(Base64, HasTheVectorsOfItsRfc) {
  for (auto const& [text, base64] : vectors) {
    EXPECT_EQ(to_base64(as_bytes(text)), base64);
    auto const bytes = from_base64(base64);
    ASSERT_TRUE(bytes) << base64;
    EXPECT_EQ(as_text(*bytes), text);
  }
}

TEST(Base64, HasOneFormForBytes) {
  for (std::string_view const bad : {"Zg", "Zg=", "Zh==", "Zm9=", "Zm8==", "=", "====", "Zm9v\n",
                                     " Zm9v", "Zm9-", "Zm9_", "Zg==Zg==", "Z===", "Zm=v"}) {
    EXPECT_EQ(from_base64(bad).error().code, Errc::malformed) << bad;
  }
}

RC_GTEST_PROP(Base64, ComesBackAsItWas, ()) {
  auto const text = *rc::gen::arbitrary<std::string>();
  auto const bytes = from_base64(to_base64(as_bytes(text)));
  RC_ASSERT(bytes.has_value());
  RC_ASSERT(as_text(*bytes) == text);
}

TEST(Base64, ReadsADigestOfItsLengthOnly) {
  EXPECT_EQ(hash_from_base64("Zm9v").error().code, Errc::malformed);
  EXPECT_EQ(to_base64(*hash_from_base64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")),
            "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
}

}  // namespace
}  // namespace gl
