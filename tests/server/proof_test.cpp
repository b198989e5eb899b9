// What the server proves is checked here with the public key alone, by the functions that auditors
// use.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "keys/log_key.h"
#include "proof/checkpoint.h"
#include "proof/merkle.h"
#include "support/ledger_fixture.h"
#include "support/sample_commands.h"

namespace gl::server {
namespace {

using ledger::Role;
using ::testing::HasSubstr;

class ProofTest : public ::testing::Test {
 protected:
  /// Appends an event, or a recorded refusal, and gives its position.
  Position append() {
    auto client = ledger_.client("alice", Role::administrator);
    auto const name = "P" + std::to_string(++programmes_);
    auto const command = ledger_.command(gl::testing::sample_programme(name));
    auto const at = ledger_.clock().now();
    auto const answers = gl::testing::must(client->submit({command}, {.recorded_at = at})).answers;
    EXPECT_NE(answers.at(0).last, Position{});
    return answers.at(0).last;
  }

  proof::VerifierKey key() { return ledger_.notary().verifier(); }
  proof::TreeHead tree_of(std::string const& note) {
    return proof::open_checkpoint(note, key()).value().checkpoint.tree;
  }

  gl::testing::LedgerFixture ledger_;
  int programmes_ = 0;
};

TEST_F(ProofTest, GivesTheCheckpointThatHoldsAPosition) {
  auto auditor = ledger_.client("ute", Role::auditor);
  EXPECT_EQ(tree_of(gl::testing::must(auditor->checkpoint({})).note).size, 1U);
  auto const position = append();
  auto const reply = gl::testing::must(auditor->checkpoint({position}));
  EXPECT_GE(tree_of(reply.note).size, position.value());
  EXPECT_EQ(reply.verifier_key, to_string(key()));
  auto const status = gl::testing::must(auditor->status());
  EXPECT_EQ(tree_of(reply.note).root, status.root);
}

// Who keeps what each connection was greeted with sees a rollback or a fork.
TEST_F(ProofTest, GreetsWithTheLatestCheckpoint) {
  auto auditor = ledger_.client("ute", Role::auditor);
  auto const position = append();
  auto const latest = gl::testing::must(auditor->checkpoint({position})).note;
  auto again = ledger_.client("ute", Role::auditor);
  EXPECT_EQ(again->hello().checkpoint, latest);
}

TEST_F(ProofTest, ProvesAnEventAsSoonAsItWasAnswered) {
  auto auditor = ledger_.client("ute", Role::auditor);
  for (int i = 0; i < 3; ++i) {
    auto const position = append();
    auto const file = gl::testing::must(auditor->inclusion_proof({position})).file;
    EXPECT_EQ(file.index, position.value() - 1);
    EXPECT_EQ(file.extra, ledger_.journal().read_one(position).value());
    EXPECT_TRUE(proof::check_inclusion(proof::leaf_hash(file.extra), file.index, file.path,
                                       tree_of(file.checkpoint)));
  }
}

TEST_F(ProofTest, ProvesThatTheLedgerOnlyGrew) {
  auto auditor = ledger_.client("ute", Role::auditor);
  auto const before = tree_of(gl::testing::must(auditor->checkpoint({append()})).note);
  static_cast<void>(append());
  auto const last = append();
  auto const file =
      gl::testing::must(auditor->consistency_proof({Position{before.size}, last})).file;
  EXPECT_EQ(file.older, before);
  EXPECT_EQ(file.newer.size, last.value());
  EXPECT_TRUE(proof::check_consistency(before, file.newer, file.path));
  EXPECT_TRUE(proof::check_consistency(file.newer, tree_of(file.checkpoint), file.checkpoint_path));
}

TEST_F(ProofTest, SaysWhatCannotBeProved) {
  auto auditor = ledger_.client("ute", Role::auditor);
  ASSERT_TRUE(auditor->checkpoint({})) << "before the first one everything is to come";
  auto const beyond = auditor->inclusion_proof({Position{99}});
  EXPECT_EQ(beyond.error().code, wire::Code::beyond_head);
  EXPECT_EQ(auditor->inclusion_proof({Position{}}).error().code, wire::Code::not_found);
  EXPECT_EQ(auditor->checkpoint({Position{99}}).error().code, wire::Code::beyond_head);
  EXPECT_EQ(auditor->consistency_proof({Position{}, Position{1}}).error().code, wire::Code::usage);
  EXPECT_EQ(auditor->consistency_proof({Position{1}, Position{9}}).error().code,
            wire::Code::beyond_head);
}

TEST_F(ProofTest, ShowsAnEventToThoseWhoMayReadEvents) {
  auto portal = ledger_.client("portal", Role::applicant);
  EXPECT_EQ(portal->inclusion_proof({Position{1}}).error().code, wire::Code::forbidden);
  EXPECT_TRUE(portal->checkpoint({}));
  EXPECT_TRUE(portal->consistency_proof({Position{1}, Position{}}));
}

}  // namespace
}  // namespace gl::server
