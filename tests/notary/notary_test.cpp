#include "notary/notary.h"

#include <chrono>
#include <fstream>
#include <set>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journal/files.h"
#include "journal/scratch.h"
#include "notary/prover.h"
#include "proof/checkpoint.h"
#include "proof/merkle.h"
#include "support/naive_tree.h"

namespace gl::notary {
namespace {

using journal_test::new_journal;
using journal_test::records_from;
using journal_test::ScratchDir;
using testing::HasSubstr;

constexpr std::chrono::seconds patience{20};

proof::NoteSigner signer(std::uint8_t seed = 1) {
  proof::NoteSigner made{"grandlivre/test", proof::SecretKey{}};
  made.secret.bytes.fill(std::byte{seed});
  return made;
}

Config config(std::filesystem::path const& dir) { return {.dir = dir, .signer = signer()}; }

/// Appends `count` records to the journal in one block, and keeps their leaves.
void append(journal::Journal& journal, std::size_t count, std::vector<Hash>* leaves = nullptr) {
  auto const first = next(journal.watermark());
  auto const records = records_from(first.value(), count);
  ASSERT_TRUE(journal.append(first, records));
  if (leaves == nullptr) return;
  for (std::size_t i = 0; i < count; ++i) leaves->push_back(proof_test::naive_leaf(records[i]));
}

bool reaches(Notary const& notary, std::uint64_t position) {
  auto const deadline = std::chrono::steady_clock::now() + patience;
  while (notary.position().value() < position && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return notary.position().value() >= position;
}

TEST(Notary, SignsWhatIsThereAsSoonAsTheLedgerRests) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  std::vector<Hash> leaves;
  auto const notary = Notary::open(config(dir.path()), *journal).value();
  EXPECT_FALSE(notary->published());
  EXPECT_EQ(notary->inclusion(Position{1}).error().code, Errc::busy);
  append(*journal, 300, &leaves);
  ASSERT_TRUE(reaches(*notary, 300));
  auto const note = read_checkpoint(dir.path(), signer().verifier()).value().value();
  EXPECT_EQ(note.tree, (proof::TreeHead{300, proof_test::naive_root(leaves)}));
  EXPECT_EQ(note.note, notary->published()->note);
}

TEST(Notary, SignsUnderLoadToo) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  auto settings = config(dir.path());
  settings.rest = patience;  // it never rests
  settings.wait_max = std::chrono::milliseconds{30};
  auto const notary = Notary::open(settings, *journal).value();
  append(*journal, 1);
  EXPECT_TRUE(reaches(*notary, 1));
  append(*journal, 1);
  EXPECT_TRUE(reaches(*notary, 2));
}

TEST(Notary, SignsTheLastEventsWhenItStops) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  auto settings = config(dir.path());
  settings.rest = settings.wait_max = patience;
  auto const notary = Notary::open(settings, *journal).value();
  append(*journal, 5);
  notary->stop();
  EXPECT_EQ(notary->position(), Position{5});
  EXPECT_EQ(read_checkpoint(dir.path(), signer().verifier()).value().value().tree.size, 5U);
}

TEST(Notary, ProvesEveryEventAndEveryStretch) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  std::vector<Hash> leaves;
  auto const notary = Notary::open(config(dir.path()), *journal).value();
  for (std::size_t const count : {1U, 255U, 300U, 256U, 7U}) append(*journal, count, &leaves);
  ASSERT_TRUE(reaches(*notary, leaves.size()));
  for (std::uint64_t position = 1; position <= leaves.size(); position += 13) {
    auto const file = notary->inclusion(Position{position}).value();
    EXPECT_EQ(file.path, proof_test::naive_path(position - 1, leaves)) << position;
    EXPECT_EQ(proof::leaf_hash(file.extra), leaves[position - 1]);
    for (std::uint64_t newer = position; newer <= leaves.size(); newer += 97) {
      auto const two = notary->consistency(Position{position}, Position{newer}).value();
      EXPECT_EQ(two.path, proof_test::naive_consistency(position, std::span{leaves}.first(newer)));
      EXPECT_EQ(two.checkpoint_path, proof_test::naive_consistency(newer, leaves));
    }
  }
  EXPECT_EQ(notary->inclusion(Position{}).error().code, Errc::not_found);
  EXPECT_EQ(notary->inclusion(Position{leaves.size() + 1}).error().code, Errc::not_found);
  EXPECT_EQ(notary->consistency(Position{}, Position{3}).error().code, Errc::usage);
  EXPECT_EQ(notary->consistency(Position{4}, Position{3}).error().code, Errc::usage);
  EXPECT_EQ(notary->consistency(Position{4}, Position{leaves.size() + 1}).error().code, Errc::busy);
  EXPECT_EQ(notary->consistency(Position{4}, Position{}).value().newer.size, leaves.size());
}

TEST(Notary, GoesOnFromTheTilesOnDisk) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  std::vector<Hash> leaves;
  append(*journal, 1'000, &leaves);
  Notary::open(config(dir.path()), *journal).value()->stop();
  auto const tiles = dir.path() / "views" / "tiles" / "1";
  EXPECT_EQ(std::filesystem::file_size(tiles), 3U * 32);
  append(*journal, 100, &leaves);
  auto const notary = Notary::open(config(dir.path()), *journal).value();
  ASSERT_TRUE(reaches(*notary, 1'100));
  EXPECT_EQ(notary->published()->tree.root, proof_test::naive_root(leaves));
  notary->stop();
  EXPECT_EQ(std::filesystem::file_size(tiles), 4U * 32);
}

TEST(Notary, MakesTilesAgainThatAreGoneOrDamaged) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  append(*journal, 1'000);
  Notary::open(config(dir.path()), *journal).value()->stop();
  auto const tiles = dir.path() / "views" / "tiles" / "1";
  auto const good = journal::read_file(tiles, 1'000).value();
  auto bad = good;
  bad[40] ^= std::byte{1};
  ASSERT_TRUE(journal::write_file_durably(tiles, bad));
  Notary::open(config(dir.path()), *journal).value()->stop();
  EXPECT_EQ(journal::read_file(tiles, 1'000).value(), good);
  std::filesystem::remove_all(dir.path() / "views");
  Notary::open(config(dir.path()), *journal).value()->stop();
  EXPECT_EQ(journal::read_file(tiles, 1'000).value(), good);
}

/// The checkpoint that a notary of another journal of `count` other events signs.
std::string checkpoint_of_others(std::size_t count) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  EXPECT_TRUE(journal->append(Position{1}, records_from(5'000, count)));
  auto const notary = Notary::open(config(dir.path()), *journal).value();
  notary->stop();
  return notary->published()->note;
}

TEST(Notary, DoesNotOpenBesideACheckpointOfOtherEvents) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  append(*journal, 10);
  auto const note = checkpoint_of_others(7);
  ASSERT_TRUE(journal::write_file_durably(checkpoint_file(dir.path()), as_bytes(note)));
  auto const opened = Notary::open(config(dir.path()), *journal);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::corrupt);
  EXPECT_THAT(opened.error().what, HasSubstr("at position 7, the journal has root "));
}

TEST(Notary, DoesNotOpenWhenTheJournalEndsBeforeTheCheckpoint) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  append(*journal, 10);
  auto const note = checkpoint_of_others(12);
  ASSERT_TRUE(journal::write_file_durably(checkpoint_file(dir.path()), as_bytes(note)));
  auto const opened = Notary::open(config(dir.path()), *journal);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().what, HasSubstr("the journal ends at position 10"));
}

TEST(Notary, DoesNotOpenBesideACheckpointOfAnotherKey) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  append(*journal, 10);
  Notary::open(config(dir.path()), *journal).value()->stop();
  auto settings = config(dir.path());
  settings.signer = signer(2);
  auto const opened = Notary::open(settings, *journal);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::corrupt);
  EXPECT_THAT(opened.error().what, HasSubstr("is not a checkpoint that this ledger signed"));
}

TEST(Notary, SignsNothingThatDoesNotExtendTheCheckpointOnDisk) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  append(*journal, 10);
  auto const notary = Notary::open(config(dir.path()), *journal).value();
  ASSERT_TRUE(reaches(*notary, 10));
  // Somebody with the key puts another history in its place while the server runs.
  auto const note = checkpoint_of_others(9);
  ASSERT_TRUE(journal::write_file_durably(checkpoint_file(dir.path()), as_bytes(note)));
  append(*journal, 1);
  notary->stop();
  ASSERT_TRUE(notary->failure());
  EXPECT_THAT(notary->failure()->what, HasSubstr("at position 9, what is to be signed has root "));
  EXPECT_THAT(notary->failure()->what, HasSubstr("at position 11"));
  EXPECT_EQ(as_text(journal::read_file(checkpoint_file(dir.path()), 1'000).value()), note);
}

TEST(Notary, TellsItsListenersOfEachCheckpoint) {
  ScratchDir const dir;
  auto const journal = new_journal(dir.path());
  auto const notary = Notary::open(config(dir.path()), *journal).value();
  std::atomic<std::uint64_t> told = 0;
  auto const kept = notary->subscribe([&](Position position) { told = position.value(); });
  append(*journal, 3);
  ASSERT_TRUE(reaches(*notary, 3));
  notary->stop();
  EXPECT_EQ(told, 3U);
}

}  // namespace
}  // namespace gl::notary
