#include "ledger/decisions.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

/// Eligible or not.
Decision decide_eligibility(Case const& c, EligibilityFinding const& finding, bool eligible) {
  auto const file = find_file(c.state(), finding.project);
  if (!file) return c.unknown("project", finding.project.view());
  if (auto no = check_step(c, *file, {ProjectState::complete})) return refused(no);
  return c.accept(stream_of(*file), Currency{},
                  EligibilityDecided{finding.project, eligible, finding.criteria});
}

}  // namespace

Decision decide_on(Case& c, DeclareEligible const& command) {
  return decide_eligibility(c, command, true);
}

Decision decide_on(Case& c, DeclareIneligible const& command) {
  return decide_eligibility(c, command, false);
}

Decision decide_on(Case& c, RecordAssessment const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_impartial_step(c, *file, {ProjectState::eligible})) return refused(no);
  return c.accept(stream_of(*file), Currency{},
                  AssessmentRecorded{command.project, command.criterion, command.score,
                                     command.scale, command.weight, command.comment.sealed});
}

Decision decide_on(Case& c, CloseAssessment const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_impartial_step(c, *file, {ProjectState::eligible})) return refused(no);
  return c.accept(stream_of(*file), Currency{}, AssessmentClosed{command.project});
}

}  // namespace gl::ledger
