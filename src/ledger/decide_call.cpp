#include <algorithm>
#include <utility>

#include "ledger/call_rules.h"
#include "ledger/decisions.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

constexpr ProjectStates terminal{ProjectState::ineligible, ProjectState::rejected,
                                 ProjectState::oriented,   ProjectState::withdrawn,
                                 ProjectState::no_action,  ProjectState::cancelled,
                                 ProjectState::settled};

Stream stream_of(CallFile const& file) { return stream_of(file.id, file.call.stream); }

CallTerms terms_of(CallProposal const& command, Converter& convert) {
  CallTerms terms;
  terms.title = command.title;
  terms.opening = command.opening.value_or(CivilDate{});
  terms.deadline = command.deadline.value_or(CivilDate{});
  terms.departments = command.departments;
  terms.applicant_kinds = command.applicant_kinds;
  terms.project_cap = convert(command.project_cap, "project_cap");
  terms.maximum_rate = command.maximum_rate.value_or(Rate{Rate::ppm_max});
  terms.minimum_instalment = convert(command.minimum_instalment, "minimum_instalment");
  terms.one_per_applicant = command.one_per_applicant;
  terms.assessment_required = command.assessment_required;
  terms.waitlist = command.waitlist;
  return terms;
}

/// MALFORMED: without a draft a call needs these.
Objection check_whole(Case const& c, CallProposal const& command) {
  auto const missing = command.title.empty() ? "title"
                       : !command.opening    ? "opening"
                       : !command.deadline   ? "deadline"
                                             : "";
  if (std::string_view{missing}.empty()) return {};
  return c.refusal(Rule::malformed, say(missing, " is missing, and there is no draft of call ",
                                        command.call, " that has it: give it"));
}

/// A call that there is not yet, as a draft or open at once.
template <class Made>
Decision make(Case& c, CallProposal const& command) {
  auto const* const programme = c.state().programmes.find(command.programme);
  if (programme == nullptr) return c.unknown("programme", command.programme.view());
  auto const currency = programme->settings.currency;
  Converter convert{currency};
  auto terms = terms_of(command, convert);
  if (auto no = convert.take_problem()) return refused(no);
  auto const* const existing = c.state().calls.find(command.call);
  auto const head = existing == nullptr ? StreamHead{} : existing->stream;
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(head)) return refused(no);
  if (existing != nullptr) {
    return std::unexpected(
        c.refusal(Rule::id_taken, say("call ", command.call, " exists already: choose another id"),
                  {}, command.call.string()));
  }
  if (auto no = c.check_date(programme->since, "the programme was created")) return refused(no);
  if (auto no = check_span(c, terms)) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(command.call, head), currency,
                  Made{command.call, command.programme, std::move(terms)});
}

/// The first field that is given and is not the draft's; empty if there is none.
std::string_view differing(OpenCall const& command, CallTerms const& given, CallFile const& draft) {
  auto const& terms = draft.call.latest().terms;
  auto const same = [](auto const& one, auto const& other) {
    return std::ranges::is_permutation(one, other);
  };
  if (!command.programme.empty() && command.programme != draft.programme_id) return "programme";
  if (!command.title.empty() && given.title != terms.title) return "title";
  if (command.opening && given.opening != terms.opening) return "opening";
  if (command.deadline && given.deadline != terms.deadline) return "deadline";
  if (!given.departments.empty() && !same(given.departments, terms.departments)) {
    return "departments";
  }
  if (!given.applicant_kinds.empty() && !same(given.applicant_kinds, terms.applicant_kinds)) {
    return "applicant_kinds";
  }
  if (given.project_cap && given.project_cap != terms.project_cap) return "project_cap";
  if (command.maximum_rate && given.maximum_rate != terms.maximum_rate) return "maximum_rate";
  if (given.minimum_instalment && given.minimum_instalment != terms.minimum_instalment) {
    return "minimum_instalment";
  }
  if (given.one_per_applicant && !terms.one_per_applicant) return "one_per_applicant";
  if (given.assessment_required && !terms.assessment_required) return "assessment_required";
  if (given.waitlist && !terms.waitlist) return "waitlist";
  return {};
}

/// MALFORMED: a draft is opened as it stands.
Objection check_as_drafted(Case const& c, OpenCall const& command, CallTerms const& given,
                           CallFile const& file) {
  if (file.call.state != CallState::draft) return {};
  auto const field = differing(command, given, file);
  if (field.empty()) return {};
  return c.refusal(Rule::malformed, say(field, " is another than in the draft of call ", file.id,
                                        ": amend the draft first, or leave the field out"));
}

Decision open_existing(Case& c, OpenCall const& command, CallFile const& file) {
  Converter convert{file.currency()};
  auto const given = terms_of(command, convert);
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = check_as_drafted(c, command, given, file)) return refused(no);
  if (!command.programme.empty() && !c.state().programmes.contains(command.programme)) {
    return c.unknown("programme", command.programme.view());
  }
  auto const version = static_cast<std::uint32_t>(file.call.versions.size());
  c.apply_version(version);
  if (auto no = check_access(c, file.call.stream)) return refused(no);
  if (auto no = check_call_state(c, file, {CallState::draft})) return refused(no);
  if (auto no = check_since_version(c, file.call)) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(file), file.currency(),
                  CallOpened{file.id, file.programme_id, file.call.latest().terms, version});
}

/// STATE: no project of the call is in a state that stands in the way. Looks at every project there
/// is: a call ends once.
Objection check_no_project(Case const& c, CallFile const& file, auto const& stands_in_the_way,
                           std::string_view way_out) {
  auto const place = c.state().calls.place_of(file.id);
  for (auto const& [id, project] : c.state().projects) {
    if (project.call != place || !stands_in_the_way(project.state)) continue;
    return c.refuse(
        Rule::state,
        say("project ", id, " of call ", file.id, " is ", name(project.state), ": ", way_out), {},
        say(id, " ", name(project.state)));
  }
  return {};
}

/// MONEY_MOVING: a call ends with nothing set apart for it.
Objection check_released(Case const& c, CallFile const& file) {
  auto const left = file.call.available;
  if (!left.is_positive()) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::money_moving,
                  say("call ", file.id, " still has ", Sum{left, currency},
                      " of its allocation: release it first"),
                  to_string(Money{}, currency), to_string(left, currency));
}

Objection check_reopening(Case const& c, CallFile const& file, CallTerms const& after) {
  if (auto no = check_call_state(c, file, {CallState::closed})) return no;
  if (auto no = check_after_deadline(c, file.call)) return no;
  if (after.deadline < c.effective()) {
    return c.refuse(Rule::date,
                    say("the new deadline ", after.deadline, " is past on ", c.effective(),
                        ", when the call is reopened: set that day or a later one"),
                    say(c.effective()), say(after.deadline));
  }
  if (auto no = c.check_delegation()) return no;
  return c.check_act(say("reopening call ", file.id, " needs a decision"));
}

Objection check_cancelling(Case const& c, CallFile const& file) {
  if (auto no = check_call_state(c, file, unfinished)) return no;
  auto const is_live = [](ProjectState state) { return live.has(state); };
  if (auto no = check_no_project(c, file, is_live, "a call with a live award is not cancelled")) {
    return no;
  }
  if (auto no = check_since_version(c, file.call)) return no;
  if (auto no = c.check_delegation()) return no;
  return check_released(c, file);
}

Objection check_settling(Case const& c, CallFile const& file) {
  if (auto no = check_call_state(c, file, {CallState::closed})) return no;
  auto const is_running = [](ProjectState state) { return !terminal.has(state); };
  if (auto no = check_no_project(c, file, is_running, "bring it to its end first")) return no;
  if (auto no = check_after_deadline(c, file.call)) return no;
  if (auto no = c.check_delegation()) return no;
  return check_released(c, file);
}

}  // namespace

Decision decide_on(Case& c, DraftCall const& command) { return make<CallDrafted>(c, command); }

Decision decide_on(Case& c, OpenCall const& command) {
  auto const file = find_file(c.state(), command.call);
  if (file) return open_existing(c, command, *file);
  if (command.programme.empty()) return c.unknown("call", command.call.view());
  if (auto no = check_whole(c, command)) return refused(no);
  return make<CallOpened>(c, command);
}

Decision decide_on(Case& c, CloseCall const& command) {
  auto const file = find_file(c.state(), command.call);
  if (!file) return c.unknown("call", command.call.view());
  if (auto no = check_access(c, file->call.stream)) return refused(no);
  if (auto no = check_call_state(c, *file, {CallState::open})) return refused(no);
  if (auto no = check_after_deadline(c, file->call)) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(*file), Currency{}, CallClosed{file->id, file->programme_id});
}

Decision decide_on(Case& c, ReopenCall const& command) {
  auto const file = find_file(c.state(), command.call);
  if (!file) return c.unknown("call", command.call.view());
  auto const& before = file->call.latest().terms;
  auto after = before;
  after.deadline = command.deadline;
  if (auto no = c.check_sender()) return refused(no);
  auto const version = static_cast<std::uint32_t>(file->call.versions.size());
  c.apply_version(version);
  if (auto no = c.check_version(file->call.stream)) return refused(no);
  if (auto no = check_reopening(c, *file, after)) return refused(no);
  return c.accept(stream_of(*file), file->currency(),
                  CallReopened{file->id, file->programme_id, version + 1, before, after});
}

Decision decide_on(Case& c, CancelCall const& command) {
  auto const file = find_file(c.state(), command.call);
  if (!file) return c.unknown("call", command.call.view());
  if (auto no = check_access(c, file->call.stream)) return refused(no);
  if (auto no = check_cancelling(c, *file)) return refused(no);
  return c.accept(stream_of(*file), Currency{}, CallCancelled{file->id, file->programme_id});
}

Decision decide_on(Case& c, SettleCall const& command) {
  auto const file = find_file(c.state(), command.call);
  if (!file) return c.unknown("call", command.call.view());
  if (auto no = check_access(c, file->call.stream)) return refused(no);
  if (auto no = check_settling(c, *file)) return refused(no);
  return c.accept(stream_of(*file), Currency{}, CallSettled{file->id, file->programme_id});
}

}  // namespace gl::ledger
