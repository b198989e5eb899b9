#include "sequencer/refusal_budget.h"

#include <algorithm>

namespace gl::sequencer {
namespace {

/// Microseconds from `from` to `to`; 0 when the clock stepped back.
std::int64_t between(Instant from, Instant to) {
  return std::max<std::int64_t>(0, to.microseconds() - from.microseconds());
}

}  // namespace

bool RefusalBudget::admits(ledger::PersonId const& person, Instant now) {
  if (!accounts_.contains(person)) return true;
  return refilled(person, now).left_us >= us_each;
}

void RefusalBudget::spend(ledger::PersonId const& person, Instant now) {
  refilled(person, now).left_us -= us_each;
}

void RefusalBudget::turned_away(ledger::PersonId const& person, Instant now,
                                std::uint64_t commands) {
  Account& account = refilled(person, now);
  if (account.turned_away == 0) account.turned_away_since = now;
  account.turned_away += commands;
}

std::vector<ledger::RefusalsSummarised> RefusalBudget::due_summaries(Instant now, bool all) {
  std::vector<ledger::RefusalsSummarised> due;
  for (auto& [person, account] : accounts_) {
    if (account.turned_away == 0) continue;
    auto const from = account.turned_away_since;
    if (!all && between(from, now) < summary_every_us) continue;
    due.push_back({person, from, std::max(from, now), account.turned_away});
    account.turned_away = 0;
  }
  std::ranges::sort(due, {}, &ledger::RefusalsSummarised::person);
  return due;
}

std::optional<Instant> RefusalBudget::next_summary() const {
  std::optional<Instant> next;
  for (auto const& [person, account] : accounts_) {
    if (account.turned_away == 0) continue;
    Instant const due{account.turned_away_since.microseconds() + summary_every_us};
    if (!next || due < *next) next = due;
  }
  return next;
}

RefusalBudget::Account& RefusalBudget::refilled(ledger::PersonId const& person, Instant now) {
  if (accounts_.size() >= forget_at_ && !accounts_.contains(person)) forget_full(now);
  auto const [at, is_new] = accounts_.try_emplace(person);
  Account& account = at->second;
  if (is_new) account.as_of = now;
  auto const refill = std::min(between(account.as_of, now), reserve * us_each - account.left_us);
  account.left_us += refill;
  account.as_of = now;
  return account;
}

void RefusalBudget::forget_full(Instant now) {
  std::erase_if(accounts_, [&](auto const& entry) {
    Account const& account = entry.second;
    return account.turned_away == 0 &&
           account.left_us + between(account.as_of, now) >= reserve * us_each;
  });
  forget_at_ = std::max(accounts_kept_max, 2 * accounts_.size());
}

}  // namespace gl::sequencer
