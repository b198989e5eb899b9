// An auditor has one key of a ledger that has changed it, and no server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "codec/event_codec.h"
#include "proof/merkle.h"
#include "proof/tiles.h"
#include "proof/tree_proof.h"
#include "tools/grandlivre-verify/verify.h"

namespace gl::verify {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string const ledger_id = "0155a2f0-9a80-7abc-9def-0123456789ab";

proof::NoteSigner signer(std::uint8_t seed, std::string const& ledger = ledger_id) {
  proof::NoteSigner made{"grandlivre/" + ledger, {}};
  made.secret.bytes.fill(std::byte{seed});
  return made;
}

std::string key(std::uint8_t seed) { return to_string(signer(seed).verifier()); }

/// Of 30 events: the key changes from 1 to 2 at position 11 and to 3 at position 21.
class VerifyKeyChange : public ::testing::Test {
 protected:
  VerifyKeyChange() {
    fs::remove_all(dir_);
    fs::create_directories(dir_);
    for (std::uint64_t position = 1; position <= 30; ++position) {
      ledger::Event event;
      event.envelope.position = Position{position};
      event.body = ledger::LedgerCreated{parse_uuid(ledger_id).value(), false, "event"};
      if (position == 11) event.body = rotated(key(1), key(2));
      if (position == 21) event.body = rotated(key(2), key(3));
      all_.push_back(codec::encode_event(event));
    }
  }
  ~VerifyKeyChange() override { fs::remove_all(dir_); }

  static ledger::LogKeyRotated rotated(std::string const& retired, std::string const& next) {
    return {ledger::LogKey{retired}, ledger::LogKey{next}};
  }
  [[nodiscard]] proof::Subtrees subtrees() const {
    return [this](unsigned height, std::uint64_t index) -> Result<Hash> {
      proof::Frontier frontier;
      for (auto i = index << height; i < (index + 1) << height; ++i) {
        frontier.append(proof::leaf_hash(all_.at(i)));
      }
      return frontier.root();
    };
  }
  [[nodiscard]] proof::TreeHead tree(std::uint64_t size) const {
    return {size, proof::tree_root(subtrees(), size).value()};
  }
  [[nodiscard]] std::string note(std::uint64_t size, std::uint8_t seed) const {
    return proof::sign_checkpoint(tree(size), signer(seed));
  }
  /// The event under a checkpoint of `size` events.
  [[nodiscard]] std::string inclusion(std::uint64_t position, std::uint64_t size,
                                      std::string checkpoint) const {
    return to_string(proof::InclusionFile{
        all_.at(position - 1), position - 1,
        proof::inclusion_path(subtrees(), position - 1, size).value(), std::move(checkpoint)});
  }
  /// The change from key `seed` to the next one, as `prove --rotation` writes it.
  [[nodiscard]] fs::path rotation(std::uint8_t seed) const {
    std::uint64_t const position = seed == 1 ? 11 : 21;
    auto const next = static_cast<std::uint8_t>(seed + 1);
    auto const both = proof::sign_transition(tree(position + 1), signer(seed), signer(next));
    return write("rotation-" + std::to_string(seed), inclusion(position, position + 1, both));
  }
  [[nodiscard]] fs::path growth(std::uint64_t older, std::uint64_t size, std::uint8_t seed) const {
    proof::ConsistencyFile file;
    file.older = tree(older);
    file.newer = tree(size);
    file.path = proof::consistency_path(subtrees(), older, size).value();
    file.checkpoint_path = proof::consistency_path(subtrees(), size, size).value();
    file.checkpoint = note(size, seed);
    return write("growth", to_string(file));
  }
  [[nodiscard]] fs::path write(std::string const& name, std::string_view text) const {
    std::ofstream{dir_ / name, std::ios::binary} << text;
    return dir_ / name;
  }
  static Result<std::string> check(fs::path const& path, std::string const& trusted,
                                   std::vector<fs::path> rotations = {},
                                   fs::path const& since = {}) {
    return verify({path, trusted, since, {}, std::move(rotations)});
  }
  static std::string why_not(Result<std::string> const& verdict) {
    return verdict ? "it is proved: " + *verdict : verdict.error().what;
  }

  fs::path dir_ = fs::temp_directory_path() / ("gl-key-change-" + std::to_string(::getpid()));
  std::vector<Bytes> all_;
};

TEST_F(VerifyKeyChange, ShowsWhoHasTheOldKeyTheNewOne) {
  auto const verdict = check(rotation(1), key(1));
  ASSERT_TRUE(verdict) << verdict.error().what;
  EXPECT_THAT(*verdict, StartsWith("PROVED: the event below, byte for byte, is number 11 of the 12 "
                                   "events that the ledger signed."));
  EXPECT_THAT(*verdict, HasSubstr("the old key, which you trust, vouches for the new one"));
  EXPECT_THAT(*verdict, HasSubstr("\nnew key     " + key(2) + "\n"));
  auto const later = check(rotation(1), key(2));
  ASSERT_TRUE(later);
  EXPECT_THAT(*later, HasSubstr("the new key, which you trust, came after the old one"));
  EXPECT_THAT(*later, HasSubstr("\nold key     " + key(1) + "\n"));
}

TEST_F(VerifyKeyChange, SaysWhatIsMissingToWhoHasAnotherKeyOfTheLedger) {
  auto const why = why_not(check(write("c", note(30, 3)), key(1)));
  EXPECT_THAT(why, HasSubstr("is not signed by grandlivre/" + ledger_id));
  EXPECT_THAT(why, HasSubstr("give it as --rotation FILE"));
  auto const other = to_string(signer(1, "0155a2f0-9a80-7abc-9def-0123456789ac").verifier());
  EXPECT_THAT(why_not(check(write("c", note(30, 3)), other)), Not(HasSubstr("--rotation")));
}

TEST_F(VerifyKeyChange, ExtendsTrustForwardsAndBackwards) {
  auto const latest = write("latest", note(30, 3));
  auto const june = write("june", note(5, 1));
  EXPECT_TRUE(check(latest, key(1), {rotation(1), rotation(2)}));
  EXPECT_TRUE(check(june, key(1), {rotation(1), rotation(2)}));
  EXPECT_TRUE(check(june, key(3), {rotation(2), rotation(1)}));
  EXPECT_FALSE(check(latest, key(1), {rotation(1)}));
  EXPECT_THAT(why_not(check(latest, key(1), {rotation(2)})), HasSubstr("rotation-2: "));
  EXPECT_THAT(why_not(check(latest, key(2), {rotation(2), rotation(2)})),
              HasSubstr("give the proofs of all changes, in their order"));
}

TEST_F(VerifyKeyChange, ShowsGrowthSinceACheckpointOfTheOldKey) {
  auto const june = write("june", note(5, 1));
  auto const verdict = check(growth(5, 30, 3), key(3), {rotation(2), rotation(1)}, june);
  ASSERT_TRUE(verdict) << verdict.error().what;
  EXPECT_THAT(*verdict, HasSubstr("One of them is the checkpoint that you kept."));
  EXPECT_THAT(*verdict, HasSubstr("key         " + key(3)));
  EXPECT_TRUE(check(growth(5, 30, 3), key(1), {rotation(1), rotation(2)}, june));
  EXPECT_THAT(why_not(check(growth(5, 30, 3), key(3), {}, june)),
              HasSubstr("is not one of this ledger"));
}

// Who finds the retired key later can sign with it, and is not believed.
TEST_F(VerifyKeyChange, BelievesARetiredKeyOnlyUpToItsRetirement) {
  auto const rotations = std::vector{rotation(1), rotation(2)};
  for (auto const size : {11U, 12U, 30U}) {
    EXPECT_THAT(why_not(check(write("forged", note(size, 1)), key(1), rotations)),
                HasSubstr("which the event at position 11 retired"))
        << size;
  }
  EXPECT_THAT(why_not(check(growth(5, 30, 3), key(1), rotations, write("forged", note(11, 1)))),
              HasSubstr("which the event at position 11 retired"));
}

TEST_F(VerifyKeyChange, TakesNoChangeThatNotBothKeysSigned) {
  auto const alone = write("alone", inclusion(11, 12, note(12, 1)));
  EXPECT_THAT(why_not(check(alone, key(1))),
              HasSubstr("a change of key is shown by a checkpoint that both keys signed"));
  EXPECT_THAT(why_not(check(write("c", note(30, 3)), key(1), {alone})),
              HasSubstr("a change of key is shown by a checkpoint that both keys signed"));
  // Under a later checkpoint, of the new key alone, it is an event like others.
  auto const verdict = check(write("later", inclusion(11, 15, note(15, 2))), key(2));
  ASSERT_TRUE(verdict);
  EXPECT_THAT(*verdict, Not(HasSubstr("vouches")));
}

TEST_F(VerifyKeyChange, TakesNoChangeToAKeyThatTheEventDoesNotName) {
  auto const others = proof::sign_transition(tree(12), signer(1), signer(9));
  EXPECT_THAT(why_not(check(write("p", inclusion(11, 12, others)), key(1))),
              HasSubstr("a change of key is shown by a checkpoint that both keys signed"));
  EXPECT_THAT(
      why_not(check(write("c", note(30, 3)), key(1), {write("p", inclusion(12, 30, note(30, 1)))})),
      HasSubstr("that is no change of the ledger's key"));
  auto const stranger = to_string(signer(2, "0155a2f0-9a80-7abc-9def-0123456789ac").verifier());
  ledger::Event event;
  event.envelope.position = Position{11};
  event.body = rotated(key(1), stranger);
  all_.at(10) = codec::encode_event(event);
  EXPECT_THAT(
      why_not(check(write("p", inclusion(11, 12, note(12, 1))), key(1))),
      HasSubstr("the event names a key of grandlivre/0155a2f0-9a80-7abc-9def-0123456789ac"));
}

TEST_F(VerifyKeyChange, TakesNoProofOfAChangeInWhichAnyBitIsAnother) {
  auto const both = proof::sign_transition(tree(12), signer(1), signer(2));
  auto const good = inclusion(11, 12, both);
  Trust const trust{signer(1).verifier(), {}, {}};
  auto extended = trust;
  ASSERT_TRUE(extend(extended, good));
  ASSERT_EQ(extended.keys.current(), signer(2).verifier());
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
    auto other = trust;
    ASSERT_FALSE(extend(other, bad)) << "bit " << bit;
    ASSERT_EQ(other.keys, trust.keys);
  }
}

/// Writes the first `size` events as tlog-tiles.
void write_tiles(fs::path const& dir, std::vector<Bytes> const& all, std::size_t size,
                 std::string const& checkpoint) {
  using proof::Tile;
  Tile const bundle{Tile::Kind::entries, 0, 0, size};
  Tile const hashes{Tile::Kind::hashes, 0, 0, size};
  for (auto const& tile : {bundle, hashes}) {
    fs::create_directories((dir / proof::path_of(tile)).parent_path());
  }
  std::ofstream entries{dir / proof::path_of(bundle), std::ios::binary};
  std::ofstream leaves{dir / proof::path_of(hashes), std::ios::binary};
  for (std::size_t i = 0; i < size; ++i) {
    auto const count = all[i].size();
    entries << static_cast<char>(count >> 8U) << static_cast<char>(count & 0xffU)
            << as_text(all[i]);
    leaves << as_text(proof::leaf_hash(all[i]));
  }
  std::ofstream{dir / "checkpoint", std::ios::binary} << checkpoint;
}

TEST_F(VerifyKeyChange, TakesAnExportWhoseLastChangeIsToTheKeyThatSignedIt) {
  write_tiles(dir_ / "export", all_, 30, note(30, 3));
  auto const verdict = check(dir_ / "export", key(3));
  EXPECT_TRUE(verdict) << verdict.error().what;
  // A ledger that signs on with the key that it retired.
  write_tiles(dir_ / "export", all_, 30, note(30, 2));
  EXPECT_THAT(why_not(check(dir_ / "export", key(2))),
              HasSubstr("the event at position 21 changed the ledger's key, and the note is not "
                        "signed by"));
}

}  // namespace
}  // namespace gl::verify
