// A seal says what it seals and is signed; a balance proof is one text that is read back as it was.
#include "proof/balance_proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proof/sha256.h"

namespace gl::proof {
namespace {

using ::testing::HasSubstr;

/// A key that anybody may know: the test key of RFC 8032 §7.1, test 1.
NoteSigner signer() {
  NoteSigner made{"grandlivre/test", {}};
  auto const secret =
      from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value();
  std::copy(secret.begin(), secret.end(), made.secret.bytes.begin());
  return made;
}

Sealed sealed() { return {{sha256({}), 8}, civil_date(2016, 12, 31)}; }

// Frozen: seals are kept for ever, and signed by nobody twice.
TEST(Seal, IsACheckpointWithALineMore) {
  auto const note = sign_seal({61, sha256(as_bytes("tree"))}, sealed(), signer());
  EXPECT_THAT(note, HasSubstr("grandlivre/test\n61\n"));
  EXPECT_THAT(note, HasSubstr("\ngrandlivre/seal/v1 8 "
                              "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= 2016-12-31\n\n"));
  auto const seal = open_seal(note, signer().verifier());
  ASSERT_TRUE(seal) << seal.error().what;
  EXPECT_EQ(seal->sealed, sealed());
  EXPECT_EQ(seal->checkpoint.checkpoint.tree.size, 61U);
  EXPECT_TRUE(open_checkpoint(note, signer().verifier())) << "it is a checkpoint too";
}

TEST(Seal, PassesInOneFormOnly) {
  auto const note = sign_seal({61, sha256(as_bytes("tree"))}, sealed(), signer());
  for (std::size_t i = 0; i < note.size(); ++i) {
    auto changed = note;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    auto const seal = open_seal(changed, signer().verifier());
    EXPECT_FALSE(seal) << "byte " << i;
  }
  auto const plain = sign_checkpoint({61, sha256(as_bytes("tree"))}, signer());
  auto const none = open_seal(plain, signer().verifier());
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().what, HasSubstr("no seal"));
}

TEST(Seal, LineOfAnotherFormIsRefused) {
  for (std::string const& line :
       {std::string{"grandlivre/seal/v1 8"}, "grandlivre/seal/v2 " + to_string(sealed()),
        std::string{"grandlivre/seal/v1 08 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= -"},
        std::string{"grandlivre/seal/v1 8 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU -"},
        std::string{
            "grandlivre/seal/v1 8 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= 2016-02-30"}}) {
    EXPECT_FALSE(parse_sealed({"grandlivre/test", {1, {}}, {line}})) << line;
  }
  EXPECT_FALSE(parse_sealed({"grandlivre/test", {1, {}}, {to_string(sealed()), "more"}}));
}

TEST(BalanceProof, IsReadBackAsItWasWritten) {
  BalanceFile const file{
      "programme P\t", {"page one\nwith a line\n", "page two\n", ""}, "a note\n"};
  auto const read = parse_balance_file(to_string(file));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(*read, file);
}

TEST(BalanceProof, CutOffAnywhereIsNoneOrAnother) {
  BalanceFile const file{"p", {"page one\nwith a line\n", "page two\n"}, "a note\n"};
  auto const text = to_string(file);
  for (std::size_t size = 0; size < text.size(); ++size) {
    auto const read = parse_balance_file(text.substr(0, size));
    EXPECT_FALSE(read && *read == file) << "cut at " << size;
  }
}

}  // namespace
}  // namespace gl::proof
