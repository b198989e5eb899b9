#include <algorithm>

#include "ledger/decisions.h"
#include "ledger/limits.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

using limits::retention_years_default;

CivilDate years_after(CivilDate last, std::uint16_t years) { return last.plus_months(12 * years); }

/// The programme's years, at least ten for State aid.
std::uint16_t years_of(ProgrammeSettings const& settings, bool state_aid) {
  return state_aid ? std::max(settings.retention_years, retention_years_default)
                   : settings.retention_years;
}

/// By the regime of the project's awards or, before the first one, by the programme's.
std::uint16_t years_of(ProjectFile const& file) {
  auto const& settings = file.programme.settings;
  bool const by_programme = file.project.awards == 0 && is_state_aid(settings.aid_regime);
  return years_of(settings, file.project.state_aid || by_programme);
}

/// The day on which the duty to keep what concerns this is over.
CivilDate kept_until(State const& state, Place<Project> place) {
  auto const file = file_at(state, place);
  return years_after(file.project.last_on, years_of(file));
}

/// A payee's, by all the projects that were awarded to it.
CivilDate kept_until(State const& state, Place<Payee> place) {
  auto const last_on = state.payees.at(place).last_on;
  auto const key = beneficiary_of(state.payees.key_at(place).view());
  auto const* const awarded = state.beneficiaries.find(key);
  if (awarded == nullptr) return years_after(last_on, retention_years_default);
  CivilDate until;
  for (auto const project : awarded->projects) {
    auto const years = years_of(file_at(state, project));
    until = std::max({until, kept_until(state, project), years_after(last_on, years)});
  }
  return until;
}

CivilDate kept_until(State const& state, Subject const& subject, Tie tie) {
  switch (tie.kind) {
    case TieKind::project: return kept_until(state, Place<Project>{tie.index});
    case TieKind::payee: return kept_until(state, Place<Payee>{tie.index});
    case TieKind::programme: {
      auto const& settings = state.programmes.at(Place<Programme>{tie.index}).settings;
      return years_after(subject.last_on, years_of(settings, is_state_aid(settings.aid_regime)));
    }
    case TieKind::none: break;
  }
  return years_after(subject.last_on, retention_years_default);
}

/// The last of the duties to keep what the subject is tied to.
CivilDate kept_until(State const& state, Place<Subject> place) {
  auto const& subject = state.subjects.at(place);
  auto until = kept_until(state, subject, subject.latest);
  auto const* before = state.ties.find({place, subject.latest});
  while (before != nullptr && before->kind != TieKind::none) {
    until = std::max(until, kept_until(state, subject, *before));
    before = state.ties.find({place, *before});
  }
  return until;
}

Objection check_not_erased(Case const& c, Subject const& subject) {
  if (subject.erased.value() == 0) return {};
  return c.refuse(Rule::state,
                  say("the subject's key was destroyed at position ", subject.erased,
                      " already: there is nothing left to erase"),
                  "not erased", "erased");
}

Objection check_retention(Case const& c, Place<Subject> place) {
  auto const until = kept_until(c.state(), place);
  if (c.effective() >= until) return {};
  return c.refuse(Rule::retention,
                  say("what concerns the subject is kept by law until ", until, ", after ",
                      c.effective(), ": ask again from that day on"),
                  say(until), say(c.effective()));
}

}  // namespace

Decision decide_on(Case& c, EraseSubject const& command) {
  auto const token = to_hex(command.subject);
  auto const place = c.state().subjects.place_of({command.subject});
  if (place.is_none()) return c.unknown("subject", token);
  auto const& subject = c.state().subjects.at(place);
  if (auto no = check_access(c, head_of(subject))) return refused(no);
  if (auto no = check_not_erased(c, subject)) return refused(no);
  if (auto no = c.check_date(c.effective(), "it takes effect")) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  if (auto no = check_retention(c, place)) return refused(no);
  return c.accept({StreamKind::subject, token, head_of(subject)}, Currency{},
                  SubjectErased{command.subject, 1, command.ground});
}

}  // namespace gl::ledger
