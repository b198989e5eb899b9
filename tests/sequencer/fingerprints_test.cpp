#include "sequencer/fingerprints.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <random>
#include <unordered_map>
#include <vector>

namespace gl::sequencer {
namespace {

using Model = std::unordered_map<std::uint64_t, std::uint64_t>;

std::optional<Position> find(Fingerprints const& table, Model const& model, std::uint64_t hash) {
  return table.find(hash, [&](Position position) {
    auto const at = model.find(hash);  // what verifying in the event comes to
    return at != model.end() && at->second == position.value();
  });
}

// Hashes from a few values of each half, so that equal fingerprints of different ids are common.
RC_GTEST_PROP(Fingerprints, KnowWhatAMapKnows, ()) {
  auto const table = std::make_unique<Fingerprints>();
  Model model;
  auto const hashes = *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::apply(
      [](std::uint64_t high, std::uint64_t low) { return high << 50U | low; },
      rc::gen::inRange<std::uint64_t>(0, 8), rc::gen::inRange<std::uint64_t>(0, 1U << 28U)));
  std::uint64_t position = 0;
  for (auto const hash : hashes) {
    RC_ASSERT(find(*table, model, hash).has_value() == model.contains(hash));
    ++position;
    if (!model.emplace(hash, position).second) continue;
    table->insert(hash, Position{position});
    RC_ASSERT(find(*table, model, hash) == Position{position});
  }
  for (auto const& [hash, at] : model) RC_ASSERT(find(*table, model, hash) == Position{at});
  RC_ASSERT(table->size() == model.size());
}

TEST(Fingerprints, OfferEveryPositionThatSharesAFingerprintUntilOneIsConfirmed) {
  auto const table = std::make_unique<Fingerprints>();
  std::uint64_t const hash = 0xabcdef0123456789U;
  for (std::uint64_t i = 1; i <= 5; ++i) table->insert(hash, Position{i * 1'000});
  std::vector<std::uint64_t> offered;
  EXPECT_EQ(table->find(hash, [&](Position p) { return offered.push_back(p.value()), false; }),
            std::nullopt);
  EXPECT_EQ(offered, (std::vector<std::uint64_t>{1'000, 2'000, 3'000, 4'000, 5'000}));
  EXPECT_EQ(table->find(hash, [](Position p) { return p == Position{4'000}; }), Position{4'000});
}

TEST(Fingerprints, HoldTheLargestPositionAndTheExtremesOfTheHash) {
  auto const table = std::make_unique<Fingerprints>();
  Position const last{Fingerprints::position_max};
  auto const always = [](Position) { return true; };
  EXPECT_EQ(table->find(0, always), std::nullopt);
  table->insert(0, last);
  table->insert(~std::uint64_t{0}, Position{1});
  EXPECT_EQ(table->find(0, always), last);
  EXPECT_EQ(table->find(~std::uint64_t{0}, always), Position{1});
}

TEST(FingerprintsSlow, FindAMillionIdsAmongOthersInFifteenBytesEach) {
  auto const table = std::make_unique<Fingerprints>();
  std::mt19937_64 random{20'160'905};
  std::vector<std::uint64_t> hashes(2'000'000);
  for (auto& hash : hashes) hash = random();
  auto const known = hashes.size() / 2;
  for (std::size_t i = 0; i < known; ++i) {
    table->insert(hashes[i], Position{i + 1});
    if (i >= 200'000 && i % 50'000 == 0) {  // at every size, not only at a lucky one
      EXPECT_LE(table->bytes() / table->size(), 15U) << "at " << table->size() << " ids";
    }
  }
  std::size_t asked_in_vain = 0;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    auto const found = table->find(hashes[i], [&](Position position) {
      bool const is_it = position.value() == i + 1;
      if (!is_it) ++asked_in_vain;
      return is_it;
    });
    ASSERT_EQ(found.has_value(), i < known) << "id " << i;
  }
  EXPECT_LE(asked_in_vain, 20U);  // about 2 expected: 2 million lookups × 1 million / 2^40
}

}  // namespace
}  // namespace gl::sequencer
