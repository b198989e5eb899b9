#include <algorithm>
#include <set>

#include "oracle/attempt.h"
#include "oracle/commands.h"

/// Reversals (domain §6 rule 11), delegations (§2), personal data (§10).
namespace gl::oracle {
namespace {

bool is_one_of(std::string const& words, std::string const& word) {
  auto const all = split(words, ' ');
  return std::ranges::find(all, word) != all.end();
}

bool is_of_award(Record const& record) {
  return is_one_of(
      "AwardDecided AwardIncreased AwardReduced FinalAmountSet AwardCancelled DecisionWithdrawn",
      record.type);
}

bool is_of_credits(Record const& record) {
  return is_one_of("PaymentCreditsOpened PaymentCreditsAdjusted PaymentCreditsCarriedOver",
                   record.type);
}

/// The years whose credits an event moved.
std::set<int> credit_years(Record const& record) {
  std::set<int> years;
  for (auto const& line : record.postings) {
    if (line.year != 0) years.insert(line.year);
  }
  return years;
}

}  // namespace

/// "Dependent = not itself reversed, and": one later event against the target.
bool Attempt::depends_on(Record const& later, Record const& target) const {
  if (later.position <= target.position || later.type == "EventReversed" ||
      later.type == "CommandRefused" || is_reversed(history_, later.position)) {
    return false;
  }
  bool const same_project = !target.project.empty() && later.project == target.project;
  if (is_of_award(target)) {
    bool const ends_call = is_one_of("CallCancelled CallSettled", later.type) &&
                           later.call == state_.projects.at(target.project).call;
    if (ends_call) return true;  // no award comes back in a call that is over
    return same_project && !is_one_of("ApplicantNotified ConflictDeclared", later.type);
  }
  if (is_one_of("PaymentCreditsOpened PaymentCreditsCarriedOver", target.type)) {
    if (!is_of_credits(later) || later.programme != target.programme) return false;
    auto const years = credit_years(target);
    return std::ranges::any_of(credit_years(later), [&](int year) { return years.contains(year); });
  }
  if (is_one_of("CallAllocated CallReleased", target.type)) {  // §3: released before either
    return later.call == target.call && is_one_of("CallCancelled CallSettled", later.type);
  }
  bool const same_one = (!target.payment.empty() && later.payment == target.payment) ||
                        (!target.recovery.empty() && later.recovery == target.recovery);
  bool const is_end = is_one_of(
      "FinalAmountSet AwardCancelled DecisionWithdrawn ProjectSettled ProjectReopened", later.type);
  return same_one || (same_project && is_end);
}

bool Attempt::has_dependents(Record const& target) const {
  return std::ranges::any_of(history_,
                             [&](Record const& later) { return depends_on(later, target); }) ||
         would_leave_less_than_nothing(target);
}

/// "and whatever would leave a balance below 0".
bool Attempt::would_leave_less_than_nothing(Record const& target) const {
  for (auto const& line : target.postings) {
    AccountKey const key{line.account, line.programme, line.scope, line.year};
    if (line.account == "voted" || line.account == "cp_voted") continue;
    if (sum(key) - balance({target}, key) < 0) return true;
  }
  return false;
}

void Attempt::reverse_event() {
  auto const& target = *target_event();
  refuse_if(is_reversed(history_, target.position), "ALREADY_REVERSED");
  bool const is_reversible =
      posts(target.type) && !is_one_of("EventReversed ExerciseClosed", target.type);
  refuse_if(!is_reversible, "NOT_REVERSIBLE");
  bool const is_late = is_year_closed(year_of(target.effective));
  // In a closed year the target's own date is YEAR_CLOSED, see emit().
  refuse_if(effective_ != target.effective && effective_ != default_effective(), "DATE");
  for (int const year : credit_years(target)) refuse_if(is_year_closed(year), "YEAR_CLOSED");
  refuse_if(is_late && effective_ == target.effective, "YEAR_CLOSED");
  refuse_if(has_dependents(target), "DEPENDENT_EVENTS");
  emit("EventReversed");
  auto& reversal = records_.back();
  reversal.reverses = target.position;
  reversal.programme = target.programme;
  reversal.call = target.call;
  reversal.project = target.project;
  reversal.payment = target.payment;
  reversal.recovery = target.recovery;
  for (auto line : target.postings) {
    line.amount = -line.amount;
    reversal.postings.push_back(line);
  }
  if (is_reversible) restore(target);
}

/// What it acted on returns to its state before; ids and numbers stay used.
void Attempt::restore(Record const& target) {
  auto const& before = target.before;
  if (is_of_award(target)) {
    state_.projects[target.project] = before.projects.at(target.project);
  } else if (target.type == "RecoveryOrdered") {
    auto& left = state_.recoveries.at(target.recovery);
    left.state = "Cancelled";
    left.outstanding = 0;
  } else if (!target.recovery.empty()) {
    state_.recoveries[target.recovery] = before.recoveries.at(target.recovery);
  } else if (!target.payment.empty()) {
    int const attempts = state_.payments.at(target.payment).attempt;
    state_.payments[target.payment] = before.payments.at(target.payment);
    state_.payments[target.payment].attempt = attempts;
    if (before.projects.at(target.project).state == "Settled") {
      state_.projects.at(target.project).state = "Settled";
    }
  } else if (is_one_of("PaymentCreditsOpened PaymentCreditsCarriedOver", target.type)) {
    for (int const year : credit_years(target)) {
      auto const found = before.lines.find({target.programme, year});
      if (found == before.lines.end()) {
        state_.lines.erase({target.programme, year});
      } else {
        state_.lines[{target.programme, year}] = found->second;
      }
    }
  }
}

void Attempt::give_delegation() {
  refuse_if(state_.delegations.contains(text("delegation")), "ID_TAKEN");
  Delegation given{text("from_person"), text("to_person"), list("commands"), day("start"), {}, {}};
  if (has("end")) given.end = day("end");
  refuse_if(given.end && *given.end < given.start, "DATE");
  emit("DelegationGiven");
  state_.delegations[text("delegation")] = given;
}

/// §5: an ended one holds up to its ending's effective date.
void Attempt::end_delegation() {
  auto& ended = state_.delegations.at(text("delegation"));
  refuse_if(ended.ended.has_value(), "STATE");
  emit("DelegationEnded");
  ended.ended = effective_;
}

/// A subject is written `project/P1` (the persons behind a project's texts) or `payee/X`.
bool Attempt::is_known_subject(std::string const& subject) const {
  auto const parts = split(subject, '/');
  if (parts.size() != 2) return false;
  if (parts[0] == "payee") return state_.payees.contains(parts[1]);
  auto const found = state_.projects.find(parts[1]);
  return parts[0] == "project" && found != state_.projects.end() &&
         found->second.has_personal_texts;
}

/// §10: refused while a legal duty to keep applies: so many years after the last event, at least 10
/// for State-aid records.
void Attempt::erase_subject() {
  auto const subject = text("subject");
  auto const id = split(subject, '/').at(1);
  bool const is_payee = subject.starts_with("payee/");
  refuse_if(state_.erased.contains(subject), "STATE");
  std::set<std::string> projects;
  if (!is_payee) projects.insert(id);
  for (auto const& [key, each] : state_.projects) {
    if (!is_payee || !each.award) continue;
    for (auto const& payee : each.award->payees) {
      if (payee.id == id) projects.insert(key);
    }
  }
  int years = projects.empty() ? 10 : 0;
  for (auto const& key : projects) {
    auto const& each = state_.projects.at(key);
    auto const& programme = programme_of(each);
    auto const regime = each.award ? each.award->aid_regime : programme.aid_regime;
    years = std::max({years, programme.retention_years, regime == "none" ? 0 : 10});
  }
  Day last = 0;
  for (auto const& record : history_) {
    bool const is_own = is_payee && record.project.empty() && record.payee == id;
    if (record.type == "CommandRefused") continue;
    if (is_own || projects.contains(record.project)) last = std::max(last, record.effective);
  }
  refuse_if(effective_ < add_years(last, years), "RETENTION");
  emit("SubjectErased");
  state_.erased.insert(subject);
}

}  // namespace gl::oracle
