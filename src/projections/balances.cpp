#include <algorithm>
#include <string>
#include <vector>

#include "ledger/account.h"
#include "projections/effects.h"
#include "projections/source.h"
#include "proof/sha256.h"

namespace gl::projections {

namespace {

using ledger::AccountKind;
using ledger::Money;

struct Known {
  ledger::Currency currency;
  std::vector<std::int32_t> years;
};

/// What the directory says about a programme; nothing if it is not there yet at `at`.
std::optional<Known> look_up(Source const& source, ledger::ProgrammeId const& id, Position at) {
  return source.store.directory([&](Directory const& directory) -> std::optional<Known> {
    auto const found = directory.programmes.find(id);
    if (found == directory.programmes.end() || found->second.created > at) return std::nullopt;
    auto const& entry = found->second;
    return Known{entry.currency, {entry.years.begin(), entry.years.end()}};
  });
}

ledger::AuthorityBalances authority(Fields const& fields) {
  return {.voted = money(fields, field::voted).negated(),
          .available = money(fields, field::available),
          .committed = money(fields, field::committed),
          .payable = money(fields, field::payable),
          .disbursed = money(fields, field::disbursed),
          .recoverable = money(fields, field::recoverable),
          .recovered = money(fields, field::recovered),
          .written_off = money(fields, field::written_off),
          .lapsed = money(fields, field::lapsed)};
}

}  // namespace

Result<ledger::ProgrammeBalances> balances(Source const& source,
                                           ledger::ProgrammeId const& programme,
                                           ledger::AsOf const& as_of) {
  auto const at = source.resolve(as_of);
  if (!at) return std::unexpected(at.error());
  auto const known = look_up(source, programme, at->position);
  if (!known) {
    return fail(Errc::not_found, "there is no programme " + programme.string() + " at position " +
                                     std::to_string(at->position.value()));
  }
  auto const fields = source.values(programme_series(programme), *at);
  if (!fields) return std::unexpected(fields.error());
  ledger::ProgrammeBalances result{programme, known->currency, *at, authority(*fields), {}};
  for (auto const year : known->years) {
    if (year == 0) continue;
    auto const series = credits_series(programme, year);
    auto const line = source.values(series, *at);
    if (!line) return std::unexpected(line.error());
    auto const state = source.store.state_at(View::money, series, at->position);
    if (!state) return std::unexpected(state.error());
    if (state->max_day == SeriesState::no_day) continue;  // opened later
    result.credits.push_back({year, money(*line, field::credits_available),
                              money(*line, field::credits_consumed),
                              money(*line, field::credits_lapsed)});
  }
  return result;
}

// ------------------------------------------------------------------- the trial balance

namespace {

/// A field of a series that is an account of its own.
struct AccountField {
  std::size_t place;
  AccountKind kind;
};

constexpr AccountField programme_accounts[] = {{field::voted, AccountKind::ae_voted},
                                               {field::unallocated, AccountKind::ae_available},
                                               {field::lapsed, AccountKind::ae_lapsed}};
constexpr AccountField credits_accounts[] = {{field::credits_voted, AccountKind::cp_voted},
                                             {field::credits_available, AccountKind::cp_available},
                                             {field::credits_consumed, AccountKind::cp_consumed},
                                             {field::credits_lapsed, AccountKind::cp_lapsed}};
constexpr AccountField call_accounts[] = {{field::call_available, AccountKind::ae_available}};
constexpr AccountField project_accounts[] = {{field::committed, AccountKind::ae_committed},
                                             {field::payable, AccountKind::ae_payable},
                                             {field::disbursed, AccountKind::ae_disbursed},
                                             {field::recoverable, AccountKind::ae_recoverable},
                                             {field::recovered, AccountKind::ae_recovered},
                                             {field::written_off, AccountKind::ae_written_off}};

/// Collects the lines of the accounts that a series holds, if anything was posted to them.
class TrialLines {
 public:
  TrialLines(Source const& source, Position at) : source_(source), at_(at) {}

  [[nodiscard]] Result<void> add(View view, SeriesKey const& series,
                                 std::span<AccountField const> accounts, ledger::Account account) {
    auto const state = source_.store.state_at(view, series, at_);
    if (!state) return std::unexpected(state.error());
    for (auto const& [place, kind] : accounts) {
      if ((state->touched & (1U << place)) == 0) continue;
      account.kind = kind;
      lines_.push_back({to_string(account), state->values[place]});
    }
    return {};
  }

  [[nodiscard]] Hash digest() {
    std::ranges::sort(lines_, {}, &Line::name);
    proof::Sha256 hash;
    for (auto const& line : lines_) {
      hash.update(gl::as_bytes(line.name + "\t" + std::to_string(line.minor_units) + "\n"));
    }
    return hash.finish();
  }

 private:
  struct Line {
    std::string name;
    std::int64_t minor_units;
  };

  Source const& source_;
  Position at_;
  std::vector<Line> lines_;
};

Result<void> add_programmes(Source const& source, TrialLines& lines) {
  auto const programmes = source.store.directory([](Directory const& d) { return d.programmes; });
  for (auto const& [id, entry] : programmes) {
    ledger::Account account;
    account.programme = id;
    auto added = lines.add(View::money, programme_series(id), programme_accounts, account);
    if (!added) return added;
    for (auto const year : entry.years) {
      account.year = year;
      added = lines.add(View::money, credits_series(id, year), credits_accounts, account);
      if (!added) return added;
    }
  }
  return {};
}

Result<void> add_calls(Source const& source, TrialLines& lines) {
  auto const calls = source.store.directory([](Directory const& d) { return d.calls; });
  for (auto const& [id, entry] : calls) {
    ledger::Account account;
    account.programme = entry.programme;
    account.scope = ledger::StreamId{id.view()};
    auto const added = lines.add(View::money, call_series(id), call_accounts, account);
    if (!added) return added;
  }
  return {};
}

Result<void> add_projects(Source const& source, Position at, TrialLines& lines) {
  auto const programmes = source.store.directory([](Directory const& d) { return d.programmes; });
  for (auto const& [programme, entry] : programmes) {
    ledger::Account account;
    account.programme = programme;
    ledger::ProjectId after;
    while (true) {
      auto const ids =
          source.store.members(projects_of_programme(programme), after, at, page_items_max);
      if (!ids) return std::unexpected(ids.error());
      for (auto const& id : *ids) {
        account.scope = ledger::StreamId{id.view()};
        auto const added = lines.add(View::projects, project_series(id), project_accounts, account);
        if (!added) return added;
      }
      if (ids->size() < page_items_max) break;
      after = ids->back();
    }
  }
  return {};
}

}  // namespace

Result<Hash> digest(Source const& source, Position position) {
  auto const at = source.resolve({position, {}, {}});
  if (!at) return std::unexpected(at.error());
  TrialLines lines{source, at->position};
  if (auto const done = add_programmes(source, lines); !done) return std::unexpected(done.error());
  if (auto const done = add_calls(source, lines); !done) return std::unexpected(done.error());
  if (auto const done = add_projects(source, at->position, lines); !done) {
    return std::unexpected(done.error());
  }
  return lines.digest();
}

}  // namespace gl::projections
