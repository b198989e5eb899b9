#include "oracle/attempt.h"

#include <algorithm>
#include <limits>
#include <set>

#include "oracle/commands.h"

namespace gl::oracle {

Money balance(std::vector<Record> const& history, AccountKey const& key) {
  Money total = 0;
  for (auto const& record : history) {
    for (auto const& line : record.postings) {
      if (AccountKey{line.account, line.programme, line.scope, line.year} == key) {
        total += line.amount;
      }
    }
  }
  return total;
}

bool is_reversed(std::vector<Record> const& history, std::size_t position) {
  return std::ranges::any_of(history, [&](auto const& each) { return each.reverses == position; });
}

Attempt::Attempt(Command const& command, State state, std::vector<Record> const& history)
    : command_(command),
      state_(std::move(state)),
      history_(history),
      today_(paris_day(command.recorded_at)),
      effective_(command.effective_date.value_or(default_effective())) {}

bool Attempt::has(std::string const& key) const { return command_.fields.contains(key); }

std::string Attempt::text(std::string const& key) const {
  auto const found = command_.fields.find(key);
  return found == command_.fields.end() ? "" : found->second;
}

int Attempt::number(std::string const& key) const { return std::stoi(text(key)); }

std::vector<std::string> Attempt::list(std::string const& key) const {
  return split(text(key), ',');
}

/// Of `kind:sha256,…` the kinds.
std::vector<std::string> Attempt::first_parts(std::string const& key) const {
  std::vector<std::string> parts;
  for (auto const& item : list(key)) parts.push_back(split(item, ':').at(0));
  return parts;
}

Money Attempt::amount(std::string const& key) const {
  return parse_amount(text(key), decimals_of(currency())).value_or(0);
}

/// `kind:ppm`, or `kind::amount`, or `balance` alone.
std::vector<PlanStep> Attempt::plan() const {
  std::vector<PlanStep> steps;
  for (auto const& item : list("plan")) {
    auto const parts = split(item, ':');
    PlanStep step{parts.at(0), 0, std::nullopt};
    if (parts.size() > 1 && !parts[1].empty()) step.ppm = std::stoi(parts[1]);
    if (parts.size() > 2) step.amount = parse_amount(parts[2], decimals_of(currency()));
    steps.push_back(step);
  }
  return steps;
}

/// The programme whose currency the command's amounts are in; empty if it is not known.
std::string Attempt::command_programme() const {
  auto const& type = command_.type;
  if (type == "TransferAuthority") return text("from_programme");
  auto call_id = text("call");
  auto project_id = type == "SubmitProject" ? "" : text("project");
  if (auto const it = state_.payments.find(text("payment"));
      project_id.empty() && it != state_.payments.end()) {
    project_id = it->second.project;
  }
  if (auto const it = state_.recoveries.find(text("recovery"));
      project_id.empty() && it != state_.recoveries.end()) {
    project_id = it->second.project;
  }
  if (auto const it = state_.projects.find(project_id); it != state_.projects.end()) {
    call_id = it->second.call;
  }
  if (auto const it = state_.calls.find(call_id); it != state_.calls.end() && type != "DraftCall") {
    return it->second.programme;
  }
  return text("programme");
}

std::string Attempt::currency() const {
  if (command_.type == "CreateProgramme") return text("currency");
  auto const found = state_.programmes.find(command_programme());
  return found == state_.programmes.end() ? "" : found->second.currency;
}

Record const* Attempt::target_event() const {
  for (auto const& record : history_) {
    if (std::to_string(record.position) == text("position")) return &record;
  }
  return nullptr;
}

void Attempt::refuse_if(bool broken, std::string const& code) {
  if (broken) broken_.push_back(code);
}

/// §6 rule 10: 1 January of the next year that is not closed.
Day Attempt::first_open_day_after(int year) const {
  int next = year + 1;
  while (is_year_closed(next)) ++next;
  return day_of(next, 1, 1);
}

/// §4: the Paris date of receipt; of a reversal its target's date (§6 rule 11).
Day Attempt::default_effective() const {
  if (command_.type == "ReverseEvent") {
    if (auto const* const target = target_event()) {
      int const year = year_of(target->effective);
      return is_year_closed(year) ? first_open_day_after(year) : target->effective;
    }
  }
  return paris_day(receipt());
}

/// §5 role × command; §4: only an instructor may say when a paper file came in.
void Attempt::check_role() {
  auto roles = find_command(command_.type)->roles;
  if (command_.type == "ReverseEvent") {
    auto const& target = *target_event();
    if (target.type == "CommandRefused" || target.type == "EventReversed") {
      refuse_if(command_.role == "auditor", "FORBIDDEN");
      return;
    }
    roles = find_command(target.command)->roles;
  }
  refuse_if(std::ranges::find(roles, command_.role) == roles.end(), "FORBIDDEN");
  refuse_if(command_.received_at.has_value() && command_.role != "instructor", "FORBIDDEN");
}

/// §2: `acting_for` needs a delegation valid on the effective date for that command.
void Attempt::check_delegation() {
  if (command_.acting_for.empty()) return;
  bool valid = false;
  for (auto const& [id, each] : state_.delegations) {
    bool const meant = command_.delegation.empty() || command_.delegation == id;
    bool const covers = std::ranges::find(each.commands, command_.type) != each.commands.end();
    bool const in_time = each.start <= effective_ && effective_ <= each.end.value_or(effective_) &&
                         effective_ <= each.ended.value_or(effective_);
    valid = valid || (meant && covers && in_time && each.from_person == command_.acting_for &&
                      each.to_person == command_.person);
  }
  refuse_if(!valid, "NOT_DELEGATED");
}

void Attempt::check_general(std::int64_t version) {
  check_role();
  refuse_if(command_.expected_version && *command_.expected_version != version,
            "VERSION_CONFLICT");           // §6 rule 12
  refuse_if(effective_ > today_, "DATE");  // §6 rule 4
  check_delegation();
}

Answer Attempt::decide(std::int64_t version) {
  check_general(version);
  handle();
  check_overflow();
  return verdict();
}

/// §4: no balance beyond 2^63 - 1.
void Attempt::check_overflow() {
  std::set<AccountKey> touched;
  for (auto const& record : records_) {
    for (auto const& line : record.postings) {
      touched.insert({line.account, line.programme, line.scope, line.year});
    }
  }
  for (auto const& key : touched) {
    Money const after = sum(key) + balance(records_, key);
    Money const limit = std::numeric_limits<std::int64_t>::max();
    refuse_if(after > limit || -after > limit, "AMOUNT_OVERFLOW");
  }
}

void Attempt::handle() {
  bool const known =
      handle_money_or_call() || handle_project() || handle_award() || handle_payment_or_other();
  refuse_if(!known, "MALFORMED");
}

/// §6: the first broken rule in the order of the codes. Of an imported command what history breaks
/// is flagged, save what the ledger itself rests on (§11).
Answer Attempt::verdict() const {
  auto const hard = split(
      "MALFORMED DUPLICATE_COMMAND_MISMATCH UNKNOWN_TARGET FORBIDDEN VERSION_CONFLICT ID_TAKEN "
      "STATE ALREADY_REVERSED NOT_REVERSIBLE YEAR_CLOSED AUTHORITY_EXCEEDED COMMITMENT_EXCEEDED "
      "MONEY_MOVING CREDITS_EXCEEDED AMOUNT_MISMATCH REQUEST_EXCEEDED RECOVERY_EXCEEDED "
      "DEPENDENT_EVENTS RETENTION AMOUNT_OVERFLOW",
      ' ');
  Answer answer;
  for (auto const& code : refusal_codes()) {
    if (std::ranges::find(broken_, code) == broken_.end()) continue;
    // A reversal's date is its target's, imported or not: else totals by date would count both.
    bool const is_own_date = command_.type == "ReverseEvent" && code == "DATE";
    if (command_.imported && !is_own_date && std::ranges::find(hard, code) == hard.end()) {
      answer.flags.push_back(code);
    } else if (answer.code.empty()) {
      answer.code = code;
    }
  }
  answer.accepted = answer.code.empty();
  if (!answer.accepted) {
    answer.flags.clear();
  } else {
    for (auto const& record : records_) answer.events.push_back(record.type);
  }
  return answer;
}

/// Begins an event on the state as it is now: call it before changing anything. What moves no money
/// keeps its date in a closed year too (rule 10).
void Attempt::emit(std::string const& event_type, bool moves_money) {
  bool const is_closed = is_year_closed(year_of(effective_));
  refuse_if(posts(event_type) && moves_money && is_closed, "YEAR_CLOSED");
  Record record;
  record.type = event_type;
  record.effective = effective_;
  record.recorded = command_.recorded_at;
  record.command = command_.type;
  record.person = command_.person;
  record.programme = command_programme();
  record.call = text("call");
  record.project = text("project");
  record.payment = text("payment");
  record.recovery = text("recovery");
  record.payee = text("payee");
  if (auto const it = state_.payments.find(record.payment);
      record.project.empty() && it != state_.payments.end()) {
    record.project = it->second.project;
  }
  if (auto const it = state_.recoveries.find(record.recovery);
      record.project.empty() && it != state_.recoveries.end()) {
    record.project = it->second.project;
  }
  record.before = state_;
  records_.push_back(std::move(record));
}

void Attempt::post(AccountKey const& debit, AccountKey const& credit, Money amount) {
  if (amount == 0) return;
  auto& lines = records_.back().postings;
  lines.push_back({debit.account, debit.programme, debit.scope, debit.year, amount});
  lines.push_back({credit.account, credit.programme, credit.scope, credit.year, -amount});
}

AccountKey Attempt::project_account(std::string const& account, Project const& project) const {
  return {account, programme_of(project).id, project.id, 0};
}

Money Attempt::project_sum(std::string const& account, Project const& project) const {
  return sum(project_account(account, project));
}

Programme const& Attempt::programme_of(Project const& project) const {
  return state_.programmes.at(state_.calls.at(project.call).programme);
}

}  // namespace gl::oracle
