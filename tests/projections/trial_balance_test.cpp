#include "projections/trial_balance.h"

#include <gtest/gtest.h>

#include <string>

#include "projections/random_ledger.h"
#include "projections/rig.h"
#include "proof/sha256.h"

namespace gl::projections::testing {
namespace {

ledger::Event event_at(std::uint64_t position, ledger::EventBody body) {
  ledger::Event event;
  event.envelope.position = Position{position};
  event.envelope.currency = value(ledger::Currency::parse("EUR"));
  event.body = std::move(body);
  return event;
}

ledger::Money cents(std::int64_t amount) { return ledger::Money::from_minor_units(amount); }

TEST(TrialBalance, DigestIsTheHashOfALinePerAccountByName) {
  TrialBalance trial;
  ledger::ProgrammeSettings settings;
  settings.currency = value(ledger::Currency::parse("EUR"));
  ledger::ProgrammeId const programme{"INNOVSOC"};
  trial.apply(event_at(1, ledger::ProgrammeCreated{programme, settings}));
  EXPECT_EQ(trial.digest(), proof::sha256({})) << "no account has been posted to";
  trial.apply(event_at(2, ledger::AuthorityVoted{programme, cents(70'000'000)}));
  trial.apply(event_at(3, ledger::PaymentCreditsOpened{programme, 2016, cents(30'000'000)}));
  std::string const lines =
      "Assets:AE:INNOVSOC:Available\t70000000\n"
      "Assets:CP:INNOVSOC:Y2016:Available\t30000000\n"
      "Equity:AE:INNOVSOC:Voted\t-70000000\n"
      "Equity:CP:INNOVSOC:Voted\t-30000000\n";
  EXPECT_EQ(to_hex(trial.digest()), to_hex(proof::sha256(gl::as_bytes(lines))));
}

TEST(TrialBalance, ListsAnAccountThatIsBackAtZero) {
  TrialBalance trial;
  ledger::ProgrammeId const programme{"G"};
  trial.apply(event_at(1, ledger::AuthorityVoted{programme, cents(5)}));
  trial.apply(event_at(2, ledger::AuthorityAdjusted{programme, cents(-5)}));
  std::string const lines = "Assets:AE:G:Available\t0\nEquity:AE:G:Voted\t0\n";
  EXPECT_EQ(to_hex(trial.digest()), to_hex(proof::sha256(gl::as_bytes(lines))));
}

TEST(TrialBalance, HasTheBalancesThatTheStateHas) {
  RandomLedger ledger{21};
  TrialBalance trial;
  for (int round = 0; round < 20; ++round) {
    ledger.play(20);
    while (trial.position() < ledger.state().head()) {
      trial.apply(ledger.events()[trial.position().value()]);
    }
    for (auto const& [id, programme] : ledger.state().programmes) {
      EXPECT_EQ(value(trial.balances(id)).authority, programme.authority);
    }
  }
}

TEST(TrialBalance, DoesNotKnowAProgrammeThatWasNotCreated) {
  TrialBalance const trial;
  auto const answer = trial.balances(ledger::ProgrammeId{"NONE"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::not_found);
}

}  // namespace
}  // namespace gl::projections::testing
