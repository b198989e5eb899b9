#include <algorithm>
#include <utility>

#include "ledger/budget_rules.h"
#include "ledger/decisions.h"
#include "ledger/limits.h"

namespace gl::ledger {
namespace {

/// The law's amount for an agreement in euros (décret 2001-495): 23 000.00.
constexpr auto legal_threshold = Money::from_minor_units(2'300'000);

bool is_euro(Currency currency) { return currency.code() == "EUR"; }

/// A programme in euros whose agreements are bound to no amount and not for everyone follows the
/// law.
void follow_law(ProgrammeSettings& settings) {
  bool const bound = settings.convention_threshold || settings.convention_for_all;
  if (!bound && is_euro(settings.currency)) settings.convention_threshold = legal_threshold;
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
  settings.convention_for_all = command.convention_for_all;
  settings.authority_valid_until = command.authority_valid_until;
  settings.de_minimis_ceiling = convert(command.de_minimis_ceiling, "de_minimis_ceiling");
  settings.de_minimis_window_years = command.de_minimis_window_years;
  follow_law(settings);
  return settings;
}

/// Puts what is given in the place of what stands.
template <class Value>
void set(std::optional<Value>& setting, std::optional<Value> const& given) {
  if (given) setting = given;
}
void set(bool& setting, Choice given) {
  if (given != Choice::unstated) setting = given == Choice::yes;
}
void set(std::uint16_t& setting, std::uint16_t given) {
  if (given != 0) setting = given;
}

ProgrammeSettings amended(ProgrammeSettings settings, AmendProgramme const& command,
                          Converter& convert) {
  settings.name = command.name.value_or(settings.name);
  if (command.aid_regime != AidRegime::unstated) settings.aid_regime = command.aid_regime;
  if (command.re_credit != ReCredit::unstated) settings.re_credit = command.re_credit;
  set(settings.retention_years, command.retention_years);
  set(settings.publication, command.publication);
  set(settings.convention_for_all, command.convention_for_all);
  set(settings.convention_threshold, convert(command.convention_threshold, "convention_threshold"));
  set(settings.authority_valid_until, command.authority_valid_until);
  set(settings.de_minimis_ceiling, convert(command.de_minimis_ceiling, "de_minimis_ceiling"));
  set(settings.de_minimis_window_years, command.de_minimis_window_years);
  follow_law(settings);
  return settings;
}

/// STATE: the closing of a year names every programme.
Objection check_room(Case const& c) {
  auto const count = c.state().programmes.size();
  if (count < limits::programmes_max) return {};
  return c.refusal(Rule::state,
                   say("the ledger has ", count,
                       " programmes, the most that it takes: use one of them, or another ledger"),
                   say(limits::programmes_max), say(count + 1));
}

/// MALFORMED: State aid's records are kept for ten years at least, whichever of the two was
/// amended.
Objection check_retention(Case const& c, ProgrammeSettings const& settings) {
  bool const state_aid = settings.aid_regime >= AidRegime::de_minimis;
  if (!state_aid || settings.retention_years >= limits::retention_years_default) return {};
  return c.refusal(Rule::malformed,
                   say("retention_years would be ", settings.retention_years, ", below ",
                       limits::retention_years_default, ", the least for State aid: raise it"),
                   say(limits::retention_years_default), say(settings.retention_years));
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
  if (auto no = check_room(c)) return refused(no);
  if (auto no = c.check_date(c.effective(), "it takes effect")) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(command.programme, head), command.currency,
                  ProgrammeCreated{command.programme, std::move(settings)});
}

Decision decide_on(Case& c, AmendProgramme const& command) {
  auto const* const programme = c.state().programmes.find(command.programme);
  if (programme == nullptr) return c.unknown("programme", command.programme.view());
  auto const& before = programme->settings;
  Converter convert{before.currency};
  auto after = amended(before, command, convert);
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = check_retention(c, after)) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(programme->stream)) return refused(no);
  if (auto no = c.check_date(programme->since, "the programme was created")) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(command.programme, programme->stream), before.currency,
                  ProgrammeAmended{command.programme, before, std::move(after)});
}

}  // namespace gl::ledger
