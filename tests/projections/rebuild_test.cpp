#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <variant>
#include <vector>

#include "projections/compare.h"
#include "projections/random_ledger.h"
#include "projections/rig.h"

namespace gl::projections::testing {
namespace {

namespace fs = std::filesystem;

std::string current(Rig const& rig) {
  std::ifstream file{rig.dir() / "views" / "CURRENT"};
  std::string name;
  std::getline(file, name);
  return name;
}

std::vector<ledger::Event> played(std::uint64_t seed, std::size_t events) {
  RandomLedger ledger{seed};
  ledger.play(events);
  return ledger.events();
}

TEST(Rebuild, NamesTheRunThatDiffersAndKeepsTheOldViews) {
  auto const events = played(41, 100);
  auto others = events;
  auto const submitted = std::ranges::find_if(others, [](ledger::Event const& event) {
    return event.envelope.position > Position{32} &&
           std::holds_alternative<ledger::ProjectSubmitted>(event.body);
  });
  ASSERT_NE(submitted, others.end());
  std::get<ledger::ProjectSubmitted>(submitted->body).title = "another title";
  auto const run = (submitted->envelope.position.value() - 1) / 16;

  Rig rig{16};
  rig.append(events);
  rig.open();
  rig.close();
  Rig tampered{16};
  tampered.append(others);
  fs::copy(rig.dir() / "views", tampered.dir() / "views", fs::copy_options::recursive);
  auto& views = tampered.open();
  auto const before = current(tampered);
  auto const report = views.rebuild({});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, Errc::corrupt);
  EXPECT_NE(report.error().what.find("run " + std::to_string(run)), std::string::npos)
      << report.error().what;
  EXPECT_EQ(current(tampered), before);
  EXPECT_EQ(value(views.digest(Position{100})), value(rig.open().digest(Position{100})));
}

TEST(Rebuild, GivesRunsThatAreEqualBitForBit) {
  auto const events = played(42, 300);
  Rig rig{16};
  rig.append(events);
  auto& views = rig.open();
  for (int round = 0; round < 3; ++round) {
    auto const before = current(rig);
    auto const report = value(views.rebuild({}));
    EXPECT_EQ(report.runs_built, 18U);
    EXPECT_EQ(report.runs_compared, 18U);
    EXPECT_NE(current(rig), before);
  }
  expect_like_naive(views, events, Position{300});
}

TEST(Rebuild, ReportsItsProgressUpToTheHead) {
  auto const events = played(43, 300);
  Rig rig{16};
  rig.append(events);
  auto& views = rig.open();
  FoldProgress last;
  EXPECT_TRUE(views.rebuild([&](FoldProgress const& progress) {
    EXPECT_GE(progress.position, last.position);
    last = progress;
  }));
  EXPECT_EQ(last.position, Position{300});
  EXPECT_EQ(last.head, Position{300});
}

TEST(Rebuild, BringsDamagedViewsBack) {
  auto const events = played(44, 300);
  Rig rig{64};
  rig.append(events);
  rig.open();
  rig.close();
  for (auto const& entry : fs::recursive_directory_iterator{rig.dir() / "views"}) {
    if (entry.path().extension() != ".sst") continue;
    for (auto offset = fs::file_size(entry) / 3; offset > 8; offset /= 2) {
      flip_byte(entry.path(), offset);
    }
  }
  auto& views = rig.open();
  static_cast<void>(views.rebuild({}));
  expect_like_naive(views, events, Position{300});
  expect_like_naive(views, events, Position{100});
}

TEST(Rebuild, OfLostCurrentBeginsANewSetAndRemovesTheOthers) {
  auto const events = played(45, 100);
  Rig rig{16};
  rig.append(events);
  rig.open();
  rig.close();
  auto const before = current(rig);
  fs::remove(rig.dir() / "views" / "CURRENT");
  auto const& views = rig.open();
  EXPECT_NE(current(rig), before);
  EXPECT_FALSE(fs::exists(rig.dir() / "views" / before));
  expect_like_naive(views, events, Position{100});
}

}  // namespace
}  // namespace gl::projections::testing
