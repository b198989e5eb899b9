#include <algorithm>
#include <limits>

#include "ledger/call_terms.h"
#include "ledger/decisions.h"
#include "ledger/wide.h"

namespace gl::ledger {
namespace {

/// A submission with what its rules look at.
struct Submission {
  SubmitProject const& command;
  Call const& call;
  Instant received;         ///< by the paper's postmark, else by the clock
  CivilDate day;            ///< of its receipt, in Paris
  VersionInForce in_force;  ///< on that day
  PayeeId applicant;

  [[nodiscard]] CallTerms const& terms() const { return in_force.terms(); }
};

PayeeId applicant_of(ApplicantEntry const& sender) {
  if (!sender.siret.empty()) return PayeeId{sender.siret};
  return PayeeId{sender.rna.empty() ? sender.person : sender.rna};
}

PartyText party(std::string const& open, PersonalText const& personal) {
  return {open, personal.sealed};
}

/// A portal's word on when it received something counts for nothing: the clock does.
Objection check_received_by(Case const& c, SubmitProject const& command) {
  if (!command.received_at || c.header().actor.role == Role::instructor) return {};
  return c.refuse(Rule::forbidden,
                  "received_at is for paper files, which instructors enter: leave it out",
                  "instructor", std::string{name(c.header().actor.role)});
}

Objection call_not_open(Case const& c, Submission const& s, std::string_view why) {
  return c.refuse(
      Rule::call_not_open,
      say("call ", s.command.call, " takes no project received at ", s.received, ": ", why),
      say(s.terms().opening, " to ", s.terms().deadline), say(s.received));
}

Objection check_call_open(Case const& c, Submission const& s) {
  bool const early = s.received < opens_at(s.terms());
  if (s.call.state == CallState::open) {
    return early ? call_not_open(c, s, say("it opens on ", s.terms().opening)) : Objection{};
  }
  if (s.call.state == CallState::closed && s.command.received_at) {
    bool const in_time = !early && s.received < ends_at(s.terms());
    return in_time ? Objection{} : call_not_open(c, s, "it is Closed and was not open then");
  }
  return call_not_open(c, s, say("it is ", name(s.call.state)));
}

Objection check_id_free(Case const& c, SubmitProject const& command) {
  if (!c.state().projects.contains(command.project)) return {};
  return c.refuse(Rule::id_taken,
                  say("project ", command.project, " exists already: choose another id"), {},
                  command.project.string());
}

Objection check_received_date(Case const& c, Submission const& s) {
  if (c.effective() != s.day) {
    return c.refuse(Rule::date,
                    say("a submission takes effect on the day of its receipt, ", s.day, ", not on ",
                        c.effective(), ": leave the effective date out"),
                    say(s.day), say(c.effective()));
  }
  if (s.received > c.situation().recorded_at) {
    return c.refuse(Rule::date,
                    say("received_at ", s.received, " is after now, ", c.situation().recorded_at,
                        ": correct it"),
                    say(c.situation().recorded_at), say(s.received));
  }
  return c.check_date(s.call.versions.front().from, "the call was opened");
}

Objection check_deadline(Case const& c, Submission const& s) {
  auto const end = ends_at(s.terms());
  if (s.received < end) return {};
  return c.refuse(Rule::deadline_passed,
                  say("received at ", s.received, ", but the deadline ", s.terms().deadline,
                      " ended at ", end, ": only a file received before can be entered"),
                  say(end), say(s.received));
}

Objection check_territory(Case const& c, Submission const& s) {
  if (s.in_force.version.departments.empty()) return {};
  for (auto const& location : s.command.locations) {
    if (s.in_force.version.departments.has(DepartmentSet::bit_of(location.department))) continue;
    return c.refuse(Rule::territory,
                    say("the department ", location.department, " is not in the territory of call ",
                        s.command.call, ": only projects from there can apply"),
                    "the call's departments", location.department.string());
  }
  return {};
}

Objection check_kind(Case const& c, Submission const& s) {
  auto const& kinds = s.terms().applicant_kinds;
  auto const kind = s.command.applicant.legal_kind;
  if (kinds.empty() || std::ranges::find(kinds, kind) != kinds.end()) return {};
  std::string allowed;
  for (auto const each : kinds) allowed += say(allowed.empty() ? "" : ", ", name(each));
  return c.refuse(Rule::applicant_kind,
                  say("an applicant of the kind ", name(kind), " cannot apply to call ",
                      s.command.call, ": it is for ", allowed),
                  allowed, std::string{name(kind)});
}

Objection check_one_per_applicant(Case const& c, Submission const& s) {
  if (!s.terms().one_per_applicant) return {};
  auto const* const count = c.state().applications.find(
      {c.state().calls.place_of(s.command.call), beneficiary_of(s.applicant.view())});
  if (count == nullptr || *count == 0) return {};
  return c.refuse(Rule::already_applied,
                  say("the applicant of ", s.command.project, " has a project in call ",
                      s.command.call, " already and the call takes one: withdraw that one first"),
                  "1", say(*count + 1));
}

Objection check_evidence(Case const& c, SubmitProject const& command) {
  if (!command.received_at || command.evidence) return {};
  return c.refuse(Rule::evidence_required,
                  "received_at needs evidence: give the SHA-256 of the proof of receipt");
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

/// The rules of a submission, in the order of domain §6.
Objection check_submission(Case const& c, Submission const& s, std::vector<Funder> const& funders) {
  if (auto no = check_id_free(c, s.command)) return no;
  if (auto no = check_call_open(c, s)) return no;
  if (auto no = check_received_date(c, s)) return no;
  if (auto no = check_deadline(c, s)) return no;
  if (auto no = c.check_delegation()) return no;
  if (auto no = check_territory(c, s)) return no;
  if (auto no = check_kind(c, s)) return no;
  if (auto no = check_one_per_applicant(c, s)) return no;
  if (auto no = check_evidence(c, s.command)) return no;
  return check_funding_total(c, funders);
}

ProjectSubmitted submitted(Submission const& s, Converter& convert) {
  auto const& command = s.command;
  ProjectSubmitted event;
  event.project = command.project;
  event.call = command.call;
  event.call_version = s.in_force.number;
  event.title = command.title;
  event.applicant = {s.applicant, command.applicant.legal_kind,
                     party(command.applicant.name, command.applicant.person_name),
                     party(command.applicant.address, command.applicant.person_address)};
  event.partners = command.partners;
  event.locations = command.locations;
  event.eligible_cost = convert(command.eligible_cost, "eligible_cost");
  event.asked_amount = convert(command.asked_amount, "asked_amount");
  event.other_funders = convert(command.other_funders);
  event.start = command.start;
  event.end = command.end;
  event.received_at = command.received_at;
  event.evidence = command.evidence;
  event.documents = command.documents;
  event.contact = command.contact.sealed;
  event.de_minimis_declared =
      convert(command.de_minimis_declared, "de_minimis_declared").value_or(Money{});
  return event;
}

}  // namespace

Decision decide_on(Case& c, SubmitProject const& command) {
  auto const* const call = c.state().calls.find(command.call);
  if (call == nullptr) return c.unknown("call", command.call.view());
  auto const received = command.received_at.value_or(c.situation().recorded_at);
  auto const day = command.received_at ? paris_date(received) : c.today();
  Submission const s{
      command, *call, received, day, version_on(*call, day), applicant_of(command.applicant)};
  c.default_date(day);
  auto const currency = c.state().programmes.at(call->programme).settings.currency;
  Converter convert{currency};
  auto event = submitted(s, convert);
  event.programme = c.state().programmes.key_at(call->programme);
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = check_received_by(c, command)) return refused(no);
  c.apply_version(s.in_force.number);
  auto const* const existing = c.state().projects.find(command.project);
  if (auto no = c.check_version(existing == nullptr ? StreamHead{} : existing->stream)) {
    return refused(no);
  }
  if (auto no = check_submission(c, s, event.other_funders)) return refused(no);
  return c.accept({StreamKind::project, command.project.view(), {}}, currency, std::move(event));
}

}  // namespace gl::ledger
