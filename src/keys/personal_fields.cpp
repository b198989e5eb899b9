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
  std::string operator()(CreateProgramme const& c) const {
    return "programme/" + c.programme.string();
  }
  std::string operator()(VoteAuthority const& c) const {
    return "programme/" + c.programme.string();
  }
  std::string operator()(AdjustAuthority const& c) const {
    return "programme/" + c.programme.string();
  }
  std::string operator()(OpenPaymentCredits const& c) const {
    return "programme/" + c.programme.string();
  }
  std::string operator()(CloseExercise const& c) const { return "year/" + std::to_string(c.year); }
  std::string operator()(OpenCall const& c) const { return "call/" + c.call.string(); }
  std::string operator()(AmendCall const& c) const { return "call/" + c.call.string(); }
  std::string operator()(CloseCall const& c) const { return "call/" + c.call.string(); }
  std::string operator()(RegisterPayee const& c) const { return holder(c.payee.view()); }
  std::string operator()(ChangePayeeAccount const& c) const { return holder(c.payee.view()); }
  std::string operator()(VerifyPayeeAccount const& c) const { return holder(c.payee.view()); }
  std::string operator()(RecordRecoveryReceipt const& c) const {
    return "recovery/" + c.recovery.string();
  }
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

}  // namespace

void for_each_personal_field(Command& command, PersonalField const& visit) {
  if (!command.header.reason_text.empty()) {
    visit(std::visit(SubjectOf{}, command.body), "reason_text", command.header.reason_text);
  }
  if (auto* const submit = std::get_if<SubmitProject>(&command.body)) {
    auto const person = "person/" + submit->applicant.person;
    visit_text(visit, person, "name", submit->applicant.person_name);
    visit_text(visit, person, "address", submit->applicant.person_address);
    visit_text(visit, "project/" + submit->project.string(), "contact", submit->contact);
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
