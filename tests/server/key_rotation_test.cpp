// The ledger changes its key: over the wire, and at each step at which a process can die.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>

#include "codec/event_codec.h"
#include "keys/log_key.h"
#include "keys/log_key_change.h"
#include "notary/rotation_file.h"
#include "proof/merkle.h"
#include "support/ledger_fixture.h"
#include "support/sample_commands.h"

namespace gl::server {
namespace {

namespace fs = std::filesystem;
using gl::testing::must;
using ledger::Role;
using ::testing::HasSubstr;

std::string text_of(fs::path const& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write(fs::path const& path, std::string_view text) {
  std::ofstream{path, std::ios::binary | std::ios::trunc} << text;
}

class KeyRotation : public ::testing::Test {
 protected:
  Position append() {
    auto client = ledger_.client("alice", Role::administrator);
    auto const name = "P" + std::to_string(++programmes_);
    auto const command = ledger_.command(gl::testing::sample_programme(name));
    return must(client->submit({command}, {.recorded_at = ledger_.clock().now()}))
        .answers.at(0)
        .last;
  }
  wire::RotateLogKeyReply rotate() {
    return must(ledger_.client("alice", Role::administrator)->rotate_log_key());
  }
  proof::VerifierKey key() { return ledger_.notary().verifier(); }
  std::string checkpoint_holding(Position position) {
    return must(ledger_.client("ute", Role::auditor)->checkpoint({position})).note;
  }
  fs::path keys(std::string_view name) { return ledger_.directory() / "keys" / name; }
  std::string why_it_does_not_start() {
    try {
      ledger_.start();
    } catch (std::runtime_error const& error) {
      return error.what();
    }
    return "it starts";
  }
  bool is_in_keys(std::string const& secret) {
    for (auto const& file : fs::directory_iterator{ledger_.directory() / "keys"}) {
      if (text_of(file.path()).contains(secret)) return true;
    }
    return false;
  }
  /// The change is whole: `retired` vouches for `next`, which signs, and its secret is gone.
  void expect_changed(Position position, proof::VerifierKey const& retired,
                      proof::VerifierKey const& next, std::string const& retired_secret) {
    EXPECT_EQ(key(), next);
    EXPECT_EQ(text_of(keys("log.vkey")), to_string(next) + "\n");
    EXPECT_FALSE(fs::exists(keys("log.next.key")));
    EXPECT_FALSE(is_in_keys(retired_secret));
    auto auditor = ledger_.client("ute", Role::auditor);
    auto const file = must(auditor->inclusion_proof({position, true})).file;
    auto const both =
        must(proof::open_transition(file.checkpoint, retired, next, position.value()));
    EXPECT_TRUE(proof::check_inclusion(proof::leaf_hash(file.extra), file.index, file.path,
                                       both.checkpoint.tree));
    auto const event = must(codec::decode_event(file.extra));
    auto const& rotated = std::get<ledger::LogKeyRotated>(event.body);
    EXPECT_EQ(rotated.retired.view(), to_string(retired));
    EXPECT_EQ(rotated.key.view(), to_string(next));
    auto const later = checkpoint_holding(append());
    EXPECT_TRUE(proof::open_checkpoint(later, next));
    EXPECT_FALSE(proof::open_checkpoint(later, retired));
  }

  gl::testing::LedgerFixture ledger_;
  int programmes_ = 0;
};

TEST_F(KeyRotation, IsAnEventByWhoAskedAndBothKeysSignIt) {
  append();
  auto const old_key = key();
  auto const secret = text_of(keys("log.key")).substr(0, 64);
  auto const head = ledger_.journal().watermark();
  auto const changed = rotate();
  EXPECT_EQ(changed.position, Position{head.value() + 1});
  EXPECT_EQ(changed.retired, to_string(old_key));
  EXPECT_EQ(changed.key, to_string(key()));
  EXPECT_EQ(changed.checkpoint,
            must(ledger_.client("ute", Role::auditor)->inclusion_proof({changed.position, true}))
                .file.checkpoint);
  auto const event = must(codec::decode_event(must(ledger_.journal().read_one(changed.position))));
  EXPECT_EQ(to_string(event.envelope.stream), "ledger");
  EXPECT_EQ(event.envelope.previous_in_stream, Position{1});
  EXPECT_EQ(event.envelope.actor.person.view(), "alice");
  EXPECT_EQ(event.envelope.actor.role, Role::administrator);
  expect_changed(changed.position, old_key, key(), secret);
}

TEST_F(KeyRotation, IsForAdministratorsOnly) {
  auto const before = key();
  for (auto const role : {Role::auditor, Role::finance, Role::officer, Role::dpo}) {
    EXPECT_EQ(ledger_.client("ute", role)->rotate_log_key().error().code, wire::Code::forbidden);
  }
  EXPECT_EQ(key(), before);
  EXPECT_EQ(ledger_.journal().watermark(), Position{1}) << "nothing is recorded";
}

TEST_F(KeyRotation, MayComeAgainAndAgainAndIsThereAfterEveryRestart) {
  std::vector<wire::RotateLogKeyReply> changes;
  for (int i = 0; i < 3; ++i) {
    changes.push_back(rotate());
    append();
    ledger_.stop();
    if (i == 1) fs::remove_all(ledger_.directory() / "views");
    ledger_.start();
    EXPECT_EQ(to_string(key()), changes.back().key);
  }
  EXPECT_EQ(changes[1].retired, changes[0].key);
  EXPECT_EQ(ledger_.notary().keys().changes(), 3U);
  auto auditor = ledger_.client("ute", Role::auditor);
  for (auto const& change : changes) {
    EXPECT_EQ(must(auditor->inclusion_proof({change.position, true})).file.checkpoint,
              change.checkpoint);
  }
  EXPECT_EQ(must(auditor->inclusion_proof({Position{}, true})).file.checkpoint,
            changes.back().checkpoint);
  EXPECT_EQ(auditor->inclusion_proof({Position{1}, true}).error().code, wire::Code::not_found);
}

TEST_F(KeyRotation, LeavesTheSealsOfTheRetiredKeyInPlace) {
  append();
  auto auditor = ledger_.client("ute", Role::auditor);
  auto const before = must(auditor->seal({})).notes.at(0);
  auto const old_key = key();
  rotate();
  append();
  auto const after = must(auditor->seal({})).notes.at(0);
  ledger_.stop();
  ledger_.start();
  auditor = ledger_.client("ute", Role::auditor);
  EXPECT_EQ(must(auditor->seals({})).notes, (std::vector{before, after}));
  EXPECT_TRUE(proof::open_seal(before, old_key));
  EXPECT_TRUE(proof::open_seal(before, ledger_.notary().keys()));
  EXPECT_TRUE(proof::open_seal(after, key()));
  EXPECT_FALSE(proof::open_seal(after, old_key));
}

// ---- a process dies ----

TEST_F(KeyRotation, IsForgottenWhenTheProcessDiesBeforeItsEvent) {
  auto const before = key();
  for (bool const is_whole : {true, false}) {
    ledger_.stop();
    must(keys::make_next_log_key(ledger_.directory(), ledger_.id(), ledger_.random()));
    auto const secret = text_of(keys("log.next.key")).substr(0, 64);
    if (!is_whole) write(keys("log.next.key"), "0123");
    ledger_.start();
    EXPECT_EQ(key(), before);
    EXPECT_FALSE(fs::exists(keys("log.next.key")));
    EXPECT_FALSE(is_in_keys(secret));
  }
  rotate();
  EXPECT_NE(key(), before);
}

TEST_F(KeyRotation, IsEndedWhenTheProcessDiesBehindItsEvent) {
  auto const position = append();
  checkpoint_holding(position);
  auto const old_key = key();
  auto const secret = text_of(keys("log.key")).substr(0, 64);
  // As far as the event, as the server does it.
  auto const next =
      must(keys::make_next_log_key(ledger_.directory(), ledger_.id(), ledger_.random()));
  ledger_.notary().hold();
  std::promise<sequencer::AdministrativeAct::Recorded> durable;
  sequencer::AdministrativeAct act;
  act.body = ledger::LogKeyRotated{ledger::LogKey{to_string(old_key)},
                                   ledger::LogKey{to_string(next.verifier())}};
  act.actor.person = ledger::PersonId{"alice"};
  act.actor.role = Role::administrator;
  act.done = [&](sequencer::AdministrativeAct::Recorded const& at) { durable.set_value(at); };
  must(ledger_.sequencer().record(std::move(act)));
  auto const recorded = durable.get_future().get();
  append();
  ledger_.stop();
  ledger_.start();
  expect_changed(recorded.position, old_key, next.verifier(), secret);
}

/// What keys/ and rotations/ hold when a process dies behind the checkpoint that both signed.
enum class Cut { before_rotations, before_keys, before_secret, before_rename };

class KeyRotationCut : public KeyRotation, public ::testing::WithParamInterface<Cut> {};

TEST_P(KeyRotationCut, IsEndedByTheNextStart) {
  append();
  auto const old_key = key();
  auto const old_secret = text_of(keys("log.key"));
  auto const changed = rotate();
  auto const next = key();
  ledger_.stop();
  // Back to what stood there.
  fs::rename(keys("log.key"), keys("log.next.key"));
  write(keys("log.key"),
        GetParam() == Cut::before_rename ? std::string(old_secret.size(), '\0') : old_secret);
  if (GetParam() == Cut::before_rotations || GetParam() == Cut::before_keys) {
    write(keys("log.vkey"), to_string(old_key) + "\n");
    auto const text = to_string(old_key);
    fs::remove(keys("log-" + text.substr(text.find('+') + 1, 8) + ".vkey"));
  }
  if (GetParam() == Cut::before_rotations) {
    fs::remove_all(notary::rotation_directory(ledger_.directory()));
  }
  ledger_.start();
  expect_changed(changed.position, old_key, next, old_secret.substr(0, 64));
  ledger_.stop();
  ledger_.start();
  EXPECT_EQ(key(), next);
}

INSTANTIATE_TEST_SUITE_P(AtEachStep, KeyRotationCut,
                         ::testing::Values(Cut::before_rotations, Cut::before_keys,
                                           Cut::before_secret, Cut::before_rename));

// ---- what does not fit together ----

TEST_F(KeyRotation, DoesNotStartWithTheKeyThatWasRetired) {
  auto const old_secret = text_of(keys("log.key"));
  auto const changed = rotate();
  append();
  ledger_.stop();
  fs::remove(keys("log.vkey"));
  write(keys("log.key"), old_secret);
  auto const why = why_it_does_not_start();
  EXPECT_THAT(why,
              HasSubstr("keys/log.key holds " + changed.retired + ", which the event at position " +
                        std::to_string(changed.position.value()) + " retired; since position " +
                        std::to_string(changed.position.value()) + " the ledger signs with " +
                        changed.key));
}

TEST_F(KeyRotation, DoesNotStartWithAKeyThatNoEventNames) {
  auto const changed = rotate();
  ledger_.stop();
  fs::remove(keys("log.vkey"));
  write(keys("log.key"), std::string(64, '7') + "\n");
  auto const why = why_it_does_not_start();
  EXPECT_THAT(why, HasSubstr("keys/log.key holds grandlivre/"));
  EXPECT_THAT(why, HasSubstr("the ledger signs with " + changed.key));
}

TEST_F(KeyRotation, DoesNotStartWhenTheJournalIsOlderThanItsKeys) {
  append();
  ledger_.stop();
  auto const backup = ledger_.directory() / "backup";
  fs::create_directory(backup);
  auto const copy = [](fs::path const& from, fs::path const& to) {
    for (auto const* const name : {"journal", "views", "HEAD", "checkpoint"}) {
      fs::remove_all(to / name);
      fs::copy(from / name, to / name, fs::copy_options::recursive);
    }
  };
  copy(ledger_.directory(), backup);
  ledger_.start();
  auto const changed = rotate();
  ledger_.stop();
  copy(backup, ledger_.directory());
  EXPECT_THAT(why_it_does_not_start(),
              HasSubstr("keys/ keeps " + changed.retired +
                        " as retired, and no event of the journal retires it"));
}

TEST_F(KeyRotation, DoesNotStartBesideACheckpointThatTheRetiredKeySignedSince) {
  auto thief = must(keys::open_log_key(ledger_.directory(), ledger_.id()));
  auto const changed = rotate();
  auto const last = append();
  auto const note = checkpoint_holding(last);
  ledger_.stop();
  auto const tree = must(proof::open_checkpoint(note, must(proof::parse_verifier_key(changed.key))))
                        .checkpoint.tree;
  write(ledger_.directory() / "checkpoint", proof::sign_checkpoint(tree, thief));
  EXPECT_THAT(why_it_does_not_start(),
              HasSubstr("which the event at position " + std::to_string(changed.position.value()) +
                        " retired"));
}

}  // namespace
}  // namespace gl::server
