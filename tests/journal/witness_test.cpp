#include "journal/witness.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journal/files.h"
#include "journal/journal.h"
#include "journal/scratch.h"

namespace gl::journal {
namespace {

using namespace journal_test;  // NOLINT(google-build-using-namespace)
using proof::Frontier;
using proof::Head;
using testing::HasSubstr;

class WitnessFile : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(Witness::create(path())); }

  std::filesystem::path path() const { return dir_.path() / "HEAD"; }

  std::string bytes() const {
    std::ifstream in(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string slot(std::size_t index) const { return bytes().substr(4'096 * index, 4'096); }

  void change(std::size_t at, char byte) const {
    std::string changed = bytes();
    changed[at] = byte;
    std::ofstream(path(), std::ios::binary) << changed;
  }

  static Head head_at(std::uint64_t leaves) {
    return {.position = Position{leaves}, .root = frontier_at(leaves).root()};
  }
  static Frontier frontier_at(std::uint64_t leaves) {
    Frontier frontier;
    for (std::uint64_t i = 0; i < leaves; ++i) frontier.append(proof::leaf_hash(big_endian(i)));
    return frontier;
  }
  void write(std::uint64_t leaves) const {
    auto const witness = Witness::open(path(), true);
    ASSERT_TRUE(witness) << witness.error().what;
    ASSERT_TRUE((*witness)->write(head_at(leaves), frontier_at(leaves)));
  }

  ScratchDir const dir_;
};

TEST_F(WitnessFile, SaysNothingWhenItIsNew) {
  EXPECT_EQ(bytes(), std::string(8'192, '\0'));
  EXPECT_FALSE(Witness::read(path()).value());
  EXPECT_EQ(Witness::create(path()).error().code, Errc::exists);
}

TEST_F(WitnessFile, GivesTheHeadWrittenLast) {
  for (std::uint64_t leaves = 1; leaves < 6; ++leaves) {
    write(leaves);
    EXPECT_EQ(Witness::read(path()).value(), head_at(leaves));
  }
}

// The places that docs/journal-format.md gives.
TEST_F(WitnessFile, HasTheFrozenFormat) {
  write(3);
  std::string const written = slot(0);
  EXPECT_EQ(written.substr(0, 8), std::string("GLHEAD\0\1", 8));
  EXPECT_EQ(written.substr(8, 8), std::string("\0\0\0\0\0\0\0\1", 8));
  EXPECT_EQ(written.substr(16, 8), std::string("\0\0\0\0\0\0\0\3", 8));
  EXPECT_EQ(written.substr(24, 32), as_text(head_at(3).root));
  EXPECT_EQ(written.substr(72, 72), as_text(frontier_at(3).to_bytes()));
  EXPECT_EQ(written.substr(144, 3'920), std::string(3'920, '\0'));
  EXPECT_EQ(slot(1), std::string(4'096, '\0'));
}

TEST_F(WitnessFile, NeverWritesOverTheSlotThatWasSyncedLast) {
  auto const witness = Witness::open(path(), true);
  for (std::uint64_t leaves = 1; leaves < 6; ++leaves) {
    std::string const other = slot(leaves % 2);
    ASSERT_TRUE((*witness)->write(head_at(leaves), frontier_at(leaves)));
    EXPECT_EQ(slot(leaves % 2), other);
  }
}

TEST_F(WitnessFile, IsSyncedWithin100MillisecondsWhenLazy) {
  auto const witness = Witness::open(path(), false);
  ASSERT_TRUE((*witness)->write(head_at(1), frontier_at(1)));
  EXPECT_EQ(Witness::read(path()).value(), head_at(1)) << "the kernel has it at once";
  std::string const first = slot(0);
  // Only after a sync does the next write go to the other slot.
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  ASSERT_TRUE((*witness)->write(head_at(2), frontier_at(2)));
  EXPECT_EQ(slot(0), first);
  EXPECT_EQ(Witness::read(path()).value(), head_at(2));
}

TEST_F(WitnessFile, SurvivesOneTornSlot) {
  write(1);
  write(2);
  change(4'096 + 100, 'x');
  EXPECT_EQ(Witness::read(path()).value(), head_at(1));
  write(3);
  EXPECT_EQ(Witness::read(path()).value(), head_at(3));
}

TEST_F(WitnessFile, IsRefusedWhenNoSlotIsReadable) {
  write(1);
  write(2);
  change(100, 'x');
  change(4'096 + 100, 'x');
  EXPECT_EQ(Witness::read(path()).error().code, Errc::corrupt);
  EXPECT_EQ(Witness::open(path(), false).error().code, Errc::corrupt);
}

TEST_F(WitnessFile, IsRefusedWhenItIsMissingOrCut) {
  std::filesystem::resize_file(path(), 4'096);
  EXPECT_EQ(Witness::read(path()).error().code, Errc::corrupt);
  std::filesystem::remove(path());
  EXPECT_EQ(Witness::read(path()).error().code, Errc::corrupt);
  EXPECT_THAT(Witness::read(path()).error().what, HasSubstr("is missing"));
}

// The journal and its witness.

TEST(HeadWitness, OfAnotherRootAtTheSamePositionIsRefused) {
  ScratchDir const dir;
  ScratchDir const other;
  append_blocks(*new_journal(dir.path()), 1, 10, 5);
  append_blocks(*new_journal(other.path()), 1, 10, 6);
  std::filesystem::copy_file(other.path() / "HEAD", dir.path() / "HEAD",
                             std::filesystem::copy_options::overwrite_existing);
  Error const error = open_error(small_config(dir.path()));
  EXPECT_EQ(error.code, Errc::corrupt);
  EXPECT_THAT(error.what, HasSubstr(to_hex(naive_root_at(10, 5))));
  EXPECT_THAT(error.what, HasSubstr(to_hex(naive_root_at(10, 6))));
}

TEST(HeadWitness, AheadOfTheJournalIsRefusedNamingBoth) {
  ScratchDir const dir;
  ScratchDir const other;
  append_blocks(*new_journal(dir.path()), 1, 10);
  append_blocks(*new_journal(other.path()), 3, 10);
  std::filesystem::copy_file(other.path() / "HEAD", dir.path() / "HEAD",
                             std::filesystem::copy_options::overwrite_existing);
  Error const error = open_error(small_config(dir.path()));
  EXPECT_EQ(error.code, Errc::corrupt);
  EXPECT_THAT(error.what, HasSubstr("ends at position 10"));
  EXPECT_THAT(error.what, HasSubstr("saw position 30"));
}

TEST(HeadWitness, BehindTheJournalIsFineWhenABlockEndedThere) {
  ScratchDir const dir;
  auto journal = new_journal(dir.path());
  append_blocks(*journal, 1, 10);
  std::filesystem::copy_file(dir.path() / "HEAD", dir.path() / "HEAD.old");
  append_blocks(*journal, 2, 10);
  journal.reset();
  std::filesystem::rename(dir.path() / "HEAD.old", dir.path() / "HEAD");
  EXPECT_EQ(open_journal(small_config(dir.path()))->watermark(), Position{30});
  EXPECT_EQ(Witness::read(dir.path() / "HEAD").value()->position, Position{30})
      << "opening witnesses what it serves";
}

TEST(HeadWitness, BehindTheJournalIsRefusedWhenNoBlockEndedThere) {
  ScratchDir const dir;
  ScratchDir const other;
  append_blocks(*new_journal(dir.path()), 3, 10);
  for (std::size_t const records : {std::size_t{10}, std::size_t{15}}) {
    std::filesystem::remove_all(other.path() / "journal");
    std::filesystem::remove(other.path() / "HEAD");
    append_blocks(*new_journal(other.path()), 1, records, 7);
    std::filesystem::copy_file(other.path() / "HEAD", dir.path() / "HEAD",
                               std::filesystem::copy_options::overwrite_existing);
    Error const error = open_error(small_config(dir.path()));
    EXPECT_EQ(error.code, Errc::corrupt);
    EXPECT_THAT(error.what, HasSubstr("saw another root at position " + std::to_string(records)));
  }
}

TEST(HeadWitness, MissingIsRefused) {
  ScratchDir const dir;
  append_blocks(*new_journal(dir.path()), 1, 10);
  std::filesystem::remove(dir.path() / "HEAD");
  Error const error = open_error(small_config(dir.path()));
  EXPECT_EQ(error.code, Errc::corrupt);
  EXPECT_THAT(error.what, HasSubstr("HEAD is missing"));
}

TEST(HeadWitness, IsWrittenBeforeAppendReturns) {
  ScratchDir const dir;
  for (WitnessMode const mode : {WitnessMode::lazy, WitnessMode::each}) {
    auto config = small_config(dir.path());
    config.witness = mode;
    auto const journal = mode == WitnessMode::lazy ? new_journal(dir.path()) : open_journal(config);
    append_blocks(*journal, 3, 2);
    EXPECT_EQ(Witness::read(dir.path() / "HEAD").value(), journal->head());
  }
}

}  // namespace
}  // namespace gl::journal
