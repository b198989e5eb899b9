#include "ledger/application_rules.h"

#include <algorithm>

#include "ledger/wide.h"

namespace gl::ledger {
namespace {

Objection call_not_open(Case const& c, Incoming const& in, std::string_view why) {
  return c.refuse(
      Rule::call_not_open,
      say("call ", in.application.call, " takes no project received at ", in.receipt.at, ": ", why),
      say(in.terms().opening, " to ", in.terms().deadline), say(in.receipt.at));
}

Objection check_call_open(Case const& c, Incoming const& in) {
  bool const early = in.receipt.at < opens_at(in.terms());
  if (in.call.state == CallState::open) {
    return early ? call_not_open(c, in, say("it opens on ", in.terms().opening)) : Objection{};
  }
  if (in.call.state == CallState::closed && in.receipt.on_paper) {
    bool const in_time = !early && in.receipt.at < ends_at(in.terms());
    return in_time ? Objection{} : call_not_open(c, in, "it is Closed and was not open then");
  }
  return call_not_open(c, in, say("it is ", name(in.call.state)));
}

/// Both fields may have come in different commands: each is well formed by itself.
Objection check_span(Case const& c, Application const& application) {
  auto const& start = application.start;
  auto const& end = application.end;
  if (!start || !end || *start <= *end) return {};
  return c.refuse(
      Rule::date,
      say("the project would end on ", *end, ", before its start on ", *start, ": amend both"),
      say(*start), say(*end));
}

/// Of an Open call: another one has said CALL_NOT_OPEN already (domain §3).
Objection check_deadline(Case const& c, Incoming const& in) {
  auto const end = ends_at(in.terms());
  if (in.call.state != CallState::open || in.receipt.at < end) return {};
  return c.refuse(Rule::deadline_passed,
                  say("received at ", in.receipt.at, ", but the deadline ", in.terms().deadline,
                      " ended at ", end, ": only a file received before can be entered"),
                  say(end), say(in.receipt.at));
}

Objection check_territory(Case const& c, Incoming const& in) {
  if (in.in_force.version.departments.empty()) return {};
  for (auto const& location : in.application.locations) {
    if (in.in_force.version.departments.has(DepartmentSet::bit_of(location.department))) continue;
    return c.refuse(Rule::territory,
                    say("the department ", location.department, " is not in the territory of call ",
                        in.application.call, ": only projects from there can apply"),
                    "the call's departments", location.department.string());
  }
  return {};
}

Objection check_kind(Case const& c, Incoming const& in) {
  auto const& kinds = in.terms().applicant_kinds;
  auto const kind = in.application.applicant.legal_kind;
  if (kinds.empty() || std::ranges::find(kinds, kind) != kinds.end()) return {};
  std::string allowed;
  for (auto const each : kinds) allowed += say(allowed.empty() ? "" : ", ", name(each));
  return c.refuse(Rule::applicant_kind,
                  say("an applicant of the kind ", name(kind), " cannot apply to call ",
                      in.application.call, ": it is for ", allowed),
                  allowed, std::string{name(kind)});
}

Objection check_one_per_applicant(Case const& c, Incoming const& in) {
  if (!in.terms().one_per_applicant) return {};
  auto const& application = in.application;
  auto const* const count =
      c.state().applications.find({c.state().calls.place_of(application.call),
                                   beneficiary_of(application.applicant.id.view())});
  auto const others = count == nullptr ? 0 : *count - in.counted_own;
  if (others == 0) return {};
  return c.refuse(Rule::already_applied,
                  say("the applicant of ", application.project, " has a project in call ",
                      application.call, " already and the call takes one: withdraw that one first"),
                  "1", say(others + 1));
}

/// What others certainly give may not be more than the ledger can hold.
Objection check_funding_total(Case const& c, std::vector<Funder> const& funders) {
  Wide total = 0;
  for (auto const& funder : funders) total += funder.amount.minor_units();
  if (total <= static_cast<Wide>(amount_max)) return {};
  return c.refuse(Rule::amount_overflow,
                  "the other funders' amounts together are over the greatest amount that the "
                  "ledger holds: lower them");
}

}  // namespace

Objection check_application(Case const& c, Incoming const& in, CivilDate since,
                            std::string_view since_what) {
  if (auto no = check_call_open(c, in)) return no;
  if (auto no = check_received_date(c, in.receipt)) return no;
  if (auto no = c.check_date(since, since_what)) return no;
  if (auto no = check_span(c, in.application)) return no;
  if (auto no = check_deadline(c, in)) return no;
  if (auto no = c.check_delegation()) return no;
  if (auto no = check_territory(c, in)) return no;
  if (auto no = check_kind(c, in)) return no;
  if (auto no = check_one_per_applicant(c, in)) return no;
  if (auto no = check_evidence(c, in.receipt)) return no;
  return check_funding_total(c, in.application.other_funders);
}

}  // namespace gl::ledger
