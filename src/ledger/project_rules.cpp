#include "ledger/project_rules.h"

#include "ledger/budget_rules.h"

namespace gl::ledger {
std::string to_string(ProjectStates states) {
  std::string text;
  for (std::uint8_t number = 1; number <= static_cast<std::uint8_t>(ProjectState::settled);
       ++number) {
    auto const state = ProjectState{number};
    if (!states.has(state)) continue;
    if (!text.empty()) text += ", ";
    text += name(state);
  }
  return text;
}

Objection check_access(Case const& c, StreamHead head) {
  if (auto no = c.check_sender()) return no;
  return c.check_version(head);
}

Objection check_project_state(Case const& c, ProjectFile const& file, ProjectStates right) {
  if (right.has(file.project.state)) return {};
  auto const needed = to_string(right);
  return c.refuse(Rule::state,
                  say("project ", file.id, " is ", name(file.project.state),
                      ", but this needs it to be ", needed),
                  needed, std::string{name(file.project.state)});
}

Objection check_account_open(Case const& c, ProjectFile const& file) {
  if (file.project.final_account.value() == 0) return {};
  return c.refuse(Rule::state,
                  say("the final account of project ", file.id, " was accepted at position ",
                      file.project.final_account, ": reverse that first"),
                  "no accepted account", "accepted account");
}

Objection check_since_submission(Case const& c, ProjectFile const& file) {
  return c.check_date(file.project.submitted_on, "the project was submitted");
}

Objection check_since_award(Case const& c, ProjectFile const& file) {
  return c.check_date(file.award().decided_on, "the award was decided");
}

Objection check_conflict(Case const& c, ProjectFile const& file) {
  auto const& state = c.state();
  ConflictKey const key{state.projects.place_of(file.id),
                        state.persons.place_of(c.header().actor.person)};
  auto const* const declared = state.conflicts.find(key);
  if (declared == nullptr) return {};
  return c.refuse(
      Rule::conflict_of_interest,
      say("the sender declared a conflict of interest on project ", file.id, " at position ",
          *declared, " and takes no part in assessing or deciding on it: another person must"),
      {}, say(*declared));
}

Objection check_step(Case const& c, ProjectFile const& file, ProjectStates from) {
  if (auto no = check_access(c, file.project.stream)) return no;
  if (auto no = check_project_state(c, file, from)) return no;
  if (auto no = check_since_submission(c, file)) return no;
  return c.check_delegation();
}

Objection check_impartial_step(Case const& c, ProjectFile const& file, ProjectStates from) {
  if (auto no = check_step(c, file, from)) return no;
  return check_conflict(c, file);
}

AuthorityPool release_pool(ProjectFile const& file, CivilDate day) {
  if (authority_is_over(file.programme, day)) return AuthorityPool::lapsed;
  bool const over =
      file.call.state == CallState::settled || file.call.state == CallState::cancelled;
  return over ? AuthorityPool::unallocated : award_pool(file);
}

AuthorityPool award_pool(ProjectFile const& file) {
  return file.call.has_allocation() ? AuthorityPool::call : AuthorityPool::unallocated;
}

Objection check_authority(Case const& c, ProjectFile const& file, Money amount) {
  bool const over = authority_is_over(file.programme, c.effective());
  bool const of_call = award_pool(file) == AuthorityPool::call;
  auto const left = over ? Money{} : (of_call ? file.call.available : file.programme.unallocated());
  if (amount <= left) return {};
  auto const currency = file.currency();
  return c.refuse(
      Rule::authority_exceeded,
      say(file.id, " takes ", Sum{amount, currency}, " of commitment authority, but ",
          over ? say("the authority of ", file.programme_id, " was valid until ",
                     *file.programme.settings.authority_valid_until)
               : say(of_call ? say("call ", file.call_id) : say("programme ", file.programme_id),
                     " has ", Sum{left, currency}, " left"),
          ": lower the award or have more authority voted"),
      to_string(left, currency), to_string(amount, currency));
}

}  // namespace gl::ledger
