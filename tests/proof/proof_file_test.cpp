#include "proof/proof_file.h"

#include <string>

#include <gtest/gtest.h>

#include "proof/merkle.h"

namespace gl::proof {
namespace {

std::string const root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

InclusionFile inclusion() {
  return {{std::byte{1}, std::byte{2}}, 73'894, {leaf_hash({}), empty_root()}, "a\n1\n\n— b c\n"};
}

ConsistencyFile consistency() {
  return {{3, leaf_hash({})},
          {empty_root()},
          {5, empty_root()},
          {leaf_hash({}), leaf_hash({})},
          "a\n1\n\n— b c\n"};
}

TEST(ProofFile, HasTheLinesOfTheSpecification) {
  EXPECT_EQ(to_string(inclusion()),
            "c2sp.org/tlog-proof@v1\n"
            "extra AQI=\n"
            "index 73894\n"
            "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n"
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
            "\n"
            "a\n1\n\n— b c\n");
  EXPECT_EQ(parse_inclusion_file(to_string(inclusion())).value(), inclusion());
}

// The example of C2SP's tlog-proof.md, but for its extra data, which is not Base 64 there, and for
// its abridged signatures.
TEST(ProofFile, OfTheSpecificationIsRead) {
  std::string const checkpoint =
      "example.com/fancylog\n109482\nsFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n\n— a b\n";
  auto const file = parse_inclusion_file(
      "c2sp.org/tlog-proof@v1\nindex 73894\ngSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n"
      "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n"
      "EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=\n"
      "RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=\n"
      "AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=\n\n" +
      checkpoint);
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_TRUE(file->extra.empty());
  EXPECT_EQ(file->index, 73'894U);
  EXPECT_EQ(file->path.size(), 5U);
  EXPECT_EQ(file->checkpoint, checkpoint);
}

TEST(ProofFile, OfTwoTreesComesBackAsItWas) {
  EXPECT_EQ(parse_consistency_file(to_string(consistency())).value(), consistency());
}

TEST(ProofFile, SaysWhichLineIsWrong) {
  std::string many;
  for (std::size_t i = 0; i <= path_hashes_max; ++i) many += root + "\n";
  struct Bad {
    std::string text;
    std::string_view why;
  };
  std::string const header = "c2sp.org/tlog-proof@v1\n";
  for (auto const& [text, why] :
       {Bad{"", "line 1 of the proof: the header is missing"},
        Bad{"c2sp.org/tlog-proof@v2\n", "line 1 of the proof: a file of this kind begins with"},
        Bad{header, "line 2 of the proof: the line `index` is missing"},
        Bad{header + "extra *\nindex 1\n", "line 2 of the proof: \"*\" is not Base 64"},
        Bad{header + "extra AQI=\nextra AQI=\n", "line 3 of the proof: it is to begin with"},
        Bad{header + "index 01\n", "line 2 of the proof: a number"},
        Bad{header + "index 1\n", "line 3 of the proof: the empty line"},
        Bad{header + "index 1\nAAAA\n\n", "line 3 of the proof: a SHA-256 digest has 32 bytes"},
        Bad{header + "index 1\n" + many + "\n", "line 68 of the proof: a proof has at most 65"}}) {
    auto const file = parse_inclusion_file(text);
    ASSERT_FALSE(file) << text;
    EXPECT_EQ(file.error().code, Errc::malformed);
    EXPECT_NE(file.error().what.find(why), std::string::npos) << file.error().what;
  }
  EXPECT_EQ(parse_inclusion_file(std::string(proof_file_bytes_max + 1, 'a')).error().code,
            Errc::too_large);
  auto const text = to_string(consistency());
  for (std::size_t cut = 0; cut + consistency().checkpoint.size() < text.size(); ++cut) {
    EXPECT_EQ(parse_consistency_file(text.substr(0, cut)).error().code, Errc::malformed) << cut;
  }
}

}  // namespace
}  // namespace gl::proof
