#include "replication/solo.h"

#include <gtest/gtest.h>

namespace gl::replication {
namespace {

TEST(Solo, OrdersWhatItsOnlyWriterAppendsAtOnce) {
  Solo log{Position{10}};
  auto const epoch = log.open_epoch();
  ASSERT_TRUE(epoch);
  auto const verdict = log.append({*epoch, Position{11}, 3, {}, {}});
  ASSERT_TRUE(verdict);
  EXPECT_TRUE(verdict->ordered);
  EXPECT_EQ(verdict->sequence, Sequence{13});
  EXPECT_EQ(log.head().value(), Sequence{13});
  EXPECT_EQ(log.info().engine, "solo");
  EXPECT_EQ(log.info().copies, 1U);
}

TEST(Solo, VoidsABlockThatDoesNotContinueTheOrder) {
  Solo log{Position{10}};
  auto const epoch = log.open_epoch().value();
  EXPECT_FALSE(log.append({epoch, Position{12}, 1, {}, {}})->ordered);
  EXPECT_FALSE(log.append({epoch, Position{10}, 1, {}, {}})->ordered);
  EXPECT_FALSE(log.append({Epoch{epoch.value() + 1}, Position{11}, 1, {}, {}})->ordered);
  EXPECT_EQ(log.head().value(), Sequence{10});
}

TEST(Solo, KeepsNoBlocksAndSaysWhereToRead) {
  Solo log{Position{10}};
  auto const block = log.read(Sequence{1});
  ASSERT_FALSE(block);
  EXPECT_EQ(block.error().code, Errc::not_found);
  EXPECT_NE(block.error().what.find("journal"), std::string::npos);
}

}  // namespace
}  // namespace gl::replication
