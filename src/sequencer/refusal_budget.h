#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "ledger/event.h"
#include "ledger/ids.h"

namespace gl::sequencer {

/// How many refusals of one person are recorded: 100 a second, 10,000 in reserve (design §6). A
/// flood of them would fill the ledger for ever. Whoever has used the reserve up is turned away
/// before anything is decided; a submission that was let in is decided to its end, on credit. What
/// was turned away is told in one event a minute and person. Thread: one.
class RefusalBudget {
 public:
  static constexpr std::int64_t per_second = 100;
  static constexpr std::int64_t reserve = 10'000;
  static constexpr std::int64_t summary_every_us = 60'000'000;

  /// Whether a submission of this person may be tried now.
  [[nodiscard]] bool admits(ledger::PersonId const& person, Instant now);

  /// A refusal of this person is being recorded.
  void spend(ledger::PersonId const& person, Instant now);

  /// `commands` of this person were turned away.
  void turned_away(ledger::PersonId const& person, Instant now, std::uint64_t commands);

  /// The persons whose minute is over (`all`: or not), by name, each with the number of commands
  /// turned away in it; they begin anew.
  [[nodiscard]] std::vector<ledger::RefusalsSummarised> due_summaries(Instant now, bool all);

  /// When the next summary is due, if something was turned away.
  [[nodiscard]] std::optional<Instant> next_summary() const;

 private:
  struct Account {
    std::int64_t left_us = reserve * us_each;  ///< in microseconds of refill; below 0: on credit
    Instant as_of;
    std::uint64_t turned_away = 0;
    Instant turned_away_since;
  };
  static constexpr std::int64_t us_each = 1'000'000 / per_second;
  static constexpr std::size_t accounts_kept_max = 1'024;

  Account& refilled(ledger::PersonId const& person, Instant now);
  void forget_full(Instant now);

  std::unordered_map<ledger::PersonId, Account> accounts_;
  std::size_t forget_at_ = accounts_kept_max;  ///< accounts; twice what was kept the last time
};

}  // namespace gl::sequencer
