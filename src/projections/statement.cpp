#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "projections/effects.h"
#include "projections/source.h"

namespace gl::projections {

namespace {

using ledger::Account;
using ledger::AccountKind;

/// A series whose rows may be lines of the statement, and the fields that count.
struct Wanted {
  View view;
  SeriesKey series;
  FieldMask fields;
};

FieldMask bit(std::size_t place) { return static_cast<FieldMask>(1U << place); }

bool is_of_credits(AccountKind kind) { return kind >= AccountKind::cp_voted; }

/// True if the account's lines belong to the statement.
bool matches(Account const& account, ledger::ProgrammeId const& programme,
             StatementFilter const& filter) {
  auto const is_part = [&](auto const& id) { return id.view() == account.scope.view(); };
  if (account.programme != programme) return false;
  if (filter.kind && account.kind != *filter.kind) return false;
  if (filter.year && (!is_of_credits(account.kind) || account.year != *filter.year)) return false;
  if (filter.project && (!is_part(*filter.project) || account.kind < AccountKind::ae_committed)) {
    return false;
  }
  return !filter.call || (is_part(*filter.call) && account.kind == AccountKind::ae_available);
}

/// The fields of a programme's own series that the filter is about; its totals name every event
/// that posts to a part.
FieldMask programme_fields(StatementFilter const& filter) {
  if (!filter.kind) return static_cast<FieldMask>((1U << (field::lapsed + 1)) - 1);
  switch (*filter.kind) {
    case AccountKind::ae_voted: return bit(field::voted);
    case AccountKind::ae_available: return bit(field::available);
    case AccountKind::ae_committed: return bit(field::committed);
    case AccountKind::ae_payable: return bit(field::payable);
    case AccountKind::ae_disbursed: return bit(field::disbursed);
    case AccountKind::ae_recoverable: return bit(field::recoverable);
    case AccountKind::ae_recovered: return bit(field::recovered);
    case AccountKind::ae_written_off: return bit(field::written_off);
    case AccountKind::ae_lapsed: return bit(field::lapsed);
    default: return 0;
  }
}

FieldMask project_fields(StatementFilter const& filter) {
  FieldMask mask = 0;
  for (auto place = field::committed; place <= field::written_off; ++place) {
    if (!filter.kind || project_account(place) == *filter.kind) {
      mask = static_cast<FieldMask>(mask | bit(place));
    }
  }
  return mask;
}

std::vector<Wanted> wanted_series(Source const& source, ledger::ProgrammeId const& programme,
                                  StatementFilter const& filter) {
  std::vector<Wanted> wanted;
  if (filter.project) {
    wanted.push_back({View::projects, project_series(*filter.project), project_fields(filter)});
  } else if (filter.call) {
    wanted.push_back({View::money, call_series(*filter.call), bit(field::call_available)});
  } else {
    if (!filter.year) {
      wanted.push_back({View::money, programme_series(programme), programme_fields(filter)});
    }
    auto const years = source.store.directory(
        [&](Directory const& directory) { return directory.programmes.at(programme).years; });
    for (auto const year : years) {
      if (filter.year && year != *filter.year) continue;
      if (filter.kind && !is_of_credits(*filter.kind)) continue;
      wanted.push_back({View::money, credits_series(programme, year), 0xf});
    }
  }
  std::erase_if(wanted, [](Wanted const& series) { return series.fields == 0; });
  return wanted;
}

/// Most rows of one series that a page looks at.
constexpr std::size_t rows_examined_max = 10 * page_examined_max;

struct PostingEvents {
  std::vector<Position> positions;       ///< in order
  std::optional<Position> looked_until;  ///< set if there may be more behind this position
};

/// The events that post to one of the wanted fields: at most `items_max` more than asked are
/// looked for in each series.
Result<PostingEvents> events_that_post(Source const& source, std::vector<Wanted> const& wanted,
                                       ledger::AnsweredAt const& at, Position after,
                                       std::size_t items_max) {
  PostingEvents found;
  auto& positions = found.positions;
  for (auto const& [view, series, fields] : wanted) {
    std::size_t taken = 0;
    std::size_t examined = 0;
    auto const walked = source.each_row(
        view, series, after, at.position, [&](SeriesRow const& row, SeriesState const&) {
          if ((row.touched & fields) != 0 && counts(at, CivilDate{row.day})) {
            positions.push_back(row.position);
            ++taken;
          }
          if (taken < items_max && ++examined < rows_examined_max) return true;
          found.looked_until = std::min(found.looked_until.value_or(row.position), row.position);
          return false;
        });
    if (!walked) return std::unexpected(walked.error());
  }
  std::ranges::sort(positions);
  auto const repeated = std::ranges::unique(positions);
  positions.erase(repeated.begin(), repeated.end());
  if (found.looked_until) {
    std::erase_if(positions, [&](Position position) { return position > *found.looked_until; });
  }
  return found;
}

/// Whether the things that the filter names are there. Errors: not_found.
Result<void> check_names(Source const& source, ledger::ProgrammeId const& programme,
                         StatementFilter const& filter, Position at) {
  auto const unknown = [&](std::string const& what) {
    return fail(Errc::not_found,
                "there is no " + what + " at position " + std::to_string(at.value()));
  };
  auto const created = source.store.directory([&](Directory const& directory) {
    auto const found = directory.programmes.find(programme);
    return found != directory.programmes.end() && found->second.created <= at;
  });
  if (!created) return unknown("programme " + programme.string());
  if (filter.call) {
    auto const known = source.store.directory([&](Directory const& directory) {
      auto const found = directory.calls.find(*filter.call);
      return found != directory.calls.end() && found->second.created <= at;
    });
    if (!known) return unknown("call " + filter.call->string());
  }
  if (filter.project) {
    auto const head = source.store.chunk_at(View::heads, project_series(*filter.project), at);
    if (!head) return std::unexpected(head.error());
    if (!*head) return unknown("project " + filter.project->string());
  }
  return {};
}

Result<ledger::Money> balance_after(Source const& source, Account const& account,
                                    Position position) {
  auto const place = place_of(account);
  auto const state = [&] {
    switch (place.owner) {
      case PostingPlace::Owner::programme:
        return source.store.state_at(View::money, programme_series(account.programme), position);
      case PostingPlace::Owner::credits:
        return source.store.state_at(View::money, credits_series(account.programme, account.year),
                                     position);
      case PostingPlace::Owner::call:
        return source.store.state_at(View::money, call_series(ledger::CallId{account.scope.view()}),
                                     position);
      case PostingPlace::Owner::project: break;
    }
    return source.store.state_at(View::projects,
                                 project_series(ledger::ProjectId{account.scope.view()}), position);
  }();
  if (!state) return std::unexpected(state.error());
  return ledger::Money::from_minor_units(state->values[place.field]);
}

/// Balances of the accounts on a page, so that each is looked up once. Where lines are left out
/// (an effective date), each line looks anew.
class RunningBalances {
 public:
  RunningBalances(Source const& source, bool is_whole) : source_(source), is_whole_(is_whole) {}

  /// The balance before the event at `position`, unless lines of it were taken in already.
  [[nodiscard]] Result<ledger::Money> before(Account const& account, Position position) {
    auto const known = balances_.find(account);
    if (known != balances_.end() && (is_whole_ || known->second.position == position)) {
      return known->second.balance;
    }
    return balance_after(source_, account, Position{position.value() - 1});
  }
  void set(Account const& account, Position position, ledger::Money balance) {
    balances_[account] = {position, balance};
  }

 private:
  struct Known {
    Position position;
    ledger::Money balance;
  };

  Source const& source_;
  bool const is_whole_;
  std::unordered_map<Account, Known> balances_;
};

Result<void> add_lines(ledger::Event const& event, ledger::ProgrammeId const& programme,
                       StatementFilter const& filter, RunningBalances& running,
                       std::vector<ledger::StatementLine>& lines) {
  auto const& envelope = event.envelope;
  for (auto const& [account, amount] : ledger::postings(event)) {
    if (!matches(account, programme, filter)) continue;
    auto const before = running.before(account, envelope.position);
    if (!before) return std::unexpected(before.error());
    auto const balance = add(*before, amount);
    running.set(account, envelope.position, balance);
    lines.push_back({envelope.position, envelope.recorded_at, envelope.effective_date,
                     std::string{name(event.body)}, envelope.stream, account, amount, balance,
                     envelope.currency});
  }
  return {};
}

}  // namespace

Result<Page<ledger::StatementLine>> statement(Source const& source,
                                              ledger::ProgrammeId const& programme,
                                              StatementFilter const& filter,
                                              ledger::AsOf const& as_of, Position after,
                                              std::size_t limit) {
  if (filter.project && filter.call) {
    return fail(Errc::usage, "a statement is about a project or about a call, not both");
  }
  auto const at = source.resolve(as_of);
  if (!at) return std::unexpected(at.error());
  if (auto const known = check_names(source, programme, filter, at->position); !known) {
    return std::unexpected(known.error());
  }
  auto const lines_max = page_limit(limit);
  auto const wanted = wanted_series(source, programme, filter);
  auto const events = events_that_post(source, wanted, *at, after, lines_max);
  if (!events) return std::unexpected(events.error());
  Page<ledger::StatementLine> page{{}, events->looked_until, *at};
  RunningBalances running{source, !at->effective};
  for (auto const position : events->positions) {
    if (page.items.size() >= lines_max) {
      page.next = page.items.back().position;
      break;
    }
    auto const event = source.event_at(position);
    if (!event) return std::unexpected(event.error());
    auto const added = add_lines(*event, programme, filter, running, page.items);
    if (!added) return std::unexpected(added.error());
  }
  return page;
}

}  // namespace gl::projections
