#include "keys/personal_fields.h"

#include <variant>

namespace gl::keys {
namespace {

using namespace ledger;

std::string holder(std::string_view id) {
  bool const legal_person = is_siret(id) || is_rna(id);
  return (legal_person ? "payee/" : "person/") + std::string{id};
}

/// What a command without personal fields of its own is about: whose free texts it carries.
struct SubjectOf {
  template <class OfAProgramme>
    requires requires(OfAProgramme const& c) { c.programme.view(); } &&
             (!requires(OfAProgramme const& c) { c.call; })
  std::string operator()(OfAProgramme const& c) const {
    return "programme/" + c.programme.string();
  }
  std::string operator()(TransferAuthority const& c) const {
    return "programme/" + c.from_programme.string();
  }
  std::string operator()(CloseExercise const& c) const { return "year/" + std::to_string(c.year); }
  template <class OfACall>
    requires requires(OfACall const& c) { c.call; } && (!requires(OfACall const& c) { c.project; })
  std::string operator()(OfACall const& c) const {
    return "call/" + c.call.string();
  }
  template <class OfAPayee>
    requires requires(OfAPayee const& c) { c.payee.view(); } &&
             (!requires(OfAPayee const& c) { c.payment; })
  std::string operator()(OfAPayee const& c) const {
    return holder(c.payee.view());
  }
  template <class OfARecovery>
    requires requires(OfARecovery const& c) { c.recovery; } &&
             (!requires(OfARecovery const& c) { c.project; })
  std::string operator()(OfARecovery const& c) const {
    return "recovery/" + c.recovery.string();
  }
  template <class OfADelegation>
    requires requires(OfADelegation const& c) { c.delegation; }
  std::string operator()(OfADelegation const& c) const {
    return "delegation/" + c.delegation.string();
  }
  std::string operator()(EraseSubject const& c) const { return "subject/" + to_hex(c.subject); }
  std::string operator()(ReverseEvent const& c) const {
    return "event/" + std::to_string(c.position.value());
  }
  template <class OfAPayment>
    requires requires(OfAPayment const& c) { c.payment; }
  std::string operator()(OfAPayment const& c) const {
    return "payment/" + c.payment.string();
  }
  template <class OfAProject>
    requires(
        requires(OfAProject const& c) { c.project; } &&
        !requires(OfAProject const& c) { c.payment; })
  std::string operator()(OfAProject const& c) const {
    return "project/" + c.project.string();
  }
};

void visit_text(PersonalField const& visit, std::string const& subject, std::string_view field,
                PersonalText& text) {
  if (!text.empty()) visit(subject, field, text);
}

/// Of a submission or its amendment.
void visit_application(PersonalField const& visit, auto& command) {
  auto const person = "person/" + command.applicant.person;
  visit_text(visit, person, "name", command.applicant.person_name);
  visit_text(visit, person, "address", command.applicant.person_address);
  visit_text(visit, "project/" + command.project.string(), "contact", command.contact);
}

}  // namespace

void for_each_personal_field(Command& command, PersonalField const& visit) {
  if (!command.header.reason_text.empty()) {
    visit(std::visit(SubjectOf{}, command.body), "reason_text", command.header.reason_text);
  }
  if (auto* const submit = std::get_if<SubmitProject>(&command.body)) {
    visit_application(visit, *submit);
  } else if (auto* const amendment = std::get_if<AmendProject>(&command.body)) {
    visit_application(visit, *amendment);
  } else if (auto* const assessment = std::get_if<RecordAssessment>(&command.body)) {
    visit_text(visit, "project/" + assessment->project.string(), "comment", assessment->comment);
  } else if (auto* const registration = std::get_if<RegisterPayee>(&command.body)) {
    auto const subject = holder(registration->payee.view());
    visit_text(visit, subject, "name", registration->person_name);
    visit_text(visit, subject, "iban", registration->iban);
  } else if (auto* const change = std::get_if<ChangePayeeAccount>(&command.body)) {
    visit_text(visit, holder(change->payee.view()), "iban", change->iban);
  } else if (auto* const recovery = std::get_if<OrderRecovery>(&command.body)) {
    visit_text(visit, "project/" + recovery->project.string(), "ground", recovery->ground);
  }
}

}  // namespace gl::keys
