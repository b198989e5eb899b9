#include <utility>

#include "ledger/decisions.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

/// DATE: what is told of happened between `since` and the effective date.
Objection check_day_between(Case const& c, CivilDate day, CivilDate since,
                            std::string_view since_what) {
  if (day >= since && day <= c.effective()) return {};
  return c.refuse(Rule::date,
                  say("date ", day, " is not between ", since, ", when ", since_what,
                      ", and the effective date, ", c.effective(), ": correct it"),
                  say(since, " to ", c.effective()), say(day));
}

constexpr ProjectStates had_award{ProjectState::awarded, ProjectState::contracted,
                                  ProjectState::cancelled, ProjectState::settled};

template <class Published>
Decision decide_publication(Case const& c, PublicationEntry const& entry) {
  auto const file = find_file(c.state(), entry.project);
  if (!file) return c.unknown("project", entry.project.view());
  auto const day = entry.date.value_or(c.effective());
  if (auto no = check_access(c, file->project.stream)) return refused(no);
  if (auto no = check_project_state(c, *file, had_award)) return refused(no);
  if (auto no = check_since_award(c, *file)) return refused(no);
  auto const since = file->award().decided_on;
  if (auto no = check_day_between(c, day, since, "the award was decided")) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(*file), Currency{},
                  Published{{entry.project, entry.target, day, entry.file}});
}

}  // namespace

Decision decide_on(Case& c, NotifyApplicant const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  auto const day = command.date.value_or(c.effective());
  if (auto no = check_access(c, file->project.stream)) return refused(no);
  if (auto no = check_since_submission(c, *file)) return refused(no);
  auto const since = file->project.submitted_on;
  if (auto no = check_day_between(c, day, since, "the project was submitted")) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(*file), Currency{},
                  ApplicantNotified{command.project, command.channel, day});
}

Decision decide_on(Case& c, DeclareConflict const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_access(c, file->project.stream)) return refused(no);
  if (auto no = check_since_submission(c, *file)) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(*file), Currency{}, ConflictDeclared{command.project});
}

Decision decide_on(Case& c, PublishGrant const& command) {
  return decide_publication<GrantPublished>(c, command);
}

Decision decide_on(Case& c, NotifyStateAid const& command) {
  return decide_publication<StateAidNotified>(c, command);
}

}  // namespace gl::ledger
