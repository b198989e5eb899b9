#include <algorithm>

#include "oracle/attempt.h"

/// Calls: domain §3.
namespace gl::oracle {

void Attempt::read_terms(Terms& terms) const {
  if (has("title")) terms.title = text("title");
  if (has("opening")) terms.opening = day("opening");
  if (has("deadline")) terms.deadline = day("deadline");
  if (has("departments")) terms.departments = list("departments");
  if (has("applicant_kinds")) terms.applicant_kinds = list("applicant_kinds");
  if (has("project_cap")) terms.project_cap = amount("project_cap");
  if (has("maximum_rate")) terms.maximum_rate = number("maximum_rate");
  if (has("minimum_instalment")) terms.minimum_instalment = amount("minimum_instalment");
  if (has("one_per_applicant")) terms.one_per_applicant = flag("one_per_applicant");
  if (has("assessment_required")) terms.assessment_required = flag("assessment_required");
  if (has("waitlist")) terms.waitlist = flag("waitlist");
}

/// The last version whose date has come; before all of them the first.
Terms const& Attempt::in_force(Call const& call, Day at) const {
  Terms const* found = &call.versions.front();
  for (auto const& version : call.versions) {
    if (version.in_force_from <= at) found = &version;
  }
  return *found;
}

void Attempt::draft_call() {
  refuse_if(state_.calls.contains(text("call")), "ID_TAKEN");
  not_before(state_.programmes.at(text("programme")).created);
  Terms terms;
  terms.in_force_from = effective_;
  read_terms(terms);
  refuse_if(terms.deadline < terms.opening, "DATE");
  emit("CallDrafted");
  state_.calls.try_emplace(text("call"),
                           Call{text("call"), text("programme"), "Draft", {terms}, effective_});
}

/// §3: opens a draft, or makes an Open call at once; deadline not before opening.
void Attempt::open_call() {
  auto const found = state_.calls.find(text("call"));
  if (found == state_.calls.end()) {
    not_before(programme().created);
    Terms terms;
    terms.in_force_from = effective_;
    read_terms(terms);
    refuse_if(terms.deadline < terms.opening, "DATE");
    emit("CallOpened");
    state_.calls[text("call")] = Call{text("call"), text("programme"), "Open", {terms}, effective_};
    return;
  }
  auto& opened = found->second;
  auto const& terms = opened.versions.back();
  refuse_if(opened.state != "Draft", "STATE");
  not_before(terms.in_force_from);
  refuse_if(terms.deadline < terms.opening, "DATE");
  emit("CallOpened");
  for (auto& version : opened.versions) version.in_force_from = effective_;  // a draft binds nobody
  opened.state = "Open";
}

/// §6 rule 4: an award was decided in this call, and that decision was not reversed.
bool Attempt::had_an_award(Call const& call) const {
  return std::ranges::any_of(history_, [&](Record const& record) {
    return record.type == "AwardDecided" && !is_reversed(history_, record.position) &&
           state_.projects.at(record.project).call == call.id;
  });
}

/// §3: narrowing territory or eligibility may not exclude a project received, not withdrawn.
bool Attempt::excludes_received(Call const& call, Terms const& terms) const {
  auto const lacks = [](std::vector<std::string> const& allowed, std::string const& value) {
    return !allowed.empty() && std::ranges::find(allowed, value) == allowed.end();
  };
  for (auto const& [id, received] : state_.projects) {
    if (received.call != call.id || received.state == "Withdrawn") continue;
    auto const& before = call.versions.back();  // what was outside already is not excluded now
    if (lacks(terms.applicant_kinds, received.applicant_kind) &&
        !lacks(before.applicant_kinds, received.applicant_kind)) {
      return true;
    }
    for (auto const& department : received.departments) {
      if (lacks(terms.departments, department) && !lacks(before.departments, department)) {
        return true;
      }
    }
  }
  return false;
}

/// §3, §6 rule 4.
void Attempt::amend_call() {
  auto& amended = call();
  Terms const before = amended.versions.back();
  Terms after = before;
  read_terms(after);
  after.in_force_from = effective_;
  bool const is_closed = amended.state == "Closed";
  refuse_if(amended.state != "Draft" && amended.state != "Open" && !is_closed, "STATE");
  refuse_if(is_closed && after.deadline != before.deadline, "STATE");  // that is ReopenCall
  not_before(before.in_force_from);
  refuse_if(after.deadline < after.opening, "DATE");
  // Shortening needs a deadline still ahead.
  refuse_if(after.deadline < before.deadline && after.deadline < effective_, "DATE");
  refuse_if(excludes_received(amended, after), "EXCLUDES_RECEIVED");
  bool const needs_act = is_closed || had_an_award(amended);
  refuse_if(needs_act && (!command_.has_act || command_.reason_code.empty()), "ACT_REQUIRED");
  emit("CallAmended");
  amended.versions.push_back(after);
}

/// §3: from Open, dated after the deadline.
void Attempt::close_call() {
  auto& closed = call();
  auto const& terms = closed.versions.back();
  refuse_if(closed.state != "Open", "STATE");
  not_before(terms.in_force_from);
  refuse_if(effective_ <= terms.deadline, "DATE");
  emit("CallClosed");
  closed.state = "Closed";
}

/// §3: from Closed, with reason, act and a new deadline, which makes a new version.
void Attempt::reopen_call() {
  auto& reopened = call();
  Terms terms = reopened.versions.back();
  refuse_if(reopened.state != "Closed", "STATE");
  not_before(terms.in_force_from);
  terms.deadline = day("deadline");
  terms.in_force_from = effective_;
  refuse_if(terms.deadline < effective_ || terms.deadline < terms.opening, "DATE");
  refuse_if(effective_ <= reopened.versions.back().deadline, "DATE");  // closed after its deadline
  refuse_if(!command_.has_act || command_.reason_code.empty(), "ACT_REQUIRED");
  emit("CallReopened");
  reopened.versions.push_back(terms);
  reopened.state = "Open";
}

/// §3: CancelCall while no award is live; SettleCall from Closed when every project is terminal;
/// both once the allocation is released.
void Attempt::end_call() {
  auto& ended = call();
  bool const cancels = command_.type == "CancelCall";
  auto const live = split("Awarded Contracted Settled", ' ');
  auto const terminal =
      split("Ineligible Rejected Oriented Withdrawn NoAction Cancelled Settled", ' ');
  auto const is_in = [](std::vector<std::string> const& states, std::string const& state) {
    return std::ranges::find(states, state) != states.end();
  };
  bool const over = ended.state == "Settled" || ended.state == "Cancelled";
  refuse_if(cancels ? over : ended.state != "Closed", "STATE");
  for (auto const& [id, each] : state_.projects) {
    if (each.call != ended.id) continue;
    refuse_if(cancels ? is_in(live, each.state) : !is_in(terminal, each.state), "STATE");
  }
  not_before(ended.versions.back().in_force_from);
  refuse_if(!cancels && effective_ <= ended.versions.back().deadline, "DATE");
  refuse_if(sum({"available", ended.programme, ended.id, 0}) != 0, "MONEY_MOVING");
  emit(cancels ? "CallCancelled" : "CallSettled");
  ended.state = cancels ? "Cancelled" : "Settled";
}

}  // namespace gl::oracle
