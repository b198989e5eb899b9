// A change of the ledger's key is recorded by the server alone: whether it would have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "audit/forged.h"
#include "proof/note.h"

namespace gl::audit::testing {
namespace {

using namespace ledger;
using namespace ledger::testing;
using ::testing::HasSubstr;

class KeyRotationCheck : public ::testing::Test {
 protected:
  LogKey key(std::uint8_t seed) const { return key_named(name_, seed); }
  static LogKey key_named(std::string const& name, std::uint8_t seed) {
    proof::NoteSigner signer{name, {}};
    signer.secret.bytes.fill(std::byte{seed});
    return LogKey{to_string(signer.verifier())};
  }
  /// Records it as the server would.
  void rotate(LogKey const& retired, LogKey const& next) {
    Situation const now{world_.state.last_recorded_at(),
                        paris_date(world_.state.last_recorded_at()), nullptr};
    Actor const admin{PersonId{"anne"}, Role::administrator, {}, {}};
    world_.events.push_back(record_act(world_.state, LogKeyRotated{retired, next}, admin, now));
    apply(world_.state, world_.events.back());
  }
  std::string differs(std::function<void(Event&)> const& change) const {
    auto events = world_.events;
    change(events.back());
    return audited(events).text();
  }
  static LogKeyRotated& body(Event& event) { return std::get<LogKeyRotated>(event.body); }

  World world_ = with_award();
  std::string name_ = "grandlivre/" + to_string(world_.state.ledger());
};

TEST_F(KeyRotationCheck, TakesOneAfterTheOtherByAnAdministrator) {
  rotate(key(1), key(2));
  rotate(key(2), key(3));
  EXPECT_EQ(audited(world_.events).text(), "");
}

TEST_F(KeyRotationCheck, TakesNoneOfAnybodyElse) {
  rotate(key(1), key(2));
  EXPECT_EQ(differs([](Event& e) { e.envelope.actor.role = Role::finance; }),
            "10 LogKeyRotated NO_COMMAND");
  EXPECT_EQ(differs([](Event& e) { e.envelope.actor.person = {}; }), "10 LogKeyRotated NO_COMMAND");
  EXPECT_EQ(differs([](Event& e) { e.envelope.command_id.bytes[0] = std::byte{1}; }),
            "10 LogKeyRotated NOT_DECIDED");
  EXPECT_EQ(differs([](Event& e) { e.envelope.previous_in_stream = Position{9}; }),
            "10 LogKeyRotated NOT_DECIDED");
}

TEST_F(KeyRotationCheck, NamesWhatIsNoKeyOfThisLedger) {
  rotate(key(1), key(2));
  for (auto const& other : {LogKey{"nonsense"}, LogKey{},
                            key_named("grandlivre/0155a2f0-9a80-7abc-9def-0123456789ab", 2)}) {
    EXPECT_EQ(differs([&](Event& e) { body(e).key = other; }), "10 LogKeyRotated NO_COMMAND");
    EXPECT_EQ(differs([&](Event& e) { body(e).retired = other; }), "10 LogKeyRotated NO_COMMAND");
  }
}

TEST_F(KeyRotationCheck, NamesTheKeyThatWasNotTheCurrentOneAndTheWayBack) {
  rotate(key(1), key(2));
  rotate(key(2), key(3));
  EXPECT_EQ(differs([&](Event& e) { body(e).retired = key(1); }), "11 LogKeyRotated NO_COMMAND");
  EXPECT_EQ(differs([&](Event& e) { body(e).key = key(2); }), "11 LogKeyRotated NO_COMMAND");
  EXPECT_EQ(differs([&](Event& e) { body(e).key = key(1); }), "11 LogKeyRotated NO_COMMAND");
  auto events = world_.events;
  body(events.back()).key = key(1);
  auto const verdict = audited(events);
  ASSERT_FALSE(verdict.findings.empty());
  EXPECT_THAT(verdict.findings.front().sentence, HasSubstr("it goes back to " + name_ + "+"));
}

}  // namespace
}  // namespace gl::audit::testing
