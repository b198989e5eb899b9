#include "oracle/pair.h"

#include <algorithm>
#include <set>

namespace gl::oracle {
namespace {

constexpr std::size_t first_position{2};  // the ledger's own first event comes before
/// So many points of each axis are looked at, from the first event to the last.
constexpr std::size_t points{5};

bool may_be_late(std::string const& type) {
  return type == "SubmitProject" || type == "AmendProject" || type == "CompleteProject";
}

/// The oracle does not know the event that begins a ledger.
bool is_about_the_first_event(Command const& command) {
  auto const position = command.fields.find("position");
  return position != command.fields.end() && position->second == "1";
}

std::string differ(std::string const& what, std::string const& expected,
                   std::string const& answer) {
  if (expected == answer) return {};
  return what + ": expected " + expected + ", the ledger says " + answer;
}

std::string to_text(Balances const& b) {
  std::string text;
  for (auto const term : {b.voted, b.available, b.committed, b.payable, b.disbursed, b.recoverable,
                          b.recovered, b.written_off, b.lapsed}) {
    text += std::to_string(term) + " ";
  }
  for (auto const& [year, y] : b.years) {
    if (y == YearBalances{}) continue;
    text += std::to_string(year) + ":" + std::to_string(y.available) + "/" +
            std::to_string(y.consumed) + "/" + std::to_string(y.lapsed) + " ";
  }
  return text;
}

std::string to_text(Axes const& axes) {
  std::string text;
  if (axes.known_at) text += " known at position " + std::to_string(*axes.known_at);
  if (axes.recorded_by) text += " recorded by " + std::to_string(*axes.recorded_by);
  if (axes.as_of) text += " as of " + gl::oracle::to_text(*axes.as_of);
  return text;
}

/// A few values of a list, its first and last among them.
template <class Value>
std::vector<Value> some_of(std::vector<Value> const& all) {
  if (all.size() <= points) return all;
  std::vector<Value> some;
  for (std::size_t i = 0; i < points; ++i) {
    some.push_back(all[i * (all.size() - 1) / (points - 1)]);
  }
  return some;
}

}  // namespace

std::string to_text(Answer const& answer) {
  if (!answer.accepted) return "refused " + answer.code;
  std::string text;
  for (auto const& event : answer.events) text += (text.empty() ? "" : "+") + event;
  for (auto const& flag : std::set(answer.flags.begin(), answer.flags.end())) text += " !" + flag;
  return text;
}

Pair::Pair() : oracle_(first_position) {}

std::string Pair::submit(Command command) {
  was_sent_ = false;
  if (!may_be_late(command.type)) command.received_at.reset();  // no other command says it
  if (is_about_the_first_event(command) || !Real::command_of(command)) return {};
  auto const expected = oracle_.submit(command);
  if (expected.repeated || expected.code == "DUPLICATE_COMMAND_MISMATCH") return {};
  auto const answer = real_.submit(command);
  was_sent_ = true;
  positions_ = answer.positions;
  if (to_text(answer) != to_text(expected)) {
    return command.type + ": expected " + to_text(expected) + ", the ledger says " +
           to_text(answer) + (answer.accepted ? "" : ": " + real_.sentence());
  }
  if (answer.positions != expected.positions) return "the positions differ";
  return states_differ();
}

std::string Pair::states_differ() const {
  auto const& state = oracle_.state();
  std::string found;
  auto const check = [&](std::string const& what, std::string const& expected,
                         std::string const& answer) {
    if (found.empty()) found = differ(what, expected, answer);
  };
  for (auto const& [id, programme] : state.programmes) {
    check("balances of " + id, to_text(oracle_.balances(id)), to_text(real_.kept_balances(id)));
  }
  for (auto const& [id, _] : state.projects) {
    check("project " + id, oracle_.describe_project(id), real_.describe_project(id));
  }
  for (auto const& [id, _] : state.calls) {
    check("call " + id, oracle_.describe_call(id), real_.describe_call(id));
  }
  for (auto const& [id, _] : state.payments) {
    check("payment " + id, oracle_.describe_payment(id), real_.describe_payment(id));
  }
  for (auto const& [id, _] : state.recoveries) {
    check("recovery " + id, oracle_.describe_recovery(id), real_.describe_recovery(id));
  }
  for (auto const& [id, payee] : state.payees) {
    check("payee " + id, payee.verified ? "verified" : "not verified", real_.describe_payee(id));
  }
  for (auto const year : state.opened_years) {
    check("year " + std::to_string(year), oracle_.is_closed(year) ? "Closed" : "Open",
          real_.describe_year(year));
  }
  return found;
}

std::string Pair::balances_differ(Axes const& axes) const {
  for (auto const& [id, programme] : oracle_.state().programmes) {
    auto found = differ("balances of " + id + to_text(axes), to_text(oracle_.balances(id, axes)),
                        to_text(real_.balances(id, axes)));
    if (!found.empty()) return found;
  }
  return {};
}

std::string Pair::differ_at_the_end() const {
  if (!real_.replays_to_the_same()) return "the ledger's own events fold to another state";
  if (auto found = real_.audited(); !found.empty()) return "the audit: " + found;
  std::vector<std::optional<std::size_t>> positions;
  std::vector<std::optional<Instant>> moments;
  std::set<Day> dates;
  for (auto const& record : oracle_.history()) {
    positions.emplace_back(record.position);
    moments.emplace_back(record.recorded);
    dates.insert(record.effective);
  }
  std::vector<std::optional<Day>> days(dates.begin(), dates.end());
  days = some_of(days);
  days.emplace_back();
  for (auto const& day : days) {
    for (auto const& position : some_of(positions)) {
      if (auto found = balances_differ({position, {}, day}); !found.empty()) return found;
    }
    for (auto const& moment : some_of(moments)) {
      if (auto found = balances_differ({{}, moment, day}); !found.empty()) return found;
    }
  }
  return {};
}

}  // namespace gl::oracle
