#include "ledger/call_rules.h"

#include <algorithm>

namespace gl::ledger {
namespace {

/// "Draft, Open, Closed": for sentences.
std::string to_string(std::initializer_list<CallState> states) {
  std::string text;
  for (auto const state : states) text += say(text.empty() ? "" : ", ", name(state));
  return text;
}

}  // namespace

Objection check_call_state(Case const& c, CallFile const& file,
                           std::initializer_list<CallState> right) {
  if (std::ranges::find(right, file.call.state) != right.end()) return {};
  auto const needed = to_string(right);
  return c.refuse(
      Rule::state,
      say("call ", file.id, " is ", name(file.call.state), ", but this needs it to be ", needed),
      needed, std::string{name(file.call.state)});
}

Objection check_since_version(Case const& c, Call const& call) {
  return c.check_date(call.latest().from, "the call's latest version came into force");
}

Objection check_after_deadline(Case const& c, Call const& call) {
  if (auto no = check_since_version(c, call)) return no;
  return c.check_date(call.latest().terms.deadline.plus_days(1),
                      "the deadline is over; to close early, shorten it first");
}

Objection check_span(Case const& c, CallTerms const& terms) {
  if (terms.deadline >= terms.opening) return {};
  return c.refuse(Rule::date,
                  say("the deadline ", terms.deadline, " is before the opening ", terms.opening,
                      ": set a later one"),
                  say(terms.opening), say(terms.deadline));
}

}  // namespace gl::ledger
