#include <algorithm>
#include <span>

#include "ledger/budget_rules.h"
#include "ledger/decisions.h"
#include "ledger/limits.h"

namespace gl::ledger {
namespace {

/// A programme's credits of one year with all that they belong to, looked up once.
struct CreditFile {
  ProgrammeId const& id;
  Place<Programme> place;
  Programme const& programme;
  std::int32_t year;
  StreamHead head;         ///< of the year's stream
  CreditLine const& line;  ///< an empty one where there is none
  CreditLine const& next;  ///< that of the year after, as `line`

  [[nodiscard]] Currency currency() const { return programme.settings.currency; }
};

CreditLine const& line_of(State const& state, CreditLineKey const& key) {
  static CreditLine const empty;
  auto const* const line = state.credit_lines.find(key);
  return line == nullptr ? empty : *line;
}

std::optional<CreditFile> find_credits(State const& state, ProgrammeId const& id,
                                       std::int32_t year) {
  auto const place = state.programmes.place_of(id);
  if (place.is_none()) return std::nullopt;
  auto const* const entry = state.years.find(year);
  return CreditFile{state.programmes.key_at(place),
                    place,
                    state.programmes.at(place),
                    year,
                    entry == nullptr ? StreamHead{} : entry->stream,
                    line_of(state, {place, year}),
                    line_of(state, {place, year + 1})};
}

Decision accept(Case const& c, CreditFile const& file, auto event) {
  auto const id = std::to_string(file.year);
  return c.accept({StreamKind::year, id, file.head}, file.currency(), std::move(event));
}

Objection check_not_opened(Case const& c, CreditFile const& file) {
  if (!file.line.opened) return {};
  return c.refuse(
      Rule::state,
      say("the payment credits of ", file.id, " for ", file.year, " are open already: adjust them"),
      "not opened", "opened");
}

/// STATE: there are credits that can be adjusted or carried over.
Objection check_is_there(Case const& c, CreditFile const& file) {
  if (c.state().has_credits({file.place, file.year})) return {};
  return c.refuse(Rule::state,
                  say(file.id, " has no payment credits of ", file.year,
                      ", neither opened nor carried in: open some first"),
                  "opened or carried in", "none");
}

/// YEAR_CLOSED: the credits of a closed year do not change.
Objection check_year_open(Case const& c, std::int32_t year) {
  if (!c.state().is_closed(year)) return {};
  return c.refuse(Rule::year_closed,
                  say("the budget year ", year,
                      " is closed, its credits do not change: take those of a later year"),
                  {}, say(year));
}

Objection check_credits_left(Case const& c, CreditFile const& file, Money amount) {
  if (amount <= file.line.available) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::credits_exceeded,
                  say(Sum{amount, currency}, " are to be taken from the payment credits of ",
                      file.id, " for ", file.year, ", but only ",
                      Sum{file.line.available, currency}, " are available: take no more"),
                  to_string(file.line.available, currency), to_string(amount, currency));
}

/// DATE, YEAR_CLOSED (the credits' own year first, then that of the act), NOT_DELEGATED.
Objection check_change(Case const& c, CreditFile const& file,
                       std::initializer_list<std::int32_t> years) {
  if (auto no = c.check_date(file.programme.since, "the programme was created")) return no;
  for (auto const year : years) {
    if (auto no = check_year_open(c, year)) return no;
  }
  return check_funding(c, file.programme);
}

/// AMOUNT_OVERFLOW, of the programme's total and of the year's.
Objection check_credits_total(Case const& c, CreditFile const& file, Money amount) {
  if (auto no = check_overflow(c, file.programme.credits_voted, amount, file.currency())) {
    return no;
  }
  return check_overflow(c, file.line.voted, amount, file.currency());
}

/// The rules of an adjustment, in the order of domain §6.
Objection check_adjustment(Case const& c, CreditFile const& file, Money amount) {
  if (auto no = check_is_there(c, file)) return no;
  if (auto no = check_change(c, file, {file.year})) return no;
  return amount.is_negative() ? check_credits_left(c, file, amount.negated())
                              : check_credits_total(c, file, amount);
}

/// The rules of a carrying over, in the order of domain §6.
Objection check_carrying(Case const& c, CreditFile const& file, Money amount) {
  if (auto no = check_is_there(c, file)) return no;
  if (auto no = check_change(c, file, {file.year, file.year + 1})) return no;
  if (auto no = check_credits_left(c, file, amount)) return no;
  return check_overflow(c, file.next.voted, amount, file.currency());
}

ExerciseClosed::Line closing_line(State const& state, CreditLineKey const& key,
                                  CreditLine const& line) {
  auto const& settings = state.programmes.at(key.programme).settings;
  return {state.programmes.key_at(key.programme),
          line.voted,
          line.consumed,
          line.carried,
          line.available,
          settings.currency};
}

/// What the year's lines carried and what now lapses, by programme id.
std::vector<ExerciseClosed::Line> closing_lines(State const& state, std::int32_t year) {
  std::vector<ExerciseClosed::Line> lines;
  for (auto const& [key, line] : state.credit_lines) {
    if (key.year == year && state.has_credits(key)) lines.push_back(closing_line(state, key, line));
  }
  std::ranges::sort(lines, {}, &ExerciseClosed::Line::programme);
  return lines;
}

/// The year's end in one event, or in as many as its lines need.
std::vector<ExerciseClosed> closing_events(State const& state, std::int32_t year) {
  std::vector<ExerciseClosed> events;
  auto const lines = closing_lines(state, year);
  for (auto rest = std::span{lines}; !rest.empty() || events.empty();) {
    auto const some = rest.first(std::min(rest.size(), limits::closing_lines_max));
    events.push_back({year, {some.begin(), some.end()}});
    rest = rest.subspan(some.size());
  }
  return events;
}

Objection check_closing(Case const& c, std::int32_t year, BudgetYear const* entry) {
  auto const state = entry == nullptr ? YearState::none : entry->state;
  if (state != YearState::open) {
    bool const closed = state == YearState::closed;
    return c.refuse(Rule::state,
                    say("the budget year ", year,
                        closed ? " is closed already: it stays closed"
                               : " has no payment credits: open some "
                                 "first"),
                    "Open", closed ? "Closed" : "None");
  }
  if (auto no = c.check_date(civil_date(year, 12, 31), "the budget year ends")) return no;
  if (auto no = c.check_open_year()) return no;
  return c.check_delegation();
}

}  // namespace

Decision decide_on(Case& c, OpenPaymentCredits const& command) {
  auto const file = find_credits(c.state(), command.programme, command.year);
  if (!file) return c.unknown("programme", command.programme.view());
  Converter convert{file->currency()};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(file->head)) return refused(no);
  if (auto no = check_not_opened(c, *file)) return refused(no);
  if (auto no = check_change(c, *file, {command.year})) return refused(no);
  if (auto no = check_credits_total(c, *file, amount)) return refused(no);
  return accept(c, *file, PaymentCreditsOpened{command.programme, command.year, amount});
}

Decision decide_on(Case& c, AdjustPaymentCredits const& command) {
  auto const file = find_credits(c.state(), command.programme, command.year);
  if (!file) return c.unknown("programme", command.programme.view());
  Converter convert{file->currency()};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(file->head)) return refused(no);
  if (auto no = check_adjustment(c, *file, amount)) return refused(no);
  return accept(c, *file, PaymentCreditsAdjusted{command.programme, command.year, amount});
}

Decision decide_on(Case& c, CarryOverCredits const& command) {
  auto const file = find_credits(c.state(), command.programme, command.year);
  if (!file) return c.unknown("programme", command.programme.view());
  Converter convert{file->currency()};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(file->head)) return refused(no);
  if (auto no = check_carrying(c, *file, amount)) return refused(no);
  return accept(c, *file, PaymentCreditsCarriedOver{command.programme, command.year, amount});
}

Decision decide_on(Case& c, CloseExercise const& command) {
  auto const* const year = c.state().years.find(command.year);
  auto const head = year == nullptr ? StreamHead{} : year->stream;
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(head)) return refused(no);
  if (auto no = check_closing(c, command.year, year)) return refused(no);
  auto const id = std::to_string(command.year);
  return c.accept({StreamKind::year, id, head}, Currency{},
                  closing_events(c.state(), command.year));
}

}  // namespace gl::ledger
