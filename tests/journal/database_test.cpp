#include "journal/database.h"

#include <atomic>
#include <fstream>
#include <map>
#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rocksdb/db.h>
#include <rocksdb/sst_file_writer.h>

#include "journal/files.h"
#include "journal/scratch.h"

namespace gl::journal {
namespace {

using journal_test::ScratchDir;
using testing::HasSubstr;

constexpr ViewIndex grouped{0};  // Keys in groups of four bytes.
constexpr ViewIndex plain{1};

DatabaseConfig config_of(ScratchDir const& dir) {
  DatabaseConfig config;
  config.dir = dir.path() / "views" / "000001";
  config.views = {{.name = "grouped", .prefix_bytes = 4}, {.name = "plain"}};
  config.cache_bytes = 1 << 20;
  return config;
}

std::unique_ptr<Database> open_database(DatabaseConfig config) {
  auto database = Database::open(std::move(config));
  if (!database) {
    ADD_FAILURE() << database.error().what;
    return nullptr;
  }
  return std::move(*database);
}

using Model = std::map<std::string, std::string>;

/// Run `number` with the rows of the models; each run stands for 100 positions.
Run run_of(std::uint64_t number, Model const& grouped_rows, Model const& plain_rows) {
  Run run{.number = number,
          .first = Position{number * 100 + 1},
          .last = Position{number * 100 + 100},
          .views = {}};
  for (Model const* const model : {&grouped_rows, &plain_rows}) {
    Rows rows;
    for (auto const& [key, value] : *model) rows.append(as_bytes(key), as_bytes(value));
    rows.sort();
    run.views.push_back(std::move(rows));
  }
  return run;
}

Model scanned(Database const& database, ViewIndex view, std::string const& from,
              std::string const& to, Direction direction, std::vector<std::string>* order) {
  Model rows;
  auto const done = database.scan(view, as_bytes(from), as_bytes(to), direction,
                                  [&](ByteView key, ByteView value) {
                                    rows.emplace(as_text(key), as_text(value));
                                    if (order != nullptr) order->emplace_back(as_text(key));
                                    return true;
                                  });
  EXPECT_TRUE(done);
  return rows;
}

TEST(Rows, SortByKeyBytewise) {
  Rows rows;
  std::vector<std::string> const keys{"b", "aaaaaaaab", "aaaaaaaa", "\xff", "aaaaaaaaa", "a"};
  for (std::string const& key : keys) rows.append(as_bytes(key), as_bytes("value of " + key));
  EXPECT_FALSE(rows.is_sorted());
  rows.sort();
  EXPECT_TRUE(rows.is_sorted());
  std::vector<std::string> sorted = keys;
  std::ranges::sort(sorted, [](std::string const& a, std::string const& b) {
    return std::ranges::lexicographical_compare(as_bytes(a), as_bytes(b));
  });
  for (std::size_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(as_text(rows.key(i)), sorted[i]);
    EXPECT_EQ(as_text(rows.value(i)), "value of " + sorted[i]);
  }
  rows.append(as_bytes("a"), {});
  rows.sort();
  EXPECT_FALSE(rows.is_sorted()) << "a key twice";
}

// python3: hashlib.sha256 over struct.pack(">QQQ", 1, 101, 200), then ">Q" 1, ">II" 5 2, key,
// value, then ">Q" 2 and two rows likewise.
TEST(Run, HasTheFrozenDigest) {
  auto const run = run_of(1, {{"key-1", "v1"}}, {{"a", ""}, {"b", "xyz"}});
  EXPECT_EQ(to_hex(run_digest(run)),
            "75021859427cd1d6fff64ca77f25a75fb2f21b766e7a90356547056905bec779");
}

TEST(Database, IsEmptyWhenItIsNew) {
  ScratchDir const dir;
  auto const database = open_database(config_of(dir));
  ASSERT_TRUE(database);
  EXPECT_TRUE(database->runs().empty());
  EXPECT_FALSE(database->last_run());
  EXPECT_FALSE(database->get(plain, as_bytes("x")).value());
  EXPECT_FALSE(database->last_at_or_before(grouped, as_bytes("g"), as_bytes("g")).value());
}

/// Three runs of random rows, none in one of the views.
class ThreeRuns : public testing::Test {
 protected:
  void SetUp() override {
    SCOPED_TRACE("seed " + std::to_string(seed_));
    std::mt19937_64 random(seed_);
    database_ = open_database(config_of(dir_));
    ASSERT_TRUE(database_);
    for (std::uint64_t number = 0; number < 3; ++number) {
      Model grouped_rows;
      Model plain_rows;
      for (int i = 0; i < 60; ++i) {
        std::string const row = std::to_string(number) + "." + std::to_string(i);
        std::string const group = "grp" + std::to_string(random() % 6);
        grouped_rows[group + std::to_string(random() % 1'000) + "/" + row] = "g" + row;
        if (number != 1) plain_rows[std::to_string(random() % 1'000) + "/" + row] = "p" + row;
      }
      auto const added = database_->ingest(run_of(number, grouped_rows, plain_rows));
      ASSERT_TRUE(added) << added.error().what;
      EXPECT_EQ(added->digest, run_digest(run_of(number, grouped_rows, plain_rows)));
      infos_.push_back(*added);
      grouped_.merge(grouped_rows);
      plain_.merge(plain_rows);
    }
  }

  std::uint64_t const seed_ = std::random_device{}();
  ScratchDir const dir_;
  std::unique_ptr<Database> database_;
  std::vector<RunInfo> infos_;
  Model grouped_;
  Model plain_;
};

TEST_F(ThreeRuns, AreThereAfterItWasOpenedAgain) {
  for (bool const read_only : {false, true}) {
    database_.reset();
    auto config = config_of(dir_);
    config.read_only = read_only;
    database_ = open_database(config);
    ASSERT_TRUE(database_);
    EXPECT_EQ(database_->runs(), infos_);
    EXPECT_EQ(database_->last_run()->number, 2U);
    EXPECT_EQ(database_->last_run()->last, Position{300});
    EXPECT_EQ(scanned(*database_, grouped, "", "", Direction::forward, nullptr), grouped_);
    EXPECT_EQ(scanned(*database_, plain, "", "", Direction::backward, nullptr), plain_);
  }
}

TEST_F(ThreeRuns, GiveTheRowUnderAKey) {
  for (auto const& [key, value] : plain_) {
    EXPECT_EQ(as_text(database_->get(plain, as_bytes(key)).value().value()), value);
  }
  for (auto const& [key, value] : grouped_) {
    EXPECT_EQ(as_text(database_->get(grouped, as_bytes(key)).value().value()), value);
  }
  EXPECT_FALSE(database_->get(grouped, as_bytes("grp0!")).value());
}

TEST_F(ThreeRuns, GiveTheLastRowAtOrBefore) {
  rc::check("as a sorted map does", [&] {
    bool const in_groups = *rc::gen::arbitrary<bool>();
    Model const& model = in_groups ? grouped_ : plain_;
    std::string const group =
        in_groups ? "grp" + std::to_string(*rc::gen::inRange(0, 8)) : std::string();
    std::size_t const prefix_bytes = *rc::gen::inRange<std::size_t>(0, group.size() + 1);
    std::string const key = group + std::to_string(*rc::gen::inRange(0, 1'000)) + "/";
    std::string const prefix = key.substr(0, prefix_bytes);
    auto at = model.upper_bound(key);
    std::optional<std::string> expected;
    if (at != model.begin() && (--at)->first.starts_with(prefix)) expected = at->first;
    auto const row =
        database_->last_at_or_before(in_groups ? grouped : plain, as_bytes(prefix), as_bytes(key));
    RC_ASSERT(row.has_value());
    RC_ASSERT(row->has_value() == expected.has_value());
    if (!expected) return;
    RC_ASSERT(as_text((*row)->key) == *expected);
    RC_ASSERT(as_text((*row)->value) == model.at(*expected));
  });
}

TEST_F(ThreeRuns, AreScannedBothWaysWithinBounds) {
  rc::check("as a sorted map is", [&] {
    auto const from = std::to_string(*rc::gen::inRange(0, 1'000));
    auto const to = *rc::gen::arbitrary<bool>() ? std::to_string(*rc::gen::inRange(0, 1'000)) : "";
    Model expected;
    for (auto const& row : plain_) {
      if (row.first >= from && (to.empty() || row.first < to)) expected.insert(row);
    }
    std::vector<std::string> up;
    std::vector<std::string> down;
    RC_ASSERT(scanned(*database_, plain, from, to, Direction::forward, &up) == expected);
    RC_ASSERT(scanned(*database_, plain, from, to, Direction::backward, &down) == expected);
    std::ranges::reverse(down);
    RC_ASSERT(up == down);
    RC_ASSERT(std::ranges::is_sorted(up));
  });
}

TEST_F(ThreeRuns, AreScannedUntilTheVisitorHasEnough) {
  int visited = 0;
  ASSERT_TRUE(database_->scan(plain, {}, {}, Direction::forward,
                              [&](ByteView, ByteView) { return ++visited < 5; }));
  EXPECT_EQ(visited, 5);
}

TEST_F(ThreeRuns, DoNotShowARunThatWasHalfWritten) {
  database_.reset();
  // As after a crash between the tables and their adding: whole tables, and a cut one.
  auto const incoming = config_of(dir_).dir / "incoming";
  {
    rocksdb::SstFileWriter writer({}, {});
    ASSERT_TRUE(writer.Open((incoming / "3-2.sst").string()).ok());
    ASSERT_TRUE(writer.Put("grp0-half", "written").ok());
    ASSERT_TRUE(writer.Finish().ok());
    std::ofstream(incoming / "3-3.sst") << "cut";
  }
  database_ = open_database(config_of(dir_));
  EXPECT_EQ(database_->runs(), infos_);
  EXPECT_FALSE(database_->get(grouped, as_bytes("grp0-half")).value());
  EXPECT_TRUE(std::filesystem::is_empty(incoming));
  auto const added = database_->ingest(run_of(3, {{"grp0-whole", "now"}}, {}));
  ASSERT_TRUE(added) << added.error().what;
  EXPECT_EQ(as_text(*database_->get(grouped, as_bytes("grp0-whole")).value()), "now");
}

TEST_F(ThreeRuns, AreRefusedWhenTheFormatIsNewerOrOlder) {
  database_.reset();
  auto config = config_of(dir_);
  config.format = 3;
  EXPECT_EQ(Database::open(config).error().code, Errc::malformed);
  ASSERT_TRUE(write_format(config.dir, 9));
  auto const newer = Database::open(config);
  EXPECT_EQ(newer.error().code, Errc::newer_format);
  EXPECT_THAT(newer.error().what, HasSubstr("format 9"));
  EXPECT_THAT(newer.error().what, HasSubstr("up to 3"));
}

TEST_F(ThreeRuns, AreRefusedWhenTheViewsAreOthers) {
  database_.reset();
  auto config = config_of(dir_);
  config.views.push_back({.name = "third"});
  auto const more = Database::open(config);
  EXPECT_EQ(more.error().code, Errc::malformed);
  EXPECT_THAT(more.error().what, HasSubstr("lacks a view"));
  config.views.resize(1);
  auto const fewer = Database::open(config);
  EXPECT_EQ(fewer.error().code, Errc::malformed);
  EXPECT_THAT(fewer.error().what, HasSubstr("\"plain\""));
}

TEST_F(ThreeRuns, AreRefusedWhenOneIsMissing) {
  database_.reset();
  rocksdb::DB* raw = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  auto const dir = config_of(dir_).dir.string();
  ASSERT_TRUE(rocksdb::DB::Open({}, dir,
                                {{"default", {}}, {"runs", {}}, {"grouped", {}}, {"plain", {}}},
                                &handles, &raw)
                  .ok());
  ASSERT_TRUE(raw->Delete({}, handles[1], std::string("\0\0\0\0\0\0\0\1", 8)).ok());
  for (auto* const handle : handles) raw->DestroyColumnFamilyHandle(handle);
  delete raw;
  auto const opened = Database::open(config_of(dir_));
  EXPECT_EQ(opened.error().code, Errc::corrupt);
  EXPECT_THAT(opened.error().what, HasSubstr("lacks run 1"));
}

TEST(Database, MayBeReadWhileRunsAreAdded) {
  ScratchDir const dir;
  auto const database = open_database(config_of(dir));
  std::atomic<bool> done = false;
  {
    std::jthread const reader([&] {
      while (!done) {
        auto const last = database->last_run();
        Model const rows = scanned(*database, plain, "", "", Direction::forward, nullptr);
        ASSERT_GE(rows.size(), last ? last->number + 1 : 0);
      }
    });
    for (std::uint64_t number = 0; number < 10; ++number) {
      ASSERT_TRUE(database->ingest(run_of(number, {}, {{"k" + std::to_string(number), "v"}})));
    }
    done = true;
  }
  EXPECT_EQ(database->runs().size(), 10U);
}

// Past a hundred runs sixteen are merged into one, and every row is still found.
TEST(DatabaseSlow, MergesRunsAndLosesNoRow) {
  ScratchDir const dir;
  auto database = open_database(config_of(dir));
  Model all;
  for (std::uint64_t number = 0; number < 140; ++number) {
    Model rows;
    for (int i = 0; i < 20; ++i) {
      rows["grp" + std::to_string(i % 5) + "/" + std::to_string(number * 7'919 % 1'000) + "/" +
           std::to_string(i)] = std::to_string(number);
    }
    ASSERT_TRUE(database->ingest(run_of(number, rows, {})));
    all.merge(rows);
  }
  for (int i = 0; i < 100 && database->run_files(grouped) > 110; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_LE(database->run_files(grouped), 110U);
  EXPECT_GE(database->run_files(grouped), 60U);
  database.reset();
  database = open_database(config_of(dir));
  EXPECT_EQ(database->runs().size(), 140U);
  EXPECT_EQ(scanned(*database, grouped, "", "", Direction::forward, nullptr), all);
  for (auto const& [key, value] : all) {
    if (!key.starts_with("grp1")) continue;
    auto const row = database->last_at_or_before(grouped, as_bytes("grp1"), as_bytes(key));
    ASSERT_TRUE(row && *row);
    ASSERT_EQ(as_text(row.value()->key), key);
  }
}

}  // namespace
}  // namespace gl::journal
