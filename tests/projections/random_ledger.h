#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "ledger/state.h"

namespace gl::projections::testing {

/// How a random ledger behaves.
struct Habits {
  unsigned late_percent = 15;  ///< events dated before today
  std::int32_t late_days_max = 90;
  unsigned projects_max = 12;
  unsigned same_time_percent = 60;  ///< events of the same block as the one before
  unsigned programmes = 2;
  std::int64_t voted_cents = 900'000'000;     ///< per programme, and half of it in credits a year
  std::int64_t step_us_max = 86'400'000'000;  ///< between two recorded times
};

/// Plays a ledger: events as `decide` would make them, chosen by a seed. They are true to the
/// ledger's own fold (`ledger::apply`), which keeps the state that the choice is made from.
class RandomLedger {
 public:
  explicit RandomLedger(std::uint64_t seed, Habits habits = {});

  /// The events so far, and `count` more.
  void play(std::size_t count);
  [[nodiscard]] std::vector<ledger::Event> const& events() const { return events_; }
  /// Drops all events but the last, so that a long ledger does not fill the memory.
  void forget_events() { events_.erase(events_.begin(), events_.end() - 1); }
  [[nodiscard]] ledger::State const& state() const { return state_; }
  [[nodiscard]] Uuid ledger_id() const;

 private:
  [[nodiscard]] std::uint64_t draw(std::uint64_t below);
  [[nodiscard]] bool chance(unsigned percent) { return draw(100) < percent; }
  [[nodiscard]] ledger::Money part_of(ledger::Money whole);

  [[nodiscard]] ledger::Money credits() const {
    return ledger::Money::from_minor_units(habits_.voted_cents / 2);
  }
  void pass_time();
  void add(ledger::StreamRef stream, ledger::EventBody body, CivilDate day);
  void add(ledger::StreamRef stream, ledger::EventBody body);
  void begin();
  void step();
  bool step_of_programme(ledger::ProgrammeId const& programme);
  bool step_of_credits(ledger::ProgrammeId const& programme);
  bool step_of_call();
  [[nodiscard]] ledger::CallChange next_version(ledger::CallId const& id);
  void amend(ledger::CallId const& id);
  bool step_of_allocation(ledger::CallId const& id);
  bool change_state(ledger::CallId const& id);
  [[nodiscard]] ledger::AuthorityPool pool_of(ledger::Call const& call) const;
  [[nodiscard]] ledger::Money left_for(ledger::Call const& call) const;
  bool submit();
  bool step_of_project(ledger::ProjectId const& id);
  bool notice(ledger::ProjectId const& id, ledger::Project const& project);
  bool reopen(ledger::ProjectId const& id, ledger::Project const& project);
  bool step_of_file(ledger::ProjectId const& id, ledger::Project const& project);
  void amend(ledger::ProjectId const& id, ledger::Project const& project);
  bool step_before_award(ledger::ProjectId const& id, ledger::Project const& project);
  bool award(ledger::ProjectId const& id, ledger::Project const& project);
  bool step_of_award(ledger::ProjectId const& id, ledger::Project const& project);
  bool sign(ledger::ProjectId const& id, ledger::Project const& project);
  bool accept_account(ledger::ProjectId const& id, ledger::Project const& project);
  bool end_award(ledger::ProjectId const& id, ledger::Project const& project);
  bool change_award(ledger::ProjectId const& id, ledger::Project const& project);
  bool request_payment(ledger::ProjectId const& id, ledger::Project const& project);
  bool step_of_payment(ledger::ProjectId const& id, ledger::Project const& project);
  bool approve(ledger::ProjectId const& id, ledger::Project const& project,
               ledger::PaymentId const& payment);
  [[nodiscard]] ledger::OrderHandedOver hand_over(ledger::ProjectId const& id,
                                                  ledger::PaymentId const& payment) const;
  bool drop(ledger::ProjectId const& id, ledger::PaymentId const& payment);
  bool annul(ledger::ProjectId const& id, ledger::Project const& project,
             ledger::PaymentId const& payment);
  bool step_of_recovery(ledger::ProjectId const& id, ledger::Project const& project);
  void reduce(ledger::RecoveryId const& id, ledger::RecoveryReduction whole);
  bool reverse();
  bool close_year();
  void refuse();

  std::mt19937_64 random_;
  Habits habits_;
  ledger::State state_;
  std::vector<ledger::Event> events_;
  Instant now_{1'464'595'200'000'000};  // 2016-05-30T08:00:00Z
  std::int32_t year_ = 2016;
  std::uint64_t number_ = 0;
  std::vector<ledger::CallId> calls_;
  std::vector<ledger::ProjectId> projects_;
  std::map<std::string, ledger::PaymentId> last_payments_;  ///< by project
  std::vector<ledger::RecoveryId> recoveries_;
};

}  // namespace gl::projections::testing
