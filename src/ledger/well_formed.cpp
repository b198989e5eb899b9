#include <algorithm>
#include <variant>

#include "ledger/decide.h"
#include "ledger/form.h"
#include "ledger/limits.h"
#include "ledger/text.h"

namespace gl::ledger {
namespace {

using namespace limits;

void check(Form& form, CreateProgramme const& c) {
  form.id("programme", c.programme.view());
  form.needed_text("name", c.name, name_bytes_max);
  form.require(!c.currency.is_none(), "currency is missing: write its ISO 4217 code, e.g. EUR");
  form.require(c.retention_years <= retention_years_max, "retention_years is over 100: lower it",
               "100", std::to_string(c.retention_years));
  bool const state_aid = c.aid_regime >= AidRegime::de_minimis;
  form.require(!state_aid || c.retention_years == 0 || c.retention_years >= retention_years_default,
               "retention_years is below 10, the least for State aid: raise it", "10",
               std::to_string(c.retention_years));
  form.amount("convention_threshold", c.convention_threshold);
  form.amount("de_minimis_ceiling", c.de_minimis_ceiling);
  form.require(c.de_minimis_window_years <= window_years_max,
               "de_minimis_window_years is over 50: lower it", "50",
               std::to_string(c.de_minimis_window_years));
  form.date("authority_valid_until", c.authority_valid_until);
}

void check(Form& form, VoteAuthority const& c) {
  form.id("programme", c.programme.view());
  form.amount("amount", c.amount);
}

void check(Form& form, AdjustAuthority const& c) {
  form.id("programme", c.programme.view());
  form.signed_amount("amount", c.amount);
}

void check(Form& form, OpenPaymentCredits const& c) {
  form.id("programme", c.programme.view());
  form.year("year", c.year);
  form.amount("amount", c.amount);
}

void check(Form& form, CloseExercise const& c) { form.year("year", c.year); }

void check(Form& form, OpenCall const& c) {
  form.id("call", c.call.view());
  form.id("programme", c.programme.view());
  form.needed_text("title", c.title, title_bytes_max);
  form.date("opening", c.opening);
  form.date("deadline", c.deadline);
  form.departments(c.departments);
  form.kinds(c.applicant_kinds);
  form.amount("project_cap", c.project_cap);
  if (c.maximum_rate) form.rate("maximum_rate", *c.maximum_rate);
  form.amount("minimum_instalment", c.minimum_instalment);
}

bool changes_something(AmendCall const& c) {
  return c.title || c.opening || c.deadline || c.departments || c.applicant_kinds ||
         c.project_cap || c.maximum_rate || c.minimum_instalment ||
         c.one_per_applicant != Choice::unstated || c.assessment_required != Choice::unstated ||
         c.waitlist != Choice::unstated;
}

void check(Form& form, AmendCall const& c) {
  form.id("call", c.call.view());
  form.require(changes_something(c), "no field to amend is given: give at least one");
  if (c.title) form.needed_text("title", *c.title, title_bytes_max);
  form.date("opening", c.opening);
  form.date("deadline", c.deadline);
  if (c.departments) form.departments(*c.departments);
  if (c.applicant_kinds) form.kinds(*c.applicant_kinds);
  form.amount("project_cap", c.project_cap);
  if (c.maximum_rate) form.rate("maximum_rate", *c.maximum_rate);
  form.amount("minimum_instalment", c.minimum_instalment);
}

void check(Form& form, CloseCall const& c) { form.id("call", c.call.view()); }

/// One of SIRET, RNA number and token; a natural person's name and address only as personal text.
void check_applicant(Form& form, SubmitProject::Sender const& a) {
  int const ids = !a.siret.empty() + !a.rna.empty() + !a.person.empty();
  form.require(ids == 1, "applicant: give exactly one of siret, rna and person", "1",
               std::to_string(ids));
  form.require(a.siret.empty() || is_siret(a.siret),
               "applicant.siret is not a SIRET: write 14 digits with a right check digit",
               "14 digits", a.siret);
  form.require(a.rna.empty() || is_rna(a.rna),
               "applicant.rna is not an RNA number: write W and 9 digits", "W and 9 digits", a.rna);
  form.require(a.person.empty() || is_person_token(a.person),
               "applicant.person is not a token: write 1 to 36 of A-Za-z0-9._/-, not all digits "
               "and no RNA number");
  form.require(a.legal_kind <= LegalKind::person, "applicant.legal_kind is none that there is");
  bool const natural = !a.person.empty() || a.legal_kind == LegalKind::person;
  form.require(
      a.person.empty() || a.legal_kind == LegalKind::person || a.legal_kind == LegalKind::unstated,
      "applicant.person is given but legal_kind says a legal person: choose one");
  form.require(!natural || (a.name.empty() && a.address.empty()),
               "a natural person's name and address go into person_name and person_address");
  form.require(natural || (a.person_name.empty() && a.person_address.empty()),
               "a legal person's name and address go into name and address");
  form.text("applicant.name", a.name, name_bytes_max);
  form.personal_text("applicant.person_name", a.person_name, name_bytes_max);
  form.text("applicant.address", a.address, address_bytes_max);
  form.personal_text("applicant.person_address", a.person_address, address_bytes_max);
}

void check_partners(Form& form, std::vector<Partner> const& partners) {
  form.size("partners", partners.size(), partners_max);
  std::int64_t shares = 0;
  for (auto const& partner : partners) {
    form.require(is_siret(partner.siret.view()),
                 "partners: a siret is not 14 digits with a right check digit", "14 digits",
                 partner.siret.view());
    form.require(partner.share.ppm() >= 0 && partner.share.ppm() <= Rate::ppm_max,
                 "partners: a share is not within 0 to 1000000 parts per million", "1000000",
                 std::to_string(partner.share.ppm()));
    shares += partner.share.ppm();
  }
  form.require(shares <= Rate::ppm_max, "partners: the shares are more than 100 %: lower them",
               "1000000", std::to_string(shares));
}

void check_locations(Form& form, std::vector<Location> const& locations) {
  form.size("locations", locations.size(), locations_max);
  for (auto const& location : locations) {
    form.require(is_commune(location.commune.view()),
                 "locations: a commune is not an INSEE code of 5 characters");
    form.require(is_department(location.department.view()),
                 "locations: a department is none of 01 to 95, 2A, 2B, 971 to 989");
  }
}

void check(Form& form, SubmitProject const& c) {
  form.id("project", c.project.view());
  form.id("call", c.call.view());
  form.needed_text("title", c.title, title_bytes_max);
  check_applicant(form, c.applicant);
  check_partners(form, c.partners);
  check_locations(form, c.locations);
  form.amount("eligible_cost", c.eligible_cost);
  form.amount("asked_amount", c.asked_amount);
  form.size("other_funders", c.other_funders.size(), funders_max);
  for (auto const& funder : c.other_funders) {
    form.needed_text("other_funders.name", funder.name, name_bytes_max);
    form.amount("other_funders.amount", funder.amount);
  }
  form.date("start", c.start);
  form.date("end", c.end);
  form.require(!c.start || !c.end || *c.start <= *c.end, "end is before start: correct one");
  form.moment("received_at", c.received_at);
  form.documents(c.documents);
  form.personal_text("contact", c.contact, personal_text_bytes_max);
  form.amount_or_zero("de_minimis_declared", c.de_minimis_declared);
}

void check(Form& form, DeclareComplete const& c) { form.id("project", c.project.view()); }

void check(Form& form, DeclareEligible const& c) {
  form.id("project", c.project.view());
  form.size("criteria", c.criteria.size(), criteria_max);
  for (auto const& result : c.criteria) {
    form.id("criteria", result.criterion.view(), ReasonCode::bytes_max);
  }
}

void check_payees(Form& form, std::vector<PayeeShare> const& payees) {
  form.size("payees", payees.size(), payees_max);
  std::int64_t shares = 0;
  for (auto each = payees.begin(); each != payees.end(); ++each) {
    form.payee("payees", each->payee.view());
    form.rate("payees.share", each->share);
    bool const again = std::any_of(payees.begin(), each, [&](PayeeShare const& earlier) {
      return earlier.payee == each->payee;
    });
    form.require(!again, "payees: one stands there twice: give it one share");
    shares += each->share.ppm();
  }
  form.require(payees.empty() || shares == Rate::ppm_max,
               "payees: the shares do not sum to 1000000 parts per million: correct them",
               "1000000", std::to_string(shares));
}

void check(Form& form, DecideAward const& c) {
  form.id("project", c.project.view());
  form.amount("amount", c.amount);
  if (c.rate) form.rate("rate", *c.rate);
  form.amount("cost_base", c.cost_base);
  check_payees(form, c.payees);
  form.plan(c.plan);
  form.amount_or_zero("de_minimis_equivalent", c.de_minimis_equivalent);
  form.date("valid_until", c.valid_until);
  if (!c.undertaking.empty()) form.id("undertaking", c.undertaking, BeneficiaryKey::bytes_max);
}

void check(Form& form, OrientProject const& c) {
  form.id("project", c.project.view());
  form.needed_text("target_scheme", c.target_scheme, reference_bytes_max);
}

void check(Form& form, SignConvention const& c) {
  form.id("project", c.project.view());
  form.needed_text("number", c.number.view(), ActNumber::bytes_max);
  form.date("signed_by_funder", c.signed_by_funder);
  form.date("signed_by_payee", c.signed_by_payee);
  form.amount("amount", c.amount);
  form.plan(c.plan);
  form.date("end_date", c.end_date);
}

void check(Form& form, RegisterPayee const& c) {
  form.payee("payee", c.payee.view());
  bool const natural = is_person_token(c.payee.view()) || c.legal_kind == LegalKind::person;
  form.require(!is_person_token(c.payee.view()) || c.legal_kind == LegalKind::person ||
                   c.legal_kind == LegalKind::unstated,
               "payee is a person's token but legal_kind says a legal person: choose one");
  form.require(!natural || c.name.empty(), "a natural person's name goes into person_name");
  form.require(natural || c.person_name.empty(), "a legal person's name goes into name");
  form.text("name", c.name, name_bytes_max);
  form.personal_text("person_name", c.person_name, name_bytes_max);
  form.iban("iban", c.iban);
}

void check(Form& form, ChangePayeeAccount const& c) {
  form.payee("payee", c.payee.view());
  form.iban("iban", c.iban);
}

void check(Form& form, VerifyPayeeAccount const& c) { form.payee("payee", c.payee.view()); }

void check(Form& form, RequestPayment const& c) {
  form.id("project", c.project.view());
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
  form.require(c.kind >= PaymentKind::advance && c.kind <= PaymentKind::balance,
               "kind is none of advance, instalment, balance: give one");
  form.amount("amount", c.amount);
  if (c.payee) form.payee("payee", c.payee->view());
  form.documents(c.documents);
}

void check(Form& form, ApprovePayment const& c) {
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
  form.amount("amount", c.amount);
  form.needed_text("order_number", c.order_number.view(), ActNumber::bytes_max);
  form.year("budget_year", c.budget_year);
}

/// The characters that ISO 20022 messages take (EPC217-08), and its rules for slashes.
bool is_end_to_end_id(std::string_view id) {
  auto const allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view{"/-?:().,'+ "}.find(c) != std::string_view::npos;
  };
  return id.size() <= end_to_end_bytes_max && std::ranges::all_of(id, allowed) &&
         !id.starts_with('/') && !id.ends_with('/') && id.find("//") == std::string_view::npos;
}

void check(Form& form, IssuePayment const& c) {
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
  form.require(is_end_to_end_id(c.end_to_end_id),
               "end_to_end_id is not one: write at most 35 of A-Za-z0-9/-?:().,'+ and space, no "
               "slash at the ends and no two together, or leave it out");
}

void check(Form& form, ConfirmPayment const& c) {
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
  form.require(c.attempt > 0, "attempt is missing: give its number, from 1");
  form.date("value_date", c.value_date);
  form.text("bank_reference", c.bank_reference, reference_bytes_max);
}

void check(Form& form, RecordBankReturn const& c) {
  form.id("payment", c.payment.view(), PaymentId::bytes_max);
  form.require(c.attempt > 0, "attempt is missing: give its number, from 1");
  form.id("reason_code", c.reason_code.view(), ReasonCode::bytes_max);
  form.date("value_date", c.value_date);
  form.text("bank_reference", c.bank_reference, reference_bytes_max);
}

void check(Form& form, AmendAward const& c) {
  form.id("project", c.project.view());
  form.amount("amount", c.amount);
  if (c.rate) form.rate("rate", *c.rate);
  form.require(!c.rate || c.amount, "rate is given without an amount: give the new amount too");
  form.date("valid_until", c.valid_until);
}

void check(Form& form, FileFinalReport const& c) {
  form.id("project", c.project.view());
  form.amount_or_zero("real_eligible_cost", c.real_eligible_cost);
  form.amount_or_zero("other_funding", c.other_funding);
  form.documents(c.documents);
}

void check(Form& form, AcceptFinalAccount const& c) {
  form.id("project", c.project.view());
  form.amount_or_zero("real_eligible_cost", c.real_eligible_cost);
  form.amount_or_zero("other_funding", c.other_funding);
  form.amount_or_zero("amount", c.amount);
}

void check(Form& form, CancelAward const& c) {
  form.id("project", c.project.view());
  form.require(c.ground >= CancelGround::renounced && c.ground <= CancelGround::breach,
               "ground is none of renounced, lapsed, breach: give one");
  form.date("hearing_date", c.hearing_date);
}

void check(Form& form, OrderRecovery const& c) {
  form.id("project", c.project.view());
  form.id("recovery", c.recovery.view());
  form.needed_text("titre_number", c.titre_number.view(), ActNumber::bytes_max);
  form.amount("amount", c.amount);
  form.personal_text("ground", c.ground, personal_text_bytes_max);
}

void check(Form& form, RecordRecoveryReceipt const& c) {
  form.id("recovery", c.recovery.view());
  form.amount("amount", c.amount);
  form.text("reference", c.reference, reference_bytes_max);
}

void check(Form& form, SettleProject const& c) { form.id("project", c.project.view()); }

void check(Form& form, ReverseEvent const& c) {
  form.require(c.position.value() > 0, "position is missing: give the event's, from 1");
}

void check_header(Form& form, CommandHeader const& header) {
  form.require(!header.id.is_nil(), "command_id is nil: send a fresh UUID of version 7");
  form.needed_text("actor", header.actor.person.view(), PersonId::bytes_max);
  form.text("acting_for", header.actor.acting_for.view(), PersonId::bytes_max);
  form.text("delegation", header.actor.delegation.view(), ActNumber::bytes_max);
  form.date("effective_date", header.effective_date);
  if (header.reason_code) {
    form.id("reason_code", header.reason_code->view(), ReasonCode::bytes_max);
  }
  form.personal_text("reason_text", header.reason_text, personal_text_bytes_max);
  if (!header.act) return;
  form.require(header.act->kind != ActKind::unstated && header.act->kind <= ActKind::courrier,
               "act.kind is none that there is: give one, e.g. deliberation");
  form.needed_text("act.number", header.act->number.view(), ActNumber::bytes_max);
  form.date("act.date", header.act->date);
}

}  // namespace

std::expected<void, Refusal> well_formed(Command const& command) {
  Form form;
  check_header(form, command.header);
  std::visit([&form](auto const& body) { check(form, body); }, command.body);
  if (form.problem()) return std::unexpected(std::move(*form.problem()));
  return {};
}

}  // namespace gl::ledger
