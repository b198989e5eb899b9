#include "base/uuid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <unordered_set>

#include "base/bytes.h"

namespace gl {
namespace {

/// Gives the bytes that it was made with, again and again.
class FixedRandom final : public Random {
 public:
  explicit FixedRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<std::byte> out) override {
    for (auto& byte : out) byte = bytes_[at_++ % bytes_.size()];
  }

 private:
  Bytes bytes_;
  std::size_t at_ = 0;
};

TEST(Uuid, ReadsEitherCaseAndWritesLowerCase) {
  auto const uuid = parse_uuid("0190A5B2-7c3e-7D4F-8a1b-2C3D4E5F6071");
  ASSERT_TRUE(uuid.has_value());
  EXPECT_EQ(to_string(*uuid), "0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f6071");
  EXPECT_EQ(uuid->bytes.front(), std::byte{0x01});
  EXPECT_EQ(uuid->bytes.back(), std::byte{0x71});
}

TEST(Uuid, RefusesOtherForms) {
  for (std::string const text :
       {"", "0190a5b2", "0190a5b27c3e7d4f8a1b2c3d4e5f6071", "0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f607",
        "0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f60711", "{190a5b2-7c3e-7d4f-8a1b-2c3d4e5f607}",
        "0190a5b27-c3e-7d4f-8a1b-2c3d4e5f6071", "0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f607g",
        "0190a5b2-7c3e-7d4f-8a1b-2c3d-e5f6071", "-190a5b2-7c3e-7d4f-8a1b-2c3d4e5f6071"}) {
    auto const uuid = parse_uuid(text);
    ASSERT_FALSE(uuid.has_value()) << text;
    EXPECT_EQ(uuid.error().code, Errc::malformed);
  }
}

TEST(Uuid, OfVersion7IsTheExampleOfItsStandard) {
  // RFC 9562, appendix A.6: 2022-02-22T19:22:22Z, rand_a cc3, rand_b 18c4dc0c0c07398f.
  auto const now = parse_instant("2022-02-22T19:22:22Z");
  ASSERT_TRUE(now.has_value());
  FixedRandom random{from_hex("fcc318c4dc0c0c07398f").value()};
  EXPECT_EQ(to_string(make_uuid_v7(*now, random)), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(Uuid, OfVersion7SortsByTime) {
  SeededRandom random{7};
  auto previous = make_uuid_v7(Instant{0}, random);
  for (std::int64_t ms = 1; ms < 1'000; ++ms) {
    auto const uuid = make_uuid_v7(Instant{ms * 1'000}, random);
    ASSERT_LT(previous, uuid) << "at " << ms << " ms";
    previous = uuid;
  }
}

TEST(Uuid, OfVersion8IsTheExampleOfItsStandard) {
  // RFC 9562, appendix B.2: SHA-256 of the DNS namespace and www.example.com, cut to 16 bytes.
  auto const digest = from_hex("5c146b143c524afd938a375d0df1fbf6").value();
  std::array<std::byte, 16> bytes{};
  std::ranges::copy(digest, bytes.begin());
  EXPECT_EQ(to_string(uuid_v8_from(bytes)), "5c146b14-3c52-8afd-938a-375d0df1fbf6");
}

TEST(Uuid, IsNilOnlyWhenAllIsZero) {
  EXPECT_TRUE(Uuid{}.is_nil());
  SeededRandom random{1};
  EXPECT_FALSE(make_uuid_v7(Instant{0}, random).is_nil());
}

TEST(Uuid, HashesApart) {
  SeededRandom random{3};
  std::unordered_set<std::size_t> hashes;
  for (int i = 0; i < 10'000; ++i) hashes.insert(std::hash<Uuid>{}(make_uuid_v7({}, random)));
  EXPECT_EQ(hashes.size(), 10'000U);
}

}  // namespace
}  // namespace gl
