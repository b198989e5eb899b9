// A change of the ledger's key: no checkpoint but one that both keys signed is the first to hold
// the event that records it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include "journal/files.h"
#include "journal/scratch.h"
#include "notary/notary.h"
#include "notary/rotation_file.h"
#include "proof/merkle.h"

namespace gl::notary {
namespace {

using journal_test::new_journal;
using journal_test::records_from;
using journal_test::ScratchDir;
using ::testing::HasSubstr;

proof::NoteSigner signer(std::uint8_t seed) {
  proof::NoteSigner made{"grandlivre/test", proof::SecretKey{}};
  made.secret.bytes.fill(std::byte{seed});
  return made;
}

class Rotation : public ::testing::Test {
 protected:
  Rotation() : journal_(new_journal(dir_.path())) {}

  void append(std::size_t count) {
    auto const first = next(journal_->watermark());
    ASSERT_TRUE(journal_->append(first, records_from(first.value(), count)));
  }
  /// Key `seed` signs; `keys`: which did before.
  Result<std::unique_ptr<Notary>> open(std::uint8_t seed,
                                       std::optional<proof::KeyHistory> keys = {},
                                       bool held = false) {
    Config settings{.dir = dir_.path(), .signer = signer(seed)};
    settings.keys = std::move(keys);
    settings.held = held;
    return Notary::open(std::move(settings), *journal_);
  }
  std::unique_ptr<Notary> started() { return open(1).value(); }
  static bool reaches(Notary const& notary, std::uint64_t position) {
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (notary.position().value() < position && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return notary.position().value() >= position;
  }
  [[nodiscard]] std::string on_disk() const {
    return std::string{as_text(journal::read_file(checkpoint_file(dir_.path()), 10'000).value())};
  }
  /// Where the key changes at position 11.
  static proof::KeyHistory changed_at_11() {
    proof::KeyHistory keys{signer(1).verifier()};
    keys.change(11, signer(2).verifier());
    return keys;
  }

  ScratchDir dir_;
  std::unique_ptr<journal::Journal> journal_;
};

TEST_F(Rotation, SignsNothingFromTheHoldUntilBothKeysSign) {
  auto const notary = started();
  append(10);
  ASSERT_TRUE(reaches(*notary, 10));
  notary->hold();
  append(1);  // the event
  std::this_thread::sleep_for(std::chrono::milliseconds{100});
  EXPECT_EQ(notary->position(), Position{10}) << "it would have been signed after 20 ms";
  append(2);
  auto const made = notary->rotate(Position{11}, signer(2)).value();
  EXPECT_EQ(made.tree.size, 13U);
  auto const both =
      proof::open_transition(made.note, signer(1).verifier(), signer(2).verifier(), 11);
  EXPECT_TRUE(both) << both.error().what;
  EXPECT_EQ(on_disk(), made.note);
  EXPECT_EQ(notary->published()->note, made.note);
  EXPECT_EQ(read_rotation(dir_.path(), Position{11}).value(), made.note);
  EXPECT_EQ(notary->verifier(), signer(2).verifier());
}

TEST_F(Rotation, LetsTheNewKeyAloneSignWhatComesAfterwards) {
  auto const notary = started();
  append(11);
  notary->hold();
  ASSERT_TRUE(notary->rotate(Position{11}, signer(2)));
  append(1);
  ASSERT_TRUE(reaches(*notary, 12));
  auto const note = proof::parse_note(on_disk()).value();
  EXPECT_EQ(note.signatures.size(), 1U);
  EXPECT_TRUE(proof::check_signature(note, signer(2).verifier()));
  auto const seal = notary->sign_seal(Position{3}, {}).value();
  EXPECT_TRUE(proof::open_seal(seal, notary->keys()));
  EXPECT_FALSE(proof::open_seal(seal, signer(1).verifier()));
}

TEST_F(Rotation, ProvesTheEventUnderTheCheckpointThatBothSigned) {
  auto const notary = started();
  EXPECT_EQ(notary->rotation(Position{}).error().code, Errc::not_found);
  append(11);
  notary->hold();
  auto const made = notary->rotate(Position{11}, signer(2)).value();
  append(300);
  ASSERT_TRUE(reaches(*notary, 311));
  for (auto const position : {Position{11}, Position{}}) {
    auto const file = notary->rotation(position).value();
    EXPECT_EQ(file.checkpoint, made.note);
    EXPECT_EQ(file.index, 10U);
    EXPECT_TRUE(
        proof::check_inclusion(proof::leaf_hash(file.extra), file.index, file.path, made.tree));
  }
  auto const none = notary->rotation(Position{12});
  EXPECT_EQ(none.error().code, Errc::not_found);
  EXPECT_THAT(none.error().what, HasSubstr("no change of the ledger's key is kept of position 12"));
}

TEST_F(Rotation, GoesOnWithTheOldKeyWhenNothingCameOfIt) {
  auto const notary = started();
  notary->hold();
  append(10);
  notary->release();
  ASSERT_TRUE(reaches(*notary, 10));
  EXPECT_TRUE(proof::open_checkpoint(on_disk(), signer(1).verifier()));
}

TEST_F(Rotation, LeavesWhatIsHeldUnsignedWhenTheServerStops) {
  auto const notary = started();
  append(10);
  ASSERT_TRUE(reaches(*notary, 10));
  notary->hold();
  append(1);
  notary->stop();
  EXPECT_EQ(notary->position(), Position{10});
  EXPECT_FALSE(notary->failure());
}

// The crash came between `checkpoint` and `rotations/`: the events are the same, and so is the
// note.
TEST_F(Rotation, IsDoneAgainWhereItWasCutOff) {
  append(11);
  std::string first;
  {
    auto const notary = started();
    notary->hold();
    first = notary->rotate(Position{11}, signer(2)).value().note;
  }
  std::filesystem::remove_all(rotation_directory(dir_.path()));
  auto const notary = open(1, {}, true).value();
  EXPECT_EQ(notary->rotate(Position{11}, signer(2)).value().note, first);
  EXPECT_EQ(read_rotation(dir_.path(), Position{11}).value(), first);
}

TEST_F(Rotation, DoesNotStartBesideACheckpointThatTheRetiredKeySignedAlone) {
  append(12);
  started()->stop();
  auto const begun = open(2, changed_at_11());
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, Errc::corrupt);
  EXPECT_THAT(begun.error().what, HasSubstr("which the event at position 11 retired"));
}

TEST_F(Rotation, StartsBesideTheLastCheckpointOfTheRetiredKey) {
  append(10);
  started()->stop();
  append(1);
  auto const notary = open(2, changed_at_11()).value();
  ASSERT_TRUE(reaches(*notary, 11));
  EXPECT_TRUE(proof::open_checkpoint(on_disk(), signer(2).verifier()));
}

TEST_F(Rotation, EndsTheNotaryWhenItCannotBeKept) {
  auto const notary = started();
  append(11);
  notary->hold();
  // A file where the directory is to be.
  ASSERT_TRUE(journal::write_file_durably(rotation_directory(dir_.path()), {}));
  EXPECT_FALSE(notary->rotate(Position{11}, signer(2)));
  ASSERT_TRUE(notary->failure());
  EXPECT_EQ(notary->verifier(), signer(1).verifier());
}

}  // namespace
}  // namespace gl::notary
