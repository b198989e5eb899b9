#include <algorithm>
#include <utility>

#include "ledger/call_rules.h"
#include "ledger/decisions.h"

namespace gl::ledger {
namespace {

void choose(bool& flag, Choice choice) {
  if (choice != Choice::unstated) flag = choice == Choice::yes;
}

CallTerms amended(CallTerms terms, AmendCall const& command, Converter& convert) {
  if (command.title) terms.title = *command.title;
  terms.opening = command.opening.value_or(terms.opening);
  terms.deadline = command.deadline.value_or(terms.deadline);
  if (command.departments) terms.departments = *command.departments;
  if (command.applicant_kinds) terms.applicant_kinds = *command.applicant_kinds;
  if (command.project_cap) terms.project_cap = convert(command.project_cap, "project_cap");
  terms.maximum_rate = command.maximum_rate.value_or(terms.maximum_rate);
  if (command.minimum_instalment) {
    terms.minimum_instalment = convert(command.minimum_instalment, "minimum_instalment");
  }
  choose(terms.one_per_applicant, command.one_per_applicant);
  choose(terms.assessment_required, command.assessment_required);
  choose(terms.waitlist, command.waitlist);
  return terms;
}

Objection check_amendable(Case const& c, CallFile const& file, CallTerms const& after) {
  if (auto no = check_call_state(c, file, unfinished)) return no;
  auto const& call = file.call;
  if (call.state != CallState::closed || after.deadline == call.latest().terms.deadline) return {};
  return c.refuse(Rule::state,
                  say("call ", file.id,
                      " is Closed, so its deadline does not move by an amendment: "
                      "reopen the call"),
                  "Draft or Open", "Closed");
}

Objection check_shortening(Case const& c, CallTerms const& before, CallTerms const& after) {
  if (after.deadline >= before.deadline || after.deadline >= c.effective()) return {};
  return c.refuse(Rule::date,
                  say("the deadline is shortened to ", after.deadline, ", which is past on ",
                      c.effective(), ": shorten it to that day at the earliest"),
                  say(c.effective()), say(after.deadline));
}

Objection excludes(Case const& c, std::uint32_t projects, std::string_view whose) {
  return c.refuse(Rule::excludes_received,
                  say(projects, " projects from ", whose,
                      " are received and not withdrawn, and "
                      "would be excluded: keep it"),
                  "0", say(projects));
}

/// True when the old list takes it and the new one does not; an empty list takes everything.
template <class Value>
bool drops(std::vector<Value> const& before, std::vector<Value> const& after, Value const& value) {
  auto const takes = [&](std::vector<Value> const& list) {
    return list.empty() || std::ranges::find(list, value) != list.end();
  };
  return takes(before) && !takes(after);
}

Objection check_departments_kept(Case const& c, Call const& call, CallVersion const& before,
                                 CallTerms const& after) {
  if (after.departments.empty()) return {};
  DepartmentSet kept;
  for (auto const& department : after.departments) kept.add(department);
  for (unsigned bit = 0; bit < DepartmentSet::bits; ++bit) {
    bool const was_in = before.departments.empty() || before.departments.has(bit);
    if (call.received_from[bit] > 0 && was_in && !kept.has(bit)) {
      return excludes(c, call.received_from[bit],
                      say("the department ", DepartmentSet::code_of(bit)));
    }
  }
  return {};
}

Objection check_kinds_kept(Case const& c, Call const& call, CallTerms const& before,
                           CallTerms const& after) {
  for (std::size_t kind = 0; kind < call.received_of.size(); ++kind) {
    auto const value = static_cast<LegalKind>(kind);
    if (call.received_of[kind] > 0 && drops(before.applicant_kinds, after.applicant_kinds, value)) {
      return excludes(c, call.received_of[kind], say("applicants of the kind ", name(value)));
    }
  }
  return {};
}

Objection check_act_for(Case const& c, CallFile const& file) {
  if (file.call.state == CallState::closed) {
    return c.check_act(say("call ", file.id, " is Closed, so amending it needs a decision"));
  }
  if (file.call.awards_decided == 0) return {};
  return c.check_act(
      say("awards of call ", file.id, " are decided, so amending it needs a decision"));
}

/// The rules of an amendment, in the order of domain §6.
Objection check_amendment(Case const& c, CallFile const& file, CallTerms const& after) {
  auto const& before = file.call.latest();
  if (auto no = check_amendable(c, file, after)) return no;
  if (auto no = check_since_version(c, file.call)) return no;
  if (auto no = check_span(c, after)) return no;
  if (auto no = check_shortening(c, before.terms, after)) return no;
  if (auto no = c.check_delegation()) return no;
  if (auto no = check_departments_kept(c, file.call, before, after)) return no;
  if (auto no = check_kinds_kept(c, file.call, before.terms, after)) return no;
  return check_act_for(c, file);
}

}  // namespace

Decision decide_on(Case& c, AmendCall const& command) {
  auto const file = find_file(c.state(), command.call);
  if (!file) return c.unknown("call", command.call.view());
  Converter convert{file->currency()};
  auto const& before = file->call.latest().terms;
  auto after = amended(before, command, convert);
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  auto const version = static_cast<std::uint32_t>(file->call.versions.size());
  c.apply_version(version);
  if (auto no = c.check_version(file->call.stream)) return refused(no);
  if (auto no = check_amendment(c, *file, after)) return refused(no);
  return c.accept(
      stream_of(command.call, file->call.stream), file->currency(),
      CallAmended{command.call, file->programme_id, version + 1, before, std::move(after)});
}

}  // namespace gl::ledger
