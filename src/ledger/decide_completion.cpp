#include <algorithm>
#include <vector>

#include "ledger/decisions.h"
#include "ledger/project_rules.h"
#include "ledger/receipt.h"

namespace gl::ledger {
namespace {

Objection check_time_limit(Case const& c, CivilDate limit) {
  if (limit >= c.effective()) return {};
  return c.refuse(Rule::date,
                  say("the documents would be due on ", limit, ", before they are asked for on ",
                      c.effective(), ": set a later day"),
                  say(c.effective()), say(limit));
}

Objection check_in_time(Case const& c, ProjectFile const& file, CivilDate limit, CivilDate day) {
  if (day <= limit) return {};
  return c.refuse(Rule::deadline_passed,
                  say("the documents of ", file.id, " came on ", day, ", but were due on ", limit,
                      ": close the file without decision or ask for them again"),
                  say(limit), say(day));
}

/// The kinds in a row, sorted: for comparing and for sentences.
std::string listed(std::vector<ReasonCode> kinds) {
  std::ranges::sort(kinds);
  std::string text;
  for (auto const& kind : kinds) text += say(text.empty() ? "" : ", ", kind);
  return text;
}

Objection check_documents(Case const& c, ProjectFile const& file,
                          std::vector<ReasonCode> const& asked,
                          std::vector<Document> const& documents) {
  std::vector<ReasonCode> kinds;
  kinds.reserve(documents.size());
  for (auto const& document : documents) kinds.push_back(document.kind);
  auto const wanted = listed(asked);
  auto const supplied = listed(std::move(kinds));
  if (supplied == wanted) return {};
  return c.refuse(
      Rule::documents_mismatch,
      say("project ", file.id, " was asked for ", wanted, ": supply exactly these, each once"),
      wanted, supplied);
}

/// The rules of a completion, in the order of domain §6.
Objection check_completion(Case const& c, ProjectFile const& file, CompleteProject const& command,
                           Receipt const& receipt) {
  if (auto no = check_project_state(c, file, {ProjectState::incomplete})) return no;
  auto const* const asked = c.state().completions.find(c.state().projects.place_of(file.id));
  GL_CHECK(asked != nullptr, "an Incomplete project that nothing was asked of");
  if (auto no = check_received_date(c, receipt)) return no;
  if (auto no = check_since_submission(c, file)) return no;
  if (auto no = check_in_time(c, file, asked->time_limit, receipt.day)) return no;
  if (auto no = c.check_delegation()) return no;
  if (auto no = check_documents(c, file, asked->documents, command.documents)) return no;
  return check_evidence(c, receipt);
}

}  // namespace

Decision decide_on(Case& c, RequestCompletion const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_access(c, file->project.stream)) return refused(no);
  if (auto no = check_project_state(c, *file, {ProjectState::submitted, ProjectState::complete})) {
    return refused(no);
  }
  if (auto no = check_since_submission(c, *file)) return refused(no);
  if (auto no = check_time_limit(c, command.time_limit)) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(*file), Currency{},
                  CompletionRequested{command.project, command.documents, command.time_limit});
}

Decision decide_on(Case& c, CompleteProject const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  auto const receipt = receipt_of(c, command.received_at, command.evidence);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = check_received_by(c, receipt)) return refused(no);
  if (auto no = c.check_version(file->project.stream)) return refused(no);
  if (auto no = check_completion(c, *file, command, receipt)) return refused(no);
  return c.accept(
      stream_of(*file), Currency{},
      ProjectCompleted{command.project, command.documents, command.received_at, command.evidence});
}

Decision decide_on(Case& c, DeclareComplete const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  if (auto no = check_step(c, *file, {ProjectState::submitted})) return refused(no);
  return c.accept(stream_of(*file), Currency{}, ProjectDeclaredComplete{command.project});
}

}  // namespace gl::ledger
