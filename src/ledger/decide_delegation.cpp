#include "ledger/decisions.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

Stream stream_of(DelegationId const& id, StreamHead head) {
  return {StreamKind::delegation, id.view(), head};
}

Objection check_not_ahead(Case const& c) { return c.check_date(c.effective(), "it takes effect"); }

Objection check_id_free(Case const& c, DelegationId const& id) {
  if (!c.state().delegations.contains(id)) return {};
  return c.refuse(Rule::id_taken, say("delegation ", id, " exists already: choose another id"), {},
                  id.string());
}

Objection check_span(Case const& c, GiveDelegation const& command) {
  if (!command.end || *command.end >= command.start) return {};
  return c.refuse(Rule::date,
                  say("delegation ", command.delegation, " would end on ", *command.end,
                      ", before its start on ", command.start, ": correct one"),
                  say(command.start), say(*command.end));
}

Objection check_not_ended(Case const& c, EndDelegation const& command,
                          Delegation const& delegation) {
  if (!delegation.ended) return {};
  return c.refuse(Rule::state,
                  say("delegation ", command.delegation, " was ended on ", *delegation.ended,
                      " already: there is nothing left to end"),
                  "not ended", "ended");
}

}  // namespace

Decision decide_on(Case& c, GiveDelegation const& command) {
  auto const head = c.state().stream({StreamKind::delegation, StreamId{command.delegation.view()}});
  if (auto no = check_access(c, head)) return refused(no);
  if (auto no = check_id_free(c, command.delegation)) return refused(no);
  if (auto no = check_not_ahead(c)) return refused(no);
  if (auto no = check_span(c, command)) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(command.delegation, head), Currency{},
                  DelegationGiven{command.delegation, command.from_person, command.to_person,
                                  command.commands, command.start, command.end});
}

Decision decide_on(Case& c, EndDelegation const& command) {
  auto const* const delegation = c.state().delegations.find(command.delegation);
  if (delegation == nullptr) return c.unknown("delegation", command.delegation.view());
  if (auto no = check_access(c, delegation->stream)) return refused(no);
  if (auto no = check_not_ended(c, command, *delegation)) return refused(no);
  if (auto no = check_not_ahead(c)) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(command.delegation, delegation->stream), Currency{},
                  DelegationEnded{command.delegation});
}

}  // namespace gl::ledger
