#include "ledger/command_hash.h"

#include <gtest/gtest.h>

#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace gl::ledger {
namespace {

SipKey counting_key() {
  SipKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::byte>(i);
  return key;
}

// The vectors of the paper's appendix A and of the reference program: key 00 01 … 0f, input
// 00 01 … (length − 1), output least significant byte first. `openssl mac SIPHASH` prints the same.
TEST(SipHash, GivesThePublishedVectors) {
  std::vector<std::pair<std::size_t, std::string_view>> const vectors{
      {0, "310e0edd47db6f72"},  {1, "fd67dc93c539f874"},  {7, "37d1018bf50002ab"},
      {8, "6224939a79f5f593"},  {15, "e545be4961ca29a1"}, {16, "db9bc2577fcc2a3f"},
      {17, "9447be2cf5e99a69"}, {63, "724506eb4c328a95"}};
  for (auto const& [length, hex] : vectors) {
    Bytes input(length);
    for (std::size_t i = 0; i < length; ++i) input[i] = static_cast<std::byte>(i);
    auto const most_significant_first = big_endian(std::byteswap(sip_hash(counting_key(), input)));
    EXPECT_EQ(to_hex(most_significant_first), hex) << "length " << length;
  }
}

TEST(CommandHash, IsSipHashOfTheIdUnderTheLedgersId) {
  Uuid const ledger{counting_key()};
  Uuid const command{counting_key()};
  EXPECT_EQ(CommandHash{ledger}(command), 0x3f2acc7f57c29bdbU);
  EXPECT_NE(CommandHash{Uuid{}}(command), 0x3f2acc7f57c29bdbU);
}

}  // namespace
}  // namespace gl::ledger
