#include <algorithm>
#include <limits>

#include "ledger/decisions.h"
#include "ledger/limits.h"

namespace gl::ledger {
namespace {

/// The law's amount for an agreement in euros (décret 2001-495): 23 000.00.
constexpr auto legal_threshold = Money::from_minor_units(2'300'000);

bool is_euro(Currency currency) { return currency.code() == "EUR"; }

Stream stream_of(ProgrammeId const& id, StreamHead head) {
  return {StreamKind::programme, id.view(), head};
}

ProgrammeSettings settings_of(CreateProgramme const& command, Converter& convert) {
  ProgrammeSettings settings;
  settings.name = command.name;
  settings.currency = command.currency;
  settings.nature = command.nature;
  settings.aid_regime = std::max(command.aid_regime, AidRegime::none);
  settings.re_credit = std::max(command.re_credit, ReCredit::none);
  settings.retention_years =
      command.retention_years == 0 ? limits::retention_years_default : command.retention_years;
  settings.publication = command.publication;
  settings.convention_threshold = convert(command.convention_threshold, "convention_threshold");
  if (!settings.convention_threshold && !command.convention_for_all && is_euro(command.currency)) {
    settings.convention_threshold = legal_threshold;
  }
  settings.convention_for_all = command.convention_for_all;
  settings.authority_valid_until = command.authority_valid_until;
  settings.de_minimis_ceiling = convert(command.de_minimis_ceiling, "de_minimis_ceiling");
  settings.de_minimis_window_years = command.de_minimis_window_years;
  return settings;
}

/// What a change of authority or credits must not break before its amount is looked at.
Objection check_funding(Case const& c, Programme const& programme) {
  if (auto no = c.check_date(programme.since, "the programme was created")) return no;
  if (auto no = c.check_open_year()) return no;
  return c.check_delegation();
}

Objection check_overflow(Case const& c, Money total, Money amount, Currency currency) {
  if (total.plus(amount)) return {};
  return c.refuse(
      Rule::amount_overflow,
      say("the total would be over the greatest amount that the ledger holds; it is ",
          Sum{total, currency}, " now: lower the amount"),
      to_string(Money::from_minor_units(std::numeric_limits<std::int64_t>::max()), currency),
      to_string(amount, currency));
}

/// Voting down takes from what is neither committed nor allocated.
Objection check_unallocated(Case const& c, ProgrammeId const& id, Programme const& programme,
                            Money amount) {
  auto const left = programme.unallocated();
  if (!amount.is_negative() || amount.negated() <= left) return {};
  auto const currency = programme.settings.currency;
  return c.refuse(Rule::authority_exceeded,
                  say(Sum{amount.negated(), currency}, " are to be taken from ", id, ", but only ",
                      Sum{left, currency}, " are available and not allocated: take no more"),
                  to_string(left, currency), to_string(amount.negated(), currency));
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
    if (key.year == year && line.opened) lines.push_back(closing_line(state, key, line));
  }
  std::ranges::sort(lines, {}, &ExerciseClosed::Line::programme);
  return lines;
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

Decision decide_on(Case& c, CreateProgramme const& command) {
  Converter convert{command.currency};
  auto settings = settings_of(command, convert);
  if (auto no = convert.take_problem()) return refused(no);
  auto const* const existing = c.state().programmes.find(command.programme);
  auto const head = existing == nullptr ? StreamHead{} : existing->stream;
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(head)) return refused(no);
  if (existing != nullptr) {
    return std::unexpected(c.refusal(Rule::id_taken, say("programme ", command.programme,
                                                         " exists already: choose another id")));
  }
  if (auto no = c.check_date(c.effective(), "it takes effect")) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(command.programme, head), command.currency,
                  ProgrammeCreated{command.programme, std::move(settings)});
}

Decision decide_on(Case& c, VoteAuthority const& command) {
  auto const* const programme = c.state().programmes.find(command.programme);
  if (programme == nullptr) return c.unknown("programme", command.programme.view());
  auto const currency = programme->settings.currency;
  Converter convert{currency};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(programme->stream)) return refused(no);
  if (auto no = check_funding(c, *programme)) return refused(no);
  if (auto no = check_overflow(c, programme->authority.voted, amount, currency)) return refused(no);
  return c.accept(stream_of(command.programme, programme->stream), currency,
                  AuthorityVoted{command.programme, amount});
}

Decision decide_on(Case& c, AdjustAuthority const& command) {
  auto const* const programme = c.state().programmes.find(command.programme);
  if (programme == nullptr) return c.unknown("programme", command.programme.view());
  auto const currency = programme->settings.currency;
  Converter convert{currency};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(programme->stream)) return refused(no);
  if (auto no = check_funding(c, *programme)) return refused(no);
  if (auto no = check_unallocated(c, command.programme, *programme, amount)) return refused(no);
  if (auto no = check_overflow(c, programme->authority.voted, amount, currency)) return refused(no);
  return c.accept(stream_of(command.programme, programme->stream), currency,
                  AuthorityAdjusted{command.programme, amount});
}

Decision decide_on(Case& c, OpenPaymentCredits const& command) {
  auto const place = c.state().programmes.place_of(command.programme);
  if (place.is_none()) return c.unknown("programme", command.programme.view());
  auto const& programme = c.state().programmes.at(place);
  auto const currency = programme.settings.currency;
  Converter convert{currency};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  auto const* const year = c.state().years.find(command.year);
  auto const head = year == nullptr ? StreamHead{} : year->stream;
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(head)) return refused(no);
  auto const* const line = c.state().credit_lines.find({place, command.year});
  if (line != nullptr && line->opened) {
    return std::unexpected(c.refusal(Rule::state,
                                     say("the payment credits of ", command.programme, " for ",
                                         command.year, " are open already: adjust them"),
                                     "not opened", "opened"));
  }
  if (auto no = c.check_date(programme.since, "the programme was created")) return refused(no);
  if (c.state().is_closed(command.year)) {
    return std::unexpected(
        c.refusal(Rule::year_closed,
                  say("the budget year ", command.year,
                      " is closed, its credits do not change: open those of a later year"),
                  {}, say(command.year)));
  }
  if (auto no = check_funding(c, programme)) return refused(no);
  if (auto no = check_overflow(c, programme.credits_voted, amount, currency)) return refused(no);
  auto const id = std::to_string(command.year);
  return c.accept({StreamKind::year, id, head}, currency,
                  PaymentCreditsOpened{command.programme, command.year, amount});
}

Decision decide_on(Case& c, CloseExercise const& command) {
  auto const* const year = c.state().years.find(command.year);
  auto const head = year == nullptr ? StreamHead{} : year->stream;
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(head)) return refused(no);
  if (auto no = check_closing(c, command.year, year)) return refused(no);
  auto const id = std::to_string(command.year);
  return c.accept({StreamKind::year, id, head}, Currency{},
                  ExerciseClosed{command.year, closing_lines(c.state(), command.year)});
}

}  // namespace gl::ledger
