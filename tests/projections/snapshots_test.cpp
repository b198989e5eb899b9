#include "projections/snapshots.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "ledger/archive.h"
#include "ledger/decide.h"
#include "projections/random_ledger.h"
#include "projections/rig.h"

namespace gl::projections::testing {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> snapshots(Rig const& rig) {
  std::vector<fs::path> found;
  for (auto const& entry : fs::directory_iterator{rig.dir() / "views" / "state"}) {
    found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

ledger::State state_after(std::vector<ledger::Event> const& events, std::uint64_t position) {
  ledger::State state;
  for (std::size_t index = 0; index < position; ++index) apply(state, events[index]);
  return state;
}

/// A rig whose follower wrote snapshots at 40, 80 and 120 of 130 events, and was closed.
struct Written {
  std::vector<ledger::Event> events;
  Rig rig{16, 40};

  Written() {
    RandomLedger ledger{31};
    ledger.play(130);
    events = ledger.events();
    rig.append(events);
    rig.open();
    rig.close();
  }
};

TEST(Snapshots, HoldTheStateThatTheSequencerWouldHave) {
  Written const written;
  auto const found = value(latest_snapshot(written.rig.dir(), Position{130}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->position, Position{120});
  EXPECT_EQ(save(found->state), save(state_after(written.events, 120)));
}

TEST(Snapshots, AreKeptTwo) {
  Written const written;
  EXPECT_EQ(snapshots(written.rig).size(), 2U);
}

TEST(Snapshots, OfAnyChangedByteAreThrownAwayForTheOneBefore) {
  Written const written;
  auto const newest = snapshots(written.rig).back();
  auto const size = fs::file_size(newest);
  fs::copy_file(newest, written.rig.dir() / "kept");
  for (std::uint64_t offset = 0; offset < size; offset += 1 + size / 40) {
    fs::copy_file(written.rig.dir() / "kept", newest, fs::copy_options::overwrite_existing);
    flip_byte(newest, offset);
    auto const found = value(latest_snapshot(written.rig.dir(), Position{130}));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->position, Position{80}) << "byte " << offset;
    EXPECT_FALSE(fs::exists(newest));
  }
}

TEST(Snapshots, CutShortAreThrownAway) {
  Written const written;
  for (auto const& file : snapshots(written.rig)) fs::resize_file(file, fs::file_size(file) / 2);
  EXPECT_FALSE(value(latest_snapshot(written.rig.dir(), Position{130})));
  EXPECT_TRUE(snapshots(written.rig).empty());
}

TEST(Snapshots, BeyondTheJournalsHeadAreThrownAway) {
  Written const written;
  auto const found = value(latest_snapshot(written.rig.dir(), Position{119}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->position, Position{80});
}

TEST(Snapshots, UnderTheNameOfAnotherPositionAreThrownAway) {
  Written const written;
  auto const newest = snapshots(written.rig).back();
  fs::rename(newest, newest.parent_path() / "state-00000000000000000129");
  auto const found = value(latest_snapshot(written.rig.dir(), Position{130}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->position, Position{80});
}

TEST(Snapshots, AreNotThereInANewLedger) {
  Rig const rig;
  EXPECT_FALSE(value(latest_snapshot(rig.dir(), Position{0})));
}

TEST(Snapshots, GoOnFromTheLastOneAfterARestart) {
  Written written;
  RandomLedger ledger{31};
  ledger.play(250);
  written.rig.append(std::span{ledger.events()}.subspan(130));
  written.rig.open();
  written.rig.close();
  auto const found = value(latest_snapshot(written.rig.dir(), Position{250}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->position, Position{240});
  EXPECT_EQ(save(found->state), save(state_after(ledger.events(), 240)));
}

}  // namespace
}  // namespace gl::projections::testing
