#include "ledger/state.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <utility>

#include "ledger/archive.h"
#include "ledger/project_states.h"

namespace gl::ledger::testing {
namespace {

/// Persons with a delegation and a conflict, an unfinished file, subjects tied and erased.
World with_persons() {
  auto w = project_in(ProjectState::incomplete);
  GiveDelegation given{DelegationId{"D1"}, PersonId{"boris"},
                       PersonId{"carla"},  {CommandName{"ApprovePayment"}},
                       day("2016-08-01"),  day("2016-12-31")};
  w.given(boris, given).given(boris, EndDelegation{DelegationId{"D1"}});
  w.given(anne, DeclareConflict{ProjectId{"P"}});
  for (auto const* const id : {"P2", "P3", "P4"}) {
    auto c = submit(id);
    c.applicant = {};
    c.applicant.person = "ada";
    c.applicant.person_name.clear = "Ada";
    c.applicant.legal_kind = LegalKind::person;  // not of the call's: imported with a flag
    w.given(portal, c, [](CommandHeader& header) { header.imported = Imported{any_hash(), 1}; });
  }
  auto person = payee("ada");
  person.legal_kind = LegalKind::person;
  person.person_name.clear = std::exchange(person.name, {});
  w.given(anne, person);
  w.on("2026-12-31").given(paul, EraseSubject{subject_of("person/ada"), "RGPD"});
  return w;
}

/// Worlds that between them fill every table and field.
std::vector<World> worlds() {
  auto account = with_account();
  account.given(anne, request("R2", PaymentKind::balance, eur(12'000)));
  (void)account.send(anne, confirm("R1"));
  account.on("2017-01-05").given(boris, CloseExercise{2016});
  auto recovery = with_recovery();
  recovery.given(boris, ReverseEvent{recovery.state.head()});
  auto aid = with_eligible([](OpenCall& c) { c.one_per_applicant = true; });
  auto c = award(eur(10'000));
  c.aid_regime = AidRegime::de_minimis;
  c.payees = {{PayeeId{"00000101600013"}, Rate{250'000}},
              {PayeeId{"73282932000074"}, Rate{750'000}}};
  c.valid_until = day("2019-01-01");
  aid.given(board, c);
  auto budget = with_call();
  budget.given(admin, DraftCall{open_call("D")}).given(board, AllocateToCall{CallId{"C"}, eur(5)});
  budget.given(council, CarryOverCredits{ProgrammeId{"G"}, 2016, eur(7)});
  return {account, recovery, budget, aid, with_persons()};
}

TEST(Archive, BringsTheStateBackBitForBit) {
  for (auto const& world : worlds()) {
    auto const bytes = save(world.state);
    auto const loaded = load(bytes);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().what;
    EXPECT_EQ(save(*loaded), bytes);
  }
}

TEST(Archive, OfTheSameEventsIsTheSameBytes) {
  for (auto const& world : worlds()) {
    State replayed;
    for (auto const& event : world.events) apply(replayed, event);
    EXPECT_EQ(save(replayed), save(world.state));
  }
}

TEST(Archive, LetsTheLoadedStateDecideOn) {
  auto w = with_advance_issued();
  w.state = *load(save(w.state));
  EXPECT_EQ(w.send({"anne", Role::finance}, confirm("R1")), "REFUSED FOUR_EYES");
  EXPECT_EQ(w.send(chloe, confirm("R1")), "PaymentExecuted");
  EXPECT_EQ(w.send(chloe, ReverseEvent{w.state.head()}), "EventReversed");
}

TEST(Archive, RefusesEveryCutOfItself) {
  auto const bytes = save(worlds().front().state);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(load(ByteView{bytes}.first(size)).has_value()) << size;
  }
  auto longer = bytes;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(load(longer).has_value());
}

TEST(Archive, SurvivesEveryChangedByte) {
  auto const bytes = save(worlds().back().state);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (unsigned const change : {0x01U, 0x80U, 0xffU}) {
      auto changed = bytes;
      changed[at] ^= static_cast<std::byte>(change);
      auto const loaded = load(changed);
      EXPECT_TRUE(!loaded || save(*loaded) == changed) << "byte " << at;
    }
  }
}

TEST(Archive, RefusesAPlaceThatIsNotThere) {
  auto w = with_advance_requested();
  w.state.payments.change(PaymentId{"R1"}).project = Place<Project>{7};
  EXPECT_FALSE(load(save(w.state)).has_value());
  auto later = with_advance_requested();
  later.state.payments.change(PaymentId{"R1"}).award = 2;
  EXPECT_FALSE(load(save(later.state)).has_value()) << "a payment of an award that was not decided";
}

TEST(Archive, NamesANewerFormat) {
  auto bytes = save(State{});
  bytes[8] = std::byte{99};
  auto const loaded = load(bytes);
  ASSERT_FALSE(loaded.has_value());
  EXPECT_EQ(loaded.error().code, Errc::newer_format);
}

RC_GTEST_PROP(Archive, NeverTrustsGarbage, (std::vector<std::uint8_t> const& garbage)) {
  auto bytes = save(State{});
  bytes.resize(9);
  for (auto const byte : garbage) bytes.push_back(std::byte{byte});
  (void)load(bytes);
}

/// What a world does after its savepoint leaves no trace once it is rolled back.
void expect_rolled_back(World w, std::function<void(World&)> const& act) {
  auto const before = save(w.state);
  w.state.savepoint();
  act(w);
  EXPECT_NE(save(w.state), before);
  w.state.roll_back();
  EXPECT_EQ(save(w.state), before);
  w.state.savepoint();
  w.state.keep();
  EXPECT_EQ(save(w.state), before);
}

TEST(Savepoint, LeavesNoTraceOfWhatIsRolledBack) {
  expect_rolled_back(with_programme(), [](World& w) {
    w.given(admin, programme("H")).on("2016-06-01").given(admin, open_call());
    w.given(portal, submit()).given(portal, submit("P2", "73282932000074"));
  });
  expect_rolled_back(with_eligible(), [](World& w) {
    w.on("2016-11-21").given(board, award(eur(1'000))).given(boris, agreement(eur(1'000)));
  });
  expect_rolled_back(with_advance_approved(), [](World& w) {
    w.given(boris, IssuePayment{PaymentId{"R1"}, {}}).given(chloe, confirm("R1"));
    w.given(chloe, bank_return("R1")).given(chloe, ReverseEvent{w.state.head()});
  });
  expect_rolled_back(with_advance_paid(), [](World& w) { (void)w.send(boris, award(eur(1))); });
  expect_rolled_back(with_eligible(), [](World& w) {
    w.given(anne, DeclareConflict{ProjectId{"P"}},
            [](CommandHeader& header) { header.reason_text.clear = "a cousin"; });
    w.given(boris, GiveDelegation{DelegationId{"D1"},
                                  PersonId{"boris"},
                                  PersonId{"carla"},
                                  {CommandName{"ApprovePayment"}},
                                  day("2016-08-01"),
                                  {}});
    w.given(portal, WithdrawProject{ProjectId{"P"}});
  });
  expect_rolled_back(with_advance_paid(),
                     [](World& w) { w.on("2017-01-01").given(boris, CloseExercise{2016}); });
}

TEST(Savepoint, KeepsWhatIsKept) {
  auto w = with_eligible();
  w.state.savepoint();
  w.given(board, award(eur(1'000)));
  w.state.keep();
  EXPECT_EQ(w.project().state, ProjectState::awarded);
}

RC_GTEST_PROP(Table, IsAMapThatCanBeRolledBack,
              (std::vector<std::pair<std::uint8_t, int>> const& first,
               std::vector<std::pair<std::uint8_t, int>> const& second)) {
  Table<std::int32_t, int> table;
  std::map<std::int32_t, int> model;
  for (auto const& [key, value] : first) {
    table.change(key) = value;
    model[key] = value;
  }
  table.savepoint();
  for (auto const& [key, value] : second) table.change(key * 16) = value;
  table.roll_back();
  RC_ASSERT(table.size() == model.size());
  for (int key = 0; key < 256 * 16; ++key) {
    auto const* const found = table.find(key);
    auto const at = model.find(key);
    bool const same =
        found == nullptr ? at == model.end() : at != model.end() && *found == at->second;
    RC_ASSERT(same);
  }
}

TEST(Streams, EndWhereTheirEventsSay) {
  for (auto const& world : worlds()) {
    std::map<std::string, StreamHead> heads;
    for (auto const& event : world.events) {
      auto& head = heads[to_string(event.envelope.stream)];
      EXPECT_EQ(event.envelope.stream_version.value(), head.version.value() + 1);
      EXPECT_EQ(event.envelope.previous_in_stream, head.last);
      head = {event.envelope.stream_version, event.envelope.position};
    }
    for (auto const& [name, head] : heads) {
      EXPECT_EQ(world.state.stream(*parse_stream(name)), head) << name;
    }
  }
}

}  // namespace
}  // namespace gl::ledger::testing
