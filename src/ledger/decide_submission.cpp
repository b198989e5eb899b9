#include <concepts>
#include <variant>

#include "ledger/application_rules.h"
#include "ledger/decisions.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

PayeeId id_of(ApplicantEntry const& sender) {
  if (!sender.siret.empty()) return PayeeId{sender.siret};
  return PayeeId{sender.rna.empty() ? sender.person : sender.rna};
}

Applicant applicant_of(ApplicantEntry const& sender) {
  return {id_of(sender),
          sender.legal_kind,
          {sender.name, sender.person_name.sealed},
          {sender.address, sender.person_address.sealed}};
}

Objection check_id_free(Case const& c, SubmitProject const& command) {
  if (!c.state().projects.contains(command.project)) return {};
  return c.refuse(Rule::id_taken,
                  say("project ", command.project, " exists already: choose another id"), {},
                  command.project.string());
}

ProjectSubmitted submitted(SubmitProject const& command, Converter& convert) {
  ProjectSubmitted event;
  event.project = command.project;
  event.call = command.call;
  event.title = command.title;
  event.applicant = applicant_of(command.applicant);
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

/// The application before, with what the command gives in place of what stood there.
ProjectAmended amended(Application before, AmendProject const& command, Converter& convert) {
  auto const asked_before = before.asked_amount;
  ProjectAmended event{std::move(before), asked_before};
  if (command.title) event.title = *command.title;
  if (command.applicant != ApplicantEntry{}) event.applicant = applicant_of(command.applicant);
  if (command.partners) event.partners = *command.partners;
  if (command.locations) event.locations = *command.locations;
  if (command.eligible_cost) event.eligible_cost = convert(*command.eligible_cost, "eligible_cost");
  if (command.asked_amount) event.asked_amount = convert(*command.asked_amount, "asked_amount");
  if (command.other_funders) event.other_funders = convert(*command.other_funders);
  if (command.start) event.start = command.start;
  if (command.end) event.end = command.end;
  event.received_at = command.received_at;
  event.evidence = command.evidence;
  if (command.documents) event.documents = *command.documents;
  if (!command.contact.empty()) event.contact = command.contact.sealed;
  if (command.de_minimis_declared) {
    event.de_minimis_declared = convert(*command.de_minimis_declared, "de_minimis_declared");
  }
  return event;
}

/// The project's application as it stands; an empty one where nothing can be amended any more.
Application application_before(Case const& c, AmendProject const& command) {
  auto const position = target_position(c.state(), command);
  if (position.value() == 0) return {};
  auto const* const target = c.situation().target;
  GL_CHECK(target != nullptr && target->envelope.position == position,
           "an amendment is decided on together with the application that it amends");
  return std::visit(
      []<class Body>(Body const& body) -> Application {
        if constexpr (std::derived_from<Body, Application>) {
          return static_cast<Application const&>(body);
        }
        return {};
      },
      target->body);
}

/// How many of the projects that count for the applicant in this call are this one.
std::uint32_t counted_own(Project const& project, Application const& application) {
  auto const before = beneficiary_of(project.applicant.view());
  return before == beneficiary_of(application.applicant.id.view()) ? 1 : 0;
}

}  // namespace

Decision decide_on(Case& c, SubmitProject const& command) {
  auto const* const call = c.state().calls.find(command.call);
  if (call == nullptr) return c.unknown("call", command.call.view());
  auto const receipt = receipt_of(c, command.received_at, command.evidence);
  auto const in_force = version_on(*call, receipt.day);
  auto const currency = c.state().programmes.at(call->programme).settings.currency;
  Converter convert{currency};
  auto event = submitted(command, convert);
  event.programme = c.state().programmes.key_at(call->programme);
  event.call_version = in_force.number;
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = check_received_by(c, receipt)) return refused(no);
  c.apply_version(in_force.number);
  auto const* const existing = c.state().projects.find(command.project);
  if (auto no = c.check_version(existing == nullptr ? StreamHead{} : existing->stream)) {
    return refused(no);
  }
  if (auto no = check_id_free(c, command)) return refused(no);
  auto const since = call->versions.front().from;
  Incoming const incoming{event, *call, receipt, in_force};
  if (auto no = check_application(c, incoming, since, "the call was opened")) return refused(no);
  return c.accept({StreamKind::project, command.project.view(), {}}, currency, std::move(event));
}

Decision decide_on(Case& c, AmendProject const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  auto const receipt = receipt_of(c, command.received_at, command.evidence);
  auto const in_force = version_on(file->call, receipt.day);
  Converter convert{file->currency()};
  auto event = amended(application_before(c, command), command, convert);
  event.call_version = in_force.number;
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = check_received_by(c, receipt)) return refused(no);
  c.apply_version(in_force.number);
  if (auto no = c.check_version(file->project.stream)) return refused(no);
  if (auto no = check_project_state(c, *file, {ProjectState::submitted})) return refused(no);
  Incoming const incoming{event, file->call, receipt, in_force, counted_own(file->project, event)};
  auto const since = file->project.submitted_on;
  if (auto no = check_application(c, incoming, since, "the project was submitted")) {
    return refused(no);
  }
  return c.accept(stream_of(*file), file->currency(), std::move(event));
}

}  // namespace gl::ledger
