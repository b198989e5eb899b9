#include "oracle/oracle.h"

#include <algorithm>
#include <set>

#include "oracle/attempt.h"
#include "oracle/commands.h"

namespace gl::oracle {
namespace {

/// §9: command, fields, actor, effective date, expected version.
std::string payload_of(Command const& command) {
  std::string payload = command.type + "|" + command.person + "|" + command.role + "|" +
                        command.acting_for + "|" + command.delegation + "|";
  for (auto const& [key, value] : command.fields) payload.append(key + "=").append(value + "|");
  payload += command.effective_date ? to_text(*command.effective_date) : "-";
  payload += command.expected_version ? std::to_string(*command.expected_version) : "-";
  payload += command.received_at ? std::to_string(*command.received_at) : "-";
  payload += command.reason_code + (command.has_act ? "|act" : "|") +
             (command.imported ? "|imported" : "|");
  return payload;
}

/// §9: these three are answered only, and use no id up.
Answer unrecorded(std::string const& code) {
  Answer answer;
  answer.code = code;
  return answer;
}

}  // namespace

Answer Oracle::submit(Command const& command) {
  Attempt attempt(command, state_, history_);
  if (attempt.malformed()) return unrecorded("MALFORMED");
  if (auto const kept = answers_.find(command.id); !command.id.empty() && kept != answers_.end()) {
    if (kept->second.payload != payload_of(command)) {
      return unrecorded("DUPLICATE_COMMAND_MISMATCH");
    }
    auto again = kept->second.answer;
    again.repeated = true;
    return again;
  }
  if (attempt.unknown_target()) return unrecorded("UNKNOWN_TARGET");
  auto const stream = attempt.stream();
  auto answer = attempt.decide(version(stream));
  auto records = attempt.records();
  if (answer.accepted) {
    state_ = attempt.state();
  } else {
    // §9: a refusal is recorded in a stream of its own and posts nothing.
    Record refusal;
    refusal.type = "CommandRefused";
    refusal.effective = attempt.effective();
    refusal.recorded = command.recorded_at;
    refusal.command = command.type;
    refusal.person = command.person;
    records = {refusal};
  }
  for (auto& record : records) record.stream = answer.accepted ? stream : "refusals";
  keep(answer, std::move(records));
  if (!command.id.empty()) answers_[command.id] = {payload_of(command), answer};
  return answer;
}

void Oracle::keep(Answer& answer, std::vector<Record> records) {
  for (auto& record : records) {
    record.position = head() + 1;
    answer.positions.push_back(record.position);
    history_.push_back(std::move(record));
  }
}

std::int64_t Oracle::version(std::string const& stream) const {
  return std::ranges::count_if(history_,
                               [&](Record const& record) { return record.stream == stream; });
}

std::optional<std::int64_t> Oracle::version_for(Command const& command) const {
  Attempt const attempt(command, state_, history_);
  if (attempt.malformed() || attempt.unknown_target()) return std::nullopt;
  return version(attempt.stream());
}

Balances Oracle::balances(std::string const& programme, Axes const& axes) const {
  std::map<std::string, Money> totals;
  std::map<std::pair<std::string, int>, Money> by_year;
  for (auto const& record : history_) {
    if (axes.known_at && record.position > *axes.known_at) continue;
    if (axes.recorded_by && record.recorded > *axes.recorded_by) continue;
    if (axes.as_of && record.effective > *axes.as_of) continue;
    for (auto const& line : record.postings) {
      if (line.programme != programme) continue;
      totals[line.account] += line.amount;
      if (line.year != 0) by_year[{line.account, line.year}] += line.amount;
    }
  }
  auto const total = [&](std::string const& account) {
    return static_cast<std::int64_t>(totals[account]);
  };
  Balances result;
  result.voted = -total("voted");
  result.available = total("available");
  result.committed = total("committed");
  result.payable = total("payable");
  result.disbursed = total("disbursed");
  result.recoverable = total("recoverable");
  result.recovered = total("recovered");
  result.written_off = total("written_off");
  result.lapsed = total("lapsed");
  for (auto const& [key, sum] : by_year) {
    auto& year = result.years[key.second];
    auto const units = static_cast<std::int64_t>(sum);
    if (key.first == "cp_available") year.available = units;
    if (key.first == "cp_consumed") year.consumed = units;
    if (key.first == "cp_lapsed") year.lapsed = units;
  }
  return result;
}

std::int64_t Oracle::project_balance(std::string const& account, std::string const& project) const {
  auto const found = state_.projects.find(project);
  if (found == state_.projects.end()) return 0;
  auto const& programme = state_.calls.at(found->second.call).programme;
  return static_cast<std::int64_t>(balance(history_, {account, programme, project, 0}));
}

std::int64_t Oracle::available(std::string const& programme, std::string const& call) const {
  return static_cast<std::int64_t>(balance(history_, {"available", programme, call, 0}));
}

std::string Oracle::project_state(std::string const& project) const {
  auto const found = state_.projects.find(project);
  return found == state_.projects.end() ? "" : found->second.state;
}

std::string Oracle::payment_state(std::string const& payment) const {
  auto const found = state_.payments.find(payment);
  return found == state_.payments.end() ? "" : found->second.state;
}

std::string Oracle::recovery_state(std::string const& recovery) const {
  auto const found = state_.recoveries.find(recovery);
  return found == state_.recoveries.end() ? "" : found->second.state;
}

std::string Oracle::call_state(std::string const& call) const {
  auto const found = state_.calls.find(call);
  return found == state_.calls.end() ? "" : found->second.state;
}

std::optional<std::int64_t> Oracle::award_amount(std::string const& project) const {
  auto const found = state_.projects.find(project);
  if (found == state_.projects.end() || !found->second.award) return std::nullopt;
  return static_cast<std::int64_t>(found->second.award->amount);
}

/// §6 rule 1, for the programme's totals and for each part of them.
bool Oracle::keeps_invariant_1(std::string const& programme) const {
  auto const all = balances(programme);
  Money const parts = Money{all.available} + all.committed + all.payable + all.disbursed +
                      all.recoverable + all.recovered + all.written_off + all.lapsed;
  if (parts != all.voted || all.voted < 0) return false;
  std::set<AccountKey> keys;
  for (auto const& record : history_) {
    for (auto const& line : record.postings) {
      if (line.programme != programme) continue;
      keys.insert({line.account, line.programme, line.scope, line.year});
    }
  }
  return std::ranges::all_of(keys, [&](AccountKey const& key) {
    return key.account == "voted" || key.account == "cp_voted" || balance(history_, key) >= 0;
  });
}

}  // namespace gl::oracle
